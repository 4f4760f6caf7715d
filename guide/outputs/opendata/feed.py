"""What is new as a feed (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import shorten
from xml.sax.saxutils import escape, quoteattr

from guide.outputs.opendata.about import FOLDER, in_words, link, page
from guide.outputs.opendata.ids import urn
from guide.outputs.opendata.news import Entry, entries, updated
from guide.site import Site


def atom(site: Site) -> bytes:
    region = site.guide.region
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">',
        _element("id", urn(site.guide, "feed")),
        _element("title", f"{region.title}: Was neu ist"),
        _element("updated", _moment(updated(site))),
        f"<author>{_element('name', region.publisher)}</author>",
        _element("rights", in_words(site.guide)),
        _link("self", link(site, f"{FOLDER}/aenderungen.atom"), "application/atom+xml"),
        _link("alternate", link(site, "de/index.html"), "text/html"),
    ]
    if region.licence_url:
        lines.append(_link("license", region.licence_url, "text/html"))  # RFC 4946
    for entry in entries(site):
        lines += _entry(site, entry)
    return ("\n".join([*lines, "</feed>"]) + "\n").encode("utf-8")


def _entry(site: Site, entry: Entry) -> Iterator[str]:
    yield "<entry>"
    yield _element("id", urn(site.guide, "news", *entry.key))
    yield _element("title", shorten(f"{entry.title}: {entry.text}", 80, placeholder=" …"))
    yield _element("updated", _moment(entry.on))
    yield _element("content", entry.text)
    # The first page is what the entry is about; RFC 4287 has one alternate of a kind
    for rel, (kind, name) in zip(("alternate", *("related",) * 99), entry.pages, strict=False):
        yield _link(rel, page(site, kind, name), "text/html")
    yield "</entry>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _link(rel: str, href: str, kind: str) -> str:
    return f"<link rel={quoteattr(rel)} type={quoteattr(kind)} href={quoteattr(href)}/>"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
