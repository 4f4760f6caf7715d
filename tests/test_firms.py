"""The pages for firms: in two languages, with their sources, on a sheet of paper each."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page

from guide import translations
from guide.audience import FIRMS, asks
from guide.outputs import firms, placements
from guide.outputs.pages import plan, scenes
from guide.site import Site
from tests import mini
from tests.dom import parse


def test_each_instrument_has_a_page_in_german_and_english_alone(mini_site: Path) -> None:
    for tag in ("de", "en"):
        assert {p.name for p in (mini_site / tag / "betrieb").iterdir()} == {
            "praktikum.html",
            "ausbildung.html",
        }
    assert not (mini_site / "ar" / "betrieb").exists()


def test_a_reader_of_another_language_is_told_where_there_is_more(mini_site: Path) -> None:
    page = parse((mini_site / "ar" / "betriebe.html").read_text("utf-8"))
    links = {e.attrs["lang"]: e.attrs["href"] for e in page.one("main").all("a", lang="en")}
    assert links == {"en": "../en/betriebe.html"}


def test_changing_the_language_on_a_page_for_firms_leads_to_the_page_for_all(
    mini_site: Path,
) -> None:
    page = parse((mini_site / "de" / "betrieb" / "praktikum.html").read_text("utf-8"))
    switch = [e.attrs["href"] for e in page.one("header").all("a", lang="ar")]
    assert switch == ["../../ar/betriebe.html"]
    (entry,) = [
        part
        for part in (mini_site / "sitemap.xml").read_text("utf-8").split("<url>")
        if "/de/betrieb/praktikum.html</loc>" in part
    ]
    assert set(re.findall('hreflang="([^"]+)"', entry)) == {"de", "en", "x-default"}


def test_what_only_firms_read_is_asked_of_german_and_english_alone(small: Site) -> None:
    ours = {message.context for message in small.messages if not asks("ar", message.context)}
    assert {"instruments/praktikum/title", "rules/mindestlohn/title", "ui-firms"} <= ours
    assert frozenset({"de", "en"}) == FIRMS
    for tag in ("ar", "en"):
        resolved = {m.context for m in small.catalogs[tag].resolve(small.messages)}
        assert bool(resolved & ours) == (tag == "en")
    assert not set(translations.count_by_page(small, "ar")) & {"ui-firms", "rules/mindestlohn"}


def test_a_text_for_firms_that_is_not_translated_says_that_it_is_german(small: Site) -> None:
    page = parse(mini.render(mini.SOURCES, "en/betrieb/praktikum.html"))
    heading = page.one("h2", id="schritte")
    assert heading.one("span", lang="de", data_tr="missing").text == "Schritt für Schritt"


def test_every_statement_names_its_sources_by_numbers_that_are_on_the_page(small: Site) -> None:
    page = parse(mini.render(mini.SOURCES, "de/betrieb/praktikum.html"))
    listed = {e.attrs["id"] for e in page.one("section", id="quellen").all("li")}
    for statement in page.one("main").all("sup"):
        named = {a.attrs["href"].removeprefix("#") for a in statement.all("a")}
        assert named
        assert named <= listed
    assert listed == {"quelle-1", "quelle-2"}


def test_a_part_that_nobody_has_looked_up_says_so(small: Site) -> None:
    page = mini.render(mini.SOURCES, "de/betrieb/ausbildung.html")
    assert page.count("Noch nicht geprüft.") == 4  # costs, permits, German, help


# Stations on which a firm could do something, and of which nothing is written for firms yet
GAPS = {
    *("pflegeassistenz", "pflegefachkraft", "sozialpaedagogische-assistenz", "erzieher"),
    *("aufstieg-meister", "berufsvorbereitung-bvb", "ausserbetriebliche-ausbildung"),
    *("jugendwerkstatt", "freiwilligendienst"),
}


def test_every_vocational_station_has_a_page_for_firms_or_is_a_known_gap(real: Site) -> None:
    with_page = {name for i in real.guide.employers.instruments for name in i.stations}
    told = {s.id for s in real.guide.pathways.stations if s.employers}
    assert told
    assert told <= with_page
    for station in real.guide.pathways.stations:
        if station.kind == "vocational":
            assert (station.id in with_page) != (station.id in GAPS), station.id
    assert not GAPS & with_page


@pytest.mark.browser
def test_each_instrument_of_the_real_guide_prints_on_one_sheet(real: Site, page: Page) -> None:
    """A4, as Ctrl+P does it, in German: the English is not longer."""
    sheets = [a for a in plan(real, real.editions[0]) if "/betrieb/" in a.path]
    assert len(sheets) == len(real.guide.employers.instruments) > 5
    for sheet in sheets:
        page.set_content(with_its_style(real, sheet.render().decode("utf-8")), wait_until="load")
        content = page.pdf(format="A4", prefer_css_page_size=True)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert len(pdf.pages) == 1, sheet.path


def with_its_style(site: Site, html: str) -> str:
    """A page that carries its style sheet itself, so that no server is needed."""
    style = site.assets["style.css"].decode("utf-8")
    html = re.sub(r"<meta http-equiv=[^>]*>", "", html)
    return re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: f"<style>{style}</style>", html)


def test_pages_for_firms_are_in_the_plan_once(small: Site) -> None:
    paths = [scene.path for scene in scenes(small, small.editions[0])]
    assert len(paths) == len(set(paths))
    assert {firms.RULES, firms.FORM, placements.PATH} <= set(paths)
