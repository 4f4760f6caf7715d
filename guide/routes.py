"""Routes: from a situation to a goal, the few that are worth telling apart.

A route is a walk over the cyclic graph that visits nothing twice. Three things count: how long
it takes, how many conditions are still open, and when it first brings an income. A route that
is worse in all three than another is dropped (Pareto); of the rest at most five are kept. Pages
also tell some that are beaten but reach the goal in quite another way.

A slower walk to the same station may have gained the certificate that the next step asks for.
So one that is worse is followed on, but only to where no better one could go from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import count

from guide.conditions import Condition
from guide.graph import PathwayGraph
from guide.onward import (
    in_situation,
    let_in,
    rest_of_stay,
    stay,
    takeable,
    until_old_enough,
    when_left,
    work_first,
)
from guide.pathways import Node, Station, Transition
from guide.profile import Profile, open_conditions

MOST = 5
NEVER = 10_000  # months: no income on this route
LONGEST = 12  # transitions

Cost = tuple[int, int, int]  # months at least, open conditions, months until an income


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One transition on a route, with the conditions that hold for this profile."""

    transition: Transition
    conditions: tuple[Condition, ...]  # the transition's, and those of the residence status
    months: tuple[int, int]  # from now until it is taken: at least, at most


@dataclass(frozen=True, slots=True)
class Route:
    start: str
    steps: tuple[RouteStep, ...]
    hurdles: int
    income_after: int | None  # months until it first brings an income; None: not on this route

    @property
    def months(self) -> tuple[int, int]:
        """At least, at most; waiting between the steps is not known and not counted."""
        return self.steps[-1].months

    @property
    def stations(self) -> tuple[str, ...]:
        return (self.start, *(step.transition.to for step in self.steps))


@dataclass(frozen=True, slots=True)
class _Label:
    """A partial route: what it costs so far, and the profile as it is then."""

    node: str
    cost: Cost
    most_months: int
    profile: Profile
    steps: tuple[RouteStep, ...]
    seen: frozenset[str]


def routes(
    graph: PathwayGraph, start: str, goal: str, profile: Profile, day: date | None = None
) -> list[Route]:
    """Return the routes from *start* to *goal* for *profile*: the fastest first, at most MOST."""
    return routes_to_all(graph, start, profile, day).get(goal, [])


def routes_to_all(
    graph: PathwayGraph, start: str, profile: Profile, day: date | None = None
) -> dict[str, list[Route]]:
    """Return the routes from *start* to every station that can be reached, by station.

    Where the profile has a residence status, what that status opens is open from the start, and
    what it asks is asked wherever the same station is entered. With a *day*, transitions that
    are not in force on it are left out.
    """
    kept, _ = _search(graph, start, profile, day)
    return {node: _told(start, choose(labels)) for node, labels in kept.items() if node != start}


def routes_to_tell(
    graph: PathwayGraph,
    start: str,
    profile: Profile,
    day: date | None = None,
    goals: Collection[str] = (),
) -> dict[str, list[Route]]:
    """Return at most MOST routes to each of *goals* (or each station), as a page tells them.

    The fastest, that with the fewest open conditions and that which pays first; then the
    recommended pathways; then others that begin in another way, for that is what a reader
    chooses first.
    """
    kept, beaten = _search(graph, start, profile, day)
    recommended = _recommended(graph, start, profile, day)
    told = {}
    for node in dict.fromkeys([*kept, *recommended]):
        if node == start or (goals and node not in goals):
            continue
        labels = kept.get(node, [])
        if chosen := [*best(labels), *recommended.get(node, [])]:
            told[node] = _told(start, with_others(chosen, [*labels, *beaten.get(node, [])]))
    return told


def _search(
    graph: PathwayGraph, start: str, profile: Profile, day: date | None
) -> tuple[dict[str, list[_Label]], dict[str, list[_Label]]]:
    """Return by station the partial routes that none beats, and the beaten ones."""
    first = _first(graph, start, profile)
    kept: dict[str, list[_Label]] = defaultdict(list)
    beaten: dict[str, list[_Label]] = defaultdict(list)
    led: dict[str, list[tuple[Cost, set[str]]]] = defaultdict(list)  # where each has led on to
    ticket = count()  # equal costs stay in the order of the file: routes are the same every time
    queue: list[tuple[Cost, int, _Label]] = [(first.cost, next(ticket), first)]
    while queue:
        _, _, label = heappop(queue)
        before = led[label.node]
        better = [to for cost, to in before if _as_good(cost, label.cost)]
        (beaten if better else kept)[label.node].append(label)
        onward = list(_extend(graph, label, set().union(*better), day))
        if onward or not better:
            before.append((label.cost, {further.node for further in onward}))
        for further in onward:
            heappush(queue, (further.cost, next(ticket), further))
    return kept, beaten


def _recommended(
    graph: PathwayGraph, start: str, profile: Profile, day: date | None
) -> dict[str, list[_Label]]:
    """Return by station the authored pathways from *start* to it that are open to *profile*."""
    found: dict[str, list[_Label]] = defaultdict(list)
    walked: dict[tuple[str, ...], _Label | None] = {}  # pathways often begin alike
    for pathway in graph.pathways.pathways:
        names = pathway.stations
        first = names.index(start) if start in names else len(names)
        label: _Label | None = _first(graph, start, profile)
        for end in range(first + 2, len(names) + 1):
            part = tuple(names[first:end])
            if part not in walked:
                walked[part] = label and _step(graph, label, part[-1], day, given=True)
                found[part[-1]] += filter(None, [walked[part]])
            label = walked[part]
    return found


def along(
    graph: PathwayGraph,
    stations: Sequence[str],
    profile: Profile,
    day: date | None = None,
    given: bool = False,
) -> Route | None:
    """Return the route that visits exactly *stations*, None where it is closed to *profile*.

    *given*: somebody who has not spoken of a foreign certificate may have it.
    """
    label = _along(graph, stations, profile, day, given)
    return _route(stations[0], label) if label else None


def _along(
    graph: PathwayGraph, stations: Sequence[str], profile: Profile, day: date | None, given: bool
) -> _Label | None:
    label: _Label | None = _first(graph, stations[0], profile)
    for name in stations[1:]:
        label = label and _step(graph, label, name, day, given)
    return label


def _step(
    graph: PathwayGraph, label: _Label, name: str, day: date | None, given: bool
) -> _Label | None:
    """Return the partial route one step on, at *name*; None where that is closed."""
    further = [f for f in _extend(graph, label, set(), day, given) if f.node == name]
    return min(further, key=lambda further: further.cost, default=None)


def _first(graph: PathwayGraph, start: str, profile: Profile) -> _Label:
    at_start = in_situation(profile, graph.nodes[start])
    return _Label(start, (0, 0, NEVER), 0, at_start, (), frozenset())


def _extend(
    graph: PathwayGraph,
    label: _Label,
    taken: set[str],
    day: date | None,
    given: bool = False,
) -> Iterator[_Label]:
    past = label.seen | taken
    new = [t for t in _open_transitions(graph, label) if t.to not in past]
    if not new or len(label.steps) >= LONGEST:
        return
    node = graph.nodes[label.node]
    shortest, longest = stay(node) if label.steps else rest_of_stay(node)
    profile = when_left(label.profile, node, (shortest, longest))
    months = (label.cost[0] + shortest, label.most_months + longest)
    for transition, asked, waiting in takeable(graph, new, profile, day, given):
        target = graph.nodes[transition.to]
        wait = max(waiting, until_old_enough(asked.youngest, profile))
        work = work_first(node, asked) if label.steps else 0
        low = months[0] + max(wait, work)
        high = max(months[1] + work, low)
        step = RouteStep(transition, asked.conditions, (low, high))
        then = profile.later(low - months[0], high - months[1]) if wait or work else profile
        yield _further(label, step, target, let_in(asked.youngest, then))


def _further(label: _Label, step: RouteStep, target: Node, profile: Profile) -> _Label:
    income = label.cost[2]
    if income == NEVER and isinstance(target, Station) and target.income:
        income = step.months[0]
    hurdles = label.cost[1] + open_conditions(step.conditions, profile)
    return _Label(
        target.id,
        (step.months[0], hurdles, income),
        step.months[1],
        profile,
        (*label.steps, step),
        label.seen | {label.node, target.id},
    )


def _open_transitions(graph: PathwayGraph, label: _Label) -> Iterator[Transition]:
    """What leads on from here; at the start also what the residence status opens."""
    yield from graph.nodes[label.node].leads_to
    status = label.profile.residence
    if not label.steps and status and status != label.node:
        yield from graph.statuses[status].leads_to


def _as_good(one: Cost, other: Cost) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and one[2] <= other[2]


def best(labels: list[_Label]) -> list[_Label]:
    """Return the best in each respect; one that is best in two stands for both."""
    chosen: list[_Label] = []
    for n in range(3 if labels else 0):
        least = min(label.cost[n] for label in labels)
        if all(label.cost[n] > least for label in chosen):
            chosen.append(min(labels, key=lambda label: (label.cost[n], label.cost)))
    return chosen


def choose(labels: list[_Label]) -> list[_Label]:
    """Return at most MOST of the Pareto set: the best in each respect first, then the others."""
    chosen = best(labels)
    return [*chosen, *(label for label in labels if label not in chosen)][:MOST]


def with_others(chosen: list[_Label], labels: list[_Label]) -> list[_Label]:
    """Return at most MOST: *chosen*, and of *labels* those that begin in another way.

    A way that takes all the steps of another and more is not another way.
    """
    told: list[_Label] = []
    for label in [*chosen, *sorted(labels, key=lambda label: label.cost)]:
        other = label in chosen or (
            _begins(label) not in map(_begins, told)
            and not any(label.seen >= shorter.seen for shorter in told)
        )
        if len(told) < MOST and other and label.seen not in [known.seen for known in told]:
            told.append(label)
    return told


def _begins(label: _Label) -> str:
    return label.steps[0].transition.to


def _told(start: str, labels: list[_Label]) -> list[Route]:
    return [_route(start, label) for label in sorted(labels, key=lambda label: label.cost)]


def _route(start: str, label: _Label) -> Route:
    _, hurdles, income = label.cost
    return Route(start, label.steps, hurdles, None if income == NEVER else income)
