"""Route pages: from each situation to each goal, as cards that need no JavaScript.

A step says where it leads, what it asks, who decides, who helps here, and what else one can do
if it fails. A step that an earlier route on the page has already is told there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from guide import labels, urls, waiting
from guide.edition import Edition, Said, View
from guide.isolate import in_script
from guide.offers import Service
from guide.outputs import refine
from guide.outputs.advice import Advice, advice, body
from guide.outputs.durations import duration, lasting
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.scene import Scene
from guide.pathways import Node, Pathway, Station
from guide.routes import Route, RouteStep
from guide.site import Site, kept


@dataclass(frozen=True)
class Card:
    """A step on a route, as it stands on a page."""

    kind: str
    station: View
    conditions: str  # their numbers in the phone's list
    months: str  # months from now until the step: at least, at most
    told_in: int | None  # the number of the route that has this step already
    body: Markup  # all that a reader needs to take it; empty where that is told already
    advice: Callable[[], Advice]  # the same for a sheet of paper


@dataclass(frozen=True)
class Way:
    """A route as cards, with what is special about it."""

    number: int
    name: Said | None  # where it is a recommended pathway
    praise: list[str]
    lasts: Markup
    hurdles: int
    income: Markup
    cards: list[Card]


@kept
def starts(site: Site) -> list[Node]:
    """Return where a reader may stand: situations, papers, and schools that a pathway starts at."""
    pathways = site.guide.pathways
    situations = [s for s in pathways.stations if s.kind == "situation"]
    first = {pathway.stations[0] for pathway in pathways.pathways}
    others = [s for s in pathways.stations if s.kind != "situation" and s.id in first]
    return [*situations, *others, *pathways.residence_statuses]


def is_start(site: Site, node: Node) -> bool:
    return node.id in {start.id for start in starts(site)}


def goals(site: Site) -> list[Station]:
    return [*site.graph.goals.values()]


def path(start: str, goal: str) -> str:
    """Return the path of the page with the routes from *start* to *goal*."""
    return f"weg/{start}--{goal}.html"


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    for start in starts(site):
        for goal in goals(site):
            yield _scene(site, edition, start, goal)


def goal_links(site: Site, edition: Edition, start: str) -> list[tuple[str, View]]:
    """Return (link, goal) for every goal that *start* has a page of routes to."""
    return [
        (urls.to(edition.language.tag, path(start, goal.id)), node_view(edition, goal))
        for goal in goals(site)
    ]


def _scene(site: Site, edition: Edition, start: Node, goal: Station) -> Scene:
    names = {"start": node_view(edition, start).name, "goal": node_view(edition, goal).name}
    title = edition.ui(labels.WAY_TITLE).format(**names)
    return Scene(
        path(start.id, goal.id),
        "way",
        title,
        title,
        partial(_context, site, edition, start, goal),
        lambda: None,
    )


def _context(site: Site, edition: Edition, start: Node, goal: Station) -> Mapping[str, Any]:
    found = site.routes(start.id).get(goal.id, [])
    return {
        "start": node_view(edition, start),
        "start_kind": kind_of(start),
        "goal": node_view(edition, goal),
        "ways": list(_ways(site, edition, found)),
        "refine": refine.address(site, edition),
        "first": _first_contacts(site, edition, start),
        "meanwhile": _meanwhile(site, start.id, goal.id),
    }


@kept  # the same in every language
def _meanwhile(site: Site, start: str, goal: str) -> int:
    """Return how many offers there are for those who wait at *start* or on the way; 0 if none."""
    passed = {name for route in site.routes(start).get(goal, []) for name in route.stations}
    nodes = site.graph.nodes
    if not any(waiting.one_waits(nodes[name]) for name in {start, *passed}):
        return 0
    return len(waiting.meanwhile(site.guide, nodes[start]))


def _first_contacts(site: Site, edition: Edition, start: Node) -> list[tuple[View, Service | None]]:
    services = site.guide.offers.by_id
    return [(ask, services.get(ask.service)) for ask in node_view(edition, start).ask]


def _ways(site: Site, edition: Edition, routes: list[Route]) -> Iterator[Way]:
    told: dict[int, int] = {}  # the number of the first route with a step, by its transition
    for number, route in enumerate(routes, 1):
        steps = zip(route.stations, route.steps, strict=False)
        yield Way(
            number,
            _name(site, edition, route),
            [edition.ui(text) for text in _praise(route, routes)],
            lasting(edition, *route.months),
            route.hurdles,
            _income(edition, route.income_after),
            [
                _card(site, edition, start, step, number, told.get(id(step.transition)))
                for start, step in steps
            ],
        )
        for step in route.steps:
            told.setdefault(id(step.transition), number)


def _name(site: Site, edition: Edition, route: Route) -> Said | None:
    pathway = _pathway(site, tuple(route.stations))
    if pathway is None:
        return None
    name: Said = edition.view(pathway, f"pathways/{pathway.id}").name
    return name


@kept
def _pathway(site: Site, stations: tuple[str, ...]) -> Pathway | None:
    return site.graph.pathway_along(stations)


def _praise(route: Route, rivals: list[Route]) -> Iterator[str]:
    if len(rivals) == 1:
        return
    if route.months == min(r.months for r in rivals):
        yield labels.FASTEST
    if route.hurdles == min(r.hurdles for r in rivals):
        yield labels.FEWEST_CONDITIONS
    incomes = [r.income_after for r in rivals if r.income_after is not None]
    if incomes and route.income_after == min(incomes):
        yield labels.EARLIEST_INCOME


def _income(edition: Edition, months: int | None) -> Markup:
    if months is None:
        return in_script(edition.ui(labels.NO_INCOME), edition.language)
    if months == 0:
        return in_script(edition.ui(labels.INCOME_AT_ONCE), edition.language)
    time = duration(edition, months, months)
    return in_script(edition.ui(labels.INCOME_AFTER).format(time=time), edition.language)


def _card(
    site: Site, edition: Edition, start: str, step: RouteStep, number: int, told_in: int | None
) -> Card:
    """Return the card of *step*, taken from the station *start*, on the route with this number."""
    node, numbers = site.graph.nodes[step.transition.to], refine.numbers(site)
    return Card(
        kind_of(node),
        node_view(edition, node),
        " ".join(str(numbers[id(condition)]) for condition in step.conditions),
        " ".join(map(str, step.months)),
        told_in,
        Markup("") if told_in else body(site, edition, start, step, number == 1),
        partial(advice, site, edition, start, step, number == 1),
    )
