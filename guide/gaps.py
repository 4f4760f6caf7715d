"""What the guide has, and what is missing: counted from the data, for the alliance.

A gap is what the files do not say: it may exist and nobody has entered it. Pure functions over
the guide and its site; the page that shows them is outputs/glance, the monthly list is todo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guide.catalog import State
from guide.facets import places_of
from guide.fields import Sourced
from guide.freshness import Standing, standing
from guide.labels import SERVICE_KINDS
from guide.load import Guide
from guide.offers import Service
from guide.pathways import Station
from guide.site import Site
from guide.upkeep import SECTIONS

# Kinds of offers that are elsewhere by their meaning: no municipality can lack them
ELSEWHERE = frozenset({"regional_school"})
# Kinds of stations that somebody offers; a situation, a goal or a certificate is not offered
OFFERED = ("language", "school", "bridge", "vocational", "counselling")


@dataclass(frozen=True)
class Coverage:
    """The offers of one kind: how many are in each municipality, and how many beyond.

    An offer in two municipalities counts in both, and once in `total`. One for the whole region
    that has an address counts there too.
    """

    kind: str
    at: Mapping[str, int]  # by municipality, all of them, in the order of region.yaml
    everywhere: int  # for the whole region or the whole state
    total: int

    @property
    def present(self) -> tuple[str, ...]:
        return tuple(place for place, number in self.at.items() if number)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the municipalities without an offer of this kind of their own."""
        return tuple(place for place, number in self.at.items() if not number)


def coverage(guide: Guide) -> list[Coverage]:
    """Return the coverage by every kind of offer, in the order of the labels."""
    return [_coverage(guide, kind) for kind in SERVICE_KINDS]


def _coverage(guide: Guide, kind: str) -> Coverage:
    offers = [service for service in guide.offers.services if service.kind == kind]
    at = Counter(place for service in offers for place in places_of(guide, service))
    return Coverage(
        kind,
        {place.id: at[place.id] for place in guide.region.municipalities},
        sum(service.area != "place" for service in offers),
        len(offers),
    )


def local(guide: Guide) -> list[Coverage]:
    """Return the coverage by the kinds that a municipality may have or lack."""
    return [one for one in coverage(guide) if one.kind not in ELSEWHERE]


def offers_at(guide: Guide) -> Mapping[str, int]:
    """Return how many offers of any kind are in each municipality itself."""
    at = Counter(p for service in guide.offers.services for p in places_of(guide, service))
    return {place.id: at[place.id] for place in guide.region.municipalities}


def places_without(guide: Guide) -> list[str]:
    """Return the municipalities that no offer is in."""
    return [place for place, number in offers_at(guide).items() if not number]


# --- stations ----------------------------------------------------------------------------------


def offered(guide: Guide) -> list[Station]:
    """Return the stations that somebody would have to offer."""
    return [station for station in guide.pathways.stations if station.kind in OFFERED]


def stations_without(guide: Guide) -> tuple[list[Station], list[Station]]:
    """Return the stations that no offer carries, and those only carried outside the region."""
    carried = {name for service in guide.offers.services for name in service.stations}
    here = {
        name
        for service in guide.offers.services
        if is_here(guide, service)
        for name in service.stations
    }
    stations = offered(guide)
    none = [station for station in stations if station.id not in carried]
    return none, [station for station in stations if station.id in carried - here]


def is_here(guide: Guide, service: Service) -> bool:
    """Return whether an offer is in a municipality, or for all of them."""
    inside = {place.id for place in guide.region.municipalities}
    return service.area != "place" or bool(inside & places_of(guide, service))


# --- languages ---------------------------------------------------------------------------------


def spoken(guide: Guide, tags: Iterable[str]) -> Mapping[str, int]:
    """Return at how many offers each language is spoken: those in *tags* first, then others."""
    at = Counter(tag for service in guide.offers.services for tag in service.languages_spoken or ())
    others = sorted(at, key=lambda tag: (-at[tag], tag))
    return {tag: at[tag] for tag in dict.fromkeys([*tags, *others])}


def published(guide: Guide) -> list[str]:
    """Return the languages of the pages beside German."""
    return [language.tag for language in guide.region.languages]


def unasked(guide: Guide) -> int:
    """Return of how many offers nobody knows which languages are spoken there."""
    return sum(service.languages_spoken is None for service in guide.offers.services)


# --- freshness and translations ----------------------------------------------------------------


def freshness(guide: Guide, day: date | None) -> Mapping[str, Counter[Standing]]:
    """Return how many records of each section (upkeep.SECTIONS) stand how on *day*."""
    return {
        section: Counter(standing(record, day) for record in _records(guide, section))
        for section in SECTIONS
    }


def _records(guide: Guide, section: str) -> list[Sourced]:
    records: list[Sourced] = getattr(getattr(guide, SECTIONS[section][0]), section)
    return records


def translations(site: Site) -> Mapping[str, Counter[State]]:
    """Return how many texts of each language stand how; those that are being made too."""
    known = {edition.language.tag: edition.resolved for edition in site.editions}
    return {
        tag: Counter(
            found.state for found in (known.get(tag) or catalog.resolve(site.messages)).values()
        )
        for tag, catalog in site.catalogs.items()
    }
