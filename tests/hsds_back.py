"""HSDS -> offers, by docs/opendata.md alone: the proof that nothing was lost on the way there."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]
TERMS = {"station": "stations", "source": "sources", "place": "places"}
# Where the rows of a table stand in JSON, and the table
CHILDREN = {
    "phones": "phone",
    "schedules": "schedule",
    "languages": "language",
    "cost_options": "cost_option",
    "service_at_locations": "service_at_location",
    "service_areas": "service_area",
    "addresses": "address",
    "attributes": "attribute",
}
LISTS = {
    "contents": "service",
    "organizations": "organization",
    "locations": "location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


def from_json(content: bytes) -> Rows:
    """Return the rows of each table, each once, whatever they stand in."""
    found: Rows = {}
    known = set()

    def take(table: str, row: Row) -> None:
        if row["id"] in known:
            return
        known.add(row["id"])
        found.setdefault(table, []).append(row)
        for name, child in CHILDREN.items():
            for inner in row.get(name, []):
                take(child, inner)

    data = json.loads(content)
    for name, table in LISTS.items():
        for row in data[name]:
            take(table, row)
    return found


def from_tables(content: bytes) -> Rows:
    """Return the rows in the zip file; an empty cell says nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = json.loads(archive.read("datapackage.json"))["resources"]
        return {item["name"]: list(_rows(archive.read(item["path"]))) for item in listed}


def from_folder(files: Mapping[str, bytes]) -> Rows:
    described = next(made for path, made in files.items() if path.endswith("datapackage.json"))
    named = {PurePosixPath(path).name: made for path, made in files.items() if "/hsds/" in path}
    return {r["name"]: list(_rows(named[r["path"]])) for r in json.loads(described)["resources"]}


def _rows(content: bytes) -> Iterator[Row]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        yield {name: value for name, value in row.items() if value != ""}


def offers(rows: Rows) -> dict[str, Any]:
    """Return what offers.yaml holds, as a model reads it."""
    back = _Back(rows)
    services = rows["service"]
    return {
        "organizations": [o for row in rows["organization"] if (o := back.organization(row))],
        "locations": [back.location(row) for row in rows["location"]],
        "services": [back.service(row) for row in services if row["status"] == "active"],
        "retired": [back.gone(row) for row in services if row["status"] == "defunct"],
    }


class _Back:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.codes = {term["id"]: term["code"] for term in rows["taxonomy_term"]}
        self.of: dict[tuple[str, str], list[Row]] = {}
        for table, column in (("attribute", "link_id"), ("address", "location_id")):
            self._index(table, column)
        for table in CHILDREN.values():
            self._index(table, "service_id")

    def _index(self, table: str, column: str) -> None:
        for row in self.rows.get(table, []):
            if row.get(column):
                self.of.setdefault((table, row[column]), []).append(row)

    def belonging(self, table: str, identifier: str) -> list[Row]:
        return self.of.get((table, identifier), [])

    def attributes(self, identifier: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for row in self.belonging("attribute", identifier):
            kind, code = self.codes[row["taxonomy_term_id"]].split(":", 1)
            if kind == "field":
                value = row["value"]
                name = code.split(".", 1)[1]
                found[name] = json.loads(value) if row["link_type"] == "json" else value
            elif kind == "kind":
                found["kind"] = code
            else:
                found.setdefault(TERMS[kind], []).append(code)
        return found

    def guide_id(self, identifier: str) -> str | None:
        return self.attributes(identifier).get("id")

    def organization(self, row: Row) -> Row | None:
        own = self.attributes(row["id"])
        return _said({"name": row["name"], "website": row.get("website"), **own}) if own else None

    def location(self, row: Row) -> Row:
        address = next(iter(self.belonging("address", row["id"])), {})
        own = self.attributes(row["id"])
        places = own.pop("places", [])
        own |= {"place": places[0]} if places else {}
        native = {
            "name": row["name"],
            "street": address.get("address_1"),
            "postcode": address.get("postal_code"),
            "latitude": row.get("latitude"),
            "longitude": row.get("longitude"),
            "note": row.get("description"),
        }
        return _said({**native, **own})

    def service(self, row: Row) -> Row:
        own = self.attributes(row["id"])
        cost = self.belonging("cost_option", row["id"])[0]
        age = _said({"from": row.get("minimum_age"), "to": row.get("maximum_age")})
        hours = self.belonging("schedule", row["id"])
        spoken = [language["code"] for language in self.belonging("language", row["id"])]
        native = {
            "name": row["name"],
            "organization": self.guide_id(row["organization_id"]),
            "summary": row["description"],
            # With a level of German it says that too: then `for_whom` is an attribute
            "for_whom": None if "german_needed" in own else row.get("eligibility_description"),
            "age": age or None,
            "languages_spoken": spoken or "unknown",
            "languages_note": row.get("interpretation_services"),
            "cost": _said({"kind": cost["option"], "text": cost.get("amount_description")}),
            "hours": hours[0]["description"] if hours else None,
            "phones": [self.guide_id(p["id"]) for p in self.belonging("phone", row["id"])],
            "locations": [
                self.guide_id(at["location_id"])
                for at in self.belonging("service_at_location", row["id"])
            ],
            "email": row.get("email"),
            "website": row.get("url"),
        }
        return _said({**native, **own})

    def gone(self, row: Row) -> Row:
        return {"name": row["name"], **self.attributes(row["id"])}


def _said(fields: Row) -> Row:
    return {name: value for name, value in fields.items() if value is not None}
