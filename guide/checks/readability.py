"""German stays plain: no text is very hard to read, no sentence very long (Einfache Sprache)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from guide.fields import Searched, Translatable, marked
from guide.load import Guide
from guide.markup import HEADING_ID
from guide.model import FILES
from guide.problems import Origin, Problem, Severity, quote
from guide.readability import amstad, longest_sentence, words
from guide.site import Site

Where = Callable[[], Origin]  # asked only where there is something to say
HARDEST = 25.0  # Amstad score; below 30 is "very hard"
LONGEST = 18  # words in a sentence
SHORT = 12  # words: a name or a list of official words is not a text to judge


def check(site: Site) -> Iterator[Problem]:
    for text, origin in [*_data_texts(site.guide), *_page_texts(site.guide)]:
        if longest_sentence(text) > LONGEST:
            yield _hint(origin(), f"Ein Satz hat mehr als {LONGEST} Wörter", _SPLIT)
        elif len(words(text)) >= SHORT and (score := amstad(text)) < HARDEST:
            message = f"Der Text ist sehr schwer zu lesen (Wert {score:.0f}, gut ist ab 60)"
            yield _hint(origin(), f"{message}: „{quote(text, 50)}“", _SIMPLER)


def _hint(origin: Origin, message: str, remedy: str) -> Problem:
    return Problem(origin, "schwer-zu-lesen", message, remedy, Severity.WARNING)


def _data_texts(guide: Guide) -> Iterator[tuple[str, Where]]:
    for name in FILES:
        for place, mark, text in marked(getattr(guide, name), Translatable):
            if not isinstance(mark, Searched):  # a list of words is not read
                yield text, partial(guide.origin, name, *place)


def _page_texts(guide: Guide) -> Iterator[tuple[str, Where]]:
    """Yield the paragraphs of all pages: what stands between two empty lines, or a list item."""
    for page in guide.pages:
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            text = HEADING_ID.sub("", line.lstrip("#-*> "))
            if text:
                yield text, partial(Origin, page.path, number, 1, len(line))


_SPLIT = "Zwei kurze Sätze daraus machen: ein Gedanke, ein Satz."
_SIMPLER = "Kürzere Wörter und Sätze; schwere Wörter nur, wenn sie auf Briefen stehen."
