"""Translations: never in the way of an editor's change, but told."""

from __future__ import annotations

from collections.abc import Iterator

from guide.catalog import Message, State, catalog_path
from guide.edition import Edition
from guide.problems import Origin, Problem, Severity
from guide.render import template_texts
from guide.site import Site


def check(site: Site) -> Iterator[Problem]:
    wanted = dict.fromkeys(Message("ui", text) for text in template_texts(site.guide.root))
    for edition in site.editions[1:]:
        yield from _missing_ui(edition, list(wanted))


def _missing_ui(edition: Edition, wanted: list[Message]) -> Iterator[Problem]:
    """A template's own texts cannot carry a mark "German": a language needs all of them."""
    missing = [m for m in wanted if edition.catalog.state(m) in (State.MISSING, State.OUTDATED)]
    if missing:
        yield Problem(
            Origin(catalog_path(edition.language)),
            "oberflaeche-unvollstaendig",
            f"{edition.language.german}: {len(missing)} Texte der Oberfläche fehlen, "
            f"zum Beispiel „{missing[0].german}“",
            "Erst übersetzen, dann die Sprache in data/region.yaml anschalten.",
            Severity.WARNING,
        )
