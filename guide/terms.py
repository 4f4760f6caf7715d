"""Terminology sheets: translations/terms/TAG.yaml, one German word, one rendering.

People wrote them for people, so a line may hold several words: `Anbieter / Träger`, and a note
in parentheses. An abbreviation there is no part of the word; any other note gives a word one of
its meanings, which only a person can find in a text: such a line is not enforced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from guide.explain import validate
from guide.fields import NonEmpty, Strict
from guide.languages import LANGUAGES, SOURCE
from guide.problems import Origin, Problem, Severity, did_you_mean, quote
from guide.source import Record, find, read_yaml

SHEETS = Path("translations/terms")
NOTE = re.compile(r"\s*\(([^()]*)\)")
ABBREVIATION = re.compile(r"\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\w*(?: \w+)?|[A-Z]\w+ dual")
BETWEEN = re.compile(r",\s+|،\s*|\s/\s|;\s+")
LABEL = re.compile(r"^[\w ]+:\s+")  # "im Namen: …"


class Term(Strict):
    german: NonEmpty = Field(
        description="Das deutsche Wort; mehrere mit Komma. Steht in Klammern eine Bedeutung, "
        "wird das Wort nicht geprüft: Prüfung (von Papieren)",
        examples=["Ausbildungsvertrag"],
    )
    rendering: NonEmpty = Field(
        description="So heißt es in dieser Sprache; was in Klammern steht, darf fehlen"
    )
    also: list[NonEmpty] = Field(
        [],
        description="Was auch richtig ist: andere Formen des Wortes, in Zusammensetzungen",
    )
    note: NonEmpty | None = Field(None, description="Warum so; auf Deutsch")


class TermSheet(Strict):
    """How one language renders the German words that letters and forms use."""

    terms: list[Term] = []


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a German word is to be rendered as: one of *accepted*; *shown* in messages."""

    german: str
    shown: str
    accepted: tuple[str, ...]
    origin: Origin


Sheet = tuple[Rendering, ...]


def read_sheets(root: Path, problems: list[Problem]) -> dict[str, Sheet]:
    """Return the sheets below *root* by language; what is wrong with one goes to *problems*.

    A sheet with a mistake is not enforced: half of it would tell half of the truth.
    """
    paths = sorted((root / SHEETS).glob("*.yaml"))
    named = {path.stem: path.relative_to(root) for path in paths}
    problems += (_no_language(path) for tag, path in named.items() if tag not in FOREIGN)
    read = {tag: _read(root, path, problems) for tag, path in named.items() if tag in FOREIGN}
    return {tag: sheet for tag, sheet in read.items() if sheet is not None}


def _read(root: Path, path: Path, problems: list[Problem]) -> Sheet | None:
    found: list[Problem] = []
    document = read_yaml(root, path, found)
    model = validate(TermSheet, document, found) if document else None
    if document and model:
        found += _repeated(model, document)
    problems += found
    if not document or not model or any(p.severity is Severity.ERROR for p in found):
        return None
    return tuple(
        r for place, term in enumerate(model.terms) for r in _renderings(term, document, place)
    )


def _renderings(term: Term, document: Record, place: int) -> Iterator[Rendering]:
    if has_meaning(term.german):
        return
    origin = find(document, ["terms", place, "rendering"])[1]
    for word, rendered in _pairs(term):
        yield Rendering(word, term.rendering, (*rendered, *term.also), origin)


def _pairs(term: Term) -> Iterator[tuple[str, list[str]]]:
    """Yield each German word with its renderings: as many as words belong to them one by one."""
    words = [term.german] if has_meaning(term.german) else _parts(term.german)
    renderings = [LABEL.sub("", part) for part in _parts(term.rendering)]
    one_by_one = len(words) == len(renderings)
    for number, word in enumerate(words):
        yield word, renderings[number : number + 1] if one_by_one else renderings


def has_meaning(german: str) -> bool:
    """Tell whether a note in *german* says which of its meanings is rendered so."""
    return any(not ABBREVIATION.fullmatch(note) for note in NOTE.findall(german))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(NOTE.sub("", text)) if part.strip()]


# --- mistakes -----------------------------------------------------------------------------------


def _repeated(sheet: TermSheet, document: Record) -> Iterator[Problem]:
    first: dict[str, tuple[int, list[str]]] = {}
    for place, term in enumerate(sheet.terms):
        for word, rendered in _pairs(term):
            before, earlier = first.setdefault(word.casefold(), (place, rendered))
            if before != place:
                line = find(document, ["terms", before, "german"])[1].line
                origin = find(document, ["terms", place, "german"])[1]
                yield _twice(word, line, origin, same=rendered == earlier)


def _twice(word: str, line: int, origin: Origin, *, same: bool) -> Problem:
    message = f"„{quote(word)}“ steht in dieser Liste zweimal, zuerst in Zeile {line}"
    if same:
        return Problem(origin, "begriff-doppelt", message, _DELETE, Severity.WARNING)
    return Problem(origin, "begriff-doppelt", message, _ONE_RENDERING)


def _no_language(path: Path) -> Problem:
    if path.stem == SOURCE:
        return Problem(Origin(path), "liste-ohne-sprache", *_GERMAN)
    message = f"Eine Sprache „{quote(path.stem)}“ gibt es nicht"
    near = did_you_mean(path.stem, FOREIGN) or f"Möglich sind: {', '.join(FOREIGN)}."
    return Problem(Origin(path), "liste-ohne-sprache", message, f"Die Datei umbenennen. {near}")


FOREIGN: Mapping[str, object] = {tag: one for tag, one in LANGUAGES.items() if tag != SOURCE}
_GERMAN = (
    "Für Deutsch gibt es keine Liste: Aus dem Deutschen wird übersetzt",
    "Die Datei löschen.",
)
_DELETE = "Eines davon löschen."
_ONE_RENDERING = (
    "Eines davon löschen. Sind es zwei Bedeutungen? Dann die zweite in Klammern dazu, zum "
    "Beispiel: Prüfung (von Papieren)."
)
