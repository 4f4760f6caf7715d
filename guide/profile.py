"""A reader's profile, and conditions judged against it: met, not met, unknown, or decided by
somebody.

Nothing a reader leaves out counts against them: what is not said is `unknown`, never `not met`.
Whole years and months; clocks differ, so the stay in Germany and the time with a Duldung are
two numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from guide.conditions import (
    Certificate,
    Condition,
    GermanCondition,
    Residence,
    SchoolDuty,
    WaitingTime,
    WorkPermit,
)
from guide.fields import Years

LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}


class Verdict(IntEnum):
    """How a condition stands for a profile; the order is how much is in the way."""

    NOT_MET = 0
    UNKNOWN = 1  # the reader has not said
    DECIDED = 2  # a school, company or office decides, or an exam
    MET = 3


@dataclass(frozen=True, slots=True)
class Profile:
    age: tuple[int, int] | None = None  # in years: at least, at most; the same where it is known
    months_here: int | None = None  # since arrival in Germany
    months_duldung: int | None = None  # since the first Duldung without a gap
    german: str | None = None  # a level of LEVELS
    certificates: frozenset[str] | None = None  # ids of what is completed, None: not said
    foreign: frozenset[str] | None = None  # "school", "vocational", None: not said
    residence: str | None = None  # id of a residence status
    school_duty: bool | None = None
    passed: int = 0  # months that have gone by since the reader answered, at least
    perhaps: int = 0  # months more that may have gone by

    def later(self, months: int, most: int | None = None) -> Profile:
        """Return the profile after *months* more, or up to *most*."""
        more = months if most is None else most
        return self._changed(self.passed + months, self.perhaps + more - months)

    def having(self, certificates: Iterable[str], german: str | None = None) -> Profile:
        """Return the profile with more completed, and with at least this much German."""
        completed = frozenset(certificates) | (self.certificates or frozenset())
        best = max((level for level in (self.german, german) if level), key=rank, default=None)
        return self._changed(self.passed, self.perhaps, completed, best)

    def _changed(
        self,
        passed: int,
        perhaps: int,
        certificates: frozenset[str] | None = None,
        german: str | None = None,
    ) -> Profile:
        """The search makes ten thousands of profiles: this is four times as fast as `replace`."""
        return Profile(
            self.age,
            self.months_here,
            self.months_duldung,
            german or self.german,
            self.certificates if certificates is None else certificates,
            self.foreign,
            self.residence,
            self.school_duty,
            passed,
            perhaps,
        )


def rank(level: str) -> int:
    return _RANKS[level]


def judge_all(conditions: Iterable[Condition], profile: Profile) -> Verdict:
    """Return how all *conditions* stand together: as the worst of them, MET without any."""
    return min((judge(condition, profile) for condition in conditions), default=Verdict.MET)


def judge(condition: Condition, profile: Profile) -> Verdict:
    if condition.all_of is not None:
        return judge_all(condition.all_of, profile)
    if condition.any_of is not None:
        return max(judge(inner, profile) for inner in condition.any_of)
    return _JUDGES.get(condition.type, _decided)(condition.details, profile)


def open_conditions(conditions: Iterable[Condition], profile: Profile) -> int:
    """Return how many of *conditions* are not simply met: the hurdles that remain."""
    return sum(judge(condition, profile) is not Verdict.MET for condition in conditions)


def _decided(details: Any, profile: Profile) -> Verdict:
    return Verdict.DECIDED


def _met(details: Any, profile: Profile) -> Verdict:
    return Verdict.MET


def judge_age(details: Years, profile: Profile) -> Verdict:
    """Where an age is known only as a range, a limit inside the range leaves it open.

    So does a birthday that may have been: who says 17 may be 18 after one month, and is after 12.
    """
    if profile.age is None:
        return Verdict.UNKNOWN
    youngest = profile.age[0] + profile.passed // 12
    oldest = profile.age[1] + -(-(profile.passed + profile.perhaps) // 12)  # rounded up
    low = details.from_ if details.from_ is not None else 0
    high = details.to if details.to is not None else 99
    if oldest < low or youngest > high:
        return Verdict.NOT_MET
    return Verdict.MET if low <= youngest and oldest <= high else Verdict.UNKNOWN


def _german(details: GermanCondition, profile: Profile) -> Verdict:
    """Only a fixed rule can fail; where it is usual or somebody decides, somebody decides."""
    if details.rule == "none":
        return Verdict.MET
    if details.at_least is None:
        return Verdict.DECIDED
    if profile.german is None:
        return Verdict.UNKNOWN
    if rank(profile.german) >= rank(details.at_least):
        return Verdict.MET
    return Verdict.NOT_MET if details.rule == "law" else Verdict.DECIDED


def _certificate(details: Certificate, profile: Profile) -> Verdict:
    if details.foreign:
        return _one_of({details.foreign}, profile.foreign)
    if details.none_of:
        return _none_of(details.none_of, profile.certificates)
    return _one_of(details.one_of, profile.certificates) if details.one_of else Verdict.DECIDED


def _one_of(wanted: Iterable[str], had: frozenset[str] | None) -> Verdict:
    if had is not None and had & set(wanted):
        return Verdict.MET
    return Verdict.UNKNOWN if had is None else Verdict.NOT_MET


def _none_of(unwanted: Iterable[str], had: frozenset[str] | None) -> Verdict:
    return Verdict.UNKNOWN if had is None else _met_if(not had & set(unwanted))


def _residence(details: Residence, profile: Profile) -> Verdict:
    if not details.one_of and not details.none_of:
        return Verdict.DECIDED
    if profile.residence is None:
        return Verdict.UNKNOWN
    allowed = not details.one_of or profile.residence in details.one_of
    return _met_if(allowed and profile.residence not in details.none_of)


def _school_duty(details: SchoolDuty, profile: Profile) -> Verdict:
    """Who must go to school today may be free in a year: the duty ends twelve years after it
    began (§ 65 NSchG). Whose duty has ended stays free.
    """
    ends = profile.school_duty and profile.passed + profile.perhaps >= 12
    if profile.school_duty is None or ends:
        return Verdict.UNKNOWN
    return _met_if(profile.school_duty == (details.status == "required"))


def _waiting_time(details: WaitingTime, profile: Profile) -> Verdict:
    if details.months is None or details.since == "permit":
        return Verdict.DECIDED
    if _clock(details, profile) is None:
        return Verdict.UNKNOWN
    left = months_left(details, profile)
    if not left:
        return Verdict.MET
    return Verdict.UNKNOWN if left <= profile.perhaps else Verdict.NOT_MET


def months_left(details: WaitingTime, profile: Profile) -> int:
    """Return how many months of a waiting time are left; 0 where nobody can know."""
    clock = _clock(details, profile)
    if details.months is None or clock is None:
        return 0
    return max(details.months - clock - profile.passed, 0)


def _clock(details: WaitingTime, profile: Profile) -> int | None:
    if details.since == "permit":
        return None
    return profile.months_here if details.since == "arrival" else profile.months_duldung


def _work_permit(details: WorkPermit, profile: Profile) -> Verdict:
    if not details.if_residence:
        return Verdict.DECIDED
    if profile.residence is None:
        return Verdict.UNKNOWN
    return Verdict.DECIDED if profile.residence in details.if_residence else Verdict.MET


def _met_if(fact: bool) -> Verdict:
    return Verdict.MET if fact else Verdict.NOT_MET


_JUDGES: dict[str, Callable[[Any, Profile], Verdict]] = {
    "age": judge_age,
    "german": _german,
    "certificate": _certificate,
    "residence": _residence,
    "school_duty": _school_duty,
    "waiting_time": _waiting_time,
    "work_permit": _work_permit,
    "choice": _met,
}
