"""How heavy the site is for a phone, and what is heavier than a cheap data plan bears.

Bytes are counted as a host sends them that compresses with Brotli (RFC 7932), in kilobytes of
1000. Quality 5 is what a host can do while it answers. Copies stored in advance (`build
--compressed`) are of quality 11, and a tenth smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from statistics import median

import brotli

KB = 1000
PAGE_MOST = 14 * KB  # with its style sheet and scripts
ARTICLE_MEDIAN, ARTICLE_MOST = 6 * KB, 10 * KB  # a page that is no list and tells no routes
RAW_MEDIAN = 14 * KB  # of articles, too
REQUESTS = 2
STYLES, SCRIPTS = 3 * KB, 6 * KB  # styles of a page; scripts of all that any page can do
AT_ONCE, STORED = 5, 11  # qualities
EVERY = 8  # so many pages are weighed once where quality 11 would take a minute
FIRST_RESULT, ALL_TEXTS = 8 * KB, 45 * KB  # of the search, beyond the page itself
LANGUAGE = 1000 * KB  # all of a language to keep; a quarter of it for 120 pages
# Pages that grow with the data; those of routes tell up to five
LISTS = ("quellen", "woerter", "angebote", "suche", "netz")

INLINE = re.compile(rb"<(style|script)>(.*?)</", re.DOTALL)
LOADED = re.compile(rb'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"')


@dataclass(frozen=True)
class Weight:
    """A page: its bytes, and those of all it needs before it can be read."""

    path: str
    raw: int
    total: int  # compressed, with what it loads
    requests: int
    styles: int = 0  # compressed, those in it and those it loads
    code: int = 0

    @property
    def is_article(self) -> bool:
        return "/weg/" not in self.path and not self.path.split("/")[-1].startswith(LISTS)

    @property
    def most(self) -> int:
        return ARTICLE_MOST if self.is_article else PAGE_MOST


@dataclass(frozen=True)
class Medians:
    """What half of some pages weigh at most, in bytes."""

    total: float  # compressed, with all they load
    raw: float  # the HTML alone


def small(content: bytes, quality: int = AT_ONCE) -> int:
    return len(brotli.compress(content, quality=quality))


def weigh(contents: Mapping[str, bytes], quality: int = AT_ONCE) -> list[Weight]:
    """Return the weight of each page in *contents*, the site's files by path.

    One that is too heavy is weighed again as it is stored, as hosts are told to send it.
    """
    assets = {p: c for p, c in contents.items() if p.endswith((".css", ".js"))}
    pages = {p: c for p, c in contents.items() if p.endswith(".html")}
    loaded = {path: small(content, quality) for path, content in assets.items()}
    weights = [_weight(path, content, loaded, quality) for path, content in pages.items()]
    if quality == STORED or all(weight.total <= weight.most for weight in weights):
        return weights
    loaded = {path: small(content, STORED) for path, content in assets.items()}
    return [
        w if w.total <= w.most else _weight(w.path, pages[w.path], loaded, STORED) for w in weights
    ]


def _weight(path: str, content: bytes, assets: Mapping[str, int], quality: int) -> Weight:
    loaded = [(one or other).decode() for one, other in LOADED.findall(content)]
    sizes = {name: assets[normpath(join(dirname(path), name))] for name in loaded}
    within = INLINE.findall(content)
    return Weight(
        path,
        len(content),
        small(content, quality) + sum(sizes.values()),
        1 + len(loaded),
        *(
            sum(small(text, quality) for tag, text in within if tag == kind)
            + sum(size for name, size in sizes.items() if name.endswith(ending))
            for kind, ending in ((b"style", ".css"), (b"script", ".js"))
        ),
    )


def stored(contents: Mapping[str, bytes]) -> list[Weight]:
    """Return the weight of every 8th page as `build --compressed` stores it."""
    pages = sorted(path for path in contents if path.endswith(".html"))[::EVERY]
    loaded = {path: content for path, content in contents.items() if path.endswith(".css")}
    return weigh({**loaded, **{path: contents[path] for path in pages}}, STORED)


def too_heavy(weights: Iterable[Weight]) -> Iterator[str]:
    """Yield a sentence for each page that is heavier than it may be."""
    for weight in weights:
        if weight.total > weight.most:
            yield (
                f"{weight.path}: {said(weight.total)}, erlaubt sind {said(weight.most)}. "
                "Texte kürzen oder die Seite teilen."
            )
        if weight.requests > REQUESTS:
            yield f"{weight.path}: {weight.requests} Abrufe, erlaubt sind {REQUESTS}."


def medians(weights: Iterable[Weight]) -> Medians:
    known = list(weights)
    return Medians(median(w.total for w in known), median(w.raw for w in known))


def of_articles(weights: Iterable[Weight]) -> Medians:
    """Return the medians of the pages that budgets speak of: no routes, no lists."""
    return medians(weight for weight in weights if weight.is_article)


def said(size: float) -> str:
    return f"{size / KB:.1f} KB".replace(".", ",")
