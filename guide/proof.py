"""Proofreading a translation against its German: what would show readers something wrong.

Faults are hard: the German is shown instead. Doubts are for the translator to look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from guide.languages import Language

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
TERM = re.compile(r"\[\[([a-z0-9-]+)")
LINK = re.compile(r"\]\(([^)\s]*)\)")
HIDDEN = re.compile(r"\{[^{}]*\}|\]\([^)\s]*\)|\[\[[^\]|]*\|?")  # what readers do not see as it is
NUMBER = re.compile(r"\d+")
FOREIGN_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]")
NUMBERED_SIGN = re.compile(r"&#(?:\d+|[xX][0-9a-fA-F]+);")  # CommonMark, section 2.5
HTML = re.compile(r"<[a-zA-Z/!]")
BLOCK_MARK = re.compile(r"^\s*(#{1,6}\s|[-*+]\s|\d+[.)]\s|>)")
BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
MIXED_WORD = re.compile(r"[а-яіїєґА-ЯІЇЄҐ][a-zA-Z]|[a-zA-Z][а-яіїєґА-ЯІЇЄҐ]")
TOKEN = re.compile(r"\{[^{}]*\}|\[\[[a-z0-9-]+|\]\([^)\s]*\)|\d+|[{}]")
HOLDS = re.compile(r"[]{}\d[]")  # text without them has no token; most has none
SUSPICIOUS = re.compile(
    r"[<*#>\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u0660-\u0669\u06f0-\u06f9]|^\s*([-+]|\d+[.)])\s"
)
OFFICES = ("/ask/text", "/decides")  # where the guide says whom to ask, or who decides
# What joins the capitals of a name: „Agentur für Arbeit“, „Rat der Stadt e. V.“
JOINING = frozenset(
    ("am", "an", "bei", "der", "des", "e", "für", "im", "in", "und", "von", "zu", "zur")
)
SMALL = {"1", "2"}  # languages with a dual or a word for "one" may not write these


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    message: str
    hard: bool = True


@lru_cache(maxsize=100_000)  # a preview judges all translations again
def is_faulty(german: str, translation: str, language: Language) -> bool:
    """Tell whether *translation* has a hard fault; most have nothing that could be one."""
    if not SUSPICIOUS.search(translation) and _tokens_of(german) == _tokens(translation):
        return False
    return any(finding.hard for finding in faults(german, translation, language))


def _tokens(text: str) -> list[str]:
    return sorted(TOKEN.findall(text)) if HOLDS.search(text) else []


_tokens_of = lru_cache(maxsize=10_000)(_tokens)  # the same German stands in all catalogs


def proofread(
    german: str, translation: str, language: Language, names: Iterable[str] = (), place: str = ""
) -> list[Finding]:
    """Return all findings; *names* are German proper names that stay as they are.

    *place* is the message's: a list of words to search for is no sentence, each language has its
    own, so nothing but a fault can be found in it.
    """
    found = list(faults(german, translation, language))
    if is_list_of_words(place):
        return found
    if translation == german and not (place.endswith(OFFICES) and is_name(german)):
        found += _still_german(german)
    return [*found, *_doubts(german, translation, language), *_names(german, translation, names)]


def is_list_of_words(place: str) -> bool:
    """Tell whether the message at *place* are keywords (guide.fields.Searched)."""
    return place.endswith("/keywords")


def is_name(german: str) -> bool:
    """Tell whether *german* is a name, as German writes them: in capitals, joined by small words.

    The name of an office stands on its door and on letters; it may stay as it is.
    """
    return all(word[0].isupper() or word in JOINING for word in re.findall(r"[^\W\d_]+", german))


def _still_german(german: str) -> Iterator[Finding]:
    if len(HIDDEN.sub(" ", german).split()) > 3:
        yield Finding("unuebersetzt", "Der Text ist noch deutsch", hard=False)


def faults(german: str, translation: str, language: Language) -> Iterator[Finding]:
    """Yield what must not be shown."""
    for rule, pattern, name in _PARTS:
        yield from _same_parts(rule, name, pattern.findall(german), pattern.findall(translation))
    yield from _numbers(german, translation)
    if FOREIGN_DIGITS.search(translation):
        yield Finding("ziffern", "Ziffern wie 1, 2, 3 schreiben: So stehen sie auf Briefen")
    if HTML.search(translation) and not HTML.search(german):
        yield Finding("html", "HTML ist nicht erlaubt")
    if NUMBERED_SIGN.search(translation):
        yield Finding("zeichen", "Statt &#…; das Zeichen selbst schreiben")
    if BLOCK_MARK.match(translation) and not BLOCK_MARK.match(german):
        yield Finding("zeichen-am-anfang", "Der Text beginnt mit einem Zeichen für Listen oder #")
    if translation.count("**") % 2:
        yield Finding("sterne", "Zu ** am Anfang gehört ** am Ende")
    if BIDI.search(translation):
        yield Finding("schreibrichtung", "Unsichtbare Zeichen für die Schreibrichtung löschen")
    if CONTROL.search(translation):
        yield Finding("steuerzeichen", "Unsichtbare Steuerzeichen löschen")
    if "\n" in translation:
        yield Finding("zeilenumbruch", "Der Text muss in einer Zeile stehen")
    if re.search("[{}]", PLACEHOLDER.sub("", translation)):
        yield Finding("klammern", "Eine geschweifte Klammer fehlt oder ist zu viel")


def _same_parts(
    rule: str, name: str, german: list[str], translation: list[str]
) -> Iterator[Finding]:
    wanted, found = Counter(german), Counter(translation)
    for part in (wanted - found).elements():
        yield Finding(rule, f"Es fehlt {name} „{part}“")
    for part in (found - wanted).elements():
        yield Finding(rule, f"Zu viel: {name} „{part}“")


def _numbers(german: str, translation: str) -> Iterator[Finding]:
    """Numbers outside placeholders and links must be the same, in whatever order."""
    wanted, found = Counter(_bare_numbers(german)), Counter(_bare_numbers(translation))
    for number in sorted((wanted - found).keys() - SMALL):
        yield Finding("zahl", f"Die Zahl {number} fehlt")
    for number in sorted((found - wanted).keys() - SMALL):
        yield Finding("zahl", f"Die Zahl {number} steht nicht im Deutschen")


def _bare_numbers(text: str) -> list[str]:
    return NUMBER.findall(HIDDEN.sub(" ", text))


def _doubts(german: str, translation: str, language: Language) -> Iterator[Finding]:
    if german.count("?") and not re.search(r"[?؟፧;]", translation):
        yield Finding("fragezeichen", "Im Deutschen steht ein Fragezeichen", hard=False)
    if len(translation) > 3 * len(german) + 40 or len(german) > 4 * len(translation) + 40:
        yield Finding("laenge", "Die Länge passt nicht zum Deutschen", hard=False)
    if re.search(r"%(?![\s\d.,;)]|$)", translation) and "%" not in german:
        yield Finding("prozent", "Ein einzelnes %-Zeichen", hard=False)
    foreign = {"fa": "[يك]", "ps": "ك"}.get(language.tag)  # Pashto writes ي too
    if foreign and re.search(foreign, translation):
        yield Finding("tastatur", "Arabisches ي oder ك statt ی oder ک", hard=False)
    if MIXED_WORD.search(translation):
        yield Finding("schrift", "Lateinische und kyrillische Buchstaben in einem Wort", hard=False)


def _names(german: str, translation: str, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if re.search(rf"\b{re.escape(name)}\b", german) and name not in translation:
            yield Finding("eigenname", f"Der Name „{name}“ fehlt", hard=False)


_PARTS = (
    ("platzhalter", PLACEHOLDER, "der Platzhalter"),
    ("glossar", TERM, "das Glossar-Wort"),
    ("link", LINK, "der Link"),
)
