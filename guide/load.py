"""Files -> Guide, telling every problem on the way.

A Guide exists only where every file is sound and every reference leads somewhere, so nothing
after this module has to ask again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.explain import validate
from guide.fields import Reference, marked
from guide.files import read_text
from guide.languages import LANGUAGES, SPOKEN
from guide.model import FILES, Employers, Facts, FrontMatter, Glossary, Region, SourceList
from guide.offers import Offers
from guide.pathways import Pathways
from guide.problems import Origin, Problem, has_errors, nearest, quote
from guide.source import Record, find, parse_yaml, read_yaml, split_front_matter

DATA = Path("data")
CONTENT = Path("content")

# What a Reference may point to: the file and the list its records stand in
TARGETS: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (("sources", "sources"),),
    "station": (("pathways", "stations"),),
    "status": (("pathways", "residence_statuses"),),
    "node": (("pathways", "stations"), ("pathways", "residence_statuses")),
    "phone": (("facts", "phones"),),
    "service": (("offers", "services"),),
    "organization": (("offers", "organizations"),),
    "location": (("offers", "locations"),),
    "place": (("region", "municipalities"), ("region", "neighbours")),
}
_GERMAN = {
    "source": "Eine Quelle",
    "station": "Eine Station",
    "status": "Einen Aufenthaltsstatus",
    "node": "Eine Station",
    "phone": "Eine Telefonnummer",
    "service": "Ein Angebot",
    "organization": "Einen Träger",
    "location": "Einen Standort",
    "place": "Einen Ort",
    "language": "Eine Sprache",
}


@dataclass(frozen=True)
class Page:
    """A page in content/: its head, its Markdown and where the Markdown begins."""

    name: str
    head: FrontMatter
    body: str
    path: Path
    body_line: int


@dataclass(frozen=True)
class Guide:
    """Everything editors wrote, sound and complete; records by id in the order of the files."""

    root: Path
    region: Region
    sources: SourceList
    facts: Facts
    glossary: Glossary
    pathways: Pathways
    offers: Offers
    employers: Employers
    pages: tuple[Page, ...]
    documents: Mapping[str, Record]

    def origin(self, file: str, *place: str | int) -> Origin:
        return find(self.documents[file], place)[1]


def load(root: Path) -> tuple[Guide | None, list[Problem]]:
    """Read the guide in *root*: the Guide, or None where an error stands in *problems*."""
    problems: list[Problem] = []
    documents = {
        name: document
        for name in FILES
        if (document := read_yaml(root, DATA / f"{name}.yaml", problems)) is not None
    }
    complete = not has_errors(problems)
    models = {name: validate(FILES[name], record, problems) for name, record in documents.items()}
    sound = {name: model for name, model in models.items() if model is not None}
    problems += _repeated_ids(documents)
    if complete:
        problems += _dangling(sound, documents)
    pages = tuple(_load_pages(root, problems))
    if has_errors(problems):
        return None, sorted(set(problems))
    return Guide(root, **sound, pages=pages, documents=documents), sorted(set(problems))


def _load_pages(root: Path, problems: list[Problem]) -> Iterator[Page]:
    paths = sorted((root / CONTENT).glob("*.md"))
    if not paths:
        problems.append(Problem(Origin(CONTENT), "ordner-leer", *_NO_CONTENT))
    for full in paths:
        path = full.relative_to(root)
        text = read_text(root, path, problems)
        if text is None:
            continue
        if page := _parse_page(text, path, problems):
            yield page


def _parse_page(text: str, path: Path, problems: list[Problem]) -> Page | None:
    head, body, body_line = split_front_matter(text, path, problems)
    record = parse_yaml(head, path, problems, first_line=2) if head else None
    model = validate(FrontMatter, record, problems) if record else None
    return Page(path.stem, model, body, path, body_line) if model else None


# --- ids -----------------------------------------------------------------------------------


def _ids(documents: Mapping[str, Record], target: str) -> dict[str, Origin]:
    """Return the ids that a reference to *target* may name, as they were written."""
    known: dict[str, Origin] = {}
    for file, section in TARGETS[target]:
        for identifier, origin in _section_ids(documents, file, section):
            known.setdefault(identifier, origin)
    return known


def _section_ids(
    documents: Mapping[str, Record], file: str, section: str
) -> Iterator[tuple[str, Origin]]:
    if file not in documents:
        return
    listed, _, found = find(documents[file], [section])
    for item in getattr(listed, "items", ()) if found else ():
        identifier = item.fields.get("id") if isinstance(item, Record) else None
        if identifier is not None and hasattr(identifier, "value"):
            yield identifier.value, identifier.origin


def _repeated_ids(documents: Mapping[str, Record]) -> Iterator[Problem]:
    """An id is an address on the web: within its kind only one record may have it."""
    groups = {sections for sections in TARGETS.values() if sections != TARGETS["status"]}
    groups -= {TARGETS["station"]}  # both are in "node"
    extra = [(("facts", name),) for name in ("amounts", "deadlines", "benefits")]
    extra += [(("glossary", "terms"),), (("employers", "notes"),)]
    for group in sorted([*groups, *extra]):
        first: dict[str, Origin] = {}
        for file, section in group:
            for identifier, origin in _section_ids(documents, file, section):
                if identifier in first:
                    yield _repeated_id(identifier, origin, first[identifier])
                first.setdefault(identifier, origin)


def _repeated_id(identifier: str, origin: Origin, first: Origin) -> Problem:
    return Problem(
        origin,
        "doppelte-kennung",
        f"Die Kennung „{quote(identifier)}“ gibt es schon",
        f"Der erste Eintrag ist in {first.path.as_posix()} Zeile {first.line}. "
        "Einem der beiden eine eigene Kennung geben.",
    )


def _dangling(models: Mapping[str, Any], documents: Mapping[str, Record]) -> Iterator[Problem]:
    known: dict[str, Mapping[str, object]] = {
        target: _ids(documents, target)
        for target, sections in TARGETS.items()
        if all(file in documents for file, _ in sections)
    }
    known["language"] = {**LANGUAGES, **SPOKEN}
    for name, model in models.items():
        for place, reference, value in marked(model, Reference):
            ids = known.get(reference.target)
            if ids is not None and value not in ids:
                origin = find(documents[name], place)[1]
                yield _unknown_id(origin, reference.target, value, ids)


def _unknown_id(origin: Origin, target: str, value: str, known: Mapping[str, object]) -> Problem:
    near = nearest(value, known)
    remedy = f"Meinten Sie „{near}“?" if near else _WHERE[target]
    if near and isinstance(place := known[near], Origin):
        remedy += f" ({place.path.as_posix()} Zeile {place.line})"
    message = f"{_GERMAN[target]} „{quote(value)}“ gibt es nicht"
    return Problem(origin, "unbekannte-kennung", message, remedy)


_NO_CONTENT = (
    "Im Ordner content/ ist keine Seite",
    "Die Dateien content/*.md wiederherstellen.",
)
_CREATE = "Schreibfehler prüfen, oder den Eintrag zuerst anlegen in data/{}.yaml unter „{}:“."
_WHERE = {target: _CREATE.format(*sections[0]) for target, sections in TARGETS.items()} | {
    "language": "Möglich sind zum Beispiel: de, uk, ar, en, fa, kmr, tr, ru, ps, fr, so, ti, es."
}
