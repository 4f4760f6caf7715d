"""The page on which readers save a language. It says how much that is, once that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from guide import labels, urls
from guide.edition import Edition
from guide.isolate import in_script
from guide.site import Site

LAYOUT = "offline"
FOLDER = "offline"  # at the root of the site: what is saved, and what is shared
PACK, FILE = "pack", "file"
SIZE = "\ue001"  # private use character: stands for the size until the text is HTML
SIZES = re.compile(rb'(<bdi data-size="(\w+)">)[^<]*')


def context(_site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the page shows; `with_sizes` completes it."""
    return {
        "root": urls.ROOT,
        "file": f"{urls.ROOT}{file_of(edition.language.tag)}",
        "save": _with_place(edition, labels.SAVE, PACK),
        "share": _with_place(edition, labels.ONE_FILE, FILE),
    }


def file_of(tag: str) -> str:
    """Return the path of the file that holds the whole language *tag*."""
    return f"{FOLDER}/bildungswege-{tag}.html"


def with_sizes(page: bytes, pack: int, file: int) -> bytes:
    """Return *page* with the sizes, in bytes, of all that is saved and of the one file."""
    sizes = {PACK.encode(): pack, FILE.encode(): file}
    return SIZES.sub(lambda match: match[1] + _kilobytes(sizes[match[2]]), page)


def _with_place(edition: Edition, german: str, name: str) -> Markup:
    text = in_script(edition.ui(german).format(size=SIZE), edition.language)
    return text.replace(SIZE, Markup('<bdi data-size="{}">…</bdi>').format(name))


def _kilobytes(size: int) -> bytes:
    """In steps of ten, rounded up: a pack's list, and this page itself, come to the sum."""
    return str(-(-(size + 5_000) // 10_000) * 10).encode()
