"""The state of all languages, and catalogs brought up to date with today's German."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from guide.catalog import Message, State, catalog_path, write_catalog
from guide.edition import Edition, source_edition
from guide.outputs.pages import scenes
from guide.render import template_texts
from guide.site import Site


def messages(site: Site) -> list[Message]:
    """Return every German text of the site with its place, in the order of the site."""
    edition = source_edition(site.guide)
    for text in template_texts(site.guide.root):
        edition.ui(text)
    guide = site.guide
    edition.view(guide.region, "region")
    for scene in scenes(site, edition):
        scene.context()
    for records, section in (
        (guide.facts.phones, "phones"),
        (guide.offers.locations, "locations"),
        (guide.glossary.terms, "terms"),
    ):
        for record in records:
            edition.view(record, f"{section}/{record.id}")
    return list(edition.messages)


def update(site: Site) -> list[Path]:
    """Write the catalogs of all languages of the site; return their paths."""
    wanted = messages(site)
    for edition in site.editions[1:]:
        write_catalog(site.guide.root, edition.catalog, wanted)
    return [catalog_path(edition.language) for edition in site.editions[1:]]


def status(site: Site) -> Iterator[str]:
    """Yield a line for each language: how many texts are in which state."""
    wanted = messages(site)
    for edition in site.editions[1:]:
        yield _status_line(edition, wanted)


def _status_line(edition: Edition, wanted: list[Message]) -> str:
    count = Counter(edition.catalog.state(message) for message in wanted)
    return (
        f"{edition.language.tag:4} {edition.language.german:12} {len(wanted)} Texte: "
        f"{count[State.REVIEWED]} geprüft, {count[State.UNCHECKED]} ungeprüft, "
        f"{count[State.OUTDATED]} veraltet, {count[State.MISSING]} fehlen"
    )
