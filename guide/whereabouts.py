"""The place of a message in words: `stations/eq/leads_to/x/text` -> "Station „EQ“, Schritt 3"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guide.load import Guide
from guide.model import FILES

SECTIONS = {
    "stations": "Station",
    "residence_statuses": "Aufenthalt",
    "pathways": "Empfohlener Weg",
    "services": "Angebot",
    "locations": "Ort eines Angebots",
    "proofs": "Nachweis",
    "phones": "Telefonnummer",
    "benefits": "Hilfe mit Geld",
    "terms": "Wort",
    "notes": "Was ist neu",
    "instruments": "Für Betriebe",
    "rules": "Regel für Betriebe",
}
FIELDS = {
    "amount": "wie viel",
    "can": "was Betriebe tun können",
    "description": "Beschreibung für Suchmaschinen",
    "duration": "Dauer",
    "employers": "Hinweis für Betriebe",
    "explain": "Erklärung",
    "for_whom": "für wen",
    "hours": "Öffnungszeiten",
    "keywords": "Suchwörter",
    "languages_note": "Sprachen",
    "menu_title": "Name im Menü",
    "money": "Geld",
    "name": "Name",
    "note": "Hinweis",
    "requires": "was du brauchst",
    "summary": "Beschreibung",
    "text": "Text",
    "title": "Überschrift",
    "where": "wo",
    "who": "wer",
    "decides": "wer entscheidet",
    "deadline": "Frist",
    "ask": "wen du fragen kannst",
    "cost": "Kosten",
    "costs": "Kosten",
    "german": "Deutschkenntnisse",
    "help": "Hilfe",
    "permits": "Erlaubnis",
    "statements": "Aussage",
    "steps": "Schritt",
}
UI = {
    "ui": "Wörter der Seiten (Knöpfe, Überschriften, Schilder)",
    "ui-firms": "Wörter der Seiten für Betriebe",
}
NAMES = ("name", "title", "word", "label", "organization", "number", "id")  # the first one counts


def in_words(guide: Guide, place: str) -> str:
    """Return where the text at *place* (a message's context) stands, for people, in German."""
    section, _, rest = place.partition("/")
    if section in UI:
        return UI[section]
    if section == "region":
        return "Name und Anbieter der Seiten"
    if section == "content":
        return _of_page(guide, rest)
    identifier, _, field = rest.partition("/")
    record = _record(guide, section, identifier)
    named = f"{SECTIONS.get(section, section)} „{_name(record, identifier)}“"
    return ", ".join([named, *_of_field(guide, record, field)])


def _of_page(guide: Guide, rest: str) -> str:
    name, _, part = rest.partition("#")
    name, _, field = name.partition("/")
    page = next((page for page in guide.pages if page.name == name), None)
    title = f"Seite „{page.head.title if page else name}“"
    if part:
        return f"{title}, Abschnitt „{part.replace('-', ' ')}“"
    return f"{title}, {FIELDS.get(field, field)}" if field else title


def _of_field(guide: Guide, record: Any, field: str) -> Iterator[str]:
    head, *rest = field.split("/")
    if head == "leads_to" and len(rest) == 2:
        targets = [step.to for step in getattr(record, "leads_to", ())]
        number = targets.index(rest[0]) + 1 if rest[0] in targets else "?"
        goal = _record(guide, "stations", rest[0]) or _record(guide, "residence_statuses", rest[0])
        yield f"Schritt {number} (zu „{_name(goal, rest[0])}“)"
        if rest[1] != "text":
            yield FIELDS.get(rest[1], rest[1])
    elif head:
        yield FIELDS.get(head, head)


def _record(guide: Guide, section: str, identifier: str) -> Any:
    listed = (
        record
        for name in FILES
        for record in getattr(getattr(guide, name), section, ())
        if getattr(record, "id", None) == identifier
    )
    return next(listed, None)


def _name(record: Any, identifier: str) -> str:
    return next((str(found) for n in NAMES if (found := getattr(record, n, None))), identifier)
