"""Each text file a second and a third time, compressed for hosts that send such copies.

nginx (`gzip_static`, `brotli_static`), Apache (content negotiation) and many others send
`page.html.br` or `page.html.gz` where they lie beside `page.html`, and need not compress anew.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import brotli

TEXTS = (
    *(".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".webmanifest"),
    *(".csv", ".geojson", ".jsonld", ".ics", ".atom"),  # open data
)
LEAST = 200  # bytes; of less than that nothing is saved


def copies(made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield `path.gz` (RFC 1952, without a time: the same twice) and `path.br` (RFC 7932)."""
    texts = {p: c for p, c in made.items() if p.endswith(TEXTS) and len(c) >= LEAST}
    with ThreadPoolExecutor() as workers:  # both libraries let other threads run meanwhile
        for (path, content), small in zip(
            texts.items(), workers.map(_both, texts.values()), strict=True
        ):
            for ending, copy in zip((".gz", ".br"), small, strict=True):
                if len(copy) < len(content):
                    yield path + ending, copy


def _both(content: bytes) -> tuple[bytes, bytes]:
    return gzip.compress(content, 9, mtime=0), brotli.compress(content)
