"""Catalogs as Excel files for translators, and back, with nothing lost on the way.

Only two columns can be changed. A row whose German changed while the file was away comes back
as outdated; a row that cannot be taken is reported with its number.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from guide.approval import Approval, signed, unsigned
from guide.catalog import (
    Catalog,
    Message,
    Resolved,
    State,
    Translation,
    updated,
    write_catalog,
)
from guide.languages import LANGUAGES, Language
from guide.problems import quote
from guide.proof import faults
from guide.site import FOREIGN, Site

HEAD = (
    "Schlüssel (nicht ändern)",
    "Deutsch früher",
    "Deutsch jetzt",
    "Übersetzung",
    "geprüft? (ja)",
    "Stand",
    "Prüfsumme (nicht ändern)",
)
WIDTHS = (28, 40, 60, 60, 12, 12, 16)
TRANSLATION, DONE = 4, 5  # the columns that translators may change, counted from 1
STATES = {
    State.MISSING: "fehlt",
    State.OUTDATED: "veraltet",
    State.FAULTY: "fehlerhaft",
    State.UNCHECKED: "ungeprüft",
    State.REVIEWED: "geprüft",
}
FIXED_DATE = datetime.datetime(2000, 1, 1)  # the same catalog makes the same file
YES = {"ja", "yes", "x"}
REVIEWED = Approval("in Excel")  # who has checked, where nobody says an office


@dataclass(frozen=True)
class Taken:
    """What an import did: the file written, rows taken, and rows not taken with their reason."""

    path: Path
    drafts: int
    reviewed: int
    outdated: int
    refused: tuple[tuple[int, str], ...]


def export_xlsx(site: Site, language: Language, target: Path, *, everything: bool = False) -> int:
    """Write the messages that need work (or all) to *target*; return how many rows."""
    resolved = site.catalogs[language.tag].resolve(site.messages)
    rows = [
        (message, found)
        for message, found in resolved.items()
        if everything or found.state is not State.REVIEWED
    ]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = language.tag
    sheet.append(HEAD)
    for message, found in rows:
        sheet.append(_row(message, found))
    _dress(sheet, language)
    book.properties.created = book.properties.modified = FIXED_DATE
    book.save(target)
    return len(rows)


def _row(message: Message, found: Resolved) -> list[str]:
    return [
        message.context,
        found.made_from or "",
        message.german,
        found.text,
        "",
        STATES[found.state],
        f"{checksum(message)}-{fingerprint(found.text)}",
    ]


def _dress(sheet: Worksheet, language: Language) -> None:
    """Text cells (0123 and =1+1 stay as typed), right-to-left where needed, protection."""
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            rtl = cell.column == TRANSLATION and language.direction == "rtl"
            cell.number_format = "@"
            cell.data_type = "s" if cell.value else cell.data_type
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if rtl else 1)
            cell.protection = Protection(locked=cell.column not in (TRANSLATION, DONE))
    for number, width in enumerate(WIDTHS, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.cell(1, number).fill = PatternFill("solid", fgColor="DDE8EA")
        sheet.column_dimensions[get_column_letter(number)].width = width
    yes = DataValidation(type="list", formula1='"ja"', allow_blank=True)
    sheet.add_data_validation(yes)
    yes.add(f"E2:E{max(2, sheet.max_row)}")
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def checksum(message: Message) -> str:
    return fingerprint(f"{message.context}\0{message.german}")


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# --- back ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    number: int  # as Excel counts
    message: Message
    text: str
    done: bool
    checksum: str
    exported: str  # fingerprint of the translation as it left


def import_xlsx(site: Site, source: Path, approval: Approval = REVIEWED) -> Taken:
    """Take the translations in *source* into the catalog of the language its sheet is named by.

    What is marked as checked carries *approval*. Raises ValueError with a German message where
    the file is not one of ours.
    """
    language, rows = _read(source)
    catalog = site.catalogs.get(language.tag, Catalog(language))
    entries = dict(catalog.entries)
    today = set(site.messages)
    refused: list[tuple[int, str]] = []
    taken: list[Row] = []
    for row in rows:
        target = row.message if row.message in today else _successor(row, catalog, today)
        now = catalog.entries.get(target)
        if why := _refusal(row, now, catalog.language) or _too_late(row, target, catalog, today):
            refused.append((row.number, why))
        elif not _says_nothing_new(row, now):
            entries.pop(target, None)
            entries[target] = _translation(row, target, catalog, approval)
            taken.append(row)
    result = updated(replace(catalog, entries=entries), site.messages)
    lost = _lost(taken, today, result)
    refused += [(row.number, "an dieser Stelle steht jetzt ein ganz anderer Satz") for row in lost]
    path = write_catalog(site.guide.root, result)
    return Taken(path, **_tally(taken, lost, today), refused=tuple(sorted(refused)))


def _successor(row: Row, catalog: Catalog, today: set[Message]) -> Message:
    """Return the text of today whose translation is from the German of *row*; else its own."""
    for message, entry in catalog.entries.items():
        here = message.context == row.message.context and message in today
        if here and entry.text and entry.previous == row.message.german:
            return message
    return row.message


def _translation(row: Row, target: Message, catalog: Catalog, approval: Approval) -> Translation:
    before = catalog.entries.get(target, Translation(""))
    if target != row.message:
        return before._replace(text=row.text, fuzzy=True, previous=row.message.german)
    comment = signed(before.comment, approval) if row.done else unsigned(before.comment)
    return Translation(row.text, not row.done, None, comment)


def _lost(taken: list[Row], today: set[Message], result: Catalog) -> list[Row]:
    """Return the rows of older German that no text of today is like."""
    kept = {(message.context, entry.text) for message, entry in result.entries.items()}
    stale = [row for row in taken if row.message not in today]
    return [row for row in stale if (row.message.context, row.text) not in kept]


def _tally(taken: list[Row], lost: list[Row], today: set[Message]) -> dict[str, int]:
    now = [row for row in taken if row.message in today]
    reviewed = sum(row.done for row in now)
    return {
        "drafts": len(now) - reviewed,
        "reviewed": reviewed,
        "outdated": len(taken) - len(now) - len(lost),
    }


def _read(source: Path) -> tuple[Language, list[Row]]:
    try:
        book = load_workbook(source)
    except Exception as error:  # openpyxl raises whatever zipfile and the XML parser raise
        raise ValueError(f"„{source.name}“ lässt sich nicht als Excel-Datei lesen.") from error
    sheet = book.active
    if not isinstance(sheet, Worksheet) or sheet.title not in FOREIGN:
        raise ValueError("Das Blatt muss wie beim Export heißen, zum Beispiel „ar“.")
    if tuple(cell.value for cell in sheet[1])[: len(HEAD)] != HEAD:
        raise ValueError("Die Spalten sind nicht die des Exports; es fehlt die Kopfzeile.")
    return LANGUAGES[sheet.title], list(_rows(sheet))


def _rows(sheet: Worksheet) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        key, _, german, text, done, _, digest = (cell_text(cell) for cell in cells[: len(HEAD)])
        if key or german or text:
            check, _, exported = digest.partition("-")
            message = Message(key, german)
            yield Row(number, message, text, done.lower() in YES, check, exported)


def cell_text(cell: object) -> str:
    """Return what stands in a cell as one line, as catalogs have it."""
    text = "" if cell is None else str(cell)
    text = re.sub(r"[ \t\r\n]+", " ", text.replace("_x000D_", ""))  # no-break spaces stay
    return unicodedata.normalize("NFC", text.strip(" "))


def _refusal(row: Row, now: Translation | None, language: Language) -> str:
    """Return why *row* cannot be taken, in German; empty where it can."""
    if row.checksum != checksum(row.message):
        return "Schlüssel oder deutscher Text wurden in Excel verändert"
    if not row.text:
        return "als geprüft markiert, aber leer" if row.done else ""
    hard = [f.message for f in faults(row.message.german, row.text, language)]
    if hard:
        return "; ".join(hard)
    if now is None or now.text in ("", row.text) or _is_untouched(row):
        return ""
    if not now.fuzzy and not row.done:
        return "inzwischen ist eine andere Fassung geprüft; sie bleibt"
    if fingerprint(now.text) != row.exported:
        return f"inzwischen gibt es eine andere Fassung; sie bleibt: „{quote(now.text, 60)}“"
    return ""


def _too_late(row: Row, target: Message, catalog: Catalog, today: set[Message]) -> str:
    """Return why a row made from older German has no place any more; empty where it has."""
    if target in today or not row.text:
        return ""
    here = [message for message in today if message.context == row.message.context]
    if not here:
        return "diese Stelle gibt es nicht mehr"
    if all((entry := catalog.entries.get(m)) and entry.text for m in here):
        return "das Deutsche wurde inzwischen geändert und neu übersetzt"
    return ""


def _says_nothing_new(row: Row, now: Translation | None) -> bool:
    same = now is not None and now.text == row.text
    return not row.text or _is_untouched(row) or (same and not row.done)


def _is_untouched(row: Row) -> bool:
    """Such a row never overwrites what others have changed meanwhile."""
    return not row.done and fingerprint(row.text) == row.exported
