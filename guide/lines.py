"""Mistakes that can be seen in the lines of a file, before YAML is parsed: all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from guide.problems import Origin, Problem, quote

MAX_LINE = 20_000

CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
INDENT_TAB = re.compile(r"^[ -]*(\t+)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
# Overrides that can make a text look different from what it says ("Trojan Source")
BIDI_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
ANCHOR = re.compile(r"(?:^|[:\-\[,{]\s+|[\[{,])([&*][A-Za-z0-9_-]+)(?=\s|$|,|\]|})")
TAG = re.compile(r"(?:^|[:\-\[,{]\s+)(!{1,2}[A-Za-z][^\s,\]}]*)")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


def lint_lines(text: str, path: Path, first_line: int = 1) -> Iterator[Problem]:
    """Yield what is wrong with single lines of *text*; *first_line* is the number of the first."""
    if not text.strip():
        yield Problem(Origin(path, first_line), "datei-leer", *_EMPTY)
        return
    block_indent: int | None = None  # inside `text: |` or `>` almost everything is allowed
    for number, line in enumerate(text.split("\n"), first_line):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and line.strip() and indent <= block_indent:
            block_indent = None
        yield from _lint_any(line, Origin(path, number))
        if block_indent is None:
            yield from _lint_structure(line, Origin(path, number))
            if re.search(r":\s+[|>][+-]?\d?\s*(#.*)?$", line):
                block_indent = indent


def _lint_any(line: str, origin: Origin) -> Iterator[Problem]:
    if len(line) > MAX_LINE:
        yield Problem(origin, "zeile-zu-lang", *_LONG)
        return
    if match := CONFLICT.match(line):
        yield _at(origin, match.start(1), len(match[1]), "konflikt", *_CONFLICT)
    for match in CONTROL.finditer(line):
        name = f"U+{ord(match[0]):04X}"
        yield _at(origin, match.start(), 1, "steuerzeichen", _CONTROL[0].format(name), _CONTROL[1])
    for match in BIDI_OVERRIDE.finditer(line):
        name = f"U+{ord(match[0]):04X}"
        yield _at(origin, match.start(), 1, "schreibrichtung", _BIDI[0].format(name), _BIDI[1])


def _lint_structure(line: str, origin: Origin) -> Iterator[Problem]:
    if len(line) > MAX_LINE or line.lstrip().startswith("#"):
        return
    if match := INDENT_TAB.match(line):
        yield _at(origin, match.start(1), len(match[1]), "tabulator", *_TAB)
    bare = QUOTED.sub(lambda match: "x" * len(match[0]), line)
    bare = re.sub(r"\s#.*", "", bare)
    for match in ANCHOR.finditer(bare):
        message = _ANCHOR[0].format(quote(match[1]))
        yield _at(origin, match.start(1), len(match[1]), "verweis", message, _ANCHOR[1])
    for match in TAG.finditer(bare):
        message = _TAG[0].format(quote(match[1]))
        yield _at(origin, match.start(1), len(match[1]), "typangabe", message, _TAG[1])


def _at(origin: Origin, start: int, length: int, rule: str, message: str, remedy: str) -> Problem:
    return Problem(Origin(origin.path, origin.line, start + 1, length), rule, message, remedy)


_EMPTY = (
    "Die Datei ist leer",
    "Die letzte Änderung rückgängig machen (in der Weboberfläche: „Verlauf“).",
)
_LONG = (
    f"Diese Zeile hat mehr als {MAX_LINE} Zeichen",
    "Wurde aus Versehen etwas eingefügt? Die Zeile löschen oder den Text kürzen.",
)
_CONFLICT = (
    "Hier stehen noch Zeichen aus einem Zusammenführungs-Konflikt",
    "Eine der beiden Fassungen behalten und die Zeilen mit <<<<<<<, ======= und >>>>>>> löschen.",
)
_CONTROL = (
    "In der Zeile steht ein unsichtbares Steuerzeichen ({})",
    "Das Zeichen löschen, am besten den Text an dieser Stelle neu tippen.",
)
_BIDI = (
    "In der Zeile steht ein Zeichen, das die Schreibrichtung umkehrt ({})",
    "Das Zeichen löschen. Die Seiten stellen Arabisch und Zahlen von selbst richtig dar.",
)
_TAB = (
    "Die Zeile ist mit einem Tabulator eingerückt",
    "Den Tabulator durch zwei Leerzeichen ersetzen.",
)
_ANCHOR = (
    "„{}“ ist in YAML ein Verweis auf eine andere Stelle; Verweise sind hier nicht erlaubt",
    "Den Text in Anführungszeichen setzen oder den Inhalt noch einmal schreiben.",
)
_TAG = (
    "„{}“ ist in YAML eine Typangabe; Typangaben sind hier nicht erlaubt",
    "Den ganzen Text in Anführungszeichen setzen.",
)
