"""The nine people whom the research thought of, and others who differ from them in one thing.

Every path that the research wrote down for them is told, on the page for everybody and to
themselves; where another one is as good in all three, time, conditions and income, it is told
beside it. A residence status is no stage of a route: what the research wrote as one is a profile
here.

Each docstring names the law or the source (its id in data/sources.yaml) that the case rests on.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from guide.graph import PathwayGraph
from guide.onward import open_now
from guide.profile import Profile, Verdict, judge_all
from guide.routes import NEVER, Cost, Route, along, routes, routes_to_all, routes_to_tell
from guide.site import Site

IMPORTED = Path(__file__).parent / "imported" / "personas.json"
PERSONAS = {p["name"]: p["paths"] for p in json.loads(IMPORTED.read_text("utf-8"))}
NONE: frozenset[str] = frozenset()


@pytest.fixture
def graph(real: Site) -> PathwayGraph:
    return real.graph


def person(age: int, german: str, **said: object) -> Profile:
    """Somebody without certificates, unless they are *said*."""
    known = Profile(age=(age, age), german=german, certificates=NONE, foreign=NONE)
    return replace(known, **said)  # type: ignore[arg-type]


# --- what is asked of the routes -------------------------------------------------------------


def cost(route: Route) -> Cost:
    income = NEVER if route.income_after is None else route.income_after
    return (route.months[0], route.hurdles, income)


def found(graph: PathwayGraph, path: list[str], who: Profile) -> list[str]:
    return [" ".join(r.stations) for r in routes(graph, path[0], path[-1], who)]


def better(graph: PathwayGraph, path: list[str], who: Profile) -> list[str]:
    """The routes that are shown and as good as *path* in all three; *path* itself if it is."""
    exact = along(graph, path, who)
    assert exact, f"{path} is closed to {who}"
    return [
        " ".join(r.stations)
        for r in routes(graph, path[0], path[-1], who)
        if all(a <= b for a, b in zip(cost(r), cost(exact), strict=True))
    ]


def is_open(graph: PathwayGraph, start: str, to: str, who: Profile) -> bool:
    """Whether the one transition is open to *who*, today."""
    (way,) = [way for way in graph.nodes[start].leads_to if way.to == to]
    return open_now(graph, way, who)


def status_change(graph: PathwayGraph, start: str, to: str, who: Profile) -> Verdict:
    (way,) = [way for way in graph.nodes[start].leads_to if way.to == to]
    return judge_all(way.conditions, who)


ADULT = "19 Jahre, Abschluss der Oberstufe im Ausland"
TOLERATED = "22 Jahre, Duldung, möchte Ausbildung"
TRADE = "25 Jahre, Beruf aus dem Ausland"
PUPIL = "14 Jahre, Oberschule, möchte Abitur"
LANGUAGE_CLASS = "17 Jahre, in der Sprach- und Integrationsklasse (SPRINT-Nachfolge)"

MATCHING = {
    "10 Jahre, neu angekommen": person(10, "A0", months_here=0),
    "16 Jahre, kein Deutsch": person(16, "A0", months_here=0),
    LANGUAGE_CLASS: person(17, "A2", months_here=12, school_duty=True),
    ADULT: person(19, "B1", months_here=12, foreign=frozenset({"school"})),
    TOLERATED: person(22, "B1", residence="duldung", months_here=40, months_duldung=12),
    TRADE: person(25, "B1", months_here=12, foreign=frozenset({"vocational"})),
    PUPIL: person(14, "B1", months_here=36, school_duty=True),
    "16 Jahre, allein hier": person(16, "A0", residence="gestattung", months_here=3),
    "20 Jahre, Ukraine": person(
        20, "B1", residence="ukraine-24", months_here=9, foreign=frozenset({"school"})
    ),
}


def test_all_nine_are_here() -> None:
    assert set(MATCHING) == set(PERSONAS)
    assert len(PERSONAS) == 9


def paths_of_stations(graph: PathwayGraph) -> list[tuple[str, list[str]]]:
    """The paths without a change of residence status; one at the start stands for a profile."""
    return [
        (name, path)
        for name, paths in PERSONAS.items()
        for path in paths
        if not set(path[1:]) & set(graph.statuses)
    ]


def told(graph: PathwayGraph, path: list[str], who: Profile) -> list[list[str]]:
    return [[*r.stations] for r in routes_to_tell(graph, path[0], who).get(path[-1], [])]


def test_every_path_is_told_to_those_it_was_written_for(graph: PathwayGraph) -> None:
    """21 of the 25; the four others change the status, see below."""
    paths = paths_of_stations(graph)
    assert len(paths) == 21
    untold = [(name, p) for name, p in paths if p not in told(graph, p, MATCHING[name])]
    assert untold == []


def test_every_path_is_told_on_its_page_where_nothing_is_known_of_the_reader(
    graph: PathwayGraph,
) -> None:
    paths = paths_of_stations(graph)
    assert [path for _, path in paths if path not in told(graph, path, Profile())] == []


def test_what_is_told_is_as_good_as_every_path_or_the_path_itself(graph: PathwayGraph) -> None:
    """The fastest, the easiest and the first to pay are never left out for a recommended one."""
    paths = paths_of_stations(graph)
    assert [(name, path) for name, path in paths if not better(graph, path, MATCHING[name])] == []


def test_no_path_is_told_to_whom_it_is_closed(graph: PathwayGraph) -> None:
    """Without a foreign certificate no Studienkolleg (stk-sin), though it is recommended."""
    path, *_ = PERSONAS[ADULT]
    assert path not in told(graph, path, replace(MATCHING[ADULT], foreign=NONE))


# --- 10 years, newly arrived -----------------------------------------------------------------


def test_10_from_the_oberschule_to_university(graph: PathwayGraph) -> None:
    """All Sekundarstufe I schools lead to all certificates (bp-schulformwechsel).

    The research's path goes by way of a language class and the Erweiterter Sekundarabschluss;
    changing to the Gymnasium before saves a condition, and German is learned beside the class.
    """
    path, _ = PERSONAS["10 Jahre, neu angekommen"]
    who = MATCHING["10 Jahre, neu angekommen"]
    assert better(graph, path, who)
    assert any("abitur" in route.split() for route in found(graph, path, who))


def test_9_goes_to_the_grundschule(graph: PathwayGraph) -> None:
    """Grundschule by school district (bp-schulaufnahme); one year makes the difference."""
    assert is_open(graph, "neu-6-bis-9", "grundschule", person(9, "A0", school_duty=True))
    assert not is_open(graph, "neu-6-bis-9", "grundschule", person(10, "A0", school_duty=True))
    assert not is_open(graph, "neu-10-bis-14", "oberschule", person(9, "A0", school_duty=True))


@pytest.mark.parametrize("german", ["A0", "C2"])
def test_10_with_any_german_gets_a_place(graph: PathwayGraph, german: str) -> None:
    """Missing German is no reason to turn a child away (bp-schulaufnahme)."""
    assert is_open(graph, "neu-10-bis-14", "oberschule", person(10, german, school_duty=True))


# --- 16 years, no German ---------------------------------------------------------------------


def test_16_without_german_begins_in_the_language_class(graph: PathwayGraph) -> None:
    """From 15 at the BBS (daz-erlass-bbs, bp-schulpflicht-neu); § 17 NSchG (nschg17).

    No law asks for the Hauptschulabschluss before an apprenticeship: the company decides
    (kausa-b2). So the direct way is as good in time and conditions, and shown instead.
    """
    path, _ = PERSONAS["16 Jahre, kein Deutsch"]
    direct = "neu-15-bis-17 bes-sprache-integration duale-ausbildung berufsabschluss ziel-fachkraft"
    assert direct in better(graph, path, MATCHING["16 Jahre, kein Deutsch"])


@pytest.mark.parametrize(("age", "expected"), [(18, True), (19, False)])
def test_until_19_the_language_class_takes_adults(
    graph: PathwayGraph, age: int, expected: bool
) -> None:
    """Until the nineteenth birthday (daz-erlass-bbs)."""
    who = person(age, "A0")
    assert is_open(graph, "neu-18-bis-27", "bes-sprache-integration", who) is expected


def test_14_is_too_young_for_the_language_class_of_the_bbs(graph: PathwayGraph) -> None:
    """From 15 (daz-erlass-bbs)."""
    who = person(14, "A0", school_duty=True)
    assert not is_open(graph, "neu-15-bis-17", "bes-sprache-integration", who)


# --- 17 years, in the language class ---------------------------------------------------------


def test_17_in_the_language_class_to_the_fachoberschule(graph: PathwayGraph) -> None:
    """BES 2, BFS, FOS: nschg17, bfsdual-ihk, fos-vo. Fachhochschulreife by all the steps.

    A Berufsausbildung of 2 years or more leads to class 12 of the FOS as well (fos-vo), and is
    paid; in the region's Berufsschule it brings the Realschulabschluss (bbs-he-abschluesse).
    """
    path, to_trade = PERSONAS[LANGUAGE_CLASS]
    who = MATCHING[LANGUAGE_CLASS]
    assert any("fachhochschulreife" in route for route in better(graph, path, who))
    assert "bes-sprache-integration duale-ausbildung berufsabschluss" in better(
        graph, to_trade, who
    )


def test_17_without_any_certificate_may_enter_the_second_class(graph: PathwayGraph) -> None:
    """BES 2 after the language class (bes-obs), with or without German for it."""
    for german in ("A0", "B1"):
        who = replace(MATCHING[LANGUAGE_CLASS], german=german)
        assert is_open(graph, "bes-sprache-integration", "bes-klasse-2", who)


def test_the_fachoberschule_asks_for_a_certificate(graph: PathwayGraph) -> None:
    """FOS 11: at least the Realschulabschluss (§ FOS in BbS-VO, fos-vo)."""
    with_it = person(17, "B2", certificates=frozenset({"realschulabschluss"}))
    assert is_open(graph, "realschulabschluss", "fos-klasse-11", with_it)
    assert not is_open(graph, "realschulabschluss", "fos-klasse-11", person(17, "B2"))


# --- 19 years, upper secondary school abroad -------------------------------------------------


def test_19_with_a_foreign_school_certificate_to_university(graph: PathwayGraph) -> None:
    """Studienkolleg from B1 (stk-sin); with C1 directly (luh-sprache): the university decides.

    Two of the three paths are beaten by asking the university at once; nothing is lost by it.
    """
    by_college, by_course, _ = PERSONAS[ADULT]
    direct = "neu-18-bis-27 schulzeugnis-ausland ziel-studium-uni"
    assert direct in better(graph, by_college, MATCHING[ADULT])
    assert direct in better(graph, by_course, MATCHING[ADULT])


def test_19_without_a_foreign_certificate_is_sent_to_no_studienkolleg(
    graph: PathwayGraph,
) -> None:
    """It is for holders of foreign school certificates (stk-sin)."""
    who = person(19, "B1", months_here=12)
    reached = routes_to_all(graph, "neu-18-bis-27", who)
    assert "schulzeugnis-ausland" not in reached
    assert "studienkolleg" not in reached
    assert "ziel-studium-uni" in reached  # with a German certificate, later


@pytest.mark.parametrize(("german", "expected"), [("A2", False), ("B1", True)])
def test_19_with_a2_is_not_yet_let_into_the_studienkolleg(
    graph: PathwayGraph, german: str, expected: bool
) -> None:
    """At least B1 (stk-sin); the integration course leads there."""
    who = replace(MATCHING[ADULT], german=german)
    assert is_open(graph, "schulzeugnis-ausland", "studienkolleg", who) is expected


# --- 22 years, Duldung -----------------------------------------------------------------------


def test_22_with_a_duldung_by_a_practical_or_a_course(graph: PathwayGraph) -> None:
    """Work permit by the office (§ 32 BeschV, beschv32); a course after 6 months (deufoev)."""
    practical, _, _, course, _ = PERSONAS[TOLERATED]
    who = MATCHING[TOLERATED]
    assert " ".join(practical) in found(graph, practical, who)
    assert " ".join(course) in found(graph, course, who)


def test_22_may_get_each_of_the_three_papers(graph: PathwayGraph) -> None:
    """§ 60c, § 16g, § 25a AufenthG: the paper changes, then the training begins from it."""
    who = MATCHING[TOLERATED]
    for paper in ("ausbildungsduldung", "aufenthalt-16g", "aufenthalt-25a"):
        assert status_change(graph, "duldung", paper, who) is Verdict.DECIDED
        holder = replace(who, residence=paper)
        assert found(graph, [paper, "duale-ausbildung"], holder) == [f"{paper} duale-ausbildung"]


def test_22_with_a_new_duldung_must_wait(graph: PathwayGraph) -> None:
    """3 months before § 60c (aufenthg60c), 6 before a Berufssprachkurs (deufoev), 12 for § 25a."""
    new = replace(MATCHING[TOLERATED], months_duldung=2)
    for paper in ("ausbildungsduldung", "aufenthalt-16g", "aufenthalt-25a"):
        assert status_change(graph, "duldung", paper, new) is Verdict.NOT_MET
    assert not is_open(graph, "duldung", "berufssprachkurs", new)
    assert is_open(graph, "duldung", "praktikum", new)


@pytest.mark.parametrize(("age", "expected"), [(26, Verdict.DECIDED), (27, Verdict.NOT_MET)])
def test_25a_ends_with_the_27th_birthday(graph: PathwayGraph, age: int, expected: Verdict) -> None:
    """§ 25a Abs. 1 AufenthG (aufenthg25a)."""
    who = replace(MATCHING[TOLERATED], age=(age, age))
    assert status_change(graph, "duldung", "aufenthalt-25a", who) is expected


# --- 25 years, a trade from abroad -----------------------------------------------------------


def test_25_with_a_trade_has_it_recognised(graph: PathwayGraph) -> None:
    """Up to 3 months; full, partial or none (anerk-verfahren).

    Full recognition is shown; the longer paths by adaptation, retraining or validation are for
    when it fails. They stay on the station's page, as the other ways of a step.
    """
    for path in PERSONAS[TRADE]:
        assert any("berufsanerkennung" in route for route in better(graph, path, MATCHING[TRADE]))
    for other in ("anpassungsqualifizierung", "umschulung"):
        assert is_open(graph, "berufsanerkennung", other, MATCHING[TRADE])


@pytest.mark.parametrize(("age", "expected"), [(24, False), (25, True)])
def test_validation_begins_at_25(graph: PathwayGraph, age: int, expected: bool) -> None:
    """§ 50b BBiG (bbig50b)."""
    who = replace(MATCHING[TRADE], age=(age, age))
    assert is_open(graph, "beruf-ausland", "berufsvalidierung", who) is expected


def test_25_without_a_certificate_has_nothing_to_be_recognised(graph: PathwayGraph) -> None:
    """The procedure is about a certificate (anerk-verfahren)."""
    assert not is_open(graph, "beruf-ausland", "berufsanerkennung", person(25, "B1"))


# --- 14 years, Oberschule, wants the Abitur --------------------------------------------------


def test_14_stays_and_goes_on_to_the_oberstufe(graph: PathwayGraph) -> None:
    """Erweiterter Sek I after class 10 opens the Oberstufe (avo1-alt, bp-schulformwechsel).

    The Gymnasium (weschvo12), the BFS and the Berufliches Gymnasium take as long or ask for more.
    """
    who = MATCHING[PUPIL]
    stays = "oberschule erweiterter-sek-1 gymnasiale-oberstufe abitur"
    to_abitur = [path for path in PERSONAS[PUPIL] if path[-1] == "abitur"]
    assert len(to_abitur) == 3
    for path in to_abitur:
        assert stays in better(graph, path, who)


def test_14_may_begin_the_berufliches_gymnasium_only_when_16(graph: PathwayGraph) -> None:
    """From 16 (the station's age); whoever is 14 has two years at the Oberschule before."""
    path = ["oberschule", "erweiterter-sek-1", "berufliches-gymnasium"]
    route = along(graph, path, MATCHING[PUPIL])
    assert route
    assert route.months[0] == 13  # the sixteenth birthday at the earliest
    assert along(graph, path, person(9, "B1", school_duty=True)) is None


def test_17_with_the_erweiterter_sek_1_goes_to_the_oberstufe(graph: PathwayGraph) -> None:
    """Erweiterter Sek I opens it (avo1-alt, bp-schulformwechsel), the Hauptschulabschluss not."""
    small = person(17, "B2", certificates=frozenset({"hauptschulabschluss"}))
    large = person(17, "B2", certificates=frozenset({"erweiterter-sek-1"}))
    for school in ("gymnasiale-oberstufe", "berufliches-gymnasium"):
        assert is_open(graph, "erweiterter-sek-1", school, large)
        assert not is_open(graph, "erweiterter-sek-1", school, small)


@pytest.mark.parametrize(("age", "expected"), [(18, False), (19, True)])
def test_the_second_chance_begins_at_19(graph: PathwayGraph, age: int, expected: bool) -> None:
    """Abendgymnasium and Kolleg (kolleg-nds)."""
    who = person(age, "B2", certificates=frozenset({"berufsabschluss"}))
    assert is_open(graph, "berufsabschluss", "kolleg-abendgymnasium", who) is expected


# --- 16 years, alone -------------------------------------------------------------------------


def test_16_alone_is_sent_to_school_by_the_guardian(graph: PathwayGraph) -> None:
    """§ 42 SGB VIII (sgb8-13), then the school duty (bp-schulpflicht-neu)."""
    path, _ = PERSONAS["16 Jahre, allein hier"]
    assert path in told(graph, path, MATCHING["16 Jahre, allein hier"])


def test_16_alone_may_be_trained_after_three_months(graph: PathwayGraph) -> None:
    """§ 61 AsylG (asylg61): not before 3 months. The path by the Gestattung is a profile here."""
    who = MATCHING["16 Jahre, allein hier"]
    to_training = ["allein-unter-18", "duale-ausbildung"]
    assert "allein-unter-18 duale-ausbildung" in found(graph, to_training, who)
    new = along(graph, to_training, replace(who, months_here=1))
    assert new
    assert new.months == (2, 2)  # until the third month


def test_18_alone_is_no_minor(graph: PathwayGraph) -> None:
    """Until the eighteenth birthday (sgb8-13)."""
    who = person(18, "A0", residence="gestattung", months_here=3)
    assert not is_open(graph, "allein-unter-18", "neu-15-bis-17", who)


# --- 20 years, Ukraine -----------------------------------------------------------------------


def test_20_from_ukraine_may_work_at_once(graph: PathwayGraph) -> None:
    """§ 24 and § 4a AufenthG (aufenthg4a): no permit needed, so the course is not asked for."""
    by_course, by_school = PERSONAS["20 Jahre, Ukraine"]
    who = MATCHING["20 Jahre, Ukraine"]
    assert "ukraine-24 duale-ausbildung berufsabschluss" in better(graph, by_course, who)
    assert " ".join(by_school) in found(graph, by_school, who)


def test_20_from_ukraine_has_no_right_to_the_course_but_20_recognised_has(
    graph: PathwayGraph,
) -> None:
    """§ 44 AufenthG (aufenthg44); no admissions under Abs. 4 in 2026 (bamf-stop)."""
    who = MATCHING["20 Jahre, Ukraine"]
    recognised = replace(who, residence="anerkannt")
    (course,) = routes(graph, "neu-18-bis-27", "integrationskurs", who)[:1]
    (right,) = routes(graph, "neu-18-bis-27", "integrationskurs", recognised)[:1]
    assert right.hurdles < course.hurdles


@pytest.mark.parametrize("status", ["gestattung", "duldung", "ausbildungsduldung"])
def test_no_training_outside_a_company_with_benefits_for_asylum_seekers(
    graph: PathwayGraph, status: str
) -> None:
    """§ 76 SGB III (sgb3-76)."""
    start, to = "berufsvorbereitung-bvb", "ausserbetriebliche-ausbildung"
    who = MATCHING["20 Jahre, Ukraine"]
    assert is_open(graph, start, to, who)
    assert not is_open(graph, start, to, replace(who, residence=status))
