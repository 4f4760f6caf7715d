"""Offers as Open Referral HSDS 3: valid, and back again without a loss."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from frictionless import Package
from jsonschema import Draft4Validator, Draft202012Validator

from guide.fields import Retired, Text
from guide.load import Guide
from guide.offers import CostOption, Location, Offers, Organization, Service
from guide.outputs import opendata
from guide.outputs.opendata import hsds
from guide.outputs.opendata.hsds_tables import TABLES
from guide.outputs.opendata.ids import uuid
from guide.site import Site
from tests import hsds_back
from tests.hsds_published import FORMATS
from tests.tools import ROOT

SCHEMAS = ROOT / "tests" / "schemas"
SITES = ("small", "real")


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


WAYS: dict[str, Callable[[Site], hsds_back.Rows]] = {
    "JSON": lambda site: hsds_back.from_json(hsds.services(site)),
    "zip": lambda site: hsds_back.from_tables(hsds.zipped(site)),
    "tables": lambda site: hsds_back.from_folder(opendata.contents(site)),
}


@pytest.mark.parametrize("way", WAYS)
def test_offers_come_back_from_hsds_as_they_were(site: Site, way: str) -> None:
    came_back = Offers.model_validate(hsds_back.offers(WAYS[way](site)))
    assert came_back == site.guide.offers.model_copy(update={"proofs": []})


# A service, a location and an organization with all that the models have, and more


class LongCost(CostOption):
    per: str = "month"


class LongService(Service):
    cost: LongCost
    step_free: bool = False
    starts: list[str] = []
    remark: Text | None = None


class LongLocation(Location):
    floor: int | None = None


class LongOrganization(Organization):
    legal_form: str | None = None


class LongOffers(Offers):
    organizations: list[LongOrganization] = []  # type: ignore[assignment]
    locations: list[LongLocation] = []  # type: ignore[assignment]
    services: list[LongService]  # type: ignore[assignment]


FULL: dict[str, Any] = {
    "id": "voll",
    "kind": "language",
    "name": 'Kurs "A; B", <C> & D\nzweite Zeile',
    "keywords": "Kurs, lernen",
    "organization": "kreis",
    "places": ["musterstadt", "probendorf"],
    "area": "place",
    "locations": ["kreishaus", "neu"],
    "summary": "Hilfe mit dem [[antrag]] für {betrag:mustergeld} bis {frist:antrag}, **gratis**.",
    "for_whom": "Alle mit {tel:amt}",
    "age": {"from": 0, "to": 0, "about": True},
    "german_needed": "A0",
    "languages_spoken": ["ar", "ckb", "de"],
    "languages_note": "Mit [Hilfe](page:hilfe).",
    "cost": {"kind": "fee", "text": "{betrag:fahrkarte}", "per": "week"},
    "hours": "Nach {frist:anmeldung}",
    "phones": ["amt", "beratung"],
    "email": "a@example.org",
    "website": "https://example.org/?a=1&b=2",
    "note": "=SUMME(1;2)",
    "stations": ["sprachkurs", "schule"],
    "while_waiting": False,
    "sources": ["erfunden", "probeblatt"],
    "confidence": "mixed",
    "assured": {"on": "2026-02-03", "by": "Büro", "how": "visit"},
    "step_free": True,
    "starts": ["2026-08-01", "2027-02-01"],
    "remark": "Neu.",
}
NEW_PLACE = {
    "id": "neu",
    "name": "Neu",
    "place": "musterstadt",
    "street": "Weg 1",  # without a postcode there is no address in HSDS
    "note": "Bei der {tel:amt}",
    "floor": 3,
}


def test_a_field_that_a_model_gets_tomorrow_is_not_lost(small: Site) -> None:
    """Fields are exported because they are there, not because somebody thought of them."""
    assert set(FULL) == set(LongService.model_fields), "FULL must use every field"
    offers = small.guide.offers
    fuller = LongOffers.model_validate(
        {
            **offers.model_dump(by_alias=True, exclude_unset=True),
            "organizations": [
                *(o.model_dump() for o in offers.organizations),
                {"id": "voll", "name": "V", "legal_form": "e. V."},
            ],
            "locations": [*(o.model_dump() for o in offers.locations), NEW_PLACE],
            "services": [
                *(s.model_dump(by_alias=True, exclude_unset=True) for s in offers.services),
                FULL,
            ],
            "retired": [Retired(id="alt", name="Alt & weg")],
        }
    )
    changed = replace(small, guide=replace(small.guide, offers=fuller))
    for rows in (WAYS["JSON"](changed), WAYS["zip"](changed)):
        assert LongOffers.model_validate(hsds_back.offers(rows)) == fuller
    assert not list(faults(json.loads(hsds.services(changed))))


def test_every_list_of_offers_is_exported() -> None:
    """A new kind of record needs its tables: see make_rows in opendata/hsds_rows.py."""
    exported = {"organizations", "locations", "services", "retired"}
    left_out = {"proofs"}  # papers that one can get; HSDS has no word for them
    assert set(Offers.model_fields) == exported | left_out


def test_what_the_guide_holds_is_exported_or_left_out_on_purpose() -> None:
    exported = {"region", "offers", "pathways", "facts", "sources", "changes"}
    left_out = {"glossary", "employers", "pages"}  # texts of the pages
    left_out |= {"placements"}  # they end by themselves here; a copy elsewhere would not
    about = {"root", "documents"}  # where it comes from
    assert set(Guide.__dataclass_fields__) == exported | left_out | about


# --- against the published schemas ---------------------------------------------------------------


def schema(table: str) -> dict[str, Any]:
    """Return the JSON Schema of a row, from the fields that HSDS publishes; nothing else may be."""
    properties: dict[str, Any] = {}
    for field in TABLES[table].fields:
        kind = "number" if field.type == "number" else "string"
        properties[field.name] = {"type": kind} | ({"enum": [*field.words]} if field.words else {})
        if field.format:
            properties[field.name]["format"] = field.format
    for child, (_, inside, name) in {k: v for k, v in hsds.INSIDE.items() if k == table}.items():
        assert child == table
        properties[name] = {"$ref": f"#/$defs/{inside}"}
    for child, columns in hsds.NESTED.items():
        for column, name in columns.items():
            if column.removesuffix("_id") in (table, "link"):
                properties[name] = {"type": "array", "items": {"$ref": f"#/$defs/{child}"}}
    required = [field.name for field in TABLES[table].fields if field.required]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def faults(data: dict[str, Any]) -> list[str]:
    definitions = {table: schema(table) for table in TABLES}
    found = []
    for name, table in hsds_back.LISTS.items():
        whole = {"$defs": definitions, "type": "array", "items": {"$ref": f"#/$defs/{table}"}}
        validator = Draft202012Validator(whole, format_checker=FORMATS)
        found += [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(data[name])]
    return found


def test_the_json_has_only_fields_of_hsds_and_all_that_it_requires(site: Site) -> None:
    data = json.loads(hsds.services(site))
    assert faults(data) == []
    assert data["total_items"] == len(data["contents"]) == data["size"]
    assert len(data["contents"]) >= len(site.guide.offers.services)


def test_the_check_of_the_json_sees_what_is_wrong(small: Site) -> None:
    data = json.loads(hsds.services(small))
    data["contents"][0]["status"] = "open"
    data["contents"][1]["invented"] = 1
    data["contents"][1]["service_at_locations"][0]["location"]["id"] = "kreishaus"
    del data["organizations"][0]["description"]
    found = "\n".join(faults(data))
    for wrong in ("'open'", "'invented'", "'kreishaus' is not a 'uuid'", "'description'"):
        assert wrong in found


def test_the_data_package_is_valid_by_its_published_profile(site: Site) -> None:
    profile = json.loads((SCHEMAS / "tabular-data-package.json").read_bytes())
    described = json.loads(hsds.package(site)["datapackage.json"])
    assert [error.message for error in Draft4Validator(profile).iter_errors(described)] == []


def test_the_tables_are_what_the_data_package_says(site: Site, tmp_path: Any) -> None:
    """Frictionless reads each cell: types, required fields, unique ids, keys between tables."""
    for name, content in hsds.package(site).items():
        (tmp_path / name).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "message"])
    assert len(report.tasks) == len(TABLES)


def test_a_key_that_leads_nowhere_is_seen(small: Site, tmp_path: Any) -> None:
    for name, content in hsds.package(small).items():
        known = uuid(small.guide, "location", "schulhaus").encode()
        wrong = content.replace(known, known[::-1]) if name == "locations.csv" else content
        (tmp_path / name).write_bytes(wrong)
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


# --- ids -----------------------------------------------------------------------------------------


def test_an_id_never_changes(small: Site) -> None:
    """These are in other people's databases. If this fails, change the code, not the test."""
    assert uuid(small.guide, "service", "wegeberatung") == "e0a0673a-6f1e-59a5-af1e-96ff8e081a24"
    assert uuid(small.guide, "location", "kreishaus") == "f5578cff-b714-5f81-aee4-dde37dc15f31"


def test_no_two_rows_have_the_same_id(site: Site) -> None:
    ids = [row["id"] for rows in hsds.rows(site).values() for row in rows]
    assert len(ids) == len(set(ids))


def test_two_landkreise_with_the_same_record_have_two_ids(small: Site, real: Site) -> None:
    assert uuid(small.guide, "service", "jugendamt") != uuid(real.guide, "service", "jugendamt")
