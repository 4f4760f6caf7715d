"""Which offers are where, and how far the next ones are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from guide import urls
from guide.facets import ANYWHERE, is_anywhere, places_of
from guide.load import Guide
from guide.model import Municipality, Neighbour
from guide.offers import Service
from guide.site import Site, kept

EARTH_KM = 6371.0


def all_places(guide: Guide) -> list[Municipality | Neighbour]:
    return [*guide.region.municipalities, *guide.region.neighbours]


@kept
def services_at(site: Site, place: str) -> list[Service]:
    """Return the offers in *place* itself."""
    services = site.guide.offers.services
    return [service for service in services if place in places_of(site.guide, service)]


def services_everywhere(site: Site, besides: str = "") -> list[Service]:
    """Return the offers for the whole region; *besides* leaves out those in that place.

    What is everywhere in Germany, or has no place at all, has a list of its own (`anywhere`).
    """
    return [
        service
        for service in site.guide.offers.services
        if service.area in ("region", "state") and besides not in places_of(site.guide, service)
    ]


def anywhere(site: Site) -> tuple[str, int]:
    """Return the path of the list of offers from all over Germany, and how many there are."""
    found = [s for s in site.guide.offers.services if is_anywhere(s)]
    return urls.facet("ort", ANYWHERE), len(found)


def nearest(site: Site, place: Municipality, limit: int = 4) -> list[tuple[Municipality, int, int]]:
    """Return (municipality, kilometres as the crow flies, offers) of the nearest with offers.

    None where it is not known where *place* is.
    """
    if place.latitude is None:
        return []
    others = [
        (other, round(kilometres(place, other)), len(services_at(site, other.id)))
        for other in site.guide.region.municipalities
        if other.id != place.id and other.latitude is not None
    ]
    near = [entry for entry in others if entry[2]]
    return sorted(near, key=lambda entry: (entry[1], entry[0].name))[:limit]


def kilometres(one: Municipality | Neighbour, other: Municipality | Neighbour) -> float:
    """Return the great-circle distance (haversine formula)."""
    lat1, lon1 = radians(one.latitude or 0), radians(one.longitude or 0)
    lat2, lon2 = radians(other.latitude or 0), radians(other.longitude or 0)
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))
