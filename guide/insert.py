"""A new record put into an editor's file: its own lines, and every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Callable

from guide.fold import fold
from guide.source import Items, Record, Text

EMPTY = r"""(?:~|null|""|'')"""
ENDS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")  # after each kind of line ending


def place_in_group(section: Items, field: str, value: str) -> int:
    """Return the position of the record to follow: the last of its group, or of the list."""
    same = [n for n, item in enumerate(section.items) if said(item, field) == value]
    return same[-1] if same else len(section.items) - 1


def place_by_alphabet(section: Items, field: str, value: str) -> int:
    """Return the position of the last record that comes before *value*; -1 where it is first."""
    earlier = [n for n, item in enumerate(section.items) if fold(said(item, field)) < fold(value)]
    return earlier[-1] if earlier else -1


def said(item: object, field: str) -> str:
    value = item.fields.get(field) if isinstance(item, Record) else None
    return value.value if isinstance(value, Text) else ""


def insert(raw: bytes, section: Items, after: int, record: list[str]) -> bytes:
    """Return *raw*, UTF-8, with *record* after the item at position *after* of its *section*."""
    if not section.items:
        return _first(raw, section, record)
    block = [("  " if number else "- ") + said for number, said in enumerate(record)]
    return _put(raw, section, after, block)


def insert_line(raw: bytes, section: Items, line: str, *, note: bool = False) -> bytes:
    """Return *raw* with *line* right below the last item of its *section*.

    As a *note* it begins with #, so that deleting that sign alone makes it an item.
    """
    return _put(raw, section, len(section.items) - 1, [line], before="#" if note else "")


def _put(
    raw: bytes, section: Items, after: int, lines: list[str], before: str | None = None
) -> bytes:
    """Put *lines* in their place; *before* is for single lines, which no empty line sets apart."""
    text = raw.decode("utf-8")
    written = [line for line in ENDS.split(text) if line]
    first = [item.origin.line - 1 for item in section.items]
    dash = written[first[0]].index("-")
    line = _end(written, first, after, dash)
    newline = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    block = [(before or "") + " " * dash + said for said in lines]
    if before is None and _spaced(written, first):
        block = [*block, ""] if after < 0 else ["", *block]
    end = "" if not line or written[line - 1].endswith(("\n", "\r")) else newline
    new = end + "".join(f"{said}{newline}" for said in block)
    return "".join([*written[:line], new, *written[line:]]).encode("utf-8")


def new_section(raw: bytes, name: str, record: list[str]) -> bytes:
    """Return *raw* with *record* as the first of the list *name*, of which it had no item.

    It comes right below the heading where that stands alone, else to the end with a heading.
    """
    text = raw.decode("utf-8")
    newline = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    block = [("  " if number else "- ") + said for number, said in enumerate(record)]
    written = [line for line in ENDS.split(text) if line]
    for number, line in enumerate(written):
        if heading := re.fullmatch(rf"({name}:)(?:[ \t]+{EMPTY})?([ \t]+#.*)?", line.rstrip()):
            written[number] = newline.join([heading[1] + (heading[2] or ""), *block, ""])
            return "".join(written).encode("utf-8")
    before = text if text.endswith(("\n", "\r")) else text + newline
    return (before + newline.join(["", f"{name}:", *block, ""])).encode("utf-8")


def _first(raw: bytes, section: Items, record: list[str]) -> bytes:
    """Put the first record in place of `[]`; what is written behind it stays."""
    written = [line for line in ENDS.split(raw.decode("utf-8")) if line]
    line = section.origin.line - 1
    at = section.origin.column - 1
    newline = next((end for end in ("\r\n", "\n", "\r") if end in written[line]), "\n")
    rest = written[line][at:].partition("]")[2].rstrip("\r\n")
    block = [("  " if number else "- ") + said for number, said in enumerate(record)]
    written[line] = newline.join([(written[line][:at].rstrip() + rest).rstrip(), *block, ""])
    return "".join(written).encode("utf-8")


def _end(written: list[str], first: list[int], after: int, dash: int) -> int:
    """Return the line after the item at *after*; a heading that follows is not its own."""
    if after < 0:
        return first[0]
    end = first[after + 1] if after + 1 < len(first) else _section_end(written, first[after], dash)
    while not written[end - 1].strip() or written[end - 1].startswith("#"):
        end -= 1
    return end


def _section_end(written: list[str], start: int, dash: int) -> int:
    own: Callable[[str], bool] = lambda line: not line.strip() or line[:1] in " #"  # noqa: E731
    for number in range(start + 1, len(written)):
        if not own(written[number]) and not (dash == 0 and written[number].startswith("- ")):
            return number
    return len(written)


def _spaced(written: list[str], first: list[int]) -> bool:
    """Are records of this file set apart by an empty line?"""
    return any(not written[line - 1].strip() for line in first[1:]) or len(first) == 1
