"""What a phone needs to judge the routes: one script a language, loaded when a reader asks.

It holds the form with the questions, the conditions that the pages name by number, what each
station brings, and where each offer is. On the pages it would stand hundreds of times.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from guide import urls
from guide.artifact import Artifact
from guide.assets import INLINE, assign, hashed
from guide.conditions import Condition
from guide.edition import Edition
from guide.graph import german_needed
from guide.model import Municipality, Neighbour
from guide.offers import Service
from guide.onward import in_situation
from guide.outputs.nodes import node_view
from guide.outputs.places import all_places
from guide.pathways import Node, Station
from guide.profile import Profile
from guide.render import render
from guide.site import Site, kept

CODE = f"{INLINE}profile.js"
STYLES = (f"{INLINE}forms.css", f"{INLINE}answers.css")  # of no use before somebody asks
CONTACTS = 8  # of those that carry a step; a page shows three, the phone the three nearest


def plan(site: Site, edition: Edition) -> Iterator[Artifact]:
    tag = edition.language.tag
    yield Artifact(_path(site, tag), lambda: _script(site, tag))


def address(site: Site, edition: Edition) -> str:
    """Return the link to the script of *edition*."""
    return urls.ROOT + _path(site, edition.language.tag)


def _path(site: Site, tag: str) -> str:
    return "assets/" + hashed(f"refine.{tag}.js", _script(site, tag))


@kept
def _script(site: Site, tag: str) -> bytes:
    told = assign("Bildungswege", data(site, site.edition(tag)))
    return told.encode("utf-8") + site.assets[CODE]


def data(site: Site, edition: Edition) -> Mapping[str, Any]:
    style = "".join(site.assets[name].decode("utf-8") for name in STYLES)
    return {"form": _form(site, edition), "style": style, **_in_every_language(site)}


@kept
def _in_every_language(site: Site) -> Mapping[str, Any]:
    nodes = site.graph.nodes.values()
    return {
        "starts": {node.id: _said(node) for node in nodes if _said(node)},
        "conditions": [_plain(condition) for condition in conditions(site)],
        "gains": {node.id: _gains(node) for node in nodes if any(_gains(node))},
        "contacts": {node.id: found for node in nodes if (found := _located(site, node))},
    }


def _form(site: Site, edition: Edition) -> str:
    pathways = site.guide.pathways
    context = {
        "statuses": [node_view(edition, status) for status in pathways.residence_statuses],
        "qualifications": [
            node_view(edition, s) for s in pathways.stations if s.kind == "qualification"
        ],
        "municipalities": [p for p in site.guide.region.municipalities if p.latitude is not None],
    }
    return str(render(site.jinja, "refine.html", edition, context)).strip()


def _said(node: Node) -> Mapping[str, Any]:
    """Return what being at *node* says of a reader; empty where it says nothing."""
    said = json.loads(json.dumps(asdict(in_situation(Profile(), node)), default=sorted))
    nothing = asdict(Profile())
    return {name: value for name, value in said.items() if value != nothing[name]}


def _plain(condition: Condition) -> Any:
    return condition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


@kept
def conditions(site: Site) -> tuple[Condition, ...]:
    """Return every condition that a step may have, each once: a page names them by place."""
    return tuple({str(_plain(c)): c for c in _all_conditions(site)}.values())


@kept
def numbers(site: Site) -> Mapping[int, int]:
    """Return the place in `conditions` by the `id()` of every condition of the guide."""
    place = {str(_plain(condition)): n for n, condition in enumerate(conditions(site))}
    return {id(c): place[str(_plain(c))] for c in _all_conditions(site)}


def _all_conditions(site: Site) -> Iterator[Condition]:
    for step in site.graph.steps:
        yield from step.transition.conditions
    for node in site.graph.nodes.values():
        if (german := german_needed(node)) is not None:
            yield german


def _gains(node: Node) -> tuple[list[str], str]:
    """Return the certificates and the German of one who has been at *node*."""
    reached = (node.german.reached or "").split("-")[0]
    held = [node.id, *node.includes] if isinstance(node, Station) else []
    return held, reached


def contacts(site: Site, node: Node) -> tuple[list[Service], bool]:
    """Return offers that carry this step: those of the region, else (True) those outside."""
    found = carrying(site).get(node.id, [])
    inside = [s for s in found if _is_inside(site, s)]
    return (inside or found)[:CONTACTS], bool(found) and not inside


@kept
def carrying(site: Site) -> Mapping[str, list[Service]]:
    """Return the offers for each station, in the order of the file."""
    found: dict[str, list[Service]] = {}
    for service in site.guide.offers.services:
        for station in dict.fromkeys(service.stations):
            found.setdefault(station, []).append(service)
    return found


def _is_inside(site: Site, service: Service) -> bool:
    neighbours = {place.id for place in site.guide.region.neighbours}
    return not service.places or any(place not in neighbours for place in service.places)


def _located(site: Site, node: Node) -> list[tuple[str, str, str]]:
    """Return (id, name, "latitude longitude") of the offers that carry *node*."""
    found = [(s.id, s.name, _where(site, s)) for s in contacts(site, node)[0]]
    return found if any(where for *_, where in found) else []


def _where(site: Site, service: Service) -> str:
    """Return "latitude longitude" of the first place of *service*; empty where none is known."""
    known = [place for place in places_of(site, service) if place.latitude is not None]
    return f"{known[0].latitude} {known[0].longitude}" if known else ""


def places_of(site: Site, service: Service) -> list[Municipality | Neighbour]:
    known = {place.id: place for place in all_places(site.guide)}
    return [known[name] for name in service.places]
