"""How the pages look and are touched: pictures, targets, narrow and enlarged pages.

German stands for the languages written from left to right, Arabic for the others; one page of
each type, the heaviest. What one can do with a page is in tests/test_actions.py.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import Browser, Page

from guide import labels
from guide.icons import drawn, icon, read_icons
from guide.offers import ServiceKind
from guide.pathways import Picture, StationKind
from tests import dom, hosts
from tests.test_accessibility import barriers, language_of, layout_of
from tests.tools import ROOT

browser_only = pytest.mark.browser

# --- pictures --------------------------------------------------------------------------------


def test_every_kind_of_station_and_offer_has_a_picture() -> None:
    kinds = {*get_args(StationKind), *get_args(ServiceKind), *get_args(Picture), "status"}
    assert kinds - read_icons(ROOT).keys() == set()
    assert {*labels.STATION_KINDS, *labels.SERVICE_KINDS} <= kinds


def test_every_picture_is_a_line_on_a_grid_of_24() -> None:
    for name, symbol in read_icons(ROOT).items():
        assert not re.search(r"fill|stroke|style|class|text|href", symbol), name
        numbers = [abs(float(n)) for n in re.findall(r"-?\d*\.?\d+", symbol)]
        assert max(numbers) <= 24, name


def test_a_picture_is_for_the_eye_alone() -> None:
    picture = dom.parse(str(icon("school"))).one("svg")
    assert picture.attrs["aria-hidden"] == "true"


def test_a_page_carries_each_picture_it_uses_once_and_no_other() -> None:
    icons = read_icons(ROOT)
    html = drawn(icons, icon("call") + icon("map") + icon("call"))
    assert [html.count(icons[name]) for name in ("call", "map", "school")] == [1, 1, 0]
    assert html.index(icons["call"]) < html.index('<use href="#i-call"')
    assert drawn(icons, "no picture") == "no picture"


def test_every_page_carries_the_pictures_it_uses(built_site: Path) -> None:
    for path in sorted(built_site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        used = {*re.findall(r'<use href="#i-(\w+)"', html)}
        assert used == {*re.findall(r'<g id="i-(\w+)"', html)}, path
        for picture in re.findall(r'<svg class="i\b.*?</svg>', html):
            assert re.search(r' aria-hidden="true">(<use|<g|<path|<circle|<rect)', picture), path
            assert ' viewBox="0 0 24 24"' in picture, path


def test_no_picture_stands_without_words(built_site: Path) -> None:
    for path in one_of_each(built_site):
        for picture in dom.parse(path.read_text(encoding="utf-8")).all("svg", aria_hidden="true"):
            assert picture.parent
            assert picture.parent.text.strip(), (path, picture.parent)


def one_of_each(site: Path, languages: tuple[str, ...] = ("de", "ar")) -> list[Path]:
    """Return the heaviest page of each type in each of *languages*."""
    heaviest: dict[tuple[str, str], Path] = {}
    for path in sorted(site.rglob("*.html")):
        key = (language_of(path, site), layout_of(path))
        if key[0] in languages and key[1]:
            heaviest[key] = max(heaviest.get(key, path), path, key=lambda p: p.stat().st_size)
    return list(heaviest.values())


# --- to touch and to read --------------------------------------------------------------------

# A link in a sentence is excepted (WCAG 2.5.8), and so is the map, whose list says the same
SMALL = r"""() => [...document.querySelectorAll("a[href], button, summary, input, select")]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest("svg, .skip"))
  .filter(e => {
    const around = e.closest("p, li, dd, dt, td"), box = (e.closest("label") || e);
    const rest = around && around.textContent.replace(e.textContent, "").trim();
    const inline = getComputedStyle(e).display === "inline" && rest && rest.length > 3;
    const {width, height} = box.getBoundingClientRect();
    return width && !inline && (width < 44 || height < 44);
  }).map(e => `${e.localName} ${e.textContent.trim().slice(0, 40)}`)"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important} p {margin-block-end: 2em !important}`);
  document.adoptedStyleSheets = [sheet];
}"""
ENLARGED = """() => {
  const root = document.documentElement;
  root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px";
}"""
WORDS = ("de", "ar", "ru")  # what is longest, in either direction
# Of axe's rules those that read colours; what the others read is the same in each look
COLOURS = ["color-contrast", "link-in-text-block"]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a tab, with a page from its folder; closed at the end of the module."""
    contexts = []

    def open_(path: Path | None = None, width: int = 360, **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 640},
            has_touch=True,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        if path:
            page.goto(hosts.address(path))
        return page

    yield open_
    for context in contexts:
        context.close()


@browser_only
def test_what_is_tapped_is_at_least_44_pixels_large(
    built_site: Path, opened: Callable[..., Page]
) -> None:
    small = []
    page = opened()
    for path in one_of_each(built_site):
        page.goto(hosts.address(path))
        page.evaluate("document.querySelectorAll('.act details').forEach(d => d.open = true)")
        if page.locator(".act details").count():  # their script shows and hides buttons
            page.wait_for_selector("p.skip[role=status]", state="attached")
        small += [(path.name, found) for found in page.evaluate(SMALL)]
    assert small[:10] == []


@browser_only
@pytest.mark.parametrize(("width", "change"), [(320, SPACED), (360, ENLARGED)])
def test_nothing_sticks_out_with_more_space_or_larger_text(
    width: int, change: str, built_site: Path, opened: Callable[..., Page]
) -> None:
    """WCAG 1.4.12, 1.4.10 and 1.4.4, the last on a phone instead of a wide screen."""
    wide = []
    page = opened(width=width)
    for path in one_of_each(built_site, WORDS):
        page.goto(hosts.address(path))
        page.evaluate(change)
        if (over := page.evaluate(TOO_WIDE)) > 0:
            wide.append((language_of(path, built_site), path.name, over))
    assert wide == []


@browser_only
@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_no_barrier_in_the_dark_and_in_forced_colours(
    look: dict[str, str], built_site: Path, opened: Callable[..., Page]
) -> None:
    """A style has the same colours in each language; Arabic has the marks of drafts besides."""
    found = []
    page = opened(**look)
    layouts = {layout_of(path): path for path in sorted(one_of_each(built_site), reverse=True)}
    assert {language_of(path, built_site) for path in layouts.values()} == {"ar", "de"}
    for path in layouts.values():  # Arabic came last and stayed; German has firms to itself
        page.goto(hosts.address(path))
        found += [(path.name, barrier) for barrier in barriers(page, COLOURS)]
    assert found[:10] == []


@browser_only
def test_pictures_take_the_colour_of_their_words(
    mini_site: Path, opened: Callable[..., Page]
) -> None:
    """So they are seen in forced colours too, where only text has a colour that is known."""
    page = opened(mini_site / "de" / "index.html", forced_colors="active")
    drawn = page.locator(".tiles .i").first
    stroke, colour = drawn.evaluate("e => [getComputedStyle(e).stroke, getComputedStyle(e).color]")
    assert stroke == colour


@browser_only
def test_what_points_onward_is_turned_from_right_to_left(
    built_site: Path, opened: Callable[..., Page]
) -> None:
    for language, turned in (("de", "none"), ("ar", "-1 1")):
        page = opened(built_site / language / "station" / "duale-ausbildung.html")
        assert page.locator(".act .flip").evaluate("e => getComputedStyle(e).scale") == turned


@browser_only
def test_the_keyboard_goes_from_the_header_through_the_page_to_the_footer(
    mini_site: Path, opened: Callable[..., Page]
) -> None:
    page = opened(mini_site / "ar" / "station" / "neu-hier.html")
    seen = []
    for _ in range(200):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "document.activeElement.closest('header, main, footer')?.localName || "
            "document.activeElement.className"
        )
        seen.append(where)
        if where == "footer":
            break
    assert list(dict.fromkeys(seen)) == ["skip", "header", "main", "footer"]
    assert seen == sorted(seen, key=["skip", "header", "main", "footer"].index)
