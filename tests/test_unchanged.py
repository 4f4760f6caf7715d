"""A build that would change nothing says so at once; whatever may change something is seen."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guide import cli
from guide.unchanged import inputs, said_again
from tests.tools import ROOT

DAY = ["2026-11-24"]


@pytest.fixture
def built(copy: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert cli.main(["build", "--root", str(copy), "--today", DAY[0]]) == 0
    capsys.readouterr()
    return copy


def test_after_a_build_there_is_nothing_to_do(built: Path) -> None:
    said = said_again(built, built / "site", DAY)
    assert said
    assert "Nichts hat sich geändert" in said


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": lambda root: (root / "data/offers.yaml").write_text("x"),
    "a text of the same length": lambda root: (root / "content/hilfe.md").write_bytes(
        b"x" * (root / "content/hilfe.md").stat().st_size
    ),
    "a new page": lambda root: (root / "content/neu.md").write_text("x"),
    "a translation that is gone": lambda root: (root / "translations/ar.po").unlink(),
    "a picture of the region's own": lambda root: shutil.copytree(ROOT / "assets", root / "assets"),
    "a page of the site that is gone": lambda root: (root / "site/de/wege.html").unlink(),
    "a page of the site that was changed": lambda root: (root / "site/index.html").write_text("x"),
    "a stranger's file in the site": lambda root: (root / "site/x.txt").write_text("x"),
    "no site": lambda root: shutil.rmtree(root / "site"),
    "what was kept is broken": lambda root: (root / ".cache/gebaut.json").write_text("[1"),
    "what was kept is nonsense": lambda root: (root / ".cache/gebaut.json").write_text("[1]"),
    "a clock that was set back": lambda root: os.utime(root / "data/offers.yaml", (1, 1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_may_change_the_site_is_seen(change: Callable[[Path], object], built: Path) -> None:
    change(built)
    assert said_again(built, built / "site", DAY) is None


@pytest.mark.parametrize("asked", [["2026-11-25"], ["compressed", "2026-11-24"], []])
def test_another_day_or_option_is_another_build(asked: list[str], built: Path) -> None:
    assert said_again(built, built / "site", asked) is None


def test_another_folder_is_another_build(built: Path) -> None:
    assert said_again(built, built / "other", DAY) is None


def test_the_program_itself_is_among_what_is_looked_at(copy: Path) -> None:
    paths = {Path(entry[0]) for entry in inputs(copy)}
    for name in ("guide/unchanged.py", "build.py", "templates/shell.html", "assets/style.css"):
        assert ROOT / name in paths


def test_the_question_loads_no_package() -> None:
    """That is what makes it quick: the packages take longer than all else."""
    code = (
        "import sys; before = set(sys.modules); import guide.unchanged;"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    told = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(told.stdout.split()) <= {*sys.stdlib_module_names, "guide"}
