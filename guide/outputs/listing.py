"""What the search lists: every page of an edition by its names, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from guide import labels, urls
from guide.contents import Page
from guide.edition import Edition, Said, View, path_of
from guide.employers import Placement
from guide.fields import Sourced, translatable_fields
from guide.fold import fold
from guide.freshness import PERIODS, Standing, standing
from guide.languages import SOURCE
from guide.markup import FACT, TERM, plain_text
from guide.outputs import firms, placements
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.places import all_places
from guide.site import Site, kept

# Where the order of a language's alphabet is not that of its letters' numbers
ALPHABETS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "kmr": "abcçdeêfghiîjklmnopqrsştuûvwxyz",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ps": "آابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهیېۍئ",
}


@dataclass(frozen=True)
class Entry:
    """A page in the list: its link, its names, what else it is found by, and what it says."""

    href: str
    title: Said | None  # None: it has only a German name
    german: str  # empty where the title says it
    keywords: tuple[str, ...]
    texts: tuple[str, ...]
    is_old: bool = False  # checked so long ago that readers are told to ask first


@dataclass(frozen=True)
class Group:
    heading: Said | None
    entries: tuple[Entry, ...]  # from A to Z


@kept  # a build asks twice for each edition: for the page, and for its texts
def groups(site: Site, tag: str) -> tuple[Group, ...]:
    """Return all pages of the edition *tag* by kind, A to Z."""
    edition = site.edition(tag)
    listed: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("pathways", _nodes(site, edition)),
        ("offers", _offers(site, edition)),
        ("places", _places(site, edition)),
        ("glossary", _terms(site, edition)),
        ("", _pages(site, edition)),
    )
    return tuple(
        Group(_heading(site, edition, layout), tuple(sorted(entries, key=_alphabetically(tag))))
        for layout, entries in listed
    )


def _heading(site: Site, edition: Edition, layout: str) -> Said | None:
    for page in site.guide.pages:
        if page.head.layout == layout:
            title: Said = edition.view(page.head, f"content/{page.name}").title
            return title
    return None


def _nodes(site: Site, edition: Edition) -> Iterator[Entry]:
    for node in site.graph.nodes.values():
        view = node_view(edition, node)
        href = urls.to(edition.language.tag, urls.record(kind_of(node), node.id))
        yield _entry(edition, href, view.name, view)


def _offers(site: Site, edition: Edition) -> Iterator[Entry]:
    organizations = {o.id: o.name for o in site.guide.offers.organizations}
    places = {location.id: location for location in site.guide.offers.locations}
    for service in site.guide.offers.services:
        at = [places[name] for name in service.locations]
        streets = [", ".join(filter(None, (p.name, p.street, p.postcode))) for p in at]
        view = edition.view(service, f"services/{service.id}")
        more = [organizations.get(service.organization or "", ""), *streets]
        href = urls.to(edition.language.tag, urls.record("offer", service.id))
        yield _entry(edition, href, service.name, view, more)


def _places(site: Site, edition: Edition) -> Iterator[Entry]:
    for place in all_places(site.guide):
        codes, unit = getattr(place, "postcodes", []), getattr(place, "unit", None)
        href = urls.to(edition.language.tag, urls.record("place", place.id))
        yield Entry(href, None, place.name, (*codes, *filter(None, [unit])), ())


def _terms(site: Site, edition: Edition) -> Iterator[Entry]:
    path = edition.path_of_layout("glossary")
    for term in site.guide.glossary.terms:
        view = edition.view(term, f"terms/{term.id}")
        forms = [form for form in (term.short, *term.forms) if form]
        href = urls.to(edition.language.tag, path, term.id)
        yield _entry(edition, href, term.word, view, words=forms)


def _pages(site: Site, edition: Edition) -> Iterator[Entry]:
    for page in site.guide.pages:
        if page.head.layout not in ("notfound", "search"):
            head = edition.view(page.head, f"content/{page.name}")
            said = [*_lines(edition.page(page)), *_listed_on(site, edition, page)]
            href = urls.to(edition.language.tag, path_of(page))
            yield _entry(edition, href, head.title, head, said)
    yield from _firms(site, edition)


def _firms(site: Site, edition: Edition) -> Iterator[Entry]:
    """Yield the page of places in firms, with what they are, and in some editions those for firms.

    What firms call things is German in every edition.
    """
    seen = placements.on_offer(site)
    named = dict.fromkeys(name for p in seen for name in (p.occupation.title, p.employer))
    title = edition.say("ui", labels.PLACEMENTS_TITLE)
    yield Entry(placements.address(edition), title, _german_beside(title), (), tuple(named))
    for href, instrument in firms.listed(site, edition):
        yield _entry(edition, href, instrument.title, instrument)
    for href, page_title in firms.others(site, edition):
        yield Entry(href, page_title, _german_beside(page_title), (), ())


def _german_beside(title: Said) -> str:
    return "" if title.language == SOURCE else plain_text(title.german)


def _listed_on(site: Site, edition: Edition, page: Page) -> Iterator[str]:
    """Yield what a page says beside its Markdown and has no page of its own."""
    if page.head.layout == "money":
        for benefit in site.guide.facts.benefits:
            yield from _texts(edition, edition.view(benefit, f"benefits/{benefit.id}"), names=True)
    if page.head.layout == "employers":
        for note in site.guide.employers.notes:
            yield from _texts(edition, edition.view(note, f"notes/{note.id}"))


def _entry(
    edition: Edition,
    href: str,
    title: Said | str,
    view: View,
    more: Iterable[str] = (),
    words: Iterable[str] = (),
) -> Entry:
    german = title if isinstance(title, str) else plain_text(title.german)
    said = None if isinstance(title, str) or _stays_german(title) else title
    own = [view.keywords.text, view.keywords.german] if view.keywords else []
    return Entry(
        href,
        said,
        "" if said is not None and said.language == SOURCE else german,
        tuple(dict.fromkeys([*own, *words])),
        tuple(dict.fromkeys(filter(None, [*_texts(edition, view), *more]))),
        _is_old(edition, view.record),
    )


def _is_old(edition: Edition, record: object) -> bool:
    """Tell whether the check of *record* is overdue; what nobody checked is not old, but unknown.

    Terms and pages are not of a kind that is checked.
    """
    if not isinstance(record, Sourced | Placement) or not isinstance(record, tuple(PERIODS)):
        return False
    return standing(record, edition.day) is Standing.OVERDUE


def _stays_german(title: Said) -> bool:
    """Tell whether a translation is the German name itself, such as "Pro-Aktiv-Center"."""
    return title.language != SOURCE and title.text == title.german


def _alphabetically(tag: str) -> Any:
    """Return the key that sorts entries as the language does; Arabic looks past its article."""
    order = {letter: chr(0xE100 + n) for n, letter in enumerate(ALPHABETS.get(tag, ""))}

    def key(entry: Entry) -> tuple[str, str]:
        name = str(entry.title or entry.german)
        if "ı" in order:
            name = name.replace("I", "ı").replace("İ", "i")
        bare = re.sub(r"^(?:ال)?[^\w§]*", "", name.lower())
        return "".join(order.get(letter) or fold(letter) for letter in bare), entry.href

    return key


# --- what a page says -----------------------------------------------------------------------------


def _texts(edition: Edition, view: View, names: bool = False) -> Iterator[str]:
    """Yield the texts of a record as an edition says them, without its name and keywords."""
    for name, _ in translatable_fields(type(view.record)):
        if name != "keywords" and (names or name not in ("name", "title", "menu_title")):
            yield from _said(edition, getattr(view, name))


def _said(edition: Edition, value: Any) -> Iterator[str]:
    if isinstance(value, Said):
        yield spoken(edition, value.text, value.language)
    elif isinstance(value, View):
        yield from _texts(edition, value)
    elif isinstance(value, list):
        for item in value:
            yield from _said(edition, item)


def spoken(edition: Edition, text: str, language: str) -> str:
    """Return *text* with its amounts and glossary words in place, without any HTML."""

    def fact(match: re.Match[str]) -> str:
        html = edition.words.fact(match[1], match[2], language)
        return html.striptags() if html else match[0]

    def term(match: re.Match[str]) -> str:
        html = edition.words.term(match[1], match[2], language, None)
        return html.striptags() if html else match[0]

    return plain_text(FACT.sub(fact, TERM.sub(term, text)))


def _lines(html: Markup) -> list[str]:
    """Return the texts of a page, one a block."""
    return [line for line in (Markup(part).striptags() for part in html.split("\n")) if line]
