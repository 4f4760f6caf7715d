"""All of a language as one booklet: contents, ways, stations, offers by place, words, index.

Its parts are the rows of sheets, one column wide. Page numbers are not known before it is
printed, and Chromium cannot look them up (no target-counter), so it is printed twice: the first
time for the page of each anchor. Numbers have a fixed width, so the second time nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from guide import labels, urls
from guide.edition import Said, View
from guide.outputs.layouts import german_order
from guide.outputs.nodes import node_view
from guide.outputs.places import all_places, services_at, services_everywhere
from guide.printing.fonts import style
from guide.printing.paper import finished, qr, side_words, states
from guide.printing.sheets import Desk, Level, Row, Sheet
from guide.urls import is_placeholder

TEMPLATE = "booklet.html"
STYLES = ("print/sheet.css", "print/booklet.css")
WHOLE = Level(9.5, 99, 99, 0, 0)
UNKNOWN = "000"  # takes the room that a number will take
PAGES = 400  # more than this is a mistake


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on its pages; without rows it is told elsewhere, and only named here."""

    anchor: str
    title: Said | str
    german: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    anchor: str
    title: Said | Markup | str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Booklet:
    desk: Desk  # one side: the reader's language
    stations: tuple[Group, ...]
    offers: tuple[Group, ...]

    @property
    def address(self) -> str:
        desk = self.desk
        tag = desk.reader.language.tag if desk.published else "de"
        return urls.absolute(desk.site.guide.region.site_url, f"{tag}/index.html")

    @property
    def title(self) -> str:
        region = self.desk.reader.view(self.desk.site.guide.region, "region")
        return f"{region.title} ({self.desk.reader.language.autonym})"


def booklet(desk: Desk) -> Booklet:
    """Return the booklet in the reader's language of *desk*."""
    alone = replace(desk, editions=desk.editions[-1:], scenes=desk.scenes[-1:])
    return Booklet(alone, tuple(_stations(alone)), tuple(_offers(alone)))


def anchor(path: str) -> str:
    return path.removesuffix(".html").replace("/", "-")


# --- the parts ---------------------------------------------------------------------------------


def _stations(desk: Desk) -> Iterator[Group]:
    pathways = desk.site.guide.pathways
    word = partial(_label, desk)
    statuses = tuple(_node(desk, status, "status") for status in pathways.residence_statuses)
    yield Group("art-status", word(labels.STATUS_KIND), statuses)
    for kind, name in labels.STATION_KINDS.items():
        listed = [station for station in pathways.stations if station.kind == kind]
        if listed:
            entries = tuple(_node(desk, station, "station") for station in listed)
            yield Group(f"art-{kind}", word(name), entries)


def _label(desk: Desk, german: str) -> Markup:
    return Markup(side_words(desk.reader)["_"](german))


def _node(desk: Desk, node: Any, kind: str) -> Entry:
    path = urls.record(kind, node.id)
    sheet = Sheet(desk, path)
    rows = [row for row in sheet.rows(WHOLE) if row.kind != "more"]
    asks = sheet.scenes[0].context()["ask"]
    named = [Row("see", ((ask.text, service.id),)) for ask, service in asks if service]
    name = node_view(desk.reader, node).name
    return Entry(anchor(path), name, node.name, (*rows, *named))


def _offers(desk: Desk) -> Iterator[Group]:
    """Yield the offers of each place, then those for the whole region; each is told once."""
    told: set[str] = set()
    for place in all_places(desk.site.guide):
        listed = services_at(desk.site, place.id)
        if listed:
            entries = tuple(_offer(desk, service, told) for service in listed)
            yield Group(f"ort-{place.id}", place.name, entries)
    everywhere = [s for s in services_everywhere(desk.site) if s.id not in told]
    rest = [s for s in desk.site.guide.offers.services if s.id not in told and s not in everywhere]
    if everywhere or rest:
        entries = tuple(_offer(desk, service, told) for service in [*everywhere, *rest])
        yield Group("ort-ueberall", _label(desk, labels.EVERYWHERE), entries)


def _offer(desk: Desk, service: Any, told: set[str]) -> Entry:
    path = urls.record("offer", service.id)
    if service.id in told:
        return Entry(anchor(path), service.name, service.name)
    told.add(service.id)
    rows = [row for row in Sheet(desk, path).rows(WHOLE) if row.kind not in ("more", "name")]
    whole = tuple(row for row in rows if row.kind != "head")
    return Entry(anchor(path), service.name, service.name, whole)


def _index(made: Booklet) -> list[tuple[str, str]]:
    """Return (German word, anchor) of all words and stations, as a dictionary sorts them."""
    terms = made.desk.site.guide.glossary.terms
    listed = [(term.word, f"wort-{term.id}") for term in terms]
    groups = (*made.stations, *made.offers)
    named = [(e.german, e.anchor) for group in groups for e in group.entries if e.rows]
    return sorted({*listed, *named}, key=lambda entry: (german_order(entry[0]), entry[1]))


# --- as HTML -----------------------------------------------------------------------------------


def html(made: Booklet, pages: Mapping[str, int], *, unknown: str = UNKNOWN) -> str:
    """Return the booklet with the numbers of *pages* by anchor, or *unknown* instead."""
    desk, edition = made.desk, made.desk.reader
    site = desk.site
    terms = sorted(site.guide.glossary.terms, key=lambda term: german_order(term.word))
    fonts = style(site.assets, dict.fromkeys(("de", edition.language.tag)))
    styles = [site.assets[name].decode("utf-8") for name in STYLES]
    context = {
        "side": side_words(edition),
        "title": made.title,
        "style": Markup("".join([fonts, *styles, f"html{{font-size:{WHOLE.size}pt}}"])),
        "region": edition.view(site.guide.region, "region"),
        "today": site.day,
        "address": made.address,
        "qr": qr(made.address),
        "trial": is_placeholder(site.guide.region.site_url),
        "heads": _heads(desk),
        "pathways": list(_pathways(desk)),
        "stations": made.stations,
        "offers": made.offers,
        "terms": [edition.view(term, f"terms/{term.id}") for term in terms],
        "index": _index(made),
        "page": lambda name: pages.get(name, unknown),
        "anchor_of": lambda kind, name: anchor(urls.record(kind, name)),
        "states": partial(states, desk),
    }
    return finished(site.jinja.get_template(TEMPLATE).render(**context), desk)


def _heads(desk: Desk) -> dict[str, Said]:
    """Return the titles of the pages whose matter the chapters hold, by layout."""
    return {
        page.head.layout: desk.reader.view(page.head, f"content/{page.name}").title
        for page in desk.site.guide.pages
    }


def _pathways(desk: Desk) -> Iterator[tuple[View, list[View]]]:
    for pathway in desk.site.guide.pathways.pathways:
        view = desk.reader.view(pathway, f"pathways/{pathway.id}")
        yield view, [desk.reader.node(name) for name in pathway.stations]


def outline(made: Booklet) -> list[tuple[int, str, str]]:
    """Return (depth, title, anchor) of each bookmark, in the order of the booklet."""
    heads = {layout: str(title) for layout, title in _heads(made.desk).items()}
    marks = [(0, heads["pathways"], "wege")]
    for name, groups in (("pathways", made.stations), ("offers", made.offers)):
        if name == "offers":
            marks.append((0, heads["offers"], "angebote"))
        for group in groups:
            plain = Markup(group.title).striptags() if not isinstance(group.title, Said) else ""
            marks.append((1, plain or str(group.title), group.anchor))
            marks += [(2, str(e.title), e.anchor) for e in group.entries if e.rows]
    return [*marks, (0, heads["glossary"], "woerter"), (0, "A–Z", "register")]
