"""What is to be checked in a language, the safety-relevant first, in parts of half an hour.

How long a text takes is an assumption with a root: people read 184 words a minute aloud, on
average of 17 languages (Trauzettel-Klosinski & Dietz, IOVS 2012;53:5452-5461); whoever compares
two texts is taken to read both at half that speed, and to need some seconds for the mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guide.catalog import Message, Resolved, State
from guide.languages import Language
from guide.markup import plain_text
from guide.safety import rank, reasons
from guide.site import Site

WORDS_A_MINUTE = 92
SECONDS_FOR_THE_MARK = 10
MINUTES = 30  # a sitting
TO_CHECK = (State.UNCHECKED, State.FAULTY)  # what is there to be read, and made from this German


@dataclass(frozen=True)
class Item:
    """A pair of texts to be judged, once for all places that have both, however many."""

    number: int  # through all sittings, from 1
    messages: tuple[Message, ...]  # the places, the most harmful first, the interface last
    text: str  # the translation
    faulty: bool
    reasons: tuple[str, ...]  # why it is safety-relevant; empty: it is not
    seconds: int

    @property
    def message(self) -> Message:
        return self.messages[0]


@dataclass(frozen=True)
class Sitting:
    number: int  # from 1
    items: tuple[Item, ...]

    @property
    def page(self) -> str:
        return f"sitzung-{self.number:02}.html"

    @property
    def minutes(self) -> int:
        return -(-sum(item.seconds for item in self.items) // 60)

    @property
    def pressing(self) -> int:
        """How many of its texts are safety-relevant."""
        return sum(bool(item.reasons) for item in self.items)


def items(site: Site, language: Language) -> list[Item]:
    """Return each pair of texts of *language* that waits for a check, the most harmful first.

    Within the same harm they stand in the site's order, so that those of one page are together.
    Where the German is the same and the translation another, they are two pairs.
    """
    found = site.catalogs[language.tag].resolve(site.messages)
    waiting = [(m, r) for m, r in found.items() if r.state in TO_CHECK]
    alike: dict[tuple[str, Resolved], list[Message]] = {}
    for message, found_there in sorted(waiting, key=lambda pair: rank(pair[0])):  # stable
        judged = Resolved(found_there.state, found_there.text)
        alike.setdefault((message.german, judged), []).append(message)
    pairs = enumerate(alike.items(), 1)
    return [_item(number, judged, tuple(places)) for number, ((_, judged), places) in pairs]


def _item(number: int, found: Resolved, places: tuple[Message, ...]) -> Item:
    faulty = found.state is State.FAULTY
    why = tuple(dict.fromkeys(reason for place in places for reason in reasons(place)))
    places = tuple(sorted(places, key=lambda place: (rank(place), place.context == "ui")))
    seconds = seconds_for(places[0].german, found.text)
    return Item(number, places, found.text, faulty, why, seconds)


def left_out(site: Site, language: Language) -> int:
    """Return how many texts of *language* must be translated before they can be checked."""
    found = site.catalogs[language.tag].resolve(site.messages).values()
    return sum(r.state in (State.MISSING, State.OUTDATED) for r in found)


def seconds_for(german: str, translation: str) -> int:
    words = len(plain_text(german).split()) + len(plain_text(translation).split())
    return SECONDS_FOR_THE_MARK + round(60 * words / WORDS_A_MINUTE)


def sittings(listed: list[Item], minutes: int = MINUTES) -> list[Sitting]:
    """Return all of *listed* in their order, in parts of at most *minutes* (or of one text)."""
    return [Sitting(number, part) for number, part in enumerate(_parts(listed, minutes), 1)]


def _parts(listed: list[Item], minutes: int) -> Iterator[tuple[Item, ...]]:
    part: list[Item] = []
    for item in listed:
        if part and sum(i.seconds for i in [*part, item]) > 60 * minutes:
            yield tuple(part)
            part = []
        part.append(item)
    if part:
        yield tuple(part)
