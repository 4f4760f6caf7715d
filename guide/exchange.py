"""Catalogs as Excel files for translators, and back, with nothing lost on the way.

Only two columns can be changed. A row whose German changed while the file was away comes back
as outdated; a row that cannot be taken is reported with its number.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

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
from guide.proof import faults
from guide.site import Site

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
        checksum(message),
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
    text = f"{message.context}\0{message.german}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# --- back ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    number: int  # as Excel counts
    message: Message
    text: str
    done: bool
    checksum: str


def import_xlsx(site: Site, source: Path) -> Taken:
    """Take the translations in *source* into the catalog of the language its sheet is named by.

    Raises ValueError with a German message where the file is not one of ours.
    """
    language, rows = _read(source)
    catalog = site.catalogs.get(language.tag, Catalog(language))
    entries = dict(catalog.entries)
    today = set(site.messages)
    refused: list[tuple[int, str]] = []
    tally = dict.fromkeys(("drafts", "reviewed", "outdated"), 0)
    for row in rows:
        if why := _refusal(row, catalog) or _too_late(row, catalog, today):
            refused.append((row.number, why))
            continue
        if _says_nothing_new(row, catalog):
            continue
        entries.pop(row.message, None)
        entries[row.message] = Translation(row.text, not row.done)
        kind = "outdated" if row.message not in today else "reviewed" if row.done else "drafts"
        tally[kind] += 1
    path = write_catalog(site.guide.root, updated(replace(catalog, entries=entries), site.messages))
    return Taken(path, **tally, refused=tuple(refused))


def _read(source: Path) -> tuple[Language, list[Row]]:
    try:
        book = load_workbook(source)
    except Exception as error:  # openpyxl raises whatever zipfile and the XML parser raise
        raise ValueError(f"„{source.name}“ lässt sich nicht als Excel-Datei lesen.") from error
    sheet = book.active
    if not isinstance(sheet, Worksheet) or sheet.title not in LANGUAGES:
        raise ValueError("Das Blatt muss wie beim Export heißen, zum Beispiel „ar“.")
    if tuple(cell.value for cell in sheet[1])[: len(HEAD)] != HEAD:
        raise ValueError("Die Spalten sind nicht die des Exports; es fehlt die Kopfzeile.")
    return LANGUAGES[sheet.title], list(_rows(sheet))


def _rows(sheet: Worksheet) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        key, _, german, text, done, _, digest = (_text(cell) for cell in cells[: len(HEAD)])
        if key or german or text:
            yield Row(number, Message(key, german), text, done.lower() in YES, digest)


def _text(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return unicodedata.normalize("NFC", " ".join(text.replace("_x000D_", "").split()))


def _refusal(row: Row, catalog: Catalog) -> str:
    """Return why *row* cannot be taken, in German; empty where it can."""
    if row.checksum != checksum(row.message):
        return "Schlüssel oder deutscher Text wurden in Excel verändert"
    if not row.text:
        return "als geprüft markiert, aber leer" if row.done else ""
    hard = [f.message for f in faults(row.message.german, row.text, catalog.language)]
    if hard:
        return "; ".join(hard)
    now = catalog.entries.get(row.message)
    if now and not now.fuzzy and now.text and now.text != row.text and not row.done:
        return "inzwischen ist eine andere Fassung geprüft; sie bleibt"
    return ""


def _too_late(row: Row, catalog: Catalog, today: set[Message]) -> str:
    """Return why a row made from older German has no place any more; empty where it has."""
    if row.message in today or not row.text:
        return ""
    here = [message for message in today if message.context == row.message.context]
    if not here:
        return "diese Stelle gibt es nicht mehr"
    if all((entry := catalog.entries.get(m)) and entry.text for m in here):
        return "das Deutsche wurde inzwischen geändert und neu übersetzt"
    return ""


def _says_nothing_new(row: Row, catalog: Catalog) -> bool:
    now = catalog.entries.get(row.message)
    return not row.text or (now is not None and now.text == row.text and not row.done)
