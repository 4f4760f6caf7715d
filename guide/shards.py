"""A site whose languages are built apart, on machines of their own, and put together again.

A part is a folder as `write` makes it: all that the languages have in common, the files of some
languages, and a note on what it was made from. Parts that were not made from the same are never
put together: the site would be one that no build makes.
"""

from __future__ import annotations

import hashlib
import json
import platform
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

from guide.languages import LANGUAGES
from guide.outputs import Share, shares
from guide.problems import quote
from guide.site import Site
from guide.unchanged import PROGRAM, PROJECT, SOURCES
from guide.write import MANIFEST, names_in

NOTE = "teil.json"  # what a part was made from
PACKAGES = ("babel", "brotli", "jinja2", "markdown-it-py", "rcssmin", "rjsmin")  # they make bytes


class NoPart(Exception):
    """A part with these languages cannot be built; the message says why, in German."""


class CannotMerge(Exception):
    """Parts do not make a site; the message says why, in German, and what to do."""


@dataclass(frozen=True)
class Made:
    """What a part was made from; equal for all parts of a site but for `languages`."""

    inputs: str  # of all files that go in: data, texts, templates, program
    day: str
    versions: Mapping[str, str]  # of what turns them into bytes
    compressed: bool
    whole: list[str]  # the languages of the site, in its order
    languages: list[str]  # of this part


DIFFERENCES = {
    "inputs": "Die Dateien, aus denen sie gebaut sind, sind nicht gleich.",
    "day": "Sie sind für verschiedene Tage gebaut ({one} und {other}).",
    "versions": "Sie sind mit verschiedenen Programmen gebaut ({one} und {other}).",
    "compressed": "Nur einer ist mit --compressed gebaut.",
    "whole": "Die Webseite hat in ihnen nicht dieselben Sprachen.",
}


def part(site: Site, typed: str, *, compressed: bool) -> list[Share]:
    """Return the part of *site* with the languages *typed* ("ar,fa"); raises NoPart."""
    known = [edition.language.tag for edition in site.editions]
    wanted = [tag.strip() for tag in typed.split(",")]
    unknown = next((tag for tag in wanted if tag not in known), None)
    if unknown is not None:
        raise NoPart(f"„{quote(unknown)}“ gibt es hier nicht. Die Sprachen: {', '.join(known)}.")
    tags = [tag for tag in known if tag in wanted]
    day, inputs = str(site.day), fingerprint(site.guide.root)
    made = Made(inputs, day, _versions(), compressed, known, tags)
    content = (json.dumps(asdict(made), indent=1) + "\n").encode("utf-8")
    return [*shares(site, copies=compressed, tags=tags), lambda: {NOTE: content}]


def fingerprint(root: Path) -> str:
    """Return what tells apart what the site of the guide in *root* can be made from.

    By content, unlike guide.unchanged: on another machine each file has another time.
    """
    found = hashlib.sha256()
    places = [(root, name) for name in SOURCES] + [(PROJECT, name) for name in PROGRAM]
    for base, name in places:
        place = base / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts and ".venv" not in name:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                found.update(f"{path.relative_to(base).as_posix()} {content}\n".encode())
    return found.hexdigest()


def _versions() -> dict[str, str]:
    python = {"Python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return python | {name: version(name) for name in PACKAGES}


def merge(parts: Sequence[Path]) -> list[Share]:
    """Return the whole site as shares for guide.write; raises CannotMerge."""
    made = {part: _made(part) for part in parts}
    for (one, first), (other, second) in combinations(made.items(), 2):
        _compare(one, first, other, second)
    _complete(made)
    taken: dict[str, Path] = {}
    for part in made:
        for name in _names(part):
            if taken.setdefault(name, part) != part:
                _same(taken[name], part, name)
    return [partial(_read, part, [n for n in taken if taken[n] == part]) for part in made]


def _made(part: Path) -> Made:
    try:
        return Made(**json.loads((part / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CannotMerge(
            f"„{part}“ ist kein Teil einer Webseite: {NOTE} fehlt oder ist nicht lesbar.\n"
            "Teile baut:  python3 build.py build --languages ar,fa --output ORDNER"
        ) from error


def _compare(one: Path, first: Made, other: Path, second: Made) -> None:
    for name, text in DIFFERENCES.items():
        if (left := getattr(first, name)) != (right := getattr(second, name)):
            told = [value if isinstance(value, str) else _told(value) for value in (left, right)]
            raise CannotMerge(
                f"„{one}“ und „{other}“ passen nicht zusammen. "
                f"{text.format(one=told[0], other=told[1])}\nAlle Teile vom selben Stand neu "
                "bauen, mit demselben Programm und mit demselben Tag (--today)."
            )


def _told(value: object) -> str:
    return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else ""


def _complete(made: Mapping[Path, Made]) -> None:
    """Each language once, and all of them; raises CannotMerge."""
    there: dict[str, Path] = {}
    for part, about in made.items():
        for tag in about.languages:
            if tag in there:
                raise CannotMerge(
                    f"{_german(tag)} ist in zwei Teilen: „{there[tag]}“ und „{part}“. "
                    "Einen davon weglassen."
                )
            there[tag] = part
    whole = next(iter(made.values())).whole
    if missing := [tag for tag in whole if tag not in there]:
        raise CannotMerge(
            f"Es fehlt noch: {', '.join(map(_german, missing))}.\n"
            f"Auch bauen:  python3 build.py build --languages {','.join(missing)} --output ORDNER"
        )


def _german(tag: str) -> str:
    return LANGUAGES[tag].german


def _names(part: Path) -> list[str]:
    """Return the files of *part* that belong to the site; all of them are there."""
    names = names_in(part) or [MANIFEST]
    lost = next((name for name in names if not _is_in(part, name)), None)
    if lost is not None:
        raise CannotMerge(f"„{part}“ ist nicht vollständig: {lost} fehlt. Den Teil neu bauen.")
    return [name for name in names if name not in (MANIFEST, NOTE)]


def _is_in(part: Path, name: str) -> bool:
    """Whether *name* is a file of *part*: the site is written by these names."""
    path = part / name
    return path.is_file() and path.resolve().is_relative_to(part.resolve())


def _same(one: Path, other: Path, name: str) -> None:
    if (one / name).read_bytes() != (other / name).read_bytes():
        raise CannotMerge(
            f"{name} ist in „{one}“ und „{other}“ nicht gleich. Beide Teile neu bauen."
        )


def _read(part: Path, names: Sequence[str]) -> dict[str, bytes]:
    return {name: (part / name).read_bytes() for name in names}
