"""Where the site goes on this machine: a folder, file by file, or a zip file as a whole."""

from __future__ import annotations

import errno
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from guide.publish import CannotPublish, Plan, Target, compare, fingerprints, known, manifest_of
from guide.write import MANIFEST

HALF = ".bildungswege.neu"  # what is being written; its name stays, so the next run clears up
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same site gives the same zip file, byte for byte


def folder(path: Path) -> Target:
    """Return *path*, a folder that is made where it does not exist."""
    return Target(
        partial(_read, path),
        partial(_occupied, path),
        partial(_put, path),
        partial(_delete, path),
    )


def _read(folder: Path) -> bytes | None:
    with explained(folder):
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder")
        return (folder / MANIFEST).read_bytes() if (folder / MANIFEST).exists() else None


def _occupied(folder: Path) -> bool:
    with explained(folder):
        return folder.exists() and any(True for _ in folder.iterdir())


def _put(folder: Path, source: Path, names: Sequence[str]) -> None:
    """A file appears whole, by renaming; a reader never gets half of it."""
    half = folder / HALF
    with explained(folder):
        try:
            for name in names:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, half)
                half.replace(target)
        finally:
            half.unlink(missing_ok=True)


def _delete(folder: Path, names: Sequence[str]) -> None:
    with explained(folder):
        for name in names:
            if (folder / name).is_symlink() or not (folder / name).is_dir():
                (folder / name).unlink(missing_ok=True)
        above = {parent for name in names for parent in Path(name).parents if parent.name}
        for parent in sorted(above, key=lambda path: -len(path.parts)):
            _remove_if_empty(folder / parent)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


# --- zip ------------------------------------------------------------------------------------


def publish_zip(site: Path, file: Path, *, replace: bool = False, dry_run: bool = False) -> Plan:
    """Write all files of *site* into the zip *file*, unless it holds just these already.

    Raises CannotPublish, also where *file* is there and not from here, unless *replace*.
    """
    with explained(file):
        there = known(_manifest_in(file))
        if there is None and file.exists() and not replace:
            raise CannotPublish(f"„{file}“ gibt es schon, und sie ist nicht von hier. {_REPLACE}")
        here = fingerprints(site)
        plan = compare(here, there or {})
        if not dry_run and (there is None or plan.new or plan.changed or plan.gone):
            _whole(file, partial(_fill, site, here))
    return plan


def _manifest_in(file: Path) -> bytes | None:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.read(MANIFEST)
    except (FileNotFoundError, KeyError, zipfile.BadZipFile):
        return None


def _fill(site: Path, here: dict[str, str], stream: io.BufferedWriter) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        for name in here:
            archive.writestr(_entry(name), (site / name).read_bytes(), zipfile.ZIP_DEFLATED)
        archive.writestr(_entry(MANIFEST), manifest_of(here), zipfile.ZIP_DEFLATED)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.external_attr = 0o644 << 16
    return entry


def _whole(file: Path, fill: Callable[[io.BufferedWriter], None]) -> None:
    half = file.with_name(f".{file.name}.neu")
    try:
        with half.open("wb") as stream:
            fill(stream)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


# --- what went wrong --------------------------------------------------------------------------


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn the system's error into what an editor can do about it."""
    try:
        yield
    except OSError as error:
        why = _REASONS.get(error.errno or 0, f"Grund: {error.strerror or error}.")
        place = os.fspath(error.filename or where)
        raise CannotPublish(f"„{place}“ konnte nicht geschrieben werden. {why}") from error


_REPLACE = "Einen anderen Namen wählen, oder mit --replace ersetzen."
_NOT_ALLOWED = "Keine Schreibrechte. Die Rechte des Ordners prüfen."
_REASONS = {
    errno.ENOSPC: "Der Datenträger ist voll. Platz schaffen und noch einmal veröffentlichen.",
    errno.EDQUOT: "Der zugeteilte Platz ist voll. Platz schaffen und noch einmal veröffentlichen.",
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: "Der Datenträger ist nur lesbar. Ein anderes Ziel wählen.",
    errno.ENOTDIR: "Wo ein Ordner stehen soll, liegt eine Datei. Die Datei umbenennen.",
    errno.EISDIR: "Wo eine Datei stehen soll, liegt ein Ordner. Den Ordner umbenennen.",
    errno.ENOENT: "Den Ordner darüber gibt es nicht. Den Namen prüfen.",
}
