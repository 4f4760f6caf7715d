"""Offers -> rows of the HSDS tables (guide.outputs.opendata.hsds_tables); nothing is left out.

What HSDS has a field for stands there, as readers see it. Everything else of a record goes into
`attribute` rows, field by field and of its own accord: a field that is added to the models
tomorrow is exported tomorrow. docs/opendata.md says where each field is; tests/hsds_back.py reads
it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guide import labels
from guide.offers import Location, Organization, Service
from guide.outputs.opendata.about import language, plain
from guide.outputs.opendata.hsds_tables import TABLES
from guide.outputs.opendata.hsds_terms import Row, Rows, attribute, attributes, taxonomies
from guide.outputs.opendata.ids import uuid
from guide.site import Site

UNKNOWN = "Träger nicht bekannt"


def make_rows(site: Site) -> Rows:
    """Return the rows of each table, by the table's name, in the order of the files."""
    found: Rows = {name: [] for name in TABLES}
    offers = site.guide.offers
    for organization in offers.organizations:
        _organization(site, found, organization)
    if offers.retired or any(service.organization is None for service in offers.services):
        _unknown_organization(site, found)
    for location in offers.locations:
        _location(site, found, location)
    for service in offers.services:
        _service(site, found, service)
    for gone in offers.retired:
        found["service"].append(
            {
                "id": uuid(site.guide, "service", gone.id),
                "organization_id": uuid(site.guide, "no-organization"),
                "name": gone.name,
                "status": "defunct",
            }
        )
        attributes(site, found, ("service", gone.id), gone, {"name"})
    taxonomies(site, found)
    return found


# --- organizations and locations -----------------------------------------------------------------


def _organization(site: Site, found: Rows, record: Organization) -> None:
    offered = [s.name for s in site.guide.offers.services if s.organization == record.id]
    found["organization"].append(
        {
            "id": uuid(site.guide, "organization", record.id),
            "name": record.name,
            # HSDS wants a description; the guide has none, so this says what stands in it
            "description": f"Angebote in diesem Verzeichnis: {'; '.join(offered) or 'keine'}.",
            "website": record.website,
        }
    )
    attributes(site, found, ("organization", record.id), record, {"name", "website"})


def _unknown_organization(site: Site, found: Rows) -> None:
    """HSDS wants an organization for each service; here the guide knows of none."""
    found["organization"].append(
        {
            "id": uuid(site.guide, "no-organization"),
            "name": UNKNOWN,
            "description": "Wer diese Angebote macht, steht nicht in den Daten.",
        }
    )


def _location(site: Site, found: Rows, record: Location) -> None:
    identifier = uuid(site.guide, "location", record.id)
    note = plain(site, record.note)
    found["location"].append(
        {
            "id": identifier,
            "location_type": "physical",
            "name": record.name,
            "description": note,
            "latitude": record.latitude,
            "longitude": record.longitude,
        }
    )
    carried = {"name", "latitude", "longitude"} | ({"note"} if note == record.note else set())
    if record.street and record.postcode:
        found["address"].append(_address(site, record))
        carried |= {"street", "postcode"}
    attributes(site, found, ("location", record.id), record, carried)


def _address(site: Site, record: Location) -> Row:
    region = site.guide.region
    inside = record.place in {place.id for place in region.municipalities}
    return {
        "id": uuid(site.guide, "address", record.id),
        "location_id": uuid(site.guide, "location", record.id),
        "address_1": record.street,
        "city": site.guide.place_names[record.place],
        "state_province": region.state if inside else "nicht bekannt",
        "postal_code": record.postcode,
        "country": "DE",
        "address_type": "physical",
    }


# --- services ------------------------------------------------------------------------------------


def _service(site: Site, found: Rows, record: Service) -> None:
    texts = {
        "description": ("summary", record.summary),
        "interpretation_services": ("languages_note", record.languages_note),
        "eligibility_description": ("for_whom", record.for_whom),
    }
    said = {field: plain(site, text) for field, (_, text) in texts.items()}
    as_is = {name for field, (name, text) in texts.items() if said[field] == text}
    if record.german_needed != "unknown":
        as_is -= {"for_whom"}
        before = said["eligibility_description"]
        said["eligibility_description"] = " ".join(filter(None, [before, _german(record)]))
    provider = record.organization
    found["service"].append(
        {
            "id": uuid(site.guide, "service", record.id),
            "organization_id": uuid(site.guide, "organization", provider)
            if provider
            else uuid(site.guide, "no-organization"),
            "name": record.name,
            "url": record.website,
            "email": record.email,
            "status": "active",
            **said,
            "fees_description": plain(site, record.cost.text) or labels.COSTS[record.cost.kind],
            "minimum_age": record.age and record.age.from_,
            "maximum_age": record.age and record.age.to,
            "assured_date": record.assured and record.assured.on.isoformat(),
        }
    )
    carried = as_is | {"name", "organization", "website", "email"} | _children(site, found, record)
    if record.age and record.age.model_dump(by_alias=True, exclude_defaults=True).keys() <= _AGES:
        carried.add("age")
    attributes(site, found, ("service", record.id), record, carried)


_AGES = {"from", "to"}


def _german(record: Service) -> str:
    if record.german_needed == "A0":
        return f"{labels.NO_GERMAN}."
    return f"{labels.CONDITION_DETAILS['german_level'].format(level=record.german_needed)}."


def _children(site: Site, found: Rows, record: Service) -> set[str]:
    """Add the rows that belong to *record* alone; return its fields that are whole in them."""
    carried = {"languages_spoken", "locations"}

    def add(table: str, key: str, **fields: Any) -> None:
        identifier = uuid(site.guide, table, record.id, key)
        own = uuid(site.guide, "service", record.id)
        found[table].append({"id": identifier, "service_id": own, **fields})

    for location in record.locations:
        at = uuid(site.guide, "location", location)
        add("service_at_location", location, location_id=at)
    for tag in record.languages_spoken or []:
        add("language", tag, name=language(tag), code=tag)
    hours = plain(site, record.hours)
    if hours:
        add("schedule", "hours", description=hours)
    if hours == record.hours:
        carried.add("hours")
    cost, about = record.cost, plain(site, record.cost.text)
    free = {"amount": 0, "currency": "eur"} if cost.kind == "free" else {}
    add("cost_option", "cost", option=cost.kind, amount_description=about, **free)
    if about == cost.text and not set(type(cost).model_fields) - {"kind", "text"}:
        carried.add("cost")
    for name, area in _areas(site, record):
        add("service_area", name, name=area)
    _phones(site, found, record)
    return carried | {"phones"}


def _areas(site: Site, record: Service) -> Iterable[tuple[str, str]]:
    region, names = site.guide.region, site.guide.place_names
    wide = {"region": region.name, "state": region.state, "country": "Deutschland"}
    if record.area in wide:
        yield record.area, wide[record.area]
    else:
        yield from ((place, names[place]) for place in record.places)


def _phones(site: Site, found: Rows, record: Service) -> None:
    known = {phone.id: phone for phone in site.guide.facts.phones}
    for name in record.phones:
        identifier = uuid(site.guide, "phone", record.id, name)
        row = {
            "id": identifier,
            "service_id": uuid(site.guide, "service", record.id),
            "number": known[name].number,
            "description": plain(site, known[name].note),
        }
        found["phone"].append(row)
        attribute(site, found, "phone", identifier, "id", name)
