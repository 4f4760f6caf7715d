"""Short codes of records, for links that hold several: the same for ever, whatever else changes.

A code is made from the record's id alone. Counting records, or giving the next free code, would
let an old link open something else once a record is gone.
"""

from __future__ import annotations

import hashlib
from functools import cache

# No vowels: no words come about. No l, 0 and 1: a link can be read out and typed
LETTERS = "bcdfghjkmnpqrstvwxyz23456789"
LENGTH = 4  # 614,656 codes: among 300 records a new one meets a taken code once in 2,000


@cache  # a page of each language names it
def code(kind: str, identifier: str) -> str:
    """Return the code of a record: `bk7t`.

    *kind* is that of its page (guide.urls.PAGES). Stations and residence statuses share their
    ids, so a station that becomes a status keeps its code. guide.checks.basket finds the ids
    that have the same.
    """
    space = "offer" if kind == "offer" else "node"
    digest = hashlib.sha256(f"{space}/{identifier}".encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)
