"""What is to be done when: a calendar (RFC 5545) and a list in Markdown, for editors.

Both are made from the guide and a day alone: the same day gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from guide import gaps, upkeep
from guide.freshness import Standing
from guide.icalendar import escaped, file
from guide.languages import LANGUAGES
from guide.load import Guide
from guide.problems import Problem
from guide.upkeep import COMMAND, Listed, german

BATCH = 10  # as many as somebody can ask in a morning; so a month's share of what nobody has asked
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def by_month(guide: Guide, day: date) -> dict[date, list[Listed]]:
    """Return what to ask in each month, by its first day.

    What is due already belongs to this month. Of what nobody has ever asked each month from this
    one on gets the next BATCH.
    """
    this = day.replace(day=1)
    months: dict[date, list[Listed]] = {}
    for one in upkeep.listed(guide, day):
        if one.due is not None and one.standing is not Standing.UNKNOWN:
            months.setdefault(max(this, one.due.replace(day=1)), []).append(one)
    waiting = upkeep.never(guide, day)
    for start in range(0, len(waiting), BATCH):
        months.setdefault(this, []).extend(waiting[start : start + BATCH])
        this = next_month(this)
    return dict(sorted(months.items()))


def next_month(first: date) -> date:
    return (first + timedelta(31)).replace(day=1)


# --- the calendar ------------------------------------------------------------------------------


def calendar(guide: Guide, day: date) -> bytes:
    """Return the calendar as of *day*: an event a month, and one for each day on which a rule ends.

    An event keeps its UID when it is made again, so a calendar changes it and adds no second one.
    """
    region = _slug(guide.region.name)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Bildungswege//{region}//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(f'{guide.region.title}: Angaben prüfen')}",
    ]
    for first, records in by_month(guide, day).items():
        title = f"Bildungswege: {upkeep.count(records)} prüfen"
        about = "\n".join([*map(_line, records), "", COMMAND.format("KENNUNG")])
        lines += _event(f"pruefen-{first:%Y-%m}@{region}", day, first, title, about)
    for last, name, title in _ends(guide, day):
        about = f"Danach: {COMMAND_CHECK}"
        lines += _event(f"{name}@{region}", day, last, title, about)
    return file([*lines, "END:VCALENDAR"])


COMMAND_CHECK = "python3 build.py check freshness"


def _event(uid: str, made: date, day: date, title: str, about: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}.bildungswege",
        f"DTSTAMP:{made:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
        f"SUMMARY:{escaped(title)}",
        f"DESCRIPTION:{escaped(about)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _ends(guide: Guide, day: date) -> Iterator[tuple[date, str, str]]:
    """Yield (day, name, title) for what ends or begins from *day* on."""
    for deadline in guide.facts.deadlines:
        if deadline.date is not None and deadline.date >= day and deadline.kind != "fixed":
            what = "Frist endet" if deadline.kind == "until" else "Beginnt"
            yield deadline.date, f"frist-{deadline.id}", f"{what}: {deadline.label}"
    for amount in guide.facts.amounts:
        if amount.valid_to is not None and amount.valid_to >= day:
            yield amount.valid_to, f"betrag-{amount.id}", f"Betrag gilt bis heute: {amount.label}"
    for node in [*guide.pathways.residence_statuses, *guide.pathways.stations]:
        for way in node.leads_to:
            if way.valid_to is not None and way.valid_to >= day:
                title = f"Weg gilt bis heute: {node.name} → {way.to}"
                yield way.valid_to, f"weg-{node.id}-{way.to}", title


def _slug(name: str) -> str:
    letters = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(letters)).strip("-") or "region"


# --- the list for a month ------------------------------------------------------------------------


def markdown(guide: Guide, day: date) -> str:
    """Return the list for the month of *day*: what is late or over, the next to ask, the gaps."""
    month = by_month(guide, day).get(day.replace(day=1), [])
    late = [one for one in month if one.standing is Standing.OVERDUE]
    due = [one for one in month if one.standing in (Standing.DUE, Standing.FRESH)]
    new = [one for one in month if one.standing is Standing.UNKNOWN]
    ask = sorted(late, key=lambda one: -upkeep.late(one, day))
    rest = len(upkeep.never(guide, day)) - len(new)
    parts = [
        f"# Zu prüfen im {MONTHS[day.month - 1]} {day.year}\n\nStand: {german(day)}\n",
        _chapter("Überfällig: zuerst", map(_task, ask)),
        _chapter("Diesen Monat fällig", map(_task, due)),
        _chapter("Vorbei", map(_over, upkeep.over(guide, day))),
        _chapter(f"Noch nie geprüft: die nächsten {len(new)}", map(_task, new)),
        f"Danach sind noch {rest} Angaben ungeprüft.\n" if rest else "",
        _command([*ask, *due, *new]),
        _chapter("Was fehlt", _missing(guide)),
    ]
    return "\n".join(part for part in parts if part)


def _chapter(title: str, tasks: Iterable[str]) -> str:
    lines = list(tasks)
    return "\n".join([f"## {title}\n", *lines, ""]) if lines else ""


def _command(records: list[Listed]) -> str:
    offers = [one.key for one in records if one.section == "services"][:BATCH]
    if not offers:
        return ""
    return (
        f"Haben Sie nachgefragt und stimmt alles?\n\n```\n{COMMAND.format(' '.join(offers))}\n```\n"
    )


def _missing(guide: Guide) -> Iterator[str]:
    """Yield a line for each sort of gap; the page at a glance shows all of them."""
    names = {place.id: place.name for place in guide.region.municipalities}
    without = [names[place] for place in gaps.places_without(guide)]
    none, outside = gaps.stations_without(guide)
    spoken = gaps.spoken(guide, gaps.published(guide))
    silent = [LANGUAGES[tag].german for tag in gaps.published(guide) if not spoken[tag]]
    yield from _gap("Gemeinden ohne eigenes Angebot", without)
    yield from _gap("Stationen ohne bekanntes Angebot", [str(node.id) for node in none])
    yield from _gap("Stationen mit Angeboten nur außerhalb", [str(node.id) for node in outside])
    yield from _gap("Sprachen, die bei keinem Angebot gesprochen werden", silent)
    if unasked := gaps.unasked(guide):
        yield f"- Angebote, bei denen die Sprachen nicht bekannt sind: {unasked}"


def _gap(what: str, names: list[str]) -> Iterator[str]:
    if names:
        yield f"- {what} ({len(names)}): {', '.join(names)}"


def _task(one: Listed) -> str:
    return f"- [ ] {_line(one)}"


def _line(one: Listed) -> str:
    assured = one.record.assured
    last = f", zuletzt geprüft am {german(assured.on)}" if assured else ""
    return f"{one.told}{last}, {one.origin.path.as_posix()} Zeile {one.origin.line}"


def _over(problem: Problem) -> str:
    place = f"{problem.origin.path.as_posix()} Zeile {problem.origin.line}"
    return f"- [ ] {problem.message}, {place}. {problem.remedy}"
