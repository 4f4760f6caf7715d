"""Stations and transitions: a graph with circles in it, which nobody may get lost in."""

import pytest

from guide.graph import PathwayGraph
from guide.pathways import Pathways
from guide.site import Site


@pytest.fixture
def graph(small: Site) -> PathwayGraph:
    return small.graph


def test_the_small_guide_has_a_circle(graph: PathwayGraph) -> None:
    """Else the tests below would say nothing."""
    assert "sprachkurs" in graph.reachable("sprachkurs")


def test_all_stations_of_a_circle_reach_what_one_of_them_reaches(graph: PathwayGraph) -> None:
    assert graph.reachable("sprachkurs") == graph.reachable("praktikum")


def test_a_goal_leads_nowhere(graph: PathwayGraph) -> None:
    assert graph.reachable("ziel-arbeit") == set()


def test_a_station_is_reached_by_the_steps_that_lead_there_in_the_files_order(
    graph: PathwayGraph,
) -> None:
    assert [step.start.id for step in graph.into("praktikum")] == [
        *("verfahren-laeuft", "sprachkurs", "schulabschluss", "beratung")
    ]


def test_every_step_arrives_exactly_once(graph: PathwayGraph) -> None:
    arrived = [step for node in graph.nodes for step in graph.into(node)]
    assert len(arrived) == len(graph.steps)
    assert {id(step) for step in arrived} == {id(step) for step in graph.steps}


def test_a_residence_status_is_no_station(graph: PathwayGraph) -> None:
    assert set(graph.statuses) == {"verfahren-laeuft", "erlaubnis"}
    assert not set(graph.statuses) & set(graph.stations)
    assert {*graph.statuses, *graph.stations} == set(graph.nodes)


def test_a_circle_without_a_way_out_is_a_dead_end() -> None:
    record = {
        "name": "x",
        "summary": "x",
        "kind": "bridge",
        "german": {"rule": "none"},
        "sources": ["x"],
        "confidence": "likely",
    }
    way = {"text": "x", "sources": ["x"], "confidence": "likely"}
    stations = [
        record | {"id": "a", "leads_to": [way | {"to": "b"}]},
        record | {"id": "b", "leads_to": [way | {"to": "a"}]},
        record | {"id": "c", "leads_to": [way | {"to": "a"}, way | {"to": "goal"}]},
        record | {"id": "goal", "kind": "goal"},
    ]
    graph = PathwayGraph(Pathways.model_validate({"stations": stations}))
    assert [node.id for node in graph.dead_ends()] == ["a", "b"]


def test_from_every_station_of_the_real_guide_a_goal_can_be_reached(real: Site) -> None:
    assert [node.id for node in real.graph.dead_ends()] == []


def test_no_station_of_the_real_guide_is_cut_off(real: Site) -> None:
    """Every station can be reached, or is a place to start from."""
    starts = {s.id for s in real.guide.pathways.stations if s.kind in ("situation", "counselling")}
    lonely = [name for name in real.graph.stations if not real.graph.into(name)]
    assert set(lonely) - starts == set()
