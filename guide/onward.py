"""Onward: which transitions are open to a reader where they stand, and what a stay changes.

Not open is what fails for certain. What is unknown or decided by somebody stays open, with one
exception: nobody is given a foreign certificate, which cannot be gained on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from guide.conditions import Condition
from guide.graph import PathwayGraph
from guide.pathways import Node, ResidenceStatus, Station, Transition
from guide.profile import Profile, Verdict, judge, judge_age


def in_situation(profile: Profile, node: Node) -> Profile:
    """Return *profile* with what the situation or residence status *node* says of a reader."""
    if isinstance(node, ResidenceStatus):
        return replace(profile, residence=profile.residence or node.id)
    if node.age is not None and profile.age is None:
        low, high = node.age.from_, node.age.to
        profile = replace(profile, age=(low or 0, 99 if high is None else high))
    implied = node.implies if isinstance(node, Station) else None
    if implied is None:
        return profile
    duty = {"required": True, "fulfilled": False}.get(implied.school_duty or "")
    foreign = profile.foreign
    if implied.foreign:  # else "none", where a reader said so, must stay "none"
        foreign = frozenset(implied.foreign) | (foreign or frozenset())
    return replace(
        profile,
        foreign=foreign,
        school_duty=duty if profile.school_duty is None else profile.school_duty,
    )


def takeable(
    graph: PathwayGraph,
    transitions: Iterable[Transition],
    profile: Profile,
    day: date | None = None,
) -> Iterator[tuple[Transition, tuple[Condition, ...]]]:
    """Yield those of *transitions* that lead on to a stage and are not closed to *profile*.

    With each comes all that it asks of this profile.
    """
    for transition in transitions:
        target = graph.nodes[transition.to]
        if not is_stage(target) or not _in_force(transition, day):
            continue
        conditions = tuple(_all_conditions(graph, transition, profile))
        if _is_possible(conditions, target, profile):
            yield transition, conditions


def is_stage(target: Node) -> bool:
    """Counselling goes along with a route, it is no stage of it; nor is a change of status."""
    return isinstance(target, Station) and target.kind != "counselling"


def _is_situation(node: Node) -> bool:
    return isinstance(node, Station) and node.kind == "situation"


def _in_force(transition: Transition, day: date | None) -> bool:
    """Judged on one *day* for all steps: nobody knows how a rule that ends will be renewed."""
    if day is None:
        return True
    started = transition.valid_from is None or transition.valid_from <= day
    return started and (transition.valid_to is None or day <= transition.valid_to)


def _all_conditions(
    graph: PathwayGraph, transition: Transition, profile: Profile
) -> Iterable[Condition]:
    """The transition's own conditions, what the residence status asks for the same station, and
    the German that is needed there.
    """
    by_status = graph.status_rules(profile.residence).get(transition.to)
    asked = [] if by_status is None or by_status is transition else by_status.conditions
    german = german_needed(graph.nodes[transition.to])
    if german is not None and not any(_is_german(c) for c in transition.conditions):
        asked = [german, *asked]
    return [*transition.conditions, *(c for c in asked if c not in transition.conditions)]


def german_needed(target: Node) -> Condition | None:
    """The least German that *target* names; whether it is a fixed rule, usual or decided."""
    german = target.german
    if german.needed is None or german.rule == "none" or german.needed.startswith("A0"):
        return None
    return _german_condition(german.needed.split("-")[0], german.rule)


@cache
def _german_condition(level: str, rule: str) -> Condition:
    return Condition.model_validate({"german": {"at_least": level, "rule": rule}})


def _is_german(condition: Condition) -> bool:
    inner = [*(condition.all_of or []), *(condition.any_of or [])]
    return condition.german is not None or any(_is_german(c) for c in inner)


def _is_possible(conditions: Iterable[Condition], target: Node, profile: Profile) -> bool:
    """No condition fails, the age at that time fits, and nobody is given a foreign certificate."""
    if target.age is not None and judge_age(target.age, profile) is Verdict.NOT_MET:
        return False
    return not any(_closes(condition, profile) for condition in conditions)


def _closes(condition: Condition, profile: Profile) -> bool:
    if condition.all_of is not None:
        return any(_closes(inner, profile) for inner in condition.all_of)
    if condition.any_of is not None:
        return all(_closes(inner, profile) for inner in condition.any_of)
    verdict = judge(condition, profile)
    given = condition.certificate is not None and condition.certificate.foreign is not None
    return verdict is Verdict.NOT_MET or (given and verdict is Verdict.UNKNOWN)


def until_old_enough(target: Node, conditions: Iterable[Condition], profile: Profile) -> int:
    """Return how many months of those that may have passed must have, to be let in by age.

    A child of 10 who stays at a school for one to six years, and then begins what starts at 15,
    has not stayed one year.
    """
    if profile.age is None or not profile.perhaps:
        return 0
    youngest = _least_age(target, conditions)
    return max((youngest - profile.age[1] - 1) * 12 + 1 - profile.passed, 0)


def _least_age(target: Node, conditions: Iterable[Condition]) -> int:
    limits = [target.age, *(condition.age for condition in conditions)]
    return max((limit.from_ or 0 for limit in limits if limit), default=0)


def let_in(target: Node, conditions: Iterable[Condition], profile: Profile) -> Profile:
    """The profile of one who has been let in: at least as old as *target* asks."""
    if profile.age is None:
        return profile
    youngest = _least_age(target, conditions)
    low = max(profile.age[0], youngest - profile.passed // 12)
    return replace(profile, age=(low, profile.age[1]))


def work_first(node: Node, conditions: Iterable[Condition]) -> int:
    """Return how many months of work come before the step.

    In a situation a reader may have that experience already; on a route it takes its time.
    """
    if isinstance(node, ResidenceStatus) or _is_situation(node):
        return 0
    asked = [condition.experience for condition in conditions]
    return max((experience.months or 0 for experience in asked if experience), default=0)


def when_left(profile: Profile, node: Node, months: tuple[int, int]) -> Profile:
    """The profile after *months* at *node*: time has passed, a certificate and German gained.

    A situation or status is nothing to complete: one is in it, and it says something of the reader.
    """
    if not isinstance(node, Station) or _is_situation(node):
        return in_situation(profile.later(*months), node)
    reached = node.german.reached.split("-")[0] if node.german.reached else None
    return profile.later(*months).having([node.id, *node.includes], reached)


def stay(node: Node) -> tuple[int, int]:
    """Return how many months one stays at *node*: at least, at most; 0 where nothing is said."""
    return (round(node.months.from_), round(node.months.to)) if node.months else (0, 0)


def rest_of_stay(node: Node) -> tuple[int, int]:
    """Return how many months one who is at *node* today goes on to stay there.

    A situation ends with the first step; at a school one may have just begun.
    """
    is_passed = isinstance(node, Station) and not _is_situation(node)
    return (0, stay(node)[1] if is_passed else 0)
