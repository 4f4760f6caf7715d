"""The pages of each language edition: what is on them, and the shell around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from guide import urls
from guide.artifact import Artifact
from guide.assets import hashed
from guide.contents import Page
from guide.edition import Edition, Said, path_of
from guide.model import Layout
from guide.outputs import directory, firms, improve, layouts, network, placements, records, ways
from guide.outputs.jsonld import script
from guide.outputs.scene import Scene
from guide.render import fragment, render, states
from guide.site import Site, kept

ON_PAPER = frozenset({"station", "status", "offer", "way", "basket"})  # with room for notes
TABS: dict[Layout, str] = {"home": "home", "places": "place"}  # always in reach, in the header


@dataclass(frozen=True)
class Link:
    href: str
    title: Said
    current: bool
    icon: str = ""


def plan(site: Site, edition: Edition) -> Iterator[Artifact]:
    for scene in scenes(site, edition):
        path = f"{edition.language.tag}/{scene.path}"
        yield Artifact(path, partial(_page, site, edition, scene, path))


def page(site: Site, edition: Edition, layout: str) -> tuple[str, bytes]:
    """Return path and content of the page of content/ with *layout*."""
    scene = next(scene for scene in layouts.scenes(site, edition) if scene.layout == layout)
    path = f"{edition.language.tag}/{scene.path}"
    return path, _page(site, edition, scene, path)


def scenes(site: Site, edition: Edition) -> Iterator[Scene]:
    """Yield the pages of *edition*: those of content/, then one a record."""
    yield from layouts.scenes(site, edition)
    yield from directory.scenes(site, edition)
    yield from records.scenes(site, edition)
    yield from placements.scenes(site, edition)
    yield from firms.scenes(site, edition)
    yield from ways.scenes(site, edition)
    yield from network.scenes(site, edition)


def _page(site: Site, edition: Edition, scene: Scene, path: str) -> bytes:
    content = render(site.jinja, f"{scene.layout}.html", edition, scene.context())
    shell = shell_context(site, edition, scene, path)
    foot = " data-script=" if shell["foot"] else ""  # it has one, too
    parts = {"content": content, "states": states(content), "needs": f"{content}{foot}"}
    html = render(site.jinja, "shell.html", edition, {**shell, **parts})
    found = _without_marks(str(html), edition).replace(urls.HERE, scene.path)
    return urls.relative(found, path)


def _without_marks(html: str, edition: Edition) -> str:
    """Where all texts are drafts, the notice says it once: a mark on each would be only weight."""
    return html if edition.is_mixed else html.replace(' data-tr="unchecked"', "")


def shell_context(site: Site, edition: Edition, scene: Scene, path: str) -> Mapping[str, Any]:
    """Return what the shell needs: head, navigation, languages, footer."""
    site_url = site.guide.region.site_url
    return {
        "scene": scene,
        "paper": scene.layout in ON_PAPER,
        "region": edition.view(site.guide.region, "region"),
        "social_image": urls.absolute(
            site_url, "assets/" + hashed("social.png", site.assets["social.png"])
        ),
        "manifest": urls.to(edition.language.tag, "manifest.webmanifest"),
        "canonical": urls.absolute(site_url, path),
        "json_ld": (data := scene.json_ld()) and script(data),
        "mixed": edition.is_mixed,
        **_links(site, edition, scene),
        "foot": improve.foot(site, edition, scene.path),
    }


def _links(site: Site, edition: Edition, scene: Scene) -> Mapping[str, Markup]:
    """Return the links that all pages have, made once but for the mark at the page one is on."""
    here, tags = scene.path, [e.language.tag for e in site.editions]
    current = here if here in _own_paths(site) else ""
    paths = tuple(urls.HERE if scene.is_in(tag) else scene.path_in(tag) for tag in tags)
    context = partial(_linked, site, edition, current, paths)
    bar = fragment(site.jinja, "shell_bar.html", edition, (current, paths), context)
    return {
        "bar": bar,
        "legal": fragment(site.jinja, "shell_legal.html", edition, current, context),
    }


@kept
def _own_paths(site: Site) -> frozenset[str]:
    return frozenset(path_of(page) for page in site.guide.pages)


def _linked(
    site: Site, edition: Edition, current: str, paths: tuple[str, ...]
) -> Mapping[str, Any]:
    versions = zip(site.editions, paths, strict=True)
    return {
        "tabs": list(_tabs(site, edition, current)),
        "versions": [(e.language, urls.to(e.language.tag, path)) for e, path in versions],
        "menu": list(_menu(site, edition, current)),
        "legal": list(_legal(site, edition, current)),
        "all_languages": f"{urls.ROOT}index.html",
    }


def _tabs(site: Site, edition: Edition, current: str) -> Iterator[Link]:
    pages = {page.head.layout: page for page in site.guide.pages}
    for layout, icon in TABS.items():
        yield replace(_link(pages[layout], edition, current), icon=icon)


def _menu(site: Site, edition: Edition, current: str) -> Iterator[Link]:
    listed = [page for page in site.guide.pages if page.head.menu is not None]
    for page in sorted(listed, key=lambda page: page.head.menu or 0):
        yield _link(page, edition, current)


def _legal(site: Site, edition: Edition, current: str) -> Iterator[Link]:
    for page in site.guide.pages:
        if page.head.legal:
            yield _link(page, edition, current)


def _link(page: Page, edition: Edition, current: str) -> Link:
    head = edition.view(page.head, f"content/{page.name}")
    path = path_of(page)
    return Link(urls.to(edition.language.tag, path), head.menu_title or head.title, path == current)
