"""What one learns outside of classes is found like any other offer, and named where one waits.

What is expected is read from the raw YAML here, with nothing of guide.waiting.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from guide.model import Offers
from guide.offers import INFORMAL
from guide.outputs import plan
from tests import mini
from tests.dom import Element, parse
from tests.test_directory import offers_in, raw
from tests.tools import ROOT

MORE = """
- id: lernapp
  kind: digital_learning
  name: "Lernapp"
  area: online
  summary: "Du lernst am Handy."
  languages_spoken: [de]
  cost: {kind: free}
  sources: [erfunden]
  confidence: likely
- id: fest
  kind: meeting
  name: "Deichfest"
  area: region
  summary: "Einmal im Jahr."
  languages_spoken: unknown
  cost: {kind: free}
  while_waiting: false
  sources: [erfunden]
  confidence: likely
- id: krabbeln
  kind: music
  name: "Musik für Kleine"
  places: [probendorf]
  summary: "Wir singen."
  age: {to: 5}
  languages_spoken: unknown
  cost: {kind: free}
  sources: [erfunden]
  confidence: likely
- id: kleiner-verein
  kind: sport
  name: "Kleiner Verein"
  places: [probendorf]
  summary: "Wir rennen."
  languages_spoken: unknown
  cost: {kind: fee}
  sources: [erfunden]
  confidence: likely
proofs:
- id: spielpass
  name: "Spielpass"
  text: "Der Verein schreibt auf, was du kannst."
  kinds: [sport]
  age: {from: 14}
  website: "https://example.org/pass"
  sources: [probeblatt]
  confidence: sourced
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Element]:
    """The pages of the small guide with a few more offers, each rendered when it is asked for."""
    root = mini.copy_sources(tmp_path_factory.mktemp("informal") / "guide")
    with (root / "data/offers.yaml").open("a", encoding="utf-8") as file:
        file.write(MORE.lstrip("\n"))
    made = {artifact.path: artifact for artifact in plan(mini.site_of(root))}
    return lambda path: parse(made[f"de/{path}"].render().decode("utf-8"))


def part(page: Element, heading: str) -> Element:
    parent = page.one("h2", id=heading).parent
    assert parent
    return parent


# --- the page ------------------------------------------------------------------------------------


def test_the_page_of_leisure_and_learning_has_each_such_offer_under_its_kind(
    pages: Callable[[str], Element],
) -> None:
    page = pages("freizeit.html")
    for kind, offers in {
        "sport": {"fussball", "kleiner-verein"},
        "digital_learning": {"lernapp"},
        "meeting": {"fest"},
        "music": {"krabbeln"},
    }.items():
        assert offers_in(part(page, kind)) == offers
    shown = [*page.all("h2")]
    assert [h.attrs["id"] for h in shown if h.attrs.get("id") in INFORMAL] == [
        *("sport", "music", "meeting", "digital_learning")
    ]


def test_the_page_is_reached_from_the_home_page_in_every_language(mini_site: Path) -> None:
    for language in ("de", "ar", "en"):
        home = parse((mini_site / language / "index.html").read_text(encoding="utf-8"))
        links = {link.attrs["href"] for link in home.one("main").all("a")}
        assert "freizeit.html" in links


def test_the_real_guide_has_an_offer_of_each_informal_kind() -> None:
    kinds = {offer["kind"] for offer in raw(ROOT, "offers")["services"]}
    assert {*INFORMAL} - kinds == set()


# --- what one can show afterwards ----------------------------------------------------------------


def test_a_proof_says_where_it_is_from_and_is_linked_from_the_offers_that_give_it(
    pages: Callable[[str], Element],
) -> None:
    page = pages("freizeit.html")
    proof = page.one("h3", id="spielpass").parent
    assert proof
    assert "Der Verein schreibt auf, was du kannst." in proof.text
    assert "Alter: ab 14 Jahre" in proof.text
    hrefs = [link.attrs["href"] for link in proof.all("a")]
    assert hrefs[:2] == ["#sport", "https://example.org/pass"]
    assert proof.one("ul", class_="sources").text
    for offer, gives in (("fussball", True), ("lernapp", False), ("deutschkurs", False)):
        links = {link.attrs["href"] for link in pages(f"angebot/{offer}.html").all("a")}
        assert ("../freizeit.html#spielpass" in links) == gives, offer


def test_only_informal_kinds_give_a_proof() -> None:
    schema = Offers.model_json_schema()["$defs"]["Proof"]["properties"]["kinds"]["items"]
    assert tuple(schema["enum"]) == INFORMAL


# --- what needs no way ---------------------------------------------------------------------------


def test_what_is_online_counts_in_each_municipality_but_is_listed_once(
    pages: Callable[[str], Element],
) -> None:
    beyond = pages("angebote/ort-ueberall.html")
    assert offers_in(beyond.one("main")) == {"lernapp"}
    for place, counts in (("probendorf", True), ("nebenstadt", False)):
        main = pages(f"ort/{place}.html").one("main")
        assert "lernapp" not in offers_in(main)
        links = [a for a in main.all("a") if a.attrs["href"].endswith("ort-ueberall.html")]
        assert [link.text for link in links] == ["Überall in Deutschland (1)"] * counts


def test_an_offer_that_is_online_says_so(pages: Callable[[str], Element]) -> None:
    facts = pages("angebot/lernapp.html").one("dl", class_="facts").text
    assert "Im Internet: von überall." in facts


# --- while one waits -----------------------------------------------------------------------------


def waits(condition: Any) -> bool:
    if isinstance(condition, str):
        return condition == "capacity"
    inner = [*condition.get("any_of", []), *condition.get("all_of", [])]
    return bool({"waiting_time", "capacity"} & condition.keys()) or any(map(waits, inner))


def one_waits(node: dict[str, Any]) -> bool:
    if node.get("waits") == "true" or node.get("income") == "true":
        return node.get("waits") == "true"
    ways = node.get("leads_to", [])
    return any("deadline" in w or any(map(waits, w.get("conditions", []))) for w in ways)


@pytest.mark.parametrize(("root", "folder"), [(ROOT, "built_site"), (mini.SOURCES, "mini_site")])
def test_where_one_waits_and_earns_nothing_a_few_offers_are_named_and_all_are_counted(
    root: Path, folder: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(folder)
    offers = {offer["id"]: offer for offer in raw(root, "offers")["services"]}
    pathways, seen = raw(root, "pathways"), {True: 0, False: 0}
    for kind, section in (("station", "stations"), ("status", "residence_statuses")):
        for node in pathways[section]:
            seen[one_waits(node)] += 1
            page = parse((next((site / "de").glob(f"*/{node['id']}.html"))).read_text("utf-8"))
            named = [*page.all("h2", id="warten")]
            assert bool(named) == one_waits(node), (kind, node["id"])
            if not named:
                continue
            section_ = part(page, "warten")
            first = [offers[name] for name in offers_in(section_)]
            kinds = [offer["kind"] for offer in first]
            assert 1 <= len(first) <= 3, node["id"]
            assert len({*kinds}) == len(kinds), node["id"]
            assert {*kinds} <= {*INFORMAL}
            assert all(offer.get("while_waiting") != "false" for offer in first)
            told = re.search(r"Freizeit und Lernen: Angebote: (\d+)", section_.text)
            assert told
            assert int(told[1]) >= len(first)
    assert all(seen.values()), "then this test would say nothing"


def test_what_cannot_begin_at_once_or_is_for_another_age_is_not_named_to_those_who_wait(
    pages: Callable[[str], Element],
) -> None:
    """Of a kind that which is free or wide comes first; silence about an age rules nothing out."""
    waiting = part(pages("station/neu-hier.html"), "warten")
    assert offers_in(waiting) == {"fussball", "lernapp"}
    assert "Freizeit und Lernen: Angebote: 3" in " ".join(waiting.text.split())


def test_a_page_of_routes_leads_those_who_wait_on_with_a_number(
    pages: Callable[[str], Element],
) -> None:
    week = part(pages("weg/neu-hier--ziel-arbeit.html"), "woche")
    assert "Während du wartest: Freizeit und Lernen (3)" in " ".join(week.text.split())
    assert "../freizeit.html" in {link.attrs["href"] for link in week.all("a")}


# --- with scripts --------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_page_leads_to_the_filter_with_its_offers_chosen(
    page: Page, mini_site: Path, server: Callable[[Path], str]
) -> None:
    page.goto(server(mini_site) + "de/freizeit.html")
    page.get_by_role("link", name="Filtern: Ort, Alter, Kosten, Sprache").click()
    kind = page.get_by_role("combobox", name="Art", exact=True)
    expect(kind).to_have_value("t-freizeit")
    expect(page.locator("[data-f]:visible")).to_have_count(1)
    page.get_by_role("button", name="Filter löschen").click()
    expect(kind).to_have_value("")


def test_without_scripts_the_same_link_leads_to_the_links_of_the_filter(mini_site: Path) -> None:
    directory = parse((mini_site / "de/angebote.html").read_text(encoding="utf-8"))
    links = {link.attrs["href"] for link in directory.one("form", id="freizeit").all("a")}
    assert {"angebote/art-freizeit.html", "angebote/art-sport.html"} <= links
