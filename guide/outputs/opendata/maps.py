"""Places as GeoJSON (RFC 7946): where offers are, and the municipalities.

Coordinates are WGS 84, longitude first. A location without coordinates has no geometry, which
section 3.2 allows; so none is missing from the list. Licence and publisher are foreign members
(section 6.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from guide.model import Municipality, Neighbour
from guide.offers import Location, Service
from guide.outputs.opendata.about import as_json, credits, page_online, plain
from guide.outputs.opendata.ids import uuid
from guide.outputs.places import all_places, services_at
from guide.site import Site

Feature = Mapping[str, Any]
DIGITS = 5  # of a degree: about a metre


def locations(site: Site) -> bytes:
    return _collection(site, (_location(site, record) for record in site.guide.offers.locations))


def municipalities(site: Site) -> bytes:
    """Return the municipalities and the neighbouring places where offers are."""
    return _collection(site, (_place(site, record) for record in all_places(site.guide)))


def _collection(site: Site, features: Iterable[Feature]) -> bytes:
    return as_json({"type": "FeatureCollection", **credits(site.guide), "features": [*features]})


def _location(site: Site, record: Location) -> Feature:
    services = site.guide.offers.services
    properties = {
        "id": record.id,
        "name": record.name,
        "street": record.street,
        "postcode": record.postcode,
        "place": site.guide.place_names[record.place],
        "place_id": record.place,
        "note": plain(site, record.note),
        "offers": [_offer(site, service) for service in services if record.id in service.locations],
    }
    return _feature(site, ("location", record.id), record, properties)


def _offer(site: Site, service: Service) -> Mapping[str, str | None]:
    address = page_online(site, "offer", service.id)
    return {"id": service.id, "name": service.name, "kind": service.kind, "url": address}


def _place(site: Site, record: Municipality | Neighbour) -> Feature:
    properties = {
        "id": record.id,
        "name": record.name,
        "inside": isinstance(record, Municipality),
        "unit": getattr(record, "unit", None),
        "postcodes": getattr(record, "postcodes", []),
        "offers": len(services_at(site, record.id)),
        "url": page_online(site, "place", record.id),
    }
    return _feature(site, ("place", record.id), record, properties)


def _feature(
    site: Site, name: tuple[str, str], record: Location | Municipality | Neighbour, properties: Any
) -> Feature:
    return {
        "type": "Feature",
        "id": uuid(site.guide, *name),
        "geometry": _point(record.longitude, record.latitude),
        "properties": properties,
    }


def _point(longitude: float | None, latitude: float | None) -> Mapping[str, Any] | None:
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [round(longitude, DIGITS), round(latitude, DIGITS)]}
