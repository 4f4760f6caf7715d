"""The directory of offers: its facets, and a short list for each choice of a facet.

The choices are links, so they work without scripts; assets/filter.js makes lists of them. The
list of a place is that place's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from guide import facets, labels, urls
from guide.edition import Edition, Said, View
from guide.languages import autonym
from guide.offers import Service
from guide.outputs.scene import Scene
from guide.site import Site, kept

LONG = 30  # offers; a longer list is one of names
OPEN = "unbekannt"  # the list of offers of which nobody knows


@dataclass(frozen=True)
class Choice:
    """A link to the offers that fit; `text` is in `language`, or in the page's if that is None."""

    key: str
    mark: str
    href: str
    text: str
    language: str | None
    count: int


@dataclass(frozen=True)
class Facet:
    key: str
    name: str
    choices: list[Choice]


def context(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the directory page needs beside the offers."""
    offered = _offered(site)
    services = site.guide.offers.services
    return {
        "facets": [_facet(site, edition, name, offered[name]) for name in offered],
        "marks": {service.id: facets.marks(site.guide, service, offered) for service in services},
        "total": len(services),
    }


def _facet(site: Site, edition: Edition, name: str, offered: list[str]) -> Facet:
    found = [_choice(site, edition, name, choice) for choice in offered]
    if _in_doubt(site, name):
        found.append(_choice(site, edition, name, OPEN))
    return Facet(name, edition.ui(labels.FACETS[name]), found)


def _choice(site: Site, edition: Edition, facet: str, choice: str) -> Choice:
    is_place = facet == "ort" and choice != facets.ANYWHERE
    path = urls.record("place", choice) if is_place else urls.facet(facet, choice)
    return Choice(
        choice,
        facets.mark(site.guide, facet, choice),
        urls.to(edition.language.tag, path),
        _name(site, edition, facet, choice),
        _language(facet, choice),
        len(_services(site, facet, choice)),
    )


@kept  # the offers are the same in every language
def _services(site: Site, facet: str, choice: str) -> list[Service]:
    if choice == OPEN:
        return _in_doubt(site, facet)
    return facets.fitting(site.guide, facet, choice)


@kept
def _in_doubt(site: Site, facet: str, choice: str = "") -> list[Service]:
    return facets.in_doubt(site.guide, facet, choice)


@kept
def _offered(site: Site) -> Mapping[str, list[str]]:
    return {name: facets.choices(site.guide, name) for name in facets.FACETS}


def _language(facet: str, choice: str) -> str | None:
    if choice in (OPEN, facets.ANYWHERE):
        return None
    return {"ort": "de", "sprache": choice}.get(facet)


def _name(site: Site, edition: Edition, facet: str, choice: str) -> str:
    if choice == OPEN:
        return edition.ui(labels.UNKNOWN)
    if choice == facets.ANYWHERE:
        return edition.ui(labels.ANYWHERE)
    if facet == "ort":
        return site.guide.place_names[choice]
    if facet == "sprache":
        return autonym(choice)
    return _NAMES[facet](edition, choice)


def _age(edition: Edition, choice: str) -> str:
    low, high = facets.AGES[choice]
    details = labels.CONDITION_DETAILS
    if high is None:
        return edition.ui(details["age_from"]).format(low=low)
    text = details["age_range"] if low else details["age_to"]
    return edition.ui(text).format(low=low, high=high)


def _german(edition: Edition, choice: str) -> str:
    if choice == facets.LEVELS[0]:
        return edition.ui(labels.NO_GERMAN)
    return edition.ui(labels.CONDITION_DETAILS["german_level"]).format(level=choice)


_COSTS = {"frei": "free", "geld": "paid", "preis": "fee"}
_NAMES: Mapping[str, Callable[[Edition, str], str]] = {
    "art": lambda edition, choice: edition.ui(labels.SERVICE_KINDS.get(choice, labels.INFORMAL)),
    "kosten": lambda edition, choice: edition.ui(labels.COSTS[_COSTS[choice]]),
    "alter": _age,
    "deutsch": _german,
}


# --- a page for each choice -------------------------------------------------------------------


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    for name in facets.FACETS:
        for choice in _facet(site, edition, name, _offered(site)[name]).choices:
            if name != "ort" or choice.key == facets.ANYWHERE:
                yield _scene(site, edition, name, choice)


def _scene(site: Site, edition: Edition, facet: str, choice: Choice) -> Scene:
    name = edition.ui(labels.FACETS[facet])
    return Scene(
        urls.facet(facet, choice.key),
        "facet",
        f"{name}: {choice.text}",
        _description(site, edition),
        partial(_context, site, edition, facet, choice),
        lambda: None,
    )


def _description(site: Site, edition: Edition) -> Said:
    page = next(page for page in site.guide.pages if page.head.layout == "offers")
    said: Said = edition.view(page.head, f"content/{page.name}").description
    return said


def _context(site: Site, edition: Edition, facet: str, choice: Choice) -> Mapping[str, Any]:
    services = _services(site, facet, choice.key)
    unknown = _in_doubt(site, facet) if choice.key != OPEN else []
    doubt = _in_doubt(site, facet, choice.key) if choice.key != OPEN else []
    unasked = {service.id for service in unknown}
    partly = [service for service in doubt if service.id not in unasked]
    return {
        "facet": edition.ui(labels.FACETS[facet]),
        "choice": choice,
        "groups": by_kind(edition, services),
        "long": len(services) > LONG,
        "doubt": len(doubt),
        "partly": [edition.view(service, f"services/{service.id}") for service in partly],
        "unknown": _choice(site, edition, facet, OPEN) if unknown else None,
    }


def by_kind(edition: Edition, services: list[Service]) -> list[tuple[str, list[View]]]:
    """Return (kind, offers) for each kind that *services* has."""
    groups = [
        (kind, [edition.view(s, f"services/{s.id}") for s in services if s.kind == kind])
        for kind in labels.SERVICE_KINDS
    ]
    return [(kind, views) for kind, views in groups if views]
