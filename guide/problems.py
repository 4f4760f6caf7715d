"""What an editor is told: a Problem has a place, a rule, a sentence and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

EXCERPT_WIDTH = 100
TAB_AND_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff]"
)


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The place where a value was written, counted from 1 as editors count."""

    path: Path
    line: int = 1
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}:{self.column}"


class Severity(StrEnum):
    ERROR = "Fehler"  # the site is not built
    WARNING = "Hinweis"  # the site is built, somebody should look


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    origin: Origin
    rule: str
    message: str
    remedy: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.origin}: {self.severity}: {self.message} [{self.rule}]"


def describe(problem: Problem, root: Path) -> str:
    """Return *problem* with the line it is in and what to do about it.

    *root* is the folder that the problem's path is relative to.
    """
    remedy = [f"    → {problem.remedy}"] if problem.remedy else []
    return "\n".join([str(problem), *_excerpt(problem.origin, root), *remedy])


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the word of *known* that *typed* was probably meant to be."""
    by_lower_case = {word.lower(): word for word in known}
    near = get_close_matches(typed.lower(), by_lower_case, n=1, cutoff=0.6)
    return by_lower_case[near[0]] if near else None


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return "Meinten Sie „x“?" for the known word nearest to *typed*, or an empty string."""
    near = nearest(typed, known)
    return f"Meinten Sie „{quote(near)}“?" if near else ""


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def quote(text: str, width: int = 60) -> str:
    """Return *text* for a message: one line, no control characters, cut to *width*."""
    shown = TAB_AND_CONTROLS.sub("�", " ".join(text.split()) if "\n" in text else text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def _excerpt(origin: Origin, root: Path) -> list[str]:
    try:
        text = (root / origin.path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []
    lines = _lines(text)
    if origin.line > len(lines) or not lines[origin.line - 1].strip():
        return []
    return _draw(lines[origin.line - 1], origin)


@lru_cache(maxsize=4)  # a file may have thousands of problems
def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _draw(line: str, origin: Origin) -> list[str]:
    """Draw the line and a caret below it; a very long line is shown around the caret."""
    start = max(0, origin.column - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
    shown = line[start : start + EXCERPT_WIDTH]
    dots = "…" if start else ""
    column = origin.column - start + len(dots)
    length = max(1, min(origin.length, len(dots) + len(shown) - column + 1))
    visible = TAB_AND_CONTROLS.sub(lambda match: "→" if match[0] == "\t" else "�", dots + shown)
    gutter = " " * 7
    return [f"{origin.line:>6} │ {visible}", f"{gutter}│ {' ' * (column - 1)}{'^' * length}"]
