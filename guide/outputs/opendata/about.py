"""What each file says of itself: title, publisher, licence, attribution; and links to pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guide import urls
from guide.languages import LANGUAGES, SOURCE, autonym
from guide.load import Guide
from guide.outputs.listing import spoken
from guide.site import Site

FOLDER = "daten"  # on the site, beside the languages' folders


def credits(guide: Guide) -> Mapping[str, Any]:
    """Return publisher, licence in words, its address where it is decided, and credits."""
    region = guide.region
    found = {
        "publisher": region.publisher,
        "licence": region.licence,
        "licence_url": region.licence_url,
        "attribution": region.name,
        "credits": region.coordinates_credit,
    }
    return {name: value for name, value in found.items() if value}


def in_words(guide: Guide) -> str:
    """Return the same in one text, for formats that have a single place for it."""
    region = guide.region
    parts = [f"Herausgeber: {region.publisher}.", region.licence, region.coordinates_credit]
    return " ".join(filter(None, [*parts, region.licence_url]))


def plain(site: Site, text: str | None) -> str | None:
    """Return a German text as readers see it: amounts and days in place, no marks."""
    return text and spoken(site.editions[0], text, SOURCE)


def link(site: Site, path: str) -> str:
    """Return the address of *path*, a file of the site.

    It is absolute where the site's address is known. While region.yaml has a placeholder it is
    relative to the folder of these files: a false address would be worse.
    """
    site_url = site.guide.region.site_url
    return f"../{path}" if urls.is_placeholder(site_url) else urls.absolute(site_url, path)


def page(site: Site, kind: str, identifier: str) -> str:
    """Return the address of a record's German page, as `link` has it."""
    return link(site, f"{SOURCE}/{urls.record(kind, identifier)}")


def page_online(site: Site, kind: str, identifier: str) -> str | None:
    """Return the same only if it is an address, for files that are read away from the site."""
    return None if urls.is_placeholder(site.guide.region.site_url) else page(site, kind, identifier)


def as_json(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def language(tag: str) -> str:
    """Return the German name of a language, or its own where the table has no other."""
    return LANGUAGES[tag].german if tag in LANGUAGES else autonym(tag)
