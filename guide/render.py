"""Jinja: the environment, and a page's two steps: its own template, then the shell around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from markupsafe import Markup, escape

from guide import labels, urls
from guide.assets import INLINE, hashed, policy_hash, shared
from guide.audience import UI_FIRMS
from guide.codes import code
from guide.edition import Edition
from guide.facts import date_words, over, phone_link
from guide.freshness import is_over, standing
from guide.icons import icon, read_icons, symbols
from guide.languages import autonym
from guide.markup import in_script
from guide.phrases import phrases

TEMPLATES = Path("templates")
# What stands in the pages: a request of its own would cost more than its bytes
APP = f"{INLINE}app.js"
STYLES = {  # by layout, the parts of its styles
    "way": ("routes", "form"),
    "offers": ("form", "facets"),
    "search": ("search",),
    "offline": ("offline",),
    "basket": ("basket",),
    "places": ("map",),
    "network": ("network",),
    "instrument": ("firms",),
    "rules": ("firms",),
    "placementform": ("firms",),
}
# connect-src: checkers such as Lighthouse read robots.txt from within the page
POLICY = (
    "default-src 'none'; style-src 'self'{style}; img-src 'self'; script-src 'self' {app}; "
    "manifest-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"
)
STATE = re.compile(r'data-tr="(\w+)"')


def environment(root: Path, assets: Mapping[str, bytes] | None = None) -> Environment:
    """Return the templates of the guide in *root*, which find *assets* under their hashed names."""
    jinja = Environment(
        loader=FileSystemLoader(shared(root, TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.globals["icon"] = icon
    jinja.globals["symbols"] = partial(symbols, read_icons(root))
    if assets:
        jinja.globals["asset"] = partial(_asset, assets)
        jinja.globals["app"] = Markup(assets[APP].decode("utf-8"))
        jinja.globals["layout_style"] = partial(layout_style, assets)
        jinja.globals["policy"] = partial(policy, assets)
    return jinja


def layout_style(assets: Mapping[str, bytes], layout: str) -> Markup:
    """Return the styles that only pages of *layout* need; they stand in the page."""
    parts = [assets[f"{INLINE}{name}.css"].decode("utf-8") for name in STYLES.get(layout, ())]
    return Markup("".join(parts))


def policy(assets: Mapping[str, bytes], layout: str = "") -> Markup:
    """Return the Content-Security-Policy of a page: nothing from elsewhere, no code unnamed."""
    style = layout_style(assets, layout).encode("utf-8")
    hashes = {"app": policy_hash(assets[APP]), "style": f" {policy_hash(style)}" if style else ""}
    return Markup(POLICY.format(**hashes))


def _asset(assets: Mapping[str, bytes], name: str) -> str:
    return urls.asset(hashed(name, assets[name]))


def render(
    jinja: Environment, template: str, edition: Edition, context: Mapping[str, Any]
) -> tuple[Markup, frozenset[str]]:
    """Return the HTML of *template* and the translation states of the texts in it."""
    html = jinja.get_template(template).render(**words(edition), **context)
    return Markup(html), frozenset(STATE.findall(html))


def words(edition: Edition) -> dict[str, Any]:
    """Return the functions that every template may call."""

    def say(german: str, **values: object) -> str:
        return edition.ui(german).format(**values)

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
    jinja = environment(root)
    for name in sorted(jinja.list_templates(filter_func=_is_template)):
        source = (shared(root, TEMPLATES) / name).read_text(encoding="utf-8")
        for call in jinja.parse(source).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == function:
                yield from (text.value for text in call.args if isinstance(text, nodes.Const))


def _is_template(name: str) -> bool:
    return name.endswith(".html")
