"""Where readers wait, and what they can do meanwhile: computed, so that no list grows stale.

One waits where a step on names a time, a free place or a deadline, or where an office takes its
time (`waits`). What one can do then is every offer of leisure and learning that can be begun at
once and that an age does not rule out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from guide.conditions import Condition
from guide.fields import Years
from guide.load import Guide
from guide.offers import INFORMAL, Service
from guide.pathways import Node, Station

FIRST = 3  # offers named on a station; all others are behind a link
_COSTS = ("free", "paid", "unknown", "fee")
_AREAS = ("online", "country", "state", "region", "place")  # from many readers' reach to few


def one_waits(node: Node) -> bool:
    """Return whether readers who are at *node* have to wait for something.

    Who earns money there is busy, whatever comes next.
    """
    if isinstance(node, Station) and (node.waits or node.income):
        return node.waits
    return any(
        transition.deadline is not None or any(map(_takes_time, transition.conditions))
        for transition in node.leads_to
    )


def _takes_time(condition: Condition) -> bool:
    parts = [*(condition.any_of or []), *(condition.all_of or [])]
    named = condition.waiting_time is not None or condition.capacity is not None
    return named or any(map(_takes_time, parts))


def meanwhile(guide: Guide, node: Node) -> list[Service]:
    """Return what readers at *node* can begin at once, in the order of the file."""
    services = guide.offers.services
    return [s for s in services if s.informal and s.while_waiting and _fits(s, node)]


def _fits(service: Service, node: Node) -> bool:
    """Only an age that an editor entered rules out; `about` leaves others open."""
    return _overlap(service.age, node.age) or (service.age is not None and service.age.about)


def _overlap(one: Years | None, other: Years | None) -> bool:
    if one is None or other is None:
        return True
    return (one.from_ or 0) <= _end(other.to) and (other.from_ or 0) <= _end(one.to)


def _end(age: int | None) -> int:
    return 99 if age is None else age


def first(services: list[Service], node: Node) -> list[Service]:
    """Return at most FIRST of *services*, of different kinds, in the order of the kinds.

    Those come first whose age does not make it doubtful, then those that many can reach, then
    those whose age is known to fit, then the free ones.
    """
    best = sorted(_best_of_each_kind(services, node), key=partial(_rank, node))[:FIRST]
    return sorted(best, key=lambda service: INFORMAL.index(service.kind))


def _best_of_each_kind(services: list[Service], node: Node) -> Iterator[Service]:
    for kind in INFORMAL:
        found = [service for service in services if service.kind == kind]
        if found:
            yield min(found, key=partial(_rank, node))


def _rank(node: Node, service: Service) -> tuple[bool, int, bool, int]:
    doubtful = not _overlap(service.age, node.age)
    unknown = service.age is None and node.age is not None
    reach, cost = _AREAS.index(service.area), _COSTS.index(service.cost.kind)
    return doubtful, reach, unknown, cost
