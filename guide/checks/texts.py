"""Facts, glossary words and links in texts lead somewhere; headings have an anchor of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guide.fields import Strict, Translatable, marked
from guide.load import DATA, Guide, Page
from guide.markup import INSIDE, OUTSIDE, references, scheme
from guide.model import FILES
from guide.problems import Origin, Problem, Severity, did_you_mean, quote
from guide.site import Site
from guide.source import Text, find

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(\{#([a-z0-9-]+)\})?\s*$")
HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(\s[^<>]*)?/?>")
FACTS = {"tel": "phones", "betrag": "amounts", "frist": "deadlines"}
BLANK = "leer"


@dataclass(frozen=True)
class Line:
    """A line of text and where its first character was written."""

    text: str
    origin: Origin
    exact: bool = True  # False: the text starts at origin, but columns inside are not known

    def at(self, position: int, length: int) -> Origin:
        if not self.exact:
            return self.origin
        column = self.origin.column + position
        return Origin(self.origin.path, self.origin.line, column, length)


def check(site: Site) -> Iterator[Problem]:
    known = _known(site.guide)
    for line in _data_lines(site.guide):
        yield from _references(line, known)
    for page in site.guide.pages:
        for line in _page_lines(page):
            yield from _references(line, known)
            yield from _html(line)
        yield from _headings(page)
        yield from _blanks(page)


def _known(guide: Guide) -> Mapping[str, list[str]]:
    facts = {
        kind: [record.id for record in getattr(guide.facts, section)]
        for kind, section in FACTS.items()
    }
    return {
        **facts,
        "term": [term.id for term in guide.glossary.terms],
        "station": [station.id for station in guide.pathways.stations],
        "status": [status.id for status in guide.pathways.residence_statuses],
        "offer": [service.id for service in guide.offers.services],
        "page": [page.name for page in guide.pages],
        "place": [
            *(place.id for place in guide.region.municipalities),
            *(place.id for place in guide.region.neighbours),
        ],
    }


def _data_lines(guide: Guide) -> Iterator[Line]:
    for name in FILES:
        model: Strict = getattr(guide, name)
        for place, _, text in marked(model, Translatable):
            value, origin, found = find(guide.documents[name], place)
            if found and isinstance(value, Text):
                yield _data_line(guide, text, origin)


def _data_line(guide: Guide, text: str, origin: Origin) -> Line:
    """Find the text in the file's line, so that a caret can point into it."""
    lines = _lines(guide, origin)
    line = lines[origin.line - 1] if origin.line <= len(lines) else ""
    start = line.find(text, origin.column - 1)
    if start < 0:
        return Line(text, origin, exact=False)
    return Line(text, Origin(origin.path, origin.line, start + 1, len(text)))


def _lines(guide: Guide, origin: Origin) -> list[str]:
    return (guide.root / origin.path).read_text(encoding="utf-8-sig").splitlines()


def _page_lines(page: Page) -> Iterator[Line]:
    for number, text in enumerate(page.body.split("\n"), page.body_line):
        yield Line(text, Origin(page.path, number))


def _references(line: Line, known: Mapping[str, list[str]]) -> Iterator[Problem]:
    for kind, identifier, position, length in references(line.text):
        origin = line.at(position, length)
        if kind == "link":
            yield from _link(identifier, origin, known)
        elif kind in known and kind in (*FACTS, "term"):
            if identifier not in known[kind]:
                yield _unknown(origin, kind, identifier, known[kind])
        elif kind != BLANK:
            yield Problem(origin, "platzhalter", *_no_such_placeholder(kind))


def _link(address: str, origin: Origin, known: Mapping[str, list[str]]) -> Iterator[Problem]:
    kind = scheme(address)
    if kind in INSIDE:
        identifier = address.split(":", 1)[1].partition("#")[0]
        if identifier not in known[kind]:
            yield _unknown(origin, kind, identifier, known[kind])
    elif kind is None and not address.startswith("#"):
        yield Problem(origin, "link", f"„{quote(address)}“ ist keine Adresse", _HOW_TO_LINK)
    elif kind is not None and kind not in OUTSIDE:
        yield Problem(
            origin,
            "link-verboten",
            f"Links mit „{quote(kind)}:“ sind nicht erlaubt",
            "Erlaubt sind https:, mailto:, tel:, geo:, sms: und die eigenen: station:, offer: …",
        )


def _unknown(origin: Origin, kind: str, identifier: str, known: list[str]) -> Problem:
    name = _NAMES[kind]
    return Problem(
        origin,
        "unbekannter-verweis",
        f"{name} „{quote(identifier)}“ gibt es nicht",
        did_you_mean(identifier, known) or _WHERE.get(kind, "Schreibfehler prüfen."),
    )


def _no_such_placeholder(kind: str) -> tuple[str, str]:
    possible = [*FACTS, BLANK]
    hint = did_you_mean(kind, possible) or "Möglich sind {tel:…}, {betrag:…}, {frist:…}."
    return f"Einen Platzhalter „{quote(kind)}:“ gibt es nicht", hint


def _html(line: Line) -> Iterator[Problem]:
    for match in HTML.finditer(line.text):
        yield Problem(
            line.at(match.start(), len(match[0])),
            "html",
            f"HTML wie „{quote(match[0])}“ wird als Text angezeigt, nicht ausgeführt",
            "Löschen; Hervorheben geht mit **zwei Sternen**.",
            Severity.WARNING,
        )


def _headings(page: Page) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line in _page_lines(page):
        match = HEADING.match(line.text)
        if not match:
            continue
        if match[1] == "#":
            yield Problem(line.at(0, len(line.text)), "ueberschrift", *_ONLY_SMALLER)
        elif match[4] is None:
            yield Problem(line.at(0, len(line.text)), "anker-fehlt", *_anchor(match[2]))
        elif match[4] in first:
            message = f"Den Anker „{match[4]}“ gibt es auf dieser Seite schon"
            remedy = f"Zuerst in Zeile {first[match[4]]}. Einen anderen Namen wählen."
            yield Problem(line.at(match.start(3), len(match[3])), "anker-doppelt", message, remedy)
        if match[4]:
            first.setdefault(match[4], line.origin.line)


def _anchor(title: str) -> tuple[str, str]:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    name = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(table)).strip("-")
    return (
        "Der Überschrift fehlt ihr Anker",
        f"Am Ende der Zeile ergänzen: {{#{name}}}",
    )


def _blanks(page: Page) -> Iterator[Problem]:
    for line in _page_lines(page):
        for match in re.finditer(r"\{leer:([^{}\n]+)\}", line.text):
            yield Problem(
                line.at(match.start(), len(match[0])),
                "leerstelle",
                f"Hier fehlt noch: {quote(match[1])}",
                "Den Platzhalter {leer:…} durch die Angabe ersetzen.",
                Severity.WARNING,
            )


_NAMES = {
    "tel": "Eine Telefonnummer",
    "betrag": "Einen Betrag",
    "frist": "Eine Frist",
    "term": "Ein Wort im Glossar",
    "station": "Eine Station",
    "status": "Einen Aufenthaltsstatus",
    "offer": "Ein Angebot",
    "page": "Eine Seite",
    "place": "Einen Ort",
}
_WHERE = {
    "tel": f"In {DATA.as_posix()}/facts.yaml unter „phones:“ anlegen.",
    "betrag": f"In {DATA.as_posix()}/facts.yaml unter „amounts:“ anlegen.",
    "frist": f"In {DATA.as_posix()}/facts.yaml unter „deadlines:“ anlegen.",
    "term": f"In {DATA.as_posix()}/glossary.yaml anlegen.",
}
_HOW_TO_LINK = "So: [Text](https://…), [Text](station:kennung) oder [Text](page:hilfe)"
_ONLY_SMALLER = (
    "Die große Überschrift (#) kommt aus „title:“ im Kopf der Seite",
    "Hier zwei Rauten schreiben: ##",
)
