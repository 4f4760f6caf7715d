"""The small guide with a naughty string in each of its free texts, in data, pages, translations.

What a free text is the models say: a string that may be 2,000 characters long. All strings of
tests/naughty do not fit into one guide: `guides` yields as many as it takes.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from guide.catalog import Catalog, Message, Translation, write_catalog
from guide.cli.telling import make
from guide.languages import LANGUAGES
from guide.lines import escaped_sign
from guide.load import load
from guide.model import FILES
from guide.problems import Problem, has_errors
from guide.site import Site
from guide.source import find
from tests import fuzz, mini
from tests.mutations import NAUGHTY

LONGEST = 2000  # guide.fields.NonEmpty


@dataclass(frozen=True)
class Slot:
    """A free text of the small guide: where it stands, and the name of its field."""

    file: str
    line: int
    column: int
    length: int
    field: str


def is_free(annotation: Any) -> bool:
    """Whether *annotation* is one of a free text, of several, or of one that may be missing."""
    if get_origin(annotation) is Annotated:
        marks = annotation.__metadata__
        if any(isinstance(m, StringConstraints) and m.max_length == LONGEST for m in marks):
            return True
    return any(map(is_free, get_args(annotation)))


def free_fields(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield (name, name in the file) of the free texts of *model*."""
    for name, field in model.model_fields.items():
        if is_free(Annotated[field.annotation, *(field.metadata or [None])]):
            yield name, field.alias or name


def places(record: BaseModel, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where in *record* free texts stand, list items counted from 0."""
    free = dict(free_fields(type(record)))
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        for item, there in _items(value, (*place, field.alias or name)):
            if isinstance(item, BaseModel):
                yield from places(item, there)
            elif isinstance(item, str) and name in free:
                yield there


def _items(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[Any, tuple[str | int, ...]]]:
    if isinstance(value, list):
        yield from ((item, (*place, number)) for number, item in enumerate(value))
    else:
        yield value, place


def slots() -> list[Slot]:
    guide, problems = load(mini.SOURCES)
    assert guide, problems
    found = []
    for name in FILES:
        for place in places(getattr(guide, name)):
            _, at, written = find(guide.documents[name], place)
            field = next(step for step in reversed(place) if isinstance(step, str))
            if written:  # and no default
                found.append(Slot(at.path.as_posix(), at.line, at.column, at.length, field))
    return found


@dataclass(frozen=True)
class Naughty:
    """A guide that carries *carried* and was refused for *refused*, before these were left out."""

    root: Path
    site: Site
    carried: tuple[tuple[Slot, str], ...]
    refused: tuple[tuple[Slot, str, Problem], ...]
    translated: dict[Message, str]


def guides(folder: Path) -> Iterator[Naughty]:
    """Yield guides in *folder* that together carry all strings."""
    listed = slots()
    for start in range(0, len(NAUGHTY), len(listed)):
        strings = [NAUGHTY[(start + place) % len(NAUGHTY)] for place in range(len(listed))]
        yield naughty_guide(folder / str(start), list(zip(listed, strings, strict=True)), start)


def naughty_guide(root: Path, wanted: list[tuple[Slot, str]], start: int) -> Naughty:
    """Write *wanted*; leave out what is refused until the guide may be built."""
    mini.copy_sources(root)
    refused: list[tuple[Slot, str, Problem]] = []
    while True:
        fill(root, wanted)
        site, problems = make(root, fuzz.DAY)
        if site is not None:
            translated = translate(root, site, start)
            again, problems = make(root, fuzz.DAY)
            assert again, problems
            return Naughty(root, again, tuple(wanted), tuple(refused), translated)
        errors = {(p.origin.path.as_posix(), p.origin.line): p for p in problems if has_errors([p])}
        out = [(s, t, errors[s.file, s.line]) for s, t in wanted if (s.file, s.line) in errors]
        assert out, f"refused, but not for what stands in it: {[*map(str, problems)]}"
        refused += out
        wanted = [pair for pair in wanted if (pair[0].file, pair[0].line) not in errors]


def fill(root: Path, wanted: Sequence[tuple[Slot, str]]) -> None:
    for file in {slot.file for slot, _ in wanted}:
        lines = (mini.SOURCES / file).read_text(encoding="utf-8").split("\n")
        for slot, text in sorted(wanted, key=lambda pair: -pair[0].column):
            if slot.file == file:
                line, start = lines[slot.line - 1], slot.column - 1
                written = json.dumps(text, ensure_ascii=False)
                lines[slot.line - 1] = line[:start] + written + line[start + slot.length :]
        (root / file).write_text("\n".join(lines), encoding="utf-8", newline="\n")


def translate(root: Path, site: Site, start: int) -> dict[Message, str]:
    """Give each text of the site a naughty string in Arabic, as a draft, and in English.

    Those with a sign that no catalog may hold are left out: tests/test_naughty.py tries them.
    """
    allowed = [text for text in NAUGHTY if not escaped_sign(text)]
    texts = {
        message: allowed[(start + number) % len(allowed)]
        for number, message in enumerate(site.messages)
    }
    for tag in ("ar", "en"):
        drafts = {m: Translation(text, fuzzy=tag == "ar") for m, text in texts.items()}
        write_catalog(root, Catalog(LANGUAGES[tag], drafts))
    return texts
