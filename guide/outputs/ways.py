"""Route pages: from each situation to each goal, as cards that need no JavaScript.

A step says where it leads, what it asks, who decides, who helps here, and what else one can do
if it fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from guide import labels, urls
from guide.conditions import Condition
from guide.edition import Edition, View
from guide.graph import PathwayGraph
from guide.markup import in_script
from guide.model import Municipality, Neighbour
from guide.offers import Service
from guide.onward import in_situation
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.scene import Scene
from guide.pathways import Node, Station
from guide.phrases import phrases
from guide.profile import Profile
from guide.routes import Route, RouteStep
from guide.site import Site

GOALS = ("goal", "qualification")
CONTACTS = 8  # with a step; the style sheet shows three, the nearest where a place is named
ASKED = 2
OTHERS = 3  # other ways on, where a step fails
MONTHS_A_YEAR = 12
YEARS_FROM = 24  # months from which a time is told in years


@dataclass(frozen=True)
class Told:
    """A condition as the page shows it, and as the reader's phone can judge it."""

    text: Markup
    data: str


@dataclass(frozen=True)
class Card:
    """A step on a route, with all that a reader needs to take it."""

    kind: str
    station: View
    way: View
    told: list[Told]
    after: str  # months from now until the step: at least, at most
    had: str
    german: str
    lasts: Markup
    contacts: list[View]
    outside: bool
    ask: list[tuple[View, Service | None]]
    others: list[tuple[str, View]]


@dataclass(frozen=True)
class Way:
    """A route as cards, with what is special about it."""

    number: int
    praise: list[str]
    lasts: Markup
    hurdles: int
    income: Markup
    cards: list[Card]


def starts(site: Site) -> list[Node]:
    situations = [s for s in site.guide.pathways.stations if s.kind == "situation"]
    return [*situations, *site.guide.pathways.residence_statuses]


def goals(site: Site) -> list[Station]:
    return [
        station
        for kind in GOALS
        for station in site.guide.pathways.stations
        if station.kind == kind
    ]


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
        "ways": [_way(site, edition, n, route, found) for n, route in enumerate(found, 1)],
        "other_goals": [
            link for link in goal_links(site, edition, start.id) if link[1].id != goal.id
        ],
        "start_profile": json.dumps(asdict(in_situation(Profile(), start)), default=sorted),
        "at": _coordinates(site),
        "municipalities": site.guide.region.municipalities,
        "first": _first_contacts(site, edition, start),
        "statuses": [node_view(edition, s) for s in site.guide.pathways.residence_statuses],
        "qualifications": [
            node_view(edition, s) for s in site.guide.pathways.stations if s.kind == "qualification"
        ],
    }


def _coordinates(site: Site) -> Mapping[str, str]:
    """Return for each offer where it is, "latitude longitude"; empty where that is not known."""
    region = site.guide.region
    places: dict[str, Municipality | Neighbour] = {
        **{place.id: place for place in region.municipalities},
        **{place.id: place for place in region.neighbours},
    }
    found = {}
    for service in site.guide.offers.services:
        known = [places[name] for name in service.places if places[name].latitude is not None]
        found[service.id] = f"{known[0].latitude} {known[0].longitude}" if known else ""
    return found


def _first_contacts(site: Site, edition: Edition, start: Node) -> list[tuple[View, Service | None]]:
    services = {service.id: service for service in site.guide.offers.services}
    return [(ask, services.get(ask.service)) for ask in node_view(edition, start).ask]


def _way(site: Site, edition: Edition, number: int, route: Route, rivals: list[Route]) -> Way:
    cards = [_card(site, edition, route, place, step) for place, step in enumerate(route.steps)]
    return Way(
        number,
        [edition.ui(text) for text in _praise(route, rivals)],
        lasting(edition, *route.months),
        route.hurdles,
        _income(edition, route.income_after),
        cards,
    )


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
    number = round(months / 6) / 2 if in_years else months
    return format_decimal(number, locale=edition.language.locale)


def _card(site: Site, edition: Edition, route: Route, place: int, step: RouteStep) -> Card:
    node = site.graph.nodes[step.transition.to]
    local, outside = _contacts(site, node)
    view = node_view(edition, node)
    services = {service.id: service for service in site.guide.offers.services}
    return Card(
        kind_of(node),
        view,
        _way_view(site, edition, route, place, step),
        [_told(edition, condition) for condition in step.conditions],
        " ".join(map(str, step.months)),
        " ".join(_had(site.graph, route.stations[1 : place + 1])),
        _german(site.graph, route.stations[1 : place + 1]),
        lasting(edition, round(node.months.from_), round(node.months.to))
        if node.months
        else Markup(""),
        [edition.view(service, f"services/{service.id}") for service in local],
        outside,
        [(ask, services.get(ask.service)) for ask in view.ask][:ASKED],
        _others(site, edition, route, place),
    )


def _way_view(site: Site, edition: Edition, route: Route, place: int, step: RouteStep) -> View:
    """Return the transition as its own record says it: the start's, or the residence status's."""
    holders = [site.graph.nodes[route.stations[place]], *site.guide.pathways.residence_statuses]
    for holder in holders:
        ways: list[View] = node_view(edition, holder).leads_to
        for way in ways:
            if way.record is step.transition:
                return way
    raise KeyError(step.transition.to)


def _told(edition: Edition, condition: Condition) -> Told:
    data = condition.model_dump_json(by_alias=True, exclude_none=True)
    return Told(Markup(" · ").join(phrases([condition], edition)), data)


def _had(graph: PathwayGraph, passed: tuple[str, ...]) -> list[str]:
    """Return what has been completed after the stations *passed*."""
    included = [
        name
        for station in passed
        for name in (station, *getattr(graph.nodes[station], "includes", []))
    ]
    return list(dict.fromkeys(included))


def _german(graph: PathwayGraph, passed: tuple[str, ...]) -> str:
    profile = Profile()
    for station in passed:
        reached = graph.nodes[station].german.reached
        profile = profile.having([], reached.split("-")[0] if reached else None)
    return profile.german or ""


def _contacts(site: Site, node: Node) -> tuple[list[Service], bool]:
    """Return offers that carry this step: those of the region, else the nearest outside."""
    carrying = [s for s in site.guide.offers.services if node.id in s.stations]
    inside = [s for s in carrying if _is_inside(site, s)]
    return (inside or carrying)[:CONTACTS], bool(carrying) and not inside


def _is_inside(site: Site, service: Service) -> bool:
    neighbours = {place.id for place in site.guide.region.neighbours}
    return not service.places or any(place not in neighbours for place in service.places)


def _others(site: Site, edition: Edition, route: Route, place: int) -> list[tuple[str, View]]:
    """Return what else leads on from where the step is taken: the ways if it fails."""
    here = site.graph.nodes[route.stations[place]]
    targets = [site.graph.nodes[t.to] for t in here.leads_to if t.to != route.stations[place + 1]]
    return [(kind_of(node), node_view(edition, node)) for node in targets][:OTHERS]
