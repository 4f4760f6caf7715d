"""The rows of the HSDS tables as files: one in JSON, and a tabular data package."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from guide.load import Guide
from guide.outputs.opendata.about import as_json, credits, in_words
from guide.outputs.opendata.hsds_rows import make_rows
from guide.outputs.opendata.hsds_tables import TABLES, VERSION, Field, Table
from guide.outputs.opendata.hsds_terms import Row, Rows
from guide.outputs.opendata.ids import uuid
from guide.site import Site, kept

PROFILE = f"https://docs.openreferral.org/en/{VERSION}/hsds/schema_reference.html"
PACKAGE = "hsds"  # the folder of the tables
# By table, where its rows stand in JSON: in the row that this column names, under that name
NESTED = {
    "phone": {"service_id": "phones"},
    "schedule": {"service_id": "schedules"},
    "service_area": {"service_id": "service_areas"},
    "language": {"service_id": "languages"},
    "cost_option": {"service_id": "cost_options"},
    "required_document": {"service_id": "required_documents"},
    "service_at_location": {"service_id": "service_at_locations"},
    "address": {"location_id": "addresses"},
    "attribute": {"link_id": "attributes"},
}
# The other way round: the row that a column names stands inside, under that name
INSIDE = {
    "service": ("organization_id", "organization", "organization"),
    "service_at_location": ("location_id", "location", "location"),
    "attribute": ("taxonomy_term_id", "taxonomy_term", "taxonomy_term"),
}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows: the same bytes at each build


@kept
def rows(site: Site) -> Rows:
    return make_rows(site)


# --- JSON ----------------------------------------------------------------------------------------


def services(site: Site) -> bytes:
    """Return all offers as HSDS's API answers `GET /services`, in one page, and what stands
    behind them: organizations and locations, of which some have no service.
    """
    tree = nested(rows(site))
    content = {
        "version": VERSION,
        "profile": PROFILE,
        **credits(site.guide),
        "total_items": len(tree["service"]),
        "total_pages": 1,
        "page_number": 1,
        "size": len(tree["service"]),
        "first_page": True,
        "last_page": True,
        "empty": not tree["service"],
        "contents": tree["service"],
        "organizations": tree["organization"],
        "locations": tree["location"],
        "taxonomies": tree["taxonomy"],
        "taxonomy_terms": tree["taxonomy_term"],
    }
    return as_json(content)


def nested(tables: Rows) -> dict[str, list[Row]]:
    """Return the rows of each table with those that belong to them inside, without empty fields."""
    full = {name: [_filled(row) for row in listed] for name, listed in tables.items()}
    known = {row["id"]: row for listed in full.values() for row in listed}
    for table, (column, inside, name) in INSIDE.items():
        targets = {row["id"]: row for row in full[inside]}
        for row in full[table]:
            row[name] = targets[row[column]]
    for table, columns in NESTED.items():
        for column, name in columns.items():
            for row in full[table]:
                known[row[column]].setdefault(name, []).append(row)
    return full


def _filled(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


# --- tables --------------------------------------------------------------------------------------


def package(site: Site) -> Mapping[str, bytes]:
    """Return the data package (https://specs.frictionlessdata.io/tabular-data-package/)."""
    tables = rows(site)
    files = {table.file: _csv(table, tables[name]) for name, table in TABLES.items()}
    return {"datapackage.json": _descriptor(site.guide), **files}


def zipped(site: Site) -> bytes:
    """Return the package in one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package(site).items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, on every system
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _csv(table: Table, listed: list[Row]) -> bytes:
    """RFC 4180, UTF-8, commas: for programs, so nothing in a cell is changed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field.name for field in table.fields], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode("utf-8")


def _descriptor(guide: Guide) -> bytes:
    region = guide.region
    # "notspecified" is what Open Definition calls a licence that nobody has stated for sure
    licence: dict[str, Any] = {"name": "notspecified", "title": region.licence}
    if region.licence_url:
        licence = {"path": region.licence_url, "title": region.licence}
    content = {
        "profile": "tabular-data-package",
        "name": "bildungswege-hsds",
        "id": uuid(guide, "datapackage"),
        "title": f"{region.title}: Angebote (HSDS {VERSION})",
        "description": in_words(guide),
        "version": VERSION,
        "licenses": [licence],
        "contributors": [{"title": region.publisher, "role": "publisher"}],
        "resources": [_resource(table) for table in TABLES.values()],
    }
    return as_json(content)


def _resource(table: Table) -> Mapping[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": field.name,
                "type": field.type,
                **({"format": field.format} if field.format and field.type == "string" else {}),
                "constraints": _constraints(field),
            }
            for field in table.fields
        ],
        "primaryKey": "id",
    }
    keys = [
        {"fields": column, "reference": {"resource": target, "fields": "id"}}
        for column, target in _keys(table)
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {**schema, **({"foreignKeys": keys} if keys else {})},
    }


def _constraints(field: Field) -> Mapping[str, Any]:
    return {
        **({"required": True} if field.required else {}),
        **({"unique": True} if field.unique else {}),
        **({"enum": list(field.words)} if field.words else {}),
    }


def _keys(table: Table) -> list[tuple[str, str]]:
    """Return (column, table) for each column that names a row of a table that is here."""
    names = [field.name for field in table.fields]
    return [(f"{name}_id", name) for name in TABLES if f"{name}_id" in names]
