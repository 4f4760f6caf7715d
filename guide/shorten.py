"""Short names for what a script calls its own: a quarter of our scripts were names.

After rjsmin, which takes out blanks and comments. Every name gets one short name wherever it
stands in the file, so which is which stays as it was. Left alone is each name that is not plainly
the script's own: those of its outermost level, which other scripts see; all that is a property
anywhere in the file (x.name, {name: 1}, {name}); and what is never declared, such as `document`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count

TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<template>`(?:\\.|[^`\\])*`)
    |(?P<pattern>(?:(?<=[(,=:\[!&|?{};>])|(?<=return))/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/\w*)
    |(?P<number>\.?\d\w*(?:\.\d+)?)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<sign>=>|\.\.\.|\?\.|.|\n)""",
    re.VERBOSE,
)
INSIDE = re.compile(r"\$\{([^{}]*)\}")  # what is computed within a template literal
OPEN, CLOSE = "([{", ")]}"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

Token = tuple[str, str]  # kind, text


def shorten(script: str) -> str:
    """Return *script*, as rjsmin leaves it, with short names.

    Raises ValueError where braces stand within `${}`: write it with + instead.
    """
    tokens = list(_tokens(script))
    uses = Counter(text for text, _ in _names(tokens))
    own = _declared(tokens) - _properties(tokens)
    free = (name for name in _short_names() if name not in uses)
    short = {name: next(free) for name, _ in uses.most_common() if name in own and len(name) > 1}
    return "".join(_renamed(token, short) for token in tokens)


def _tokens(script: str) -> Iterator[Token]:
    for match in TOKEN.finditer(script):
        yield str(match.lastgroup), match[0]


def _names(tokens: list[Token]) -> Iterator[tuple[str, int]]:
    """Yield each name with its place, and those within template literals with place -1."""
    for place, (kind, text) in enumerate(tokens):
        if kind == "name":
            yield text, place
        if kind == "template":
            if text.count("${") != len(INSIDE.findall(text)):
                raise ValueError(f"Klammern in einem Platzhalter: {text}")
            for part in INSIDE.findall(text):
                yield from ((name, -1) for name, _ in _names(list(_tokens(part))))


def _properties(tokens: list[Token]) -> set[str]:
    found: set[str] = set()
    inside: list[str] = []  # the brackets around
    padded = [("sign", ""), *tokens, ("sign", "")]
    for (_, before), (kind, text), (_, after) in zip(padded, padded[1:], padded[2:], strict=False):
        if kind == "name":
            first = before in ("{", ",") and inside[-1:] == ["{"]
            if before in (".", "?.") or (first and after in (":", ",", "}", "(", "=")):
                found.add(text)
        elif kind == "template":
            for part in INSIDE.findall(text):
                found |= _properties(list(_tokens(part)))
        elif text in OPEN and text:
            inside.append(text)
        elif text in CLOSE and text:
            inside.pop()
    return found


def _declared(tokens: list[Token]) -> set[str]:
    """Return the names declared within any braces: by const, let or function, or before =>."""
    found: set[str] = set()
    deep = 0
    for place, (_, text) in enumerate(tokens):
        deep += (text == "{") - (text == "}")
        if deep and text in ("const", "let", "function"):
            found |= set(_pattern(tokens, place + 1))
        if text == "=>":
            found |= set(_pattern(tokens, _start(tokens, place - 1)))
    return found


def _start(tokens: list[Token], place: int) -> int:
    """Return where what ends at *place* begins: one name, or a bracket and all in it."""
    deep = 0
    while True:
        text = tokens[place][1]
        deep += (text in CLOSE and text != "") - (text in OPEN and text != "")
        if deep == 0:
            return place
        place -= 1


def _pattern(tokens: list[Token], place: int) -> Iterator[str]:
    """Yield the names that the pattern at *place* declares: a name, or those in brackets."""
    while tokens[place][1].isspace():
        place += 1
    if tokens[place][0] == "name":
        yield tokens[place][1]
        return
    deep = 0
    while True:
        kind, text = tokens[place]
        deep += (text in OPEN) - (text in CLOSE)
        if kind == "name" and tokens[place - 1][1] in ("(", "[", "{", ",", "..."):
            yield text
        place += 1
        if deep == 0:
            return


def _short_names() -> Iterator[str]:
    yield from LETTERS
    for number in count():
        for letter in LETTERS:
            yield f"{letter}{number}"


def _renamed(token: Token, short: dict[str, str]) -> str:
    kind, text = token
    if kind == "name":
        return short.get(text, text)
    if kind == "template":
        return INSIDE.sub(
            lambda part: "${" + "".join(_renamed(t, short) for t in _tokens(part[1])) + "}", text
        )
    return text
