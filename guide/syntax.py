"""What PyYAML says about broken YAML, said in an editor's words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

import yaml

from guide.lines import RECORDS, content_start, indentation
from guide.problems import Origin, Problem, quote

HEAD = r"(?P<head>\s*(?:- +)*(?:[\w-]+:\s+)?)"
UNQUOTED = re.compile(rf"^{HEAD}(?P<text>[^\"'\s].*?)\s*$")
# A text that begins with a character that YAML keeps for itself
SPECIAL = re.compile(
    rf"^{HEAD}(?P<text>(?:[@%`*&!|>\]}}?,]|(?<=: )- ).*"
    r"|\[.*\](?:\s*\(|\s+[^\s#]).*|\{.*\}\s*[^\s#].*)$"
)
KEY = re.compile(r"^\s*(?:- +)*[\w-]+:(?:\s|$)")
MISSING_SPACE = re.compile(r"^\s*(?:- +)*(?P<key>[A-Za-z_]+):(?P<rest>(?!//)\S.*)$")
NO_COLON = re.compile(r"^(?P<head>\s*(?:- +)*)(?P<key>[a-z_]+)(?P<rest>\s+[^\s:].*)?\s*$")
OPEN_QUOTE = re.compile(r"^\s*(?:- +)*(?:[\w-]+:\s+)?(?P<quote>\")(?:[^\"\\]|\\.)*$")

Told: TypeAlias = tuple[tuple[int, int, int], str, str, str]  # (row, column, length), Problem's


class Broken:
    """A syntax error: the lines around it and what PyYAML says, counted from 0."""

    def __init__(self, error: yaml.MarkedYAMLError, lines: list[str]) -> None:
        self.lines = lines
        self.said = error.problem or ""
        mark = error.problem_mark or error.context_mark
        self.row, self.column = (mark.line, mark.column) if mark else (0, 0)
        start = error.context_mark
        self.start = (start.line, start.column) if start else (self.row, self.column)
        if self.row >= len(lines):  # PyYAML means the end of the file
            self.row, self.column = len(lines) - 1, len(lines[-1])

    @property
    def line(self) -> str:
        return self.lines[self.row]

    def above(self, row: int) -> int | None:
        """Return the nearest line above *row* that says something."""
        for number in range(row - 1, -1, -1):
            if self.lines[number].strip() and not self.lines[number].lstrip().startswith("#"):
                return number
        return None


def syntax_problem(
    error: yaml.MarkedYAMLError, lines: list[str], path: Path, first_line: int
) -> tuple[Problem, int]:
    """Return the Problem and the line (from 0) that *error* is about."""
    broken = Broken(error, lines)
    teller = next((tell for pattern, tell in _SAID if re.search(pattern, broken.said)), _indent)
    (row, column, length), rule, message, remedy = _special(broken) or teller(broken)
    origin = Origin(path, row + first_line, column + 1, max(1, length))
    return Problem(origin, rule, message, remedy), row


def _special(broken: Broken) -> Told | None:
    """`text: *Wichtig* ist`, `text: {tel:amt} hilft`, `title: @amt`."""
    match = SPECIAL.match(broken.line)
    if match is None or broken.column < match.start("text"):
        return None
    message = f"Ein Text darf nicht mit „{quote(match['text'][0])}“ beginnen"
    return (broken.row, match.start("text"), 1), "sonderzeichen", message, _quoted(match)


def _quoted(match: re.Match[str]) -> str:
    text = match["text"].rstrip()
    if text[0] in "„“»" and text[-1] in "“”«":
        text = text[1:-1]
    written = f'{match["head"].strip()} "{_escaped(text)}"'.strip()
    return f"Den ganzen Text in Anführungszeichen setzen: {quote(written, 90)}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _colon(broken: Broken) -> Told:
    """`name: Pflege: Ausbildung`; or the line above or the indentation is wrong."""
    match, key = UNQUOTED.match(broken.line), KEY.match(broken.line)
    own = key and broken.column < key.end()  # of the key: the line stands in the wrong place
    if match and not own and broken.column > match.start("text"):
        place = (broken.row, broken.column, 1)
        return place, "doppelpunkt", "Der Text enthält einen Doppelpunkt", _quoted(match)
    above = broken.above(broken.row)
    if above is not None and not KEY.match(broken.lines[above]):
        return _broken_key(broken, above) or _no_key(broken, above)
    return _indent(broken)


def _broken_key(broken: Broken, row: int) -> Told | None:
    """Return what is wrong with the key in line *row*: its dash, its colon or its space."""
    line = broken.lines[row]
    if dash := re.match(r"^(\s*)-(?=[A-Za-z_]+:)", line):
        remedy = f"So schreiben: - {quote(line[dash.end() :].strip(), 90)}"
        return (row, len(dash[1]), 1), "leerzeichen", _DASH, remedy
    if empty := re.match(r"^(\s*(?:- +)*):(\s|$)", line):
        return (row, len(empty[1]), 1), "schluessel", *_NO_KEY
    if match := MISSING_SPACE.match(line):
        written = quote(f"{match['key']}: {match['rest']}", 90)
        place = (row, match.end("key"), 1)
        return place, "leerzeichen", _SPACE, f"Ein Leerzeichen ergänzen: {written}"
    match = NO_COLON.match(line)
    if match is None or not _is_key(broken, row, match):
        return None
    written = quote(f"{match['key']}:{(match['rest'] or '').rstrip()}", 90)
    place = (row, match.start("key"), len(match["key"]))
    message = f"Nach „{match['key']}“ fehlt der Doppelpunkt"
    return place, "doppelpunkt-fehlt", message, f"So schreiben: {written}"


def _is_key(broken: Broken, row: int, match: re.Match[str]) -> bool:
    """Something stands below the word; or text behind it, and the word is a key elsewhere."""
    below = broken.lines[row + 1] if row + 1 < len(broken.lines) else ""
    if "-" in match["head"]:
        return bool(KEY.match(below)) and indentation(below) == match.start("key")
    if match["rest"]:
        written = rf"^\s*(?:- +)*{match['key']}:"
        return any(re.match(written, line) for line in broken.lines)
    return bool(re.match(r"^\s*- |^\s+[\w-]+:", below))


def _no_key(broken: Broken, row: int) -> Told:
    start, length = content_start(broken.lines[row]), len(broken.lines[row].rstrip())
    return (row, start, length - start), "doppelpunkt-fehlt", *_NO_COLON


def _no_colon(broken: Broken) -> Told:
    row = broken.start[0]
    return _broken_key(broken, row) or _no_key(broken, row)


def _indent(broken: Broken) -> Told:
    """The line, or the one above it, has no `key: value` form, or too many or few spaces."""
    row = broken.row if broken.line.strip() else broken.above(broken.row) or 0
    above = broken.above(row)
    for candidate in (row, above):
        if candidate is not None and (told := _broken_key(broken, candidate)):
            return told
    if above is None:
        return (row, indentation(broken.lines[row]), 1), "einrueckung", *_INDENT
    return _misplaced(broken, row, above)


def _misplaced(broken: Broken, row: int, above: int) -> Told:
    if told := _no_dash(broken, row):
        return told
    has, wanted = indentation(broken.lines[row]), _wanted(broken, row, above)
    level, further = indentation(broken.lines[above]), broken.above(above)
    if has > wanted and further is not None and level < content_start(broken.lines[further]) == has:
        row, has, wanted = above, level, has  # the line above stands too far left, not this one
    if has == 0 and further is None:
        row, has, wanted = above, level, has  # the first line stands too far right
    if has > wanted:
        remedy = f"Am Anfang {_spaces(has - wanted)} löschen: {_ALIGN}"
        return (row, wanted, has - wanted), "einrueckung", _TOO_FAR, remedy
    if has < wanted:
        remedy = f"Am Anfang {_spaces(wanted - has)} ergänzen: {_ALIGN}"
        return (row, has, 1), "einrueckung", _NOT_FAR, remedy
    return (row, has, 1), "einrueckung", *_INDENT


def _no_dash(broken: Broken, row: int) -> Told | None:
    """`terms:` and below it `id: …` without a dash."""
    first: int | None = row
    while first is not None and (number := broken.above(first)) is not None:
        if RECORDS.match(broken.lines[number]):
            break
        first = number
    else:
        return None
    line = broken.lines[first]
    if first == row or not KEY.match(line) or line.lstrip().startswith("- "):
        return None
    written = quote(f"- {line.strip()}", 90)
    return (first, indentation(line), 1), "strich-fehlt", _NO_DASH, f"So schreiben: {written}"


def _wanted(broken: Broken, row: int, above: int) -> int:
    """Where the line should begin: below its like, or below the line above; or we can't say."""
    has = indentation(broken.lines[row])
    below = broken.lines[row + 1] if row + 1 < len(broken.lines) else ""
    if re.match(r"^\s+[\w-]+:\s*$", broken.lines[row]) and re.match(r"^\s*- ", below):
        return min(has, indentation(below))  # a heading of records
    start = re.match(r"^\s*(- +[\w-]+:)", broken.lines[row])
    for number in range(above, -1, -1):
        if start and broken.lines[number].lstrip().startswith(start[1]):
            return indentation(broken.lines[number])
    return has if start else content_start(broken.lines[above])


def _spaces(number: int) -> str:
    return "ein Leerzeichen" if number == 1 else f"{number} Leerzeichen"


def _open_quote(broken: Broken) -> Told:
    row, column = broken.start
    return (row, column, 1), "anfuehrungszeichen", *_QUOTE


def _after_quote(broken: Broken) -> Told:
    """`name: "Schule" am Ort`; an open quote further up; or a line in the wrong place."""
    row = broken.row
    if broken.column == 0 or not re.match(rf"^{HEAD}[\"']|.*\"", broken.line):
        return _indent(broken)
    for number in range(row - 1, max(-1, row - 5), -1):
        if match := OPEN_QUOTE.match(broken.lines[number]):
            return (number, match.start("quote"), 1), "anfuehrungszeichen", *_QUOTE
    length = len(broken.line.rstrip()) - broken.column
    return (row, broken.column, length), "anfuehrungszeichen", *_AFTER_QUOTE


def _bracket(broken: Broken) -> Told:
    row, column = broken.start
    closing = "]" if broken.lines[row][column : column + 1] == "[" else "}"
    if row == broken.row and closing in broken.line[broken.column :]:
        word = re.search(r"[\w-]*$", broken.line[: broken.column])
        start = word.start() if word else broken.column
        return (row, start, broken.column - start), "klammer", *_COMMA
    remedy = f"Die Klammer schließen: am Ende der Liste {closing} ergänzen."
    return (row, column, 1), "klammer", _BRACKET, remedy


def _extra_bracket(broken: Broken) -> Told:
    return (broken.row, broken.column, 1), "klammer", *_EXTRA


def _character(broken: Broken) -> Told:
    if broken.line[broken.column : broken.column + 1] == "\t":
        return (broken.row, broken.column, 1), "tabulator", *_TAB
    return _indent(broken)


def _escape(broken: Broken) -> Told:
    column = max(0, broken.line.rfind("\\", 0, broken.column + 1))
    return (broken.row, column, 2), "rueckstrich", *_ESCAPE


def _second(broken: Broken) -> Told:
    return (broken.row, broken.column, 3), "zweites-dokument", *_SECOND


# What PyYAML's own scanner and parser say -> who explains it. First match wins.
_SAID = (
    (r"mapping values are not allowed", _colon),
    (r"unknown escape character|expected escape sequence|escape code", _escape),
    (r"found unexpected end of stream|found unexpected document separator", _open_quote),
    (r"cannot start any token", _character),
    (r"expected ',' or '[\]}]'", _bracket),
    (r"but found '[\]}]'", _extra_bracket),
    (r"could not find expected ':'", _no_colon),
    (r"expected <block end>", _after_quote),
    (r"but found another document", _second),
)

_SPACE = "Nach dem Doppelpunkt fehlt ein Leerzeichen"
_NO_DASH = "Am Anfang des Eintrags fehlt der Strich"
_DASH = "Nach dem Strich fehlt ein Leerzeichen"
_TOO_FAR = "Die Zeile ist zu weit eingerückt"
_NOT_FAR = "Die Zeile ist zu wenig eingerückt"
_ALIGN = "Was zusammengehört, beginnt untereinander."
_NO_KEY = ("Vor dem Doppelpunkt steht kein Wort", "Ein Eintrag sieht so aus: name: Gymnasium")
_INDENT = (
    "Diese Zeile passt nicht zu den Zeilen darüber",
    "Einrückung, Strich, Doppelpunkt und Anführungszeichen mit anderen Einträgen vergleichen.",
)
_NO_COLON = (
    "Diese Zeile ist kein Eintrag: Es fehlt der Doppelpunkt",
    "Als „name: Text“ schreiben. Gehört sie zum Text darüber: zwei Leerzeichen mehr einrücken.",
)
_QUOTE = (
    "Hier beginnt ein Text in Anführungszeichen, aber das Ende fehlt",
    "Am Ende des Textes das gleiche Anführungszeichen noch einmal setzen.",
)
_AFTER_QUOTE = (
    "Nach dem schließenden Anführungszeichen steht noch etwas",
    "Die Anführungszeichen um den GANZEN Text setzen; innen „ “ oder ‚ ‘ benutzen.",
)
_BRACKET = "Diese Klammer wird nicht geschlossen"
_COMMA = (
    "In der Klammer fehlt hier ein Komma",
    "Davor ein Komma setzen. Ein Text mit Doppelpunkt braucht Anführungszeichen.",
)
_EXTRA = ("Diese Klammer ist zu viel", "Die Klammer löschen.")
_TAB = ("Hier steht ein Tabulator", "Ihn durch ein Leerzeichen ersetzen.")
_ESCAPE = (
    "Nach dem Rückstrich \\ steht ein unbekanntes Zeichen",
    "Den Rückstrich löschen oder verdoppeln: \\\\",
)
_SECOND = ("Eine Zeile aus --- beginnt hier ein zweites Dokument", "Die Zeile löschen.")
