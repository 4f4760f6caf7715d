"""Artifacts -> site/: everything is rendered and written beside the site before it is replaced.

The new site is built in a folder next to the old one and put in its place by two renames, so a
full disk or an interrupted build leaves the old site whole. Unchanged files are linked, not
written. Files in site/ that no build has written are carried over and never deleted.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.artifact import Artifact

MANIFEST = "bildungswege.json"  # the names of the files that a build has written
Derive = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]  # content by path -> more of it


@dataclass(frozen=True)
class Written:
    files: int
    changed: int
    size: int  # bytes


class CannotWrite(Exception):
    """The site could not be written; the message says why, in German, and what to do."""


def write(artifacts: Iterable[Artifact], site: Path, derive: Derive | None = None) -> Written:
    """Render *artifacts*, add what *derive* makes from them, and put all in *site*.

    Raises CannotWrite; the site is then as it was before.
    """
    site = site.resolve()  # "." has no name, and of a link only the target may be replaced
    contents = {artifact.path: artifact.render() for artifact in artifacts}
    contents |= derive(contents) if derive else {}
    contents[MANIFEST] = _manifest(contents)
    new, old = site.with_name(f".{site.name}.neu"), site.with_name(f".{site.name}.alt")
    try:
        if site.exists() and not site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder")
        _heal(site, new, old)
        changed = _write_new(contents, site, new)
        _swap(site, new, old)
    except OSError as error:
        _heal_quietly(site, new, old)
        raise CannotWrite(_explain(error, site)) from error
    return Written(len(contents), changed, sum(map(len, contents.values())))


def _manifest(contents: Mapping[str, bytes]) -> bytes:
    return (json.dumps(sorted([*contents, MANIFEST]), indent=0) + "\n").encode()


def _heal(site: Path, new: Path, old: Path) -> None:
    """Clear up after an interrupted build: the last whole site stands at *site* afterwards."""
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (new, old):
        if leftover.exists():
            shutil.rmtree(leftover)


def _heal_quietly(site: Path, new: Path, old: Path) -> None:
    try:
        _heal(site, new, old)
    except OSError:
        return  # the next build tries again; the site itself was never touched


def _write_new(contents: Mapping[str, bytes], site: Path, new: Path) -> int:
    changed = 0
    for folder in sorted({(new / name).parent for name in contents}):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        if not _link_unchanged(site / name, new / name, content):
            (new / name).write_bytes(content)
            changed += 1
    for foreign in _foreign_files(site, contents):
        target = new / foreign.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(foreign, target)
    return changed


def _link_unchanged(old: Path, new: Path, content: bytes) -> bool:
    try:
        if old.is_symlink() or old.stat().st_size != len(content) or old.read_bytes() != content:
            return False
    except OSError:
        return False
    _link(old, new)
    return True


def _link(old: Path, new: Path) -> None:
    """Link where the file system can, else copy; a link keeps the file's time."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def _foreign_files(site: Path, contents: Mapping[str, bytes]) -> Iterable[Path]:
    if not site.exists():
        return []
    ours = {*contents, *_written_before(site)}
    return [
        path
        for path in site.rglob("*")
        if (path.is_symlink() or path.is_file()) and path.relative_to(site).as_posix() not in ours
    ]


def _written_before(site: Path) -> list[str]:
    try:
        return [str(name) for name in json.loads((site / MANIFEST).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []


def _swap(site: Path, new: Path, old: Path) -> None:
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)  # the next build tries again


def _explain(error: OSError, site: Path) -> str:
    reasons = {
        errno.ENOSPC: "Der Datenträger ist voll. Platz schaffen und noch einmal bauen.",
        errno.EDQUOT: "Der zugeteilte Platz ist voll. Platz schaffen und noch einmal bauen.",
        errno.EACCES: "Keine Schreibrechte im Ordner darüber. Die Rechte des Ordners prüfen.",
        errno.EPERM: "Keine Schreibrechte im Ordner darüber. Die Rechte des Ordners prüfen.",
        errno.EROFS: "Der Datenträger ist nur lesbar. Einen anderen Ordner wählen (--output).",
        errno.EBUSY: "Der Ordner wird gerade benutzt. Andere Programme darin schließen.",
        errno.ENOTDIR: "Wo der Ordner stehen soll, liegt eine Datei. Die Datei umbenennen.",
    }
    why = reasons.get(error.errno or 0, f"Grund: {error.strerror or error}.")
    return f"Die Seiten konnten nicht nach „{site}“ geschrieben werden. {why}"
