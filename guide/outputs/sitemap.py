"""sitemap.xml with every language version of every page (sitemaps.org 0.9), and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

from guide import urls
from guide.artifact import Artifact
from guide.outputs.pages import scenes
from guide.site import Site

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def plan(site: Site) -> Iterator[Artifact]:
    yield Artifact("sitemap.xml", partial(_sitemap, site))
    yield Artifact("robots.txt", partial(_robots, site))


def _sitemap(site: Site) -> bytes:
    tags = [edition.language.tag for edition in site.editions]
    pages = [
        (scene.path, [tag for tag in tags if scene.is_in(tag)])
        for scene in scenes(site, site.editions[0])
        if scene.indexed
    ]
    entries = [_entry(site, tag, path, among) for path, among in pages for tag in among]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {NAMESPACES}>", *entries]
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()


def _entry(site: Site, language: str, path: str, among: list[str]) -> str:
    here = _address(site, language, path)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href="{_address(site, other, path)}"/>'
        for other in among
    )
    chooser = escape(urls.absolute(site.guide.region.site_url, "index.html"))
    default = f'<xhtml:link rel="alternate" hreflang="x-default" href="{chooser}"/>'
    return f"<url><loc>{here}</loc>{others}{default}</url>"


def _address(site: Site, language: str, path: str) -> str:
    return escape(urls.absolute(site.guide.region.site_url, f"{language}/{path}"))


def _robots(site: Site) -> bytes:
    address = urls.absolute(site.guide.region.site_url, "sitemap.xml")
    return f"User-agent: *\nAllow: /\nSitemap: {address}\n".encode()
