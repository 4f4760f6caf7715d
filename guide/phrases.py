"""Conditions in words: the same data, in every language, as short labels."""

from __future__ import annotations

from markupsafe import Markup

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
from guide.isolate import in_script


def phrases(conditions: list[Condition], edition: Edition) -> list[Markup]:
    """Return a label for each of *conditions*; alternatives share one."""
    said = [text for condition in conditions for text in _phrase(condition, edition)]
    return [in_script(text, edition.language) for text in dict.fromkeys(said)]


def _phrase(condition: Condition, edition: Edition) -> list[str]:
    if condition.all_of is not None:
        return [text for inner in condition.all_of for text in _phrase(inner, edition)]
    if condition.any_of is not None:
        return [_either([", ".join(_phrase(i, edition)) for i in condition.any_of], edition)]
    if named := _named(condition, edition):
        return [named]
    key, values = _detail(condition.details)
    said = labels.CONDITION_DETAILS[key] if key else labels.CONDITIONS[condition.type]
    return [edition.ui(said).format(**values)]


def _either(texts: list[str], edition: Edition) -> str:
    """Return the alternatives as one text: "one or other"."""
    joined, *rest = list(dict.fromkeys(texts))
    for text in rest:
        joined = edition.ui(labels.EITHER).format(one=joined, other=text)
    return joined


def _named(condition: Condition, edition: Edition) -> str:
    """Return the label of a certificate or residence status by its name; empty without one."""
    details = condition.details
    names, key = getattr(details, "one_of", []), condition.type
    if isinstance(details, Certificate) and details.none_of:
        names, key = details.none_of, "without"
    if not names:
        return ""
    shown = _either([str(edition.node(name).name) for name in names], edition)
    return edition.ui(labels.NAMED[key]).format(names=shown)


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
        case Identity(passport=True):
            return "passport", {}
    return None, {}


def _age(low: int | None, high: int | None) -> tuple[str | None, dict[str, object]]:
    if low is not None and high is not None:
        return "age_range", {"low": low, "high": high}
    if low is not None:
        return "age_from", {"low": low}
    return ("age_to", {"high": high}) if high is not None else (None, {})
