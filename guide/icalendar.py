"""The lines of a calendar file (RFC 5545): escaped, folded, ended with CR and LF."""

from __future__ import annotations

import re
from collections.abc import Iterable

FOLD = 75  # octets in a line, RFC 5545 section 3.1


def file(lines: Iterable[str]) -> bytes:
    """Return the file of *lines*, each a property with its value (section 3.1)."""
    return ("\r\n".join(map(folded, lines)) + "\r\n").encode("utf-8")


def folded(line: str) -> str:
    """Return *line* in pieces of at most FOLD octets, cut between letters, never in one."""
    pieces, piece, size = [], "", 0
    for letter in line:
        length = len(letter.encode("utf-8"))
        if size + length > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += length
    return "\r\n".join([*pieces, piece])


def escaped(text: str) -> str:
    """Return *text* as RFC 5545 section 3.3.11 wants it."""
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text)
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")
