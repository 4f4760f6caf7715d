"""Translations: never in the way of an editor's change, but told."""

from __future__ import annotations

from collections.abc import Iterator

from guide.catalog import State, catalog_path
from guide.edition import Edition
from guide.load import Guide
from guide.problems import Origin, Problem, Severity, quote
from guide.site import Site

COMPLETE = (State.UNCHECKED, State.REVIEWED)


def check(site: Site) -> Iterator[Problem]:
    for edition in site.editions[1:]:
        yield from _incomplete_ui(edition, site.guide)


def _incomplete_ui(edition: Edition, guide: Guide) -> Iterator[Problem]:
    """A template's own texts cannot carry a mark "German": a language needs all of them."""
    missing = [
        message.german
        for message, found in edition.resolved.items()
        if message.context == "ui" and found.state not in COMPLETE
    ]
    if missing:
        path = catalog_path(edition.language)
        there = (guide.root / path).exists()
        yield Problem(
            Origin(path) if there else guide.origin("region", "languages"),
            "oberflaeche-unvollstaendig",
            f"{edition.language.german}: {len(missing)} Texte der Oberfläche fehlen, "
            f"zum Beispiel „{quote(missing[0])}“",
            "Erst übersetzen, dann die Sprache in data/region.yaml anschalten.",
            Severity.WARNING,
        )
