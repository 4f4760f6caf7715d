"""Places in firms: a page with all of them, and which of them belong to a station.

What is over is on no page; the day is the site's, so a build a day is what takes it off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from guide import labels, urls
from guide.edition import Edition, View
from guide.employers import Placement
from guide.freshness import is_over
from guide.outputs.nodes import node_view
from guide.outputs.scene import Scene
from guide.pathways import Node, Station
from guide.site import Site

PATH = "plaetze.html"


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    yield Scene(
        PATH,
        "placements",
        edition.say("ui", labels.PLACEMENTS_TITLE),
        edition.say("ui", labels.PLACEMENTS_ABOUT),
        partial(_context, site, edition),
        lambda: None,
    )


def address(edition: Edition) -> str:
    return urls.to(edition.language.tag, PATH)


def on_offer(site: Site) -> list[Placement]:
    """Return the places that can still be seen, those that begin first before the others."""
    seen = [p for p in site.guide.placements.placements if not is_over(p.expires, site.day)]
    return sorted(seen, key=lambda p: (p.start or p.expires, p.occupation.title, p.id))


def at(site: Site, node: Node) -> list[Placement]:
    """Return the places that can still be seen and belong to *node*."""
    return [placement for placement in on_offer(site) if node.id in stations_of(site, placement)]


def views(edition: Edition, placements: Sequence[Placement]) -> list[View]:
    return [edition.view(placement, f"placements/{placement.id}") for placement in placements]


def stations_of(site: Site, placement: Placement) -> list[str]:
    """Return what the place itself names, else the stations of the instruments of its kind."""
    instruments = site.guide.employers.instruments
    own = [name for i in instruments if i.placements == placement.kind for name in i.stations]
    return placement.stations or own


def _context(site: Site, edition: Edition) -> Mapping[str, Any]:
    seen = on_offer(site)
    groups = [
        (kind, views(edition, [p for p in seen if p.kind == kind]))
        for kind in labels.PLACEMENT_KINDS
    ]
    return {
        "groups": [(kind, placements) for kind, placements in groups if placements],
        "about": edition.ui(labels.PLACEMENTS_ABOUT),
        "stations": [node_view(edition, node) for node in _where_to_look(site)],
    }


def _where_to_look(site: Site) -> list[Station]:
    """Return the stations that a place may belong to: their pages say whom to ask for one."""
    instruments = site.guide.employers.instruments
    named = {name for i in instruments if i.placements for name in i.stations}
    return [station for station in site.guide.pathways.stations if station.id in named]
