"""How commands load the guide and tell what they found."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from guide.checks import check
from guide.cli.clock import today
from guide.load import load
from guide.problems import Problem, Severity, describe, has_errors
from guide.site import Site, make_site

ALIKE = 100  # problems of one kind in one file that are shown: one slip can make thousands


def make(root: Path, day: date | None = None) -> tuple[Site | None, list[Problem]]:
    """Load and check the guide in *root*; the Site only where nothing forbids to build it.

    It is the Site of *day*, else of today.
    """
    site, problems = read(root, day)
    if site is not None:
        problems = sorted({*problems, *check(site)})
    return (None if has_errors(problems) else site), problems


def read(root: Path, day: date | None = None) -> tuple[Site | None, list[Problem]]:
    """Load the guide in *root* without checking it; None where the files are not sound."""
    guide, problems = load(root)
    if guide is None:
        return None, problems
    return make_site(guide, problems, today(day)), problems


def tell(problems: list[Problem], root: Path, *, brief: bool = False) -> None:
    """Print the problems in the order of the files; *brief* only counts the hints."""
    errors = [p for p in problems if p.severity is Severity.ERROR]
    hints = [p for p in problems if p.severity is Severity.WARNING]
    alike: Counter[tuple[Path, str]] = Counter()
    for problem in errors if brief or errors else problems:
        alike[problem.origin.path, problem.rule] += 1
        if alike[problem.origin.path, problem.rule] <= ALIKE:
            print(describe(problem, root), end="\n\n")
    for (path, _), count in alike.items():
        if count > ALIKE:
            print(f"{path}: und {count - ALIKE} weitere wie die {ALIKE} gezeigten.\n")
    if errors:
        print(f"{len(errors)} Fehler. Bitte beheben und noch einmal bauen.")
    if hints and (brief or errors):
        print(f"{many(len(hints), 'Hinweis', 'Hinweise')} (ansehen: python3 build.py check)")


def many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
