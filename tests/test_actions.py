"""What one can do with a page: call, find the way, share, copy, be read to.

What is asked of a voice or of sharing is asked of a page that has been given one, since no test
machine has them.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import dom, hosts

browser_only = pytest.mark.browser

OFFER = "angebot/wegeberatung.html"
VOICES = """tags => {
  const voices = tags.map(lang => ({lang, localService: true, name: lang}));
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => voices, cancel() {},
    speak(one) { said.push([one.lang, one.text.trim()]); },
  }});
}"""
SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(
    e => { window.shift += e.hadRecentInput ? 0 : e.value; }))
    .observe({type: "layout-shift", buffered: true});
}"""

# Resolved when what has moved until now is drawn, and told to observers
FRAMES = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
  () => setTimeout(done))))"""


def with_script(browser: Browser, path: Path, script: str) -> Page:
    """Open *path* on a phone that runs *script* before the page's own."""
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    page.add_init_script(script)
    page.goto(hosts.address(path))
    return page


def with_voices(browser: Browser, path: Path, *tags: str) -> Page:
    return with_script(browser, path, f"({VOICES})({list(tags)})")


def test_a_phone_is_called_and_an_address_is_found_by_a_tap(mini_site: Path) -> None:
    main = dom.parse((mini_site / "de" / OFFER).read_text(encoding="utf-8")).one("main")
    links = [link.attrs["href"] for link in main.one("div", class_="act").all("a")]
    call, place, way, remember = links
    assert "merkliste.html#+" in remember
    assert re.fullmatch(r"tel:\+49\d+", call)
    assert re.fullmatch(r"geo:[\d.]+,[\d.]+\?q=[^ ]+", place)
    where = unquote(place.split("?q=")[1])
    assert way.startswith("https://www.openstreetmap.org/directions?to=")
    assert unquote(way.split("to=")[1]) == where
    assert where in main.text.replace(",", "") or re.fullmatch(r"[\d.]+,[\d.]+", where)


def test_an_offer_of_unknown_place_leads_to_no_map(mini_site: Path) -> None:
    html = (mini_site / "de" / "angebot" / "fussball.html").read_text(encoding="utf-8")
    assert "geo:" not in html
    assert "openstreetmap" not in html


def test_no_link_shares_an_address_that_is_only_a_placeholder(mini_site: Path) -> None:
    for path in sorted(mini_site.rglob("*.html")):
        for link in dom.parse(path.read_text(encoding="utf-8")).one("body").all("a"):
            assert ".example/" not in link.attrs.get("href", ""), path


@browser_only
@pytest.mark.parametrize("path", [OFFER, "station/neu-hier.html", "ort/klein-muster.html"])
def test_without_scripts_only_links_are_offered(
    path: str, mini_site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(scripts=False)
    page.goto(hosts.address(mini_site / "de" / path))
    assert page.locator("button").locator("visible=true").count() == 0
    assert page.locator(".act summary").locator("visible=true").count() == 0
    page.context.close()


@browser_only
def test_reading_aloud_is_offered_only_where_the_phone_has_a_voice_for_the_page(
    mini_site: Path, browser: Browser
) -> None:
    for tags, offered in (((), False), (("de-DE",), False), (("de-DE", "ar_EG"), True)):
        page = with_voices(browser, mini_site / "ar" / OFFER, *tags)
        assert page.locator("[data-do=read]").is_visible() == offered, tags
        page.context.close()


@browser_only
def test_a_page_is_read_in_its_order_and_german_words_by_a_german_voice(
    mini_site: Path, browser: Browser
) -> None:
    page = with_voices(browser, mini_site / "ar" / OFFER, "ar-EG", "de-DE")
    page.locator("[data-do=read]").click()
    expect(page.locator("[data-do=read]")).to_have_text("Stopp")
    said = page.evaluate("said")
    heading = page.locator("h1").text_content()
    assert ["de-DE", heading] in said
    assert {lang for lang, _ in said} == {"ar-EG", "de-DE"}
    assert not any("Kopieren" in text for _, text in said)
    page.locator("[data-do=read]").click()
    expect(page.locator("[data-do=read]")).to_have_text("Vorlesen")
    page.context.close()


@browser_only
def test_other_apps_are_offered_only_where_the_phone_can_share(
    mini_site: Path, browser: Browser
) -> None:
    share = "navigator.share = async what => { window.shared = what; }"
    for script, offered in (("delete Navigator.prototype.share", False), (share, True)):
        page = with_script(browser, mini_site / "de" / OFFER, script)
        page.locator(".act summary").click()
        page.wait_for_selector("p[role=status]", state="attached")  # the script has come
        assert page.locator("[data-do=share]").is_visible() == offered
        if offered:
            page.locator("[data-do=share]").click()
            assert page.evaluate("shared.url") == page.url
        page.context.close()


@browser_only
def test_a_phone_number_is_copied_as_it_stands(mini_site: Path, browser: Browser) -> None:
    note = (
        "document.addEventListener('copy', () => { window.copied = String(getSelection()) || "
        "document.activeElement.value; })"
    )
    page = with_script(browser, mini_site / "de" / OFFER, note)
    number = page.locator(".contact [data-copy]").first.text_content()
    page.locator(".contact [data-do=copy]").first.click()
    expect(page.locator(".contact [data-do=copy]").first).to_have_text("Kopiert")
    expect(page.locator("p[role=status]")).to_have_text("Kopiert")
    assert page.evaluate("copied") == number
    page.context.close()


@browser_only
def test_copied_is_said_only_of_what_has_been_copied(mini_site: Path, browser: Browser) -> None:
    """A browser refuses at a script that came too late for the tap; the next tap copies."""
    refuse = """
      const copy = document.execCommand;
      let asked = 0;
      document.execCommand = (...what) => asked++ > 0 && copy.apply(document, what);
      window.askedToCopy = () => asked;"""
    page = with_script(browser, mini_site / "de" / OFFER, f"(() => {{{refuse}}})()")
    button, said = page.locator(".contact [data-do=copy]").first, page.locator("p[role=status]")
    before = button.text_content()
    button.click()
    page.wait_for_function("askedToCopy() == 1")
    expect(button).to_be_focused()  # which is the last that the script does
    assert (button.text_content(), said.text_content()) == (before, "")
    button.click()
    expect(button).to_have_text("Kopiert")
    expect(said).to_have_text("Kopiert")
    page.context.close()


@browser_only
def test_nothing_moves_when_the_scripts_come(mini_site: Path, browser: Browser) -> None:
    """Nor when reading begins. By `click()`: what moves within 0.5 s of a tap is not counted.

    A script that comes late on a slow line is not within it.
    """
    for path in (OFFER, "station/neu-hier.html", "ort/klein-muster.html"):
        script = f"({VOICES})(['de-DE']); ({SHIFTS})()"
        page = with_script(browser, mini_site / "de" / path, script)
        before = page.locator("main").bounding_box()
        expect(page.locator("[data-do=read]")).to_be_enabled()
        page.locator("[data-do=read]").evaluate("button => button.click()")
        expect(page.locator("[data-do=read]")).to_have_text("Stopp")
        page.evaluate(FRAMES)
        assert page.evaluate("shift") == 0
        assert page.locator("main").bounding_box() == before
        page.context.close()
