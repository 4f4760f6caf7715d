"""An office checks a language: what it gets, in which order, and what its answers change.

A wrong "reviewed" is worse than none: so exactly the texts that somebody has approved become
reviewed, with the office's name and the day, and an approval never outlives the German it is of.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page

from guide import cli
from guide.approval import Approval, approval, office_fault, signed, unsigned
from guide.catalog import Message, State
from guide.edition import Edition
from guide.languages import LANGUAGES
from guide.outputs import pages
from guide.printing import browser
from guide.review import kit, photos, sittings
from guide.review.table import ANSWER, CORRECTION, HEAD, REMARK, TO_FILL
from guide.safety import RULES, rank, reasons
from guide.site import Site
from guide.whereabouts import FIELDS, in_words
from tests import dom, mini

AR = LANGUAGES["ar"]
OFFICE = "Landkreis Musterland, Sprachmittlung"
DAY = "2026-11-24"
SIGNED = f"# geprüft: {OFFICE}, {DAY}"
PLACE = "stations/ausbildung/summary"
OTHER = "stations/neu-hier/name"
SENTENCE = "Du lernst einen Beruf im Betrieb und in der Schule."
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def sent(whole_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the small guide in Arabic, without pictures."""
    folder = tmp_path_factory.mktemp("kit") / "ar"
    made = kit.write_kit(kit.planned(mini.site_of(whole_sources), AR, 5), folder, pictures=False)
    assert made.texts > 300
    return folder


@pytest.fixture(scope="module")
def drafts(whole_sources: Path) -> Site:
    return mini.site_of(whole_sources)


def bring(root: Path, file: Path, *more: str, office: str | None = OFFICE) -> int:
    by = ["--office", office] if office is not None else []
    command = ["translations", "import", str(file), "--root", str(root), "--today", DAY]
    return cli.main([*command, *by, *more])


def open_table(file: Path) -> Worksheet:
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    return sheet


def row_of(sheet: Worksheet, place: str) -> int:
    found = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 10).value == place]
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


# --- which texts are safety-relevant -----------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "german", "reason"),
    [
        ("residence_statuses/duldung/summary", "Du bist hier.", "Aufenthalt"),
        ("stations/x/summary", "Frag die Ausländerbehörde.", "Aufenthalt"),
        ("stations/x/summary", "Du hast ein Recht auf Beratung.", "Rechte und Verbote"),
        ("stations/x/leads_to/y/text", "Bis zum {frist:anmeldung}.", "Frist"),
        ("stations/x/leads_to/y/deadline", "Im Mai", "Frist"),
        ("stations/x/money", "Das übernimmt die Schule.", "Geld und Verträge"),
        ("benefits/kindergeld/who", "Eltern", "Geld und Verträge"),
        ("stations/x/summary", "Der Kurs kostet {betrag:kurs}.", "Geld und Verträge"),
        ("stations/x/summary", "Du musst dich melden.", "Pflicht"),
        ("stations/x/requires", "Ein Zeugnis", "Was nötig ist"),
        ("ui", "Dieser Platz ist nicht frei.", "Verneinung oder Einschränkung"),
        ("ui", "Erst ab 18 Jahren", "Verneinung oder Einschränkung"),
        ("terms/x/explain", "Damit darfst du studieren.", "Dürfen oder können"),
    ],
)
def test_rights_deadlines_money_and_small_words_make_a_text_safety_relevant(
    place: str, german: str, reason: str
) -> None:
    assert reason in reasons(Message(place, german))


@pytest.mark.parametrize(
    ("place", "german"),
    [
        ("ui", "Zur Startseite"),
        ("stations/x/name", "Gymnasium"),
        ("services/x/summary", "Musik machen in Musterstadt."),
        ("residence_statuses/duldung/keywords", "nicht abgeschoben, Papier"),
    ],
)
def test_what_harms_nobody_and_words_to_search_for_can_wait(place: str, german: str) -> None:
    message = Message(place, german)
    assert (reasons(message), rank(message)) == ((), len(RULES))


def test_all_texts_about_papers_and_benefits_of_the_real_guide_come_first(real: Site) -> None:
    texts = [m for m in real.messages if not m.context.endswith("/keywords")]
    pressing = ("residence_statuses/", "benefits/")
    assert all(reasons(m) for m in texts if m.context.startswith(pressing))
    assert all(reasons(m) for m in texts if re.search(r"\{(frist|betrag):", m.german))
    share = sum(bool(reasons(m)) for m in texts) / len(texts)
    assert 0.2 < share < 0.6, "first is what not everything is"


# --- in which order, and where they stand ------------------------------------------------------


def test_each_text_comes_once_and_the_safety_relevant_before_all_others(drafts: Site) -> None:
    listed = sittings.items(drafts, AR)
    assert {item.message for item in listed} == set(mini.asked(drafts, "ar"))
    assert len(listed) == len({item.message for item in listed})
    assert [item.number for item in listed] == list(range(1, len(listed) + 1))
    ranks = [rank(item.message) for item in listed]
    assert ranks == sorted(ranks)
    assert listed[0].reasons
    assert not listed[-1].reasons


def test_a_sitting_lasts_as_long_as_was_asked_for(drafts: Site) -> None:
    listed = sittings.items(drafts, AR)
    parts = sittings.sittings(listed, 5)
    assert [item for part in parts for item in part.items] == listed
    assert all(part.minutes <= 5 for part in parts)
    assert all(part.minutes >= 4 for part in parts[:-1])
    assert [len(part.items) for part in sittings.sittings(listed[:3], 0)] == [1, 1, 1]


def test_what_is_reviewed_missing_or_outdated_is_not_asked_again(small: Site) -> None:
    """The small guide's own catalog has one of each."""
    found = small.catalogs["ar"].resolve(small.messages)
    waiting = [m for m, r in found.items() if r.state is State.UNCHECKED]
    assert {item.message for item in sittings.items(small, AR)} == set(waiting)
    states = [r.state for r in found.values()]
    assert sittings.left_out(small, AR) == states.count(State.MISSING) + states.count(
        State.OUTDATED
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("stations/neu-hier/name", "Station „Neu hier“, Name"),
        ("stations/neu-hier/leads_to/sprachkurs/text", "Station „Neu hier“, Schritt 2 (zu „Sprac"),
        ("stations/neu-hier/leads_to/schule/deadline", "Schritt 1 (zu „Schule“), Frist"),
        ("residence_statuses/erlaubnis/duration", "Aufenthalt „Erlaubnis“, Dauer"),
        ("content/hilfe/title", "Seite „Hilfe“, Überschrift"),
        ("ui", "Wörter der Seiten"),
    ],
)
def test_a_place_is_told_in_words(place: str, words: str, small: Site) -> None:
    assert words in in_words(small.guide, place)


def test_every_place_of_the_real_guide_has_german_words(real: Site) -> None:
    places = {m.context for m in real.messages} - {"ui", "ui-firms"}
    data = {p for p in places if not p.startswith(("content/", "region"))}
    assert {p.rpartition("/")[2] for p in data if "/steps/" not in p} <= FIELDS.keys()
    raw = {
        p: w for p in data if re.search(r"„[a-z0-9]+-[a-z0-9-]+“|\?", w := in_words(real.guide, p))
    }
    assert {p: w for p, w in raw.items() if not p.startswith("phones/")} == {}


# --- the folder --------------------------------------------------------------------------------


def test_a_page_has_both_texts_in_their_direction_and_says_where_and_why(sent: Path) -> None:
    numbers = []
    for file in sorted(sent.glob("sitzung-*.html")):
        page = dom.parse(file.read_text(encoding="utf-8"))
        for article in page.all("article"):
            pair = article.one("div", class_="pair")
            german, arabic = pair.all("p")
            assert (german.attrs["lang"], german.attrs["dir"]) == ("de", "ltr")
            assert (arabic.attrs["lang"], arabic.attrs["dir"]) == ("ar", "rtl")
            assert arabic.text == f"ar {german.text}"
            numbers.append(int(article.attrs["id"][1:]))
    assert numbers == list(range(1, open_table(sent / "ar.xlsx").max_row))
    first = dom.parse((sent / "sitzung-01.html").read_text(encoding="utf-8"))
    assert "Wichtig: Aufenthalt" in next(first.all("article")).text


def test_the_folder_needs_no_network_and_no_script(sent: Path) -> None:
    for file in sent.glob("*.html"):
        page = dom.parse(file.read_text(encoding="utf-8"))
        assert not list(page.all("script"))
        links = [a.attrs["href"].partition("#")[0] for a in page.all("a")]
        assert all((sent / link).is_file() for link in links if link), file.name


def test_the_instructions_name_all_sittings_and_how_their_length_is_guessed(sent: Path) -> None:
    page = dom.parse((sent / "index.html").read_text(encoding="utf-8"))
    links = {a.attrs["href"] for a in page.all("a")}
    assert {f.name for f in sent.glob("sitzung-*.html")} <= links
    assert "ar.xlsx" in links
    assert f"{sittings.WORDS_A_MINUTE} Wörter in der Minute" in page.text
    assert "geschätzt, nicht gemessen" in page.text


def test_only_answers_can_be_typed_and_the_sheet_runs_from_right_to_left(sent: Path) -> None:
    sheet = open_table(sent / "ar.xlsx")
    assert tuple(cell.value for cell in sheet[1]) == HEAD
    assert sheet.protection.sheet
    open_cells = {c.column for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert open_cells == set(TO_FILL)
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "B2"
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"ja,nein"', f"D2:D{sheet.max_row}")


def test_without_a_browser_the_kit_comes_without_pictures_and_says_how_to_get_them(
    whole: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "find", lambda: None)
    assert cli.main(["translations", "review", "ar", "--root", str(whole)]) == 0
    out = capsys.readouterr().out
    assert "Es fehlt ein Browser" in out
    assert "ohne Bilder" in out
    folder = whole / "pruefung/ar"
    assert not list(folder.rglob("*.webp"))
    assert "<img" not in (folder / "sitzung-01.html").read_text(encoding="utf-8")
    assert not list(folder.parent.glob(".*")), "nothing half-made is left"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["xx"], "Eine Sprache „xx“ gibt es hier nicht"),
        (["ar", "--sitting", "0"], "Eine Sitzung dauert 1 bis 240 Minuten, nicht 0."),
        (["ar", "--output", "{root}/data/ar"], "Dort stehen die Quellen."),
        (["ar", "--output", "{root}/antworten"], "vielleicht mit Antworten"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_overwritten(
    options: list[str], told: str, whole: Path, capsys: Capture
) -> None:
    (whole / "antworten").mkdir()
    (whole / "antworten/ar.xlsx").write_text("ja", encoding="utf-8")
    filled = [option.format(root=whole) for option in options]
    assert cli.main(["translations", "review", *filled, "--root", str(whole)]) == 1
    assert told in capsys.readouterr().out
    assert [f.name for f in (whole / "antworten").iterdir()] == ["ar.xlsx"]
    assert not (whole / "data/ar").exists()


# --- pictures ----------------------------------------------------------------------------------

PHOTOGRAPHED = ("stations/ausbildung/", "content/hilfe", "residence_statuses/erlaubnis/")


@pytest.fixture(scope="module")
def pictured(drafts: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit of a few texts, with pictures."""
    listed = [i for i in sittings.items(drafts, AR) if i.message.context.startswith(PHOTOGRAPHED)]
    numbered = [
        sittings.Item(n, i.message, i.text, i.faulty, i.reasons, i.seconds)
        for n, i in enumerate(listed, 1)
    ]
    folder = tmp_path_factory.mktemp("pictured") / "ar"
    made = kit.write_kit(kit.Kit(drafts, AR, sittings.sittings(numbered), 0), folder)
    assert 10 < made.pictured < made.texts, "words to search for are on no page"
    return folder


def plain(drafts: Site) -> Edition:
    """The edition that readers get: no text has a number."""
    found = drafts.catalogs["ar"].resolve(drafts.messages)
    return Edition(drafts.guide, AR, found, "unchecked", drafts.day)


@pytest.mark.browser
def test_the_frame_is_around_the_text_where_readers_see_it(
    pictured: Path, drafts: Site, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    """Found by a number in the text; here the page without numbers is asked for the text."""
    page = open_page(scripts=False)
    page.goto((pictured / "sitzung-01.html").as_uri())
    card = page.locator("article", has_text=f"ar {SENTENCE}")
    picture, frame, cut = card.locator("img"), card.locator(".cut i"), card.locator(".cut")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") == 360
    framed, shown = frame.bounding_box(), cut.bounding_box()
    assert framed
    assert shown
    assert shown["y"] <= framed["y"]
    assert framed["y"] + framed["height"] <= shown["y"] + shown["height"]
    top = framed["y"] - shown["y"] - float(picture.evaluate("e => parseFloat(e.style.top)"))
    photos._made(drafts, plain(drafts), tmp_path)
    page.goto((tmp_path / "ar/station/ausbildung.html").as_uri())
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    text = page.locator("main p", has_text=f"ar {SENTENCE}").first.bounding_box()
    assert text
    assert abs(text["y"] - top) < 8, "the frame has an edge"
    assert abs(text["height"] - framed["height"]) < 16
    page.context.close()


@pytest.mark.browser
def test_a_picture_shows_what_readers_see_and_no_number_is_left_in_it(
    drafts: Site, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    """The numbers change no Markdown, no link, no order, and are gone before the photograph."""
    page = open_page(scripts=False)
    marked = photos._marked(drafts, AR, sittings.items(drafts, AR))
    for path in ("hilfe.html", "station/neu-hier.html", "geld.html"):
        seen = []
        for edition in (plain(drafts), marked):
            (html,) = (a.render() for a in pages.plan(drafts, edition) if a.path == f"ar/{path}")
            (tmp_path / "page.html").write_bytes(html)
            page.goto((tmp_path / "page.html").as_uri())
            boxes = page.evaluate(photos.FIND)[0]
            seen.append((page.evaluate("document.body.innerText"), len(boxes)))
        (without, none), (with_numbers, some) = seen
        assert with_numbers == without
        assert none == 0 < some
    page.context.close()


@pytest.mark.browser
def test_pictures_are_small_and_each_is_used(pictured: Path) -> None:
    html = "".join(f.read_text(encoding="utf-8") for f in pictured.glob("sitzung-*.html"))
    files = list((pictured / "bilder").iterdir())
    assert {f.name for f in files} == set(re.findall(r'src="bilder/([^"]+)"', html))
    for file in files:
        content = file.read_bytes()
        assert (content[:4], content[8:12]) == (b"RIFF", b"WEBP")
        assert len(content) < 300_000


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
