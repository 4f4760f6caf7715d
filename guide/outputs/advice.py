"""What a reader needs to take a step: what it asks, who decides and helps, what else there is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from guide import urls
from guide.edition import Edition, View
from guide.offers import Service
from guide.outputs import placements, refine
from guide.outputs.durations import lasting
from guide.outputs.nodes import kind_of, node_view
from guide.pathways import Node, Station
from guide.phrases import phrases
from guide.render import fragment
from guide.routes import RouteStep
from guide.site import Site

CONTACTS = (3, 1)  # with a step: on the first route, which is open, and on the others
ASKED = 2
OTHERS = 2  # other ways on, where a step fails


@dataclass(frozen=True)
class Contact:
    offer: View
    places: str  # where it is, if that is outside the region


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


def body(site: Site, edition: Edition, start: str, step: RouteStep, is_first: bool) -> Markup:
    """Return the advice for *step* as HTML, made once for all pages that have it."""
    key = (start, id(step.transition), *map(id, step.conditions), is_first)
    context = partial(advice, site, edition, start, step, is_first)
    return fragment(site.jinja, "way_step.html", edition, key, lambda: {"card": context()})


def advice(site: Site, edition: Edition, start: str, step: RouteStep, is_first: bool) -> Advice:
    """Return what *step*, taken from the station *start*, asks; *is_first*: on the open route."""
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
