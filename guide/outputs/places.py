"""Which offers are where, and how far the next ones are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from guide.model import Municipality, Neighbour
from guide.offers import Service
from guide.site import Site

EARTH_KM = 6371.0


def services_at(site: Site, place: str) -> list[Service]:
    """Return the offers in *place* itself."""
    locations = {location.id: location.place for location in site.guide.offers.locations}
    return [
        service
        for service in site.guide.offers.services
        if place in {*service.places, *(locations[name] for name in service.locations)}
    ]


def services_everywhere(site: Site) -> list[Service]:
    """Return the offers for the whole region that are not tied to one place."""
    return [
        service
        for service in site.guide.offers.services
        if not service.places and not service.locations
    ]


def nearest(site: Site, place: Municipality, limit: int = 4) -> list[tuple[Municipality, int, int]]:
    """Return (municipality, kilometres as the crow flies, offers) of the nearest with offers."""
    others = [
        (other, round(kilometres(place, other)), len(services_at(site, other.id)))
        for other in site.guide.region.municipalities
        if other.id != place.id
    ]
    near = [entry for entry in others if entry[2]]
    return sorted(near, key=lambda entry: (entry[1], entry[0].name))[:limit]


def kilometres(one: Municipality | Neighbour, other: Municipality | Neighbour) -> float:
    """Return the great-circle distance (haversine formula)."""
    lat1, lon1 = radians(one.latitude or 0), radians(one.longitude or 0)
    lat2, lon2 = radians(other.latitude or 0), radians(other.longitude or 0)
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))
