"""What an office gets that checks a language: pages with pictures and a table, in sittings."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page

from guide import cli
from guide.catalog import State
from guide.edition import Edition
from guide.outputs import pages
from guide.printing import browser
from guide.review import kit, photos, sittings
from guide.review.table import HEAD, TO_FILL
from guide.safety import rank
from guide.site import Site
from tests import dom, mini
from tests.office import AR, SENTENCE, few

Capture = pytest.CaptureFixture[str]
TWICE = "Wegeberatung"


@pytest.fixture(scope="module")
def pages_of_all(drafts: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the small guide in Arabic, without pictures."""
    folder = tmp_path_factory.mktemp("kit") / "ar"
    made = kit.write_kit(kit.planned(drafts, AR, 5), folder, pictures=False)
    assert made.texts > 300
    return folder


def open_table(file: Path) -> Worksheet:
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    return sheet


# --- in which order, and where they stand ------------------------------------------------------


def test_each_text_comes_once_and_the_safety_relevant_before_all_others(drafts: Site) -> None:
    listed = sittings.items(drafts, AR)
    places = [place for item in listed for place in item.messages]
    assert set(places) == set(mini.asked(drafts, "ar"))
    assert len(places) == len(set(places)) > len(listed)
    assert len(listed) == len({(item.message.german, item.text) for item in listed})
    assert [item.number for item in listed] == list(range(1, len(listed) + 1))
    ranks = [rank(item.message) for item in listed]
    assert ranks == sorted(ranks)
    assert listed[0].reasons
    assert not listed[-1].reasons


def test_the_same_german_with_another_translation_is_another_pair(whole: Path) -> None:
    site = mini.site_of(whole)
    (same,) = (item for item in sittings.items(site, AR) if item.message.german == TWICE)
    catalog = site.catalogs["ar"]
    odd = same.messages[-1]
    entries = {**catalog.entries, odd: catalog.entries[odd]._replace(text="ar anders")}
    catalogs = {**site.catalogs, "ar": replace(catalog, entries=entries)}
    pairs = [
        item
        for item in sittings.items(replace(site, catalogs=catalogs), AR)
        if item.message.german == TWICE
    ]
    found = {item.text: set(item.messages) for item in pairs}
    assert found == {same.text: set(same.messages) - {odd}, "ar anders": {odd}}


def test_a_text_that_stands_in_several_places_says_so_and_names_the_others(
    pages_of_all: Path, drafts: Site
) -> None:
    (same,) = (item for item in sittings.items(drafts, AR) if item.message.german == TWICE)
    sheet = open_table(pages_of_all / "ar.xlsx")
    row = [str(cell.value) for cell in sheet[same.number + 1]]
    assert row[HEAD.index("Schlüssel (nicht ändern)")].split("\n") == [
        place.context for place in same.messages
    ]
    told = f"(kommt an {len(same.messages)} Stellen vor, auch: "
    assert told in row[HEAD.index("Wo steht es?")]
    pages = (file.read_text(encoding="utf-8") for file in pages_of_all.glob("sitzung-*.html"))
    cards = [card for page in pages for card in dom.parse(page).all("article")]
    assert told in next(c for c in cards if c.attrs["id"] == f"n{same.number}").text


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
    listed = [place for item in sittings.items(small, AR) for place in item.messages]
    assert sorted(listed) == sorted(waiting)
    states = [r.state for r in found.values()]
    assert sittings.left_out(small, AR) == states.count(State.MISSING) + states.count(
        State.OUTDATED
    )


# --- the folder --------------------------------------------------------------------------------


def test_a_page_has_both_texts_in_their_direction_and_says_where_and_why(
    pages_of_all: Path,
) -> None:
    numbers = []
    for file in sorted(pages_of_all.glob("sitzung-*.html")):
        page = dom.parse(file.read_text(encoding="utf-8"))
        for article in page.all("article"):
            pair = article.one("div", class_="pair")
            german, arabic = pair.all("p")
            assert (german.attrs["lang"], german.attrs["dir"]) == ("de", "ltr")
            assert (arabic.attrs["lang"], arabic.attrs["dir"]) == ("ar", "rtl")
            assert arabic.text == f"ar {german.text}"
            numbers.append(int(article.attrs["id"][1:]))
    assert numbers == list(range(1, open_table(pages_of_all / "ar.xlsx").max_row))
    first = dom.parse((pages_of_all / "sitzung-01.html").read_text(encoding="utf-8"))
    assert "Wichtig: Aufenthalt" in next(first.all("article")).text


def test_the_folder_needs_no_network_and_no_script(pages_of_all: Path) -> None:
    for file in pages_of_all.glob("*.html"):
        page = dom.parse(file.read_text(encoding="utf-8"))
        assert not list(page.all("script"))
        links = [a.attrs["href"].partition("#")[0] for a in page.all("a")]
        assert all((pages_of_all / link).is_file() for link in links if link), file.name


def test_the_instructions_name_all_sittings_and_how_their_length_is_guessed(
    pages_of_all: Path,
) -> None:
    page = dom.parse((pages_of_all / "index.html").read_text(encoding="utf-8"))
    links = {a.attrs["href"] for a in page.all("a")}
    assert {f.name for f in pages_of_all.glob("sitzung-*.html")} <= links
    assert "ar.xlsx" in links
    assert f"{sittings.WORDS_A_MINUTE} Wörter in der Minute" in page.text
    assert "geschätzt, nicht gemessen" in page.text


def test_only_answers_can_be_typed_and_the_sheet_runs_from_right_to_left(
    pages_of_all: Path,
) -> None:
    sheet = open_table(pages_of_all / "ar.xlsx")
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
    folder = tmp_path_factory.mktemp("pictured") / "ar"
    made = kit.write_kit(few(drafts, PHOTOGRAPHED), folder)
    assert 10 < made.pictured < made.texts, "words to search for are on no page"
    return folder


def plain(drafts: Site) -> Edition:
    """The edition that readers get: no text has a number."""
    found = drafts.catalogs["ar"].resolve(drafts.messages)
    return Edition(drafts.guide, AR, lambda: found, "unchecked", drafts.day)


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


def test_a_language_is_photographed_before_it_is_published(drafts: Site, tmp_path: Path) -> None:
    unpublished = replace(drafts, editions=drafts.editions[:1])
    seen = photos._made(unpublished, photos._marked(drafts, AR, ()), tmp_path)
    assert {"index.html", "station/ausbildung.html"} <= seen.keys()
    assert all((tmp_path / "ar" / path).is_file() for path in seen)


@pytest.mark.browser
def test_pictures_are_small_and_each_is_used(pictured: Path) -> None:
    html = "".join(f.read_text(encoding="utf-8") for f in pictured.glob("sitzung-*.html"))
    files = list((pictured / "bilder").iterdir())
    assert {f.name for f in files} == set(re.findall(r'src="bilder/([^"]+)"', html))
    for file in files:
        content = file.read_bytes()
        assert (content[:4], content[8:12]) == (b"RIFF", b"WEBP")
        assert len(content) < 300_000
