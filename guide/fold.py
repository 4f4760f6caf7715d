"""Texts as search compares them: what readers type differently and mean the same.

`assets/inline/search.js` does the same on the phone; tests/cases/fold.tsv holds both to it, and
docs/decisions/0021 says why each letter is folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# Apostrophes go before NFKD, which would make a space of the acute accent
APOSTROPHES = re.compile("['`\u00b4\u02b9-\u02bf\u2018-\u201b\u2032\uff07]")
DROPPED = "\u0640\u0621"  # tatweel; the lone hamza, which many leave out
ALIKE = {  # the letter that stands for the others; hamza and madda on a letter fall with NFKD
    "\u0627": "\u0671",  # alef: alef wasla
    "\u0647": "\u0629\u06be\u06c1\u06d5",  # heh: teh marbuta, heh of Urdu, Pashto, Sorani
    "\u064a": "\u0649\u06cc\u06cd\u06ce\u06d0\u06d2",  # yeh: alef maksura; Persian, Pashto, Sorani
    "\u06a9": "\u0643\u06aa",  # kaf: Arabic, swash
    "\u06af": "\u06ab",  # gaf: of Pashto
    "\u0648": "\u06c6",  # waw, reh, lam: of Sorani
    "\u0631": "\u0695",
    "\u0644": "\u06b5",
    "г": "ґ",
}
ETHIOPIC = {  # rows of eight that sound the same
    0x1220: 0x1230,  # ሠ -> ሰ
    0x1210: 0x1200,  # ሐ -> ሀ
    0x1280: 0x1200,  # ኀ -> ሀ
    0x12D0: 0x12A0,  # ዐ -> አ
    0x1340: 0x1338,  # ፀ -> ጸ
}
TABLE = {
    **{other: letter for letter, others in ALIKE.items() for other in others},
    **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    **{chr(row + n): chr(same + n) for row, same in ETHIOPIC.items() for n in range(8)},
    **dict.fromkeys(DROPPED, ""),
}
WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=100_000)  # titles and keywords come many times
def fold(text: str) -> str:
    """Return *text* in lower case, without accents, one letter for all that are confused.

    By way of upper case: there ß is SS and the Turkish ı is I.
    """
    text = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    return "".join(map(_letter, text.lower().upper().lower()))


@cache
def _letter(sign: str) -> str:
    """Return what stands for *sign*; nothing for accents, tashkeel, joiners and bidi controls."""
    category = unicodedata.category(sign)
    return "" if category[0] == "M" or category == "Cf" else TABLE.get(sign, sign)


def words(text: str) -> list[str]:
    """Return the words of *text*, folded: runs of letters and digits."""
    return WORD.findall(fold(text))
