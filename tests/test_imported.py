"""Nothing is lost by accident of what the research had brought together.

tests/imported/records.json lists the ids of all its records and which station leads to which.
What they say is the editors' to change. When an editor takes a record out on purpose, its id
goes into tests/imported/retired.json with the reason: `"old-course": "ended in June 2026"`; a
transition is called `"from -> to"`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guide.load import Guide, load
from guide.pathways import Node, Transition
from tests.tools import ROOT

HERE = Path(__file__).parent / "imported"
RECORDS = json.loads((HERE / "records.json").read_text(encoding="utf-8"))
RETIRED = json.loads((HERE / "retired.json").read_text(encoding="utf-8"))
NODES = ("stations", "residence_statuses")
KINDS = (*NODES, "services", "benefits", "notes", "sources")


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide, problems = load(ROOT)
    assert guide, problems
    return guide


@pytest.fixture(scope="module")
def records(guide: Guide) -> dict[str, dict[str, Any]]:
    """All records of today that have an id, by kind."""
    listed = {
        "stations": guide.pathways.stations,
        "residence_statuses": guide.pathways.residence_statuses,
        "services": guide.offers.services,
        "benefits": guide.facts.benefits,
        "notes": guide.employers.notes,
        "sources": guide.sources.sources,
    }
    return {kind: {record.id: record for record in found} for kind, found in listed.items()}


@pytest.fixture(scope="module")
def nodes(records: dict[str, dict[str, Any]]) -> dict[str, Node]:
    return {**records["stations"], **records["residence_statuses"]}


def arrows() -> Iterator[tuple[str, str]]:
    """Yield (from, to) for each imported transition."""
    for kind in NODES:
        for start, ends in RECORDS[kind].items():
            yield from ((start, end) for end in ends)


# --- the lists themselves --------------------------------------------------------------------


def test_the_list_of_what_was_imported_is_whole() -> None:
    assert {kind: len(RECORDS[kind]) for kind in KINDS} == {
        "stations": 68,
        "residence_statuses": 7,
        "services": 91,
        "benefits": 11,
        "notes": 6,
        "sources": 216,
    }
    assert len({*arrows()}) == 279


def test_what_was_taken_out_on_purpose_was_there_is_gone_and_has_a_reason(
    records: dict[str, dict[str, Any]], nodes: dict[str, Node]
) -> None:
    assert sorted(RETIRED) == sorted([*KINDS, "transitions"])
    imported = {kind: {*RECORDS[kind]} for kind in KINDS}
    imported["transitions"] = {f"{start} -> {end}" for start, end in arrows()}
    today = {kind: {*records[kind]} for kind in KINDS}
    today["transitions"] = {
        f"{node.id} -> {t.to}" for node in nodes.values() for t in node.leads_to
    }
    for kind, reasons in RETIRED.items():
        assert reasons.keys() - imported[kind] == set(), f"{kind}: never imported"
        assert reasons.keys() & today[kind] == set(), f"{kind}: still there"
        assert [name for name, reason in reasons.items() if len(reason) < 10] == [], "no reason"


# --- today's records -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_imported_record_is_there_or_was_taken_out_on_purpose(
    kind: str, records: dict[str, dict[str, Any]]
) -> None:
    assert {*RECORDS[kind]} - records[kind].keys() - RETIRED[kind].keys() == set()


def test_every_imported_transition_is_there_or_was_taken_out_on_purpose(
    nodes: dict[str, Node],
) -> None:
    gone = RETIRED["stations"].keys() | RETIRED["residence_statuses"].keys()
    lost = [
        f"{start} -> {end}"
        for start, end in arrows()
        if not {start, end} & gone
        and f"{start} -> {end}" not in RETIRED["transitions"]
        and end not in [transition.to for transition in nodes[start].leads_to]
    ]
    assert lost == []


def test_every_record_says_where_it_is_from_and_how_sure_it_is(
    records: dict[str, dict[str, Any]], nodes: dict[str, Node]
) -> None:
    found: list[tuple[str, Any]] = [
        (f"{kind}/{record.id}", record)
        for kind in KINDS
        if kind != "sources"
        for record in records[kind].values()
    ]
    found += [(f"{node.id} -> {t.to}", t) for node in nodes.values() for t in node.leads_to]
    assert len(found) > 400
    known = records["sources"].keys()
    for name, record in found:
        assert record.sources, name
        assert {*record.sources} <= known, name
        assert record.confidence in ("sourced", "mixed", "likely", "unknown"), name


@pytest.mark.parametrize("persona", RECORDS["personas"])
def test_whom_the_research_thought_of_still_finds_a_way(
    persona: str, nodes: dict[str, Node]
) -> None:
    """Some way from where they are to where they want to go, not each step of it."""
    ways = [way for way in RECORDS["personas"][persona] if {*way} <= nodes.keys()]
    assert ways
    for start, end in ways:
        assert end in reachable(start, nodes), f"{start} -> {end}"


def reachable(start: str, nodes: dict[str, Node]) -> set[str]:
    seen: set[str] = set()
    ahead: list[Transition] = [*nodes[start].leads_to]
    while ahead:
        to = ahead.pop().to
        if to not in seen:
            seen.add(to)
            ahead += nodes[to].leads_to
    return seen


# --- the Landkreis ---------------------------------------------------------------------------


def test_all_23_municipalities_lie_where_the_landkreis_is(guide: Guide) -> None:
    places = guide.region.municipalities
    assert len(places) == 23
    assert all(52.0 < place.latitude < 52.6 for place in places)
    assert all(10.5 < place.longitude < 11.3 for place in places)
    assert len({(place.latitude, place.longitude) for place in places}) == 23


def test_the_glossary_explains_at_least_40_words(guide: Guide) -> None:
    assert len(guide.glossary.terms) >= 40
