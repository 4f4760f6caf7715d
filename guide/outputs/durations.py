"""How long something takes, in words: months, or years and halves where it is long."""

from __future__ import annotations

from functools import lru_cache

from babel.numbers import format_decimal
from markupsafe import Markup

from guide import labels
from guide.edition import Edition
from guide.isolate import in_script

MONTHS_A_YEAR = 12
YEARS_FROM = 24  # months from which a time is told in years


def lasting(edition: Edition, low: int, high: int) -> Markup:
    """Return a time in months as words: in years, and halves, where it is long."""
    return in_script(duration(edition, low, high), edition.language)


def duration(edition: Edition, low: int, high: int) -> str:
    """Return the same as text, for use within another."""
    if high == 0:
        return edition.ui(labels.TIME_UNKNOWN)
    in_years = high >= YEARS_FROM and low >= MONTHS_A_YEAR
    unit = labels.YEARS if in_years else labels.MONTHS
    one, other = (_number(edition, months, in_years) for months in (low, high))
    if one == other:
        return edition.ui(unit["about"]).format(time=one)
    return edition.ui(unit["range"] if low else unit["up_to"]).format(low=one, high=other)


def _number(edition: Edition, months: int, in_years: bool) -> str:
    return _decimal(round(months / 6) / 2 if in_years else months, edition.language.decimals)


@lru_cache(maxsize=10_000)  # few numbers, told thousands of times
def _decimal(number: float, locale: str) -> str:
    return format_decimal(number, locale=locale)
