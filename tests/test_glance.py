"""The page at a glance: every number and every gap again, from the files as editors typed them.

What is compared with the page is counted here with PyYAML and polib alone, not by the guide.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import polib
import pytest
import yaml
from playwright.sync_api import Browser

from guide import todo
from guide.artifact import Artifact
from guide.catalog import State
from guide.outputs import plan
from guide.site import Site
from tests import dom, mini
from tests.tools import ROOT

PAGE = "auf-einen-blick.html"
DAY = date(2026, 11, 24)
# Days until a check is due and overdue, as decision 27 has them
TERMS = {
    **dict.fromkeys(("services", "phones"), (182, 365)),
    **dict.fromkeys(
        ("stations", "residence_statuses", "notes", "proofs", "instruments"), (365, 547)
    ),
    "placements": (91, 182),
    **dict.fromkeys(("amounts", "benefits", "deadlines"), (365, 456)),
}
FILES = ("region", "offers", "pathways", "facts", "employers", "placements")
ELSEWHERE = "regional_school"
OFFERED = {"language", "school", "bridge", "vocational", "counselling"}


@dataclass(frozen=True)
class Raw:
    """The files of a guide, read with nothing but PyYAML."""

    root: Path

    @cached_property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in FILES:
            text = (self.root / "data" / f"{name}.yaml").read_text(encoding="utf-8")
            found |= yaml.safe_load(text) or {}
        return found

    @property
    def services(self) -> list[dict[str, Any]]:
        services: list[dict[str, Any]] = self.data["services"]
        return services

    @property
    def municipalities(self) -> list[str]:
        return [place["id"] for place in self.data["municipalities"]]

    def places(self, service: Mapping[str, Any]) -> set[str]:
        located = {location["id"]: location["place"] for location in self.data["locations"]}
        return {*service.get("places", []), *(located[x] for x in service.get("locations", []))}

    def for_all(self, service: Mapping[str, Any]) -> bool:
        return service.get("area", "place") != "place"

    def count(self, kind: str, place: str) -> int:
        return sum(s["kind"] == kind and place in self.places(s) for s in self.services)

    def stations_without(self) -> tuple[set[str], set[str]]:
        """The stations that nobody offers, and those that are offered elsewhere only."""
        wanted = {s["id"] for s in self.data["stations"] if s["kind"] in OFFERED}
        carried, here = set[str](), set[str]()
        for service in self.services:
            carried |= {*service.get("stations", [])}
            if self.for_all(service) or self.places(service) & {*self.municipalities}:
                here |= {*service.get("stations", [])}
        return wanted - carried, wanted & carried - here

    def spoken(self) -> Counter[str]:
        return Counter(tag for s in self.services if known(s) for tag in s["languages_spoken"])

    def standings(self, section: str, day: date) -> list[int]:
        """How many are fresh, due, overdue and never checked."""
        due, overdue = TERMS[section]
        found = [0, 0, 0, 0]
        for record in self.data.get(section) or []:
            on = record.get("assured", {}).get(True)  # PyYAML takes the word "on" for a yes
            days = (day - on).days if on else -1
            found[3 if days < 0 else 0 if days < due else 1 if days < overdue else 2] += 1
        return found

    def pairs(self) -> set[tuple[str, str]]:
        stations = {s["id"]: s["kind"] for s in self.data["stations"]}
        starts = {name for name, kind in stations.items() if kind == "situation"}
        starts |= {pathway["stations"][0] for pathway in self.data.get("pathways", [])}
        starts |= {status["id"] for status in self.data["residence_statuses"]}
        goals = {name for name, kind in stations.items() if kind in ("goal", "qualification")}
        return {(start, goal) for start in starts for goal in goals}

    def reachable(self, start: str) -> set[str]:
        records = [*self.data["stations"], *self.data["residence_statuses"]]
        ways = {r["id"]: [w["to"] for w in r.get("leads_to", [])] for r in records}
        seen, waiting = set[str](), [start]
        while waiting:
            new = {*ways[waiting.pop()]} - seen
            seen |= new
            waiting += new
        return seen


def known(service: Mapping[str, Any]) -> bool:
    return service["languages_spoken"] != "unknown"


def kinds() -> list[str]:
    """All kinds of offers there can be, also those that nobody has entered yet."""
    schema = json.loads((ROOT / "data/schema/offers.schema.json").read_text(encoding="utf-8"))
    found: list[str] = schema["$defs"]["Service"]["properties"]["kind"]["enum"]
    return found


@dataclass(frozen=True)
class Shown:
    """A guide's page at a glance, and its files."""

    site: Site
    raw: Raw
    page: dom.Element

    def gap(self, name: str) -> set[str]:
        """The ids of what the gap *name* lists, taken from its links; empty where it is none."""
        items = list(self.page.all("li", id=name))
        hrefs = [a.attrs["href"] for item in items for a in item.one("p").all("a")]
        return {Path(href.split("#")[0]).stem for href in hrefs if href}

    def rows(self, title: str) -> dict[str, list[int]]:
        """The numbers of a table, by the key of the row."""
        table = self.table(title)
        return {
            row.attrs["data-key"]: [number(cell.text) for cell in row.all("td")]
            for row in table.all("tr")
            if "data-key" in row.attrs
        }

    def table(self, caption: str) -> dom.Element:
        table = self.page.one("caption", id=caption).parent
        assert table
        return table


def number(text: str) -> int:
    return int(text.replace(".", ""))


def rendered(site: Site, path: str) -> dom.Element:
    return dom.parse(planned(site)[path].render().decode("utf-8"))


@lru_cache(maxsize=4)
def planned(site: Site) -> dict[str, Artifact]:
    return {artifact.path: artifact for artifact in plan(site)}


def shown(site: Site) -> Shown:
    return Shown(site, Raw(site.guide.root), rendered(site, f"de/{PAGE}"))


@pytest.fixture(scope="module", params=["small", "real"])
def glance(request: pytest.FixtureRequest) -> Shown:
    return shown(replace(request.getfixturevalue(request.param), day=DAY))


def heat(glance: Shown) -> tuple[list[str], dict[str, list[int]], list[int]]:
    """The kinds, the numbers by municipality, and those for all of them."""
    table = glance.page.one("table", class_="heat")
    heads = [th.attrs["data-key"] for th in table.one("thead").all("th") if "data-key" in th.attrs]
    rows = {
        row.attrs["data-key"]: [number(cell.text) for cell in row.all("td")]
        for row in table.one("tbody").all("tr")
    }
    return heads, rows, [number(cell.text) for cell in table.one("tfoot").all("td")]


# --- every number ------------------------------------------------------------------------------


def test_every_municipality_has_the_number_of_offers_of_each_kind(glance: Shown) -> None:
    raw = glance.raw
    heads, rows, for_all = heat(glance)
    assert {*heads} == {*kinds()} - {ELSEWHERE}
    assert list(rows) == raw.municipalities
    for place, numbers in rows.items():
        total = sum(place in raw.places(service) for service in raw.services)
        assert numbers == [*(raw.count(kind, place) for kind in heads), total], place
    wide = [service for service in raw.services if raw.for_all(service)]
    assert for_all == [*(sum(s["kind"] == k for s in wide) for k in heads), len(wide)]


def test_every_kind_and_every_language_has_its_number_of_offers(glance: Shown) -> None:
    of_kind = Counter(service["kind"] for service in glance.raw.services)
    assert glance.rows("arten") == {kind: [of_kind[kind]] for kind in kinds()}
    spoken = glance.raw.spoken()
    tags = {"de", *spoken, *catalogs(glance.raw.root)}
    assert glance.rows("gesprochen") == {tag: [spoken[tag]] for tag in tags}


def catalogs(root: Path) -> set[str]:
    return {path.stem for path in (root / "translations").glob("*.po")}


def test_every_check_is_counted_as_old_as_it_is(glance: Shown) -> None:
    counted = {section: glance.raw.standings(section, DAY) for section in TERMS}
    assert glance.rows("frische") == {name: row for name, row in counted.items() if sum(row)}


def test_a_check_grows_old_on_the_page_by_itself(small: Site) -> None:
    for days, column in [(181, 0), (182, 1), (364, 1), (365, 2)]:
        day = date(2026, 2, 3) + timedelta(days)
        page = shown(replace(small, day=day))
        row = page.rows("frische")["services"]
        assert row == page.raw.standings("services", day)
        assert [place for place, count in enumerate(row[:3]) if count] == [column]


def test_every_text_is_counted_once_in_each_language(glance: Shown) -> None:
    """Reviewed and drafts as polib finds them, but for those that proofreading has stopped."""
    rows = glance.rows("uebersetzt")
    assert {*rows} == catalogs(glance.raw.root)
    for tag, (reviewed, drafts, old, missing) in rows.items():
        resolved = glance.site.catalogs[tag].resolve(glance.site.messages).values()
        faulty = sum(found.state is State.FAULTY for found in resolved)
        asked = [m for m in glance.site.messages if tag == "en" or not for_firms(m.context)]
        texts = {(message.context, message.german) for message in asked}
        sound = [e for e in entries(glance.raw.root, tag) if (e.msgctxt, e.msgid) in texts]
        assert reviewed + drafts == len(sound) - faulty, tag
        assert reviewed + drafts + old + missing == len(texts), tag
        assert faulty <= old
        final = sum(not entry.fuzzy for entry in sound)
        assert final - faulty <= reviewed <= final


def for_firms(context: str) -> bool:
    """German and English alone have the pages for firms: decision 33."""
    return context == "ui-firms" or context.split("/", maxsplit=1)[0] in ("instruments", "rules")


def entries(root: Path, tag: str) -> list[polib.POEntry]:
    """Return what is translated and was made from the German beside it."""
    found = polib.pofile(str(root / "translations" / f"{tag}.po"))
    return [
        e
        for e in found
        if e.msgstr and not (e.fuzzy and e.previous_msgid not in (None, "", e.msgid))
    ]


def test_the_first_row_says_what_the_tables_say(glance: Shown) -> None:
    keys = [key.one("strong").text for key in glance.page.one("ul", class_="keys cards").all("li")]
    raw = glance.raw
    _, rows, _ = heat(glance)
    fresh, translated = glance.rows("frische").values(), glance.rows("uebersetzt").values()
    stations = [s for s in raw.data["stations"] if s["kind"] in OFFERED]
    none, outside = raw.stations_without()
    expected = [
        (len(raw.services),),
        (sum(row[-1] > 0 for row in rows.values()), len(raw.municipalities)),
        (len(stations) - len(none) - len(outside), len(stations)),
        (sum(row[0] for row in fresh), sum(map(sum, fresh))),
        (sum(row[0] for row in translated), sum(map(sum, translated))),
    ]
    assert [tuple(map(number, key.split(" von "))) for key in keys] == expected


# --- every gap ---------------------------------------------------------------------------------


def test_every_municipality_without_an_offer_is_named_and_no_other(glance: Shown) -> None:
    raw = glance.raw
    without = {p for p in raw.municipalities if not any(p in raw.places(s) for s in raw.services)}
    assert without  # else this would say nothing
    assert glance.gap("ohne-angebot") == without


def test_every_kind_says_in_how_many_municipalities_it_is_missing(glance: Shown) -> None:
    raw = glance.raw
    (item,) = glance.page.all("li", id="ohne-art")
    said = [int(n) for n in re.findall(r" (\d+)(?=[,.])", item.one("p").text.split(":", 1)[1])]
    missing = [
        sum(raw.count(kind, place) == 0 for place in raw.municipalities)
        for kind in kinds()
        if kind != ELSEWHERE
    ]
    assert said == sorted((n for n in missing if n), reverse=True)


def test_every_station_that_nobody_offers_here_is_named_and_no_other(glance: Shown) -> None:
    none, outside = glance.raw.stations_without()
    assert glance.gap("station-ohne-angebot") == none
    assert glance.gap("station-ausserhalb") == outside


def test_every_language_that_is_spoken_nowhere_is_named_and_no_other(glance: Shown) -> None:
    silent = catalogs(glance.raw.root) - {*glance.raw.spoken()}
    names = {
        row.attrs["data-key"]: name(row) for row in list(glance.table("gesprochen").all("tr"))[1:]
    }
    items = list(glance.page.all("li", id="sprache-nirgends"))
    said = [item.one("p").text.split(":", 1)[1].strip() for item in items]
    assert said == ([", ".join(n for tag, n in names.items() if tag in silent)] if silent else [])
    unknown = sum(not known(service) for service in glance.raw.services)
    (asked,) = glance.page.all("li", id="sprache-unbekannt")
    assert f"{unknown} von {len(glance.raw.services)}" in asked.text


def name(row: dom.Element) -> str:
    return row.one("th").text


def test_every_way_that_is_not_known_is_named_and_no_other(glance: Shown) -> None:
    raw, pairs = glance.raw, glance.raw.pairs()
    without = {tuple(gap.split("--")) for gap in glance.gap("ohne-weg")}
    assert without <= pairs
    said = glance.page.one("p", id="wege").text
    assert said.startswith(f"{len(pairs) - len(without)} von {len(pairs)} ")
    cut_off = {(start, goal) for start, goal in pairs if goal not in raw.reachable(start) | {start}}
    assert cut_off <= without
    for start, goal in without:
        way = rendered(glance.site, f"de/weg/{start}--{goal}.html")
        assert not list(way.all("details", class_="route"))


def test_the_pages_of_routes_agree(mini_site: Path, small: Site) -> None:
    without = shown(small).gap("ohne-weg")
    assert without
    for path in (mini_site / "de" / "weg").glob("*.html"):
        ways = list(dom.parse(path.read_text(encoding="utf-8")).all("details", class_="route"))
        assert bool(ways) is (path.stem not in without), path


SHOP = """- id: laden
  name: "Laden"
  place: klein-muster
"""
OFFER = """- id: neu
  kind: recognition
  name: "Neue Stelle"
  locations: [laden]
  summary: "Eine neue Stelle."
  languages_spoken: [de, en]
  cost: {kind: free}
  stations: [sprachkurs]
  sources: [erfunden]
  confidence: likely
"""


def test_a_new_offer_closes_the_gaps_it_fills(copy: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "  stations: [sprachkurs]\n", "")
    before = shown(mini.site_of(copy))
    assert before.gap("station-ohne-angebot") == before.raw.stations_without()[0] == {"sprachkurs"}
    mini.replace(copy, "data/offers.yaml", "\nservices:\n", f"{SHOP}\nservices:\n")
    file = copy / "data/offers.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n" + OFFER, encoding="utf-8")
    after = shown(mini.site_of(copy))
    for gap, closed in [("ohne-angebot", "klein-muster"), ("station-ohne-angebot", "sprachkurs")]:
        assert before.gap(gap) - after.gap(gap) == {closed}
        assert after.gap(gap) <= before.gap(gap)
    (heads, rows, _), (_, now, _) = heat(before), heat(after)
    column = heads.index("recognition")
    assert (rows["klein-muster"][column], now["klein-muster"][column]) == (0, 1)
    assert before.rows("gesprochen")["en"] == [0]
    assert after.rows("gesprochen")["en"] == [1]
    assert "Englisch" in before.page.one("li", id="sprache-nirgends").text
    assert not list(after.page.all("li", id="sprache-nirgends"))


def test_the_list_for_a_month_names_the_gaps_too(glance: Shown) -> None:
    said = todo.markdown(glance.site.guide, DAY).split("## Was fehlt\n")[1]
    gaps = dict(re.findall(r"^- ([^(:]+) \((\d+)\): ", said, re.MULTILINE))
    none, outside = glance.raw.stations_without()
    tags = {language["tag"] for language in glance.raw.data["languages"]}
    wanted = {
        "Gemeinden ohne eigenes Angebot": len(glance.gap("ohne-angebot")),
        "Stationen ohne bekanntes Angebot": len(none),
        "Stationen mit Angeboten nur außerhalb": len(outside),
        "Sprachen, die bei keinem Angebot gesprochen werden": len(tags - {*glance.raw.spoken()}),
    }
    assert gaps == {name: str(count) for name, count in wanted.items() if count}
    assert all(name in said for name in none | outside)


# --- how it is shown ---------------------------------------------------------------------------


def test_a_gap_says_where_an_offer_is_entered(glance: Shown) -> None:
    """Where the address for editing is not known, by the file's name alone."""
    places = list(glance.page.one("ul", class_="gaps cards").all("small"))
    known = glance.raw.data.get("repository")
    edit = f"{known['url']}/blob/main/" if known else ""
    assert len(places) >= 4
    for place in places:
        assert "data/offers.yaml" in place.text
        links = [link.attrs["href"] for link in place.all("a")]
        assert links == ([f"{edit}data/offers.yaml"] if edit else [])


def test_a_bar_is_as_long_as_its_number(glance: Shown) -> None:
    for table in ("arten", "frische", "gesprochen", "uebersetzt"):
        bars = [row for row in glance.table(table).all("tr") if "data-key" in row.attrs]
        most = max(sum(row) for row in glance.rows(table).values())
        for row, numbers in zip(bars, glance.rows(table).values(), strict=True):
            whole = {"arten": most, "gesprochen": len(glance.raw.services)}.get(table, sum(numbers))
            widths = [f"{100 * number / whole:.1f}%" for number in numbers if number]
            drawn = [rect.attrs["width"] for rect in row.one("svg").all("rect")]
            assert drawn[: len(widths)] == widths


def test_a_bar_is_for_the_eye_and_tells_its_parts_apart_without_colour(glance: Shown) -> None:
    for drawn in glance.page.one("main").all("svg"):
        assert drawn.attrs["aria-hidden"] == "true"
    patterns = ["solid", "hatched", "dotted", "empty"]
    for table in ("frische", "uebersetzt"):
        heads = glance.table(table).one("thead").all("rect")
        assert [rect.attrs["class"] for rect in heads] == patterns


def test_other_languages_lead_to_the_german_page(small: Site) -> None:
    page = rendered(small, f"ar/{PAGE}").one("main")
    (link,) = page.all("a", class_="button")
    assert (link.attrs["href"], link.attrs["lang"]) == (f"../de/{PAGE}", "de")
    assert not list(page.all("table"))


@pytest.fixture
def written(real: Site, tmp_path: Path) -> str:
    """The address of the real page, with its style sheet beside it and nothing else."""
    folder = tmp_path / "site"
    for artifact in planned(real).values():
        if artifact.path == f"de/{PAGE}" or artifact.path.endswith(".css"):
            (folder / artifact.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / artifact.path).write_bytes(artifact.render())
    return (folder / "de" / PAGE).as_uri()


@pytest.mark.browser
def test_it_fits_on_two_sheets_of_paper(written: str, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(written)
    page.pdf(path=tmp_path / "x.pdf", format="A4", prefer_css_page_size=True)
    page.close()
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert len(pdf.pages) <= 2
