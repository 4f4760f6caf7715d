"""Conditions in words: the same data, in every language, as short labels."""

from __future__ import annotations

from collections.abc import Iterator

from guide import labels
from guide.conditions import (
    Certificate,
    Condition,
    Experience,
    GermanCondition,
    Grades,
    Identity,
    SchoolDuty,
    WaitingTime,
)
from guide.edition import Edition
from guide.fields import Years


def phrases(conditions: list[Condition], edition: Edition) -> list[str]:
    """Return the labels of *conditions*, groups flattened, each once."""
    return list(dict.fromkeys(phrase for c in conditions for phrase in _phrase(c, edition)))


def _phrase(condition: Condition, edition: Edition) -> Iterator[str]:
    if condition.type in ("all_of", "any_of"):
        for inner in condition.details:
            yield from _phrase(inner, edition)
        return
    key, values = _detail(condition.details)
    said = labels.CONDITION_DETAILS[key] if key else labels.CONDITIONS[condition.type]
    yield edition.ui(said).format(**values)


def _detail(details: object) -> tuple[str | None, dict[str, object]]:
    """Return the key of the sentence that fits *details* best, with its values."""
    match details:
        case GermanCondition(at_least=level, rule=rule) if level:
            form = {"usual": "_usual", "law": "_law", "decided_by": "_decided"}.get(rule, "")
            return f"german_level{form}", {"level": level}
        case Years(from_=low, to=high):
            return _age(low, high)
        case WaitingTime(months=months, since=since) if months:
            return f"waiting_{since}", {"months": months}
        case Grades(average=average) if average:
            return "grades_average", {"average": f"{average:.1f}".replace(".", ",")}
        case Experience(months=months) if months:
            return "experience_months", {"months": months}
        case Experience(hours=hours) if hours:
            return "experience_hours", {"hours": hours}
        case SchoolDuty(status=status):
            return f"duty_{status}", {}
        case Certificate(foreign=foreign) if foreign:
            return f"foreign_{foreign}", {}
        case Certificate(none_yet=True):
            return "certificate_none", {}
        case Identity(passport=True):
            return "passport", {}
    return None, {}


def _age(low: int | None, high: int | None) -> tuple[str | None, dict[str, object]]:
    if low is not None and high is not None:
        return "age_range", {"low": low, "high": high}
    if low is not None:
        return "age_from", {"low": low}
    return ("age_to", {"high": high}) if high is not None else (None, {})
