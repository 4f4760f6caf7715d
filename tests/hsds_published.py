"""Our HSDS export against the schema that Open Referral publishes, from a checkout of it.

    git clone --branch 3.0 https://github.com/openreferral/specification
    python -m tests.hsds_published specification

The published files (CC BY-SA 4.0) are not part of this project: guide/outputs/opendata/
hsds_tables.py states their facts anew. This compares the two, and validates what is exported
against the files themselves. `schema/<table>.json` is a JSON Schema with words of its own:
`tabular_required` (columns that only tables must have), `datapackage_type`, `constraints`.
"""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from guide.outputs.opendata import hsds
from guide.outputs.opendata.hsds_tables import TABLES, Field
from guide.site import Site
from tests import hsds_back, mini
from tests.tools import ROOT, say

Schema = dict[str, Any]
Schemas = Mapping[str, Schema]  # by the table's name, as published
FORMATS = FormatChecker(["uuid", "email", "date"])


@FORMATS.checks("uri", ValueError)
def _is_uri(value: object) -> bool:
    return bool(urlsplit(str(value)).scheme and urlsplit(str(value)).netloc)


def read(folder: Path) -> Schemas:
    """Return the tables in *folder*: the checkout itself or its `schema/`."""
    inner = folder / "schema"
    files = sorted((inner if inner.is_dir() else folder).glob("*.json"))
    contents = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {c["name"]: c for c in contents if "name" in c and "properties" in c}


# --- hsds_tables.py, and where rows stand in JSON ------------------------------------------------


def differences(published: Schemas) -> list[str]:
    """Return what hsds_tables.py and the nesting of the JSON have otherwise than *published*."""
    found = [f"{name}: no {name}.json there" for name in TABLES if name not in published]
    for name in TABLES.keys() & published.keys():
        if TABLES[name].file != published[name]["path"]:
            found.append(f"{name}: the file is {published[name]['path']}")
        found += _fields(name, published[name])
    return sorted([*found, *_nesting(published)])


def _fields(table: str, schema: Schema) -> Iterator[str]:
    ours = {field.name: _ours(field) for field in TABLES[table].fields}
    theirs = {name: _theirs(name, schema) for name in _columns(schema)}
    for name in ours.keys() | theirs.keys():
        here, there = ours.get(name, {}), theirs.get(name, {})
        if here != there:
            only = {key for key in {*here, *there} if here.get(key) != there.get(key)}
            here, there = ({key: facts.get(key) for key in sorted(only)} for facts in (here, there))
            yield f"{table}.{name}: here {here}, published {there}"


def _ours(field: Field) -> dict[str, Any]:
    return {
        "type": field.type,
        "format": field.format,
        "required": field.required,
        "unique": field.unique,
        "enum": list(field.words),
    }


def _theirs(name: str, schema: Schema) -> dict[str, Any]:
    field = schema["properties"][name]
    return {
        "type": field.get("datapackage_type", field["type"]),
        "format": field.get("format"),
        "required": name in _required(schema),
        "unique": field.get("constraints", {}).get("unique", False),
        "enum": field.get("enum", []),
    }


def _columns(schema: Schema) -> list[str]:
    """Return the fields that are columns: no lists of rows, no rows inside."""
    fields = schema["properties"].items()
    return [name for name, field in fields if "$ref" not in field and field["type"] != "array"]


def _required(schema: Schema) -> list[str]:
    return [*schema["required"], *schema.get("tabular_required", [])]


def _nesting(published: Schemas) -> Iterator[str]:
    for table, (_, inside, name) in hsds.INSIDE.items():
        if table in published:
            field = published[table]["properties"].get(name, {})
            if field.get("$ref") != f"{inside}.json":
                yield f"{table}.{name}: no {inside} inside is published"
    for child, columns in hsds.NESTED.items():
        for column, name in columns.items():
            parent = column.removesuffix("_id")
            if parent in published:
                items = published[parent]["properties"].get(name, {}).get("items", {})
                if items.get("$ref") != f"{child}.json":
                    yield f"{parent}.{name}: no list of {child} is published"


# --- what is exported ----------------------------------------------------------------------------


def faults(published: Schemas, content: bytes, files: Mapping[str, bytes]) -> list[str]:
    """Return what is wrong in *content*, angebote.json, and in *files*, the data package."""
    data = json.loads(content)
    found = []
    for name, table in hsds_back.LISTS.items():
        if table in published:
            whole = {"type": "array", "items": {"$ref": f"{table}.json"}}
            found += _errors(whole, published, data[name], f"angebote.json {name}")
    for resource in json.loads(files["datapackage.json"])["resources"]:
        if resource["name"] in published:
            schema = published[resource["name"]]
            rows = _rows(schema, files[resource["path"]])
            whole = {"type": "array", "items": _row(schema)}
            found += _errors(whole, published, rows, resource["path"])
    return found


def _errors(schema: Schema, published: Schemas, data: Any, place: str) -> list[str]:
    known = [(f"{name}.json", _resource(strict(schema))) for name, schema in published.items()]
    registry: Registry[Any] = Registry(retrieve=lambda uri: _resource({})).with_resources(known)
    validator = Draft202012Validator(schema, registry=registry, format_checker=FORMATS)
    return [f"{place} {e.json_path}: {e.message[:200]}" for e in validator.iter_errors(data)]


def _resource(schema: Schema) -> Resource[Any]:
    return DRAFT202012.create_resource(schema)


def strict(schema: Schema) -> Schema:
    """The published schemas let any other field pass; here a name that they lack is a mistake."""
    kept = {name: value for name, value in schema.items() if name != "$id"}
    return {**kept, "additionalProperties": False}


def _row(schema: Schema) -> Schema:
    """Return the schema of a line of the table."""
    fields = {name: _cell(schema["properties"][name]) for name in _columns(schema)}
    return strict({"type": "object", "properties": fields, "required": _required(schema)})


def _cell(field: Schema) -> Schema:
    return {**field, "format": "date"} if field.get("datapackage_type") == "date" else field


def _rows(schema: Schema, content: bytes) -> list[dict[str, Any]]:
    """An empty cell is a field that is not there."""
    fields = schema["properties"]
    return [
        {
            name: float(cell) if fields.get(name, {}).get("type") == "number" else cell
            for name, cell in row.items()
            if cell
        }
        for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    ]


def compare(folder: Path, site: Site) -> list[str]:
    """Return all that is otherwise than in the published schema in *folder*."""
    published = read(folder)
    if not published:
        return [f"No schema of a table in {folder}, such as service.json."]
    return [
        *differences(published),
        *faults(published, hsds.services(site), hsds.package(site)),
    ]


def main(folder: str) -> int:
    found = compare(Path(folder), mini.site_of(ROOT))
    for line in (*found, f"{len(found)} differences from the published schema."):
        say(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
