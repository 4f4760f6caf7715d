"""How hard a German text is to read: the Flesch formula in Amstad's German version (1978).

180 - words per sentence - 58.5 x syllables per word. 60 to 70 is plain, below 30 very hard.
Official words are long and cannot be avoided, so short texts are not judged.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guide.markup import plain_text

SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")
VOWELS = re.compile(r"(?:aa|ee|oo|ie|ei|ai|eu|äu|au|[aeiouäöüy])", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def sentences(text: str) -> list[str]:
    """Return the sentences of *text* that have at least one word."""
    plain = PLACEHOLDER.sub("5", plain_text(text))
    return [part for part in SENTENCE_END.split(plain) if WORD.search(part)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Return the number of vowel groups: close to the number of syllables in German."""
    return max(1, len(VOWELS.findall(word)))


@lru_cache(maxsize=20_000)
def amstad(text: str) -> float:
    """Return the score of *text*; 180 for a text without words."""
    parts = sentences(text)
    found = [word for part in parts for word in words(part)]
    if not found:
        return 180.0
    return 180.0 - len(found) / len(parts) - 58.5 * sum(map(syllables, found)) / len(found)


@lru_cache(maxsize=20_000)  # a preview judges all texts again
def longest_sentence(text: str) -> int:
    """Return the number of words of the longest sentence."""
    return max((len(words(part)) for part in sentences(text)), default=0)
