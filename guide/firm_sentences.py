"""What mistakes are called that only the files about firms can have; see guide.sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import ErrorDetails

from guide.problems import quote
from guide.source import Value

Told = tuple[str, str, str]  # rule, message, remedy


def _kldb(typed: str) -> Told:
    remedy = 'Fünf Ziffern, die letzte 1 bis 4, in Anführungszeichen: kldb: "29222"'
    if digits := re.fullmatch(r"(?:B )?([0-9]{2})[ .-]?([0-9]{2})[ .-]?([1-4])", typed):
        remedy = f'So schreiben: kldb: "{"".join(digits.groups())}"'
    elif re.fullmatch(r"[0-9]{4}", typed):
        remedy = "Es fehlt die fünfte Ziffer: 1 Helfer, 2 Fachkraft, 3 Spezialist, 4 Experte."
    return "beruf", f"„{quote(typed)}“ ist keine Nummer der KldB 2010", remedy


def _esco(typed: str) -> Told:
    remedy = "So: http://data.europa.eu/esco/occupation/…, oder die Zeile löschen."
    key = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", typed.lower())
    if key:
        remedy = f"So schreiben: http://data.europa.eu/esco/occupation/{key[0]}"
    return "beruf", f"„{quote(typed)}“ ist kein Beruf in ESCO", remedy


def _cannot_be_reached(field: str, details: ErrorDetails, value: Value) -> Told:
    message = "Niemand kann sich hier melden: Telefon, E-Mail und Webseite fehlen"
    return "kontakt", message, 'Eines davon ergänzen, zum Beispiel: phone: "+49 999 12345"'


PATTERNS: tuple[tuple[str, Callable[[str], Told]], ...] = (
    ("[0-9]{4}[1-4]", _kldb),
    ("esco/occupation", _esco),
)
TELL: dict[str, Callable[[str, ErrorDetails, Value], Told]] = {
    "cannot_be_reached": _cannot_be_reached
}
SECTIONS = {
    "occupation": 'So schreiben: occupation: {title: "Bäckerin / Bäcker"}',
    "contact": 'So schreiben: contact: {role: Ausbildungsleitung, phone: "+49 999 12345"}',
    "steps": 'So schreiben: - {text: "…", sources: [kennung]}',
}
EXAMPLES = {
    "steps": 'Ergänzen: steps: und darunter je Schritt: - {text: "…", sources: [kennung]}',
    "occupation": 'Ergänzen: occupation: {title: "Bäckerin / Bäcker"}',
    "contact": 'Ergänzen: contact: {role: Ausbildungsleitung, phone: "+49 999 12345"}',
    "expires": "Den letzten Tag ergänzen, an dem der Platz zu sehen ist: expires: 2027-06-30",
}
