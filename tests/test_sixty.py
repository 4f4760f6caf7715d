"""Sixty mistakes of editors: each is told at its place, once, with what to do about it."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from guide import translations
from guide.checks import check
from guide.load import load
from guide.problems import Problem
from guide.site import make_site
from tests import mini
from tests.editor import CASES, STYLE

HEAD = re.compile(r"(?P<path>\S+) @(?:(?P<line>\d+)|=(?P<says>.+))")
PLACE = re.compile(r"> (?P<relative>=?)(?P<line>[+-]?\d+):(?P<column>\d+) (?P<words>.+)")
QUIET = STYLE | {
    "leerstelle",
    "adresse-platzhalter",
}  # the small guide has these without any mistake


@dataclass(frozen=True)
class Mistake:
    name: str
    path: str
    at: int  # the line that is edited
    typed: tuple[str, ...]
    line: int
    column: int
    words: str


def mistakes() -> list[Mistake]:
    text = (CASES / "sechzig-fehler.list").read_text(encoding="utf-8")
    return [read(block) for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]]


def read(block: str) -> Mistake:
    name, head, *lines = block.rstrip("\n").split("\n")
    where, told = HEAD.fullmatch(head), PLACE.fullmatch(lines[-1])
    assert where, head
    assert told, lines[-1]
    at = int(where["line"] or line_that_says(where["path"], where["says"]))
    line = int(told["line"]) + (at if told["relative"] else 0)
    typed = tuple(text.removeprefix(" |") for text in lines[:-1])
    return Mistake(name, where["path"], at, typed, line, int(told["column"]), told["words"])


def line_that_says(path: str, text: str) -> int:
    lines = (mini.SOURCES / path).read_text(encoding="utf-8").split("\n")
    assert lines.count(text) == 1, text
    return lines.index(text) + 1


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini.copy_sources(tmp_path_factory.mktemp("sixty") / "guide")


def told_about(root: Path) -> list[Problem]:
    """Return what `check` and `translations check` say, but for what they always say."""
    found, problems = load(root)
    if found:
        site = make_site(found, problems)
        problems = [*problems, *check(site), *translations.check(site)]
    return [problem for problem in sorted(set(problems)) if problem.rule not in QUIET]


def test_there_are_sixty_and_each_changes_something() -> None:
    assert len(mistakes()) == 60
    assert len({mistake.name for mistake in mistakes()}) == 60
    for mistake in mistakes():
        lines = (mini.SOURCES / mistake.path).read_text(encoding="utf-8").split("\n")
        assert lines[mistake.at - 1] not in (mistake.typed or ("",))[:1] or len(mistake.typed) > 1


def test_nothing_is_told_without_a_mistake(guide: Path) -> None:
    assert told_about(guide) == []


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_once_at_its_place_with_its_remedy(mistake: Mistake, guide: Path) -> None:
    file = guide / mistake.path
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[mistake.at - 1 : mistake.at] = mistake.typed
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        found = told_about(guide)
    finally:
        shutil.copy2(mini.SOURCES / mistake.path, file)
    said = [
        (p.origin.path.as_posix(), p.origin.line, p.origin.column, f"{p.message} → {p.remedy}")
        for p in found
    ]
    assert [place for *place, _ in said] == [[mistake.path, mistake.line, mistake.column]], said
    assert mistake.words in said[0][3]
