"""Guide + catalog -> one language edition: each text in the reader's language, or German.

Extraction and rendering are the same code: whatever an edition says is a message, so no text
can be shown that translators never see.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup, escape
from pydantic import BaseModel

from guide import labels, urls
from guide.catalog import Message, Resolved, State, normalize
from guide.contents import Page
from guide.facts import render_fact
from guide.fields import translatable_fields
from guide.isolate import in_script
from guide.languages import LANGUAGES, SOURCE, Language
from guide.load import Guide
from guide.markup import (
    Block,
    Words,
    attributes,
    plain_text,
    render_first,
    render_inline,
    render_page,
)
from guide.markup import Page as MarkdownPage
from guide.model import Term
from guide.safety import german_first

SHOWN = {
    "reviewed": {State.REVIEWED, State.SOURCE},
    "unchecked": {State.REVIEWED, State.SOURCE, State.UNCHECKED},
}


class Said:
    """A text as an edition says it: in which language, how far checked, and as HTML."""

    def __init__(
        self,
        text: str,
        language: str,
        state: State,
        edition: Edition,
        german: str = "",
        *,
        german_first: bool = False,
    ) -> None:
        self.text = text
        self.german_first = german_first
        self.german = german or text
        self.language = language
        self.state = state
        self._edition = edition

    @cached_property
    def attributes(self) -> dict[str, str]:
        """Return what the element around the text must carry."""
        marks: dict[str, str] = {}
        if self.language != self._edition.language.tag:
            marks = {"lang": self.language, "dir": LANGUAGES[self.language].direction}
        if self.state not in (State.SOURCE, State.REVIEWED):
            marks["data-tr"] = self.state.value
        return marks

    @cached_property
    def attrs(self) -> Markup:
        """The same for templates: `<p{{ x.attrs }}>{{ x }}</p>`."""
        return attributes(self.attributes)

    @cached_property
    def span(self) -> Markup:
        """The text with an element of its own, where it stands inside another text."""
        if not self.attributes:
            return self.html
        return Markup("<span{}>{}</span>").format(self.attrs, self.html)

    @cached_property
    def html(self) -> Markup:
        said = render_inline(self.text, self._edition.words, self.language, self.german)
        if not self.german_first:
            return said
        return render_first(self.german, self._edition.words) + said

    def __html__(self) -> Markup:
        return self.html

    def __str__(self) -> str:
        return plain_text(self.text)


class View:
    """A record as templates see it: the same fields, its texts said in the edition's language."""

    def __init__(self, record: BaseModel, said: dict[str, Any]) -> None:
        vars(self).update(vars(record) | said)  # found at once: templates ask a million times
        self.record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["record"], name)


@dataclass(eq=False)
class Edition:
    guide: Guide
    language: Language
    resolve: Callable[[], Mapping[Message, Resolved]] = dict  # asked when a text is to be said
    show: str = "reviewed"
    day: date | None = None  # what is over on it does not look open
    german_first: bool = False  # before drafts that could harm somebody
    messages: dict[Message, State] = field(default_factory=dict)  # what has been said
    _views: dict[str, View] = field(default_factory=dict)
    _ui: dict[str, str] = field(default_factory=dict)
    _pages: dict[Hashable, Markup] = field(default_factory=dict)
    fragments: dict[Hashable, Markup] = field(default_factory=dict)  # HTML that many pages share

    def say(self, context: str, german: str) -> Said:
        """Return the text of *german* at the place *context* as this edition may show it."""
        message = Message(context, normalize(german))
        if self.language.tag == SOURCE:
            self.messages[message] = State.SOURCE
            return Said(message.german, SOURCE, State.SOURCE, self)
        found = self.resolved.get(message, _NOTHING)
        self.messages[message] = found.state
        if found.state in SHOWN[self.show]:
            first = self._german_first(message, found.state)
            said = found.text, self.language.tag, found.state, self, message.german
            return Said(*said, german_first=first)
        # A draft that this edition does not show is no draft to its readers: nothing is there
        state = State.MISSING if found.state is State.UNCHECKED else found.state
        return Said(message.german, SOURCE, state, self)

    def _german_first(self, message: Message, state: State) -> bool:
        return self.german_first and state is State.UNCHECKED and german_first(message)

    def ui(self, german: str) -> str:
        """Return a template's own text; it carries no mark, so it must be complete."""
        if german not in self._ui:
            self._ui[german] = self.say("ui", german).text
        return self._ui[german]

    @cached_property
    def resolved(self) -> Mapping[Message, Resolved]:
        """What the catalog has for each message of today."""
        return self.resolve()

    @cached_property
    def is_mixed(self) -> bool:
        """Some texts are reviewed: then those that are not are marked one by one."""
        return any(found.state is State.REVIEWED for found in self.resolved.values())

    def view(self, record: BaseModel, place: str) -> View:
        """Return *record* with its texts said; *place* is its key in the catalogs."""
        if place not in self._views:
            self._views[place] = self._view(record, place)
        return self._views[place]

    def _view(self, record: BaseModel, place: str) -> View:
        return View(record, dict(self._localize(record, place)))

    def _localize(self, record: BaseModel, place: str) -> Iterator[tuple[str, Any]]:
        """Yield what is not as in *record*."""
        for name, translatable in translatable_fields(type(record)):
            value = getattr(record, name)
            if value is not None and (translatable or not isinstance(value, str)):
                yield name, self._localized(value, translatable, f"{place}/{name}")

    def _localized(self, value: Any, translatable: bool, place: str) -> Any:
        if isinstance(value, str):
            return self.say(place, value) if translatable else value
        if isinstance(value, list):
            return [self._localized(item, translatable, _item(item, place)) for item in value]
        return self._view(value, place) if isinstance(value, BaseModel) else value

    def node(self, identifier: str) -> View:
        """Return the station or residence status with this id."""
        for section in ("stations", "residence_statuses"):
            for record in getattr(self.guide.pathways, section):
                if record.id == identifier:
                    return self.view(record, f"{section}/{identifier}")
        raise KeyError(identifier)

    def page(self, page: Page) -> Markup:
        """Return the HTML of a page in content/; the search reads it, too."""
        key = page.name, page.body
        if key not in self._pages:
            html = render_page(page.body, self.words, self._markdown_page(page))
            self._pages[key] = html
        return self._pages[key]

    def _markdown_page(self, page: Page) -> MarkdownPage:
        def say(section: str, german: str) -> Block:
            place = f"content/{page.name}" + (f"#{section}" if section else "")
            said = self.say(place, german)
            first = said.german if said.german_first else ""
            return Block(said.text, said.language, said.attributes, first)

        foreign = self.language.tag != SOURCE
        german = partial(urls.to, SOURCE, path_of(page)) if foreign else None
        return MarkdownPage(self.language.tag, say, german)

    @cached_property
    def words(self) -> Words:
        return Words(self._fact, self._term, self._link)

    def _fact(self, kind: str, identifier: str, language: str) -> Markup | None:
        if kind == "leer":
            blank = Markup('<mark class="leer">[{}: {}]</mark>')
            name: Markup | str = identifier
            if language != SOURCE:
                name = Markup('<bdi lang="de">{}</bdi>').format(identifier)
            return blank.format(self.ui(labels.BLANK), name)
        say = str if language == SOURCE else self.ui
        known = (self.guide.facts, kind, identifier, LANGUAGES[language])
        return render_fact(*known, today=self.day, say=say)

    def _term(
        self, identifier: str, text: str | None, language: str, around: str | None
    ) -> Markup | None:
        """A glossary word: linked, with the German word beside it, at its first use on a page.

        *around* is the text it stands in; None after the first use.
        """
        term = next((t for t in self.guide.glossary.terms if t.id == identifier), None)
        if term is None:
            return None
        shown = _shown_term(term, text, language, around)
        if around is None:
            return shown
        link = urls.to(self.language.tag, self.path_of_layout("glossary"), identifier)
        return Markup('<a class="wort" href="{}">{}</a>').format(link, shown)

    def _link(self, kind: str, identifier: str, anchor: str) -> str | None:
        if kind == "page":
            page = next((p for p in self.guide.pages if p.name == identifier), None)
            return urls.to(self.language.tag, path_of(page), anchor) if page else None
        return urls.to(self.language.tag, urls.record(kind, identifier), anchor)

    def path_of_layout(self, layout: str) -> str:
        """Return the path of the first page with *layout*."""
        return self._paths[layout]

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {page.head.layout: path_of(page) for page in reversed(self.guide.pages)}


def _shown_term(term: Term, text: str | None, language: str, around: str | None) -> Markup:
    if language == SOURCE:
        return escape(text or term.word)
    word = Markup('<bdi lang="de">{}</bdi>').format(term.word)
    if not text:
        return word
    said_already = around is None or term.word in around
    shown = in_script(text, LANGUAGES[language])
    return shown if said_already else Markup("{} ({})").format(shown, word)


def path_of(page: Page) -> str:
    """Return the path of a page in content/ inside a language's folder."""
    return "index.html" if page.head.layout == "home" else f"{page.name}.html"


def _item(item: Any, place: str) -> str:
    """The key of a list's item: its id, its target, or the list itself (never its number)."""
    key = getattr(item, "id", None) or getattr(item, "to", None)
    return f"{place}/{key}" if key else place


def source_edition(guide: Guide, day: date | None = None) -> Edition:
    return Edition(guide, LANGUAGES[SOURCE], day=day)


_NOTHING = Resolved(State.MISSING)
