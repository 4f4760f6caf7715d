"""Jinja: the environment, and a page's two steps: its own template, then the shell around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from guide import labels, urls
from guide.assets import INLINE, hashed, policy_hash, shared
from guide.audience import UI_FIRMS
from guide.catalog import State
from guide.codes import code
from guide.edition import Edition
from guide.facts import date_words, over, phone_link
from guide.freshness import is_over, standing
from guide.icons import drawn, icon, read_icons
from guide.isolate import in_script
from guide.languages import SOURCE, autonym
from guide.phrases import phrases
from guide.templating import Compiled, Templates

TEMPLATES = Path("templates")
# What stands in the pages: a request of its own would cost more than its bytes
CODE = {  # by what stands in a page that needs it
    " data-script=": f"{INLINE}app.js",
    ' data-do="read"': f"{INLINE}voice.js",
}
ANSWER = f"{INLINE}answer.js"  # in German pages, whose text stands beside another on paper
PRINTED = ' data-do="print"'
STYLES = {  # by layout, the parts of its styles
    "way": ("routes",),
    "offers": ("forms", "facets"),
    "search": ("forms", "search"),
    "offline": ("offline",),
    "basket": ("forms", "basket"),
    "places": ("map",),
    "network": ("network",),
    "glance": ("glance",),
    "instrument": ("firms",),
    "rules": ("firms",),
    "placementform": ("forms", "firms"),
}
# frame-src: paper takes the German from the German page (assets/inline/paper.js).
# connect-src: checkers such as Lighthouse read robots.txt from within the page
POLICY = (
    "default-src 'none'; form-action 'none'; base-uri 'none'; img-src 'self'; manifest-src 'self'; "
    "connect-src 'self'; frame-src 'self'; style-src 'self'{style}; script-src 'self'{code}"
)


COMPILED = Compiled()
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CALL = re.compile(r'(?<![\w.])(_|to_firms)\(\s*"([^"\\]*)"')  # a test compares with Jinja's parser


def environment(root: Path, assets: Mapping[str, bytes] | None = None) -> Environment:
    """Return the templates of the guide in *root*, which find *assets* under their hashed names."""
    jinja = Templates(
        loader=FileSystemLoader(shared(root, TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=COMPILED,
        auto_reload=False,  # whoever reads the guide anew makes a new environment
    )
    jinja.globals["icon"] = icon
    jinja.filters["drawn"] = partial(drawn, read_icons(root))
    if assets:
        jinja.globals["asset"] = partial(_asset, assets)
        jinja.globals["code"] = partial(inline_code, assets)
        jinja.globals["layout_style"] = cache(partial(layout_style, assets))
        jinja.globals["policy"] = cache(partial(policy, assets))
    return jinja


def layout_style(assets: Mapping[str, bytes], layout: str) -> Markup:
    """Return the styles that only pages of *layout* need; they stand in the page."""
    parts = [assets[f"{INLINE}{name}.css"].decode("utf-8") for name in STYLES.get(layout, ())]
    return Markup("".join(parts))


def inline_code(assets: Mapping[str, bytes], content: str, tag: str) -> Markup:
    """Return the script that stands in a page in the language *tag* with *content*.

    Only what it needs; in braces, so that none of its names is one of the page's.
    """
    names = [name for sign, name in CODE.items() if sign in content]
    if tag == SOURCE and PRINTED in content:
        names.append(ANSWER)
    code = ";".join(assets[name].decode("utf-8") for name in names)
    return Markup(f"{{{code}}}" if code else "")


def policy(assets: Mapping[str, bytes], layout: str = "", code: str = "") -> Markup:
    """Return the Content-Security-Policy of a page of *layout* with the script *code* in it:
    nothing from elsewhere, no code unnamed.
    """
    parts = {"style": layout_style(assets, layout), "code": code}
    hashes = {n: p and f" {policy_hash(p.encode('utf-8'))}" for n, p in parts.items()}
    return Markup(POLICY.format(**hashes))


def _asset(assets: Mapping[str, bytes], name: str) -> str:
    return urls.asset(hashed(name, assets[name]))


def render(
    jinja: Environment, template: str, edition: Edition, context: Mapping[str, Any]
) -> Markup:
    """Return the HTML of *template*."""
    return Markup(_speaking(jinja, edition).get_template(template).render(context))


def states(html: str) -> frozenset[str]:
    """Return the translation states of the texts in *html*."""
    return frozenset(state.value for state in State if f'data-tr="{state.value}"' in html)


def fragment(
    jinja: Environment,
    template: str,
    edition: Edition,
    key: Hashable,
    context: Callable[[], Mapping[str, Any]],
) -> Markup:
    """Return the HTML of *template*, which many pages share, made once for each *key*.

    *key* is all that the *context* depends on beside the edition.
    """
    known, name = edition.fragments, (template, key)
    if name not in known:
        known[name] = render(jinja, template, edition, context())
    return known[name]


@lru_cache(maxsize=4)  # languages are rendered one after the other
def _speaking(jinja: Environment, edition: Edition) -> Environment:
    """Return *jinja* with the words of *edition*: macros know them, and are made once for it."""

    def once(template: str, key: Hashable, **given: Any) -> Markup:
        """Return what `fragment` returns, without the space around it, for use in templates."""
        return fragment(jinja, template, edition, key, lambda: given).strip()

    speaking = jinja.overlay()
    speaking.globals = {**jinja.globals, **words(edition), "once": once}
    return speaking


@lru_cache(maxsize=4)  # a page is made of several templates, of one language or two
def words(edition: Edition) -> Mapping[str, Any]:
    """Return the functions that every template may call."""

    def say(german: str, **values: object) -> str:
        said = edition.ui(german)
        return said.format(**values) if values else said

    def url(kind: str, identifier: str) -> str:
        return urls.to(edition.language.tag, urls.record(kind, identifier))

    def page_url(layout: str, anchor: str = "") -> str:
        return urls.to(edition.language.tag, edition.path_of_layout(layout), anchor)

    def until(last: date) -> Markup:
        shown = date_words(last, edition.language)
        return over(shown, edition.ui) if is_over(last, edition.day) else shown

    def basket_url(kind: str, identifier: str) -> str:
        return page_url("basket", f"+{code(kind, identifier)}")

    def to_firms(german: str, **values: object) -> Markup:
        """A text that only firms read: not all editions say it, so it carries its own mark."""
        said = edition.say(UI_FIRMS, german)
        text = escape(said.text).format(**values)
        return Markup("<span{}>{}</span>").format(said.attrs, text) if said.attributes else text

    return {
        "_": say,
        "to_firms": to_firms,
        "basket_url": basket_url,
        "url": url,
        "page_url": page_url,
        "label": partial(label, edition),
        "phrases": partial(phrases, edition=edition),
        "day": partial(date_words, language=edition.language),
        "until": until,
        "is_over": partial(is_over, day=edition.day),
        "standing": lambda view: standing(view.record, edition.day),
        "phone_link": phone_link,
        "autonym": autonym,
        "language": edition.language,
        "edition": edition,
        "place_names": edition.guide.place_names,
        "german_page": urls.to(SOURCE, urls.HERE),
    }


def label(edition: Edition, table: str, key: str) -> Markup:
    return in_script(edition.ui(labels.TABLES[table][key]), edition.language)


def template_texts(root: Path) -> Iterator[str]:
    """Yield the German texts in `_("…")` in all templates and in the tables of labels."""
    yield from _calls(root, "_")
    for table in labels.TABLES.values():
        yield from table.values()
    yield from labels.EXTRA


def firm_texts(root: Path) -> Iterator[str]:
    """Yield the German texts in `to_firms("…")` and the labels that only firms read."""
    yield from _calls(root, "to_firms")
    yield from labels.FIRMS


def _calls(root: Path, function: str) -> Iterator[str]:
    folder = shared(root, TEMPLATES)
    for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")):
        source = COMMENT.sub("", (folder / name).read_text(encoding="utf-8"))
        yield from (call[2] for call in CALL.finditer(source) if call[1] == function)
