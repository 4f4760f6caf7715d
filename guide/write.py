"""Files -> site/: everything is made and written beside the site before that is replaced.

The new site is built in a folder next to the old one and takes its place at one stroke (or by two
renames, where a system has nothing better), so a full disk or an interrupted build leaves the old
site whole. Unchanged files are linked, not written. Files in site/ that no build has written are
carried over and never deleted.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath

from guide.lock import alone_in
from guide.processes import at_once
from guide.swap import exchange

MANIFEST = "bildungswege.json"  # the names of the files that a build has written
Share = Callable[[], Mapping[str, bytes]]  # makes a part of the site: content by path


@dataclass(frozen=True)
class Written:
    names: list[str]  # of all files
    changed: int
    size: int  # bytes
    number: int = 0  # the system's for the folder; another build's folder has another one


class CannotWrite(Exception):
    """The site could not be written; the message says why, in German, and what to do."""


class InTheWay(OSError):
    """A file that is not ours stands where pages have to be, or below it: its path in the site."""


def write(shares: Sequence[Share], site: Path, processes: int = 1) -> Written:
    """Put what all *shares* make in *site*; as many *processes* work at once.

    Raises CannotWrite; the site is then as it was before.
    """
    site = site.resolve()  # "." has no name, and of a link only the target may be replaced
    new, old = site.with_name(f".{site.name}.neu"), site.with_name(f".{site.name}.alt")
    try:
        if site.exists() and not site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder")
        site.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(site.parent):
            return _replace(shares, site, new, old, processes)
    except OSError as error:
        raise CannotWrite(_explain(error, site)) from error


def _replace(shares: Sequence[Share], site: Path, new: Path, old: Path, processes: int) -> Written:
    _heal(site, new, old)
    try:
        written = replace(_write_new(shares, site, new, processes), number=new.stat().st_ino)
        _swap(site, new, old)
    except BaseException:
        _heal_quietly(site, new, old)
        raise
    return written


def _manifest(names: Iterable[str]) -> bytes:
    return (json.dumps(sorted([*names, MANIFEST]), indent=0) + "\n").encode()


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


def _write_new(shares: Sequence[Share], site: Path, new: Path, processes: int) -> Written:
    parts = at_once([partial(_write_share, share, site, new) for share in shares], processes)
    names = [name for part in parts for name in part.names]
    manifest = _manifest(names)
    parts.append(_write_files({MANIFEST: manifest}, site, new))
    _carry_over(site, new, {*names, MANIFEST})
    changed, size = (
        sum(counts) for counts in zip(*((p.changed, p.size) for p in parts), strict=True)
    )
    return Written([*names, MANIFEST], changed, size)


def _write_share(share: Share, site: Path, new: Path) -> Written:
    return _write_files(share(), site, new)


def _write_files(contents: Mapping[str, bytes], site: Path, new: Path) -> Written:
    changed = 0
    for folder in sorted({(new / name).parent for name in contents}):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        if not _link_unchanged(site / name, new / name, content):
            (new / name).write_bytes(content)
            changed += 1
    return Written([*contents], changed, sum(map(len, contents.values())))


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


def _carry_over(site: Path, new: Path, names: set[str]) -> None:
    """Give the *new* site the files of the old one that no build has written.

    Raises InTheWay where one of *names* could not be there beside such a file.
    """
    folders = {parent.as_posix() for name in names for parent in PurePath(name).parents}
    for foreign in _foreign_files(site, names):
        name = foreign.relative_to(site)
        if name.as_posix() in folders or names & {parent.as_posix() for parent in name.parents}:
            raise InTheWay(errno.EEXIST, name.as_posix())
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        _link(foreign, new / name)


def _foreign_files(site: Path, names: set[str]) -> list[Path]:
    if not site.exists():
        return []
    ours = {*names, *names_in(site)}
    return [path for path in _all_below(site) if path.relative_to(site).as_posix() not in ours]


def _all_below(site: Path) -> Iterator[Path]:
    """Yield all that is no folder; raises OSError where something cannot be looked at."""

    def refuse(error: OSError) -> None:
        raise error

    for folder, inner, files in os.walk(site, onerror=refuse):
        yield from (Path(folder, name) for name in files)
        yield from (path for name in inner if (path := Path(folder, name)).is_symlink())


def names_in(site: Path) -> list[str]:
    """Return the names of the files that the last build has put into *site*, as it wrote them.

    After `publish` they are the keys of its list. None where that list cannot be understood.
    """
    try:
        names = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return (
        [name for name in names if isinstance(name, str)] if isinstance(names, list | dict) else []
    )


def _swap(site: Path, new: Path, old: Path) -> None:
    gone = new
    if not (site.exists() and exchange(new, site)):
        _swap_by_renaming(site, new, old)
        gone = old
    shutil.rmtree(gone, ignore_errors=True)  # the next build tries again


def _swap_by_renaming(site: Path, new: Path, old: Path) -> None:
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise


def _explain(error: OSError, site: Path) -> str:
    if isinstance(error, InTheWay):
        return (
            f"In „{site}“ steht „{error.strerror}“, wo Seiten hingehören, und ist von keinem Bau. "
            "Umbenennen oder löschen und noch einmal bauen."
        )
    if isinstance(error, PermissionError) and site in Path(error.filename or "").parents:
        return (
            f"„{error.filename}“ darf nicht gelesen werden. Die Rechte ändern oder, wenn es "
            "niemand braucht, löschen; dann noch einmal bauen."
        )
    if isinstance(error, ChildProcessError):  # most likely by a system that runs out of memory
        return (
            f"Die Seiten konnten nicht nach „{site}“ geschrieben werden. Das Programm wurde dabei "
            "beendet: Vielleicht reicht der Arbeitsspeicher nicht. Andere Programme schließen und "
            "noch einmal bauen."
        )
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
