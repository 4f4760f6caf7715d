"""Deadlines as a calendar (RFC 5545, with the calendar's name as RFC 7986 has it).

Days have no time, so no time zone is needed (VALUE=DATE). A deadline that is over is not in the
file: nothing in a calendar may look open that is not. One of every year is an event that repeats.
A day in a rule that always stays the same (`kind: fixed`) is no date to keep, and no event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from guide import urls
from guide.freshness import is_over
from guide.icalendar import escaped, file
from guide.model import Deadline
from guide.outputs.opendata.about import in_words
from guide.outputs.opendata.ids import urn
from guide.outputs.opendata.news import updated
from guide.site import Site

FIRST_YEAR = 2028  # of what comes every year where no day is given: a leap year


def calendar(site: Site) -> bytes:
    region = site.guide.region
    name = escaped(f"{region.title}: Termine und Fristen")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Bildungswege//Offene Daten//DE",
        f"UID:{urn(site.guide, 'calendar')}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{escaped(in_words(site.guide))}",
        f"X-WR-CALDESC:{escaped(in_words(site.guide))}",
    ]
    for deadline in site.guide.facts.deadlines:
        lines += _event(site, deadline)
    return file([*lines, "END:VCALENDAR"])


def _event(site: Site, deadline: Deadline) -> Iterator[str]:
    day = _day(deadline, site.day)
    if deadline.kind == "fixed" or is_over(deadline.date, site.day):
        return
    checked = deadline.assured.on if deadline.assured else updated(site)
    yield from (
        "BEGIN:VEVENT",
        f"UID:{urn(site.guide, 'deadline', deadline.id)}",
        f"DTSTAMP:{checked:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
    )
    if deadline.yearly:
        yield f"RRULE:FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}"
    yield from (
        f"SUMMARY:{escaped(_title(deadline))}",
        f"DESCRIPTION:{escaped(_about(site, deadline))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _day(deadline: Deadline, today: date | None) -> date:
    """Return the day, for one of every year the next from *today* on."""
    if deadline.date is not None:
        return deadline.date
    month, number = (int(part) for part in (deadline.yearly or "").split("-"))
    first = today.year if today else FIRST_YEAR
    possible = (_real(year, month, number) for year in range(first, first + 9))
    return next(day for day in possible if day and not is_over(day, today))


def _real(year: int, month: int, day: int) -> date | None:
    """29 February is there in leap years only."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _title(deadline: Deadline) -> str:
    sure = "" if deadline.confidence == "sourced" else " (bitte nachfragen)"
    return f"{deadline.label.removesuffix(', bis')}{sure}"


def _about(site: Site, deadline: Deadline) -> str:
    titles = {source.id: source.title for source in site.guide.sources.sources}
    until = "Letzter Tag." if deadline.kind == "until" else "Ab diesem Tag."
    checked = f"Geprüft am {deadline.assured.on:%d.%m.%Y}." if deadline.assured else UNCHECKED
    sources = "; ".join(titles[name] for name in deadline.sources)
    return "\n".join(filter(None, [until, checked, f"Quelle: {sources}", _home(site)]))


def _home(site: Site) -> str | None:
    site_url = site.guide.region.site_url
    return None if urls.is_placeholder(site_url) else urls.absolute(site_url, "de/index.html")


UNCHECKED = "Noch nicht geprüft: frag vorher nach."
