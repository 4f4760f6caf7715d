"""The filled table: what reviewers say about which text, and what cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from guide.catalog import Message
from guide.exchange import cell_text
from guide.languages import LANGUAGES, Language
from guide.problems import quote
from guide.review.table import ANSWER, ANSWERS, GERMAN, HEAD, SHEET
from guide.site import FOREIGN

TAGS = {SHEET.format(tag): tag for tag in FOREIGN}
AGAIN = "Die Tabelle neu ausgeben (translations review) und die Antworten dorthin übertragen."


@dataclass(frozen=True)
class Answer:
    """What a row says, about one of the places that it stands for."""

    row: int  # as Excel counts
    message: Message
    row_places: tuple[Message, ...]  # all of them
    text: str  # the translation that was judged
    mark: str  # ja, nein, or something else that was typed
    correction: str
    remark: str
    checksum: str  # of all places
    exported: str  # fingerprint of the translation as it left


@dataclass(frozen=True, order=True)
class Fault:
    row: int
    column: int
    message: str
    remedy: str

    def __str__(self) -> str:
        name = HEAD[self.column - 1]
        cell = f"Zeile {self.row}, Spalte {get_column_letter(self.column)} („{name}“)"
        return f"{cell} nicht übernommen: {self.message}\n    → {self.remedy}"


def is_review(source: Path) -> bool:
    """Tell whether *source* is a table of this kit, by its sheet's name; no file is none."""
    try:
        book = load_workbook(source, read_only=True)
    except Exception:  # openpyxl raises whatever zipfile and the XML parser raise
        return False
    try:
        return any(title in TAGS for title in book.sheetnames)
    finally:
        book.close()


def read_answers(source: Path) -> tuple[Language, list[Answer]]:
    """Return the language of the table in *source*, and what its rows say about each place.

    Raises ValueError with a German message where its headings are not those of the kit.
    """
    book = load_workbook(source)
    sheet = next(sheet for sheet in book.worksheets if sheet.title in TAGS)
    wrong = [
        f"{get_column_letter(number)} heißt „{quote(found)}“ statt „{wanted}“"
        for number, wanted in enumerate(HEAD, 1)
        if (found := cell_text(sheet.cell(1, number).value)) != wanted
    ]
    if wrong:
        raise ValueError(
            f"Zeile 1: Die Überschriften sind verändert: Spalte {', Spalte '.join(wrong)}.\n"
            "    → Überschriften und Reihenfolge der Spalten wie in der Tabelle lassen, "
            "die verschickt wurde."
        )
    return LANGUAGES[TAGS[sheet.title]], list(_answers(sheet))


def _answers(sheet: Worksheet) -> Iterator[Answer]:
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        values = [cell_text(cell) for cell in cells[: len(HEAD)]]
        _, german, text, mark, correction, remark, *_, key, digest = values
        if mark or correction or remark:
            check, _, exported = digest.partition("-")
            places = tuple(Message(one, german) for one in key.split()) or (Message("", german),)
            said = (text, mark.lower(), correction, remark, check, exported)
            yield from (Answer(number, place, places, *said) for place in places)


def misunderstood(answer: Answer) -> Fault | None:
    """Return why *answer* is none, where that can be seen without the catalog."""
    if not answer.message.german or not answer.checksum:
        return Fault(answer.row, GERMAN, "in dieser Zeile steht kein Text der Prüfung", AGAIN)
    if answer.mark not in ("", *ANSWERS):
        return Fault(
            answer.row,
            ANSWER,
            f"„{quote(answer.mark)}“ ist keine Antwort",
            "ja oder nein eintragen, alles andere in die Spalte „Bemerkung“.",
        )
    return None
