"""Offers -> rows of the HSDS tables (guide.outputs.opendata.hsds_tables); nothing is left out.

What HSDS has a field for stands there, as readers see it. Everything else of a record goes into
`attribute` rows, field by field and of its own accord: a field that is added to the models
tomorrow is exported tomorrow. docs/opendata.md says where each field is; tests/hsds_back.py reads
it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from guide import labels
from guide.languages import LANGUAGES, autonym
from guide.offers import Location, Organization, Service
from guide.outputs.opendata.about import plain
from guide.outputs.opendata.hsds_tables import TABLES
from guide.outputs.opendata.ids import uuid
from guide.outputs.places import all_places, place_names
from guide.site import Site

Row = dict[str, Any]
Rows = dict[str, list[Row]]
# Fields that name other records: their items are terms of a taxonomy
TERMS = {"kind": "kind", "stations": "station", "sources": "source", "places": "place"}
UNKNOWN = "Träger nicht bekannt"


def rows(site: Site) -> Rows:
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
        _attributes(site, found, "service", gone.id, gone, {"name"})
    _taxonomies(site, found)
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
    _attributes(site, found, "organization", record.id, record, {"name", "website"})


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
    _attributes(site, found, "location", record.id, record, carried)


def _address(site: Site, record: Location) -> Row:
    region = site.guide.region
    inside = record.place in {place.id for place in region.municipalities}
    return {
        "id": uuid(site.guide, "address", record.id),
        "location_id": uuid(site.guide, "location", record.id),
        "address_1": record.street,
        "city": place_names(site.guide)[record.place],
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
    _attributes(site, found, "service", record.id, record, carried)


_AGES = {"from", "to"}


def _german(record: Service) -> str:
    if record.german_needed == "A0":
        return f"{labels.NO_GERMAN}."
    return f"{labels.CONDITION_DETAILS['german_level'].format(level=record.german_needed)}."


def _children(site: Site, found: Rows, record: Service) -> set[str]:
    """Add the rows that belong to *record* alone; return its fields that are whole in them."""
    carried = {"languages_spoken", "locations"}

    def add(table: str, key: str, **fields: Any) -> str:
        identifier = uuid(site.guide, table, record.id, key)
        own = uuid(site.guide, "service", record.id)
        found[table].append({"id": identifier, "service_id": own, **fields})
        return identifier

    for location in record.locations:
        at = uuid(site.guide, "location", location)
        add("service_at_location", location, location_id=at)
    for tag in record.languages_spoken or []:
        name = LANGUAGES[tag].german if tag in LANGUAGES else autonym(tag)
        add("language", tag, name=name, code=tag)
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
    region, names = site.guide.region, place_names(site.guide)
    wide = {"region": region.name, "state": region.state}
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
        _attribute(site, found, "phone", identifier, "id", name)


# --- what HSDS has no field for ------------------------------------------------------------------


def _attributes(
    site: Site, found: Rows, table: str, name: str, record: BaseModel, carried: set[str]
) -> None:
    """Add all fields of *record* that are not *carried* elsewhere; a default says nothing."""
    linked = uuid(site.guide, table, name)
    for field, value in record.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    ).items():
        if field in carried or value is None:
            continue
        if field in TERMS:
            for item in value if isinstance(value, list) else [value]:
                found["attribute"].append(_link(site, table, linked, TERMS[field], item))
        else:
            _attribute(site, found, table, linked, field, value)


def _attribute(site: Site, found: Rows, table: str, linked: str, field: str, value: Any) -> None:
    """A field as it is in the guide: text as text, anything else as JSON."""
    kind = "text" if isinstance(value, str) else "json"
    written = value if kind == "text" else json.dumps(value, ensure_ascii=False, sort_keys=True)
    row = _link(site, table, linked, "field", f"{table}.{field}")
    found["attribute"].append({**row, "link_type": kind, "value": written})
    if row["taxonomy_term_id"] not in {term["id"] for term in found["taxonomy_term"]}:
        name = f"{table}.{field}"
        found["taxonomy_term"].append(_row(site, "field", name, _described(name)))


def _link(site: Site, table: str, linked: str, kind: str, code: str) -> Row:
    """Return the row that says of the row *linked*: the term *code* of the taxonomy *kind*."""
    return {
        "id": uuid(site.guide, "attribute", linked, kind, code),
        "link_id": linked,
        "taxonomy_term_id": uuid(site.guide, "term", kind, code),
        "link_type": kind,
        "link_entity": table,
    }


# --- the taxonomies behind the attributes --------------------------------------------------------

TAXONOMIES = {
    "kind": ("Art des Angebots", "Wonach das Verzeichnis Angebote ordnet."),
    "station": ("Stationen", "Stationen der Bildungswege, zu denen ein Angebot gehört."),
    "source": ("Quellen", "Woher die Angaben zu einem Angebot kommen."),
    "place": ("Orte", "Orte im Landkreis und in der Nähe."),
    "field": (
        "Felder",
        "Felder des Wegweisers, die HSDS nicht kennt. Erklärt in docs/opendata.md.",
    ),
}


def _taxonomies(site: Site, found: Rows) -> None:
    """Add the terms that attributes use, and the taxonomies; those of fields are there already."""
    used = {row["taxonomy_term_id"] for row in found["attribute"]}
    for kind, (title, about) in TAXONOMIES.items():
        identifier = uuid(site.guide, "taxonomy", kind)
        found["taxonomy"].append({"id": identifier, "name": title, "description": about})
        terms = (_row(site, kind, code, row) for code, row in _terms(site, kind).items())
        found["taxonomy_term"] += [term for term in terms if term["id"] in used]


def _row(site: Site, kind: str, code: str, described: Row) -> Row:
    return {
        "id": uuid(site.guide, "term", kind, code),
        "code": f"{kind}:{code}",
        **described,
        "taxonomy": TAXONOMIES[kind][0],
        "language": "de",
        "taxonomy_id": uuid(site.guide, "taxonomy", kind),
    }


def _terms(site: Site, kind: str) -> Mapping[str, Row]:
    guide = site.guide
    match kind:
        case "kind":
            return {code: _described(name) for code, name in labels.SERVICE_KINDS.items()}
        case "station":
            return {
                station.id: _described(station.name, plain(site, station.summary))
                for station in guide.pathways.stations
            }
        case "source":
            return {
                source.id: {**_described(source.title, source.date), "term_uri": source.url}
                for source in guide.sources.sources
            }
        case "place":
            return {place.id: _described(place.name) for place in all_places(guide)}
    return {}


def _described(name: str, about: str | None = None) -> Row:
    return {"name": name, "description": about or name}
