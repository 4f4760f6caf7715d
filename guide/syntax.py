"""What PyYAML says about broken YAML, said in an editor's words."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from guide.problems import Origin, Problem, quote

UNQUOTED = re.compile(r"^(?P<head>\s*(?:- )?[\w-]+:\s+)(?P<text>[^\"'\[{|>#&*!%@`].*?)\s*$")
MISSING_SPACE = re.compile(r"^\s*(?:- )?(?P<key>[A-Za-z_]+):(?P<rest>(?!//)\S.*)$")
NO_COLON = re.compile(r"^\s*(?:- )?(?P<key>[A-Za-z_]+)\s*$")


def syntax_problem(
    error: yaml.MarkedYAMLError, lines: list[str], path: Path, first_line: int
) -> tuple[Problem, int]:
    """Return the Problem and the line (from 0) that *error* is about."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    said = error.problem or ""
    for pattern, tell in _SAID:
        if re.search(pattern, said) and (told := tell(lines, line, column, error)):
            place, rule, message, remedy = told
            row, col, length = place
            origin = Origin(path, row + first_line, col + 1, length)
            return Problem(origin, rule, message, remedy), row
    origin = Origin(path, min(line, len(lines) - 1) + first_line, column + 1)
    return Problem(origin, "yaml", *_UNKNOWN), line


Told = tuple[tuple[int, int, int], str, str, str]


def _colon(lines: list[str], line: int, column: int, _: yaml.MarkedYAMLError) -> Told | None:
    """`name: Pflege: Ausbildung`, or a line indented deeper than the one above."""
    match = UNQUOTED.match(lines[line])
    if match and column > match.start("text"):
        remedy = f'{match["head"].strip()} "{_escaped(match["text"])}"'
        return (
            (line, column, 1),
            "doppelpunkt",
            "Der Text enthält einen Doppelpunkt",
            f"Den ganzen Text in Anführungszeichen setzen: {quote(remedy, 90)}",
        )
    return (line, column, 1), "einrueckung", *_INDENT


def _indent(lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError) -> Told | None:
    row = min(line, len(lines) - 1)
    while row > 0 and not lines[row].strip():
        row -= 1
    if broken := _broken_line(lines, row):
        return broken
    column = len(lines[row]) - len(lines[row].lstrip())
    return (row, column, 1), "einrueckung", *_INDENT


def _broken_line(lines: list[str], row: int) -> Told | None:
    """The line itself, or the one above, has no `key: value` form."""
    for here in (row, row - 1):
        if here < 0:
            continue
        if match := MISSING_SPACE.match(lines[here]):
            told = f"Nach dem Doppelpunkt ein Leerzeichen: {match['key']}: {match['rest']}"
            place = (here, match.end("key"), 1)
            return place, "leerzeichen", "Nach dem Doppelpunkt fehlt ein Leerzeichen", told
        if match := NO_COLON.match(lines[here]):
            place = (here, match.start("key"), len(match["key"]))
            told = f"„{match['key']}:“ schreiben."
            return place, "doppelpunkt-fehlt", f"Nach „{match['key']}“ fehlt der Doppelpunkt", told
    return None


def _no_colon(lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError) -> Told | None:
    mark = error.context_mark
    row = mark.line if mark else line
    if broken := _broken_line(lines, row):
        return broken
    start = len(lines[row]) - len(lines[row].lstrip())
    length = max(1, len(lines[row].strip()))
    return (row, start, length), "doppelpunkt-fehlt", *_NO_COLON


def _open_quote(
    lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError
) -> Told | None:
    mark = error.context_mark
    if mark is None:
        return None
    return (mark.line, mark.column, 1), "anfuehrungszeichen", *_QUOTE


def _after_quote(
    lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError
) -> Told | None:
    """`name: "Schule" in Helmstedt`, or a list in the wrong place."""
    row = min(line, len(lines) - 1)
    if re.search(r":\s+[\"']", lines[row]) and column > 0 and lines[row][column:].strip():
        return (row, column, len(lines[row].rstrip()) - column), "anfuehrungszeichen", *_AFTER_QUOTE
    return _indent(lines, row, column, error)


def _bracket(lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError) -> Told | None:
    mark = error.context_mark
    row, col = (mark.line, mark.column) if mark else (line, column)
    return (row, col, 1), "klammer", *_BRACKET


def _character(
    lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError
) -> Told | None:
    character = lines[line][column : column + 1]
    return (
        (line, column, 1),
        "sonderzeichen",
        f"Ein Text darf nicht mit „{quote(character)}“ beginnen",
        "Den ganzen Text in Anführungszeichen setzen.",
    )


def _escape(lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError) -> Told | None:
    return (line, max(0, column - 1), 2), "rueckstrich", *_ESCAPE


def _second(lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError) -> Told | None:
    return (line, column, 3), "zweites-dokument", *_SECOND


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


# What PyYAML's own scanner and parser say -> who explains it. First match wins.
_SAID = (
    (r"mapping values are not allowed", _colon),
    (r"unknown escape character|expected escape sequence", _escape),
    (r"found unexpected end of stream", _open_quote),
    (r"found unexpected document separator", _open_quote),
    (r"cannot start any token", _character),
    (r"expected ',' or '[\]}]'", _bracket),
    (r"could not find expected ':'", _no_colon),
    (r"expected <block end>", _after_quote),
    (r"but found another document", _second),
    (r"expected '<document start>'", _indent),
    (r".", _indent),
)

_INDENT = (
    "Die Zeile ist anders eingerückt, als YAML es hier erwartet",
    "Die Leerzeichen am Anfang mit den Zeilen darüber vergleichen: gleiche Ebene, gleiche Zahl.",
)
_NO_COLON = (
    "Diese Zeile ist kein Eintrag: Es fehlt der Doppelpunkt",
    "Als „name: Text“ schreiben. Gehört sie zum Text darüber: zwei Leerzeichen mehr einrücken.",
)
_QUOTE = (
    "Hier beginnt ein Text in Anführungszeichen, aber das Ende fehlt",
    'Am Ende des Textes ein " ergänzen.',
)
_AFTER_QUOTE = (
    "Nach dem schließenden Anführungszeichen steht noch etwas",
    "Die Anführungszeichen um den GANZEN Text setzen; innen „ “ oder ‚ ‘ benutzen.",
)
_BRACKET = (
    "Diese Klammer wird nicht richtig geschlossen",
    "Die schließende Klammer ergänzen; zwischen den Einträgen stehen Kommas.",
)
_ESCAPE = (
    "Nach dem Rückstrich \\ steht ein unbekanntes Zeichen",
    "Den Rückstrich löschen oder verdoppeln: \\\\",
)
_SECOND = (
    "Eine Zeile aus --- beginnt in YAML ein zweites Dokument",
    "Die Zeile --- löschen.",
)
_UNKNOWN = (
    "Hier ist das YAML nicht in Ordnung",
    "Die letzte Änderung rückgängig machen und in kleinen Schritten wiederholen.",
)
