"""Which day it is: the one place that reads the clock."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime

VARIABLE = "SOURCE_DATE_EPOCH"  # seconds, see https://reproducible-builds.org/specs/


def moment(given: date | None = None) -> str:
    """Return what the day comes from, as build.py knows it without loading anything."""
    return str(given) if given else os.environ.get(VARIABLE) or str(date.today())


def today(given: date | None = None) -> date:
    """Return the day *given* by an option, else by the environment, else by the clock.

    Raises SystemExit where the environment says what is no time: a wrong day would be worse.
    """
    if given is not None:
        return given
    seconds = os.environ.get(VARIABLE)
    if not seconds:
        return date.today()
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        sys.exit(f"{VARIABLE} ist keine Zahl von Sekunden seit 1970: „{seconds}“")
