"""Conditions are data; an edition says them in words."""

from typing import get_args

import pytest
from pydantic import ValidationError

from guide import labels
from guide.conditions import Condition
from guide.edition import Edition
from guide.fields import Confidence, Decider
from guide.offers import CostOption, ServiceKind
from guide.pathways import StationKind
from guide.phrases import phrases
from guide.site import Site

GROUPS = {"all_of", "any_of"}
KINDS = [name for name in Condition.model_fields if name not in GROUPS]


def condition(data: object) -> Condition:
    return Condition.model_validate(data)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_condition_has_a_label(kind: str) -> None:
    assert labels.CONDITIONS[kind]


def test_no_label_is_left_of_a_condition_that_is_gone() -> None:
    assert {*labels.CONDITIONS} == {*KINDS}


def test_the_small_guide_uses_every_kind_of_condition(small: Site) -> None:
    used = {
        kind for step in small.graph.steps for c in step.transition.conditions for kind in kinds(c)
    }
    assert used == {*KINDS, *GROUPS}


def kinds(condition: Condition) -> set[str]:
    inner = condition.details if condition.type in GROUPS else []
    return {condition.type}.union(*map(kinds, inner))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ({"german": {"at_least": "B1", "rule": "law"}}, "B1"),
        ({"age": {"from": 16, "to": 25}}, "16 bis 25"),
        ({"age": {"from": 16}}, "ab 16"),
        ({"age": {"to": 17}}, "bis 17"),
        ({"waiting_time": {"months": 15, "since": "duldung"}}, "15 Monate"),
        ({"grades": {"average": 2.5}}, "2,5"),
        ({"experience": {"months": 36}}, "36 Monate"),
        ({"experience": {"hours": 40}}, "40 Stunden"),
    ],
)
def test_the_number_in_a_condition_is_said(
    written: dict[str, object], number: str, german: Edition
) -> None:
    assert number in " ".join(said(written, german))


@pytest.mark.parametrize("rule", ["law", "decided_by", "usual", "none"])
def test_a_usual_level_of_german_is_never_said_like_a_law(rule: str, german: Edition) -> None:
    level = {"at_least": "B1"}
    law = said({"german": level | {"rule": "law"}}, german)
    assert (said({"german": level | {"rule": rule}}, german) == law) == (rule == "law")


def test_no_placeholder_is_left_in_what_is_said(small: Site) -> None:
    for edition in small.editions:
        for step in small.graph.steps:
            assert "{" not in "".join(phrases(step.transition.conditions, edition))


def test_a_condition_is_said_in_the_language_of_the_edition(arabic: Edition) -> None:
    assert said({"age": {"to": 16}}, arabic) == ["العمر: حتى 16 سنة"]


def said(written: object, edition: Edition) -> list[str]:
    return [str(phrase) for phrase in phrases([condition(written)], edition)]


def test_a_condition_that_is_asked_twice_is_said_once(german: Edition) -> None:
    assert said({"all_of": ["exam", "advice", "exam"]}, german) == [
        *said("exam", german),
        *said("advice", german),
    ]


def test_alternatives_are_one_phrase_in_which_each_is_said(german: Edition) -> None:
    """A list of chips would read as if all were needed."""
    (phrase,) = said({"any_of": ["exam", {"all_of": ["advice", "capacity"]}]}, german)
    for kind in ("exam", "advice", "capacity"):
        assert labels.CONDITIONS[kind] in phrase
    assert " oder " in phrase


def test_a_certificate_or_status_is_called_by_its_name(german: Edition) -> None:
    (phrase,) = said({"certificate": {"one_of": ["schulabschluss", "gesellenbrief"]}}, german)
    assert "Schulabschluss oder Gesellenbrief" in phrase
    (phrase,) = said({"residence": {"one_of": ["erlaubnis"]}}, german)
    assert "Erlaubnis" in phrase


def test_a_status_that_is_excluded_is_never_said_as_if_it_were_asked_for(german: Edition) -> None:
    (phrase,) = said({"residence": {"none_of": ["verfahren-laeuft"]}}, german)
    assert phrase not in said({"residence": {"one_of": ["verfahren-laeuft"]}}, german)


def test_a_bare_word_is_a_condition_without_details() -> None:
    assert condition("exam") == condition({"exam": {}})


@pytest.mark.parametrize("written", [{}, {"exam": {}, "advice": {}}, "unknown", {"unknown": {}}])
def test_a_condition_is_of_exactly_one_known_kind(written: object) -> None:
    with pytest.raises(ValidationError):
        condition(written)


def test_every_kind_of_condition_may_stand_without_details_or_says_what_it_needs() -> None:
    """An editor who writes only `- german` gets a condition, not a traceback."""
    for kind in KINDS:
        try:
            assert condition(kind).type == kind
        except ValidationError as error:
            assert {e["type"] for e in error.errors()} == {"missing"}  # noqa: PT017


def test_every_table_of_labels_knows_every_value_of_the_model() -> None:
    assert {*labels.STATION_KINDS} == {*get_args(StationKind)}
    assert {*labels.SERVICE_KINDS} == {*get_args(ServiceKind)}
    assert {*labels.CONFIDENCE} == {*get_args(Confidence)}
    assert {*labels.DECIDERS} == {*get_args(Decider)}
    assert {*labels.COSTS} == {*get_args(CostOption.model_fields["kind"].annotation)}
