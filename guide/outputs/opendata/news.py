"""What is new, from the dates in the data: what editors wrote, checks, and rules that begin or end.

Nothing is compared with an earlier build and no history is asked: a build needs only the files
as they are, and the same files give the same news (docs/decisions/0032).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guide.facts import euros
from guide.fields import Sourced
from guide.freshness import is_ahead
from guide.outputs.nodes import kind_of
from guide.outputs.opendata.about import plain
from guide.site import Site, kept

MOST = 60  # entries; who follows a feed reads the latest
FIRST = date(2026, 1, 1)  # where the data have no date at all


@dataclass(frozen=True)
class Entry:
    key: tuple[str, ...]  # of its UUID: the same in every build
    on: date
    title: str
    text: str
    pages: tuple[tuple[str, str], ...] = ()  # (kind, id) of the records it is about


@kept
def entries(site: Site) -> tuple[Entry, ...]:
    """Return the entries, the latest first; none of a day that has not come."""
    found = [*_written(site), *_checked(site), *_rules(site)]
    past = [entry for entry in found if site.day is None or entry.on <= site.day]
    return tuple(sorted(past, key=lambda entry: (entry.on, entry.key), reverse=True)[:MOST])


def updated(site: Site) -> date:
    """Return the day of the newest entry."""
    listed = entries(site)
    return listed[0].on if listed else FIRST


def _written(site: Site) -> Iterator[Entry]:
    for change in site.guide.changes.changes:
        pages = [*(("station", name) for name in change.stations)]
        pages += [("offer", name) for name in change.offers]
        yield Entry(("change", change.id), change.on, "Neu", change.text, tuple(pages))


def _checked(site: Site) -> Iterator[Entry]:
    """Yield for each day the offers and stations that somebody has checked on it."""
    nodes = [*site.guide.pathways.residence_statuses, *site.guide.pathways.stations]
    records = [(("offer", service.id), service) for service in site.guide.offers.services]
    named = [(page, record.name, record.assured) for page, record in records]
    named += [((kind_of(node), node.id), node.name, node.assured) for node in nodes]
    days: dict[date, list[tuple[tuple[str, str], str]]] = {}
    for page, name, assured in named:
        if assured and not is_ahead(assured, site.day):
            days.setdefault(assured.on, []).append((page, name))
    for day, checked in days.items():
        text = "; ".join(plain(site, name) or name for _, name in checked)
        pages = tuple(page for page, _ in checked)
        yield Entry(("checked", day.isoformat()), day, f"Geprüft: {len(checked)}", text, pages)


def _rules(site: Site) -> Iterator[Entry]:
    """Yield sums, days and transitions that begin to hold, or cease to."""
    for amount in site.guide.facts.amounts:
        said = f"{amount.label}: {euros(amount.euro)}{_doubt(amount)}"
        if amount.valid_from:
            yield Entry(("amount", amount.id, "from"), amount.valid_from, "Gilt ab heute", said)
        if amount.valid_to:
            yield Entry(("amount", amount.id, "to"), amount.valid_to, "Gilt bis heute", said)
    for deadline in site.guide.facts.deadlines:
        if deadline.date and deadline.kind != "fixed":
            said = deadline.label + _doubt(deadline)
            yield Entry(("deadline", deadline.id), deadline.date, "Heute", said)
    for node in [*site.guide.pathways.residence_statuses, *site.guide.pathways.stations]:
        for way in node.leads_to:
            page, text = ((kind_of(node), node.id),), f"{node.name}: {plain(site, way.text)}"
            key = ("transition", node.id, way.to)
            if way.valid_from:
                yield Entry((*key, "from"), way.valid_from, "Gilt ab heute", text, page)
            if way.valid_to:
                yield Entry((*key, "to"), way.valid_to, "Gilt bis heute", text, page)


def _doubt(record: Sourced) -> str:
    return "" if record.confidence == "sourced" else " (nicht sicher belegt)"
