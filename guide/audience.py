"""Which editions are asked for a text: what only firms read is not said in every language.

A text's place tells (guide.catalog.Message). So a catalog needs no mark and no list of its own,
and a language that is not asked neither lacks the text nor is shown it.
"""

from __future__ import annotations

from guide.languages import SOURCE

FIRMS = frozenset({SOURCE, "en"})  # editions that have the pages for firms
UI_FIRMS = "ui-firms"  # the place of the words of templates that only firms read
PLACES = (UI_FIRMS, "instruments/", "rules/")


def asks(tag: str, place: str) -> bool:
    """Tell whether the edition *tag* needs the text at *place*, as in `stations/eq/name`."""
    return tag in FIRMS or not place.startswith(PLACES)
