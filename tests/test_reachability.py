"""The promise of the guide: everybody finds a next station, or somebody to ask.

An oracle without memory judges every reader of the grid anew; the survey must agree with it, on
the small guide with each of its transitions taken out in turn.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guide import cli
from guide import profile as judging
from guide.conditions import Condition
from guide.graph import PathwayGraph
from guide.pathways import Node, Station, Transition
from guide.profile import Profile, Verdict, judge
from guide.reachability import (
    AGES,
    LOOKS_AT,
    NOTHING,
    Gap,
    Reader,
    Survey,
    axes_of,
    profile_of,
    sentences,
    survey,
)
from guide.site import Site
from tests import mini
from tests.paths import graph, station, status, way

SECONDS = 5  # for the whole grid of the real guide; on two cores of 2024 it takes 0.1
Capture = pytest.CaptureFixture[str]


def stranded(found: Survey) -> list[Reader]:
    return [reader for gap in found.gaps for reader in gap.readers]


# --- the oracle ------------------------------------------------------------------------------


def fits(node: Node, reader: Reader, profile: Profile) -> bool:
    """Whether *reader* stands at *node* at the beginning."""
    if not isinstance(node, Station):
        return node.id == reader.status
    if node.kind == "qualification":
        return node.id == reader.certificate
    foreign = set(node.implies.foreign) if node.implies else set()
    low, high = (node.age.from_, node.age.to) if node.age else (None, None)
    in_age = (low or 0) <= reader.age <= (99 if high is None else high)
    return node.kind == "situation" and in_age and (not foreign or bool(foreign & profile.foreign))


def leads_on(graph: PathwayGraph, node: Node, way: Transition, profile: Profile) -> bool:
    target = graph.nodes[way.to]
    if not isinstance(target, Station) or target.kind == "counselling":
        return False
    implied = getattr(node, "implies", None)
    if implied and implied.school_duty:
        profile = replace(profile, school_duty=implied.school_duty == "required")
    low, high = (target.age.from_, target.age.to) if target.age else (None, None)
    (age, _) = profile.age or (0, 0)
    asked = list(way.conditions)
    for record in graph.pathways.residence_statuses:
        if record.id == profile.residence:
            asked += [c for rule in record.leads_to if rule.to == way.to for c in rule.conditions]
    if target.german.rule == "law" and not any(condition.german for condition in way.conditions):
        level = {"at_least": (target.german.needed or "A0").split("-")[0], "rule": "law"}
        asked.append(Condition.model_validate({"german": level}))
    return (low or 0) <= age <= (99 if high is None else high) and not any(
        judge(condition, profile) is Verdict.NOT_MET for condition in asked
    )


def stands(graph: PathwayGraph, reader: Reader) -> str:
    """Return how *reader* stands: on, ask or stranded."""
    profile = profile_of(graph, reader)
    here = [node for node in graph.nodes.values() if fits(node, reader, profile)]
    if any(leads_on(graph, node, way, profile) for node in here for way in node.leads_to):
        return "on"
    asked = [n for n in here if not isinstance(n, Station) or n.kind == "situation"]
    return "ask" if any(ask.service for node in asked for ask in node.ask) else "stranded"


def grid(graph: PathwayGraph) -> Iterator[Reader]:
    return Gap((), axes_of(graph)).readers


def changed(graph: PathwayGraph, change: Callable[[Node], Node]) -> PathwayGraph:
    pathways = graph.pathways
    return PathwayGraph(
        pathways.model_copy(
            update={
                "stations": [change(node) for node in pathways.stations],
                "residence_statuses": [change(node) for node in pathways.residence_statuses],
            }
        )
    )


def without(graph: PathwayGraph, gone: Transition) -> PathwayGraph:
    return changed(
        graph,
        lambda node: node.model_copy(
            update={"leads_to": [way for way in node.leads_to if way is not gone]}
        ),
    )


def unasked(graph: PathwayGraph) -> PathwayGraph:
    """The same guide with nobody to ask: every reader needs a way."""
    return changed(graph, lambda node: node.model_copy(update={"ask": []}))


def agree(graph: PathwayGraph) -> int:
    """Compare the survey with the oracle; return how many are stranded."""
    found = survey(graph)
    expected: dict[str, set[Reader]] = {"on": set(), "ask": set(), "stranded": set()}
    for reader in grid(graph):
        expected[stands(graph, reader)].add(reader)
    named = stranded(found)
    assert set(named) == expected["stranded"]
    assert len(named) == len(set(named)) == found.stranded
    assert found.only_contact == len(expected["ask"])
    return found.stranded


# --- the real guide --------------------------------------------------------------------------


def test_nobody_is_stranded_in_the_real_guide(real: Site) -> None:
    found = survey(real.graph)
    assert sentences(found) == []
    assert found.stranded == 0


def test_the_grid_of_the_real_guide_is_whole(real: Site) -> None:
    certificates, levels, ages, months, statuses = axes_of(real.graph)
    wanted = {
        *("hauptschulabschluss", "realschulabschluss", "erweiterter-sek-1", "fachhochschulreife"),
        *("abitur", "berufsabschluss", "foreign:school", "foreign:vocational", NOTHING),
    }
    assert wanted <= set(certificates)
    assert (len(levels), ages, months) == (7, AGES, (0, 3, 9, 15, 36))
    assert (ages[0], ages[-1]) == (6, 27)
    assert set(statuses) == {None, *real.graph.statuses}


def test_the_whole_grid_is_fast(real: Site) -> None:
    started = time.process_time()
    found = survey(real.graph)
    assert time.process_time() - started < SECONDS
    assert found.size > 50_000


def test_the_memory_answers_as_the_oracle_does_in_the_real_guide(real: Site) -> None:
    """A sample, with nobody to ask and half of the transitions gone, so that many are stranded."""
    chosen = random.Random(7)
    thin = changed(
        unasked(real.graph),
        lambda node: node.model_copy(
            update={"leads_to": [way for way in node.leads_to if chosen.random() < 0.5]}
        ),
    )
    lost = set(stranded(survey(thin)))
    readers = chosen.sample(list(grid(thin)), 1500)
    assert {r for r in readers if stands(thin, r) == "stranded"} == lost & set(readers)


def test_the_memory_knows_what_each_type_of_condition_looks_at() -> None:
    """What is not on the grid may be left out: school duty comes with the situation."""
    assert {*LOOKS_AT} == {*judging._JUDGES} - {"school_duty", "choice"}


# --- the small guide, with one transition less -----------------------------------------------

STEPS = [
    (node.id, way.to)
    for node in mini.site_of(mini.SOURCES).graph.nodes.values()
    for way in node.leads_to
]


def test_the_small_guide_strands_children_and_says_so(small: Site) -> None:
    """Its situation begins at 10; the survey and the oracle agree on all 11,550 readers."""
    assert agree(small.graph) > 0
    assert {reader.age for reader in stranded(survey(small.graph))} == {6, 7, 8, 9}


@pytest.mark.parametrize(("start", "to"), STEPS, ids=[" -> ".join(step) for step in STEPS])
def test_without_a_transition_exactly_those_are_named_who_needed_it(
    start: str, to: str, small: Site
) -> None:
    (gone,) = [way for way in small.graph.nodes[start].leads_to if way.to == to]
    agree(without(small.graph, gone))


@pytest.mark.parametrize(
    ("start", "to"),
    [
        ("neu-hier", "sprachkurs"),
        ("schulabschluss", "praktikum"),
        ("zeugnis-ausland", "ziel-studium"),
    ],
)
def test_with_nobody_to_ask_the_missing_transition_is_felt(
    start: str, to: str, small: Site
) -> None:
    lonely = unasked(small.graph)
    (gone,) = [way for way in lonely.nodes[start].leads_to if way.to == to]
    assert agree(without(lonely, gone)) > agree(lonely)


# --- what editors read -----------------------------------------------------------------------


def said(pathways: PathwayGraph) -> list[str]:
    return sentences(survey(pathways))


def test_the_sentence_names_who_and_the_station_that_leads_nowhere() -> None:
    child = station("kind", way("z", {"age": {"from": 10}}), kind="situation", age={"to": 14})
    old = station("gross", "z", kind="situation", age={"from": 15})
    assert said(graph(child, old, station("z", kind="goal"))) == [
        "Für 6 bis 9 Jahre führt von „kind“ kein Weg weiter: unter leads_to ergänzen."
    ]


def test_the_sentence_names_german_stay_status_and_certificate() -> None:
    ways = [
        way("z", {"german": {"at_least": "B1", "rule": "law"}}),
        way("z2", {"waiting_time": {"months": 15, "since": "arrival"}}),
        way("z3", {"residence": {"none_of": ["papier"]}}),
        way("z4", {"certificate": {"one_of": ["abschluss"]}}),
    ]
    here = station("hier", *ways, kind="situation")
    goals = [station(name, kind="goal") for name in ("z", "z2", "z3", "z4")]
    all_of_it = graph(
        here, station("abschluss", kind="qualification"), *goals, statuses=(status("papier"),)
    )
    assert said(all_of_it) == [
        "Für jedes Alter, ohne Abschluss oder mit ausländischem Schulzeugnis oder ausländischem "
        "Beruf, Deutsch A0 bis A2, seit 0 bis 9 Monaten hier, mit „papier“ führt von „hier“ kein "
        "Weg weiter: unter leads_to ergänzen."
    ]


def test_an_age_without_a_situation_is_said() -> None:
    young = station("jung", "z", kind="situation", age={"to": 20})
    assert said(graph(young, station("z", kind="goal"))) == [
        "Für 21 bis 27 Jahre passt keine Situation: eine ergänzen oder bei einer „age“ erweitern."
    ]


def test_somebody_to_ask_is_enough_and_is_counted() -> None:
    ask = [{"text": "x", "service": "beratung"}]
    here = graph(station("hier", kind="situation", ask=ask))
    assert (said(here), survey(here).only_contact) == ([], survey(here).size)
    nameless = graph(station("hier", kind="situation", ask=[{"text": "die Nachbarn"}]))
    assert survey(nameless).only_contact == 0


def test_those_with_a_foreign_certificate_alone_stand_where_one_is_implied() -> None:
    abroad = station("zeugnis", "z", kind="situation", implies={"foreign": ["school"]})
    found = survey(graph(abroad, station("z", kind="goal")))
    assert {r.certificate for r in stranded(found)} == {NOTHING, "foreign:vocational"}


def test_ages_that_are_no_neighbours_are_told_apart() -> None:
    ways = [way(f"z{n}", {"age": {"from": n, "to": n}}) for n in (8, 9, 12)]
    here = station("hier", *ways, kind="situation")
    (sentence,) = said(graph(here, *(station(f"z{n}", kind="goal") for n in (8, 9, 12))))
    assert sentence.startswith("Für 6 bis 7, 10 bis 11 oder 13 bis 27 Jahre führt")


# --- the command -----------------------------------------------------------------------------


def run(root: Path, capsys: Capture, *more: str) -> tuple[int, str]:
    code = cli.main(["check", "reachability", "--root", str(root), *more])
    return code, capsys.readouterr().out


def test_the_command_says_how_large_the_grid_is_and_that_all_is_well(
    real: Site, capsys: Capture
) -> None:
    code, out = run(real.guide.root, capsys)
    size, places = survey(real.graph).size, len(real.guide.region.municipalities)
    assert code == 0
    assert f"Durchgespielt: {size:,} Profile in ".replace(",", ".") in out
    assert f"mit {places} Orten sind es {size * places:,} Profile".replace(",", ".") in out
    assert "Niemand bleibt stehen: 0 Profile" in out


def test_the_command_fails_where_somebody_is_stranded(copy: Path, capsys: Capture) -> None:
    code, out = run(copy, capsys)
    assert code == 1
    assert "Nur eine Stelle zum Fragen haben 104 Profile." in out
    assert "\n- Für 6 bis 9 Jahre, ohne Abschluss" in out
    assert "führt von „zeugnis-ausland“ kein Weg weiter: unter leads_to ergänzen." in out
    assert out.count("\n- ") == 2


def test_a_broken_guide_is_told_first(copy: Path, capsys: Capture) -> None:
    mini.replace(copy, "data/pathways.yaml", "to: schule\n", "to: schuhle\n")
    code, out = run(copy, capsys)
    assert code == 1
    assert "Meinten Sie „schule“?" in out
    assert "Durchgespielt" not in out


def test_another_word_after_check_is_told_in_german(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        cli.main(["check", "reachabilty"])
    assert "Meinten Sie „reachability“?" in capsys.readouterr().err
