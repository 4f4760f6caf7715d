"""The start page, which offers every language in its own name and script, and the 404 page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from guide import labels, urls
from guide.artifact import Artifact
from guide.render import render
from guide.site import Site


def plan(site: Site) -> Iterator[Artifact]:
    yield Artifact("index.html", partial(_start, site, "start.html", "index.html"))
    yield Artifact("404.html", partial(_start, site, "404.html", "404.html"))


def _start(site: Site, template: str, path: str) -> bytes:
    german = site.editions[0]
    context = {
        "region": german.view(site.guide.region, "region"),
        "editions": site.editions,
        "canonical": urls.absolute(site.guide.region.site_url, path),
        "absolute": [
            (e.language.tag, urls.absolute(site.guide.region.site_url, f"{e.language.tag}/"))
            for e in site.editions
        ],
        "not_found": lambda edition: edition.ui(labels.NOT_FOUND),
        "homes": [(e, urls.to(e.language.tag, "index.html")) for e in site.editions],
    }
    html = render(site.jinja, template, german, context)
    if template == "404.html" and not urls.is_placeholder(site.guide.region.site_url):
        # A server shows this page at any depth: only full addresses lead anywhere from there
        html = html.replace(urls.ROOT, site.guide.region.site_url.rstrip("/") + "/")
    return urls.relative(str(html), path)
