"""Onward: which transitions are open to a reader where they stand, and what a stay changes.

Not open is what fails for certain. What is unknown or decided by somebody stays open, with one
exception: nobody is given a foreign certificate, which cannot be gained on the way. Only a
recommended pathway may speak of one to readers who have not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from guide.conditions import Condition
from guide.graph import Asked, PathwayGraph
from guide.pathways import Node, ResidenceStatus, Station, Transition
from guide.profile import Profile, Verdict, judge, judge_age, months_left


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


Way = tuple[Transition, Asked, int]  # what it asks; months to wait before


def takeable(
    graph: PathwayGraph,
    transitions: Iterable[Transition],
    profile: Profile,
    day: date | None = None,
    given: bool = False,
) -> Iterator[Way]:
    """Yield those of *transitions* that lead on to a stage and are not closed to *profile*.

    With each comes all that it asks of this profile, and how many months a waiting time that is
    not over still takes. *given*: a foreign certificate that the reader has not spoken of counts
    as one that somebody may have.
    """
    for transition in transitions:
        target = graph.nodes[transition.to]
        if not is_stage(target) or not _in_force(transition, day):
            continue
        asked = graph.asked(transition, profile.residence)
        wait = months_to_wait(asked.conditions, profile, given)
        if wait is not None and _fits_age(target, asked.conditions, profile, wait):
            yield transition, asked, wait


def open_now(graph: PathwayGraph, transition: Transition, profile: Profile) -> bool:
    """Return whether *transition* leads on to a stage, without waiting."""
    return any(not wait for *_, wait in takeable(graph, [transition], profile))


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


def months_to_wait(
    conditions: Iterable[Condition], profile: Profile, given: bool = False
) -> int | None:
    """Return how many months until none of *conditions* fails; None where one fails for good."""
    most = 0
    for condition in conditions:
        wait = _wait(condition, profile, given)
        if wait is None:
            return None
        most = max(most, wait)
    return most


def _wait(condition: Condition, profile: Profile, given: bool) -> int | None:
    if condition.all_of is not None:
        return months_to_wait(condition.all_of, profile, given)
    if condition.any_of is not None:
        waits = [_wait(inner, profile, given) for inner in condition.any_of]
        return min((wait for wait in waits if wait is not None), default=None)
    if condition.waiting_time is not None:
        return months_left(condition.waiting_time, profile)
    verdict = judge(condition, profile)
    foreign = condition.certificate is not None and condition.certificate.foreign is not None
    closed = verdict is Verdict.NOT_MET or (foreign and not given and verdict is Verdict.UNKNOWN)
    return None if closed else 0


def _fits_age(target: Node, conditions: Iterable[Condition], profile: Profile, wait: int) -> bool:
    """Who has to wait may be too old then."""
    if wait:
        profile = profile.later(wait)
        if months_to_wait(conditions, profile, given=True) is None:
            return False
    return target.age is None or judge_age(target.age, profile) is not Verdict.NOT_MET


def until_old_enough(youngest: int, profile: Profile) -> int:
    """Return how many months of those that may have passed must have, to be let in by age.

    A child of 10 who stays at a school for one to six years, and then begins what starts at 15,
    has not stayed one year.
    """
    if profile.age is None or not profile.perhaps:
        return 0
    return max((youngest - profile.age[1] - 1) * 12 + 1 - profile.passed, 0)


def let_in(youngest: int, profile: Profile) -> Profile:
    """The profile of one who has been let in: at least *youngest* years old."""
    low = youngest - profile.passed // 12
    if profile.age is None or low <= profile.age[0]:
        return profile
    return replace(profile, age=(low, profile.age[1]))


def work_first(node: Node, asked: Asked) -> int:
    """Return how many months of work come before the step.

    In a situation a reader may have that experience already; on a route it takes its time.
    """
    return 0 if isinstance(node, ResidenceStatus) or _is_situation(node) else asked.work


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
