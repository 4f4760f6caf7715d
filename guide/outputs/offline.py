"""Reading without internet: packs for assets/sw.js, a file for sharing, a manifest a language.

Packs and the file are derived: they are made from the bytes of the pages, once those are there.
The page on which readers save says how much that is, and is part of it: so the size of all other
pages is put into it, rounded up, before it is packed itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from guide.artifact import Artifact
from guide.assets import hashed
from guide.edition import Edition
from guide.languages import SOURCE
from guide.outputs import basket, improve, packs, pages, search, single
from guide.outputs.saving import FOLDER, LAYOUT, file_of, with_sizes
from guide.site import Site

ICONS = {"icon.svg": ("any", "image/svg+xml"), "icon-192.png": ("192x192", "image/png")}


@dataclass(frozen=True)
class Weight:
    """What reading a language without internet costs, in bytes as they lie on the server."""

    tag: str
    pages: int
    parts: int
    pack: int  # all parts and the list of what is in them
    largest: int  # part
    note: int  # the version file, fetched at most once an hour
    file: int  # the whole language as one page


# --- planned like any other file ---------------------------------------------------------------


def plan(site: Site, edition: Edition) -> Iterator[Artifact]:
    path = f"{edition.language.tag}/manifest.webmanifest"
    yield Artifact(path, partial(_manifest, site, edition))


def _manifest(site: Site, edition: Edition) -> bytes:
    """https://www.w3.org/TR/appmanifest/: a home screen's icon opens the language's first page."""
    region = edition.view(site.guide.region, "region")
    icons = [
        {"src": f"../assets/{hashed(name, site.assets[name])}", "sizes": sizes, "type": kind}
        for name, (sizes, kind) in ICONS.items()
    ]
    content = {
        "name": str(region.title),
        "lang": edition.language.tag,
        "dir": edition.language.direction,
        "start_url": "./index.html",
        "scope": "../",
        "display": "minimal-ui",
        "icons": icons,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


# --- derived -------------------------------------------------------------------------------------


def derive(site: Site, edition: Edition, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of what is made from the bytes of all other files of *edition*."""
    tag = edition.language.tag
    here = f"{tag}/{edition.path_of_layout(LAYOUT)}"
    file = single.make(site, edition, made)
    kept = {path: made[path] for path in made if path != improve.PATH}  # leads to the web alone
    # Of the basket the German side, too: without network a packet is printed in both languages
    german = site.edition(SOURCE)
    path, page = pages.page(site, german, "basket")
    kept |= {path: page} | {script.path: script.render() for script in basket.plan(site, german)}
    tags = {e.language.tag for e in site.editions}
    files = packs.belonging(kept, tag, tags, {path})
    # The numbers at a glance have a new date each day: no phone should fetch for that
    apart = {here, f"{tag}/{edition.path_of_layout('glance')}"}
    parts = [*packs.parts({path: files[path] for path in files if path not in apart})]
    page = with_sizes(made[here], sum(len(part.content) for part in parts), len(file))
    parts.append(packs.part({here: page}))
    yield here, page
    yield file_of(tag), file
    yield from _packed(tag, parts, here, f"{tag}/{edition.path_of_layout('search')}")


def _mark(path: str, content: bytes, seldom: str) -> str:
    """Return the fingerprint of a file. The search changes with every word, and is large: it has
    none, so that it comes anew only with the whole language.
    """
    searches = path == seldom or path.startswith(f"{search.FOLDER}/")
    return "" if searches else packs.fingerprint(content)


def _packed(
    tag: str, parts: list[packs.Part], here: str, seldom: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the parts, the list of what is in them, and the version file that names the list."""
    named = {f"{FOLDER}/{tag}.{packs.fingerprint(part.content)}.pack": part for part in parts}
    content = {
        name: {path: _mark(path, content, seldom) for path, content in part.files.items()}
        for name, part in named.items()
    }
    listed = packs.packed(content)
    version = f"{FOLDER}/{tag}.{packs.fingerprint(listed)}.pack"
    for name, part in named.items():
        yield name, part.content
    yield version, listed
    note = {"tag": tag, "v": version, "n": len(parts), "page": here}
    yield f"{FOLDER}/{tag}.json", json.dumps(note, separators=(",", ":")).encode()


# --- measured ------------------------------------------------------------------------------------


def weigh(site: Site, made: Mapping[str, bytes]) -> Iterator[Weight]:
    """Yield for each language what its derived files in *made* weigh."""
    for edition in site.editions:
        tag = edition.language.tag
        note = made[f"{FOLDER}/{tag}.json"]
        listed = json.loads(note)["v"]
        sizes = [len(c) for path, c in made.items() if _is_part(path, tag) and path != listed]
        pages = sum(1 for path in made if path.startswith(f"{tag}/") and path.endswith(".html"))
        pack = sum(sizes) + len(made[listed])
        file = len(made[file_of(tag)])
        yield Weight(tag, pages, len(sizes), pack, max(sizes), len(note), file)


def _is_part(path: str, tag: str) -> bool:
    return path.startswith(f"{FOLDER}/{tag}.") and path.endswith(".pack")
