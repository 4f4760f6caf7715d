"""Python and the phone fold texts alike: the same cases through both."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from guide.fold import fold, words
from tests import hosts
from tests.tools import ROOT

CASES = ROOT / "tests" / "cases" / "fold.tsv"


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def open_search(page: Page, site: Path) -> None:
    """Open a search page whose script gives away how it takes words apart: `words(text)`."""

    def serve(route: Route) -> None:
        script = (site / "such-index" / "de.js").read_text(encoding="utf-8")
        begin, end = script.split("suchtexte=")
        body = f"{begin}self.words=words;suchtexte={end}"
        route.fulfill(body=body, content_type="text/javascript; charset=utf-8")

    page.route("**/such-index/de.js?*", serve)
    page.goto(hosts.address(site / "de" / "suche.html"))
    page.locator(".search").wait_for(state="visible")


def cases() -> list[tuple[str, list[str]]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(unescaped(typed), compared.split()) for typed, compared in pairs]


@pytest.mark.parametrize(("typed", "compared"), cases())
def test_what_readers_type_differently_is_compared_as_the_same(
    typed: str, compared: list[str]
) -> None:
    assert words(typed) == compared


@pytest.mark.parametrize(("typed", "compared"), cases())
def test_what_is_folded_stays_as_it_is(typed: str, compared: list[str]) -> None:
    assert fold(fold(typed)) == fold(typed)


@pytest.mark.browser
def test_the_phone_folds_as_the_generator_does(page: Page, mini_site: Path) -> None:
    open_search(page, mini_site)
    typed = [text for text, _ in cases()]
    assert page.evaluate("texts => texts.map(words)", typed) == [
        compared for _, compared in cases()
    ]


@pytest.mark.browser
def test_all_letters_of_our_scripts_are_folded_alike(page: Page, mini_site: Path) -> None:
    """Latin, Greek, Cyrillic, Arabic, Ethiopic and the forms that old documents have."""
    open_search(page, mini_site)
    ranges = ((0x20, 0x530), (0x600, 0x700), (0x750, 0x780), (0x1200, 0x1380), (0xFB50, 0xFF00))
    letters = [chr(code) for low, high in ranges for code in range(low, high)]
    phone = page.evaluate("texts => texts.map(words)", letters)
    apart = [letter for letter, found in zip(letters, phone, strict=True) if words(letter) != found]
    assert apart == []
