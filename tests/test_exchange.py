"""Translators work in Excel: out, and back, with nothing lost on the way.

What comes back was away for weeks. Meanwhile the German may have changed, and others may have
translated too: every row is taken, or refused with its number and the reason.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from guide import cli, exchange
from guide.catalog import State
from guide.exchange import DONE, TRANSLATION
from guide.languages import LANGUAGES
from tests import mini
from tests.tools import EVERY_PAGE

PATHWAYS = "data/pathways.yaml"
SENTENCE = "Du lernst einen Beruf im Betrieb und in der Schule."
PLACE = "stations/ausbildung/summary"
# Of the real catalogs: a table does not know the language of its cells. From right to left with
# joiners between letters, a script beyond Latin, and signs of its own before "?" and "!"
REAL = ("fa", "ti", "fr")


def export(root: Path, tag: str = "ar", *options: str) -> Path:
    target = root / f"{tag}.xlsx"
    command = ["translations", "export", tag, "--xlsx", str(target), "--root", str(root)]
    assert cli.main([*command, *options]) == 0
    return target


def bring(root: Path, file: Path) -> int:
    return cli.main(["translations", "import", str(file), "--root", str(root)])


def sheet_of(file: Path) -> Worksheet:
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    return sheet


def number(sheet: Worksheet, place: str) -> int:
    """The number of the row of *place*, as Excel shows it."""
    found = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == place]
    assert len(found) == 1, (place, found)
    return found[0]


def fill(file: Path, place: str, text: str | None = None, done: str | None = None) -> int:
    """Fill in a row as a translator does; return its number."""
    book = load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    row = number(sheet, place)
    if text is not None:
        sheet.cell(row, TRANSLATION).value = text
    if done is not None:
        sheet.cell(row, DONE).value = done
    book.save(file)
    return row


def entries(root: Path, tag: str = "ar") -> dict[tuple[str, str], polib.POEntry]:
    po = polib.pofile(str(root / f"translations/{tag}.po"))
    return {(entry.msgctxt, entry.msgid): entry for entry in po}


def texts(root: Path, tag: str = "ar") -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        key: (entry.msgstr, entry.fuzzy, entry.previous_msgid, entry.tcomment)
        for key, entry in entries(root, tag).items()
    }


def state(root: Path, place: str, tag: str = "ar") -> State:
    site = mini.site_of(root)
    resolved = site.catalogs[tag].resolve(site.messages)
    (found,) = [found.state for message, found in resolved.items() if message.context == place]
    return found


def review(root: Path, place: str, tag: str = "ar") -> None:
    """Poedit: the mark "needs work" taken away."""
    mini.replace(
        root, f"translations/{tag}.po", f'#, fuzzy\nmsgctxt "{place}"', f'msgctxt "{place}"'
    )


# --- out -------------------------------------------------------------------------------------


def test_only_the_translation_and_the_mark_checked_can_be_changed(whole: Path) -> None:
    sheet = sheet_of(export(whole))
    assert sheet.protection.sheet
    unlocked = {
        cell.column_letter
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {"D", "E"}
    assert [sheet.cell(1, column).value for column in (TRANSLATION, DONE)] == [
        "Übersetzung",
        "geprüft? (ja)",
    ]
    assert all(cell.protection.locked for cell in sheet[1]), "the heading stays"


@pytest.mark.parametrize(("tag", "order"), [("ar", 2), ("uk", 1), ("en", 1)])
def test_a_translation_is_read_in_the_direction_of_its_language(
    tag: str, order: int, whole: Path
) -> None:
    sheet = sheet_of(export(whole, tag))
    rows = list(sheet.iter_rows(min_row=2))
    assert {row[TRANSLATION - 1].alignment.readingOrder for row in rows} == {order}
    assert {row[2].alignment.readingOrder for row in rows} == {1}, "German is left to right"


def test_a_row_has_the_german_of_then_and_now_and_how_it_stands(copy: Path) -> None:
    sheet = sheet_of(export(copy))
    row = number(sheet, "stations/sprachkurs/summary")
    assert [cell.value for cell in sheet[row]][:6] == [
        "stations/sprachkurs/summary",
        "Du lernst Deutsch für die Schule.",
        "Du lernst Deutsch für Schule und Beruf.",
        "تتعلم الألمانية للمدرسة.",
        None,
        "veraltet",
    ]


def test_what_is_reviewed_is_only_exported_when_asked_for(copy: Path) -> None:
    places = [cell.value for cell in sheet_of(export(copy))["A"]]
    assert "stations/sprachkurs/name" not in places
    assert "stations/sprachkurs/duration" in places
    everything = sheet_of(export(copy, "ar", "--all"))
    assert everything.max_row == 1 + len(mini.asked(mini.site_of(copy), "ar"))
    assert everything.cell(number(everything, "stations/sprachkurs/name"), 6).value == "geprüft"


def test_the_same_catalog_makes_the_same_file(whole: Path) -> None:
    def content(file: Path) -> list[tuple[Any, ...]]:
        return [
            (c.coordinate, c.value, c.data_type, c.number_format, c.protection.locked)
            for row in sheet_of(file).iter_rows()
            for c in row
        ]

    first = content(export(whole))
    assert len(first) > 1000
    assert content(export(whole)) == first


@pytest.mark.parametrize("text", ["=1+1", "05351", "+49", "8:30"])
def test_a_text_that_looks_like_a_number_or_formula_stays_text(text: str, whole: Path) -> None:
    mini.replace(whole, PATHWAYS, 'duration: "3 Jahre"', f'duration: "{text}"')
    place = "stations/ausbildung/duration"
    file = export(whole)
    sheet = sheet_of(file)
    cell = sheet.cell(number(sheet, place), 3)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert {c.number_format for row in sheet.iter_rows(min_row=2) for c in row} == {"@"}
    fill(file, place, text, "ja")
    assert bring(whole, file) == 0
    assert entries(whole)[place, text].msgstr == text


def test_a_language_that_is_not_there_is_not_exported(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["translations", "export", "xx", "--root", str(whole)]
    assert cli.main(command) == 1
    assert "„xx“ gibt es hier nicht" in capsys.readouterr().out


# --- and back --------------------------------------------------------------------------------


def test_a_file_that_comes_back_untouched_changes_nothing(whole: Path) -> None:
    before = (whole / "translations/ar.po").read_bytes()
    assert bring(whole, export(whole, "ar", "--all")) == 0
    assert (whole / "translations/ar.po").read_bytes() == before


def test_the_real_catalogs_come_back_as_they_left(tmp_path: Path) -> None:
    root = mini.ROOT
    site = mini.site_of(root)
    for tag in site.catalogs if EVERY_PAGE else REAL:
        file = tmp_path / f"{tag}.xlsx"
        exchange.export_xlsx(site, LANGUAGES[tag], file, everything=True)
        language, rows = exchange._read(file)
        assert language.tag == tag
        found = site.catalogs[tag].resolve(site.messages)
        assert {row.message: row.text for row in rows} == {
            message: resolved.text for message, resolved in found.items()
        }


def test_a_filled_row_is_a_draft_until_somebody_marks_it_checked(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(whole)
    file = export(whole)
    fill(file, PLACE, "تتعلم مهنة.")
    fill(file, "stations/neu-hier/name", "جديد هنا", "ja")
    capsys.readouterr()
    assert bring(whole, file) == 0
    assert "1 geprüft, 1 als Entwurf, 0 veraltet." in capsys.readouterr().out
    assert (state(whole, PLACE), entries(whole)[PLACE, SENTENCE].msgstr) == (
        State.UNCHECKED,
        "تتعلم مهنة.",
    )
    assert state(whole, "stations/neu-hier/name") is State.REVIEWED
    after = texts(whole)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {(PLACE, SENTENCE), ("stations/neu-hier/name", "Neu hier")}
    assert list(after) == list(before), "the order of the site"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ja", State.REVIEWED),
        (" Ja ", State.REVIEWED),
        ("x", State.REVIEWED),
        ("nein", State.UNCHECKED),
        ("?", State.UNCHECKED),
    ],
)
def test_only_a_yes_means_checked(typed: str, expected: State, whole: Path) -> None:
    file = export(whole)
    fill(file, PLACE, done=typed)
    assert bring(whole, file) == 0
    assert state(whole, PLACE) is expected


def test_what_was_checked_in_excel_says_so_in_the_catalog(whole: Path) -> None:
    """tests/test_gettext.py asks every reviewed text of this repository who reviewed it."""
    file = export(whole)
    fill(file, PLACE, done="ja")
    bring(whole, file)
    assert entries(whole)[PLACE, SENTENCE].tcomment.startswith("geprüft: ")


def test_what_a_translator_noted_in_poedit_is_still_there_after_excel(whole: Path) -> None:
    place = f'#, fuzzy\nmsgctxt "{PLACE}"'
    mini.replace(whole, "translations/ar.po", place, f"# as in the exam rules\n{place}")
    file = export(whole)
    fill(file, PLACE, "تتعلم مهنة.")
    bring(whole, file)
    assert entries(whole)[PLACE, SENTENCE].tcomment == "as in the exam rules"


def test_a_text_with_line_breaks_and_blanks_from_excel_becomes_one_line(whole: Path) -> None:
    file = export(whole)
    fill(file, PLACE, "  تتعلم\r\n  مهنة. _x000D_\n")
    assert bring(whole, file) == 0
    assert entries(whole)[PLACE, SENTENCE].msgstr == "تتعلم مهنة."


def test_a_blank_that_must_not_break_stays_one(whole: Path) -> None:
    """Else the row would be refused as changed in Excel."""
    mini.replace(whole, PATHWAYS, 'duration: "3 Jahre"', 'duration: "3\u00a0Jahre"')
    place = "stations/ausbildung/duration"
    file = export(whole)
    fill(file, place, "3\u00a0سنوات")
    assert bring(whole, file) == 0
    assert entries(whole)[place, "3\u00a0Jahre"].msgstr == "3\u00a0سنوات"


def test_an_emptied_row_deletes_no_translation(whole: Path) -> None:
    before = texts(whole)
    file = export(whole)
    fill(file, PLACE, "")
    assert bring(whole, file) == 0
    assert texts(whole) == before


def test_rows_that_a_translator_sorts_or_leaves_out_do_not_matter(whole: Path) -> None:
    before = texts(whole)
    file = export(whole)
    fill(file, PLACE, "تتعلم مهنة.")
    book = load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.delete_rows(2, sheet.max_row)
    for row in [row for row in reversed(rows) if str(row[0]).startswith("stations/")]:
        sheet.append(row)
    book.save(file)
    assert bring(whole, file) == 0
    after = texts(whole)
    assert {key for key in before if before[key] != after[key]} == {(PLACE, SENTENCE)}


# --- the German has changed meanwhile --------------------------------------------------------


@pytest.mark.parametrize("updated", [False, True], ids=["", "catalogs up to date"])
@pytest.mark.parametrize("done", ["", "ja"])
def test_a_row_made_from_older_german_arrives_as_outdated(
    done: str, updated: bool, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(whole)
    fill(file, PLACE, "تتعلم مهنة.", done)
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    if updated:
        cli.main(["translations", "update", "--root", str(whole)])
    capsys.readouterr()
    assert bring(whole, file) == 0
    assert "0 geprüft, 0 als Entwurf, 1 veraltet." in capsys.readouterr().out
    assert state(whole, PLACE) is State.OUTDATED
    entry = entries(whole)[PLACE, "Du lernst einen Beruf."]
    assert (entry.msgstr, entry.previous_msgid) == ("تتعلم مهنة.", SENTENCE)
    assert "تتعلم مهنة." not in mini.render(whole, "ar/station/ausbildung.html")


def test_a_row_whose_german_was_translated_anew_meanwhile_is_refused(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = export(whole).rename(whole / "alt.xlsx")
    row = fill(old, PLACE, "تتعلم مهنة.")
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    new = export(whole)
    fill(new, PLACE, "مهنة جديدة.", "ja")
    assert bring(whole, new) == 0
    before = texts(whole)
    assert bring(whole, old) == 1
    told = "das Deutsche wurde inzwischen geändert und neu übersetzt"
    assert f"Zeile {row} nicht übernommen: {told}" in capsys.readouterr().out
    assert texts(whole) == before


def test_a_sentence_of_a_page_that_is_quite_another_now_is_refused_not_lost(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A section has many sentences; nothing says which of them this translation belongs to."""
    mini.replace(
        whole, "translations/ar.po", 'msgstr "ar Das weiß in Musterland niemand."', 'msgstr ""'
    )
    file = export(whole)
    book = load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    german = "Das weiß in Musterland niemand."
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 3).value == german)
    sheet.cell(row, TRANSLATION).value = "لا أحد يعرف ذلك في Musterland."
    book.save(file)
    mini.replace(whole, "content/datenschutz.md", german, "Er schreibt gar nichts auf.")
    capsys.readouterr()
    assert bring(whole, file) == 1
    out = capsys.readouterr().out
    assert "0 geprüft, 0 als Entwurf, 0 veraltet." in out
    assert f"Zeile {row} nicht übernommen: " in out


def test_a_row_whose_place_is_gone_is_refused(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(whole)
    row = fill(file, "stations/ausbildung/duration", "3 سنوات")
    mini.replace(whole, PATHWAYS, '  duration: "3 Jahre"\n', "")
    assert bring(whole, file) == 1
    told = f"Zeile {row} nicht übernommen: diese Stelle gibt es nicht mehr"
    assert told in capsys.readouterr().out


# --- rows that cannot be taken ---------------------------------------------------------------


@pytest.mark.parametrize(("column", "typed"), [(1, "stations/schule/name"), (3, "Anderes Deutsch")])
def test_a_row_whose_key_or_german_was_changed_in_excel_is_refused(
    column: int, typed: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(whole)
    file = export(whole)
    row = fill(file, PLACE, "تتعلم مهنة.")
    book = load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.cell(row, column).value = typed
    book.save(file)
    assert bring(whole, file) == 1
    told = f"Zeile {row} nicht übernommen: Schlüssel oder deutscher Text wurden in Excel verändert"
    assert told in capsys.readouterr().out
    assert texts(whole) == before


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        (PLACE, "تتعلم <b>مهنة</b>.", "HTML ist nicht erlaubt"),
        ("stations/ausbildung/duration", "4 سنوات", "Die Zahl 3 fehlt"),
        ("stations/ausbildung/duration", "\u0663 سنوات", "Ziffern wie 1, 2, 3"),
        ("stations/sprachkurs/money", "مجاني.", "Es fehlt der Platzhalter „betrag:mustergeld“"),
        (PLACE, "\u202eتتعلم مهنة.", "Unsichtbare Zeichen für die Schreibrichtung"),
    ],
)
def test_a_faulty_translation_is_refused_with_the_reason(
    place: str, text: str, why: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(whole)
    file = export(whole)
    row = fill(file, place, text, "ja")
    assert bring(whole, file) == 1
    told = re.search(rf"^Zeile {row} nicht übernommen: (.*)$", capsys.readouterr().out, re.M)
    assert told
    assert why in told[1]
    assert texts(whole) == before


def test_a_row_that_is_checked_but_empty_is_refused(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(copy)
    row = fill(file, "stations/sprachkurs/duration", done="ja")
    assert bring(copy, file) == 1
    assert f"Zeile {row} nicht übernommen: als geprüft markiert" in capsys.readouterr().out


def test_a_refused_row_does_not_hold_up_the_others(whole: Path) -> None:
    file = export(whole)
    fill(file, "stations/ausbildung/duration", "4 سنوات")
    fill(file, PLACE, "تتعلم مهنة.")
    assert bring(whole, file) == 1
    assert entries(whole)[PLACE, SENTENCE].msgstr == "تتعلم مهنة."


# --- others have translated meanwhile --------------------------------------------------------


def test_a_reviewed_translation_is_not_overwritten_by_a_draft_from_excel(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(whole)
    row = fill(file, PLACE, "تتعلم مهنة.")
    review(whole, PLACE)
    before = texts(whole)
    assert bring(whole, file) == 1
    told = f"Zeile {row} nicht übernommen: inzwischen ist eine andere Fassung geprüft; sie bleibt"
    assert told in capsys.readouterr().out
    assert texts(whole) == before


@pytest.mark.parametrize("done", ["", "ja"])
def test_two_different_changes_of_one_text_are_a_conflict_and_the_newer_stays(
    done: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(whole)
    row = fill(file, PLACE, "تتعلم مهنة.", done)
    mini.replace(whole, "translations/ar.po", f"ar {SENTENCE}", "مهنة في المدرسة.")
    assert bring(whole, file) == 1
    told = re.search(rf"^Zeile {row} nicht übernommen: (.*)$", capsys.readouterr().out, re.M)
    assert told
    assert "inzwischen" in told[1]
    assert entries(whole)[PLACE, SENTENCE].msgstr == "مهنة في المدرسة."


def test_a_row_that_nobody_touched_takes_back_no_newer_translation(whole: Path) -> None:
    file = export(whole)
    fill(file, "stations/neu-hier/name", "جديد هنا")
    mini.replace(whole, "translations/ar.po", f"ar {SENTENCE}", "مهنة في المدرسة.")
    assert bring(whole, file) == 0
    assert entries(whole)[PLACE, SENTENCE].msgstr == "مهنة في المدرسة."
    assert entries(whole)["stations/neu-hier/name", "Neu hier"].msgstr == "جديد هنا"


# --- files that are not ours -----------------------------------------------------------------


def not_excel(path: Path) -> None:
    path.write_text("Schlüssel;Deutsch;Übersetzung\n", encoding="utf-8")


def nothing(path: Path) -> None:
    """The file was deleted or never came."""


def other_sheet(path: Path) -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.title = "Tabelle1"
    book.save(path)


def german_sheet(path: Path) -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.title = "de"
    book.active.append(exchange.HEAD)
    book.save(path)


def other_columns(path: Path) -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.title = "ar"
    book.active.append(["Deutsch", "Arabisch"])
    book.save(path)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (not_excel, "„falsch.xlsx“ lässt sich nicht als Excel-Datei lesen."),
        (nothing, "„falsch.xlsx“ lässt sich nicht als Excel-Datei lesen."),
        (other_sheet, "Das Blatt muss wie beim Export heißen, zum Beispiel „ar“."),
        (german_sheet, "Das Blatt muss wie beim Export heißen, zum Beispiel „ar“."),
        (other_columns, "Die Spalten sind nicht die des Exports; es fehlt die Kopfzeile."),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_in_german_and_changes_nothing(
    make: Callable[[Path], None], says: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (whole / "translations").iterdir()}
    make(whole / "falsch.xlsx")
    assert bring(whole, whole / "falsch.xlsx") == 1
    assert says in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (whole / "translations").iterdir()} == before
