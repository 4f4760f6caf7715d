"""Names that would lead astray: out of the guide's folders, or to no file at all under Windows.

Looked at before anything is read: a link may lead to a password, a pipe never ends.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from guide.problems import Origin, Problem, quote
from guide.source import Items, Record, Text, Value

FOLDERS = ("data", "content", "translations", "templates", "assets")
LONGEST = 60  # as guide.fields.Id: with folders and endings far below what file systems allow
# Windows has devices of these names in every folder, whatever the ending
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


def check_folders(root: Path) -> Iterator[Problem]:
    """Yield what in the folders of the guide in *root* may not be read, or not everywhere."""
    for name in FOLDERS:
        folder = root / name
        if folder.is_symlink():
            yield _link(Path(name), name)
        elif folder.is_dir():
            yield from _check(root, Path(name), folder.resolve())


def _check(root: Path, path: Path, inside: Path) -> Iterator[Problem]:
    with os.scandir(root / path) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    yield from _alike(path, [entry.name for entry in found])
    for entry in found:
        below = path / entry.name
        if entry.is_symlink():
            if not Path(entry.path).resolve().is_relative_to(inside):
                yield _link(below, path.parts[0])
        elif entry.is_dir():
            yield from _check(root, below, inside)
        elif not entry.is_file():
            yield Problem(Origin(below), "keine-datei", _NO_FILE.format(quote(entry.name)), _DELETE)


def _alike(path: Path, names: Iterable[str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name in names:
        same = unicodedata.normalize("NFC", name).casefold()
        if same in first:
            message = _ALIKE.format(quote(first[same]), quote(name))
            yield Problem(Origin(path / name), "dateiname-doppelt", message, _RENAME)
        first.setdefault(same, name)


def _link(path: Path, folder: str) -> Problem:
    message = f"„{quote(path.name)}“ ist eine Verknüpfung, die aus {folder}/ hinausführt"
    return Problem(Origin(path), "verknuepfung", message, _COPY)


def check_ids(documents: Mapping[str, Record]) -> Iterator[Problem]:
    """Yield the ids whose pages could not be files under Windows."""
    for document in documents.values():
        yield from _ids(document)


def _ids(value: Value) -> Iterator[Problem]:
    if isinstance(value, Items):
        for item in value.items:
            yield from _ids(item)
    elif isinstance(value, Record):
        name = value.fields.get("id")
        if isinstance(name, Text) and DEVICE.fullmatch(name.value):
            message = f"„{name.value}“ geht nicht als Kennung: {_DEVICE}"
            remedy = f"Eine längere Kennung wählen, zum Beispiel: {name.value}-neu"
            yield Problem(name.origin, "kennung", message, remedy)
        for inner in value.fields.values():
            yield from _ids(inner)


def unfit(name: str) -> str | None:
    """Return why a page whose file is called *name* cannot stand on the web; None where it can."""
    if DEVICE.fullmatch(name):
        return _DEVICE
    return f"Er ist länger als {LONGEST} Zeichen" if len(name) > LONGEST else None


_DEVICE = "So kann unter Windows keine Datei heißen"
_NO_FILE = "„{}“ ist keine gewöhnliche Datei"
_DELETE = "Löschen; es gehört nicht hierher."
_COPY = "Die Verknüpfung löschen und die Datei selbst hierher kopieren."
_ALIKE = "„{}“ und „{}“ unterscheiden sich nur in großen und kleinen Buchstaben"
_RENAME = "Eine der beiden umbenennen oder löschen: Unter Windows gäbe es nur eine davon."
