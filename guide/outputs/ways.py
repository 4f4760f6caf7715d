"""Route pages: from each situation to each goal, as cards that need no JavaScript.

A step says where it leads, what it asks, who decides, who helps here, and what else one can do
if it fails. A step that an earlier route on the page has already is told there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from guide import labels, urls, waiting
from guide.edition import Edition, Said, View
from guide.markup import in_script
from guide.offers import Service
from guide.outputs import placements, refine
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.scene import Scene
from guide.pathways import Node, Station
from guide.phrases import phrases
from guide.render import fragment
from guide.routes import Route, RouteStep
from guide.site import Site

CONTACTS = (3, 1)  # with a step: on the first route, which is open, and on the others
ASKED = 2
OTHERS = 2  # other ways on, where a step fails
MONTHS_A_YEAR = 12
YEARS_FROM = 24  # months from which a time is told in years


@dataclass(frozen=True)
class Contact:
    offer: View
    places: str  # where it is, if that is outside the region


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
class Advice:
    """What a reader needs to take a step."""

    way: View
    told: list[Markup]  # the conditions in words
    lasts: Markup
    contacts: list[Contact]
    outside: bool
    unknown: bool  # nobody knows of an offer that carries this step
    ask: list[tuple[View, Service | None]]
    here: str  # what leads on from where the step is taken; empty where nothing else does
    others: list[tuple[str, View]]
    openings: str  # where places in firms are listed, "" where none is known
    count: int  # how many of them


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
        "meanwhile": _meanwhile(site, start, found),
    }


def _meanwhile(site: Site, start: Node, routes: list[Route]) -> int:
    """Return how many offers there are for those who wait at *start* or on the way; 0 if none."""
    passed = {name for route in routes for name in route.stations}
    if not any(waiting.one_waits(site.graph.nodes[name]) for name in {start.id, *passed}):
        return 0
    return len(waiting.meanwhile(site.guide, start))


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
    pathway = site.graph.pathway_along(route.stations)
    if pathway is None:
        return None
    name: Said = edition.view(pathway, f"pathways/{pathway.id}").name
    return name


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
    time = _lasting(edition, months, months)
    return in_script(edition.ui(labels.INCOME_AFTER).format(time=time), edition.language)


def lasting(edition: Edition, low: int, high: int) -> Markup:
    """Return a time in months as words: in years, and halves, where it is long."""
    return in_script(_lasting(edition, low, high), edition.language)


def _lasting(edition: Edition, low: int, high: int) -> str:
    if high == 0:
        return edition.ui(labels.TIME_UNKNOWN)
    in_years = high >= YEARS_FROM and low >= MONTHS_A_YEAR
    unit = labels.YEARS if in_years else labels.MONTHS
    one, other = (_number(edition, months, in_years) for months in (low, high))
    if one == other:
        return edition.ui(unit["about"]).format(time=one)
    return edition.ui(unit["range"] if low else unit["up_to"]).format(low=one, high=other)


def _number(edition: Edition, months: int, in_years: bool) -> str:
    return _decimal(round(months / 6) / 2 if in_years else months, edition.language.locale)


@lru_cache(maxsize=10_000)  # few numbers, told thousands of times
def _decimal(number: float, locale: str) -> str:
    return format_decimal(number, locale=locale)


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
        Markup("") if told_in else _body(site, edition, start, step, number == 1),
        partial(_advice, site, edition, start, step, number == 1),
    )


def _body(site: Site, edition: Edition, start: str, step: RouteStep, is_first: bool) -> Markup:
    key = (start, id(step.transition), *map(id, step.conditions), is_first)
    context = partial(_advice, site, edition, start, step, is_first)
    return fragment(site.jinja, "way_step.html", edition, key, lambda: {"card": context()})


def _advice(site: Site, edition: Edition, start: str, step: RouteStep, is_first: bool) -> Advice:
    here, node = site.graph.nodes[start], site.graph.nodes[step.transition.to]
    carrying, outside = refine.contacts(site, node)
    ask, services = node_view(edition, node).ask, site.guide.offers.by_id
    others = _others(site, edition, here, node)
    count = len(placements.at(site, node))
    openings = urls.to(edition.language.tag, urls.record(kind_of(node), node.id), "plaetze")
    weiter = urls.to(edition.language.tag, urls.record(kind_of(here), here.id), "weiter")
    return Advice(
        _way_view(site, edition, here, step),
        [Markup(" · ").join(phrases([c], edition)) for c in step.conditions],
        lasting(edition, round(node.months.from_), round(node.months.to))
        if node.months
        else Markup(""),
        [_contact(site, edition, s, outside) for s in carrying[: CONTACTS[not is_first]]],
        outside,
        not carrying and isinstance(node, Station) and node.id not in site.graph.goals,
        [(place, services.get(place.service)) for place in ask][:ASKED],
        weiter if others else "",
        others if is_first else [],
        openings if count else "",
        count,
    )


def _contact(site: Site, edition: Edition, service: Service, outside: bool) -> Contact:
    places = [place.name for place in refine.places_of(site, service)] if outside else []
    return Contact(edition.view(service, f"services/{service.id}"), ", ".join(places))


def _way_view(site: Site, edition: Edition, here: Node, step: RouteStep) -> View:
    """Return the transition as its own record says it: the start's, or the residence status's."""
    holders = [here, *site.guide.pathways.residence_statuses]
    for holder in holders:
        ways: list[View] = node_view(edition, holder).leads_to
        for way in ways:
            if way.record is step.transition:
                return way
    raise KeyError(step.transition.to)


def _others(site: Site, edition: Edition, here: Node, node: Node) -> list[tuple[str, View]]:
    """Return what else leads on from *here*, where the step to *node* fails."""
    targets = [site.graph.nodes[way.to] for way in here.leads_to if way.to != node.id]
    return [(kind_of(other), node_view(edition, other)) for other in targets][:OTHERS]
