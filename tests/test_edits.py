"""A build over an older one makes what a build from nothing makes, whatever was edited between.

Some edits here, 200 and as many killed builds by night (EVERY_PAGE=1); or as many as are asked for,
and others:

    EDITS=200 KILLS=50 SEED=7 python -m pytest -s tests/test_edits.py
"""

import os
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests import edits, mini
from tests.edits_beside import BESIDE
from tests.rebuild import Work, judge, killed, programmed
from tests.tools import EVERY_PAGE, ROOT

ASKED = os.environ.get("EDITS", "200" if EVERY_PAGE else "")
EDITS = {"tests/cases/base": int(ASKED or 24), "tests/site": int(ASKED or 6)}  # of the small guides
KILLS = int(os.environ.get("KILLS", "200" if EVERY_PAGE else "3"))
SEED = int(os.environ.get("SEED", "1"))
SLOWLY = 12  # one build in so many is what an editor starts; the others are copies of this process
SMALLEST = "tests/cases/base"


@pytest.fixture
def work(guide: str, tmp_path: Path) -> Work:
    root = Path(shutil.copytree(ROOT / guide, tmp_path / "work" / "guide"))
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("guide", "templates", "assets"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in ("build.py", "pyproject.toml"):
        shutil.copy2(ROOT / name, root / name)
    assert mini.render(root, "de/index.html")  # copies of this process need not compile that much
    return Work(root, tmp_path / "fresh", date(2026, 3, 1), edits.whole(root))


# --- editing -------------------------------------------------------------------------------------


def changed(work: Work, chance: Random) -> str:
    """Do something with the guide, by chance; return what."""
    doing = chance.random() * (0.3 if work.refused else 1)
    if doing < 0.12:
        times = chance.random() < 0.5
        edits.put_back(work.root, work.start, times=times)
        return f"put back, {times=}"
    if doing < 0.17:
        work.day += timedelta(days=chance.choice((-400, -1, 1, 30)))
        return f"day {work.day}"
    kinds = (edits.WRITING, edits.WRITING, edits.WRITING, edits.PROGRAMMING, BESIDE)
    edit = chance.choice(chance.choice(kinds))
    edit(work.root, chance)
    return edit.__name__


@pytest.mark.parametrize("guide", EDITS)
def test_after_any_edits_a_build_makes_what_a_build_from_nothing_makes(
    guide: str, work: Work
) -> None:
    chance = Random(SEED)
    assert judge(work, slow=False) is None
    done: list[str] = []
    for number in range(1, EDITS[guide] + 1):
        done.append(changed(work, chance))
        sys.stderr.write(f"{number} {done[-1]} {dict(work.counts)}\n")  # pytest -s
        wrong = None
        if chance.random() < 0.1 and not programmed(work):
            done.append("killed")
            wrong = killed(work, chance)
        wrong = wrong or judge(work, slow=number % SLOWLY == 0 or programmed(work))
        assert not wrong, f"SEED={SEED}, after {done[-12:]}: {wrong}"
    assert work.counts["built"] > EDITS[guide] / 3
    assert work.counts["refused"] > EDITS[guide] / 20


@pytest.mark.parametrize("guide", [SMALLEST])
def test_a_build_killed_anywhere_leaves_one_whole_site_and_the_next_one_heals(work: Work) -> None:
    chance = Random(SEED)
    assert judge(work, slow=False) is None
    for number in range(KILLS):
        edits.add_text(work.root, chance)
        assert killed(work, chance) is None, f"{SEED=} {number=}"
        assert judge(work, slow=False) is None, f"{SEED=} {number=}"
