"""How long what somebody has checked may be relied on, and which days are over.

Nothing here reads a clock: the day is given. Where it is None nothing grows old, as in a preview
of single records in tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guide.employers import EmployerNote, Instrument, Placement
from guide.fields import Assured, Sourced, Strict
from guide.model import Amount, Benefit, Deadline, Phone
from guide.offers import Proof, Service
from guide.pathways import Node


class Standing(StrEnum):
    FRESH = "fresh"
    DUE = "due"  # editors should ask again; readers are told that it may have changed
    OVERDUE = "overdue"  # readers are told to ask first
    UNKNOWN = "unknown"  # nobody has ever asked


@dataclass(frozen=True)
class Period:
    """Days since somebody checked: from then on it is due, and overdue."""

    due: int
    overdue: int


QUARTER, HALF_YEAR, YEAR = 91, 182, 365
# These are our own choice, no law's: change them here. The reasons:
PERIODS: dict[type[Strict], Period] = {
    # Courses, consulting hours and contacts are planned by the half-year
    Service: Period(HALF_YEAR, YEAR),
    Phone: Period(HALF_YEAR, YEAR),
    # Rules of schools and of residence change with the school year or the calendar year
    Node: Period(YEAR, YEAR + HALF_YEAR),
    EmployerNote: Period(YEAR, YEAR + HALF_YEAR),
    Proof: Period(YEAR, YEAR + HALF_YEAR),
    Instrument: Period(YEAR, YEAR + HALF_YEAR),
    # A place in a firm may be taken any day
    Placement: Period(QUARTER, HALF_YEAR),
    # Most sums and days are set anew each year; three months later the old ones mislead
    Amount: Period(YEAR, YEAR + QUARTER),
    Benefit: Period(YEAR, YEAR + QUARTER),
    Deadline: Period(YEAR, YEAR + QUARTER),
}


def standing(record: Sourced | Placement, day: date | None) -> Standing:
    """Return how far the check of *record* can be relied on, on *day*.

    A check that lies in the future has not happened: UNKNOWN.
    """
    if record.assured is None or is_ahead(record.assured, day):
        return Standing.UNKNOWN
    due, overdue = terms(record, record.assured)
    if day is None or day < due:
        return Standing.FRESH
    return Standing.DUE if day < overdue else Standing.OVERDUE


def is_ahead(assured: Assured, day: date | None) -> bool:
    return day is not None and assured.on > day


def terms(record: Sourced | Placement, assured: Assured) -> tuple[date, date]:
    """Return the days from which the check of *record* is due and overdue."""
    period = next(period for kind, period in PERIODS.items() if isinstance(record, kind))
    return assured.on + timedelta(period.due), assured.on + timedelta(period.overdue)


def is_over(last: date | None, day: date | None) -> bool:
    """Return whether *last*, a day that still counts itself, lies before *day*."""
    return last is not None and day is not None and last < day


def has_ended(deadline: Deadline, day: date | None) -> bool:
    """Return whether nobody can keep *deadline* any more; one of every year comes again."""
    return deadline.kind == "until" and is_over(deadline.date, day)
