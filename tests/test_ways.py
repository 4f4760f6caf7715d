"""Route pages: every situation with every goal, from the home page in three taps."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from guide.load import load
from guide.outputs.ways import goals, lasting, starts
from guide.site import Site, make_site


def pages(site: Path, language: str = "de") -> list[Path]:
    return sorted((site / language / "weg").glob("*.html"))


def test_every_situation_and_status_has_a_page_for_every_goal(real: Site, built_site: Path) -> None:
    expected = {f"{start.id}--{goal.id}.html" for start in starts(real) for goal in goals(real)}
    assert {path.name for path in pages(built_site)} == expected
    assert len(expected) >= 15 * 8


def test_the_small_guide_has_its_pages_too(mini_site: Path) -> None:
    assert pages(mini_site)


def test_a_page_without_a_route_says_so_and_names_somebody_to_ask(built_site: Path) -> None:
    without = [p for p in pages(built_site) if 'class="route"' not in p.read_text("utf-8")]
    for path in without:
        text = path.read_text("utf-8")
        assert "Von hier kennen wir noch keinen Weg" in text
        assert 'href="../angebot/' in text or 'href="../hilfe.html"' in text
    assert len(without) <= 6


def test_every_route_page_names_a_contact_of_the_directory(built_site: Path) -> None:
    silent = [p.name for p in pages(built_site) if 'href="../angebot/' not in p.read_text("utf-8")]
    assert silent == []


def test_a_step_says_what_it_asks_who_decides_and_who_helps(built_site: Path) -> None:
    text = (built_site / "de/weg/neu-15-bis-17--hauptschulabschluss.html").read_text("utf-8")
    for part in ("Wer entscheidet?", "Wer hilft hier?", "Wenn das nicht klappt", "data-c="):
        assert part in text


def test_at_most_five_routes_and_the_first_is_open(built_site: Path) -> None:
    for path in pages(built_site):
        routes = re.findall(r'<details class="route" id="weg-\d"( open)?', path.read_text("utf-8"))
        assert len(routes) <= 5
        assert routes[:1] in ([], [" open"])


def test_no_route_passes_a_station_twice(real: Site) -> None:
    for start in starts(real):
        for found in real.routes(start.id).values():
            for route in found:
                assert len(set(route.stations)) == len(route.stations)


def test_usual_german_is_never_told_as_a_fixed_rule(built_site: Path) -> None:
    """Only the Integrationskurs, the Studienkolleg and the like have a level by rule."""
    text = (built_site / "de/weg/neu-15-bis-17--berufsabschluss.html").read_text("utf-8")
    chips = re.findall(r"<li data-c=[^>]*>([^<]*Deutsch[^<]*)</li>", text)
    assert chips
    assert not [chip for chip in chips if "feste Regel)" in chip and "keine" not in chip]


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((0, 0), "Dauer unterschiedlich"),
        ((4, 12), "etwa 4 bis 12 Monate"),
        ((0, 6), "bis etwa 6 Monate"),
        ((12, 72), "etwa 1 bis 6 Jahre"),
        ((30, 30), "etwa 2,5 Jahre"),
    ],
)
def test_a_time_is_told_in_months_or_in_half_years(
    real: Site, months: tuple[int, int], words: str
) -> None:
    assert lasting(real.editions[0], *months) == words


@pytest.mark.browser
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_from_the_home_page_to_a_named_contact_in_three_taps(
    page: Page, server: Callable[[Path], str], built_site: Path, language: str
) -> None:
    page.goto(f"{server(built_site)}{language}/index.html")
    page.click('main a[href="station/neu-15-bis-17.html"]')
    page.click('main a[href="../weg/neu-15-bis-17--ziel-fachkraft.html"]')
    page.locator('.route[open] .step a[href^="../angebot/"]').first.click()

    assert page.locator("body").get_attribute("data-layout") == "offer"


def test_a_page_leaves_out_a_way_that_is_not_in_force_on_its_day(whole: Path) -> None:
    """Nobody is sent on a way whose rule has ended, or has not begun."""
    guide, problems = load(whole)
    assert guide is not None
    limited = [
        (node.id, way)
        for node in make_site(guide, problems).graph.nodes.values()
        for way in node.leads_to
        if way.valid_from or way.valid_to
    ]
    assert limited
    for start, way in limited:
        ended = date(1990, 1, 1) if way.valid_from else date(2200, 1, 1)
        direct = [
            route
            for route in make_site(guide, problems, ended).routes(start).get(way.to, [])
            if route.stations == (start, way.to)
        ]
        assert direct == []
