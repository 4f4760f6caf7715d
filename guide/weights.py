"""How heavy the site is for a phone, and what is heavier than a cheap data plan bears.

Bytes are counted as a host sends them that compresses with Brotli (RFC 7932), in kilobytes of
1000. Quality 5 is what a host can do while it answers; stored in advance they are 2 % smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from statistics import median

import brotli

KB = 1000
PAGE_MEDIAN, PAGE_MOST = 6 * KB, 14 * KB  # with its style sheet and scripts
ARTICLE_MOST = 10 * KB
RAW_MEDIAN = 14 * KB
REQUESTS = 2
STYLES, SCRIPTS = 3 * KB, 6 * KB
FIRST_RESULT, ALL_TEXTS = 8 * KB, 45 * KB  # of the search, beyond the page itself
LANGUAGE = 1000 * KB  # all of a language to keep; a quarter of it for 120 pages
# Pages that grow with the data; those of routes tell up to five
LISTS = ("quellen", "woerter", "angebote", "suche", "netz")

LOADED = re.compile(rb'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"')


@dataclass(frozen=True)
class Weight:
    """A page: its bytes, and those of all it needs before it can be read."""

    path: str
    raw: int
    total: int  # compressed, with what it loads
    requests: int

    @property
    def most(self) -> int:
        several = "/weg/" in self.path or self.path.split("/")[-1].startswith(LISTS)
        return PAGE_MOST if several else ARTICLE_MOST


def small(content: bytes) -> int:
    return len(brotli.compress(content, quality=5))


def weigh(contents: Mapping[str, bytes]) -> list[Weight]:
    """Return the weight of each page in *contents*, the site's files by path."""
    assets = {p: small(c) for p, c in contents.items() if p.endswith((".css", ".js"))}
    return [_weight(p, c, assets) for p, c in contents.items() if p.endswith(".html")]


def _weight(path: str, content: bytes, assets: Mapping[str, int]) -> Weight:
    loaded = [one or other for one, other in LOADED.findall(content)]
    sizes = [assets[normpath(join(dirname(path), name.decode()))] for name in loaded]
    return Weight(path, len(content), small(content) + sum(sizes), 1 + len(loaded))


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


def summary(weights: list[Weight]) -> tuple[float, float]:
    """Return the medians over all pages: compressed with all they need, and raw HTML."""
    return median(w.total for w in weights), median(w.raw for w in weights)


def said(size: float) -> str:
    return f"{size / KB:.1f} KB".replace(".", ",")
