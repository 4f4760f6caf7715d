"""Nothing was lost when the research was brought in.

tests/imported/ lists what the research had: ids, sources, how sure it was. Texts were written
anew in plain German, so they are not compared. When an editor removes a record on purpose,
remove it from the list too, in the same change.
"""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from guide.conditions import Condition
from guide.load import Guide, load
from guide.offers import Service
from guide.pathways import Node, Transition
from tests.tools import ROOT

HERE = Path(__file__).parent / "imported"
PATHWAYS = json.loads((HERE / "pathways.json").read_text(encoding="utf-8"))
OFFERS = json.loads((HERE / "offers.json").read_text(encoding="utf-8"))
NO_CONDITION = "none"  # the research's word for a transition without one


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide, problems = load(ROOT)
    assert guide, problems
    return guide


@pytest.fixture(scope="module")
def nodes(guide: Guide) -> dict[str, Node]:
    everything = [*guide.pathways.stations, *guide.pathways.residence_statuses]
    return {node.id: node for node in everything}


def test_the_list_itself_is_whole() -> None:
    assert len(PATHWAYS["stations"]) == 75
    assert sum(len(record["leads_to"]) for record in PATHWAYS["stations"]) == 279
    assert len(PATHWAYS["sources"]) == 120
    assert len(OFFERS) == 91


# --- stations, residence statuses and transitions --------------------------------------------


def test_all_68_stations_and_7_residence_statuses_are_there(guide: Guide) -> None:
    statuses = {record["id"] for record in PATHWAYS["stations"] if record["status"]}
    stations = {record["id"] for record in PATHWAYS["stations"] if not record["status"]}
    assert (len(stations), len(statuses)) == (68, 7)
    assert stations <= {station.id for station in guide.pathways.stations}
    assert statuses <= {status.id for status in guide.pathways.residence_statuses}


@pytest.mark.parametrize("was", PATHWAYS["stations"], ids=lambda was: was["id"])
def test_a_station_keeps_its_sources_and_how_sure_it_is(
    was: dict[str, Any], nodes: dict[str, Node]
) -> None:
    now = nodes[was["id"]]
    assert was["confidence"] == now.confidence
    assert sorted(was["sources"]) == sorted(now.sources)


@pytest.mark.parametrize("was", PATHWAYS["stations"], ids=lambda was: was["id"])
def test_a_station_leads_to_the_same_others_in_the_same_order(
    was: dict[str, Any], nodes: dict[str, Node]
) -> None:
    now = [transition.to for transition in nodes[was["id"]].leads_to]
    assert [transition["to"] for transition in was["leads_to"]] == now


def test_279_transitions_keep_their_sources_and_how_sure_they_are(nodes: dict[str, Node]) -> None:
    changed = [
        name
        for name, was, now in transitions(nodes)
        if (was["confidence"], sorted(was["sources"])) != (now.confidence, sorted(now.sources))
    ]
    assert changed == []


def test_279_transitions_keep_every_kind_of_condition(nodes: dict[str, Node]) -> None:
    lost = {
        name: missing
        for name, was, now in transitions(nodes)
        if (missing := {*was["types"]} - {NO_CONDITION, *kinds(now.conditions)})
    }
    assert lost == {}


@pytest.mark.parametrize("field", ["deadline", "decides"])
def test_279_transitions_keep_deadline_and_who_decides(field: str, nodes: dict[str, Node]) -> None:
    changed = [
        name
        for name, was, now in transitions(nodes)
        if was[field] != (getattr(now, field) is not None)
    ]
    assert changed == []


def test_every_transition_of_a_residence_status_asks_for_that_status(guide: Guide) -> None:
    without = [
        f"{status.id} -> {transition.to}"
        for status in guide.pathways.residence_statuses
        for transition in status.leads_to
        if status.id not in demanded(transition.conditions)
    ]
    assert without == []


def transitions(nodes: dict[str, Node]) -> Iterator[tuple[str, dict[str, Any], Transition]]:
    """Yield (name, as it was, as it is) for each of the 279."""
    for record in PATHWAYS["stations"]:
        for was, now in zip(record["leads_to"], nodes[record["id"]].leads_to, strict=True):
            yield f"{record['id']} -> {was['to']}", was, now


def kinds(conditions: list[Condition]) -> Iterator[str]:
    for condition in conditions:
        if condition.type in ("all_of", "any_of"):
            yield from kinds(condition.details)
        else:
            yield condition.type


def demanded(conditions: list[Condition]) -> set[str]:
    """The residence statuses that must be given; one alternative of several is not enough."""
    given: set[str] = set()
    for condition in conditions:
        if condition.residence is not None:
            given |= {*condition.residence.one_of}
        given |= demanded(condition.all_of or [])
    return given


# --- the people whom the research thought of -------------------------------------------------


@pytest.mark.parametrize("persona", PATHWAYS["personas"], ids=lambda persona: persona["name"])
def test_the_paths_of_a_persona_still_exist(
    persona: dict[str, Any], nodes: dict[str, Node]
) -> None:
    broken = [
        f"{start} -> {end}"
        for path in persona["paths"]
        for start, end in itertools.pairwise(path)
        if end not in [transition.to for transition in nodes[start].leads_to]
    ]
    assert broken == []


# --- offers ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def services(guide: Guide) -> dict[str, Service]:
    return {service.id: service for service in guide.offers.services}


def test_all_91_offers_are_there(services: dict[str, Service]) -> None:
    assert [was["id"] for was in OFFERS if was["id"] not in services] == []


@pytest.mark.parametrize("was", OFFERS, ids=lambda was: was["id"])
def test_an_offer_keeps_what_was_found_out(
    was: dict[str, Any], services: dict[str, Service]
) -> None:
    now = services[was["id"]]
    assert was["category"].replace(" ", "_") == now.kind
    assert was["confidence"] == now.confidence
    assert sorted(was["sources"]) == sorted(now.sources)
    assert was.get("email") == now.email
    assert host(was.get("website")) == host(now.website)


@pytest.mark.parametrize(
    "was", [was for was in OFFERS if "phone" in was], ids=lambda was: was["id"]
)
def test_an_offer_keeps_its_phone_number(
    was: dict[str, Any], guide: Guide, services: dict[str, Service]
) -> None:
    numbers = {phone.id: digits(phone.number) for phone in guide.facts.phones}
    assert digits(was["phone"]) in [numbers[name] for name in services[was["id"]].phones]


def digits(number: str) -> str:
    """05351 121-1342 and +49 5351 1211342 are the same number."""
    return re.sub(r"[^0-9]", "", number.replace("+49", "0"))


def host(address: str | None) -> str | None:
    return urlsplit(address if "//" in address else f"//{address}").hostname if address else None


# --- the rest --------------------------------------------------------------------------------


def test_every_source_is_there(guide: Guide) -> None:
    known = {source.id for source in guide.sources.sources}
    named = {*PATHWAYS["sources"], *(name for was in OFFERS for name in was["sources"])}
    assert named - known == set()


def test_all_11_benefits_and_6_notes_for_employers_are_there(guide: Guide) -> None:
    benefits, notes = PATHWAYS["benefits"], PATHWAYS["employer_notes"]
    assert (len(benefits), len(notes)) == (11, 6)
    assert {*benefits} <= {benefit.id for benefit in guide.facts.benefits}
    assert {*notes} <= {note.id for note in guide.employers.notes}


def test_all_23_municipalities_lie_where_the_landkreis_is(guide: Guide) -> None:
    places = guide.region.municipalities
    assert len(places) == 23
    assert all(52.0 < place.latitude < 52.6 for place in places)
    assert all(10.5 < place.longitude < 11.3 for place in places)
    assert len({(place.latitude, place.longitude) for place in places}) == 23


def test_the_glossary_explains_at_least_40_words(guide: Guide) -> None:
    assert len(guide.glossary.terms) >= 40
