"""Mistakes that can be seen in the lines of a file, before YAML is parsed: all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from guide.problems import Origin, Problem, quote

MAX_LINE = 20_000
MAX_LINT = 50  # lines reported in one file before we stop looking
MAX_OPEN = 200  # brackets open at once: PyYAML's parser overflows its stack on many more

# Where one of these is found, the rest of the file says nothing reliable
HOPELESS = frozenset({"datei-leer", "konflikt", "zeile-zu-lang", "zu-tief"})

CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
INDENT_TAB = re.compile(r"^[ -]*(\t+)")
INDENT_NO_BREAK = re.compile(r"^[ -]*([\u00a0\u2000-\u200b\u202f\u3000]+)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]")
# What only the font of one program shows (Word's bullets are such), and what is no character. The
# guide's own marks, guide.urls.ROOT for one, are of them: so no text can hold one
PLANES = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
)
PRIVATE = re.compile(f"[\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff{PLANES}]")
# Line breaks for YAML, but no editor shows them as such: all lines after would be misnumbered
HIDDEN_BREAK = re.compile(r"[\x85\u2028\u2029]")
SURROGATE = re.compile(r"[\r\ud800-\udfff]")  # half a character, or a line's end in its middle
# Overrides that can make a text look different from what it says ("Trojan Source")
BIDI_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
VALUE = r"^\s*(?:- +)*(?:[\w-]+: +)?"  # what stands before a value
IN_BRACKETS = re.compile(VALUE + r"[\[{]")
FIRST = re.compile(VALUE + r"([&*][A-Za-z0-9_-]+(?=\s|$)|![^\s,\]}]*)")
INNER = re.compile(r"[\[{,:]\s*([&*][A-Za-z0-9_-]+(?=\s|$|,|\]|})|![^\s,\]}]*)")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
RECORDS = re.compile(r"^[\w-]+:\s*(#.*)?$")  # a heading such as `stations:`
SIGNS = re.compile(r"[\t&*!\u00a0\u2000-\u200b\u202f\u3000]")  # lines without them are sound
BLOCK = re.compile(r"(?::|^\s*-)\s+[|>][+-]?\d?[+-]?\s*(#.*)?$")


def lint_lines(text: str, path: Path, first_line: int = 1) -> Iterator[Problem]:
    """Yield what is wrong with single lines of YAML; *first_line* is the number of the first."""
    if not text.strip():
        yield Problem(Origin(path, first_line), "datei-leer", *EMPTY)
        return
    yield from lint_text(text, path, first_line)
    yield from _lint_depth(text, path, first_line)
    block_indent: int | None = None  # inside `text: |` or `>` almost everything is allowed
    for number, line in enumerate(text.split("\n"), first_line):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and line.strip() and indent <= block_indent:
            block_indent = None
        if block_indent is None and len(line) <= MAX_LINE:
            yield from _lint_structure(line, Origin(path, number))
            if BLOCK.search(line):
                block_indent = indent


def lint_text(text: str, path: Path, first_line: int = 1) -> Iterator[Problem]:
    """Yield what no text file of an editor should contain, YAML or not."""
    if _is_clean(text):
        return
    yield from _lint_conflicts(text, path, first_line)
    for number, line in enumerate(text.split("\n"), first_line):
        origin = Origin(path, number)
        if len(line) > MAX_LINE:
            yield Problem(origin, "zeile-zu-lang", *_LONG)
            continue
        for pattern, rule, (message, remedy) in _CHARACTERS:
            if match := pattern.search(line):
                name = f"U+{ord(match[0]):04X}"
                yield _at(origin, match.start(), 1, rule, message.format(name), remedy)


def _is_clean(text: str) -> bool:
    """Nearly every file is; one look at the whole is much faster than one at each line."""
    marks = any(sign * 7 in text for sign in "<=>|")
    signs = "".join(set(text))  # a hundred, in a text of half a million
    return not marks and not _ANY.search(signs) and max(map(len, text.split("\n"))) <= MAX_LINE


def _lint_conflicts(text: str, path: Path, first_line: int) -> Iterator[Problem]:
    """Yield the first line of each conflict. A line of = alone underlines a heading."""
    last = ""
    for number, line in enumerate(text.split("\n"), first_line):
        match = CONFLICT.match(line)
        if match is None:
            continue
        if match[1][0] == "<" or (last in ("", ">") and match[1][0] != "="):
            yield _at(Origin(path, number), 0, len(match[1]), "konflikt", *_CONFLICT)
        last = match[1][0]


def _lint_depth(text: str, path: Path, first_line: int) -> Iterator[Problem]:
    depth = 0
    for number, line in enumerate(text.split("\n"), first_line):
        for character, step in (("[", 1), ("{", 1), ("]", -1), ("}", -1)):
            depth += step * line.count(character)
        depth = max(0, depth)
        if depth > MAX_OPEN:
            yield Problem(Origin(path, number), "zu-tief", *_DEEP)
            return


def _lint_structure(line: str, origin: Origin) -> Iterator[Problem]:
    if not SIGNS.search(line) or line.lstrip().startswith("#"):
        return
    if match := INDENT_TAB.match(line):
        yield _at(origin, match.start(1), len(match[1]), "tabulator", *_TAB)
    if match := INDENT_NO_BREAK.match(line):
        yield _at(origin, match.start(1), len(match[1]), "leerzeichen", *_NO_BREAK)
    bare = QUOTED.sub(lambda match: "x" * len(match[0]), line)
    bare = re.sub(r"\s#.*", "", bare)
    for match in (INNER if IN_BRACKETS.match(bare) else FIRST).finditer(bare):
        rule, (message, remedy) = (
            ("typangabe", _TAG) if match[1][0] == "!" else ("verweis", _ANCHOR)
        )
        told = message.format(quote(match[1]))
        yield _at(origin, match.start(1), len(match[1]), rule, told, remedy)


def escaped_sign(value: str) -> str | None:
    """Return the first sign in *value* that may not stand in a file, as U+0000.

    A value has signs that its line has not: YAML's "\\0" and "\\ue000" stand for them.
    """
    found = (pattern.search(value) for pattern in (*(c[0] for c in _CHARACTERS), SURROGATE))
    return next((f"U+{ord(match[0]):04X}" for match in found if match), None)


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def content_start(line: str) -> int:
    """Return where the text of *line* begins, after its dashes."""
    match = re.match(r"^\s*(?:- +)*", line)
    return match.end() if match else 0


def blank_record(lines: list[str], bad: int) -> bool:
    """Blank the record around line *bad* (from 0), in place; False where nothing was left."""
    start, end = _record_around(lines, min(bad, len(lines) - 1))
    written = any(line.strip() for line in lines[start:end])
    lines[start:end] = [""] * (end - start)
    return written


def _record_around(lines: list[str], bad: int) -> tuple[int, int]:
    """Return the lines [start, end) of the outermost list item that line *bad* is in.

    A broken heading such as `amounts` takes its whole section along; a line that stands before
    all records goes alone.
    """
    dash = _dash(lines)
    heading = _is_heading(lines, bad, dash)
    start = bad
    while start > 0 and not heading and not _begins_record(lines[start], dash):
        start -= 1
    if not heading and not _begins_record(lines[start], dash):
        return bad, _end_of_indented(lines, bad + 1)
    end = bad + 1
    while end < len(lines) and not RECORDS.match(lines[end]):
        if not heading and _begins_record(lines[end], dash):
            break
        end += 1
    return start, end


def _is_heading(lines: list[str], bad: int, dash: str) -> bool:
    """Whether line *bad* was to be one such as `stations:`, with records below it."""
    line = lines[bad]
    below = next((other for other in lines[bad + 1 :] if other.strip()), "")
    outside = indentation(line) <= len(dash) + 1 and not line.lstrip().startswith("-")
    return outside and _begins_record(below, dash)


def _end_of_indented(lines: list[str], end: int) -> int:
    while end < len(lines) and lines[end].startswith(" ") and not lines[end].startswith(" - "):
        end += 1
    return end


def _dash(lines: list[str]) -> str:
    """Return how the file's records begin: "- " or "  - "."""
    return next((line[: line.index("-")] for line in lines if re.match(r"^ *- ", line)), "")


def _begins_record(line: str, indentation: str) -> bool:
    return bool(re.match(rf"^{indentation}-(\s|$)", line))


def _at(origin: Origin, start: int, length: int, rule: str, message: str, remedy: str) -> Problem:
    return Problem(Origin(origin.path, origin.line, start + 1, length), rule, message, remedy)


EMPTY = (
    "Die Datei ist leer",
    "Die letzte Änderung rückgängig machen (in der Weboberfläche: „Verlauf“).",
)
_LONG = (
    f"Diese Zeile hat mehr als {MAX_LINE} Zeichen",
    "Wurde aus Versehen etwas eingefügt? Die Zeile löschen oder den Text kürzen.",
)
_DEEP = (
    f"Bis hierher sind mehr als {MAX_OPEN} Klammern offen",
    "Wurde aus Versehen etwas eingefügt? Die letzte Änderung rückgängig machen.",
)
_CONFLICT = (
    "Zwei Fassungen sind hier noch nicht zusammengeführt (Konflikt)",
    "Eine der beiden Fassungen behalten und die Zeilen mit <<<<<<<, ======= und >>>>>>> löschen.",
)
_CONTROL = (
    "In der Zeile steht ein unsichtbares Steuerzeichen ({})",
    "Das Zeichen löschen, am besten den Text an dieser Stelle neu tippen.",
)
_HIDDEN_BREAK = (
    "In der Zeile steht ein unsichtbarer Zeilenumbruch ({})",
    "Das Zeichen löschen und, wenn nötig, ein Leerzeichen tippen.",
)
_BIDI = (
    "In der Zeile steht ein Zeichen, das die Schreibrichtung umkehrt ({})",
    "Das Zeichen löschen. Die Seiten stellen Arabisch und Zahlen von selbst richtig dar.",
)
_PRIVATE = (
    "In der Zeile steht ein Zeichen, das andere Geräte nicht zeigen können ({})",
    "Das Zeichen durch ein gewöhnliches ersetzen, zum Beispiel durch - oder •.",
)
_CHARACTERS = (
    (CONTROL, "steuerzeichen", _CONTROL),
    (PRIVATE, "sonderzeichen", _PRIVATE),
    (HIDDEN_BREAK, "zeilenumbruch", _HIDDEN_BREAK),
    (BIDI_OVERRIDE, "schreibrichtung", _BIDI),
)
_ANY = re.compile(f"[{''.join(pattern.pattern[1:-1] for pattern, _, _ in _CHARACTERS)}]")
_TAB = (
    "Die Zeile ist mit einem Tabulator eingerückt",
    "Den Tabulator durch Leerzeichen ersetzen: so viele wie in der Zeile darüber.",
)
_NO_BREAK = (
    "Die Zeile ist mit besonderen Leerzeichen eingerückt (aus einem anderen Programm kopiert)",
    "Die Leerzeichen am Anfang löschen und neu tippen.",
)
_ANCHOR = (
    "„{}“ ist in YAML ein Verweis auf eine andere Stelle; Verweise sind hier nicht erlaubt",
    "Den Text in Anführungszeichen setzen oder den Inhalt noch einmal schreiben.",
)
_TAG = (
    "„{}“ hat in YAML eine besondere Bedeutung, die hier nicht erlaubt ist",
    "Den ganzen Text in Anführungszeichen setzen.",
)
