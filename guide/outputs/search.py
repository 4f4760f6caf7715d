"""Search: the list of all pages, which works without scripts, and the texts behind it.

The page itself lists every title, and its script brings the words that lead to it: that is all
the first result needs. The texts of an edition are a script of their own, loaded only when a
reader asks for them; a script and no fetch, so that it works from a USB stick too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from guide import urls
from guide.artifact import Artifact
from guide.assets import INLINE
from guide.edition import Edition
from guide.outputs import keywords
from guide.outputs.listing import groups
from guide.site import Site, kept

FOLDER = "such-index"
SCRIPT = f"{INLINE}search.js"
CALL = "suchtexte"  # the function of assets/inline/search.js that takes the texts


def context(site: Site, edition: Edition) -> Mapping[str, Any]:
    """Return what the page of layout `search` lists: titles, keywords, where the texts are."""
    tag = edition.language.tag
    return {
        "groups": groups(site, tag),
        "script": _address(script_path(site, tag), script(site, tag)),
        "texts": f"{urls.ROOT}{texts_path(site, tag)}?{stamp(site, tag)}",
    }


def _address(path: str, content: bytes) -> str:
    """Return the link to *path*. What has changed is asked for anew; a saved copy is found by
    the name alone.
    """
    return f"{urls.ROOT}{path}?{hashlib.sha256(content).hexdigest()[:8]}"


@kept
def stamp(site: Site, tag: str) -> str:
    """Return eight signs that stand for the list: its entries, their order and texts.

    Page, keywords and texts carry them. A browser may show a page of yesterday, and the server
    has today's files by then: their numbers would lead to other entries of that page.
    """
    entries = [entry for group in groups(site, tag) for entry in group.entries]
    listed = json.dumps([[entry.href, *entry.texts] for entry in entries])
    return hashlib.sha256(listed.encode()).hexdigest()[:8]


@kept
def texts_file(site: Site, tag: str) -> bytes:
    """Return the script with the texts of all entries, in the order of the list."""
    entries = [entry for group in groups(site, tag) for entry in group.entries]
    texts = ["\n".join(entry.texts) for entry in entries]
    return f'{CALL}({_short(texts)},"{stamp(site, tag)}")\n'.encode()


def texts_path(site: Site, tag: str) -> str:
    return f"{FOLDER}/{tag}.texts.js"


@kept
def script(site: Site, tag: str) -> bytes:
    """Return the script of the page with the keywords of its entries, in the order of the list.

    They are for the search alone: on the page they would be a third of its weight. The script is
    a function, and they are what it is called with: behind it they are packed smaller than before.
    """
    entries = [entry for group in groups(site, tag) for entry in group.entries]
    told = [*keywords.told(entries), stamp(site, tag)]
    return site.assets[SCRIPT] + f"({_short(told)})\n".encode()


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def script_path(site: Site, tag: str) -> str:
    return f"{FOLDER}/{tag}.js"


def plan(site: Site, edition: Edition) -> Iterator[Artifact]:
    tag = edition.language.tag
    yield Artifact(script_path(site, tag), partial(script, site, tag))
    yield Artifact(texts_path(site, tag), partial(texts_file, site, tag))


def parts(site: Site, tag: str) -> Mapping[str, tuple[str, ...]]:
    """Return the paths of the artifacts that a search loads, for measuring what it costs.

    `page` is the list itself; `first` what else the first result needs; `texts` what is loaded
    only when a reader wants to search in all texts.
    """
    edition = site.edition(tag)
    return {
        "page": (f"{tag}/{edition.path_of_layout('search')}",),
        "first": (script_path(site, tag),),
        "texts": (texts_path(site, tag),),
    }
