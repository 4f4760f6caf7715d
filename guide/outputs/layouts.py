"""The pages of content/: each layout gets its Markdown and the data it lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from guide import facets, labels, urls
from guide.contents import Page
from guide.edition import Edition, View, path_of
from guide.model import Source
from guide.offers import INFORMAL
from guide.outputs import basket, directory, firms, glance, opendata, placements, saving, search
from guide.outputs.jsonld import website
from guide.outputs.map import draw_map
from guide.outputs.network import PATH as NETWORK
from guide.outputs.nodes import node_view, sources_of
from guide.outputs.places import services_at, services_everywhere
from guide.outputs.scene import Scene
from guide.outputs.ways import starts
from guide.pathways import Station
from guide.site import Site

SOURCES_A_PAGE = 80
Gather = Callable[[Site, Edition], Mapping[str, Any]]


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    for page in site.guide.pages:
        head = edition.view(page.head, f"content/{page.name}")
        if page.head.layout == "sources":
            yield from _source_scenes(site, edition, page, head)
            continue
        yield Scene(
            path_of(page),
            page.head.layout,
            head.title,
            head.description,
            partial(_context, site, edition, page, head),
            partial(website, site, edition) if page.head.layout == "home" else _nothing,
            indexed=page.head.layout != "notfound",
            home=page.head.layout == "home",
        )


def _source_scenes(site: Site, edition: Edition, page: Page, head: View) -> Iterator[Scene]:
    """Yield the page of sources in parts: addresses do not compress, and all are many."""
    listed = sorted(site.guide.sources.sources, key=lambda source: german_order(source.title))
    parts = list(_batched(listed, SOURCES_A_PAGE))
    paths = [_part(path_of(page), number) for number in range(1, len(parts) + 1)]
    links = [urls.to(edition.language.tag, path) for path in paths]
    for number, (path, sources) in enumerate(zip(paths, parts, strict=True), 1):
        more = {
            "page": page,
            "head": head,
            "body": edition.page(page) if number == 1 else "",
            "sources": sources,
            "parts": list(enumerate(links, 1)) if len(links) > 1 else [],
            "number": number,
        }
        title = head.title if number == 1 else f"{head.title} ({number})"
        yield Scene(path, "sources", title, head.description, partial(dict, more), _nothing)


def _part(path: str, number: int) -> str:
    return path if number == 1 else path.replace(".html", f"-{number}.html")


def _batched(items: list[Source], size: int) -> Iterator[list[Source]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _nothing() -> None:
    return None


def _context(site: Site, edition: Edition, page: Page, head: View) -> Mapping[str, Any]:
    gather = LAYOUTS.get(page.head.layout)
    more = gather(site, edition) if gather else {}
    return {"page": page, "head": head, "body": edition.page(page), **more}


def station_views(site: Site, edition: Edition, kind: str) -> list[View]:
    return [
        edition.view(station, f"stations/{station.id}")
        for station in site.guide.pathways.stations
        if station.kind == kind
    ]


def status_views(site: Site, edition: Edition) -> list[View]:
    return [
        edition.view(status, f"residence_statuses/{status.id}")
        for status in site.guide.pathways.residence_statuses
    ]


def service_views(site: Site, edition: Edition, *kinds: str) -> list[tuple[str, list[View]]]:
    """Return (kind, services) for each of *kinds* that has services."""
    groups = [
        (
            kind,
            [
                edition.view(service, f"services/{service.id}")
                for service in site.guide.offers.services
                if service.kind == kind
            ],
        )
        for kind in kinds
    ]
    return [(kind, services) for kind, services in groups if services]


def _home(site: Site, edition: Edition) -> Mapping[str, Any]:
    return {
        "situations": [node_view(edition, s) for s in starts(site) if isinstance(s, Station)],
        "statuses": status_views(site, edition),
        "goals": station_views(site, edition, "goal"),
        "placements": placements.address(edition) if placements.on_offer(site) else "",
    }


def _pathways(site: Site, edition: Edition) -> Mapping[str, Any]:
    groups = [(kind, station_views(site, edition, kind)) for kind in labels.STATION_KINDS]
    return {
        "groups": [(kind, stations) for kind, stations in groups if stations],
        "statuses": status_views(site, edition),
        "status_kind": edition.ui(labels.STATUS_KIND),
        "network": urls.to(edition.language.tag, NETWORK),
    }


def _offers(site: Site, edition: Edition) -> Mapping[str, Any]:
    groups = service_views(site, edition, *labels.SERVICE_KINDS)
    return {"groups": groups, **directory.context(site, edition)}


def _places(site: Site, edition: Edition) -> Mapping[str, Any]:
    region = site.guide.region
    count = {place.id: len(services_at(site, place.id)) for place in region.municipalities}
    outside = {place.id: len(services_at(site, place.id)) for place in region.neighbours}
    return {
        "map": draw_map(region, count, edition.language.tag),
        "municipalities": [(place, count[place.id]) for place in region.municipalities],
        "neighbours": [(place, outside[place.id]) for place in region.neighbours],
        "everywhere": len(services_everywhere(site)),
    }


def _help(site: Site, edition: Edition) -> Mapping[str, Any]:
    kinds = ("counselling", "authority", "recognition", "chamber")
    return {
        "groups": service_views(site, edition, *kinds),
        "stations": station_views(site, edition, "counselling"),
    }


def _employers(site: Site, edition: Edition) -> Mapping[str, Any]:
    notes = site.guide.employers.notes
    nodes = [station for station in site.guide.pathways.stations if station.employers]
    return {
        "notes": [edition.view(note, f"notes/{note.id}") for note in notes],
        "stations": [edition.view(station, f"stations/{station.id}") for station in nodes],
        "groups": service_views(site, edition, "employer_contact", "chamber"),
        "sources_of": partial(sources_of, site.guide),
        **firms.overview(site, edition),
    }


def _informal(site: Site, edition: Edition) -> Mapping[str, Any]:
    proofs = site.guide.offers.proofs
    return {
        "groups": service_views(site, edition, *INFORMAL),
        "proofs": [edition.view(proof, f"proofs/{proof.id}") for proof in proofs],
        "sources_of": partial(sources_of, site.guide),
        "choose": urls.to(
            edition.language.tag, edition.path_of_layout("offers"), facets.ALL_INFORMAL
        ),
    }


def _money(site: Site, edition: Edition) -> Mapping[str, Any]:
    return {
        "benefits": [
            edition.view(benefit, f"benefits/{benefit.id}") for benefit in site.guide.facts.benefits
        ],
        "sources_of": partial(sources_of, site.guide),
    }


def _glossary(site: Site, edition: Edition) -> Mapping[str, Any]:
    terms = sorted(site.guide.glossary.terms, key=lambda term: german_order(term.word))
    return {"terms": [edition.view(term, f"terms/{term.id}") for term in terms]}


def german_order(word: str) -> str:
    """DIN 5007-1: ä is sorted as a, ß as ss."""
    return word.lower().translate(_BASE_LETTERS)


_BASE_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
LAYOUTS: dict[str, Gather] = {
    "home": _home,
    "pathways": _pathways,
    "offers": _offers,
    "places": _places,
    "help": _help,
    "employers": _employers,
    "informal": _informal,
    "money": _money,
    "glossary": _glossary,
    "search": search.context,
    "offline": saving.context,
    "basket": basket.context,
    "glance": glance.context,
    "opendata": opendata.context,
}
