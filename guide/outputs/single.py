"""A whole language as one HTML file without scripts, for sharing by Bluetooth or in a chat.

On a phone such a file finds no other beside it, so every link inside becomes an anchor. It is
made from the pages as they are: their <main>, ids with the page's path before them, headings a
level or two lower. What only says again what stands elsewhere in the file is left out, and so
are the pages with whole routes: they repeat the stations many times over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from markupsafe import Markup

from guide import urls
from guide.assets import policy_hash
from guide.contents import Page
from guide.edition import Edition, Said, path_of
from guide.render import render, states
from guide.site import Site

LIMIT = 1_000_000  # bytes: what chats and cheap phones take without ado
# Pages about the site, not the matter
NOT_HERE = frozenset({"notfound", "offline", "search", "basket", "glance", "opendata"})
BELOW = {  # the records that come after the page that lists them
    "pathways": ("station", "status"),
    "offers": ("offer",),
    "places": ("place",),
}
# A slow phone lays out what it shows
STYLE = "article{content-visibility:auto;contain-intrinsic-size:auto 40rem}"

MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
SECTION = r'<section[^>]*>\s*(?:<div class="head">)?<h2 id="(?:{})">.*?</section>\s*'
LEFT_OUT = re.compile(
    "|".join(
        [
            SECTION.format("hierher|ueberall|woerter|ziele"),
            r"<(?P<box>form|script)\b[^>]*>.*?</(?P=box)>\s*",
            r'<nav class="(?:near|jump)".*?</nav>\s*',
            r'<aside class="notice".*?</aside>\s*',  # stands once above all
            r'<details><summary>[^<]*</summary>\s*<ul class="sources".*?</details>\s*',
            r'<ul class="sources".*?</ul>\s*',
            r'<a class="de".*?</a>',  # links to the German page
            r'<svg class="i\b.*?</svg>',  # drawn at the end of a page, not of this file
            r'<div class="act".*?</details>\s*</div>\s*',
            r"<button\b.*?</button>\s*",
            r'<div class="paper">.*?</div>\s*',
            r'<a [^>]*target="merkliste".*?</a>\s*',
            r' data-(?!tr=)[a-z-]+="[^"]*"',
        ]
    ),
    re.DOTALL,
)
DRAFT = ' data-tr="unchecked"'
UNCHECKED = re.compile(r'(<p class="unchecked"><strong>[^<]*</strong>)[^<]*')  # explained above all
LIST = re.compile(r'<ul class="list">.*?</ul>', re.DOTALL)
SUMMARY = re.compile(r"\s*<p[^>]*>.*?</p>", re.DOTALL)  # stands where the link leads
HEAD = re.compile(r'<div class="head">(.*?)\s*</div>', re.DOTALL)
HEADING = re.compile(r"(</?h)([1-4])\b")
ADDRESS = re.compile(r' (href|id)="([^"]*)"')
ANCHOR = re.compile(r' href="#([^"]*)"')
WORD = re.compile(r' (lang|dir|class)="(\w+)"(?=[ >])')  # needs no quotes: HTML standard, 13.1.2.3
SCHEME = re.compile(r"[a-z]+:")


@dataclass(frozen=True)
class Place:
    """A page that the file has: where it was on the site, and how deep it now lies."""

    path: str  # inside the language's folder
    depth: int  # 1: a page of content/, 2: a record


def make(site: Site, edition: Edition, made: Mapping[str, bytes]) -> bytes:
    """Return the file of *edition*, from its pages in *made*."""
    folder = f"{edition.language.tag}/"
    places = list(_places(site, edition, made))
    pages = {place: made[folder + place.path].decode("utf-8") for place in places}
    paths = frozenset(place.path for place in places)
    body = "\n".join(_article(place, html, paths) for place, html in pages.items())
    context = {
        **_about(site, edition),
        "states": {state for html in pages.values() for state in states(html)},
        "content": Markup(_with_sound_anchors(body, paths)),
        "chapters": _chapters(site, edition),
    }
    html = render(site.jinja, "single.html", edition, context)
    return WORD.sub(r" \1=\2", re.sub(r"\n\s*", "\n", html)).encode("utf-8")


def _about(site: Site, edition: Edition) -> Mapping[str, object]:
    site_url = site.guide.region.site_url
    style = site.assets["style.css"].decode("utf-8") + STYLE
    address = urls.absolute(site_url, f"{edition.language.tag}/index.html")
    return {
        "region": edition.view(site.guide.region, "region"),
        "style": Markup(style),
        "style_hash": Markup(policy_hash(style.encode("utf-8"))),
        "address": address,
        "is_known": not urls.is_placeholder(site_url),
        "today": site.day,
    }


def _places(site: Site, edition: Edition, made: Mapping[str, bytes]) -> Iterator[Place]:
    for page in _listed(site):
        yield Place(path_of(page), 1)
        for kind in BELOW.get(page.head.layout, ()):
            folder = f"{edition.language.tag}/{urls.PAGES[kind]}/"
            yield from (
                Place(path.partition("/")[2], 2) for path in made if path.startswith(folder)
            )


def _listed(site: Site) -> list[Page]:
    """Return the pages of content/ as a reader meets them: the first one, the menu, the rest."""
    here = [page for page in site.guide.pages if page.head.layout not in NOT_HERE]
    return sorted(here, key=lambda page: (page.head.layout != "home", page.head.menu or 100))


def _chapters(site: Site, edition: Edition) -> list[tuple[str, Said]]:
    return [
        (_name(path_of(page)), edition.view(page.head, f"content/{page.name}").title)
        for page in _listed(site)
    ]


def _name(path: str) -> str:
    """Return the id of the page at *path*; those of its parts follow after a further slash."""
    return path.removesuffix(".html")


def _article(place: Place, html: str, paths: frozenset[str]) -> str:
    found = MAIN.search(html)
    if found is None:
        raise ValueError(f"{place.path} has no <main>")
    text = LEFT_OUT.sub("", found[1])
    text = text if 'class="mixed"' in html else text.replace(DRAFT, "")  # said once, for all
    text = UNCHECKED.sub(r"\1", text)
    text = LIST.sub(lambda match: SUMMARY.sub("", match[0]), text)
    text = HEAD.sub(r"\1", text)  # what stood beside the heading is gone
    text = HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + place.depth}", text)
    text = ADDRESS.sub(lambda match: _address(match, place.path, paths), text)
    return f'<article id="{_name(place.path)}">{text}</article>'


def _address(match: re.Match[str], path: str, paths: frozenset[str]) -> str:
    attribute, value = match[1], match[2]
    if attribute == "id":
        return f' id="{_name(path)}/{value}"'
    if SCHEME.match(value):
        return match[0]
    file, _, anchor = value.partition("#")
    target = normpath(join(dirname(path), file)) if file else path
    if target not in paths:
        return ""  # a link that leads nowhere is no link
    return f' href="#{_name(target)}{"/" + anchor if anchor else ""}"'


def _with_sound_anchors(body: str, paths: frozenset[str]) -> str:
    """Let a link to what has been left out lead to the page where it was; drop unused ids."""
    ids = {match[2] for match in ADDRESS.finditer(body) if match[1] == "id"}
    wanted = {match[1] for match in ANCHOR.finditer(body)} | {_name(path) for path in paths}

    def sound(match: re.Match[str]) -> str:
        if match[1] == "id":
            return match[0] if match[2] in wanted else ""
        lost = match[2].startswith("#") and match[2][1:] not in ids
        return f' href="{match[2].rpartition("/")[0]}"' if lost else match[0]

    return ADDRESS.sub(sound, body)
