"""Markdown -> HTML: translation at token level, facts, glossary words, internal links.

Raw HTML is shown as text and unknown link schemes are refused. A block is translated after
the block structure is known and before its inline Markdown is parsed, so the structure always
comes from the German page: a translator cannot drop a list item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from guide.isolate import OTHER_SCRIPTS, bound, in_brackets, in_script
from guide.languages import LANGUAGES, SOURCE

SIGNS = re.compile(r"[\\`*_<\[{&\n\r\0]")  # text without them is text alone: no rule begins there
HEADING_ID = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
FACT = re.compile(r"\{(tel|betrag|frist|leer):([^{}\n]+)\}")
TERM = re.compile(r"\[\[([a-z0-9-]+)(?:\\?\|([^\[\]\n]+))?\]\]")
SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
# <https://…>, and the line that says where [text][name] leads: [name]: https://…
LINK_ELSEWHERE = re.compile(r"<([a-z][a-z0-9+.-]*:[^<>\s]*)>|^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
OUTSIDE = frozenset({"http", "https", "mailto", "tel", "geo", "sms"})
INSIDE = frozenset({"station", "status", "offer", "page", "place"})


@dataclass(frozen=True, slots=True)
class Block:
    """A block's text in the language it is shown in, and the attributes that say so."""

    text: str
    language: str
    attributes: dict[str, str]
    first: str = ""  # the German, where it stands before the translation


@dataclass(frozen=True)
class Words:
    """What the text refers to; each function gets the language of the block it stands in."""

    fact: Callable[[str, str, str], Markup | None]  # kind, id, language
    term: Callable[[str, str | None, str, str | None], Markup | None]  # id, text, language, around
    link: Callable[[str, str, str], str | None]  # kind, id, anchor


@dataclass(frozen=True)
class Page:
    """How a page's blocks are translated: `say(section, German)`."""

    language: str
    say: Callable[[str, str], Block]
    german: Callable[[str], str] | None = None  # section -> link to the German section


def render_page(text: str, words: Words, page: Page) -> Markup:
    """Return the HTML of a page in content/."""
    env: dict[str, Any] = {"words": words, "page": page, "language": page.language}
    return Markup(_markdown().render(text, env))


def render_inline(text: str, words: Words, language: str, german: str = "") -> Markup:
    """Return the HTML of one line of text in *language*, translated from *german*."""
    if not SIGNS.search(text):
        return _plain(bound(text), language, bound(german))
    env: dict[str, Any] = {"words": words, "language": language, "german": german}
    return Markup(_markdown().renderInline(text, env))


def render_first(german: str, words: Words) -> Markup:
    """Return the HTML of the *german* before a translation; it links no glossary words."""
    env: dict[str, Any] = {"words": words, "language": SOURCE, "plain": True}
    html = Markup(_markdown().renderInline(german, env))
    return Markup('<i lang="de" dir="ltr">{}</i>').format(html)


@lru_cache(maxsize=100_000)  # a name stands on many pages
def plain_text(text: str) -> str:
    """Return *text* without Markdown, for titles and descriptions."""
    text = TERM.sub(lambda match: match[2] or match[1], text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*`]+", "", text)


def references(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, id, position, length) for each fact, glossary word and link in *text*."""
    for match in re.finditer(r"\{(\w+):([^{}\n]*)\}", text):
        yield match[1], match[2], match.start(), len(match[0])
    for match in re.finditer(r"\[\[([^\[\]|\\]*)(\\?\|[^\[\]]*)?\]\]", text):
        yield "term", match[1], match.start(), len(match[0])
    for match in re.finditer(r"\]\((\s*<?)([^)\s>]*)", text):
        yield "link", match[2], match.start(2), max(1, len(match[2]))
    for match in LINK_ELSEWHERE.finditer(text):
        group = match.lastindex or 1
        yield "link", match[group], match.start(group), len(match[group])


def scheme(address: str) -> str | None:
    """Return the scheme of a link, lower case; None for an anchor or a relative path."""
    match = SCHEME.match(address.strip())
    return match[1].lower() if match else None


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = _is_allowed  # type: ignore[method-assign,assignment]
    markdown.core.ruler.at("inline", _inline)
    markdown.inline.ruler.before("link", "term", _term_rule)
    markdown.inline.ruler.before("link", "fact", _fact_rule)
    markdown.add_render_rule("link_open", _render_link)
    markdown.add_render_rule("heading_open", _render_heading_open)
    markdown.add_render_rule("heading_close", _render_heading_close)
    return markdown


def _is_allowed(address: str) -> bool:
    return address.startswith("#") or scheme(address) in OUTSIDE | INSIDE


def _inline(state: StateCore) -> None:
    """In place of markdown-it's rule: translate each block, then parse its inline Markdown."""
    section = ""
    for number, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        opener = state.tokens[number - 1] if number else None
        if opener is not None and opener.type == "heading_open":
            section = _take_heading_id(token, opener) or section
            state.tokens[number + 1].meta["section"] = section
        _say_and_parse(token, opener, section, state)


def _say_and_parse(token: Token, opener: Token | None, section: str, state: StateCore) -> None:
    page: Page | None = state.env.get("page")
    language, marks, german, first = state.env["language"], {}, token.content, ""
    if page is not None and opener is not None and token.content.strip():
        block = page.say(section, token.content)
        token.content, language, marks = block.text, block.language, block.attributes
        first = block.first
    german = bound(state.env.get("german", german))
    parsed = _parsed(bound(token.content), language, state)
    token.children = [_isolated(child, language, german) for child in parsed]
    if first:
        state.env["plain"] = True  # the translation links them
        token.children = [*_first(_parsed(bound(first), SOURCE, state)), *token.children]
        state.env["plain"] = False
    if opener is not None and marks:
        _mark(token, opener, marks)


def _parsed(text: str, language: str, state: StateCore) -> list[Token]:
    """Return the tokens of a block's inline Markdown."""
    state.env["block_language"] = language
    if not SIGNS.search(text):
        return [Token("text", "", 0, content=text)] if text else []
    found: list[Token] = []
    state.md.inline.parse(text, state.md, state.env, found)
    return found


def _plain(text: str, language: str, german: str) -> Markup:
    """Return what the parser would make of a text without SIGNS: most texts are."""
    token = _isolated(Token("text", "", 0, content=text), language, german)
    return Markup(token.content if token.type == "html_inline" else escapeHtml(text))


def _first(german: list[Token]) -> list[Token]:
    """In <i>, which is for words of another language, and otherwise not used in texts."""
    begin, end = Token("i_open", "i", 1), Token("i_close", "i", -1)
    begin.attrs = {"lang": SOURCE, "dir": LANGUAGES[SOURCE].direction}
    return [begin, *german, end]


def _mark(token: Token, opener: Token, marks: dict[str, str]) -> None:
    if not opener.hidden:
        for name, value in marks.items():
            opener.attrSet(name, value)
        return
    # A tight list has no <p>, and <li> must not carry the language into a nested list
    begin, end = Token("span_open", "span", 1), Token("span_close", "span", -1)
    begin.attrs = dict(marks)
    token.children = [begin, *(token.children or []), end]


def _isolated(token: Token, language: str, german: str) -> Token:
    """Mark the German words in a translation: for the reading voice, and for the order of signs."""
    if token.type != "text" or language == SOURCE:
        return token
    other_script = language in OTHER_SCRIPTS
    html = (
        in_script(token.content, LANGUAGES[language])
        if other_script
        else in_brackets(token.content, german)
    )
    if html == escape(token.content):
        return token
    marked = Token("html_inline", "", 0)
    marked.content = str(html)
    return marked


def _take_heading_id(token: Token, opener: Token) -> str:
    match = HEADING_ID.search(token.content)
    if not match:
        return ""
    token.content = token.content[: match.start()]
    opener.attrSet("id", match[1])
    return match[1]


def _language(state: StateInline) -> str:
    return str(state.env.get("block_language") or state.env["language"])


def _fact_rule(state: StateInline, silent: bool) -> bool:
    match = FACT.match(state.src, state.pos)
    if match is None:
        return False
    html = state.env["words"].fact(match[1], match[2], _language(state))
    return html is not None and _push(state, html, match.end(), silent)


def _term_rule(state: StateInline, silent: bool) -> bool:
    match = TERM.match(state.src, state.pos)
    if match is None:
        return False
    seen: set[str] = state.env.setdefault("terms", set())
    plain = state.env.get("plain", False)
    around = None if plain or match[1] in seen else state.src
    html = state.env["words"].term(match[1], match[2], _language(state), around)
    if not silent and not plain:
        seen.add(match[1])
    return html is not None and _push(state, html, match.end(), silent)


def _push(state: StateInline, html: Markup, end: int, silent: bool) -> bool:
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = str(html)
    state.pos = end
    return True


def _render_link(renderer: Any, tokens: list[Token], number: int, options: Any, env: Any) -> str:
    token = tokens[number]
    address = str(token.attrGet("href") or "")
    if (kind := scheme(address)) in INSIDE:
        identifier, _, anchor = address.split(":", 1)[1].partition("#")
        inside = env["words"].link(kind, identifier, anchor)
        token.attrSet("href", inside or "#")
    elif kind in ("http", "https"):
        token.attrSet("rel", "external noreferrer")
    return str(renderer.renderToken(tokens, number, options, env))


def _render_heading_open(
    renderer: Any, tokens: list[Token], number: int, options: Any, env: Any
) -> str:
    html = str(renderer.renderToken(tokens, number, options, env))
    return html if _german_section(tokens[number + 2], env) is None else f'<div class="head">{html}'


def _render_heading_close(
    renderer: Any, tokens: list[Token], number: int, options: Any, env: Any
) -> str:
    html = Markup(renderer.renderToken(tokens, number, options, env))
    german = _german_section(tokens[number], env)
    if german is None:
        return html
    link = Markup('<a class="de" href="{}" lang="de" dir="ltr">Deutsch</a>')
    return Markup("{}{}</div>\n").format(html, link.format(german))


def _german_section(close: Token, env: Any) -> str | None:
    """Return the link to the German section that the heading closed by *close* begins."""
    page: Page | None = env.get("page")
    section = close.meta.get("section")
    return page.german(section) if page and page.german and section else None


def attributes(attrs: dict[str, str]) -> Markup:
    return Markup("".join(f' {name}="{escape(value)}"' for name, value in attrs.items()))
