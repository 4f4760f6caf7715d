"""Route pages: every situation with every goal, from the home page in three taps."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guide.load import load
from guide.outputs import refine
from guide.outputs.durations import lasting
from guide.outputs.ways import goals, starts
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


def test_what_an_earlier_route_tells_is_named_there(built_site: Path) -> None:
    text = (built_site / "de/weg/oberschule--abitur.html").read_text("utf-8")
    told = re.findall(r'<a href="#weg-(\d)">Wie in Weg (\d)</a>', text)
    assert told
    for anchor, number in told:
        assert anchor == number
        assert f'id="weg-{number}"' in text


def test_a_recommended_pathway_is_told_by_its_name(built_site: Path) -> None:
    text = (built_site / "de/weg/oberschule--abitur.html").read_text("utf-8")
    assert re.search(r"Weg \d: Über das Berufliche Gymnasium", text)


def test_a_school_that_a_recommended_pathway_begins_at_can_be_chosen_at_home(
    built_site: Path, real: Site
) -> None:
    home = (built_site / "de/index.html").read_text("utf-8")
    begun = {pathway.stations[0] for pathway in real.guide.pathways.pathways}
    schools = [start for start in starts(real) if start.id in begun]
    assert "oberschule" in {school.id for school in schools}
    assert [school.id for school in schools if f'/{school.id}.html"' not in home] == []


def test_what_is_outside_the_region_is_said_with_its_place(built_site: Path) -> None:
    """The next Kolleg is in Braunschweig, and nobody knows of one nearer."""
    text = (built_site / "de/weg/oberschule--abitur.html").read_text("utf-8")
    step = text.split('station/kolleg-abendgymnasium.html">')[1].split('class="step"')[0]
    assert "Im Landkreis kennen wir noch kein Angebot dafür. Das nächste:" in step
    assert "(Braunschweig)" in step


def test_where_no_offer_is_known_a_step_says_so_and_whom_to_ask(built_site: Path) -> None:
    text = (built_site / "de/weg/schulzeugnis-ausland--ziel-studium-uni.html").read_text("utf-8")
    step = text.split('station/studienkolleg.html">')[1].split('class="step"')[0]
    assert "Ein Angebot dafür kennen wir noch nicht. Frag hier:" in step
    assert "Studienkolleg" in step.split("Frag hier:")[1]


def test_the_numbers_on_a_page_are_the_conditions_of_its_steps(
    built_site: Path, real: Site
) -> None:
    known = refine.conditions(real)
    page = (built_site / "de/weg/duldung--ziel-fachkraft.html").read_text("utf-8")
    told = r'data-m="[\d ]+" data-c="([\d ]*)">\s*<h3><a href="\.\./\w+/([\w-]+)\.html"'
    written = re.findall(told, page)
    steps = [s for r in real.routes("duldung")["ziel-fachkraft"] for s in r.steps]
    assert len(written) == len(steps)
    for (numbers, to), step in zip(written, steps, strict=True):
        assert to == step.transition.to
        assert [known[int(n)] for n in numbers.split()] == list(step.conditions)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_the_questions_come_when_they_are_asked_for_and_nothing_is_sent(
    page: Page, server: Callable[[Path], str], built_site: Path, language: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.goto(f"{server(built_site)}{language}/weg/duldung--ziel-fachkraft.html")
    assert [name for name in asked if name.endswith("js")] == []
    page.locator(".refine summary").click()
    page.locator(".refine [name=german]").select_option("A0")
    page.locator(".refine [name=home]").select_option(index=3)
    expect(page.locator(".is-open, .is-not").first).to_be_attached()
    scripts = [name for name in asked if name.endswith("js")]
    assert len(scripts) == 1
    assert scripts[0].startswith(f"refine.{language}.")
    stored = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(stored) == [0, 0, ""]
    assert "A0" not in page.url


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
    chips = re.findall(r"<li>([^<]*Deutsch [A-C][^<]*)</li>", text)
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


def test_halves_have_the_comma_of_german_papers_in_every_language_but_english(real: Site) -> None:
    """As translators write them by hand: one page never shows both 3,5 and 3.5."""
    said = {one.language.tag: str(lasting(one, 30, 42)) for one in real.editions}
    assert len(said) == 13
    assert "2.5" in said.pop("en")
    assert [tag for tag, words in said.items() if "2,5" not in words or "3,5" not in words] == []


@pytest.mark.browser
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_from_the_home_page_to_a_named_contact_in_three_taps(
    page: Page, server: Callable[[Path], str], built_site: Path, language: str
) -> None:
    page.goto(f"{server(built_site)}{language}/index.html")
    page.click('main a[href="station/neu-15-bis-17.html"]')
    page.click('main a[href="../weg/neu-15-bis-17--ziel-fachkraft.html"]')
    page.locator('.route[open] .step a[href^="../angebot/"]').first.click()

    expect(page.locator("body")).to_have_attribute("data-layout", "offer")


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
