"""Routes from a situation to a goal: which are found, which are kept, what they carry along."""

import itertools
import random
from collections.abc import Iterator
from datetime import date

import pytest

from guide.fields import Years
from guide.graph import PathwayGraph
from guide.onward import in_situation
from guide.profile import Profile, Verdict, judge_age
from guide.routes import MOST, NEVER, Cost, Route, along, routes, routes_to_all, routes_to_tell
from guide.site import Site
from tests.paths import graph, months, station, status, way

NOBODY = Profile()
SCHOOL = {"certificate": {"foreign": "school"}}


def ways(found: list[Route]) -> list[str]:
    return [" ".join(route.stations) for route in found]


def cost(route: Route) -> Cost:
    """What counts, as a reader sees it."""
    income = NEVER if route.income_after is None else route.income_after
    return (route.months[0], route.hurdles, income)


# --- circles, order, number ------------------------------------------------------------------


def test_a_circle_is_walked_by_nobody_twice() -> None:
    circle = graph(
        station("a", "b"),
        station("b", "a", "c"),
        station("c", "b", "goal"),
        station("goal", kind="goal"),
    )
    assert ways(routes(circle, "a", "goal", NOBODY)) == ["a b c goal"]


def test_no_route_of_the_real_guide_visits_a_station_twice(real: Site) -> None:
    for route in all_routes(real.graph, NOBODY):
        assert len(set(route.stations)) == len(route.stations)


def test_no_route_leads_back_to_its_start() -> None:
    circle = graph(station("a", "b"), station("b", "a"))
    assert routes(circle, "a", "a", NOBODY) == []
    assert set(routes_to_all(circle, "a", NOBODY)) == {"b"}


def test_the_same_question_gets_the_same_answer(real: Site) -> None:
    for start in situations(real.graph):
        once = routes_to_all(real.graph, start, NOBODY)
        assert once == routes_to_all(real.graph, start, NOBODY)
        assert list(once) == list(routes_to_all(PathwayGraph(real.graph.pathways), start, NOBODY))


def test_the_order_of_the_file_does_not_matter(real: Site) -> None:
    """Editors sort and insert blocks: no reader's route changes by that."""
    pathways = real.graph.pathways
    stations, statuses = list(pathways.stations), list(pathways.residence_statuses)
    random.Random(4).shuffle(stations)
    random.Random(5).shuffle(statuses)
    shuffled = PathwayGraph(
        pathways.model_copy(update={"stations": stations, "residence_statuses": statuses})
    )
    profile = Profile(age=(17, 17), german="A2", residence=statuses[0].id)
    for start in situations(real.graph):
        for who in (NOBODY, profile):
            assert routes_to_all(shuffled, start, who) == routes_to_all(real.graph, start, who)


def test_the_fastest_comes_first_and_at_most_five_are_kept() -> None:
    """Eight ways, each slower and with one condition less than the one before."""
    many = graph(
        station("a", *[f"s{n}" for n in range(8)]),
        *(station(f"s{n}", way("z", *["exam"] * (8 - n)), months=months(n)) for n in range(8)),
        station("z", kind="goal"),
    )
    found = routes(many, "a", "z", NOBODY)
    assert len(found) == MOST == 5
    assert [route.months[0] for route in found] == sorted(r.months[0] for r in found)
    assert {cost(found[0])[0], min(r.hurdles for r in found)} == {0, 1}


def test_what_is_never_reached_has_no_routes() -> None:
    assert routes(graph(station("a"), station("z", kind="goal")), "a", "z", NOBODY) == []


# --- what is kept (Pareto) -------------------------------------------------------------------


def test_a_route_that_is_worse_in_all_is_dropped() -> None:
    two = graph(
        station("a", "good", way("bad", "exam")),
        station("good", "z", months=months(6), income=True),
        station("bad", "z", months=months(12)),
        station("z", kind="goal"),
    )
    assert ways(routes(two, "a", "z", NOBODY)) == ["a good z"]


def test_slower_but_paid_is_kept() -> None:
    two = graph(
        station("a", "school", "work"),
        station("school", "z", months=months(6)),
        station("work", "z", months=months(12), income=True),
        station("z", kind="goal"),
    )
    found = routes(two, "a", "z", NOBODY)
    assert ways(found) == ["a school z", "a work z"]
    assert [route.income_after for route in found] == [None, 0]


def test_slower_but_with_less_in_the_way_is_kept() -> None:
    two = graph(
        station("a", way("z", "exam", "grades"), "course"),
        station("course", "z", months=months(6)),
        station("z", kind="goal"),
    )
    assert [route.hurdles for route in routes(two, "a", "z", NOBODY)] == [2, 0]


def test_a_slower_way_that_brings_what_the_next_step_asks_for_is_followed() -> None:
    """Both come to x; only who has been at q may go on. The faster must not hide the slower."""
    asked = {"certificate": {"one_of": ["q"]}}
    two = graph(
        station("a", "x", "q"),
        station("q", "x", kind="qualification", months=months(12)),
        station("x", way("z", asked), months=months(1)),
        station("z", kind="goal"),
    )
    assert ways(routes(two, "a", "z", Profile(certificates=frozenset()))) == ["a q x z"]
    assert ways(routes(two, "a", "x", NOBODY)) == ["a x"]


PROFILES = [
    NOBODY,
    Profile(age=(16, 16), german="A0", certificates=frozenset(), foreign=frozenset()),
    Profile(age=(20, 20), german="B1", months_here=20, foreign=frozenset({"school"})),
]


@pytest.mark.parametrize("profile", PROFILES, ids=["nobody", "16", "20"])
def test_no_route_is_worse_in_all_three_than_another(real: Site, profile: Profile) -> None:
    for start, goal in itertools.product(situations(real.graph), goals(real.graph)):
        found = routes(real.graph, start, goal, profile)
        assert len(found) <= MOST
        for one, other in itertools.permutations(map(cost, found), 2):
            assert not all(a <= b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("profile", PROFILES, ids=["nobody", "16", "20"])
def test_the_best_in_each_respect_is_found(small: Site, profile: Profile) -> None:
    """Against all walks through the small guide, one by one."""
    for start, goal in itertools.product(situations(small.graph), goals(small.graph)):
        every = [along(small.graph, walk, profile) for walk in walks(small.graph, start, goal)]
        possible = [cost(route) for route in every if route]
        found = [cost(r) for r in routes(small.graph, start, goal, profile)]
        assert bool(found) == bool(possible)
        for n in range(3):
            assert min((c[n] for c in found), default=0) == min((c[n] for c in possible), default=0)


def walks(graph: PathwayGraph, start: str, goal: str) -> Iterator[list[str]]:
    waiting = [[start]]
    while waiting:
        walk = waiting.pop()
        for transition in graph.nodes[walk[-1]].leads_to:
            if transition.to == goal:
                yield [*walk, goal]
            elif transition.to not in walk:
                waiting.append([*walk, transition.to])


# --- time, age, income -----------------------------------------------------------------------


def test_months_add_up_and_a_situation_ends_with_the_first_step() -> None:
    line = graph(
        station("a", "b", kind="situation", months=months(100)),
        station("b", "c", months=months(3, 6)),
        station("c", "z", months=months(12, 24), income=True),
        station("z", kind="goal", months=months(36)),
    )
    (route,) = routes(line, "a", "z", NOBODY)
    assert [step.months for step in route.steps] == [(0, 0), (3, 6), (15, 30)]
    assert (route.months, route.income_after) == ((15, 30), 3)


def test_an_age_limit_along_the_way_is_judged_at_that_time() -> None:
    """17 and under at the door of c; b takes a year."""
    line = graph(
        station("a", "b"),
        station("b", "c", months=months(12)),
        station("c", "z", age={"to": 17}),
        station("z", kind="goal"),
    )
    assert routes(line, "a", "z", Profile(age=(16, 16)))
    assert not routes(line, "a", "z", Profile(age=(17, 17)))
    assert routes(line, "a", "z", Profile(age=(15, 17)))  # perhaps; nobody is shut out by guessing
    assert routes(line, "a", "z", NOBODY)


def test_who_is_too_young_grows_up_on_the_way() -> None:
    line = graph(
        station("a", "b", way("z", {"age": {"from": 18}})),
        station("b", way("z", {"age": {"from": 18}}), months=months(12)),
        station("z", kind="goal"),
    )
    assert ways(routes(line, "a", "z", Profile(age=(17, 17)))) == ["a b z"]


def test_a_stay_of_one_to_six_years_leaves_the_age_open_and_then_narrows_itself() -> None:
    """A child of 10 may be 15 when school ends; who is let in at 15 has stayed 4 years and more."""
    line = graph(
        station("a", "school"),
        station("school", "work", "more", months=months(12, 72)),
        station("work", way("z", {"age": {"to": 14}}), age={"from": 15}),
        station("more", way("z", {"age": {"to": 14}})),
        station("z", kind="goal"),
    )
    child = Profile(age=(10, 10))
    (work,) = routes(line, "a", "work", child)
    assert [step.months for step in work.steps] == [(0, 0), (49, 72)]
    (more,) = routes(line, "a", "more", child)
    assert more.months == (12, 72)
    assert ways(routes(line, "a", "z", child)) == ["a school more z"]  # not at 15 and at 14
    assert not routes(line, "a", "work", Profile(age=(8, 8)))


def test_who_starts_at_a_school_may_just_have_begun_or_be_at_its_end() -> None:
    line = graph(
        station("school", way("work", {"certificate": {"one_of": ["school"]}}), months=months(36)),
        station("work", kind="goal", age={"from": 16}),
    )
    pupil = Profile(age=(14, 14), certificates=frozenset())
    assert [route.months for route in routes(line, "school", "work", pupil)] == [(13, 36)]
    older = Profile(age=(16, 16), certificates=frozenset())
    assert [route.months for route in routes(line, "school", "work", older)] == [(0, 36)]


def test_a_clock_that_has_not_run_long_enough_delays_a_step() -> None:
    asked = {"waiting_time": {"months": 15, "since": "arrival"}}
    line = graph(
        station("a", "b"), station("b", way("z", asked), months=months(3, 9)), station("z")
    )
    found = [routes(line, "a", "z", Profile(months_here=here)) for here in (5, 6, 12)]
    assert [[r.months for r in of] for of in found] == [[(10, 10)], [(9, 9)], [(3, 9)]]
    assert [[r.hurdles for r in of] for of in found] == [[0], [0], [0]]


def test_who_would_be_too_old_after_waiting_is_not_sent_to_wait() -> None:
    asked = [{"waiting_time": {"months": 15, "since": "arrival"}}, {"age": {"to": 20}}]
    line = graph(station("a", way("z", *asked)), station("z"))
    assert len(routes(line, "a", "z", Profile(months_here=0, age=(19, 19)))) == 1
    assert routes(line, "a", "z", Profile(months_here=0, age=(20, 20))) == []


def test_of_two_ways_to_meet_a_condition_only_the_shorter_wait_counts() -> None:
    either = {"any_of": [{"waiting_time": {"months": 48}}, {"waiting_time": {"months": 6}}]}
    line = graph(station("a", way("z", either)), station("z"))
    (route,) = routes(line, "a", "z", Profile(months_here=2))
    assert route.months == (4, 4)
    assert route.hurdles == 0


def test_months_of_work_take_their_time_unless_they_may_have_been_before() -> None:
    """3 years in the job before studying without Abitur (§ 18 NHG, source ohne-abi)."""
    asked = {"experience": {"months": 36}}
    line = graph(
        station("a", way("z", asked), "b", kind="situation"),
        station("b", way("y", asked), months=months(24, 42)),
        station("y", kind="goal"),
        station("z", kind="goal"),
    )
    assert [route.months for route in routes(line, "a", "z", NOBODY)] == [(0, 0)]
    assert [route.months for route in routes(line, "a", "y", NOBODY)] == [(60, 78)]


def test_a_situation_says_the_age_unless_the_reader_has() -> None:
    node = graph(station("a", kind="situation", age={"from": 15, "to": 17})).nodes["a"]
    assert in_situation(NOBODY, node).age == (15, 17)
    assert in_situation(Profile(age=(16, 16)), node).age == (16, 16)


def test_no_age_on_a_route_of_the_real_guide_is_out_of_bounds(real: Site) -> None:
    """Whoever is 16 today is let into no station whose age has passed or is not yet reached."""
    for route in all_routes(real.graph, Profile(age=(16, 16))):
        for step in route.steps:
            limits = real.graph.nodes[step.transition.to].age or Years()
            then = Profile(age=(16, 16), passed=step.months[0])
            assert judge_age(limits, then) is not Verdict.NOT_MET


# --- what is implied, gained, held -----------------------------------------------------------


def test_german_gained_in_a_course_opens_what_a_law_keeps_closed() -> None:
    """The lower end of what is reached counts: A2-B1 is A2."""
    b1 = {"german": {"at_least": "B1", "rule": "law"}}

    def line(reached: str) -> PathwayGraph:
        course = station("course", way("z", b1), german={"rule": "usual", "reached": reached})
        return graph(station("a", "course", way("z", b1)), course, station("z", kind="goal"))

    beginner = Profile(german="A0")
    assert ways(routes(line("B1"), "a", "z", beginner)) == ["a course z"]
    assert routes(line("A2-B1"), "a", "z", beginner) == []


def test_a_certificate_brings_those_it_includes() -> None:
    asked = {"certificate": {"one_of": ["small"]}}
    line = graph(
        station("a", "big", way("z", asked)),
        station("big", way("z", asked), kind="qualification", includes=["small"]),
        station("small", kind="qualification"),
        station("z", kind="goal"),
    )
    assert ways(routes(line, "a", "z", Profile(certificates=frozenset()))) == ["a big z"]


@pytest.mark.parametrize("group", ["plain", "all_of", "any_of"])
def test_nobody_is_given_a_foreign_certificate(group: str) -> None:
    """The one thing that is not assumed of a silent reader: it cannot be gained on the way."""
    asked = SCHOOL if group == "plain" else {group: [SCHOOL]}
    line = graph(
        station("a", way("z", asked), kind="situation"),
        station("from-abroad", way("z", asked), kind="situation", implies={"foreign": ["school"]}),
        station("z", kind="goal"),
    )
    assert routes(line, "a", "z", NOBODY) == []
    assert routes(line, "a", "z", Profile(foreign=frozenset({"school"})))
    assert routes(line, "from-abroad", "z", NOBODY)


def test_an_alternative_to_a_foreign_certificate_stays_open() -> None:
    line = graph(station("a", way("z", {"any_of": [SCHOOL, "exam"]})), station("z", kind="goal"))
    assert routes(line, "a", "z", NOBODY)


def test_a_situation_does_not_unsay_that_there_is_no_foreign_certificate() -> None:
    node = graph(station("a", kind="situation", implies={"school_duty": "required"})).nodes["a"]
    profile = in_situation(Profile(foreign=frozenset()), node)
    assert (profile.foreign, profile.school_duty) == (frozenset(), True)
    assert in_situation(NOBODY, node).foreign is None
    assert in_situation(Profile(school_duty=False), node).school_duty is False


def test_passing_through_a_situation_is_as_starting_in_it() -> None:
    """It is no certificate: what a reader has not said stays unknown, what it implies is known."""
    asked = {"certificate": {"one_of": ["abitur"]}}
    duty = {"school_duty": {"status": "required"}}
    line = graph(
        station("camp", "here", kind="situation"),
        station(
            "here", way("z", asked, duty), kind="situation", implies={"school_duty": "required"}
        ),
        station("abitur", kind="qualification"),
        station("z", kind="goal"),
    )
    for start in ("camp", "here"):
        (route,) = routes(line, start, "z", NOBODY)
        assert route.hurdles == 1
    assert not routes(line, "camp", "z", Profile(school_duty=False))


# --- counselling and residence ---------------------------------------------------------------


def test_counselling_is_no_stage() -> None:
    talk = graph(
        station("a", "talk"),
        station("talk", "z", kind="counselling"),
        station("z", kind="goal"),
    )
    assert routes_to_all(talk, "a", NOBODY) == {}


def test_no_route_of_the_real_guide_passes_counselling_or_a_status(real: Site) -> None:
    for route in all_routes(real.graph, NOBODY):
        kinds = {real.graph.stations[name].kind for name in route.stations[1:]}
        assert "counselling" not in kinds


HERE = {"residence": {"one_of": ["paper"]}}
WAITED = {"waiting_time": {"months": 3, "since": "arrival"}}


@pytest.fixture
def papers() -> PathwayGraph:
    """What a paper opens for the work that also the course leads to."""
    return graph(
        station("a", "course", kind="situation"),
        station("course", way("work", "contract"), months=months(2)),
        station("work", kind="goal"),
        statuses=(status("paper", way("work", HERE, WAITED, "contract")), status("other")),
    )


def test_what_a_residence_status_opens_is_open_from_the_start(papers: PathwayGraph) -> None:
    old = Profile(residence="paper", months_here=12)
    assert ways(routes(papers, "a", "work", old)) == ["a work"]
    assert ways(routes(papers, "a", "work", Profile(residence="other"))) == ["a course work"]
    assert ways(routes(papers, "paper", "work", NOBODY)) == ["paper work"]


def test_what_a_residence_status_asks_is_asked_wherever_the_station_is_entered(
    papers: PathwayGraph,
) -> None:
    """3 months are over after 1 here and 2 more, in the course or waiting."""
    route = along(papers, ["a", "course", "work"], Profile(residence="paper", months_here=1))
    assert route
    asked = [condition.type for condition in route.steps[-1].conditions]
    assert asked == ["contract", "residence", "waiting_time"]  # the contract not twice
    (direct,) = routes(papers, "a", "work", Profile(residence="paper", months_here=0))
    assert direct.months == (3, 3)


def test_of_another_status_nothing_more_is_asked(papers: PathwayGraph) -> None:
    (route,) = routes(papers, "a", "work", Profile(residence="other", months_here=0))
    assert [condition.type for condition in route.steps[-1].conditions] == ["contract"]


# --- when a rule is in force -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (None, True),  # no day, no check
        (date(2026, 7, 31), False),
        (date(2026, 8, 1), True),
        (date(2027, 7, 31), True),
        (date(2027, 8, 1), False),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(day: date | None, found: bool) -> None:
    rule = way("z", valid_from="2026-08-01", valid_to="2027-07-31")
    line = graph(station("a", "b"), station("b", rule), station("z", kind="goal"))
    assert bool(routes(line, "a", "z", NOBODY, day)) is found
    assert ("z" in routes_to_all(line, "a", NOBODY, day)) is found


def test_a_rule_with_one_end_is_open_at_the_other() -> None:
    line = graph(
        station("a", way("old", valid_to="2026-12-31"), way("new", valid_from="2027-01-01")),
        station("old"),
        station("new"),
    )
    assert set(routes_to_all(line, "a", NOBODY, date(1999, 1, 1))) == {"old"}
    assert set(routes_to_all(line, "a", NOBODY, date(2099, 1, 1))) == {"new"}


def test_the_small_guide_has_a_rule_that_ends(small: Site) -> None:
    before, after = date(2027, 7, 31), date(2027, 8, 1)
    to_school = [routes(small.graph, "neu-hier", "schule", NOBODY, day) for day in (before, after)]
    assert [ways(found)[0] for found in to_school] == [
        "neu-hier schule",
        "neu-hier sprachkurs schule",
    ]


# --- what a step carries ---------------------------------------------------------------------


def test_every_step_is_a_record_of_the_guide_with_its_source_and_confidence(real: Site) -> None:
    """Nothing on a route is said without the record that says it."""
    written = {id(step.transition) for step in real.graph.steps}
    sources = {source.id for source in real.guide.sources.sources}
    for route in all_routes(real.graph, Profile(residence="duldung", months_duldung=12)):
        for place, step in enumerate(route.steps):
            assert id(step.transition) in written
            assert step.transition.sources
            assert set(step.transition.sources) <= sources
            assert step.transition.confidence in ("sourced", "mixed", "likely", "unknown")
            holders = [route.stations[place], *(["duldung"] if place == 0 else [])]
            assert any(step.transition in real.graph.nodes[name].leads_to for name in holders)


def test_a_step_keeps_all_conditions_of_its_transition(real: Site) -> None:
    for route in all_routes(real.graph, NOBODY):
        for step in route.steps:
            own = step.transition.conditions
            assert list(step.conditions[: len(own)]) == own


def situations(graph: PathwayGraph) -> list[str]:
    return [s.id for s in graph.stations.values() if s.kind == "situation"]


def goals(graph: PathwayGraph) -> list[str]:
    return [s.id for s in graph.stations.values() if s.kind in ("goal", "qualification")]


def all_routes(graph: PathwayGraph, profile: Profile) -> Iterator[Route]:
    for start in situations(graph):
        for found in routes_to_all(graph, start, profile).values():
            yield from found


# --- what a page tells -----------------------------------------------------------------------


def test_a_recommended_pathway_is_told_beside_a_better_route_and_in_part_too() -> None:
    line = graph(
        station("a", "b", "c"),
        station("b", way("c", "exam"), months=months(12)),
        station("c", "z", months=months(6)),
        station("z"),
        pathways=[{"id": "p", "name": "x", "stations": ["a", "b", "c", "z"]}],
    )
    assert ways(routes(line, "a", "z", NOBODY)) == ["a c z"]
    assert ways(routes_to_tell(line, "a", NOBODY)["z"]) == ["a c z", "a b c z"]
    assert ways(routes_to_tell(line, "a", NOBODY)["c"]) == ["a c", "a b c"]
    found = line.pathway_along(("b", "c"))
    assert found
    assert found.id == "p"
    assert line.pathway_along(("a", "c")) is None


def test_a_recommended_pathway_may_speak_of_a_foreign_certificate_unless_there_is_none() -> None:
    asked = {"certificate": {"foreign": "school"}}
    line = graph(
        station("a", way("b", asked)),
        station("b", "z"),
        station("z"),
        pathways=[{"id": "p", "name": "x", "stations": ["a", "b", "z"]}],
    )
    assert ways(routes_to_tell(line, "a", Profile(foreign=frozenset())).get("z", [])) == []
    assert "z" not in routes_to_all(line, "a", NOBODY)
    assert ways(routes_to_tell(line, "a", NOBODY).get("z", [])) == ["a b z"]


def test_what_takes_all_the_steps_of_another_and_more_is_not_told() -> None:
    line = graph(
        station("a", "b", "c", "z"),
        station("b", way("z", "exam"), months=months(6)),
        station("c", way("b", "exam"), way("z", "exam"), months=months(6)),
        station("z"),
    )
    assert ways(routes_to_tell(line, "a", NOBODY)["z"]) == ["a z"]


def test_others_that_begin_in_another_way_are_told() -> None:
    line = graph(
        station("a", "b", way("c", "exam"), way("d", "exam", "exam")),
        *(station(name, "z", months=months(6)) for name in "bcd"),
        station("z"),
    )
    assert ways(routes(line, "a", "z", NOBODY)) == ["a b z"]
    assert ways(routes_to_tell(line, "a", NOBODY)["z"]) == ["a b z", "a c z", "a d z"]
