"""Open data: the guide as files for spreadsheets, maps, calendars and programs.

One visible list; the page of layout `opendata` shows it. docs/opendata.md explains each file,
docs/decisions/0032 the choices. None of them is for a phone: no page loads them, and they are in
no pack of guide.outputs.offline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from guide import urls
from guide.artifact import Artifact
from guide.edition import Edition
from guide.outputs.opendata import deadlines, feed, hsds, linked, maps, news, spreadsheet
from guide.outputs.opendata.about import FOLDER
from guide.site import Site, kept


@dataclass(frozen=True)
class OpenFile:
    label: str  # in guide.labels.OPEN_DATA
    name: str
    format: str
    make: Callable[[Site], bytes]


FILES = (
    OpenFile("table", "angebote.csv", "CSV", spreadsheet.offers),
    OpenFile("services", "angebote.json", "Open Referral HSDS 3, JSON", hsds.services),
    OpenFile("tables", "angebote-hsds.zip", "Open Referral HSDS 3, CSV", hsds.zipped),
    OpenFile("locations", "standorte.geojson", "GeoJSON", maps.locations),
    OpenFile("municipalities", "orte.geojson", "GeoJSON", maps.municipalities),
    OpenFile("pathways", "wege.jsonld", "JSON-LD, schema.org, CTDL", linked.pathways),
    OpenFile("deadlines", "termine.ics", "iCalendar", deadlines.calendar),
    OpenFile("changes", "aenderungen.atom", "Atom", feed.atom),
)


def plan(site: Site) -> Iterator[Artifact]:
    for path in contents(site):
        yield Artifact(path, partial(_content, site, path))


@kept  # the page in each language shows their sizes
def contents(site: Site) -> Mapping[str, bytes]:
    """Return all files by their path on the site; the tables in the zip file also lie open."""
    listed = {f"{FOLDER}/{file.name}": file.make(site) for file in FILES}
    tables = {f"{FOLDER}/hsds/{name}": made for name, made in hsds.package(site).items()}
    return {**listed, **tables}


def _content(site: Site, path: str) -> bytes:
    return contents(site)[path]


def context(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the page of layout `opendata` lists."""
    made = contents(site)
    return {
        "files": [
            {
                "label": file.label,
                "href": f"{urls.ROOT}{FOLDER}/{file.name}",
                "format": file.format,
                "size": _kilobytes(len(made[f"{FOLDER}/{file.name}"])),
            }
            for file in FILES
        ],
        "updated": news.updated(site),
    }


def _kilobytes(size: int) -> str:
    return f"{max(1, round(size / 1000))} KB"
