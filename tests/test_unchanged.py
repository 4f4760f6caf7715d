"""A build that would change nothing says so at once; whatever may change something is seen."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from guide import cli
from guide.cli import pages
from guide.unchanged import inputs, said_again
from guide.write import Share, Written, write
from tests.edits import flipped
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
    "a text of the same length at the same time": lambda root: flipped(
        root / "content/hilfe.md", Random(1)
    ),
    "a page of the site of the same length at the same time": lambda root: flipped(
        root / "site/de/wege.html", Random(1)
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


def test_a_link_that_leads_nowhere_hides_no_change(copy: Path) -> None:
    """Some editors' programs mark a file by one while somebody writes it."""
    for name in ("data/.#offers.yaml", "content/.#hilfe.md"):
        (copy / name).symlink_to("somebody@machine.1234")
    assert cli.main(["build", "--root", str(copy), "--today", DAY[0]]) == 0
    assert said_again(copy, copy / "site", DAY)
    for path in (copy / "data").glob("*.yaml"):
        path.write_text("x")
        assert said_again(copy, copy / "site", DAY) is None


def test_where_another_build_was_quicker_nothing_is_kept(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have read an older state, and its site is what is there now."""

    def overtaken(shares: list[Share], site: Path, processes: int) -> Written:
        written = write(shares, site, processes)
        write([lambda: {"index.html": b"old"}], site)
        return written

    monkeypatch.setattr(pages, "write", overtaken)
    assert cli.main(["build", "--root", str(copy), "--today", DAY[0]]) == 0
    assert said_again(copy, copy / "site", DAY) is None


def test_a_build_that_ends_after_midnight_is_one_of_the_day_before(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(shares: list[Share], site: Path, processes: int) -> Written:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780086400")
        return write(shares, site, processes)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    monkeypatch.setattr(pages, "write", late)
    assert cli.main(["build", "--root", str(copy)]) == 0
    assert said_again(copy, copy / "site", ["1780086400"]) is None
    assert said_again(copy, copy / "site", ["1780000000"])


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
