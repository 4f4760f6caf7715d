"""Which words are those of one Landkreis, and how they are taken out of texts for another.

Only names are known here: of the Landkreis, its municipalities, places around it and offices.
What a text says about them nobody but a person can judge, so each line that had one is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guide.load import Guide

MARK = "# prüfen"  # at the end of a line in data/: guide.checks.marks tells of it
DISTRICT = "Landkreis"
NO_PHONE = "Telefonnummer nicht bekannt"
ONE_LINE = re.compile(r"""^\s*(?:- )?\w+: (?:"[^"]*"|'[^']*'|[^\s"'|>&\[{][^#]*)$""")
OWN_WORDS = re.compile(r"^\s*(?:- )?(?:name|text|summary|deadline|where|who|label|money|explain):")


@dataclass(frozen=True)
class Home:
    """The Landkreis that a guide is of: the words that have no place in another's."""

    own: str  # "Nord" of "Landkreis Nord"
    at_home: re.Pattern[str]  # it and its municipalities, also in ids and addresses
    nearby: re.Pattern[str]  # places around it, and offices: some are another's neighbours too


@dataclass(frozen=True)
class Name:
    """What the other Landkreis is called, and its seat."""

    region: str
    seat: str

    @property
    def own(self) -> str:
        return self.region.removeprefix(DISTRICT).strip()


def home(guide: Guide) -> Home:
    region = guide.region
    own = region.name.removeprefix(DISTRICT).strip()
    common = _common_words(guide)
    places = [place.name for place in region.municipalities if place.name.casefold() not in common]
    around = [place.name for place in region.neighbours]
    offices = [office.name for office in guide.offers.organizations]
    return Home(own, _words([own, *places]), _words([*around, *offices]))


def _common_words(guide: Guide) -> set[str]:
    """Return what is also a word of the language: Lehre is a place and an apprenticeship."""
    searched = [node.keywords for node in guide.pathways.stations]
    searched += [node.keywords for node in guide.pathways.residence_statuses]
    searched += [", ".join([term.word, *term.forms]) for term in guide.glossary.terms]
    return {word.strip().casefold() for text in searched if text for word in text.split(",")}


def _words(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds each name as a word, in an id (`bbs-x`) and in an address."""
    listed = {name for name in names if name}
    plain = {name.translate(_LETTERS) for name in listed}
    every = sorted({*listed, *plain}, key=lambda name: (-len(name), name))
    return re.compile(
        rf"(?<![^\W_])(?:{'|'.join(map(re.escape, every)) or '(?!)'})(?![^\W_])", re.IGNORECASE
    )


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})


def renamed(text: str, old: Home, new: Name) -> str:
    """Return *text* about the other Landkreis: its name, its seat, offices without their town."""
    own = re.escape(old.own)
    text = re.sub(rf"\b{DISTRICT}(es)? {own}\b", lambda found: _district(new, found[1]), text)
    text = re.sub(rf"\[\[landkreis\]\] {own}\b", f"[[landkreis]] {new.own}", text)
    text = re.sub(rf"\b(in|aus|nach) {own}\b", rf"\1 {new.seat}", text)
    return re.sub(rf",? {own}\b", "", text)


def _district(new: Name, genitive: str | None) -> str:
    if new.region == new.own:  # "Heidekreis", "Region Nord": its grammar is for a person
        return new.region
    return f"{DISTRICT}{genitive or ''} {new.own}"


def unlinked(text: str, phone: str) -> str:
    """Return *text* without links to offers and places; *phone* stands where a number was."""
    text = re.sub(r"\[([^\[\]]*)\]\((?:offer|place):[^()]*\)", r"\1", text)
    return re.sub(r"\{tel:[^{}]*\}", lambda _: phone, text)


def renamed_data(text: str, old: Home, new: Name) -> str:
    """Return the lines of a file in data/ renamed; those that had a name of there are marked."""
    return "".join(_line(line, old, new) for line in text.splitlines(keepends=True))


def _line(line: str, old: Home, new: Name) -> str:
    if line.startswith("#"):
        return renamed(line, old, new)
    free = unlinked(line, NO_PHONE)
    local = old.at_home.search(line) or old.nearby.search(line) or free != line
    said = renamed(free, old, new)
    return marked(said) if local and OWN_WORDS.match(line) else said


def marked(line: str) -> str:
    """Return *line* with the mark, where a comment can stand at its end."""
    body = line.rstrip("\r\n")
    if MARK in body or not ONE_LINE.match(body):
        return line
    return f"{body}  {MARK}{line[len(body) :]}"
