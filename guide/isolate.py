"""German words in a translation: found by their letters, and marked as German.

Without a mark a reading voice reads them as if they were Arabic, and signs beside them are shown
in the wrong order. Translators mark nothing (docs/decisions/0018).
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from guide.languages import Language

OTHER_SCRIPTS = frozenset({"ar", "fa", "ps", "uk", "ru", "ti"})  # Latin letters are German there
_WORD = r"[A-Za-zÄÖÜäöüß§\d][A-Za-zÄÖÜäöüß\d@&+./:_-]*(?<![./:_-])"
# Latin words with what stands between them; or numbers with a sign between them: 15-18, 030/17
_JOINT = r"(?:, (?=[A-Za-zÄÖÜ])|- (?=[a-zäöü])| / | – |[ \u00a0])"
_PARAGRAPH = rf"§[ \u00a0]?\d+[a-z]?(?:[ \u00a0](?=[A-Za-zÄÖÜ]){_WORD})*"
_WORDS = rf"(?=[^\s]*[A-Za-zÄÖÜäöüß]){_WORD}(?:{_JOINT}{_WORD})*"
_RUN = rf"{_PARAGRAPH}|{_WORDS}|\d+(?:[-–/.]\d+)+"
LATIN_RUN = re.compile(_RUN)
# Brackets around German alone belong to it: else they point the wrong way where a line breaks
BRACKETED_RUN = re.compile(rf"\((?:{_PARAGRAPH}|{_WORDS})\)|{_RUN}")
_LETTER = re.compile("[A-Za-z]")
BRACKETS = re.compile(r"(?<=\()([^()]*[A-Za-zÄÖÜäöüß]{2,}[^()]*)(?=\))")


def bound(text: str) -> str:
    """Return *text* with the number of a law at its sign: "§" at a line's end tells nothing."""
    return text.replace("§ ", "§\u00a0")


def in_brackets(text: str, german: str) -> Markup:
    """Mark what stands in brackets and, word for word, in the German text: "school (Schule)"."""
    parts = BRACKETS.split(text)
    return Markup(
        "".join(
            f'<span lang="de">{escape(part)}</span>'
            if number % 2 and part in german
            else escape(part)
            for number, part in enumerate(parts)
        )
    )


@lru_cache(maxsize=100_000)  # the same names stand on hundreds of pages
def in_script(text: str, language: Language) -> Markup:
    """Return *text* as HTML in *language*, with German words in other scripts isolated."""
    if language.tag in OTHER_SCRIPTS:
        return isolate(bound(text), language.direction)
    return escape(bound(text))


def isolate(text: str, direction: str) -> Markup:
    """Return *text* as HTML with each run of Latin letters, and in RTL each range, in a <bdi>.

    *direction* is that of the language around: "ltr" or "rtl".
    """
    parts: list[str] = []
    end = 0
    for match in (LATIN_RUN if direction == "ltr" else BRACKETED_RUN).finditer(text):
        run = match[0]
        # A <bdi> takes its direction from its first letter; only signs and numbers need to be told
        is_german = _LETTER.search(run)
        if not is_german and direction == "ltr":
            continue
        mark = 'lang="de"' if is_german else 'dir="ltr"'
        parts += [escape(text[end : match.start()]), f"<bdi {mark}>{escape(run)}</bdi>"]
        end = match.end()
    return Markup("".join([*parts, escape(text[end:])]))
