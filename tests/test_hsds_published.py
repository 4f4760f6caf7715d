"""The HSDS export against the published schema itself, where somebody has a checkout of it.

    HSDS_SCHEMA=…/specification python -m pytest tests/test_hsds_published.py

The tool that compares is tried on two made-up tables, so that it cannot rot meanwhile.
"""

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from guide.site import Site
from tests import hsds_published
from tests.hsds_published import compare

CHECKOUT = os.environ.get("HSDS_SCHEMA")
TEXT = {"type": "string", "constraints": {"unique": False}}
ID = {"type": "string", "format": "uuid", "constraints": {"unique": True}}
# What no made-up folder has: told once for each table, and of no interest here
MISSING = "json there"
TABLES: dict[str, dict[str, Any]] = {
    "taxonomy": {
        "$id": "https://example.org/schema/taxonomy.json",
        "name": "taxonomy",
        "path": "taxonomies.csv",
        "properties": {
            "id": ID,
            "name": TEXT,
            "description": TEXT,
            "uri": {**TEXT, "format": "uri"},
            "version": TEXT,
            "metadata": {"type": "array", "items": {"$ref": "metadata.json"}},
        },
        "required": ["id", "name", "description"],
    },
    "service_at_location": {
        "name": "service_at_location",
        "path": "service_at_location.csv",
        "properties": {
            "id": ID,
            "service_id": {**TEXT, "format": "uuid"},
            "location_id": {**TEXT, "format": "uuid"},
            "description": TEXT,
            "location": {"$ref": "location.json"},
        },
        "required": ["id"],
        "tabular_required": ["service_id", "location_id"],
    },
}


@pytest.mark.skipif(not CHECKOUT, reason="HSDS_SCHEMA names no checkout: see docs/opendata.md")
def test_the_export_is_as_the_published_schema_wants_it(real: Site) -> None:
    assert compare(Path(CHECKOUT or ""), real) == []


def found(folder: Path, site: Site, **changed: dict[str, Any]) -> list[str]:
    """Return what the tool says when the schema is *changed*, without the tables it has not."""
    (folder / "schema").mkdir()
    (folder / "schema" / "openapi.json").write_text("{}")  # is there too, and no table
    for name, schema in (TABLES | changed).items():
        (folder / "schema" / f"{name}.json").write_text(json.dumps(schema))
    return [line for line in compare(folder, site) if not line.endswith(MISSING)]


def test_an_export_as_published_is_left_in_peace(tmp_path: Path, small: Site) -> None:
    assert found(tmp_path, small) == []


def test_a_fact_that_is_published_otherwise_is_named(tmp_path: Path, small: Site) -> None:
    changed = deepcopy(TABLES["taxonomy"])
    changed["path"] = "taxonomy.csv"
    changed["properties"]["version"] = {**TEXT, "type": "number"}
    changed["properties"]["label"] = TEXT
    del changed["properties"]["uri"]
    said = found(tmp_path, small, taxonomy=changed)
    named = {line.partition(":")[0] for line in said}
    assert named == {"taxonomy", "taxonomy.label", "taxonomy.uri", "taxonomy.version"}
    assert "taxonomy.version: here {'type': 'string'}, published {'type': 'number'}" in said


def test_what_is_exported_is_measured_by_the_published_file(tmp_path: Path, small: Site) -> None:
    """A required field that is missing, a field of another name, a word that may not stand."""
    taxonomy, place = deepcopy(TABLES["taxonomy"]), deepcopy(TABLES["service_at_location"])
    taxonomy["required"].append("version")
    taxonomy["properties"]["name"] = {**TEXT, "enum": ["Orte"]}
    place["properties"]["id"] = {**ID, "format": "email"}
    place["properties"]["site"] = place["properties"].pop("location")
    said = "\n".join(found(tmp_path, small, taxonomy=taxonomy, service_at_location=place))
    assert "angebote.json taxonomies $[0]: 'version' is a required property" in said
    assert "taxonomies.csv $[0]: 'version' is a required property" in said
    assert "taxonomies.csv $[0].name: 'Art des Angebots' is not one of" in said
    assert "service_at_location.csv $[0].id:" in said
    assert "service_at_location.location: no location inside is published" in said


def test_a_folder_without_tables_is_no_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, small: Site
) -> None:
    monkeypatch.setattr(hsds_published.mini, "site_of", lambda root: small)
    assert hsds_published.main(str(tmp_path)) == 1
    assert "No schema of a table" in capsys.readouterr().out
