"""A page for each station, residence status, offer and municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from guide import labels, urls, waiting
from guide.edition import Edition, View
from guide.model import Municipality, Neighbour, Term
from guide.offers import Service
from guide.outputs import firms, jsonld, placements
from guide.outputs.directory import by_kind
from guide.outputs.nodes import kind_of, node_view, sources_of
from guide.outputs.places import (
    all_places,
    anywhere,
    nearest,
    services_at,
    services_everywhere,
)
from guide.outputs.refine import carrying
from guide.outputs.scene import Scene
from guide.outputs.ways import goal_links, is_start
from guide.pathways import Node, Station
from guide.site import Site, kept


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    for node in site.graph.nodes.values():
        yield _node_scene(site, edition, node)
    for service in site.guide.offers.services:
        yield _offer_scene(site, edition, service)
    for place in all_places(site.guide):
        yield _place_scene(site, edition, place)


# --- stations and residence statuses ---------------------------------------------------------


def _node_scene(site: Site, edition: Edition, node: Node) -> Scene:
    view = node_view(edition, node)
    return Scene(
        urls.record(kind_of(node), node.id),
        kind_of(node),
        view.name,
        view.summary,
        partial(_node_context, site, edition, node),
        partial(jsonld.station, site, edition, node, view),
    )


def _node_context(site: Site, edition: Edition, node: Node) -> Mapping[str, Any]:
    view = node_view(edition, node)
    kind = labels.STATION_KINDS[node.kind] if isinstance(node, Station) else labels.STATUS_KIND
    services = site.guide.offers.by_id
    return {
        "node": view,
        "kind": edition.ui(kind),
        "picture": node.kind if isinstance(node, Station) else "status",
        "ways_in": list(_ways_in(site, edition, node)),
        "ways_on": list(_ways_on(site, edition, view)),
        "offers": list(_local_offers(site, edition, node)),
        "terms": [edition.view(t, f"terms/{t.id}") for t in _terms(site, _german(node))],
        "sources": sources_of(site.guide, node),
        "goals": goal_links(site, edition, node.id) if is_start(site, node) else [],
        "ask": [(place, services.get(place.service)) for place in view.ask],
        "meanwhile": _meanwhile(site, edition, node),
        "placements": placements.views(edition, placements.at(site, node)),
        "all_placements": placements.address(edition),
        "instruments": firms.of_station(site, edition, node),
    }


def _meanwhile(site: Site, edition: Edition, node: Node) -> Mapping[str, Any] | None:
    """Return what readers can do while they wait here: a few offers, and how many there are."""
    found = waiting.meanwhile(site.guide, node) if waiting.one_waits(node) else []
    if not found:
        return None
    names = site.guide.place_names
    first = [
        (edition.view(one, f"services/{one.id}"), ", ".join(names[p] for p in one.places))
        for one in waiting.first(found, node)
    ]
    return {"offers": first, "count": len(found)}


def _ways_in(site: Site, edition: Edition, node: Node) -> Iterator[tuple[str, View, View]]:
    """Yield (kind, start, transition) for each step that leads here."""
    for step in site.graph.into(node.id):
        start = node_view(edition, step.start)
        transition = next(way for way in start.leads_to if way.record is step.transition)
        yield kind_of(step.start), start, transition


def _ways_on(site: Site, edition: Edition, view: View) -> Iterator[tuple[str, View, View]]:
    """Yield (kind, target, transition) for each step that starts here."""
    for transition in view.leads_to:
        target = site.graph.nodes[transition.to]
        yield kind_of(target), node_view(edition, target), transition


def _local_offers(site: Site, edition: Edition, node: Node) -> Iterator[View]:
    for service in carrying(site).get(node.id, []):
        yield edition.view(service, f"services/{service.id}")


def _german(node: Node) -> str:
    texts = [node.name, node.summary, node.money or "", *node.requires]
    return " ".join([*texts, *(t.text for t in node.leads_to), *(a.text for a in node.ask)])


@kept  # the German is the same in every language
def _terms(site: Site, german: str) -> list[Term]:
    """Return the glossary words that occur in *german*: the words a reader will meet."""
    terms = site.guide.glossary.terms
    return [term for term in terms if _occurs((term.word, *term.forms), german)]


def _occurs(forms: tuple[str, ...], german: str) -> bool:
    """Tell whether one of *forms* is in *german* as a whole word; nearly none is there at all."""
    found = any(form in german for form in forms)
    return found and _pattern(*forms).search(german) is not None


@cache
def _pattern(*forms: str) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(map(re.escape, forms)) + r")\b")


# --- offers ------------------------------------------------------------------------------------


def _offer_scene(site: Site, edition: Edition, service: Service) -> Scene:
    view = edition.view(service, f"services/{service.id}")
    return Scene(
        urls.record("offer", service.id),
        "offer",
        service.name,
        view.summary,
        partial(_offer_context, site, edition, service, view),
        partial(jsonld.service, site, edition, service, view),
    )


def _offer_context(site: Site, edition: Edition, service: Service, view: View) -> Mapping[str, Any]:
    offers, phones = site.guide.offers, site.guide.facts.phone
    german = f"{service.name} {service.summary} {service.for_whom or ''} {service.note or ''}"
    return {
        "offer": view,
        "kind": edition.ui(labels.SERVICE_KINDS[service.kind]),
        "organization": offers.organization.get(service.organization or ""),
        "locations": [edition.view(at, f"locations/{at.id}") for at in offers.at(service)],
        "phones": [edition.view(phones[name], f"phones/{name}") for name in service.phones],
        "stations": [node_view(edition, site.graph.nodes[name]) for name in service.stations],
        "proofs": [proof for proof in offers.proofs if service.kind in proof.kinds],
        "terms": [edition.view(t, f"terms/{t.id}") for t in _terms(site, german)],
        "sources": sources_of(site.guide, service),
    }


# --- places --------------------------------------------------------------------------------------


def _place_scene(site: Site, edition: Edition, place: Municipality | Neighbour) -> Scene:
    said = edition.ui(labels.PLACE_TITLE).format(place=place.name)
    about = edition.ui(labels.PLACE_ABOUT)
    return Scene(
        urls.record("place", place.id),
        "place",
        said,
        about.format(place=place.name),
        partial(_place_context, site, edition, place),
        lambda: None,
    )


def _place_context(
    site: Site, edition: Edition, place: Municipality | Neighbour
) -> Mapping[str, Any]:
    here = services_at(site, place.id)
    everywhere = services_everywhere(site, place.id) if isinstance(place, Municipality) else []
    path, beyond_it = anywhere(site)
    return {
        "place": place,
        "is_municipality": isinstance(place, Municipality),
        "here": by_kind(edition, here),
        "everywhere": by_kind(edition, everywhere),
        "count": len(here),
        "beyond": len(everywhere),
        "anywhere": (urls.to(edition.language.tag, path), beyond_it),
        "nearest": nearest(site, place) if isinstance(place, Municipality) else [],
    }
