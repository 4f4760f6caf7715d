"""What the answers of an office change: exactly the texts that somebody has approved.

A wrong "reviewed" is worse than none. So nothing is approved by nobody, an approval carries the
office's name and the day, and it never outlives the German it is of.
"""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from guide import cli
from guide.approval import Approval, approval, office_fault, signed, unsigned
from guide.catalog import State
from guide.review import kit
from guide.review.table import ANSWER, CORRECTION, REMARK
from guide.site import Site
from tests import mini
from tests.office import PLACE, SENTENCE, few

OFFICE = "Landkreis Musterland, Sprachmittlung"
DAY = "2026-11-24"
SIGNED = f"# geprüft: {OFFICE}, {DAY}"
OTHER = "stations/neu-hier/name"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def sent(drafts: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the texts on stations alone: enough to answer, and sooner read."""
    folder = tmp_path_factory.mktemp("few") / "ar"
    kit.write_kit(few(drafts, ("stations/",)), folder, pictures=False)
    return folder


def bring(root: Path, file: Path, *more: str, office: str | None = OFFICE) -> int:
    by = ["--office", office] if office is not None else []
    command = ["translations", "import", str(file), "--root", str(root), "--today", DAY]
    return cli.main([*command, *by, *more])


def row_of(sheet: Worksheet, place: str) -> int:
    found = [
        r for r in range(2, sheet.max_row + 1) if place in str(sheet.cell(r, 10).value).split()
    ]
    assert len(found) == 1, (place, found)
    return found[0]


def answered(sent: Path, target: Path, *cells: tuple[str, int, str]) -> tuple[Path, int]:
    """Return a copy of the table with *cells* (place, column, text) filled, and the last row."""
    book = load_workbook(sent / "ar.xlsx")
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    row = 0
    for place, column, text in cells:
        row = row_of(sheet, place)
        sheet.cell(row, column).value = text
    book.save(target / "zurück.xlsx")
    return target / "zurück.xlsx", row


def blocks(root: Path) -> list[str]:
    return (root / "translations/ar.po").read_text(encoding="utf-8").split("\n\n")


def state(root: Path, place: str) -> State:
    site = mini.site_of(root)
    found = site.catalogs["ar"].resolve(site.messages)
    return next(r.state for m, r in found.items() if m.context == place)


# --- and back ----------------------------------------------------------------------------------


def test_exactly_the_approved_texts_become_reviewed_and_no_other_byte_changes(
    sent: Path, whole: Path, capsys: Capture
) -> None:
    before = blocks(whole)
    file, row = answered(
        sent,
        whole,
        (PLACE, ANSWER, "ja"),
        (OTHER, ANSWER, "nein"),
        (OTHER, CORRECTION, "جديد هنا"),
        ("stations/sprachkurs/name", CORRECTION, "دورة لغة"),
        ("stations/schule/summary", REMARK, "Schön."),
        ("stations/praktikum/name", ANSWER, "nein"),
        ("stations/praktikum/name", REMARK, "klingt falsch"),
    )
    assert bring(whole, file) == 0
    changed = [(old, new) for old, new in zip(before, blocks(whole), strict=True) if old != new]
    expected = [
        ('msgctxt "stations/neu-hier/name"\nmsgid "Neu hier"\n', "جديد هنا"),
        ('msgctxt "stations/sprachkurs/name"\nmsgid "Sprachkurs"\n', "دورة لغة"),
        (f'msgctxt "{PLACE}"\nmsgid "{SENTENCE}"\n', f"ar {SENTENCE}"),
    ]
    assert sorted(new for _, new in changed) == sorted(
        f'{SIGNED}\n{head}msgstr "{text}"' for head, text in expected
    )
    assert all(old.startswith("#, fuzzy\n") for old, _ in changed)
    out = capsys.readouterr().out
    assert "1 geprüft, 2 mit Korrektur geprüft. 1 mit „nein“ bleiben Entwurf." in out
    assert f"Zeile {row}, nein (stations/praktikum/name): klingt falsch" in out
    assert "Bemerkung (stations/schule/summary): Schön." in out
    cli.main(["translations", "status", "--root", str(whole)])
    assert f"ar: {OFFICE}: 3 Texte, zuletzt am {DAY}" in capsys.readouterr().out


SAME = ("ui", "stations/ausbildung/name", "notes/ausbildung/title")  # all say: Ausbildung


@pytest.mark.parametrize(
    ("column", "typed", "text"),
    [(ANSWER, "ja", "ar Ausbildung"), (CORRECTION, "مهنة", "مهنة")],
)
def test_a_row_approves_all_places_that_it_stands_for_and_no_other(
    column: int, typed: str, text: str, sent: Path, whole: Path
) -> None:
    before = blocks(whole)
    assert bring(whole, answered(sent, whole, (SAME[1], column, typed))[0]) == 0
    changed = [new for old, new in zip(before, blocks(whole), strict=True) if old != new]
    head = 'msgctxt "{}"\nmsgid "Ausbildung"\nmsgstr "{}"'
    assert sorted(changed) == sorted(f"{SIGNED}\n{head.format(place, text)}" for place in SAME)


def test_of_several_places_only_those_that_are_still_the_same_are_approved(
    sent: Path, whole: Path, capsys: Capture
) -> None:
    file, row = answered(sent, whole, (SAME[1], ANSWER, "ja"))
    other = f'msgctxt "{SAME[2]}"\nmsgid "Ausbildung"\nmsgstr "ar {{}}"'
    mini.replace(whole, "translations/ar.po", other.format("Ausbildung"), other.format("anders"))
    assert bring(whole, file) == 1
    told = f"Zeile {row}, Spalte C („Übersetzung“) nicht übernommen: die Übersetzung hat sich"
    assert f"{told} inzwischen geändert ({SAME[2]})" in capsys.readouterr().out
    assert [state(whole, place) for place in SAME[1:]] == [State.REVIEWED, State.UNCHECKED]


def test_what_is_said_of_several_places_is_told_once(
    sent: Path, whole: Path, capsys: Capture
) -> None:
    before = blocks(whole)
    assert bring(whole, answered(sent, whole, (SAME[1], ANSWER, "nein"))[0]) == 0
    assert capsys.readouterr().out.count(", nein (") == 1
    assert bring(whole, answered(sent, whole, (SAME[1], CORRECTION, "{x}"))[0]) == 1
    assert capsys.readouterr().out.count(" nicht übernommen: ") == 1
    assert blocks(whole) == before


def test_a_table_that_comes_twice_changes_nothing_the_second_time(sent: Path, whole: Path) -> None:
    file, _ = answered(sent, whole, (PLACE, ANSWER, "ja"))
    assert bring(whole, file) == 0
    once = blocks(whole)
    assert bring(whole, file, office="Ein anderes Amt") == 0
    assert blocks(whole) == once, "who came first has checked"


@pytest.mark.parametrize(
    ("column", "typed", "told"),
    [
        (ANSWER, "vielleicht", "D („richtig? (ja / nein)“) nicht übernommen: „vielleicht“ ist k"),
        (CORRECTION, "{frist:x}", "E („Korrektur“) nicht übernommen: Zu viel: der Platzhalter"),
        (CORRECTION, "<b>مهنة</b>", "E („Korrektur“) nicht übernommen: "),
        (2, "Anderes Deutsch", "B („Deutsch“) nicht übernommen: der deutsche Text oder der Schl"),
        (3, "مهنة", "C („Übersetzung“) nicht übernommen: die Übersetzung wurde in Excel ver"),
        (11, "abc", "B („Deutsch“) nicht übernommen: der deutsche Text oder der Schlüssel"),
    ],
)
def test_what_cannot_be_taken_is_told_with_row_column_and_remedy(
    column: int, typed: str, told: str, sent: Path, whole: Path, capsys: Capture
) -> None:
    before = blocks(whole)
    marked = () if column == ANSWER else ((PLACE, ANSWER, "ja"),)
    file, row = answered(sent, whole, *marked, (PLACE, column, typed))
    assert bring(whole, file) == 1
    assert re.search(
        re.escape(f"Zeile {row}, Spalte {told}") + r".*\n    → \S", capsys.readouterr().out
    )
    assert blocks(whole) == before


def test_all_faults_are_told_at_once_and_good_rows_are_taken(
    sent: Path, whole: Path, capsys: Capture
) -> None:
    file, _ = answered(
        sent,
        whole,
        (PLACE, ANSWER, "ja"),
        (OTHER, ANSWER, "ok"),
        ("stations/schule/name", CORRECTION, "{x}"),
    )
    assert bring(whole, file) == 1
    assert capsys.readouterr().out.count(" nicht übernommen: ") == 2
    assert state(whole, PLACE) is State.REVIEWED
    assert state(whole, OTHER) is State.UNCHECKED


def test_a_row_whose_german_or_translation_changed_meanwhile_is_left_alone(
    sent: Path, whole: Path, capsys: Capture
) -> None:
    file, _ = answered(sent, whole, (PLACE, ANSWER, "ja"), (OTHER, ANSWER, "ja"))
    mini.replace(whole, "data/pathways.yaml", SENTENCE, "Du lernst einen Beruf.")
    mini.replace(whole, "translations/ar.po", 'msgstr "ar Neu hier"', 'msgstr "جديد هنا"')
    before = blocks(whole)
    assert bring(whole, file) == 1
    out = capsys.readouterr().out
    assert "das Deutsche hat sich inzwischen geändert" in out
    assert "die Übersetzung hat sich inzwischen geändert" in out
    assert blocks(whole) == before


def test_two_offices_that_disagree_are_both_heard(
    sent: Path, whole: Path, tmp_path: Path, capsys: Capture
) -> None:
    one, _ = answered(sent, whole, (PLACE, ANSWER, "ja"))
    assert bring(whole, one) == 0
    before = blocks(whole)
    two, _ = answered(sent, tmp_path, (PLACE, CORRECTION, "مهنة"))
    assert bring(whole, two, office="Volkshochschule") == 1
    assert f"inzwischen geprüft ({OFFICE})" in capsys.readouterr().out
    assert blocks(whole) == before


def test_a_text_in_two_rows_counts_once(sent: Path, whole: Path, capsys: Capture) -> None:
    book = load_workbook(answered(sent, whole, (PLACE, ANSWER, "ja"))[0])
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    row = row_of(sheet, PLACE)
    sheet.append([cell.value for cell in sheet[row]])
    sheet.cell(sheet.max_row, ANSWER).value = "nein"
    book.save(whole / "doppelt.xlsx")
    assert bring(whole, whole / "doppelt.xlsx") == 1
    assert f"dieser Text steht schon in Zeile {row}" in capsys.readouterr().out


def test_a_changed_heading_is_named_and_nothing_is_taken(
    sent: Path, whole: Path, capsys: Capture
) -> None:
    book = load_workbook(answered(sent, whole, (PLACE, ANSWER, "ja"))[0])
    book.worksheets[0]["E1"] = "Verbesserung"
    book.save(whole / "kopf.xlsx")
    before = blocks(whole)
    assert bring(whole, whole / "kopf.xlsx") == 1
    assert "Spalte E heißt „Verbesserung“ statt „Korrektur“" in capsys.readouterr().out
    assert blocks(whole) == before


def test_a_file_that_is_no_table_is_refused(whole: Path, capsys: Capture) -> None:
    (whole / "brief.xlsx").write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    assert bring(whole, whole / "brief.xlsx") == 1
    assert "lässt sich nicht als Excel-Datei lesen" in capsys.readouterr().out


def test_nothing_is_approved_by_nobody(sent: Path, whole: Path, capsys: Capture) -> None:
    before = blocks(whole)
    file, _ = answered(sent, whole, (PLACE, ANSWER, "ja"))
    assert bring(whole, file, office=None) == 1
    assert "Wer hat geprüft?" in capsys.readouterr().out
    assert bring(whole, file, office=" ") == 1
    assert blocks(whole) == before


# --- how long an approval holds ----------------------------------------------------------------


def run(root: Path, *command: str) -> None:
    assert cli.main(["translations", *command, "--root", str(root)]) == 0


def test_an_approval_outlives_updates_and_moves_but_not_another_german(
    sent: Path, whole: Path
) -> None:
    assert bring(whole, answered(sent, whole, (PLACE, ANSWER, "ja"))[0]) == 0
    once = blocks(whole)
    run(whole, "update")
    assert blocks(whole) == once
    mini.replace(whole, "data/pathways.yaml", SENTENCE, "Du lernst einen Beruf.")
    assert state(whole, PLACE) is State.OUTDATED, "at once, before any command"
    run(whole, "update")
    assert SIGNED not in "\n".join(blocks(whole))
    mini.replace(whole, "data/pathways.yaml", "Du lernst einen Beruf.", SENTENCE)
    assert state(whole, PLACE) is State.OUTDATED, "once outdated, somebody has to look again"


def test_an_approval_outlives_a_mended_typo_where_the_editor_says_that_it_is_one(
    sent: Path, whole: Path
) -> None:
    assert bring(whole, answered(sent, whole, (PLACE, ANSWER, "ja"))[0]) == 0
    mini.replace(whole, "data/pathways.yaml", SENTENCE, SENTENCE.replace("lernst", "lernst dort"))
    run(whole, "keep", PLACE)
    assert state(whole, PLACE) is State.REVIEWED
    assert SIGNED in "\n".join(blocks(whole))


def test_a_new_draft_from_excel_takes_the_approval_away(sent: Path, whole: Path) -> None:
    assert bring(whole, answered(sent, whole, (PLACE, ANSWER, "ja"))[0]) == 0
    export = whole / "ar.xlsx"
    run(whole, "export", "ar", "--all", "--xlsx", str(export))
    book = load_workbook(export)
    sheet = book.worksheets[0]
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == PLACE)
    sheet.cell(row, 4).value, sheet.cell(row, 5).value = "مهنة", "ja"
    book.save(export)
    assert bring(whole, export, office="Volkshochschule") == 0
    text = "\n".join(blocks(whole))
    assert SIGNED not in text
    assert f"# geprüft: Volkshochschule, {DAY}" in text


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("geprüft: VHS, 2026-11-24", "VHS"),
        ("Notiz\ngeprüft: Amt, Büro 3, 2026-11-24", "Amt, Büro 3"),
        ("geprüft: Volkshochschule", "Volkshochschule"),
        ("noch nicht geprüft: fragen", None),
        ("", None),
    ],
)
def test_a_comment_tells_who_has_checked(comment: str, expected: str | None) -> None:
    found = approval(comment)
    assert (found.office if found else None) == expected


def test_notes_of_translators_stay_beside_an_approval_and_one_approval_is_enough() -> None:
    first = signed("Notiz", Approval("VHS"))
    assert first == "Notiz\ngeprüft: VHS"
    assert signed(first, Approval("Amt")) == "Notiz\ngeprüft: Amt"
    assert unsigned(first) == "Notiz"


@pytest.mark.parametrize("office", ["", "  ", "Amt\n#, fuzzy", "A" * 101, "Amt\u202e"])
def test_the_name_of_an_office_fits_a_comment(office: str) -> None:
    assert office_fault(office)
