"""Read YAML and front matter as text that remembers its place; types are the model's business.

YAML 1.1 turns `no` into False, the postcode 01067 into 567 and 8:30 into 510. So every scalar
stays the string the editor typed until a model field parses it. Anchors, aliases and tags are
refused: nobody needs them here, and a few nested aliases can fill all memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import yaml

from guide.compose import compose
from guide.files import read_text
from guide.lines import (
    EMPTY,
    HOPELESS,
    MAX_LINT,
    blank_record,
    escaped_sign,
    lint_lines,
    lint_text,
)
from guide.problems import Origin, Problem, has_errors, quote
from guide.syntax import syntax_problem

MAX_DEPTH = 12
MAX_RESTARTS = 20  # broken records reported in one file before we stop looking
NOTHING = ("~", "null")  # YAML's words for an empty value


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Record:
    fields: dict[str, Value]
    keys: dict[str, Origin]
    origin: Origin
    partial: bool = False  # broken records have been left out, so something may seem to be missing


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Value, ...]
    origin: Origin


Value: TypeAlias = Text | Record | Items


def read_yaml(root: Path, path: Path, problems: list[Problem]) -> Record | None:
    """Return the mapping in *path*, or None where it holds none.

    A syntax error is reported, its record left out, and the rest of the file still read: so an
    editor sees all mistakes in one run.
    """
    text = read_text(root, path, problems)
    if text is None:
        return None
    return parse_yaml(text, path, problems)


def parse_yaml(
    text: str, path: Path, problems: list[Problem], first_line: int = 1
) -> Record | None:
    record, found = _parsed(text, path, first_line)
    problems.extend(found)
    return record


@lru_cache(maxsize=64)  # a preview reads all files again whenever one has changed
def _parsed(text: str, path: Path, first_line: int) -> tuple[Record | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    return _parse(text, path, problems, first_line), tuple(problems)


def _parse(text: str, path: Path, problems: list[Problem], first_line: int) -> Record | None:
    found = list(islice(lint_lines(text, path, first_line), MAX_LINT))
    problems.extend(found)
    if len(found) == MAX_LINT or any(problem.rule in HOPELESS for problem in found):
        return None
    lines = text.split("\n")
    for problem in found:
        blank_record(lines, problem.origin.line - first_line)
    before = len(problems)
    node = _compose_all(lines, path, first_line, problems)
    partial = has_errors(found) or len(problems) > before
    if isinstance(node, yaml.MappingNode):
        return _Reader(path, first_line, problems).read(node, partial)
    if node is not None or not partial:
        what = _NO_HEADING if isinstance(node, yaml.SequenceNode) else _NO_MAPPING
        line = text[: len(text) - len(text.lstrip())].count("\n") + first_line
        problems.append(Problem(Origin(path, line), "kein-inhalt", *what))
    return None


def split_front_matter(text: str, path: Path, problems: list[Problem]) -> tuple[str, str, int]:
    """Return head, body and the body's first line (counted from 1) of a page in content/.

    The head is empty where a problem was found that hides it.
    """
    found = list(islice(lint_text(text, path), MAX_LINT))
    problems.extend(found)
    if not text.strip():
        problems.append(Problem(Origin(path), "datei-leer", *EMPTY))
        return "", "", 1
    if any(problem.rule in HOPELESS for problem in found):
        return "", "", 1
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        problems.append(Problem(Origin(path), "kopf-fehlt", *_NO_HEAD))
        return "", text, 1
    for place, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return _head(lines[1:place], path, problems), "\n".join(lines[place + 1 :]), place + 2
    problems.append(Problem(_end_of_head(lines, path), "kopf-offen", *_OPEN_HEAD))
    return "", "", 1


def _head(lines: list[str], path: Path, problems: list[Problem]) -> str:
    if any(line.strip() and not line.startswith("#") for line in lines):
        return "\n".join(lines)
    problems.append(Problem(Origin(path, 1, 1, 3), "kopf-leer", *_EMPTY_HEAD))
    return ""


def _end_of_head(lines: list[str], path: Path) -> Origin:
    """Return the last line that belongs to the head: the one that --- is missing below."""
    last = 0
    while last + 1 < len(lines) and re.match(r"[\w-]+:|[ \t]+\S", lines[last + 1]):
        last += 1
    return Origin(path, last + 1, 1, max(1, len(lines[last])))


def plain(value: Value) -> object:
    """Return *value* as dicts, lists and strings, as pydantic takes it."""
    match value:
        case Text():
            return value.value
        case Items():
            return [plain(item) for item in value.items]
        case Record():
            return {key: plain(item) for key, item in value.fields.items()}


def find(value: Value, place: Sequence[str | int]) -> tuple[Value, Origin, bool]:
    """Follow *place* as far as it exists: the value there, its origin, whether all was found."""
    for step in place:
        if isinstance(value, Record) and step in value.fields:
            value = value.fields[str(step)]
        elif isinstance(value, Items) and isinstance(step, int) and step < len(value.items):
            value = value.items[step]
        else:
            return value, value.origin, False
    return value, value.origin, True


def _compose_all(
    lines: list[str], path: Path, first_line: int, problems: list[Problem]
) -> yaml.Node | None:
    """Compose; at each syntax error report it, blank its record and try again."""
    for _ in range(MAX_RESTARTS):
        try:
            return compose("\n".join(lines))
        except yaml.MarkedYAMLError as error:
            problem, bad = syntax_problem(error, lines, path, first_line)
            problems.append(problem)
            if not blank_record(lines, bad):
                return None
        except (yaml.YAMLError, RecursionError, ValueError):
            problems.append(Problem(Origin(path, first_line), "yaml", *_UNREADABLE_YAML))
            return None
    return None


class _Reader:
    """Makes Values of one file's nodes."""

    def __init__(self, path: Path, first_line: int, problems: list[Problem]) -> None:
        self._path = path
        self._first_line = first_line
        self._problems = problems
        self._seen: set[int] = set()

    def read(self, node: yaml.MappingNode, partial: bool) -> Record:
        return self._mapping(node, 0, partial)

    def _value(self, node: yaml.Node, depth: int) -> Value:
        origin = self._origin(node)
        if depth > MAX_DEPTH:
            self._tell(origin, "zu-tief", _TOO_DEEP)
            return Text("", origin)
        if id(node) in self._seen:  # an alias that guide.lines has not seen
            self._tell(origin, "verweis", _ALIAS)
            return Text("", origin)
        match node:
            case yaml.SequenceNode():
                self._seen.add(id(node))
                return Items(tuple(self._value(item, depth + 1) for item in node.value), origin)
            case yaml.MappingNode():
                self._seen.add(id(node))
                return self._mapping(node, depth)
        if not node.value.isprintable() and (sign := escaped_sign(node.value)):
            self._tell(origin, "steuerzeichen", (_SIGN.format(sign), _NO_SIGN))
        empty = node.value in NOTHING and not getattr(node, "style", None)
        return Text("" if empty else str(node.value), origin)

    def _mapping(self, node: yaml.MappingNode, depth: int, partial: bool = False) -> Record:
        fields: dict[str, Value] = {}
        keys: dict[str, Origin] = {}
        for key, item in node.value:
            origin = self._origin(key)
            if not isinstance(key, yaml.ScalarNode) or not key.value:
                self._tell(origin, "schluessel", _NO_KEY)
            elif key.value in keys:
                self._repeated(key.value, origin, keys, depth)
                if depth > 0 and key.value == next(iter(keys)):
                    break  # here begins another record: its other keys would only repeat the news
            else:
                keys[key.value] = origin
                fields[key.value] = self._value(item, depth + 1)
        return Record(fields, keys, self._origin(node), partial)

    def _repeated(self, key: str, origin: Origin, keys: dict[str, Origin], depth: int) -> None:
        remedy = "Einen der beiden löschen."
        if depth == 0:
            remedy = "Beides unter eine Überschrift bringen."
        elif key == next(iter(keys)):
            remedy = "Beginnt hier ein neuer Eintrag? Dann „- “ davor. Sonst eines löschen."
        message = f"„{quote(key)}:“ steht in diesem Abschnitt zweimal"
        told = (message, f"Zuerst in Zeile {keys[key].line}. {remedy}")
        self._tell(origin, "doppelter-eintrag", told)

    def _tell(self, origin: Origin, rule: str, told: tuple[str, str]) -> None:
        self._problems.append(Problem(origin, rule, *told))

    def _origin(self, node: yaml.Node) -> Origin:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        line = start.line + self._first_line
        return Origin(self._path, line, start.column + 1, max(1, length))


_NO_MAPPING = (
    "In der Datei steht kein Eintrag",
    "Die letzte Änderung rückgängig machen (in der Weboberfläche: „Verlauf“).",
)
_NO_HEADING = (
    "Über den Einträgen fehlt die Überschrift",
    "Davor eine Zeile wie „stations:“ oder „sources:“ schreiben, wie es sie vorher gab.",
)
_EMPTY_HEAD = (
    "Der Kopf der Seite ist leer",
    "Zwischen den beiden --- die Zeilen title: … und description: … schreiben.",
)
_ALIAS = (
    "Hier steht ein Verweis auf eine andere Stelle; Verweise sind hier nicht erlaubt",
    "Den Inhalt noch einmal schreiben.",
)
_NO_HEAD = (
    "Der Kopf der Seite fehlt",
    "Die erste Zeile muss --- sein, dann title: und description:, dann wieder ---.",
)
_OPEN_HEAD = (
    "Der Kopf der Seite ist nicht abgeschlossen",
    "Nach dieser Zeile eine Zeile mit --- einfügen.",
)
_UNREADABLE_YAML = (
    "Die Datei lässt sich nicht als YAML lesen",
    "Die letzte Änderung rückgängig machen und in kleinen Schritten wiederholen.",
)
_TOO_DEEP = (
    "Hier sind zu viele Listen oder Abschnitte ineinander verschachtelt",
    "Klammern und Einrückung mit dem Eintrag darüber vergleichen.",
)
_SIGN = "Der Text enthält mit einem Rückstrich \\ ein unsichtbares Zeichen ({})"
_NO_SIGN = "Den Rückstrich und die Zeichen danach löschen."
_NO_KEY = (
    "Vor dem Doppelpunkt steht kein Wort",
    "Ein Eintrag sieht so aus: name: Gymnasium",
)
