"""PO as text -> its entries, at one look each: a build reads 30,000 of them.

The grammar is what catalogs of translation tools have in common
(https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html). Of an entry with a plural
there is no text: no text of the site counts anything. Obsolete entries (`#~`) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from polib import unescape

_END = r"(?:[ \t]*\n)+"  # of a line, and empty lines
_LINE = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_TEXT = rf"[ \t]+({_LINE}(?:{_END}{_LINE})*){_END}"
_COMMENTS = rf"(?:#.*{_END})*"
ENTRY = re.compile(
    rf"(?:{_COMMENTS}#~.*{_END})?({_COMMENTS})(?:msgctxt{_TEXT})?msgid{_TEXT}"
    rf"(?:msgstr{_TEXT}|msgid_plural{_TEXT}(?:msgstr\[\d\]{_TEXT})+)"
)
BREAK = re.compile(rf'"{_END}"')
BEFORE = re.compile(_END)
AFTER = re.compile(_COMMENTS)
PREVIOUS = re.compile(rf"^msgid{_TEXT}", re.MULTILINE)


class NotRead(ValueError):
    """The text is no PO from a line on; the line's number is the one argument."""


class Entry(NamedTuple):
    context: str
    german: str
    text: str
    fuzzy: bool
    previous: str | None  # the German that the text was made from
    comment: str  # of a translator
    line: int


def entries(text: str) -> Iterator[Entry]:
    """Yield the entries of *text*, its header too; raises NotRead."""
    text = f"{text}\n"
    before = BEFORE.match(text)
    place, line = before.end() if before else 0, 1
    line += text.count("\n", 0, place)
    while found := ENTRY.match(text, place):
        own = found.start(1)
        line += text.count("\n", place, own)
        context, german, said = found.group(2, 3, 4)
        yield Entry(_said(context), _said(german), _said(said), *_told(found[1]), line)
        place = found.end()
        line += text.count("\n", own, place)
    comments = AFTER.match(text, place)
    end = comments.end() if comments else place
    if end < len(text):
        raise NotRead(line + text.count("\n", place, end))


def _said(literal: str | None) -> str:
    if literal is None:
        return ""
    bare = BREAK.sub("", literal[1:-1]) if "\n" in literal else literal[1:-1]
    return unescape(bare) if "\\" in bare else bare


@lru_cache  # most entries have the same
def _told(comments: str) -> tuple[bool, str | None, str]:
    """Return what *comments* say: fuzzy, the German before, what a translator noted."""
    lines = [line.rstrip() for line in comments.split("\n")]
    flags = {
        flag.strip() for line in lines if line.startswith("#,") for flag in line[2:].split(",")
    }
    before = "".join(f"{line[2:].lstrip()}\n" for line in lines if line.startswith("#|"))
    previous = PREVIOUS.search(before)
    notes = [line.lstrip("#").removeprefix(" ") for line in lines if re.match("#[# ]|#$", line)]
    return "fuzzy" in flags, previous and _said(previous[1]), "\n".join(notes)
