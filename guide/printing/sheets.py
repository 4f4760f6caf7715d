"""What stands on a sheet: rows, each with one idea, in German and in the reader's language.

A sheet is made from the same scenes as the pages of the site, so paper and phone cannot drift
apart. Where a record has more than two pages hold, less of it is told, and the sheet says how
much more there is; what to leave out first is LEVELS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from guide import urls
from guide.edition import Edition, View
from guide.languages import LANGUAGES, SOURCE
from guide.offers import Service
from guide.outputs import records, ways
from guide.outputs.scene import Scene
from guide.phrases import phrases
from guide.site import Site

Context = Mapping[str, Any]
DRAFTS = "unchecked"  # a language that is being made is printed as what it is: drafts


@dataclass(frozen=True, slots=True)
class Level:
    """How much a sheet tells, and how large: each level takes less room than the one before."""

    size: float  # points
    steps: int  # ways on, or steps of a route
    conditions: int  # of each step
    contacts: int
    notes: int  # lines


LEVELS = (
    Level(10.5, 12, 9, 6, 5),
    Level(10, 12, 9, 5, 4),
    Level(9.5, 12, 9, 4, 4),
    Level(9, 12, 9, 3, 3),
    Level(9, 12, 9, 2, 2),
    Level(9, 10, 7, 2, 2),
    Level(9, 10, 5, 2, 2),
    Level(9, 8, 5, 2, 2),
    Level(9, 8, 4, 1, 2),
    Level(9, 6, 4, 1, 2),
    Level(9, 6, 3, 1, 1),
    Level(9, 4, 3, 1, 1),
    Level(9, 4, 2, 1, 1),
    Level(9, 3, 2, 0, 1),
    Level(9, 3, 1, 0, 1),
)
LARGE = tuple(Level(16, v.steps, v.conditions, v.contacts, v.notes) for v in LEVELS)
PAGES, LARGE_PAGES = 2, 4


@dataclass(frozen=True, slots=True)
class Row:
    """One idea: a cell a language. The template knows by *kind* what stands in it."""

    kind: str
    cells: tuple[Any, ...]
    tick: bool = False


@dataclass(frozen=True, eq=False)
class Desk:
    """Whom sheets are for: German alone or beside another language, with all pages in both."""

    site: Site
    editions: tuple[Edition, ...]  # German, then the reader's
    scenes: tuple[Mapping[str, Scene], ...]  # by path: what each shows is made when asked for
    published: bool  # False: the reader's language has only a catalog so far, no pages

    @property
    def reader(self) -> Edition:
        return self.editions[-1]


def desk(site: Site, tag: str) -> Desk | None:
    """Return the desk for *tag*: a language of the site, or one that has a catalog so far."""
    if all(edition.language.tag != tag for edition in site.editions):
        catalog = site.catalogs.get(tag)
        if catalog is None:
            return None
        resolve = partial(catalog.resolve, site.messages)
        made = Edition(site.guide, LANGUAGES[tag], resolve, DRAFTS)
        return _desk(replace(site, editions=(*site.editions, made)), tag, published=False)
    return _desk(site, tag, published=True)


def _desk(site: Site, tag: str, *, published: bool) -> Desk:
    editions = tuple(e for e in site.editions if e.language.tag in (SOURCE, tag))
    return Desk(site, editions, tuple(_scenes(site, edition) for edition in editions), published)


def _scenes(site: Site, edition: Edition) -> Mapping[str, Scene]:
    made = [*records.scenes(site, edition), *ways.scenes(site, edition)]
    return {scene.path: scene for scene in made if scene.layout in ROWS}


@dataclass(frozen=True)
class Sheet:
    """A page of the site that goes on paper."""

    desk: Desk
    path: str  # of the page, inside a language's folder

    @property
    def scenes(self) -> tuple[Scene, ...]:
        return tuple(scenes[self.path] for scenes in self.desk.scenes)

    @property
    def name(self) -> str:
        """The file's name without its ending: ar/station-eq."""
        plain = self.path.removesuffix(".html").replace("/", "-")
        return f"{self.desk.reader.language.tag}/{plain}"

    @property
    def title(self) -> str:
        return " – ".join(dict.fromkeys(str(scene.title) for scene in self.scenes))

    @property
    def address(self) -> str:
        """The page in the reader's language; German where there are no pages in it yet."""
        tag = self.desk.reader.language.tag if self.desk.published else SOURCE
        return urls.absolute(self.desk.site.guide.region.site_url, f"{tag}/{self.path}")

    @property
    def record(self) -> Any:
        """What an editor checks by telephone, for its date; None for a route."""
        context = self.scenes[0].context()
        return context.get("node") or context.get("offer")

    def rows(self, level: Level) -> list[Row]:
        contexts = [scene.context() for scene in self.scenes]
        return list(ROWS[self.scenes[0].layout](self, contexts, level))

    def contact(self, service: Service) -> Row:
        """What one needs to get in touch with *service*."""
        path = urls.record("offer", service.id)
        return Row("contact", tuple(scenes[path].context() for scenes in self.desk.scenes))


# --- stations and residence statuses ---------------------------------------------------------


def _station(sheet: Sheet, cs: Sequence[Context], level: Level) -> Iterator[Row]:
    nodes = tuple(c["node"] for c in cs)
    node = nodes[0]
    yield Row("lead", nodes)
    for kind in ("duration", "age", "money"):
        if getattr(node, kind):
            yield Row(kind, nodes)
    for kind in ("needed", "reached"):
        if getattr(node.german, kind):
            yield Row(kind, nodes)
    yield from _listed("needs", [n.requires for n in nodes], 99)
    if cs[0]["ways_on"]:
        yield _head("next", cs)
    ways_on = list(zip(*(c["ways_on"] for c in cs), strict=True))
    for way in ways_on[: level.steps]:
        yield Row("way", tuple(way))
        yield from _asked(sheet, [transition for _, _, transition in way], level)
    yield from _more(len(ways_on) - level.steps, cs)
    yield from _ask(sheet, cs, level)


def _ask(sheet: Sheet, cs: Sequence[Context], level: Level) -> Iterator[Row]:
    """Who can be asked: the desks that the record names, then offers."""
    asks = list(zip(*(c["ask"] for c in cs), strict=True))
    offers = [offer.record for offer in cs[0].get("offers", [])]
    if asks or offers:
        yield _head("ask", cs)
    services = [ask[0][1] for ask in asks if ask[0][1]]
    for ask in asks:
        if ask[0][1] is None:
            yield Row("text", tuple(place.text for place, _ in ask))
    wanted = list({service.id: service for service in [*services, *offers]}.values())
    yield from (sheet.contact(service) for service in wanted[: level.contacts])
    yield from _more(len(wanted) - level.contacts, cs)


def _asked(sheet: Sheet, transitions: Sequence[View], level: Level) -> Iterator[Row]:
    """What a step asks, each with a box to tick, who decides and until when."""
    first = transitions[0]
    said = {
        phrases([condition], german)[0]: tuple(
            phrases([condition], edition)[0] for edition in sheet.desk.editions
        )
        for condition in first.conditions
        for german in sheet.desk.editions[:1]
        if phrases([condition], german)
    }
    yield from _ticks(list(said.values()), level)
    for kind in ("decides", "deadline"):
        if getattr(first, kind):
            yield Row(kind, tuple(transitions))


def _ticks(asked: Sequence[tuple[Any, ...]], level: Level) -> Iterator[Row]:
    yield from (Row("item", cells, tick=True) for cells in asked[: level.conditions])
    if len(asked) > level.conditions:
        yield from _more(len(asked) - level.conditions, asked[0])


def _listed(kind: str, lists: Sequence[Sequence[Any]], most: int) -> Iterator[Row]:
    if lists[0]:
        yield _head(kind, lists)
    for cells in islice(zip(*lists, strict=True), most):
        yield Row("said", tuple(cells), tick=True)


def _head(kind: str, sides: Sequence[Any]) -> Row:
    return Row("head", tuple(kind for _ in sides))


def _more(count: int, sides: Sequence[Any]) -> Iterator[Row]:
    if count > 0:
        yield Row("more", tuple(count for _ in sides))


# --- offers ------------------------------------------------------------------------------------


def _offer(sheet: Sheet, cs: Sequence[Context], level: Level) -> Iterator[Row]:
    yield Row("offer", tuple(cs))
    yield Row("contact-full", tuple(cs))
    offers = tuple(c["offer"] for c in cs)
    offer = offers[0]
    if offer.for_whom:
        yield Row("for", offers)
    yield Row("cost", offers)
    if offer.hours:
        yield Row("hours", offers)
    yield from (Row(kind, offers) for kind in ("spoken", "german", "ages"))
    if offer.note:
        yield Row("note", offers)
    if cs[0]["stations"]:
        yield _head("fits", cs)
    stations = list(zip(*(c["stations"] for c in cs), strict=True))
    for cells in stations[: level.steps]:
        yield Row("name", tuple(cells))
    yield from _more(len(stations) - level.steps, cs)


# --- routes ------------------------------------------------------------------------------------


def _way(sheet: Sheet, cs: Sequence[Context], level: Level) -> Iterator[Row]:
    """The first route with all its steps; of the others where they pass and how long they take."""
    yield Row("goal", tuple(cs))
    routes = list(zip(*(c["ways"] for c in cs), strict=True))
    if not routes:
        yield Row("none", tuple(cs))
        yield from _ask(sheet, [{"ask": c["first"]} for c in cs], level)
        return
    yield Row("summary", tuple(routes[0]))
    cards = list(zip(*(way.cards for way in routes[0]), strict=True))
    for number, step in enumerate(cards[: level.steps + 4], 1):
        told = [card.advice() for card in step]
        yield Row("step", tuple((number, *both) for both in zip(step, told, strict=True)))
        yield from _ticks(list(zip(*(advice.told for advice in told), strict=True)), level)
        for kind in ("decides", "deadline"):
            if getattr(told[0].way, kind):
                yield Row(kind, tuple(advice.way for advice in told))
        # On a long way what a step asks is worth more than whom to ask: the page has the desks
        for contact in told[0].contacts[: int(level.contacts > 1)]:
            yield sheet.contact(contact.offer.record)
    yield from _more(len(cards) - level.steps - 4, cs)
    if routes[1:]:
        yield _head("other", cs)
    yield from (Row("route", tuple(route)) for route in routes[1:])
    yield from _listed("have", [c["start"].requires for c in cs], level.steps)


ROWS = {"station": _station, "status": _station, "offer": _offer, "way": _way}
