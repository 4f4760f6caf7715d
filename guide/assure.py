"""Writes into data/ that somebody has checked records; every other byte stays as it is.

The text is edited in the place that YAML's own marks give, so comments, order and line ends are
kept. What comes out is read again and compared before anything is written: all or nothing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from guide.compose import FastLoader
from guide.load import DATA, Guide
from guide.problems import Problem, did_you_mean, quote
from guide.source import parse_yaml, plain
from guide.upkeep import SECTIONS

BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what YAML 1.1 ends a line with
PLAIN = re.compile(r"[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß0-9.-]*( [A-Za-zÄÖÜäöüß0-9.-]+)*")
NOT_PLAIN = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
BOM = "\ufeff"


@dataclass(frozen=True)
class Check:
    """Who has checked, when and how: as guide.fields.Assured."""

    on: date
    by: str
    how: str


class CannotAssure(Exception):
    """Nothing was written; `reasons` say why, in German, and what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, order=True)
class Edit:
    """Characters of a file and what stands there afterwards."""

    start: int
    end: int
    text: str


Place = tuple[str, str, int]  # file, section, number


def assure(guide: Guide, names: Iterable[str], check: Check) -> list[Path]:
    """Write *check* into the records called *names*; return the files that are different now.

    A name is an id (`jugendamt`) or, where two records share it, `services/jugendamt`.
    Raises CannotAssure: then nothing has been written.
    """
    if not check.by.strip() or not check.by.isprintable():
        raise CannotAssure('Bei --by muss eine Stelle stehen, zum Beispiel --by "Bildungsbüro".')
    places = _find_all(guide, names)
    changed: dict[Path, bytes] = {}
    for file in dict.fromkeys(file for file, *_ in places):
        path = DATA / f"{file}.yaml"
        wanted = [place[1:] for place in places if place[0] == file]
        before = _read(guide.root / path)
        after = _changed(before, path, wanted, check)
        _compare(guide, file, path, after, wanted, check)
        changed[path] = after.encode("utf-8")
    _write_all(guide.root, changed)
    return list(changed)


# --- which records ------------------------------------------------------------------------------


def _find_all(guide: Guide, names: Iterable[str]) -> list[Place]:
    known = _known(guide)
    found: list[Place] = []
    reasons: list[str] = []
    for name in dict.fromkeys(names):
        places = known.get(name, [])
        if len(places) == 1:
            found += places
        elif places:
            either = " oder ".join(f"{section}/{name}" for _, section, _ in places)
            reasons.append(f"„{quote(name)}“ gibt es mehrmals. Genauer schreiben: {either}")
        else:
            near = did_you_mean(name, known) or "Die Kennung steht in data/ hinter „id:“."
            reasons.append(f"„{quote(name)}“ gibt es nicht. {near}")
    if reasons:
        raise CannotAssure(*reasons)
    return sorted(set(found))


def _known(guide: Guide) -> Mapping[str, list[Place]]:
    """Return the records by name: an offer or a station by its id, each also with its section."""
    known: dict[str, list[Place]] = {}
    for section, (file, *_) in SECTIONS.items():
        for number, record in enumerate(getattr(getattr(guide, file), section)):
            place = (file, section, number)
            known[f"{section}/{record.id}"] = [place]
            if section in ("services", "stations", "residence_statuses"):
                known.setdefault(record.id, []).append(place)
    return known


# --- the text ------------------------------------------------------------------------------------


def _read(path: Path) -> str:
    """Return the file with its line ends; load has found that it is UTF-8."""
    return path.read_bytes().decode("utf-8")


def _changed(text: str, path: Path, wanted: list[tuple[str, int]], check: Check) -> str:
    bom = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    root = yaml.compose(body, Loader=FastLoader)
    starts = [0, *(match.end() for match in BREAK.finditer(body))]
    edits: list[Edit] = []
    for section, number in wanted:
        edits += _edits(_child(_child(root, section), number), body, starts, path, check)
    for edit in sorted(edits, reverse=True):
        body = body[: edit.start] + edit.text + body[edit.end :]
    return bom + body


def _child(node: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return node.value[step]
    return next(value for key, value in node.value if key.value == step)


def _edits(
    record: yaml.MappingNode, body: str, starts: list[int], path: Path, check: Check
) -> Iterator[Edit]:
    """Yield the changes in *record*: three values, or a new line after `confidence`."""
    fields = {key.value: (key, value) for key, value in record.value}
    if "assured" not in fields:
        yield _new_line(record, *fields["confidence"], body, starts, check)
        return
    values = {key.value: value for key, value in fields["assured"][1].value}
    for field, text in _words(check).items():
        value = values[field]
        if value.style in ("|", ">"):
            line = value.start_mark.line + 1
            reason = f"{path.as_posix()} Zeile {line}: „{field}:“ geht über mehrere Zeilen."
            raise CannotAssure(f"{reason} Bitte in eine Zeile schreiben und noch einmal aufrufen.")
        start, end = (_at(mark, starts) for mark in (value.start_mark, value.end_mark))
        yield Edit(start, end, text)


def _new_line(
    record: yaml.MappingNode,
    key: yaml.Node,
    value: yaml.Node,
    body: str,
    starts: list[int],
    check: Check,
) -> Edit:
    written = "assured: {" + ", ".join(f"{k}: {v}" for k, v in _words(check).items()) + "}"
    end = _at(value.end_mark, starts)
    if record.flow_style:
        return Edit(end, end, f", {written}")
    ended = BREAK.search(body, end)
    at = ended.start() if ended else len(body)
    line_end = ended[0] if ended else "\n"
    return Edit(at, at, f"{line_end}{' ' * key.start_mark.column}{written}")


def _words(check: Check) -> dict[str, str]:
    return {"on": check.on.isoformat(), "by": _scalar(check.by.strip()), "how": check.how}


def _scalar(text: str) -> str:
    """Return *text* as YAML; in quotes where it could be taken for something else."""
    if PLAIN.fullmatch(text) and text.lower() not in NOT_PLAIN:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _at(mark: Any, starts: list[int]) -> int:
    line, column = int(mark.line), int(mark.column)
    return starts[line] + column


def _compare(
    guide: Guide, file: str, path: Path, after: str, wanted: list[tuple[str, int]], check: Check
) -> None:
    """Read the new text: it must say what the guide says, and what was to be added, no more."""
    expected: Any = plain(guide.documents[file])
    said = {"on": check.on.isoformat(), "by": check.by.strip(), "how": check.how}
    for section, number in wanted:
        expected[section][number]["assured"] = said
    problems: list[Problem] = []
    record = parse_yaml(after.removeprefix(BOM).replace("\r\n", "\n"), path, problems)
    if record is None or plain(record) != expected:
        raise CannotAssure(
            f"{path.as_posix()} ist so geschrieben, dass die Zeile nicht sicher einzufügen ist.",
            "Bitte von Hand eintragen: CONTRIBUTING.md, „Etwas als geprüft eintragen“.",
        )


# --- the files ------------------------------------------------------------------------------------


def _write_all(root: Path, changed: Mapping[Path, bytes]) -> None:
    """Write beside, then swap; where one cannot be swapped, those before it are put back."""
    targets = {(root / path).resolve(): content for path, content in changed.items()}
    before = {path: path.read_bytes() for path in targets}
    swapped: list[Path] = []
    try:
        for path, content in targets.items():
            beside = _beside(path)
            beside.write_bytes(content)
            shutil.copymode(path, beside)
        for path in targets:
            _beside(path).replace(path)
            swapped.append(path)
    except OSError as error:
        for done in swapped:
            done.write_bytes(before[done])
        reason = f"„{path.name}“ lässt sich nicht schreiben: {error.strerror}."
        raise CannotAssure(f"{reason} Ist die Datei noch offen? Nichts wurde geändert.") from error
    finally:
        for path in targets:
            _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.neu")
