"""What HSDS has no field for: `attribute` rows, and the taxonomies behind them.

Fields that name other records become terms of a taxonomy; any other field becomes an attribute
of its own, as text or as JSON. No list says which: whatever a model has is there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel

from guide import labels
from guide.outputs.opendata.about import plain
from guide.outputs.opendata.ids import uuid
from guide.outputs.places import all_places
from guide.site import Site

Row = dict[str, Any]
Rows = dict[str, list[Row]]
# Fields that name other records: their items are terms of a taxonomy
TERMS = {"kind": "kind", "stations": "station", "sources": "source", "places": "place"}
TAXONOMIES = {
    "kind": ("Art des Angebots", "Wonach das Verzeichnis Angebote ordnet."),
    "station": ("Stationen", "Stationen der Bildungswege, zu denen ein Angebot gehört."),
    "source": ("Quellen", "Woher die Angaben zu einem Angebot kommen."),
    "place": ("Orte", "Orte im Landkreis und in der Nähe."),
    "field": ("Felder", "Felder, die HSDS nicht kennt. Erklärt in docs/opendata.md."),
}


def attributes(
    site: Site, found: Rows, name: tuple[str, str], record: BaseModel, carried: Collection[str]
) -> None:
    """Add all fields of *record* that are not *carried* elsewhere; a default says nothing."""
    table, linked = name[0], uuid(site.guide, *name)
    fields = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for field, value in fields.items():
        if field in carried or value is None:
            continue
        if field in TERMS:
            for item in value if isinstance(value, list) else [value]:
                found["attribute"].append(_link(site, table, linked, TERMS[field], item))
        else:
            attribute(site, found, table, linked, field, value)


def attribute(site: Site, found: Rows, table: str, linked: str, field: str, value: Any) -> None:
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


def taxonomies(site: Site, found: Rows) -> None:
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
