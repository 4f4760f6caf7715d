"""Mistakes that nobody thought of: whatever an editor's hand does, it is told and never crashes."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guide.load import load
from guide.problems import describe, has_errors
from tests import editor


def delete_character(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + text[at + 1 :]


def insert(what: str) -> Callable[[str, random.Random], str]:
    def mutate(text: str, dice: random.Random) -> str:
        at = dice.randrange(len(text))
        return text[:at] + what + text[at:]

    return mutate


def on_lines(change: Callable[[list[str], int], None]) -> Callable[[str, random.Random], str]:
    def mutate(text: str, dice: random.Random) -> str:
        lines = text.split("\n")
        change(lines, dice.randrange(len(lines) - 1))
        return "\n".join(lines)

    return mutate


def duplicate(lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def swap(lines: list[str], at: int) -> None:
    lines[at], lines[at + 1] = lines[at + 1], lines[at]


def indent(lines: list[str], at: int) -> None:
    lines[at] = f" {lines[at]}"


def outdent(lines: list[str], at: int) -> None:
    lines[at] = lines[at][1:]


def truncate(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text))]


def delete(lines: list[str], at: int) -> None:
    del lines[at]


MUTATIONS = [
    delete_character,
    truncate,
    *(on_lines(change) for change in (duplicate, swap, indent, outdent, delete)),
    *(insert(what) for what in ("\t", ":", '"', "'", " ", "\n", "- ", "{", "]", "#", "&a ", "\r")),
]


def assert_told(root: Path, typed: str) -> None:
    """No traceback; and where there is no Guide, an error at a place that exists."""
    guide, problems = load(root)
    for problem in problems:
        assert describe(problem, root)
    if guide is None:
        assert has_errors(problems), typed
    for problem in problems:
        file = root / problem.origin.path
        if file.is_file():
            lines = file.read_text(encoding="utf-8").splitlines() or [""]
            assert problem.origin.line <= len(lines) + 1, (problem, typed)


def files(root: Path) -> list[Path]:
    return sorted([*(root / "data").glob("*.yaml"), *(root / "content").glob("*.md")])


@pytest.mark.parametrize("seed", range(300))
def test_a_slip_of_the_hand_is_told_and_never_crashes(seed: int, tmp_path: Path) -> None:
    guide = editor.copy_base(tmp_path)
    dice = random.Random(seed)
    for _ in range(dice.choice((1, 1, 2, 3))):
        file = dice.choice(files(guide))
        text = file.read_text(encoding="utf-8") or "\n\n"
        file.write_text(dice.choice(MUTATIONS)(f"{text}\n", dice), encoding="utf-8", newline="")

    assert_told(guide, file.read_text(encoding="utf-8"))
    editor.said(guide)


@pytest.mark.parametrize("seed", range(30))
def test_a_slip_of_the_hand_in_the_real_guide_never_crashes(
    seed: int, root: Path, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    for folder in ("data", "content"):
        shutil.copytree(root / folder, tmp_path / folder)
    file = dice.choice(files(tmp_path))
    file.write_text(dice.choice(MUTATIONS)(file.read_text(encoding="utf-8"), dice), "utf-8")

    assert_told(tmp_path, file.name)
