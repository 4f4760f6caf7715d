"""Conditions judged against what a reader says.

The policy: what is not said is unknown and never counts against anybody; only the law and facts
say no; where somebody decides, nobody is turned away beforehand.
"""

import pytest

from guide import profile as module
from guide.conditions import Condition
from guide.fields import Years
from guide.profile import LEVELS, Profile, Verdict, judge, judge_age, judge_all, open_conditions
from tests.test_conditions import GROUPS, KINDS

NOT_MET, UNKNOWN, DECIDED, MET = Verdict
NOBODY = Profile()


def verdict(written: object, profile: Profile = NOBODY) -> Verdict:
    return judge(Condition.model_validate(written), profile)


def aged(low: int, high: int | None = None, passed: int = 0) -> Profile:
    return Profile(age=(low, low if high is None else high), passed=passed)


ASKING = [  # one of each type whose answer is in a profile
    {"age": {"from": 16}},
    {"german": {"at_least": "B1", "rule": "law"}},
    {"german": {"at_least": "B1", "rule": "usual"}},
    {"german": {"at_least": "B1", "rule": "decided_by"}},
    {"certificate": {"one_of": ["abitur"]}},
    {"certificate": {"foreign": "school"}},
    {"certificate": {"none_of": ["hauptschulabschluss"]}},
    {"residence": {"one_of": ["duldung"]}},
    {"residence": {"none_of": ["duldung"]}},
    {"school_duty": {"status": "required"}},
    {"waiting_time": {"months": 3, "since": "arrival"}},
    {"waiting_time": {"months": 3, "since": "duldung"}},
    {"work_permit": {"if_residence": ["duldung"]}},
]


# --- nothing said ----------------------------------------------------------------------------


@pytest.mark.parametrize("written", ASKING, ids=str)
def test_what_a_reader_does_not_say_is_unknown(written: dict[str, object]) -> None:
    assert verdict(written) is UNKNOWN


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"school_duty"}))
def test_a_bare_condition_never_turns_a_silent_reader_away(kind: str) -> None:
    assert verdict(kind) is not NOT_MET


@pytest.mark.parametrize(
    "kind",
    [
        *("advice", "assignment", "capacity", "conduct", "contract", "exam", "experience"),
        *("grades", "identity", "livelihood", "registration", "residence", "work_permit"),
        *("certificate", "german"),
    ],
)
def test_what_somebody_else_decides_is_decided(kind: str) -> None:
    assert verdict(kind) is DECIDED


def test_a_choice_is_the_readers_own() -> None:
    assert verdict("choice") is MET


def test_every_type_of_condition_is_spoken_of_here() -> None:
    asked = {kind for written in ASKING for kind in written}
    assert set(module._JUDGES) == {*asked, "choice"}
    assert set(module._JUDGES) <= {*KINDS} - GROUPS


# --- German ----------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_usual_german_never_blocks(level: str) -> None:
    profile = Profile(german=level)
    assert verdict({"german": {"at_least": "C2", "rule": "usual"}}, profile) in (DECIDED, MET)
    assert verdict({"german": {"at_least": "C2", "rule": "decided_by"}}, profile) in (DECIDED, MET)
    assert verdict({"german": {"rule": "none"}}, profile) is MET


@pytest.mark.parametrize("level", LEVELS)
def test_german_that_a_law_asks_for_blocks_below_and_not_from_there_on(level: str) -> None:
    """DeuFöV § 4 (source deufoev): a Berufssprachkurs begins at B1."""
    expected = MET if level in ("B1", "B2", "C1", "C2") else NOT_MET
    asked = {"german": {"at_least": "B1", "rule": "law"}}
    assert verdict(asked, Profile(german=level)) is expected


def test_a_law_without_a_level_is_left_to_who_decides() -> None:
    assert verdict({"german": {"rule": "law"}}, Profile(german="A0")) is DECIDED


# --- age -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "limit", "expected"),
    [
        (15, {"from": 16}, NOT_MET),
        (16, {"from": 16}, MET),
        (17, {"to": 17}, MET),  # 17 counts: until the eighteenth birthday
        (18, {"to": 17}, NOT_MET),
        (0, {}, MET),
        (99, {"from": 16}, MET),
    ],
)
def test_an_age_that_is_known_is_met_or_not(age: int, limit: object, expected: Verdict) -> None:
    assert verdict({"age": limit}, aged(age)) is expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [((15, 17), UNKNOWN), ((16, 17), MET), ((18, 27), MET), ((6, 9), NOT_MET)],
)
def test_a_limit_inside_a_range_of_ages_leaves_it_open(
    span: tuple[int, int], expected: Verdict
) -> None:
    assert verdict({"age": {"from": 16}}, aged(*span)) is expected


@pytest.mark.parametrize(
    ("passed", "young", "grown"),
    [
        (0, MET, NOT_MET),
        (1, UNKNOWN, UNKNOWN),  # the birthday may have been
        (11, UNKNOWN, UNKNOWN),
        (12, NOT_MET, MET),
        (24, NOT_MET, MET),
    ],
)
def test_who_says_17_may_be_18_after_a_month_and_is_after_a_year(
    passed: int, young: Verdict, grown: Verdict
) -> None:
    later = aged(17).later(passed)
    assert verdict({"age": {"to": 17}}, later) is young
    assert verdict({"age": {"from": 18}}, later) is grown


def test_months_add_up_before_they_are_counted_as_years() -> None:
    assert judge_age(Years.model_validate({"from": 18}), aged(17).later(6).later(6)) is MET


# --- the two clocks --------------------------------------------------------------------------


def test_the_stay_and_the_duldung_are_two_clocks() -> None:
    """§ 52 SGB III (source sgb3-51): 15 months here with a Gestattung, 9 with a Duldung."""
    here = {"waiting_time": {"months": 15, "since": "arrival"}}
    duldung = {"waiting_time": {"months": 9, "since": "duldung"}}
    profile = Profile(months_here=20, months_duldung=2)
    assert (verdict(here, profile), verdict(duldung, profile)) == (MET, NOT_MET)
    only_here = Profile(months_here=20)
    assert (verdict(here, only_here), verdict(duldung, only_here)) == (MET, UNKNOWN)


@pytest.mark.parametrize(("months", "expected"), [(0, NOT_MET), (2, NOT_MET), (3, MET), (36, MET)])
def test_waiting_three_months_is_over_after_the_third(months: int, expected: Verdict) -> None:
    asked = {"waiting_time": {"months": 3, "since": "arrival"}}
    assert verdict(asked, Profile(months_here=months)) is expected


def test_both_clocks_go_on_while_a_route_is_walked() -> None:
    profile = Profile(months_here=9, months_duldung=3).later(6)
    assert verdict({"waiting_time": {"months": 15, "since": "arrival"}}, profile) is MET
    assert verdict({"waiting_time": {"months": 9, "since": "duldung"}}, profile) is MET


def test_how_long_a_permit_takes_an_office_knows() -> None:
    asked = {"waiting_time": {"months": 3, "since": "permit"}}
    assert verdict(asked, Profile(months_here=0, months_duldung=0)) is DECIDED


# --- residence and work permit ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ({"one_of": ["duldung"]}, "duldung", MET),
        ({"one_of": ["duldung"]}, "anerkannt", NOT_MET),
        ({"none_of": ["gestattung", "duldung"]}, "duldung", NOT_MET),  # § 76 SGB III, sgb3-76
        ({"none_of": ["gestattung", "duldung"]}, "anerkannt", MET),
        ({"one_of": ["duldung"], "none_of": ["duldung"]}, "duldung", NOT_MET),
        ({}, "duldung", DECIDED),
    ],
)
def test_a_residence_status_is_a_fact(asked: object, status: str, expected: Verdict) -> None:
    assert verdict({"residence": asked}, Profile(residence=status)) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [("gestattung", DECIDED), ("duldung", DECIDED), ("anerkannt", MET), (None, UNKNOWN)],
)
def test_only_some_need_a_work_permit_and_an_office_gives_it(
    status: str | None, expected: Verdict
) -> None:
    """§ 4a AufenthG (source aufenthg4a), § 61 AsylG (source asylg61)."""
    asked = {"work_permit": {"if_residence": ["gestattung", "duldung"]}}
    assert verdict(asked, Profile(residence=status)) is expected


# --- certificates and school duty ------------------------------------------------------------


@pytest.mark.parametrize(
    ("had", "expected"),
    [(None, UNKNOWN), ([], NOT_MET), (["abitur"], MET), (["hauptschulabschluss"], NOT_MET)],
)
def test_a_certificate_is_had_or_not(had: list[str] | None, expected: Verdict) -> None:
    profile = Profile(certificates=None if had is None else frozenset(had))
    assert verdict({"certificate": {"one_of": ["abitur", "fos"]}}, profile) is expected


@pytest.mark.parametrize(
    ("had", "expected"),
    [(None, UNKNOWN), ([], NOT_MET), (["school"], MET), (["vocational"], NOT_MET)],
)
def test_a_foreign_certificate_is_asked_of_its_own(
    had: list[str] | None, expected: Verdict
) -> None:
    profile = Profile(
        certificates=frozenset({"abitur"}), foreign=None if had is None else frozenset(had)
    )
    assert verdict({"certificate": {"foreign": "school"}}, profile) is expected


def test_a_step_for_those_without_a_certificate_ends_when_it_is_held() -> None:
    asked = {"certificate": {"none_of": ["hauptschulabschluss"]}}
    assert verdict(asked, Profile(certificates=frozenset({"bfs-dual"}))) is MET
    assert verdict(asked, Profile(certificates=frozenset({"hauptschulabschluss"}))) is NOT_MET


def test_the_school_duty_of_today_may_be_over_in_a_year_and_never_comes_back() -> None:
    """It ends twelve years after it began (§ 65 NSchG)."""
    required, free = ({"school_duty": {"status": s}} for s in ("required", "fulfilled"))
    pupil, adult = Profile(school_duty=True), Profile(school_duty=False)
    assert verdict(free, pupil.later(11)) is NOT_MET
    assert verdict(free, pupil.later(6, 12)) is UNKNOWN
    assert verdict(required, pupil.later(12)) is UNKNOWN
    assert verdict(required, adult.later(60)) is NOT_MET


@pytest.mark.parametrize(("duty", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_school_duty_is_required_or_fulfilled(duty: bool | None, expected: Verdict) -> None:
    profile = Profile(school_duty=duty)
    assert verdict({"school_duty": {"status": "required"}}, profile) is expected
    other = {MET: NOT_MET, NOT_MET: MET, UNKNOWN: UNKNOWN}[expected]
    assert verdict({"school_duty": {"status": "fulfilled"}}, profile) is other


# --- and, or ---------------------------------------------------------------------------------

OLD = {"age": {"from": 16}}
B1 = {"german": {"at_least": "B1", "rule": "law"}}


@pytest.mark.parametrize(
    ("profile", "both", "either"),
    [
        (Profile(age=(17, 17), german="B1"), MET, MET),
        (Profile(age=(17, 17), german="A1"), NOT_MET, MET),
        (Profile(age=(12, 12), german="A1"), NOT_MET, NOT_MET),
        (Profile(age=(17, 17)), UNKNOWN, MET),
        (Profile(age=(12, 12)), NOT_MET, UNKNOWN),
        (NOBODY, UNKNOWN, UNKNOWN),
    ],
)
def test_all_of_is_the_worst_and_any_of_the_best(
    profile: Profile, both: Verdict, either: Verdict
) -> None:
    assert verdict({"all_of": [OLD, B1]}, profile) is both
    assert verdict({"any_of": [OLD, B1]}, profile) is either


def test_what_somebody_decides_is_better_than_what_is_not_said_but_not_met() -> None:
    assert verdict({"any_of": [OLD, "exam"]}) is DECIDED
    assert verdict({"all_of": [OLD, "exam"]}) is UNKNOWN


def test_groups_within_groups() -> None:
    """§ 75a SGB III (source sgb3-74): 15 months and German, or a contract."""
    waited = {"waiting_time": {"months": 15, "since": "arrival"}}
    asked = {"any_of": [{"all_of": [waited, B1]}, "contract"]}
    assert verdict(asked, Profile(months_here=20, german="B2")) is MET
    assert verdict(asked, Profile(months_here=1, german="B2")) is DECIDED


def test_without_conditions_all_is_met() -> None:
    assert judge_all([], NOBODY) is MET
    assert open_conditions([], NOBODY) == 0


def test_open_is_all_that_is_not_simply_met() -> None:
    asked = [Condition.model_validate(c) for c in (OLD, B1, "exam", "choice")]
    assert open_conditions(asked, Profile(age=(17, 17), german="A1")) == 2


# --- a profile goes on -----------------------------------------------------------------------


def test_what_is_completed_is_added_and_german_is_never_lost() -> None:
    profile = Profile(german="B2", certificates=frozenset({"a"})).having(["b"], "B1")
    assert (profile.certificates, profile.german) == (frozenset({"a", "b"}), "B2")
    assert Profile(german="A1").having([], "B1").german == "B1"
    assert Profile().having([]).german is None
