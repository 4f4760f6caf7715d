"""The guide at a glance, for the alliance: numbers, gaps, and bars beside the numbers.

A bar stands in its table's row, so the picture and the numbers cannot drift apart, and who does
not see the bar misses nothing: it is hidden from screen readers. How good a part is shows in its
pattern (solid, hatched, dotted, empty), never in its colour alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from markupsafe import Markup

from guide import gaps, labels, urls
from guide.catalog import State
from guide.edition import Edition
from guide.freshness import Standing
from guide.gaps import Coverage
from guide.languages import LANGUAGES, SOURCE
from guide.outputs import improve, ways
from guide.outputs.nodes import kind_of
from guide.pathways import Node
from guide.site import Site
from guide.upkeep import SECTIONS

OFFERS = "data/offers.yaml"  # where an editor closes most gaps
STANDINGS = (Standing.FRESH, Standing.DUE, Standing.OVERDUE, Standing.UNKNOWN)
STATES = (  # what a translator calls wrong or old is one column here
    (State.REVIEWED,),
    (State.UNCHECKED,),
    (State.OUTDATED, State.FAULTY),
    (State.MISSING,),
)
PATTERNS = ("solid", "hatched", "dotted", "empty")  # assets/inline/glance.css
SHADES = (1, 2, 5)  # from how many offers on a cell is a shade darker


@dataclass(frozen=True)
class Row:
    """A row of a table: its numbers, and the same as a bar."""

    key: str
    name: str
    numbers: tuple[str, ...]
    bar: Markup


@dataclass(frozen=True)
class Lack:
    """Something that is missing: its name, its page, and how often it is (where that counts)."""

    key: str
    name: str
    href: str
    number: int | None = None


@dataclass(frozen=True)
class Cell:
    number: int
    shade: int  # 0: none, 3: many


def context(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the German page shows; the others only lead there (decision 34)."""
    if edition.language.tag != SOURCE:
        return {}
    repository = site.guide.region.repository
    return {
        **_gaps(site, edition),
        **_routes(site, edition),
        **_tables(site),
        "as_of": site.day,
        "file": OFFERS,
        "edit": improve.blob(repository) + OFFERS if repository else "",
    }


# --- gaps --------------------------------------------------------------------------------------


def _gaps(site: Site, edition: Edition) -> Mapping[str, Any]:
    guide = site.guide
    none, outside = gaps.stations_without(guide)
    offered = len(gaps.offered(guide))
    without = gaps.places_without(guide)
    municipalities = len(guide.region.municipalities)
    silent = [tag for tag, at in gaps.spoken(guide, site.catalogs).items() if not at]
    offers = urls.to(SOURCE, edition.path_of_layout("offers"))
    return {
        "offers": _said(len(guide.offers.services)),
        "municipalities": municipalities,
        "supplied": municipalities - len(without),
        "stations": offered,
        "carried": offered - len(none) - len(outside),
        "places_without": [_place(site, place) for place in without],
        "kinds_missing": [_kind(one, offers) for one in _most_missing(gaps.local(guide))],
        "stations_without": [_station(node) for node in none],
        "stations_outside": [_station(node) for node in outside],
        "languages_silent": [Lack(tag, language(tag), "") for tag in silent],
        "unasked": gaps.unasked(guide),
        "offers_page": offers,
    }


def _most_missing(kinds: Iterable[Coverage]) -> list[Coverage]:
    missing = [one for one in kinds if one.missing]
    return sorted(missing, key=lambda one: -len(one.missing))


def _place(site: Site, place: str) -> Lack:
    href = urls.to(SOURCE, urls.record("place", place))
    return Lack(place, site.guide.place_names[place], href)


def _kind(one: Coverage, offers: str) -> Lack:
    href = f"{offers}#{one.kind}" if one.total else offers
    return Lack(one.kind, short(one.kind), href, len(one.missing))


def _station(node: Node) -> Lack:
    return Lack(node.id, str(node.name), urls.to(SOURCE, urls.record(kind_of(node), node.id)))


def short(kind: str) -> str:
    """Return the name of a kind of offer without its examples."""
    return labels.SERVICE_KINDS[kind].partition(":")[0]


def language(tag: str) -> str:
    """Return the German name of a language, also of one that is no edition."""
    known = LANGUAGES.get(tag)
    return known.german if known else str(Locale("de").languages.get(tag, tag))


# --- routes ------------------------------------------------------------------------------------


def _routes(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Count the pages of routes: how many have one, and what the easiest one still asks."""
    found = {
        (start.id, goal.id): site.routes(start.id).get(goal.id, [])
        for start in ways.starts(site)
        for goal in ways.goals(site)
    }
    least = [min(route.hurdles for route in routes) for routes in found.values() if routes]
    return {
        "pairs": len(found),
        "pairs_open": len(least),
        "hurdles": format_decimal(median(least), locale=SOURCE) if least else "",
        "pairs_without": [_pair(site, *pair) for pair, routes in found.items() if not routes],
    }


def _pair(site: Site, start: str, goal: str) -> Lack:
    names = (str(site.graph.nodes[name].name) for name in (start, goal))
    return Lack(f"{start}--{goal}", " → ".join(names), urls.to(SOURCE, ways.path(start, goal)))


# --- tables ------------------------------------------------------------------------------------


def _tables(site: Site) -> Mapping[str, Any]:
    fresh = gaps.freshness(site.guide, site.day)
    states = gaps.translations(site)
    records = sum(sum(row.values()) for row in fresh.values())
    texts = sum(sum(row.values()) for row in states.values())
    return {
        "heat": _heat(site),
        "kinds": _kinds(site),
        "fresh": [_fresh(section, row) for section, row in fresh.items() if row],
        "records": _said(records),
        "checked": _said(sum(row[Standing.FRESH] for row in fresh.values())),
        "translated": [_translated(site, tag, row) for tag, row in states.items()],
        "texts": _said(texts),
        "reviewed": _said(sum(row[State.REVIEWED] for row in states.values())),
        "languages": _languages(site),
    }


def _heat(site: Site) -> Mapping[str, Any]:
    """Municipalities by kinds; last comes what is there for all of them."""
    kinds = gaps.local(site.guide)
    at = gaps.offers_at(site.guide)
    rows = [
        (place.id, place.name, [_cell(one.at[place.id]) for one in kinds], at[place.id])
        for place in site.guide.region.municipalities
    ]
    everywhere = [_cell(one.everywhere) for one in kinds]
    total = sum(service.area != "place" for service in site.guide.offers.services)
    return {
        "kinds": [(one.kind, short(one.kind)) for one in kinds],
        "rows": rows,
        "everywhere": (everywhere, total),
    }


def _cell(number: int) -> Cell:
    return Cell(number, sum(number >= limit for limit in SHADES))


def _kinds(site: Site) -> list[Row]:
    kinds = gaps.coverage(site.guide)
    most = max(one.total for one in kinds)
    return [
        Row(one.kind, labels.SERVICE_KINDS[one.kind], (_said(one.total),), bar([one.total], most))
        for one in kinds
    ]


def _fresh(section: str, row: Counter[Standing]) -> Row:
    return _parts(section, SECTIONS[section][2], [row[standing] for standing in STANDINGS])


def _translated(site: Site, tag: str, row: Counter[State]) -> Row:
    name = language(tag)
    if tag not in gaps.published(site.guide):
        name += " (im Aufbau)"
    return _parts(tag, name, [sum(row[state] for state in states) for states in STATES])


def _parts(key: str, name: str, numbers: list[int]) -> Row:
    return Row(key, name, tuple(map(_said, numbers)), bar(numbers, sum(numbers)))


def _languages(site: Site) -> list[Row]:
    at = gaps.spoken(site.guide, [SOURCE, *site.catalogs])
    most = len(site.guide.offers.services)
    return [
        Row(tag, language(tag), (_said(number),), bar([number, most - number], most, SPOKEN))
        for tag, number in at.items()
    ]


SPOKEN = ("solid", "empty")


def bar(numbers: Sequence[int], most: int, patterns: Sequence[str] = PATTERNS) -> Markup:
    """Return an SVG as wide as its cell: a part for each of *numbers*, *most* are all of it."""
    parts, before = [], 0
    for number, pattern in zip(numbers, patterns, strict=False):
        if number:
            width = Markup('<rect class="{}" x="{:.1f}%" width="{:.1f}%" height="100%"/>')
            parts.append(width.format(pattern, 100 * before / most, 100 * number / most))
        before += number
    return Markup('<svg class="stripe" aria-hidden="true">{}</svg>').format(Markup("").join(parts))


def _said(number: int) -> str:
    """Return *number* as Germans write it: 1.234."""
    return str(format_decimal(number, locale=SOURCE))
