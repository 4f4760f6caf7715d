"""What all generators are given: N offers in 10 languages, 8 kinds, a glossary; all invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

TAGS = ("de", "en", "fr", "es", "tr", "ru", "uk", "ar", "fa", "ps")  # German first
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ps"})
KINDS = {  # eight of guide.offers, and what the pages call them
    "school": "Schulen",
    "language": "Deutschkurse",
    "counselling": "Beratung",
    "authority": "Ämter",
    "chamber": "Kammern",
    "sport": "Sport",
    "library": "Büchereien",
    "youth_centre": "Jugendzentren",
}
TERMS = 60
RELATED = 4
WORDS = [
    "Schule",
    "Kurs",
    "Hilfe",
    "Arbeit",
    "Weg",
    "Beruf",
    "Sprache",
    "Brief",
    "Amt",
    "Termin",
    "Frage",
    "Antwort",
    "Woche",
    "Monat",
    "lernen",
    "lesen",
    "gehen",
    "fragen",
    "helfen",
    "schreiben",
    "suchen",
    "finden",
    "kommen",
    "wissen",
    "jung",
    "neu",
    "gut",
    "frei",
    "offen",
    "leicht",
    "hier",
    "dort",
    "heute",
    "morgen",
    "oft",
    "immer",
    "gern",
    "allein",
    "zusammen",
]
LABELS = {
    "title": "Wege im Landkreis",
    "home": "Start",
    "list": "Angebote",
    "glossary": "Wörter",
    "for_whom": "Für wen?",
    "cost": "Was kostet das?",
    "free": "Kostenlos",
    "hours": "Wann?",
    "age": "Alter",
    "german": "Deutsch",
    "phone": "Telefon",
    "email": "E-Mail",
    "website": "Webseite",
    "address": "Adresse",
    "note": "Gut zu wissen",
    "related": "Mehr dazu",
    "contents": "Zum Inhalt",
    "menu": "Menü",
    "languages": "Sprachen",
}


@dataclass(frozen=True)
class Offer:
    """German; a translation is the same text with the language's tag before it."""

    id: str
    kind: str
    name: str
    summary: str
    for_whom: str
    hours: str
    note: str
    ages: tuple[int, int]
    level: str
    phone: str
    related: tuple[str, ...]  # ids


@dataclass(frozen=True)
class Term:
    id: str
    word: str
    explain: str


def offers(count: int) -> list[Offer]:
    """Return *count* offers, always the same ones."""
    return list(_offers(count))


def _offers(count: int) -> Iterator[Offer]:
    kinds = list(KINDS)
    for number in range(count):
        chance = random.Random(number)
        low = chance.randrange(10, 18)
        mates = range(number % len(kinds), count, len(kinds))
        near = [n for n in mates if n != number]
        start = chance.randrange(len(near)) if near else 0
        yield Offer(
            _id(number),
            kinds[number % len(kinds)],
            f"Angebot {number + 1} {chance.choice(WORDS).title()}",
            sentences(chance, 50),
            sentences(chance, 6),
            f"Montag bis Freitag, {low} bis {low + 4} Uhr.",
            sentences(chance, 60),
            (low, low + 10),
            chance.choice(("A0", "A1", "A2", "B1")),
            f"030 23125 {number % 1000:03}",
            tuple(_id(n) for n in (near * 2)[start : start + min(RELATED, len(near))]),
        )


def _id(number: int) -> str:
    return f"angebot-{number + 1}"


def terms() -> list[Term]:
    """Return the glossary."""
    chances = [(n, random.Random(-n)) for n in range(1, TERMS + 1)]
    return [Term(f"wort-{n}", f"Fachwort{n}", sentences(chance, 8)) for n, chance in chances]


def sentences(chance: random.Random, words: int) -> str:
    """Return about as many *words* in short sentences."""
    found = [chance.choices(WORDS, k=min(8, words - n)) for n in range(0, words, 8)]
    return " ".join(f"{' '.join(part).capitalize()}." for part in found)


def said(tag: str, german: str) -> str:
    """Return the translation of *german*: a copy, since the measure is time."""
    return german if tag == "de" else f"{tag} {german}"


def direction(tag: str) -> str:
    return "rtl" if tag in RIGHT_TO_LEFT else "ltr"
