"""Search: the list of all pages, which works without scripts, and the texts behind it.

The page itself lists every title with the words that lead to it: that is all the first result
needs. The texts of an edition are a script of their own, loaded only when a reader asks for
them; a script and no fetch, so that it works from a USB stick too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from guide import urls
from guide.artifact import Artifact
from guide.contents import Page
from guide.edition import Edition, Said, View, path_of
from guide.fields import translatable_fields
from guide.fold import fold
from guide.languages import SOURCE
from guide.markup import FACT, TERM, plain_text
from guide.outputs.nodes import kind_of, node_view
from guide.outputs.places import all_places
from guide.site import Site

FOLDER = "such-index"
SOURCES = (Path("data"), Path("content"), Path("translations"))
SCRIPT = "search.js"
CALL = "suchtexte"  # the function of assets/search.js that takes the texts
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


@dataclass(frozen=True)
class Group:
    heading: Said | None
    entries: tuple[Entry, ...]  # from A to Z


# --- the page -----------------------------------------------------------------------------------


def context(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the page of layout `search` lists: titles, keywords, where the texts are."""
    tag = edition.language.tag
    return {
        "groups": groups(site, tag),
        "script": _address(script_path(site, tag), script(site, tag)),
        "texts": _address(texts_path(site, tag), texts_file(site, tag)),
    }


def _address(path: str, content: bytes) -> str:
    """Return the link to *path*. What has changed is asked for anew; a saved copy is found by
    the name alone.
    """
    return f"{urls.ROOT}{path}?{hashlib.sha256(content).hexdigest()[:8]}"


@lru_cache(maxsize=32)  # a build asks twice for each edition: for the page, and for its texts
def groups(site: Site, tag: str) -> tuple[Group, ...]:
    """Return all pages of the edition *tag* by kind, A to Z."""
    edition = _edition(site, tag)
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


def _edition(site: Site, tag: str) -> Edition:
    return next(edition for edition in site.editions if edition.language.tag == tag)


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
    )


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
        yield _spoken(edition, value)
    elif isinstance(value, View):
        yield from _texts(edition, value)
    elif isinstance(value, list):
        for item in value:
            yield from _said(edition, item)


def _spoken(edition: Edition, said: Said) -> str:
    """Return a text with its amounts and glossary words in place, without any HTML."""

    def fact(match: re.Match[str]) -> str:
        html = edition.words.fact(match[1], match[2], said.language)
        return html.striptags() if html else match[0]

    def term(match: re.Match[str]) -> str:
        html = edition.words.term(match[1], match[2], said.language, None)
        return html.striptags() if html else match[0]

    return plain_text(FACT.sub(fact, TERM.sub(term, said.text)))


def _lines(html: Markup) -> list[str]:
    """Return the texts of a page, one a block."""
    return [line for line in (Markup(part).striptags() for part in html.split("\n")) if line]


# --- the texts as a file --------------------------------------------------------------------------


@lru_cache(maxsize=32)
def texts_file(site: Site, tag: str) -> bytes:
    """Return the script with the texts of all entries, in the order of the list."""
    entries = [entry for group in groups(site, tag) for entry in group.entries]
    texts = ["\n".join(entry.texts) for entry in entries]
    return f"{CALL}({json.dumps(texts, ensure_ascii=False, separators=(',', ':'))})\n".encode()


def texts_path(site: Site, tag: str) -> str:
    return f"{FOLDER}/{tag}.texts.js"


def script(site: Site, tag: str) -> bytes:
    """Return the script of the page with the keywords of its entries, in the order of the list.

    They are for the search alone: on the page they would be a third of its weight.
    """
    entries = [entry for group in groups(site, tag) for entry in group.entries]
    told = {"keywords": [", ".join(_more(entry)) for entry in entries]}
    said = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"Bildungswege={said};\n".encode() + site.assets[SCRIPT]


def _more(entry: Entry) -> Iterator[str]:
    """Yield the keywords of *entry* that its names do not say already, each once."""
    said = [fold(f"{entry.title or ''} {entry.german}")]
    for keyword in ", ".join(entry.keywords).split(", "):
        if not any(fold(keyword) in known for known in said):
            said.append(fold(keyword))
            yield keyword


def script_path(site: Site, tag: str) -> str:
    return f"{FOLDER}/{tag}.js"


def plan(site: Site) -> Iterator[Artifact]:
    for edition in site.editions:
        tag = edition.language.tag
        yield Artifact(script_path(site, tag), SOURCES, partial(script, site, tag))
        yield Artifact(texts_path(site, tag), SOURCES, partial(texts_file, site, tag))


def parts(site: Site, tag: str) -> Mapping[str, tuple[str, ...]]:
    """Return the paths of the artifacts that a search loads, for measuring what it costs.

    `page` is the list itself; `first` what else the first result needs; `texts` what is loaded
    only when a reader wants to search in all texts.
    """
    edition = _edition(site, tag)
    return {
        "page": (f"{tag}/{edition.path_of_layout('search')}",),
        "first": (script_path(site, tag),),
        "texts": (texts_path(site, tag),),
    }
