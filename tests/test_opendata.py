"""Open data: each file is what its format says, says whose it is, and claims nothing untrue."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from guide.icalendar import escaped
from guide.offers import Offers
from guide.outputs import compressed, opendata
from guide.outputs.hosting import MEDIA
from guide.outputs.opendata import FOLDER, linked, maps, spreadsheet
from guide.outputs.saving import FOLDER as SAVED
from guide.site import Site
from tests import linked_data, mini
from tests.test_hsds import FULL, LongService
from tests.tools import ROOT

SCHEMAS = ROOT / "tests" / "schemas"


@pytest.fixture(params=("small", "real"))
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


# --- whose it is ---------------------------------------------------------------------------------


def readable(name: str, content: bytes) -> str:
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read("datapackage.json").decode()
    return content.decode("utf-8").replace("\r\n ", "")


def test_each_file_states_publisher_and_licence(site: Site) -> None:
    region = site.guide.region
    for name, content in opendata.contents(site).items():
        text = readable(name, content)
        if "/hsds/" in name and name.endswith(".csv"):
            continue  # HSDS has no column for it: datapackage.json beside them says it
        words = escaped if name.endswith(".ics") else str
        assert words(region.licence) in text.replace('\\"', '"'), name
        assert words(region.publisher) in text, name
        assert words(region.coordinates_credit or "") in text, name


def test_a_licence_that_is_not_decided_is_not_claimed(small: Site, copy: Path) -> None:
    """A text alone is no statement for programs; an address is, once it stands in region.yaml."""
    made = opendata.contents(small)
    described = json.loads(made[f"{FOLDER}/hsds/datapackage.json"])
    assert [licence["name"] for licence in described["licenses"]] == ["notspecified"]
    assert "license" not in json.loads(made[f"{FOLDER}/wege.jsonld"])["@graph"][0]
    assert b'rel="license"' not in made[f"{FOLDER}/aenderungen.atom"]
    address = "https://creativecommons.org/publicdomain/zero/1.0/"
    mini.replace(copy, "data/region.yaml", "licence: ", f"licence_url: {address}\nlicence: ")
    made = opendata.contents(mini.site_of(copy))
    described = json.loads(made[f"{FOLDER}/hsds/datapackage.json"])
    assert [licence["path"] for licence in described["licenses"]] == [address]
    assert json.loads(made[f"{FOLDER}/wege.jsonld"])["@graph"][0]["license"] == address
    assert f'<link rel="license" type="text/html" href="{address}"/>' in made[
        f"{FOLDER}/aenderungen.atom"
    ].decode("utf-8")


def test_a_placeholder_is_no_address_and_a_real_one_is_used(small: Site, copy: Path) -> None:
    before = opendata.contents(small)
    assert not [name for name, made in before.items() if b"musterland.example" in made]
    mini.replace(copy, "data/region.yaml", "musterland.example", "musterland.example.org")
    made = opendata.contents(mini.site_of(copy))
    home = "https://musterland.example.org/wege/"
    for name in ("angebote.csv", "standorte.geojson", "wege.jsonld", "termine.ics"):
        assert f"{home}de/" in readable(name, made[f"{FOLDER}/{name}"]), name
    assert f'rel="self" type="application/atom+xml" href="{home}daten/' in made[
        f"{FOLDER}/aenderungen.atom"
    ].decode("utf-8")


def test_the_same_guide_gives_the_same_bytes(small: Site) -> None:
    again = opendata.contents(mini.site_of(mini.SOURCES))
    assert again is not opendata.contents(small)
    assert again == opendata.contents(small)


# --- the page, and what phones load --------------------------------------------------------------


def test_the_page_in_each_language_lists_every_file_with_its_size(mini_site: Path) -> None:
    for tag in ("de", "ar", "en"):
        html = (mini_site / tag / "offene-daten.html").read_text(encoding="utf-8")
        for file in opendata.FILES:
            size = (mini_site / FOLDER / file.name).stat().st_size
            told = rf'href="\.\./{FOLDER}/{file.name}" download.*?{max(1, round(size / 1000))} KB<'
            assert re.search(told, html, re.DOTALL), (tag, file.name)
        assert '<time datetime="' in html


def test_every_page_leads_to_the_page_of_open_data(mini_site: Path) -> None:
    assert 'href="../offene-daten.html"' in (mini_site / "de/station/schule.html").read_text(
        "utf-8"
    )


def test_no_phone_keeps_open_data(mini_site: Path) -> None:
    for tag in ("de", "ar", "en"):
        listed = mini_site / json.loads((mini_site / SAVED / f"{tag}.json").read_bytes())["v"]
        parts = json.loads(gzip.decompress(listed.read_bytes())).values()
        paths = [path for part in parts for path in part]
        assert f"{tag}/offene-daten.html" in paths
        assert not [path for path in paths if path.startswith(f"{FOLDER}/")]
        shared = next((mini_site / SAVED).glob(f"*{tag}*.html")).read_text(encoding="utf-8")
        assert "angebote.csv" not in shared


def test_hosts_are_told_what_each_file_is(small: Site) -> None:
    for name in opendata.contents(small):
        ending = name.rsplit(".", 1)[1]
        if ending != "zip":  # every host knows it
            assert ending in MEDIA
            assert f".{ending}" in compressed.TEXTS


# --- the spreadsheet -----------------------------------------------------------------------------


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_table_has_a_row_for_each_offer_and_opens_in_excel(site: Site) -> None:
    content = spreadsheet.offers(site)
    assert content.startswith(b"\xef\xbb\xbfName;Art;")
    rows = table(content)
    assert [row["Kennung"] for row in rows] == [s.id for s in site.guide.offers.services]
    assert all(None not in row and None not in row.values() for row in rows)


def test_no_cell_is_a_formula(small: Site) -> None:
    for danger in ("=1+1", "+49 1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        changed = with_service(small, name=danger, summary=danger, note=danger, hours=danger)
        row = table(spreadsheet.offers(changed))[-1]
        kept = danger.strip() if danger[0] in "\t\r" else danger
        assert row["Name"] in (f"'{kept}", f"'{danger}")
    cells = [cell for row in table(spreadsheet.offers(small)) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(spreadsheet.FORMULA)]


def test_a_number_stands_as_one_dials_it(small: Site) -> None:
    rows = {row["Kennung"]: row for row in table(spreadsheet.offers(small))}
    assert rows["wegeberatung"]["Telefon"] == "030 23125001 | 030 23125003"
    assert rows["fussball"]["Sprachen dort"] == ""  # nobody knows


def test_a_new_field_of_an_offer_gets_a_column(small: Site) -> None:
    row = table(spreadsheet.offers(with_service(small)))[-1]
    assert row["step_free"] == "true"
    assert json.loads(row["starts"]) == FULL["starts"]


def with_service(site: Site, **fields: Any) -> Site:
    """The guide with one more offer, of a model that has more fields."""
    service = LongService.model_validate({**FULL, "locations": ["kreishaus"], **fields})
    listed = [LongService.model_construct(**dict(s)) for s in site.guide.offers.services]
    offers = Offers.model_construct(**{**dict(site.guide.offers), "services": [*listed, service]})
    return replace(site, guide=replace(site.guide, offers=offers))


# --- maps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [maps.locations, maps.municipalities])
def test_the_maps_are_geojson(site: Site, make: Callable[[Site], bytes]) -> None:
    schema = json.loads((SCHEMAS / "geojson.json").read_bytes())
    data = json.loads(make(site))
    assert [error.message for error in Draft7Validator(schema).iter_errors(data)] == []
    for feature in data["features"]:
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert 5 <= longitude <= 16
            assert 47 <= latitude <= 56


def test_a_place_without_coordinates_is_on_the_list_without_a_point(small: Site) -> None:
    features = {f["properties"]["id"]: f for f in json.loads(maps.locations(small))["features"]}
    assert features["bahnhof"]["geometry"] is None
    assert features["kreishaus"]["geometry"]["coordinates"] == [7.002, 54.501]
    offered = [offer["id"] for offer in features["kreishaus"]["properties"]["offers"]]
    assert offered == ["wegeberatung"]


# --- the pathways --------------------------------------------------------------------------------


def test_the_pathways_use_words_that_schema_org_and_ctdl_have(site: Site) -> None:
    assert list(linked_data.faults(json.loads(linked.pathways(site)))) == []


def test_the_check_of_the_words_sees_what_is_wrong(small: Site) -> None:
    data = json.loads(linked.pathways(small))
    program = next(n for n in data["@graph"] if "ceterms:LearningProgram" in n["@type"])
    program |= {
        "ceterms:minimumAge": 3,
        "invented": 1,
        "other:word": 1,
        "bw:leadsTo": [{"@id": "urn:x"}],
        "ceterms:estimatedDuration": {
            "@type": "ceterms:DurationProfile",
            "ceterms:exactDuration": "3",
        },
    }
    found = "\n".join(linked_data.faults(data))
    for wrong in ("minimumAge", "invented", "no other", "nowhere", "exactDuration"):
        assert wrong in found


def test_the_pathways_have_every_station_and_every_transition(site: Site) -> None:
    nodes = json.loads(linked.pathways(site))["@graph"]
    transitions = [node for node in nodes if "bw:Transition" in node["@type"]]
    known = {node.get("identifier") for node in nodes} - {None}
    assert known == set(site.graph.nodes)
    assert len(transitions) == sum(len(node.leads_to) for node in site.graph.nodes.values())
    listed = [node.get("bw:conditions", {}).get("@value", []) for node in transitions]
    ways = [way for node in site.graph.nodes.values() for way in node.leads_to]
    assert [*map(len, listed)] == [len(way.conditions) for way in ways]


def test_each_own_word_is_explained(small: Site, real: Site) -> None:
    explained = (ROOT / "docs" / "opendata.md").read_text(encoding="utf-8")
    used = {w for s in (small, real) for w in re.findall(rb'"(bw:\w+)"', linked.pathways(s))}
    assert used
    assert [word for word in used if f"`{word.decode()}`" not in explained] == []
