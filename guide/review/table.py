"""The table that reviewers fill in: one Excel sheet a language, in the order of the sittings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from guide.catalog import Message
from guide.exchange import FIXED_DATE, fingerprint
from guide.languages import Language
from guide.review.sittings import Sitting

SHEET = "Prüfung {}"  # the sheet's name tells the language, and that it is no export
WIDTHS: Mapping[str, int] = {  # by heading
    "Nr.": 6,
    "Deutsch": 55,
    "Übersetzung": 55,
    "richtig? (ja / nein)": 12,
    "Korrektur": 55,
    "Bemerkung": 30,
    "Sitzung": 9,
    "Wo steht es?": 40,
    "Warum wichtig?": 26,
    "Schlüssel (nicht ändern)": 14,
    "Prüfsumme (nicht ändern)": 14,
}
HEAD = tuple(WIDTHS)
GERMAN, TRANSLATION, ANSWER, CORRECTION, REMARK = 2, 3, 4, 5, 6  # columns, counted from 1
TO_FILL = (ANSWER, CORRECTION, REMARK)
ANSWERS = ("ja", "nein")


def write_table(
    target: Path, language: Language, listed: Sequence[Sitting], places: Mapping[Message, str]
) -> None:
    """Write all texts of *listed* to *target*; *places* says in words where each stands."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET.format(language.tag)
    sheet.append(HEAD)
    for sitting in listed:
        for item in sitting.items:
            sheet.append(
                [
                    *(item.number, item.message.german, item.text, "", "", ""),
                    *(sitting.number, places[item.message], ", ".join(item.reasons)),
                    "\n".join(place.context for place in item.messages),
                    f"{seal(item.messages)}-{fingerprint(item.text)}",
                ]
            )
    _dress(sheet, language)
    book.properties.created = book.properties.modified = FIXED_DATE
    book.save(target)


def seal(places: Sequence[Message]) -> str:
    """Return a checksum of the German and of all *places* that a row stands for."""
    return fingerprint("\0".join([*(place.context for place in places), places[0].german]))


def _dress(sheet: Worksheet, language: Language) -> None:
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            _dress_cell(cell, language)  # type: ignore[arg-type]  # nothing is merged here
    for number, width in enumerate(WIDTHS.values(), 1):
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="FFEDC2" if number in TO_FILL else "DDE8EA")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = max(2, sheet.max_row)
    _offer_answers(sheet, last)
    sheet.freeze_panes = "B2"
    sheet.sheet_view.rightToLeft = language.direction == "rtl"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEAD))}{last}"
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False  # False: it may be used
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _dress_cell(cell: Cell, language: Language) -> None:
    """Text cells (0123 and =1+1 stay as typed), each in the direction of its language."""
    rtl = cell.column in (TRANSLATION, CORRECTION) and language.direction == "rtl"
    cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if rtl else 1)
    cell.protection = Protection(locked=cell.column not in TO_FILL)
    if not isinstance(cell.value, int):
        cell.number_format = "@"
        cell.data_type = "s" if cell.value else cell.data_type


def _offer_answers(sheet: Worksheet, last: int) -> None:
    offered = DataValidation(type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True)
    offered.showErrorMessage = True
    offered.errorTitle = "ja oder nein"
    offered.error = "Hier passt nur ja oder nein. Alles andere bitte in die Spalte „Bemerkung“."
    sheet.add_data_validation(offered)
    column = get_column_letter(ANSWER)
    offered.add(f"{column}2:{column}{last}")
