"""The pages for firms: what they can do, the rules for it, and how to tell of a place.

Only the editions of guide.audience.FIRMS have them. In the others the page with the notes stands
for them all, and says in which languages there is more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from guide import labels, urls
from guide.audience import FIRMS, UI_FIRMS
from guide.edition import Edition, Said, View
from guide.employers import Instrument
from guide.languages import Language
from guide.model import Source
from guide.offers import Service
from guide.outputs import placements
from guide.outputs.nodes import node_view
from guide.outputs.places import all_places
from guide.outputs.scene import Scene
from guide.pathways import Node
from guide.site import Site

RULES, FORM = "betriebe-regeln.html", "betriebe-platz.html"
Context = Callable[[], Mapping[str, Any]]
PARTS = ("steps", "costs", "permits", "german", "help")  # the lists of an instrument, in order


@dataclass(frozen=True)
class Told:
    """A statement with the numbers that its sources have on the page."""

    text: Said
    numbers: list[int]
    confidence: str


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    if edition.language.tag not in FIRMS:
        return
    for instrument in site.guide.employers.instruments:
        view = edition.view(instrument, f"instruments/{instrument.id}")
        context = partial(_instrument, site, edition, instrument, view)
        path = urls.instrument(instrument.id)
        yield _scene(edition, path, "instrument", view.title, view.summary, context)
    if site.guide.employers.rules:
        title, about = _said(edition, labels.RULES_TITLE, labels.RULES_ABOUT)
        yield _scene(edition, RULES, "rules", title, about, partial(_rules, site, edition))
    title, about = _said(edition, labels.FORM_TITLE, labels.FORM_ABOUT)
    yield _scene(edition, FORM, "placementform", title, about, partial(_form, site, edition))


def _scene(
    edition: Edition, path: str, layout: str, title: Said, about: Said, context: Context
) -> Scene:
    instead = _overview(edition)
    return Scene(path, layout, title, about, context, lambda: None, tags=FIRMS, instead=instead)


def _said(edition: Edition, *texts: str) -> list[Said]:
    return [edition.say(UI_FIRMS, text) for text in texts]


def listed(site: Site, edition: Edition) -> list[tuple[str, View]]:
    """Return (link, instrument) for the search; nothing in an edition without pages for firms."""
    found = site.guide.employers.instruments
    return instrument_views(edition, found) if edition.language.tag in FIRMS else []


def others(site: Site, edition: Edition) -> Iterator[tuple[str, Said]]:
    """Yield (link, title) of the pages that are no instrument's."""
    for scene in scenes(site, edition):
        if scene.layout != "instrument" and isinstance(scene.title, Said):
            yield urls.to(edition.language.tag, scene.path), scene.title


def overview(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the page with the notes says of the others, or where they are to be found."""
    instruments = listed(site, edition)
    here = edition.language.tag in FIRMS
    return {
        "instruments": instruments,
        "elsewhere": [] if here else list(_elsewhere(site, edition)),
        "rules": urls.to(edition.language.tag, RULES) if site.guide.employers.rules else "",
        "form": urls.to(edition.language.tag, FORM),
        "places": placements.address(edition),
    }


def instrument_views(edition: Edition, instruments: Sequence[Instrument]) -> list[tuple[str, View]]:
    """Return (link, instrument) for each."""
    tag = edition.language.tag
    return [
        (urls.to(tag, urls.instrument(i.id)), edition.view(i, f"instruments/{i.id}"))
        for i in instruments
    ]


def of_station(site: Site, edition: Edition, node: Node) -> list[tuple[str, View]]:
    """Return what firms can do at *node*; nothing in an edition without pages for them."""
    found = [i for i in site.guide.employers.instruments if node.id in i.stations]
    return instrument_views(edition, found) if edition.language.tag in FIRMS else []


def _elsewhere(site: Site, edition: Edition) -> Iterator[tuple[Language, str]]:
    for other in site.editions:
        if other.language.tag in FIRMS:
            yield other.language, urls.to(other.language.tag, _overview(edition))


def _overview(edition: Edition) -> str:
    return edition.path_of_layout("employers")


# --- an instrument, the rules ------------------------------------------------------------------


def _instrument(
    site: Site, edition: Edition, instrument: Instrument, view: View
) -> Mapping[str, Any]:
    lists = {name: getattr(view, name) for name in PARTS}
    numbers = _numbers(instrument.sources, *(s for said in lists.values() for s in said))
    services = {service.id: service for service in site.guide.offers.services}
    return {
        "instrument": view,
        "numbers": [numbers[name] for name in instrument.sources],
        "parts": {name: [_told(s, numbers) for s in said] for name, said in lists.items()},
        "stations": [node_view(edition, site.graph.nodes[name]) for name in instrument.stations],
        "contacts": [_contact(site, edition, services[name]) for name in instrument.contacts],
        "places": sum(1 for p in placements.on_offer(site) if p.kind == instrument.placements),
        "sources": _sources(site, numbers),
        "overview": urls.to(edition.language.tag, _overview(edition)),
        "rules": urls.to(edition.language.tag, RULES) if site.guide.employers.rules else "",
        "form": urls.to(edition.language.tag, FORM),
    }


def _rules(site: Site, edition: Edition) -> Mapping[str, Any]:
    rules = [edition.view(rule, f"rules/{rule.id}") for rule in site.guide.employers.rules]
    numbers = _numbers([], *(s for rule in rules for s in rule.statements))
    return {
        "rules": [(rule, [_told(s, numbers) for s in rule.statements]) for rule in rules],
        "sources": _sources(site, numbers),
        "overview": urls.to(edition.language.tag, _overview(edition)),
    }


def _numbers(first: Sequence[str], *statements: View) -> dict[str, int]:
    """Return the numbers of the sources, in the order in which a reader meets them."""
    met = [*first, *(name for statement in statements for name in statement.sources)]
    return {name: number for number, name in enumerate(dict.fromkeys(met), 1)}


def _told(statement: View, numbers: Mapping[str, int]) -> Told:
    return Told(statement.text, [numbers[name] for name in statement.sources], statement.confidence)


def _sources(site: Site, numbers: Mapping[str, int]) -> list[tuple[int, Source]]:
    known = {source.id: source for source in site.guide.sources.sources}
    return [(number, known[name]) for name, number in numbers.items()]


def _contact(site: Site, edition: Edition, service: Service) -> Mapping[str, Any]:
    phones = {phone.id: phone for phone in site.guide.facts.phones}
    return {
        "offer": edition.view(service, f"services/{service.id}"),
        "phones": [edition.view(phones[name], f"phones/{name}") for name in service.phones],
    }


# --- the form ----------------------------------------------------------------------------------


def _form(site: Site, edition: Edition) -> Mapping[str, Any]:
    letter = _said(edition, *labels.LETTER)
    email = site.guide.region.feedback_email
    return {
        "letter": letter,
        "mail": _mail(email, str(_said(edition, labels.FORM_TITLE)[0]), letter) if email else "",
        "kinds": labels.PLACEMENT_KINDS,
        "places": all_places(site.guide),
        "levels": labels.LEVELS,
        "email": email,
        "overview": urls.to(edition.language.tag, _overview(edition)),
    }


def _mail(email: str, subject: str, letter: Sequence[Said]) -> str:
    """Return a link that opens a letter to *email* (RFC 6068: lines end with CR LF)."""
    body = "\r\n".join(str(line) for line in letter)
    return f"mailto:{email}?subject={quote(subject)}&body={quote(body)}"
