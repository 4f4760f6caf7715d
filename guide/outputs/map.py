"""The municipalities as a sketch map: our own SVG, made from coordinates, with links.

The list beside it says the same, so the map is drawn for the eye; names are placed so that
none covers another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from markupsafe import Markup

from guide import urls
from guide.model import Municipality, Region

WIDTH = 360.0
MARGIN_X = 62.0  # names stick out beside their dots
MARGIN_Y = 26.0
LETTER = 6.4  # average width of a letter at font-size 12
LINE = 14.0


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        apart = (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )
        return not apart


@dataclass(frozen=True)
class Dot:
    place: Municipality
    x: float
    y: float
    radius: float
    offers: int

    @property
    def box(self) -> Box:
        r = self.radius + 1
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


def draw_map(region: Region, offers: Mapping[str, int], language: str) -> Markup:
    """Return an SVG: a dot and a name, both a link, for each municipality that has coordinates.

    It is empty where none has.
    """
    if not (places := _located(region)):
        return Markup("")
    dots, height = _dots(places, offers)
    shapes = Markup("\n").join(
        _draw(dot, anchor, x, y, language) for dot, anchor, x, y in _labelled(dots)
    )
    return Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-labelledby="map-title">\n{}\n</svg>'
    ).format(round(WIDTH), round(height), shapes)


@dataclass(frozen=True)
class Spot:
    place: Municipality
    latitude: float
    longitude: float


def _located(region: Region) -> list[Spot]:
    return [
        Spot(place, place.latitude, place.longitude)
        for place in region.municipalities
        if place.latitude is not None and place.longitude is not None
    ]


def _dots(places: Sequence[Spot], offers: Mapping[str, int]) -> tuple[list[Dot], float]:
    """Project north up; a degree of longitude is shorter by the cosine of the latitude."""
    west, east = min(p.longitude for p in places), max(p.longitude for p in places)
    south, north = min(p.latitude for p in places), max(p.latitude for p in places)
    shrink = cos(radians((south + north) / 2))
    span = max((east - west) * shrink, (north - south) / 2, 0.01)
    scale = (WIDTH - 2 * MARGIN_X) / span
    dots = [
        Dot(
            spot.place,
            MARGIN_X + (spot.longitude - west) * shrink * scale,
            MARGIN_Y + (north - spot.latitude) * scale,
            min(12.0, 4.0 + offers.get(spot.place.id, 0) ** 0.5 * 1.6),
            offers.get(spot.place.id, 0),
        )
        for spot in places
    ]
    return dots, (north - south) * scale + 2 * MARGIN_Y


def _labelled(dots: list[Dot]) -> Iterator[tuple[Dot, str, float, float]]:
    """Yield each dot with its name's anchor and position; busy places choose first."""
    taken = [dot.box for dot in dots]
    for dot in sorted(dots, key=lambda dot: (-dot.offers, dot.place.name)):
        anchor, x, y, box = _free_spot(dot, taken)
        taken.append(box)
        yield dot, anchor, x, y


def _free_spot(dot: Dot, taken: list[Box]) -> tuple[str, float, float, Box]:
    spots = list(_spots(dot))
    inside = [spot for spot in spots if spot[3].left >= 0 and spot[3].right <= WIDTH] or spots
    clashes = [sum(spot[3].overlaps(box) for box in taken) for spot in inside]
    return inside[clashes.index(min(clashes))]


def _spots(dot: Dot) -> Iterator[tuple[str, float, float, Box]]:
    width, gap = len(dot.place.name) * LETTER, dot.radius + 3
    for dy in (4.0, -6.0, 14.0):
        top = dot.y + dy - LINE + 3
        right, left = dot.x + gap, dot.x - gap
        yield "start", right, dot.y + dy, Box(right, top, right + width, top + LINE)
        yield "end", left, dot.y + dy, Box(left - width, top, left, top + LINE)
    for dy in (gap + LINE - 4, -gap):
        top = dot.y + dy - LINE + 3
        half = width / 2
        yield "middle", dot.x, dot.y + dy, Box(dot.x - half, top, dot.x + half, top + LINE)


def _draw(dot: Dot, anchor: str, x: float, y: float, language: str) -> Markup:
    link = urls.to(language, urls.record("place", dot.place.id))
    return Markup(
        '<a href="{}"><circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}"{}/>'
        '<text x="{:.1f}" y="{:.1f}" text-anchor="{}" lang="de">{}</text></a>'
    ).format(
        link,
        dot.x,
        dot.y,
        dot.radius,
        Markup("") if dot.offers else Markup(' class="none"'),
        x,
        y,
        anchor,
        dot.place.name,
    )
