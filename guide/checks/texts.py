"""Facts, glossary words and links in texts lead somewhere; headings have an anchor of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from guide.contents import Page
from guide.fields import Strict, Translatable, marked
from guide.load import DATA, Guide
from guide.markup import INSIDE, OUTSIDE, references, scheme
from guide.model import FILES
from guide.problems import Origin, Problem, Severity, did_you_mean, quote
from guide.site import Site
from guide.source import Text, find

HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*(\{#([^{}]*)\})?\s*$")
NO_SPACE = re.compile(r"^ {0,3}(#{2,6})(?=[^#\s])")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
ANCHOR = re.compile(r"[a-z0-9-]+")
HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(\s[^<>]*)?/?>|<!--")
BRACES = re.compile(r"\{(?!#)[^{}]*(\}|$)")
PLACEHOLDER = re.compile(r"\{\w+:[^{}\n]*\}")
GAP = re.compile(r"\](\s+)\((?:https?|mailto|tel|station|status|offer|page|place):")
FACTS = {"tel": "phones", "betrag": "amounts", "frist": "deadlines"}
BLANK = "leer"

Known = Mapping[str, list[str]]


@dataclass(frozen=True)
class Line:
    """A line of text and where its first character was written."""

    text: str
    origin: Origin
    below: Sequence[str] = ()  # the file from there on, where the text is not in it as it is

    def at(self, position: int, length: int) -> Origin:
        path, line, column = self.origin.path, self.origin.line, self.origin.column
        if not self.below:
            return Origin(path, line, column + position, length)
        wanted = self.text[position : position + length]
        for number, written in enumerate(self.below):
            start = written.find(wanted, 0 if number else column - 1)
            if start >= 0:
                return Origin(path, line + number, start + 1, length)
        return self.origin


def check(site: Site) -> Iterator[Problem]:
    known = _known(site.guide)
    for line in lines(site.guide):
        yield from _line(line, known)
    yield from _names(site.guide)
    for page in site.guide.pages:
        yield from _headings(page)
        yield from _blanks(page)


def lines(guide: Guide) -> Iterator[Line]:
    """Yield every text that may hold links, facts and glossary words."""
    yield from _data_lines(guide)
    for page in guide.pages:
        yield from _head_lines(guide, page)
        yield from _page_lines(page)


def _line(line: Line, known: Known) -> Iterator[Problem]:
    yield from _references(line, known)
    yield from _braces(line)
    yield from _gaps(line)
    yield from _html(line)


def _known(guide: Guide) -> Known:
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


# --- where the texts are ------------------------------------------------------------------------


def _data_lines(guide: Guide) -> Iterator[Line]:
    lines_of = cache(lambda path: _lines(guide, path))
    for name in FILES:
        model: Strict = getattr(guide, name)
        for place, _, text in marked(model, Translatable):
            value, origin, found = find(guide.documents[name], place)
            if found and isinstance(value, Text):
                yield _data_line(text, origin, lines_of(origin.path))


def _names(guide: Guide) -> Iterator[Problem]:
    """A name stands inside links and in the page's title: nothing else can be linked there."""
    for name in FILES:
        for place, _, text in marked(getattr(guide, name), Translatable):
            if place[-1] == "name" and any(references(text)):
                yield Problem(guide.origin(name, *place), "name-mit-verweis", *_PLAIN_NAME)


def _data_line(text: str, origin: Origin, lines: Sequence[str]) -> Line:
    """Find the text in the file's line, so that a caret can point into it."""
    start = lines[origin.line - 1].find(text, origin.column - 1)
    if start < 0:
        return Line(text, origin, lines[origin.line - 1 :])
    return Line(text, Origin(origin.path, origin.line, start + 1, len(text)))


def _lines(guide: Guide, path: object) -> list[str]:
    text = (guide.root / str(path)).read_text(encoding="utf-8-sig")
    return re.split(r"\r\n|\r|\n", text)


def _head_lines(guide: Guide, page: Page) -> Iterator[Line]:
    below = _lines(guide, page.path)[: page.body_line]
    for _, _, text in marked(page.head, Translatable):
        yield Line(text, Origin(page.path), below)


def _page_lines(page: Page) -> Iterator[Line]:
    for number, text in enumerate(page.body.split("\n"), page.body_line):
        yield Line(text, Origin(page.path, number))


# --- what they refer to -------------------------------------------------------------------------


def _references(line: Line, known: Known) -> Iterator[Problem]:
    for kind, identifier, position, length in references(line.text):
        origin = line.at(position, length)
        if kind == "link":
            yield from _link(identifier, origin, known)
        elif kind in known and kind in (*FACTS, "term"):
            if identifier not in known[kind]:
                yield _unknown(origin, kind, identifier, known[kind])
        elif kind != BLANK:
            yield Problem(origin, "platzhalter", *_no_such_placeholder(kind))


def _link(address: str, origin: Origin, known: Known) -> Iterator[Problem]:
    kind = scheme(address)
    if kind in INSIDE:
        identifier = address.split(":", 1)[1].partition("#")[0]
        if identifier not in known[kind]:
            yield _unknown(origin, kind, identifier, known[kind])
    elif not address:
        yield Problem(origin, "link", "Diesem Link fehlt die Adresse", _HOW_TO_LINK)
    elif kind is None and not address.startswith("#"):
        remedy = f"So schreiben: https://{quote(address)}" if address[:4] == "www." else ""
        message = f"„{quote(address)}“ ist keine Adresse"
        yield Problem(origin, "link", message, remedy or _HOW_TO_LINK)
    elif kind is not None and kind not in OUTSIDE:
        message = f"Links mit „{quote(kind)}:“ sind nicht erlaubt"
        remedy = did_you_mean(kind, sorted(INSIDE)) or _ALLOWED
        yield Problem(origin, "link-verboten", message, remedy)


def _unknown(origin: Origin, kind: str, identifier: str, known: list[str]) -> Problem:
    message = f"{_NAMES[kind]} „{quote(identifier)}“ gibt es nicht"
    remedy = did_you_mean(identifier.strip(), known) or _WHERE.get(kind, "Schreibfehler prüfen.")
    return Problem(origin, "unbekannter-verweis", message, remedy)


def _no_such_placeholder(kind: str) -> tuple[str, str]:
    near = _MEANT.get(kind.lower()) or kind
    hint = did_you_mean(near, [*FACTS, BLANK]) or _POSSIBLE
    return f"Einen Platzhalter „{quote(kind)}:“ gibt es nicht", hint


def _braces(line: Line) -> Iterator[Problem]:
    """Curly brackets that are neither a placeholder nor an anchor would be shown as they are."""
    for match in BRACES.finditer(line.text):
        if PLACEHOLDER.fullmatch(match[0]):
            continue
        message = f"„{quote(match[0])}“ ist kein Platzhalter"
        yield Problem(line.at(match.start(), len(match[0])), "platzhalter", message, _POSSIBLE)


def _gaps(line: Line) -> Iterator[Problem]:
    for match in GAP.finditer(line.text):
        origin = line.at(match.start(1), len(match[1]))
        yield Problem(origin, "link", "Zwischen ] und ( darf kein Leerzeichen stehen", _HOW_TO_LINK)


def _html(line: Line) -> Iterator[Problem]:
    if match := HTML.search(line.text):
        yield Problem(
            line.at(match.start(), len(match[0])),
            "html",
            f"HTML wie „{quote(match[0])}“ wirkt hier nicht: Es steht so auf der Seite",
            "Löschen; Hervorheben geht mit **zwei Sternen**.",
            Severity.WARNING,
        )


# --- headings and gaps on pages -----------------------------------------------------------------


def _headings(page: Page) -> Iterator[Problem]:
    first: dict[str, int] = {}
    above = ""
    for line in _page_lines(page):
        if match := HEADING.match(line.text):
            yield from _heading(line, match, first)
        elif match := NO_SPACE.match(line.text):
            yield Problem(line.at(match.start(1), len(match[1])), "ueberschrift", *_NO_SPACE)
        elif UNDERLINE.match(line.text) and above.strip() and not HEADING.match(above):
            yield Problem(line.at(0, len(line.text)), "ueberschrift", *_UNDERLINED)
        above = line.text


def _heading(line: Line, match: re.Match[str], first: dict[str, int]) -> Iterator[Problem]:
    whole, anchor = line.at(0, len(line.text)), match[4]
    if match[1] == "#":
        yield Problem(line.at(match.start(1), 1), "ueberschrift", *_ONLY_SMALLER)
    elif anchor is None:
        yield Problem(whole, "anker-fehlt", "Der Überschrift fehlt ihr Anker", _anchor(match[2]))
    elif not ANCHOR.fullmatch(anchor):
        place = line.at(match.start(3), len(match[3]))
        message = f"„{quote(anchor)}“ geht nicht als Anker"
        yield Problem(place, "anker", message, _anchor(anchor or match[2]))
    elif anchor in first:
        place = line.at(match.start(3), len(match[3]))
        message = f"Den Anker „{quote(anchor)}“ gibt es auf dieser Seite schon"
        remedy = f"Zuerst in Zeile {first[anchor]}. Einen anderen Namen wählen."
        yield Problem(place, "anker-doppelt", message, remedy)
    if anchor:
        first.setdefault(anchor, line.origin.line)


def _anchor(title: str) -> str:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    name = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(table)).strip("-")
    return f"Am Ende der Zeile so schreiben: {{#{quote(name or 'name')}}}"


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
    "page": "So heißt eine Datei in content/, ohne .md: page:impressum",
}
_MEANT = {"telefon": "tel", "nummer": "tel", "geld": "betrag", "euro": "betrag", "datum": "frist"}
_POSSIBLE = "Möglich sind {tel:kennung}, {betrag:kennung} und {frist:kennung}."
_HOW_TO_LINK = "So: [Text](https://…), [Text](station:kennung) oder [Text](page:impressum)"
_ALLOWED = "Erlaubt sind https:, mailto:, tel:, geo:, sms: und die eigenen: station:, offer: …"
_NO_SPACE = ("Nach den Rauten fehlt ein Leerzeichen", "So schreiben: ## Überschrift {#name}")
_UNDERLINED = (
    "Diese Linie macht die Zeile darüber zur Überschrift",
    "Eine Überschrift beginnt mit ##; für eine Trennlinie davor eine Zeile frei lassen.",
)
_ONLY_SMALLER = (
    "Die große Überschrift (#) kommt aus „title:“ im Kopf der Seite",
    "Hier zwei Rauten schreiben: ##",
)
_PLAIN_NAME = (
    "In einem Namen sind keine Links, Glossar-Wörter und Platzhalter möglich",
    "Nur den Namen schreiben; der Rest gehört in „summary:“.",
)
