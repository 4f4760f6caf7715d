"""Words in all their forms: German ones found, renderings recognised in twelve languages.

Two guesses of different care. German forms are spelt out, so that a term is found where it
stands and nowhere else. A rendering counts as there when each of its words shares its beginning
with a word of the text: cases, articles, plurals and possessives change ends. What changes
inside a word beyond that, `also:` in the sheet lists (docs/decisions/0039).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from math import ceil

from guide import fold

# A hyphen holds a compound together, and ends what is left out in "Haupt- und Realschule"
GERMAN_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*-?")
NOUN_ENDS = ("", "s", "es", "e", "en", "n", "se", "sen", "ses", "nen")
UMLAUT_ENDS = ("", "e", "en", "er", "ern", "n", "se", "sen")
ADJECTIVE_ENDS = ("", "e", "en", "er", "es", "em")
UMLAUTS = str.maketrans("aouAOU", "äöüÄÖÜ")
LAST_VOWEL = re.compile(r"[AaOoUu](?=u?[^aeiouäöü]*$)")

SHARED = 2 / 3  # of a rendering's word: what a text's word must begin with
ARABIC = re.compile("[\u0600-\u06ff]")
ETHIOPIC = re.compile("[\u1200-\u137f]")
ELISION = re.compile(r"\b(?:[a-zA-Z]|[Qq]u)['\u2019](?=\w)")  # l’école
# What Arabic writes together with the next word: and, so; by, for, like; the
ARABIC_PREFIXES = tuple(map(re.compile, ("[وف]", "[وف]?(?:[بكل]?ال|لل)", "[وف]?[بكل]")))
LONG_VOWELS = re.compile("[اوي]")  # broken plurals differ in these: شركة, عقد and عقود
ETHIOPIC_PREFIXES = "ነበዘከመየለ"  # for, by, which, that …, in the first order of their rows


# --- German -------------------------------------------------------------------------------------


def german_words(text: str) -> list[str]:
    return GERMAN_WORD.findall(text)


@lru_cache(maxsize=10_000)
def german_forms(word: str, *, last: bool) -> frozenset[str]:
    """Return how *word* of a term may stand in a text; *last*: it is the noun, if one is there.

    A noun keeps its capital: „Pass“ is not in „passen“. An adjective before it may have either.
    """
    if len(word) < 3 or not word.isalpha():
        return frozenset([word])
    if last and word[0].isupper():
        return frozenset(_noun(word))
    if last:  # „Meist“ begins a sentence, „Meister“ is another word
        return frozenset({*_adjective(word), word.capitalize()})
    forms = {*_adjective(word), *(_noun(word) if word[0].isupper() else ())}
    return frozenset(forms | {form[0].swapcase() + form[1:] for form in forms})


def _noun(word: str) -> Iterator[str]:
    if word.endswith("um"):  # Praktikum, Praktika, Praktiken
        yield from (word, word + "s", word[:-2] + "a", word[:-2] + "en")
    elif word.endswith("e"):  # Schule, Schulen; Auszubildende, Auszubildender
        yield from (word, word + "n", word + "r", word + "s")
    else:
        yield from (word + end for end in NOUN_ENDS)
        yield from (word + end for end in ("er", "ern") if word.endswith("d"))  # Geld, not Treff
        umlaut = LAST_VOWEL.sub(lambda match: match[0].translate(UMLAUTS), word, count=1)
        yield from (umlaut + end for end in UMLAUT_ENDS if umlaut != word)
    if word.endswith("n"):  # the sheet may have the plural: Kammern, Noten
        yield word[:-1]


def _adjective(word: str) -> Iterator[str]:
    stem = re.sub(r"(?<=...)(?:e[nrsm]?)$", "", word)
    yield word
    yield from (stem + end for end in ADJECTIVE_ENDS)


def phrase_forms(term: str) -> tuple[frozenset[str], ...]:
    """Return the forms of each word of *term*."""
    parts = german_words(term)
    return tuple(german_forms(w, last=place == len(parts) - 1) for place, w in enumerate(parts))


# --- renderings ---------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def stems(rendering: str) -> tuple[str, ...]:
    """Return the words of *rendering* that a text must have; small words may be others."""
    found = _words(rendering)
    small = 2 if ARABIC.search(rendering) else 1 if ETHIOPIC.search(rendering) else 3
    return tuple(word for word in found if len(word) > small) or tuple(found)


def _words(text: str) -> list[str]:
    return fold.words(ELISION.sub(" ", text))


def contains(text: Collection[str], rendering: str) -> bool:
    """Tell whether *text*, of `shapes_of`, has every word of *rendering* in some form."""
    return all(any(_same(shape, text) for shape in _wanted(stem)) for stem in stems(rendering))


def _same(shape: str, text: Iterable[str]) -> bool:
    beginning = shape[: max(3, ceil(len(shape) * SHARED))]
    return any(word.startswith(beginning) for word in text)


def shapes_of(text: str) -> frozenset[str]:
    """Return the words of *text*, folded, in the shapes that may be compared."""
    return frozenset(shape for word in _words(text) for shape in _shapes(word))


@lru_cache(maxsize=100_000)
def _shapes(word: str) -> frozenset[str]:
    """Return *word* also without what is written before it, and without the vowels inside it."""
    if ETHIOPIC.search(word):
        rows = _rows(word)
        return frozenset((rows, _without_prefix(rows)))
    if not ARABIC.search(word):
        return frozenset([word])
    bare = {word, *(word[len(prefix) :] for prefix in _arabic_prefixes(word))}
    return frozenset(bare | {_without_vowels(one) for one in bare})


@lru_cache(maxsize=10_000)
def _wanted(stem: str) -> frozenset[str]:
    """The same for a word of a rendering: only its article is certain to be one."""
    if not ARABIC.search(stem):
        return _shapes(stem)
    bare = stem[2:] if stem.startswith("ال") and len(stem) > 4 else stem
    return frozenset((stem, bare, _without_vowels(bare)))


def _arabic_prefixes(word: str) -> Iterator[str]:
    for pattern in ARABIC_PREFIXES:
        if (match := pattern.match(word)) and len(word) - match.end() > 1:
            yield match[0]


def _rows(word: str) -> str:
    """Return the first orders of Ethiopic letters: vowels change with plural and ending."""
    return "".join(chr(ord(s) - ord(s) % 8) if "\u1200" <= s < "\u1360" else s for s in word)


def _without_prefix(rows: str) -> str:
    return rows[1:] if len(rows) > 2 and rows[0] in ETHIOPIC_PREFIXES else rows


def _without_vowels(word: str) -> str:
    short = word[0] + LONG_VOWELS.sub("", word[1:]).rstrip("ه")
    return short if len(short) > 2 else word
