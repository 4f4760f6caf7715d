"""Read YAML and front matter as text that remembers its place; types are the model's business.

YAML 1.1 turns `no` into False, the postcode 01067 into 567 and 8:30 into 510. So every scalar
stays the string the editor typed until a model field parses it. Anchors, aliases and tags are
refused: nobody needs them here, and a few nested aliases can fill all memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from guide.files import read_text
from guide.lines import lint_lines
from guide.problems import Origin, Problem, has_errors, quote
from guide.syntax import syntax_problem

MAX_DEPTH = 12
MAX_RESTARTS = 50  # broken records reported in one file before we stop looking

FastLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Record:
    fields: dict[str, Value]
    keys: dict[str, Origin]
    origin: Origin


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
    found = list(lint_lines(text, path, first_line))
    problems.extend(found)
    if has_errors(found):
        return None
    node = _compose_all(text.split("\n"), path, first_line, problems)
    if not isinstance(node, yaml.MappingNode):
        if node is not None or not has_errors(problems):
            problems.append(Problem(Origin(path, first_line), "kein-inhalt", *_NO_MAPPING))
        return None
    value = _convert(node, path, first_line, problems, 0)
    return value if isinstance(value, Record) else None


def split_front_matter(text: str, path: Path, problems: list[Problem]) -> tuple[str, str, int]:
    """Return head, body and the body's first line (counted from 1) of a page in content/."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        problems.append(Problem(Origin(path), "kopf-fehlt", *_NO_HEAD))
        return "", text, 1
    for place, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:place]), "\n".join(lines[place + 1 :]), place + 2
    problems.append(Problem(Origin(path, len(lines)), "kopf-offen", *_OPEN_HEAD))
    return "", "", 1


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
            return _compose("\n".join(lines))
        except yaml.MarkedYAMLError as error:
            problem, bad = syntax_problem(error, lines, path, first_line)
            problems.append(problem)
            start, end = _record_around(lines, bad)
            if start == 0 or end <= start:  # the error is not inside a record: give up here
                return None
            lines = [*lines[:start], *[""] * (end - start), *lines[end:]]
        except (yaml.YAMLError, RecursionError):
            problems.append(Problem(Origin(path, first_line), "yaml", *_UNREADABLE_YAML))
            return None
    return None


def _compose(text: str) -> yaml.Node | None:
    """Compose with the C loader; on an error again with PyYAML's own, whose messages we know."""
    try:
        return _one_document(text, FastLoader)
    except yaml.YAMLError:
        return _one_document(text, yaml.BaseLoader)


def _one_document(text: str, loader: type) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _record_around(lines: list[str], bad: int) -> tuple[int, int]:
    """Return the lines [start, end) of the outermost list item that line *bad* (from 0) is in."""
    start = min(bad, len(lines) - 1)
    while start > 0 and not lines[start].startswith(("- ", "  - id:")):
        start -= 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if line.strip() and len(line) - len(line.lstrip()) <= indent and end > bad:
            break
        end += 1
    return start, end


def _convert(
    node: yaml.Node, path: Path, first_line: int, problems: list[Problem], depth: int
) -> Value:
    origin = _origin(node, path, first_line)
    if depth > MAX_DEPTH:
        problems.append(Problem(origin, "zu-tief", *_TOO_DEEP))
        return Text("", origin)
    match node:
        case yaml.SequenceNode():
            return Items(
                tuple(_convert(item, path, first_line, problems, depth + 1) for item in node.value),
                origin,
            )
        case yaml.MappingNode():
            return _convert_mapping(node, path, first_line, problems, depth)
    return Text(str(node.value), origin)


def _convert_mapping(
    node: yaml.MappingNode, path: Path, first_line: int, problems: list[Problem], depth: int
) -> Record:
    fields: dict[str, Value] = {}
    keys: dict[str, Origin] = {}
    for key, item in node.value:
        origin = _origin(key, path, first_line)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(origin, "schluessel", *_NO_KEY))
            continue
        if key.value in keys:
            problems.append(_repeated(key.value, origin, keys[key.value]))
            continue
        keys[key.value] = origin
        fields[key.value] = _convert(item, path, first_line, problems, depth + 1)
    return Record(fields, keys, _origin(node, path, first_line))


def _repeated(key: str, origin: Origin, first: Origin) -> Problem:
    return Problem(
        origin,
        "doppelter-eintrag",
        f"„{quote(key)}“ steht in diesem Abschnitt zweimal",
        f"Der erste Eintrag ist in Zeile {first.line}. Einen davon löschen.",
    )


def _origin(node: yaml.Node, path: Path, first_line: int) -> Origin:
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Origin(path, start.line + first_line, start.column + 1, max(1, length))


_NO_MAPPING = (
    "In der Datei steht keine Liste von Einträgen",
    "Die letzte Änderung rückgängig machen; oben stehen Zeilen wie „stations:“.",
)
_NO_HEAD = (
    "Der Kopf der Seite fehlt",
    "Die erste Zeile muss --- sein, dann title: und description:, dann wieder ---.",
)
_OPEN_HEAD = (
    "Der Kopf der Seite ist nicht abgeschlossen",
    "Nach title: und description: eine Zeile mit --- einfügen.",
)
_UNREADABLE_YAML = (
    "Die Datei lässt sich nicht als YAML lesen",
    "Die letzte Änderung rückgängig machen und in kleinen Schritten wiederholen.",
)
_TOO_DEEP = (
    "Hier sind zu viele Listen oder Abschnitte ineinander verschachtelt",
    "Die Einrückung mit dem Eintrag darüber vergleichen.",
)
_NO_KEY = (
    "Vor dem Doppelpunkt steht kein Wort",
    "Ein Eintrag sieht so aus: name: Gymnasium",
)
