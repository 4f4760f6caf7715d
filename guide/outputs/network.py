"""All stations and transitions in one picture, for counsellors on a large screen.

Columns from situations to goals. A station's own arrows stand out while it is pointed at or
has the keyboard's focus: plain CSS, no script. The list of all pathways says the same in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from guide import labels, urls
from guide.edition import Edition
from guide.markup import attributes
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.scene import Scene
from guide.pathways import Node, Station
from guide.site import Site

PATH = "netz.html"
COLUMNS = ("situation", "language", "school", "bridge", "vocational", "qualification", "goal")
STEP_X, STEP_Y = 224.0, 52.0
WIDTH, HEIGHT = 172.0, 40.0  # of a station's box
TOP = 40.0  # room for the columns' names
LETTERS = 24  # of a name in one line; a name has two


@dataclass(frozen=True)
class Spot:
    """A station's box: its upper left corner."""

    node: Node
    x: float
    y: float


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    title = edition.ui(labels.NETWORK_TITLE)
    about = edition.ui(labels.NETWORK_ABOUT)
    yield Scene(PATH, "network", title, about, partial(_context, site, edition), lambda: None)


def _context(site: Site, edition: Edition) -> Mapping[str, Any]:
    return {"picture": draw(site, edition)}


def draw(site: Site, edition: Edition) -> Markup:
    """Return the SVG; in right-to-left editions the columns run from right to left."""
    columns = [[s for s in site.guide.pathways.stations if s.kind == kind] for kind in COLUMNS]
    width = STEP_X * len(COLUMNS)
    height = TOP + STEP_Y * max(len(column) for column in columns)
    mirrored = edition.language.direction == "rtl"
    spots = {spot.node.id: spot for spot in _spots(columns, width, mirrored)}
    return Markup(
        '<svg class="network" viewBox="0 0 {} {}" role="group" aria-labelledby="netz">{}{}</svg>'
    ).format(
        round(width),
        round(height),
        _heads(edition, width, mirrored),
        Markup("\n").join(_station(edition, spot, spots) for spot in spots.values()),
    )


def _spots(columns: list[list[Station]], width: float, mirrored: bool) -> Iterator[Spot]:
    for number, column in enumerate(columns):
        x = _left(number, width, mirrored)
        for row, station in enumerate(column):
            yield Spot(station, x, TOP + row * STEP_Y)


def _left(column: int, width: float, mirrored: bool) -> float:
    return width - (column + 1) * STEP_X if mirrored else column * STEP_X


def _heads(edition: Edition, width: float, mirrored: bool) -> Markup:
    heads = [
        Markup('<text class="column" x="{:.0f}" y="22" text-anchor="middle">{}</text>').format(
            _left(number, width, mirrored) + WIDTH / 2,
            edition.ui(labels.STATION_KINDS[kind]).partition(":")[0],
        )
        for number, kind in enumerate(COLUMNS)
    ]
    return Markup("\n").join(heads)


def _station(edition: Edition, spot: Spot, spots: Mapping[str, Spot]) -> Markup:
    """A box with its arrows. SVG knows no `dir`: the style sheet turns German names around."""
    name = node_view(edition, spot.node).name
    link = urls.to(edition.language.tag, urls.record(kind_of(spot.node), spot.node.id))
    arrows = [
        _arrow(spot, spots[transition.to])
        for transition in spot.node.leads_to
        if transition.to in spots
    ]
    return Markup(
        '<g><g class="ways">{}</g><a href="{}"{}><rect x="{:.0f}" y="{:.0f}" width="{:.0f}" '
        'height="{:.0f}" rx="6"/>{}<title>{}</title></a></g>'
    ).format(
        Markup("").join(arrows),
        link,
        attributes({key: value for key, value in name.attributes.items() if key != "dir"}),
        spot.x,
        spot.y,
        WIDTH,
        HEIGHT,
        _lines(str(name), spot),
        str(name),
    )


def _lines(name: str, spot: Spot) -> Markup:
    lines = textwrap.wrap(name, LETTERS, max_lines=2, placeholder="…")
    first = spot.y + HEIGHT / 2 + (4 if len(lines) == 1 else -3)
    texts = [
        Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="middle">{}</text>').format(
            spot.x + WIDTH / 2, first + number * 14, line
        )
        for number, line in enumerate(lines)
    ]
    return Markup("").join(texts)


def _arrow(one: Spot, other: Spot) -> Markup:
    """A curve from the middle of one box's side to the other's; a dot marks where it ends."""
    forward = other.x >= one.x
    x1 = one.x + (WIDTH if forward else 0)
    x2 = other.x + (0 if forward and other.x > one.x else WIDTH)
    y1, y2 = one.y + HEIGHT / 2, other.y + HEIGHT / 2
    bend = 30.0 if forward else -30.0
    ends = -30.0 if forward and other.x > one.x else 30.0
    return Markup(
        '<path d="M{:.0f} {:.0f}C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}"/>'
        '<circle cx="{:.0f}" cy="{:.0f}" r="3"/>'
    ).format(x1, y1, x1 + bend, y1, x2 + ends, y2, x2, y2, x2, y2)
