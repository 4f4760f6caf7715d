"""The words that lead to a page and stand nowhere on it, as few bytes as a phone can read.

Of eight kilobytes that a phone needs before its first result these are six. So they come folded,
each word once for all pages, in the order of the alphabet and without what it has in common with
the word before; and beside it the pages, as steps through the list. A word that only ends in
another way than one that a page already has is left out: search finds both alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from guide.fold import words
from guide.outputs.listing import Entry

MOST = 25  # letters in common with the word before, told as A to Z; folded words have none of these
STEP = 34  # added to a step through the list, which is 1 or more: so "#" is the next page
# What stands between words that lead somewhere, folded; of two letters: `_says`. Only those that
# keywords really hold: others cost nothing
# fmt: off
BETWEEN = frozenset({
    "als", "auf", "beim", "das", "dem", "den", "der", "die", "durfen", "erste", "erster", "fur",
    "kein", "konnen", "letzter", "macht", "mussen", "nach", "neuer", "ohne", "sich", "und", "vom",
    "vor", "wer", "zweiter",
    "and", "for", "the",
    "без", "від", "для", "довга", "друга", "другии", "звідки", "куди", "має", "можна", "можу",
    "надано", "нас", "немає", "нова", "особлива", "останніи", "перед", "під", "після", "скільки",
    "треба", "хочу", "хто", "щодо",
})
# fmt: on


def told(entries: Sequence[Entry]) -> tuple[str, str, str]:
    """Return which of *entries* are old, the words of all, and where each of them stands.

    Read by `keywords` in assets/inline/search.js: "AantragCzeit" is antrag, and antzeit.
    """
    places: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for word in leading(entry):
            places.setdefault(word, []).append(number)
    listed = sorted(places)
    old = [number for number, entry in enumerate(entries) if entry.is_old]
    return _steps(old), _shortened(listed), " ".join(_steps(places[word]) for word in listed)


def leading(entry: Entry) -> list[str]:
    """Return the folded words of the keywords of *entry* that its names do not say already."""
    said = words(f"{entry.title or ''} {entry.german}")
    found: list[str] = []
    keys = ", ".join(entry.keywords)
    for word in map(_bare, words(", ".join(filter(_says, re.split(r"[\s,]+", keys))))):
        if len(word) < 2 or word in BETWEEN:
            continue
        if not any(_finds(word, other) for other in (*said, *found)):
            found = [other for other in found if not word.startswith(other)] + [word]
    return found


def _says(word: str) -> bool:
    """Tell whether *word*, as it was written, leads anywhere: "im" and "на" do not, "EQ" does."""
    return not (len(word) < 3 and word.islower())


def _bare(word: str) -> str:
    """Return *word* without the Arabic article: search takes it from what is typed, too."""
    return re.sub("^ال(?=...)", "", word)


def _finds(word: str, other: str) -> bool:
    """Tell whether who types *word* finds *other*: its beginning, or only another ending."""
    if word[0] != other[:1]:
        return False  # so it is with almost all
    same = _alike(word, other)
    rest = max(len(word), len(other)) - same
    return same == len(word) or (same > 3 and rest < (4 if same > 5 else 3))


def _alike(one: str, other: str) -> int:
    """Return how many letters the two have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _shortened(listed: Iterable[str]) -> str:
    parts, before = [], ""
    for word in listed:
        same = min(_alike(before, word), MOST)
        parts.append(chr(ord("A") + same) + word[same:])
        before = word
    return "".join(parts)


def _steps(numbers: Iterable[int]) -> str:
    """Return *numbers*, which grow, as a letter for each step: from -1 to the first, and on."""
    letters, before = [], -1
    for number in numbers:
        letters.append(chr(STEP + number - before))
        before = number
    return "".join(letters)
