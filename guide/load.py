"""Files -> Guide, telling every problem on the way.

A Guide exists only where every file is sound and every reference leads somewhere, so nothing
after this module has to ask again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guide.contents import CONTENT, Page, check_pages
from guide.employers import Employers, Placements
from guide.explain import validate
from guide.files import read_text
from guide.model import FILES, Changes, Facts, FrontMatter, Glossary, Region, Source, SourceList
from guide.names import check_folders, check_ids
from guide.offers import Offers
from guide.pathways import Pathways
from guide.problems import Origin, Problem, has_errors
from guide.references import dangling, repeated_ids
from guide.source import Record, find, parse_yaml, read_yaml, split_front_matter

DATA = Path("data")
OPTIONAL = frozenset({"changes"})  # a guide without news is a guide


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
    placements: Placements
    pages: tuple[Page, ...]
    documents: Mapping[str, Record]
    changes: Changes = field(default_factory=Changes)

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """The names of the municipalities and of the places around, by their ids."""
        inside, outside = self.region.municipalities, self.region.neighbours
        return {p.id: p.name for p in inside} | {p.id: p.name for p in outside}

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources.sources}

    def origin(self, file: str, *place: str | int) -> Origin:
        return find(self.documents[file], place)[1]


def load(root: Path) -> tuple[Guide | None, list[Problem]]:
    """Read the guide in *root*: the Guide, or None where an error stands in *problems*."""
    problems = list(check_folders(root))
    if problems:
        return None, sorted(problems)
    documents, whole = _read_all(root, problems)
    models = {name: validate(FILES[name], record, problems) for name, record in documents.items()}
    sound = {name: model for name, model in models.items() if model is not None}
    problems += check_ids(documents)
    problems += repeated_ids(documents)
    problems += dangling(sound, documents, whole)
    pages = tuple(_load_pages(root, problems))
    if not has_errors(problems):
        problems += check_pages(pages)
    if has_errors(problems):
        return None, sorted(set(problems))
    return Guide(root, **sound, pages=pages, documents=documents), sorted(set(problems))


def _read_all(root: Path, problems: list[Problem]) -> tuple[dict[str, Record], dict[str, Record]]:
    """Return the files that could be read, and of these the ones without a syntax error."""
    documents: dict[str, Record] = {}
    whole: dict[str, Record] = {}
    for name in FILES:
        if name in OPTIONAL and not (root / DATA / f"{name}.yaml").exists():
            continue
        found: list[Problem] = []
        document = read_yaml(root, DATA / f"{name}.yaml", found)
        problems += found
        if document is None:
            continue
        documents[name] = document
        if not has_errors(found):
            whole[name] = document
    return documents, whole


def _load_pages(root: Path, problems: list[Problem]) -> Iterator[Page]:
    # Hidden ones are other programs' own: locks of editors, what macOS leaves on a stick
    paths = sorted(p for p in (root / CONTENT).glob("*.md") if not p.name.startswith("."))
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


_NO_CONTENT = (
    "Im Ordner content/ ist keine Seite",
    "Die Dateien content/*.md wiederherstellen.",
)
