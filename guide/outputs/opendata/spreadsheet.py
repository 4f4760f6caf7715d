"""All offers as one table for people, an offer a row: opens in Excel and LibreOffice by a click.

German Excel wants semicolons, and a byte order mark to believe in UTF-8; RFC 4180's commas would
put a whole row into one cell. Programs get commas (guide.outputs.opendata.hsds). A cell that a
spreadsheet would take for a formula begins with an apostrophe
(https://owasp.org/www-community/attacks/CSV_Injection). Numbers to call stand as one dials them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from guide import labels
from guide.facts import national
from guide.fields import UNKNOWN
from guide.load import Guide
from guide.offers import Service
from guide.outputs.opendata.about import in_words, language, page_online, plain
from guide.outputs.opendata.ids import uuid
from guide.site import Site

FORMULA = ("=", "+", "-", "@", "\t", "\r")
AREAS = {
    "place": "",
    "region": "ganzer Landkreis",
    "state": "ganzes Land",
    "country": "ganz Deutschland",
    "online": "im Internet",
}
JOIN = " | "
# The fields that _row writes; any other gets a column of its own, with its name from the file
WRITTEN = frozenset(
    """id kind name keywords organization places area locations summary for_whom age german_needed
    languages_spoken languages_note cost hours phones email website note stations sources
    confidence assured""".split()  # noqa: SIM905 a list of 24 lines would be no easier to read
)


def offers(site: Site) -> bytes:
    listed = [_row(site, service) for service in site.guide.offers.services]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(listed[0] if listed else ["Name"])
    writer.writerows([map(cell, row.values()) for row in listed])
    return text.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str:
    """Return *value* as text that no spreadsheet computes."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(site: Site, service: Service) -> dict[str, Any]:
    guide, say = site.guide, partial(plain, site)
    return {
        "Name": service.name,
        "Art": labels.SERVICE_KINDS[service.kind],
        "Träger": _named(guide.offers.organizations, [service.organization]),
        "Beschreibung": say(service.summary),
        "Für wen": say(service.for_whom),
        **_ages(service),
        "Deutsch ab": "" if service.german_needed == UNKNOWN else service.german_needed,
        "Sprachen dort": JOIN.join(map(language, service.languages_spoken or [])),
        "Hinweis zu Sprachen": say(service.languages_note),
        "Kosten": labels.COSTS[service.cost.kind],
        "Hinweis zu Kosten": say(service.cost.text),
        "Gebiet": AREAS[service.area],
        "Orte": JOIN.join(guide.place_names[name] for name in service.places),
        "Adressen": JOIN.join(_addresses(guide, service)),
        "Telefon": JOIN.join(_numbers(guide, service)),
        "E-Mail": service.email,
        "Webseite": service.website,
        "Zeiten": say(service.hours),
        "Hinweis": say(service.note),
        "Stationen": _named(guide.pathways.stations, service.stations),
        "Suchwörter": service.keywords,
        "Quellen": _titles(guide, service),
        "Sicherheit": labels.CONFIDENCE[service.confidence],
        **_check(service),
        **_more(service),
        "Seite": page_online(site, "offer", service.id),
        "Kennung": service.id,
        "UUID": uuid(guide, "service", service.id),
        "Lizenz": in_words(guide),
    }


def _ages(service: Service) -> dict[str, Any]:
    age = service.age
    about = "ungefähr" if age and age.about else ""
    low, high = (age.from_, age.to) if age else (None, None)
    return {"Alter von": low, "Alter bis": high, "Alter ungefähr": about}


def _check(service: Service) -> dict[str, Any]:
    assured = service.assured
    return {
        "Geprüft am": assured and assured.on.isoformat(),
        "Geprüft wie": assured and labels.HOW_ASSURED[assured.how],
        "Geprüft von": assured and assured.by,
    }


def _more(service: Service) -> dict[str, str]:
    """Return the fields that this module does not know, as JSON."""
    fields = service.model_dump(mode="json", by_alias=True, exclude=set(WRITTEN))
    return {name: json.dumps(value, ensure_ascii=False) for name, value in fields.items()}


def _named(records: Sequence[Any], identifiers: Sequence[str | None]) -> str:
    names = {record.id: record.name for record in records}
    return JOIN.join(names[name] for name in identifiers if name)


def _titles(guide: Guide, service: Service) -> str:
    titles = {source.id: source.title for source in guide.sources.sources}
    return JOIN.join(titles[name] for name in service.sources)


def _addresses(guide: Guide, service: Service) -> Iterator[str]:
    known = {location.id: location for location in guide.offers.locations}
    for location in (known[name] for name in service.locations):
        town = " ".join(filter(None, [location.postcode, guide.place_names[location.place]]))
        yield ", ".join(filter(None, [location.name, location.street, town]))


def _numbers(guide: Guide, service: Service) -> Iterator[str]:
    known = {phone.id: phone.number for phone in guide.facts.phones}
    yield from (national(known[name]) for name in service.phones)
