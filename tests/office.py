"""What an office that checks a language is given in tests: kits of a few texts in Arabic."""

from __future__ import annotations

from dataclasses import replace

from guide.languages import LANGUAGES
from guide.review import kit, sittings
from guide.site import Site

AR = LANGUAGES["ar"]
PLACE = "stations/ausbildung/summary"
SENTENCE = "Du lernst einen Beruf im Betrieb und in der Schule."  # the German there


def few(drafts: Site, places: tuple[str, ...]) -> kit.Kit:
    """Return a kit of the texts that stand at *places*, the beginnings of their keys."""
    every = sittings.items(drafts, AR)
    listed = [i for i in every if any(m.context.startswith(places) for m in i.messages)]
    numbered = [replace(item, number=number) for number, item in enumerate(listed, 1)]
    return kit.Kit(drafts, AR, sittings.sittings(numbered), 0)
