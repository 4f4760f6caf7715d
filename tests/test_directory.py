"""The directory of offers: everything can be found by each of its facts, and silence is no no.

What is expected is read from the raw YAML here, with nothing of guide.facets.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, Request, Route, expect

from guide.facets import FACETS, Answer
from guide.site import Site
from tests import mini
from tests.dom import Element, parse
from tests.tools import ROOT

GUIDES = {"real": ROOT, "small": mini.SOURCES}
INFORMAL = (
    *("sport", "music", "library", "youth_centre", "meeting"),
    *("volunteering", "mentoring", "learning_help", "digital_learning"),
)
ANYWHERE = ("country", "online")
AGES = {"0": (0, 15), "16": (16, 17), "18": (18, 24), "25": (25, 99)}
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
Ids = set[str]


@cache
def raw(root: Path, file: str) -> dict[str, Any]:
    text = (root / "data" / f"{file}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, yaml.BaseLoader))


def verdict(root: Path, choice: str) -> Callable[[dict[str, Any]], bool | None]:
    """Return what an offer, as an editor wrote it, says to *choice*: None is "nobody knows"."""
    facet, _, value = choice.partition("-")
    region, offers = raw(root, "region"), raw(root, "offers")
    located = {location["id"]: location["place"] for location in offers.get("locations", [])}
    inside = {place["id"] for place in region["municipalities"]}

    def kind(offer: dict[str, Any]) -> bool:
        return bool(offer["kind"] in INFORMAL if value == "freizeit" else offer["kind"] == value)

    def place(offer: dict[str, Any]) -> bool:
        if value == "ueberall":
            return offer.get("area") in ANYWHERE
        here = {*offer.get("places", []), *(located[x] for x in offer.get("locations", []))}
        return value in here or (value in inside and offer.get("area", "place") != "place")

    def cost(offer: dict[str, Any]) -> bool | None:
        wanted = {"frei": ("free", "paid"), "geld": ("paid",), "preis": ("fee",)}[value]
        return None if offer["cost"]["kind"] == "unknown" else offer["cost"]["kind"] in wanted

    def age(offer: dict[str, Any]) -> bool | None:
        if (span := offer.get("age", "unknown")) == "unknown":
            return None
        low, high = AGES[value]
        fits = int(span.get("from", 0)) <= high and low <= int(span.get("to", 99))
        return fits or (None if span.get("about") == "true" else False)

    def german(offer: dict[str, Any]) -> bool | None:
        needed = offer.get("german_needed", "unknown")
        return None if needed == "unknown" else needed <= value.upper()

    def language(offer: dict[str, Any]) -> bool | None:
        spoken = offer["languages_spoken"]
        if spoken == "unknown":
            return None
        return value in spoken or (None if "languages_note" in offer else False)

    return {
        "art": kind,
        "ort": place,
        "kosten": cost,
        "alter": age,
        "deutsch": german,
        "sprache": language,
    }[facet]


def sorted_by(root: Path, *choices: str) -> tuple[Ids, Ids, Ids]:
    """Return the ids of the offers that fit, that nobody knows about, that do not fit."""
    found: dict[bool | None, Ids] = {True: set(), None: set(), False: set()}
    for offer in raw(root, "offers")["services"]:
        said = [verdict(root, choice)(offer) for choice in choices]
        found[False if False in said else None if None in said else True].add(offer["id"])
    return found[True], found[None], found[False]


def tree(page: Path) -> Element:
    return parse(page.read_text(encoding="utf-8"))


def offers_in(part: Element) -> Ids:
    found = (re.search(r"angebot/([\w-]+)\.html$", link.attrs["href"]) for link in part.all("a"))
    return {match[1] for match in found if match}


@pytest.fixture(params=["real", "small"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def root_of(name: str) -> Path:
    return GUIDES[name]


@pytest.fixture
def folder(name: str, request: pytest.FixtureRequest) -> Path:
    """The German edition as it is built."""
    built: Path = request.getfixturevalue({"real": "built_site", "small": "mini_site"}[name])
    return built / "de"


def facet_links(folder: Path) -> Iterator[tuple[str, Path, int]]:
    """Yield (choice, page, number beside the link) for each link among the directory's facets."""
    for link in tree(folder / "angebote.html").one("fieldset").all("a"):
        path = link.attrs["href"]
        choice = path.removeprefix("angebote/").removesuffix(".html").replace("/", "-", 1)
        yield choice, folder / path, int([*link.all("bdi")][-1].text)


# --- without scripts: links to short lists ------------------------------------------------------


def test_each_list_has_the_offers_that_fit_and_the_link_counts_them(
    folder: Path, root_of: Path
) -> None:
    seen = 0
    for choice, page, count in facet_links(folder):
        if not choice.endswith("unbekannt"):
            fit, _, _ = sorted_by(root_of, choice)
            main = tree(page).one("main")
            sure = [part for part in main.all("section") if not list(part.all(id="unbekannt"))]
            shown: Ids = set().union(*map(offers_in, sure))
            for link in main.all("a"):  # a place leads to what is everywhere in Germany
                if link.attrs["href"].endswith("ort-ueberall.html"):
                    shown |= offers_in(tree(folder / "angebote" / "ort-ueberall.html").one("main"))
            assert (choice, shown, count) == (choice, fit, len(fit))
            seen += 1
    assert seen > 10


def test_every_offer_is_found_through_each_of_its_facets(folder: Path, root_of: Path) -> None:
    """Through what is known of it, or through the list of those where nobody knows."""
    everything = {offer["id"] for offer in raw(root_of, "offers")["services"]}
    found: dict[str, Ids] = {}
    for choice, page, _ in facet_links(folder):
        facet = choice.split("-")[0]
        found.setdefault(facet, set()).update(offers_in(tree(page).one("main")))
    assert found == dict.fromkeys(FACETS, everything)


def test_a_list_leads_to_all_the_offers_of_which_nobody_knows(folder: Path, root_of: Path) -> None:
    for choice, page, _ in facet_links(folder):
        facet = choice.split("-")[0]
        if facet in ("art", "ort") or choice.endswith("unbekannt"):
            continue
        _, unknown, _ = sorted_by(root_of, choice)
        headings = list(tree(page).all("h2", id="unbekannt"))
        assert bool(headings) == bool(unknown), choice
        if headings:
            assert headings[0].text.endswith(f" {len(unknown)}")
            section = headings[0].parent
            assert section
            beyond = folder / "angebote" / f"{facet}-unbekannt.html"
            led_to = offers_in(section)
            if any(link.attrs["href"].endswith(beyond.name) for link in section.all("a")):
                led_to |= offers_in(tree(beyond).one("main"))
            assert led_to == unknown


def test_a_list_is_light(folder: Path, root_of: Path) -> None:
    """Compressed by gzip, which every web server can do."""
    pages = {page for _, page, _ in facet_links(folder)}
    heavy = {page.name: len(zlib.compress(page.read_bytes(), 9)) for page in pages}
    assert {name: size for name, size in heavy.items() if size > 9_500} == {}
    offers = len(raw(root_of, "offers")["services"])
    assert (folder / "angebote.html").stat().st_size <= 10_000 + 265 * offers


# --- what is unknown ----------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["real", "small"])
def test_what_the_data_leave_open_is_never_a_no(site: str, request: pytest.FixtureRequest) -> None:
    guide = request.getfixturevalue(site).guide
    silent = {"kosten": 0, "alter": 0, "deutsch": 0, "sprache": 0}
    for service in guide.offers.services:
        for facet, unknown in {
            "kosten": service.cost.kind == "unknown",
            "alter": service.age is None,
            "deutsch": service.german_needed == "unknown",
            "sprache": service.languages_spoken is None,
        }.items():
            if unknown:
                assert FACETS[facet](guide, service) == Answer(frozenset(), open=True)
                silent[facet] += 1
    assert all(silent.values()), "then this test would say nothing"


def test_an_offer_says_what_is_not_known_of_it(small: Site) -> None:
    for page, languages in (
        ("fussball", "Noch nicht bekannt."),  # no phone either
        ("jugendamt", "Noch nicht bekannt: frag am Telefon."),
        ("wegeberatung", "Deutsch, العربية, کوردیی سۆرانی Andere Sprachen nach Anmeldung."),
    ):
        facts = facts_of(mini.render(mini.SOURCES, f"de/angebot/{page}.html"))
        assert facts["Sprachen dort"] == languages
    assert facts["Alter"] == "Alter: von 12 bis 27 Jahre (ungefähr)"
    assert facts["Deutsch"] == "Noch nicht bekannt."


def test_a_phone_is_named_only_where_there_is_one(small: Site) -> None:
    for service in small.guide.offers.services:
        said = facts_of(mini.render(mini.SOURCES, f"de/angebot/{service.id}.html"))
        assert ("am Telefon" in said["Sprachen dort"]) <= bool(service.phones)


def facts_of(html: str) -> dict[str, str]:
    rows = parse(html).one("dl", class_="facts").all("div")
    return {row.one("dt").text: " ".join(row.one("dd").text.split()) for row in rows}


def test_an_editor_who_writes_unknown_in_a_list_is_understood(copy: Path) -> None:
    old = '"Spiel mit. Du brauchst kein Deutsch."\n  german_needed: A0\n  languages_spoken: unknown'
    mini.replace(copy, "data/offers.yaml", old, old.replace("unknown", "[unknown]"))
    services = {service.id: service for service in mini.site_of(copy).guide.offers.services}
    assert services["fussball"].languages_spoken is None


# --- with scripts: several choices at once ------------------------------------------------------


@pytest.fixture
def directory(page: Page, folder: Path, server: Callable[[Path], str]) -> Page:
    page.goto(server(folder.parent) + "de/angebote.html")
    expect(page.locator(".facets select")).to_have_count(len(FACETS))
    return page


SHOWN = """() => {
  const ids = part => [...document.querySelectorAll(part)].filter(row => row.checkVisibility())
    .map(row => row.querySelector("a").href.match(/angebot\\/([\\w-]+)/)[1]);
  return [ids("section:not(#unbekannt) [data-f]"), ids("#unbekannt [data-f]")];
}"""


def shown(page: Page) -> tuple[Ids, Ids]:
    fit, unknown = page.evaluate(SHOWN)
    assert len({*fit, *unknown}) == len(fit) + len(unknown), "an offer is there twice"
    return set(fit), set(unknown)


def choose(page: Page, facet: str, mark: str) -> None:
    page.locator(".facets select").nth(list(FACETS).index(facet)).select_option(mark)


def told(page: Page) -> str:
    return page.locator(".facets [role=status]").inner_text()


def choices_of(page: Page) -> list[tuple[str, str]]:
    """Return (facet, mark) of all choices."""
    marks = page.eval_on_selector_all(
        ".facets select", "all => all.map(list => [...list.options].map(o => o.value).slice(1))"
    )
    return [(facet, mark) for facet, own in zip(FACETS, marks, strict=True) for mark in own]


@pytest.mark.browser
def test_each_choice_shows_what_the_data_say_and_the_count_is_right(
    directory: Page, root_of: Path
) -> None:
    for facet, mark in choices_of(directory):
        choose(directory, facet, mark)
        value = mark.split("-", 1)[1]
        if value == "unbekannt":
            silent = sorted_by(root_of, f"{facet}-{never(facet)}")[1]
            assert silent
            assert shown(directory)[1] >= silent
        else:
            fit, unknown, _ = sorted_by(root_of, f"{facet}-{value}")
            assert (mark, *shown(directory)) == (mark, fit, unknown)
            more = f" · Noch nicht bekannt: {len(unknown)}" if unknown else ""
            assert told(directory) == f"Angebote: {len(fit)}{more}"
        choose(directory, facet, "")


def never(facet: str) -> str:
    """A choice that no offer of the guides says yes to."""
    return {"kosten": "preis", "alter": "0", "deutsch": "A0", "sprache": "zh"}[facet]


@pytest.mark.browser
def test_several_choices_count_together(directory: Page, root_of: Path) -> None:
    place = next(mark for facet, mark in choices_of(directory) if facet == "ort")
    choose(directory, "ort", place)
    choose(directory, "kosten", "k-frei")
    choose(directory, "sprache", "s-ar")
    wanted = [f"ort-{place[2:]}", "kosten-frei", "sprache-ar"]
    fit, unknown, _ = sorted_by(root_of, *wanted)
    assert shown(directory) == (fit, unknown)


@pytest.mark.browser
def test_no_heading_stands_above_an_empty_list(directory: Page) -> None:
    choose(directory, "art", "t-counselling")
    headings = directory.locator("section:visible h2")
    assert headings.all_inner_texts() == ["Beratung"]


@pytest.mark.browser
def test_where_nothing_is_found_one_button_brings_all_back(directory: Page) -> None:
    everything, _ = shown(directory)
    reset = directory.get_by_role("button", name="Filter löschen")
    expect(reset).to_be_hidden()
    choose(directory, "art", "t-authority")
    choose(directory, "kosten", "k-geld")
    assert shown(directory) == (set(), set())
    assert told(directory) == "Nichts gefunden. Nimm einen Filter weg."
    reset.click()
    expect(directory.locator(".facets [role=status]")).to_have_text(f"Angebote: {len(everything)}")
    assert shown(directory) == (everything, set())
    expect(reset).to_be_hidden()


@pytest.mark.browser
def test_the_choices_work_by_keyboard_and_have_names(directory: Page) -> None:
    group = directory.get_by_role("group", name="Angebote filtern")
    first = group.get_by_role("combobox", name="Art", exact=True)
    everything, _ = shown(directory)
    first.focus()
    directory.keyboard.press("ArrowDown")
    expect(first).not_to_have_value("")
    fit, _ = shown(directory)
    assert fit < everything
    assert told(directory).split(" · ")[0] == f"Angebote: {len(fit)}"
    directory.keyboard.press("Tab")
    expect(group.get_by_role("combobox", name="Ort", exact=True)).to_be_focused()


@pytest.mark.browser
def test_a_finger_can_hit_every_choice(directory: Page) -> None:
    small = "all => all.filter(e => e.getBoundingClientRect().height < 44).length"
    assert directory.eval_on_selector_all(".facets select, #unbekannt a", small) == 0


@pytest.mark.browser
def test_choices_are_neither_stored_nor_sent(directory: Page) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if "/assets/icon" not in request.url:  # which Chromium may still be fetching
            sent.append(request.url)

    directory.context.on("request", note)
    address = directory.url
    for facet, mark in choices_of(directory)[::5]:
        choose(directory, facet, mark)
    directory.keyboard.press("Enter")  # a form that could be sent would go now
    kept = directory.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await indexedDB.databases()).length, history.length]"
    )
    assert (sent, kept[:4], directory.url) == ([], [0, 0, "", 0], address)
    directory.reload()
    expect(directory.locator(".facets select").first).to_have_value("")


@pytest.mark.browser
def test_without_scripts_the_choices_are_links_and_nothing_is_promised(
    open_page: Callable[..., Page], mini_site: Path, server: Callable[[Path], str]
) -> None:
    page = open_page(scripts=False)
    page.goto(server(mini_site) + "de/angebote.html")
    expect(page.locator(".facets select, .facets button:visible")).to_have_count(0)
    expect(page.locator("#unbekannt")).to_be_hidden()
    expect(page.locator("[data-f]:visible")).to_have_count(6)
    page.locator("summary", has_text="Sprachen dort").click()
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("h1")).to_have_text("العربية")
    expect(page.get_by_role("link", name="Wegeberatung Musterland")).to_be_visible()
    page.context.close()


@pytest.mark.browser
def test_where_the_script_does_not_come_the_links_remain(
    page: Page, mini_site: Path, server: Callable[[Path], str]
) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/filter*.js", refuse)
    page.goto(server(mini_site) + "de/angebote.html")
    page.locator("summary", has_text="Kosten").click()
    expect(page.get_by_role("link", name="Kostenlos")).to_be_visible()
