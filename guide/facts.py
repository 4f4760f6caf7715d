"""Numbers and dates that change, formatted for a language; always isolated from text around."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape

from guide import labels
from guide.freshness import has_ended, is_over
from guide.languages import SOURCE, Language
from guide.model import Amount, Deadline, Facts, Phone

LEAP_YEAR = 2028  # for days without a year: 29 February exists


def render_fact(
    facts: Facts,
    kind: str,
    identifier: str,
    language: Language,
    today: date | None = None,
    say: Callable[[str], str] = str,
) -> Markup | None:
    """Return the HTML of `{kind:identifier}` in *language*, or None where there is no such fact.

    What is over on *today* never looks open; *say* has the words for it in *language*.
    """
    records: Mapping[str, Mapping[str, Phone | Amount | Deadline]] = {
        "tel": facts.phone,
        "betrag": facts.amount,
        "frist": facts.deadline,
    }
    match records.get(kind, {}).get(identifier):
        case Phone(number=number):
            return phone_link(number)
        case Amount() as amount:
            shown = Markup('<bdi dir="ltr">{}</bdi>').format(euros(amount.euro))
            if amount.valid_to is None or not is_over(amount.valid_to, today):
                return shown
            last = date_words(amount.valid_to, language)
            return escape(say(labels.WAS_VALID)).format(amount=shown, day=last)
        case Deadline() as deadline:
            shown = day(deadline, language)
            return over(shown, say) if has_ended(deadline, today) else shown
    return None


def over(shown: Markup, say: Callable[[str], str]) -> Markup:
    """Return the day *shown* with the word that it has passed."""
    return escape(say(labels.OVER)).format(day=shown)


def phone_link(number: str) -> Markup:
    called = number.replace(" ", "")
    return Markup('<a class="tel" href="tel:{}" dir="ltr"><bdi>{}</bdi></a>').format(
        called, national(number)
    )


def national(number: str) -> str:
    """Return a German number as people dial it: +49 30 1234 -> 030 1234."""
    return number.replace("+49 ", "0", 1)


def euros(amount: float) -> str:
    """The same form in every language, as it stands on letters: 259 €, 12,50 €."""
    shown = f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}".replace(".", ",")
    return f"{shown}\u00a0€"


def day(deadline: Deadline, language: Language) -> Markup:
    """In words, and as it stands on a German form: 20 شباط 2027 (20.02.2027)."""
    if deadline.date is not None:
        return date_words(deadline.date, language)
    month, number = (int(part) for part in (deadline.yearly or "").split("-"))
    moment = date(LEAP_YEAR, month, number)
    if language.day_first:
        words = format_date(moment, "d MMMM", locale=_dates(language))
    else:
        words = format_skeleton("MMMMd", moment, locale=_dates(language))
    return _time(words, f"{month:02}-{number:02}", f"{number:02}.{month:02}.", language)


def date_words(moment: date, language: Language) -> Markup:
    form = "d MMMM y" if language.day_first else "long"
    words = format_date(moment, form, locale=_dates(language))
    return _time(words, moment.isoformat(), f"{moment:%d.%m.%Y}", language)


def _time(words: str, machine: str, form: str, language: Language) -> Markup:
    shown = Markup('<time datetime="{}">{}</time>').format(machine, words)
    if language.tag == SOURCE:
        return shown
    return Markup('<bdi>{}</bdi> <bdi dir="ltr">({})</bdi>').format(shown, escape(form))


def _dates(language: Language) -> str:
    return language.dates or language.locale
