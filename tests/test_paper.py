"""Paper from the browser alone: a page is printed as a sheet, with the German beside."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from guide.codes import code
from tests import hosts

pytestmark = pytest.mark.browser

STATION, OFFER, ROUTE = (
    "station/neu-hier.html",
    "angebot/wegeberatung.html",
    "weg/neu-hier--ziel-arbeit.html",
)
WITH_FIRMS = "station/praktikum.html"  # in German it leads to pages that Arabic does not have
BASKET = f"merkliste.html#{code('station', 'schule')}.{code('offer', 'wegeberatung')}"
# The sheet waits 5 seconds for the German page, and is then printed without it: on a busy machine
# it waits as long as it takes
STUB = """window.print = () => { document.documentElement.dataset.printed = 1; };
(later => { window.setTimeout = (what, ms) => ms >= 5000 ? 0 : later(what, ms); })(setTimeout);"""


@pytest.fixture
def sheet(page: Page) -> Callable[[str], Page]:
    """Opens an address and prints it, but for the printer."""

    def sheet(address: str, keys: str = "") -> Page:
        page.add_init_script(STUB)
        page.goto(address)
        if "#" in address:
            expect(page.locator(".packet h2").first).to_be_visible()
        if keys:
            page.keyboard.press(keys)
        else:
            page.locator("[data-do=print]").dispatch_event("click")
        expect(page.locator("html[data-printed]")).to_have_count(1)
        return page

    return sheet


def on_paper(page: Page) -> tuple[int, str]:
    """Return how many pages of A4 it takes, and what can be read on them."""
    pdf = pypdfium2.PdfDocument(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = " ".join(pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf)))
    return len(pdf), " ".join(text.split())


def rows(page: Page) -> list[list[str]]:
    """Return the languages of each row of a sheet, from left to right."""
    return page.evaluate(
        "[...document.querySelectorAll('.sheet .two')]"
        ".map(row => [...row.querySelectorAll(':scope > div')].map(cell => cell.lang))"
    )


@pytest.mark.parametrize("path", [STATION, WITH_FIRMS, OFFER, ROUTE])
def test_a_page_from_a_folder_is_printed_in_both_languages(
    path: str, mini_site: Path, sheet: Callable[..., Page]
) -> None:
    page = sheet(hosts.address(mini_site / "ar" / path))
    assert {tuple(languages) for languages in rows(page)} == {("de", "ar")}
    pages, text = on_paper(page)
    assert pages <= 2
    assert "Notizen" in text
    assert "Menü" not in text
    assert any("\u0600" <= sign <= "\uffff" for sign in text)


def test_headings_stand_beside_their_own_translation(
    mini_site: Path, sheet: Callable[..., Page]
) -> None:
    seen = """[...document.querySelectorAll("main :is(h1,h2,h3)")].filter(one => !one.closest(
        "section:has(#hierher,#woerter,#ziele)")).map(one => one.textContent.trim())"""
    page = sheet(hosts.address(mini_site / "ar" / STATION))
    own = page.evaluate(seen)
    pairs = page.evaluate(
        "[...document.querySelectorAll('.sheet .two:is(.h1,.h2,.h3)')].map(row =>"
        " [...row.querySelectorAll(':scope > div')].map(cell => cell.textContent.trim()))"
    )
    page.goto(hosts.address(mini_site / "de" / STATION))
    assert len(own) > 4
    assert pairs == [list(pair) for pair in zip(page.evaluate(seen), own, strict=True)]


def test_a_packet_from_a_folder_is_printed_in_both_languages(
    mini_site: Path, sheet: Callable[..., Page]
) -> None:
    page = sheet(f"{hosts.address(mini_site / 'ar')}/{BASKET}")
    assert {tuple(languages) for languages in rows(page)} == {("de", "ar")}
    german = page.locator(".sheet .two.h2 > [lang=de]").all_text_contents()
    arabic = page.locator(".sheet .two.h2 > [lang=ar]").all_text_contents()
    assert len(german) == len(arabic) == 2
    _, text = on_paper(page)
    assert all(" ".join(name.split()) in text for name in german)


def test_a_saved_language_prints_a_packet_in_both_without_network(
    mini_site: Path, server: Callable[[Path], str], sheet: Callable[..., Page], page: Page
) -> None:
    base = server(mini_site)
    page.goto(f"{base}ar/offline.html")
    buttons = page.locator(".save button")
    buttons.first.click()
    expect(buttons.last).to_be_visible()
    page.context.set_offline(True)
    printed = sheet(f"{base}ar/{BASKET}")
    assert {tuple(languages) for languages in rows(printed)} == {("de", "ar")}


def test_the_keys_for_printing_make_the_same_sheet(
    mini_site: Path, server: Callable[[Path], str], sheet: Callable[..., Page]
) -> None:
    page = sheet(f"{server(mini_site)}ar/{STATION}", "Control+p")
    assert ["de", "ar"] in rows(page)


def test_other_keys_are_left_to_the_browser(mini_site: Path, page: Page) -> None:
    page.goto(hosts.address(mini_site / "ar" / STATION))
    page.evaluate("addEventListener('keydown', e => { window.left = !e.defaultPrevented })")
    page.keyboard.press("p")
    assert page.evaluate("window.left")


def test_german_is_printed_alone(mini_site: Path, sheet: Callable[..., Page]) -> None:
    page = sheet(hosts.address(mini_site / "de" / STATION))
    assert {tuple(languages) for languages in rows(page)} == {("de",)}


def test_where_the_german_page_is_another_none_of_it_stands_beside(
    mini_site: Path, sheet: Callable[..., Page], tmp_path: Path
) -> None:
    site = Path(shutil.copytree(mini_site, tmp_path / "site"))
    german = site / "de" / STATION
    html = german.read_text(encoding="utf-8")
    german.write_text(
        html.replace('<dl class="facts">', '<p>Neu</p><dl class="facts">', 1), "utf-8"
    )
    page = sheet(hosts.address(site / "ar" / STATION))
    assert {tuple(languages) for languages in rows(page)} == {("ar",)}


@pytest.mark.parametrize("path", [STATION, WITH_FIRMS, OFFER, ROUTE])
def test_without_scripts_a_page_is_printed_without_what_is_only_for_screens(
    path: str, mini_site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(scripts=False)
    page.goto(hosts.address(mini_site / "de" / path))
    pages, text = on_paper(page)
    assert pages <= 2
    assert "Notizen" in text
    assert "Menü" not in text
    page.context.close()
