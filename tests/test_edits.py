"""A build over an older one makes what a build from nothing makes, whatever was edited between.

20 edits here, 200 by night (EVERY_PAGE=1); EDITS and SEED ask for more, or for others:

    EDITS=200 SEED=7 python -m pytest tests/test_edits.py

What may differ is said here: files of others stay in the site, and after somebody spoiled the
list of what builds have written, what was there before counts as theirs.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from guide import cli
from guide.cli import pages
from guide.unchanged import said_again
from guide.write import MANIFEST
from tests import edits, mini
from tests.test_crash import ended, in_a_process, killed_at
from tests.tools import EVERY_PAGE, ROOT

EDITS = int(os.environ.get("EDITS", "200" if EVERY_PAGE else "20"))
SEED = int(os.environ.get("SEED", "1"))
SLOWLY = 10  # one build in so many is what an editor starts; the others are copies of this process
NOTHING = "Nichts hat sich geändert"
LAST_TOUCH = 2500  # of the disk by a build of the small guide, about

Tree = dict[str, bytes]


@dataclass
class Work:
    """A guide that is edited, and what is known of its site."""

    root: Path
    fresh: Path  # where the same is built from nothing
    day: date
    start: edits.Whole  # how all was before the first edit
    ours: set[str] = field(default_factory=set)  # the files that the last build made
    known: dict[str, tuple[int, Tree]] = field(default_factory=dict)  # builds from nothing
    counts: Counter[str] = field(default_factory=Counter)
    refused: bool = False  # the last time

    @property
    def site(self) -> Path:
        return self.root / "site"


@pytest.fixture
def work(tmp_path: Path) -> Work:
    root = mini.copy_sources(tmp_path / "work" / "guide")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("guide", "templates", "assets"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in ("build.py", "pyproject.toml"):
        shutil.copy2(ROOT / name, root / name)
    mini.replace(root, "data/region.yaml", "- {tag: en, show: reviewed}\n", "")  # comes by an edit
    assert mini.render(root, "de/index.html")  # copies of this process need not compile that much
    return Work(root, tmp_path / "fresh", date(2026, 3, 1), edits.whole(root))


# --- building ------------------------------------------------------------------------------------


def tree(folder: Path) -> Tree:
    """Return what is in *folder*: of a link where it leads, of a file its bytes."""
    found: Tree = {}
    for place, folders, names in os.walk(folder):
        for path in (Path(place, name) for name in (*folders, *names)):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[name] = f"-> {path.readlink()}".encode()
            elif path.is_file():
                found[name] = path.read_bytes()
    return found


def build(root: Path, day: date, output: Path | None) -> int:
    """Do what build.py does; with *output* from nothing, and nobody remembers it."""
    options = ["build", "--root", str(root), "--today", str(day)]
    if output:
        pages.unchanged.remember = lambda *_: None  # in a copy of this process
        return cli.main([*options, "--output", str(output)])
    if again := said_again(root, root / "site", [str(day)]):
        sys.stdout.write(again)
        return 0
    return cli.main(options)


def quickly(root: Path, day: date, output: Path | None = None) -> tuple[int, str]:
    """Build in a copy of this process; return how that ended, and what it said."""
    told = root.parent / "told.txt"

    def run() -> None:
        with told.open("w", encoding="utf-8") as said, redirect_stdout(said), redirect_stderr(said):
            try:
                code = build(root, day, output)
            except Exception:
                traceback.print_exc()
                code = 1
        os._exit(code)

    code = ended(in_a_process(run))
    return code, told.read_text(encoding="utf-8")


def slowly(root: Path, day: date) -> tuple[int, str]:
    """Build as an editor does, by a command."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(noon.timestamp()))}
    done = subprocess.run(
        [sys.executable, str(root / "build.py")],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def state_of(work: Work) -> str:
    """Return what tells apart all that a site can be made from."""
    found = hashlib.sha256(str(work.day).encode())
    for path in edits.sources(work.root):
        content = b"" if path.is_symlink() else path.read_bytes()
        found.update(f"{path.relative_to(work.root)} {len(content)} ".encode() + content)
    return found.hexdigest()


def from_nothing(work: Work, *, slow: bool) -> tuple[int, Tree]:
    """Return the exit code and the site of the same guide, in a folder where nothing was."""
    state = state_of(work)
    if state not in work.known:
        shutil.rmtree(work.fresh, ignore_errors=True)
        code = alone(work) if slow else quickly(work.root, work.day, work.fresh / "site")[0]
        work.known[state] = code, tree(work.fresh / "site")
    return work.known[state]


def alone(work: Work) -> int:
    """Build a copy of the guide, without times, by its own program."""
    ignored = shutil.ignore_patterns("site", ".cache", "__pycache__", ".site.*")
    copy = shutil.copyfile
    shutil.copytree(work.root, work.fresh, symlinks=True, ignore=ignored, copy_function=copy)
    return slowly(work.fresh, work.day)[0]


# --- judging -------------------------------------------------------------------------------------


def expected(work: Work, before: Tree, made: Tree) -> Tree:
    """Return *made* and the files of others among what was there *before*."""
    ours = work.ours if listed(work.site) else set()
    return {name: what for name, what in before.items() if name not in ours} | made


def listed(site: Path) -> bool:
    """Whether the list of what builds have written is as a build wrote it."""
    try:
        names = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(names, list) and MANIFEST in names


def judge(work: Work, *, slow: bool) -> str | None:
    """Build over what is there; return what is wrong with that, None where nothing is."""
    code, made = from_nothing(work, slow=programmed(work))
    before = tree(work.site)
    wanted = before if code else expected(work, before, made)
    build_it = slowly if slow else quickly
    got, said = build_it(work.root, work.day)
    if bool(got) != bool(code):
        return f"ended with {got}, from nothing with {code}: {said[-3000:]}"
    if difference := differing(wanted, tree(work.site)):
        return f"{difference} ({said[-300:]})"
    if left := [path.name for path in work.root.glob(".site.*")]:
        return f"left over: {left}"
    work.counts["refused" if code else "built"] += 1
    work.counts["nothing to do"] += NOTHING in said
    work.refused = bool(code)
    if code:
        return unexplained(work, said)
    work.ours = set(made)
    return asked_again(work, build_it)


def differing(wanted: Tree, found: Tree) -> str | None:
    names = {name for name in wanted | found if wanted.get(name) != found.get(name)}
    told = (f"{name} {'' if name in wanted else 'is too many'}" for name in sorted(names)[:5])
    return f"{len(names)} files differ: {', '.join(told)}" if names else None


def unexplained(work: Work, said: str) -> str | None:
    """Editors are told in German and in place; whoever changes the program may see it crash."""
    if "unverändert" in said and " → " in said:
        return None
    programs = [path for path in work.start if path.parts[-2] not in WRITTEN]
    touched = any(
        not path.exists() or path.read_bytes() != work.start[path][0] for path in programs
    )
    return None if touched and said else f"refused without a word: {said[-2000:]}"


WRITTEN = {"data", "content", "translations"}


def asked_again(work: Work, build_it: Callable[[Path, date], tuple[int, str]]) -> str | None:
    """Ask once more, now and then: there is nothing to do, and nothing is done."""
    if sum(work.counts.values()) % 4:
        return None
    before = tree(work.site)
    code, said = build_it(work.root, work.day)
    right = code == 0 and NOTHING in said and tree(work.site) == before
    return None if right else f"not seen that nothing changed: {said[-1000:]}"


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
    kinds = (edits.WRITING, edits.WRITING, edits.WRITING, edits.PROGRAMMING, edits.BESIDE)
    edit = chance.choice(chance.choice(kinds))
    edit(work.root, chance)
    return edit.__name__


def programmed(work: Work) -> bool:
    """Whether the program is another one, which only a new process knows."""
    return any(
        work.start.get(path, (b"",))[0] != path.read_bytes()
        for path in edits.files(work.root, "guide/**/*.py")
    )


def killed(work: Work, chance: Random) -> str | None:
    """Kill a build somewhere; return what is wrong with what it left behind."""
    code, made = from_nothing(work, slow=False)
    before = tree(work.site)
    whole = (before, before if code else expected(work, before, made))
    killed_at(chance.randrange(1, LAST_TOUCH), quiet(work))
    found = tree(work.site)
    if found == whole[1] and not code:
        work.ours = set(made)
    return None if found in whole else f"a mix: {differing(whole[0], found)}"


def quiet(work: Work) -> Callable[[], object]:
    def run() -> None:
        with redirect_stdout(io.StringIO()):
            cli.main(["build", "--root", str(work.root), "--today", str(work.day)])

    return run


def test_after_any_edits_a_build_makes_what_a_build_from_nothing_makes(work: Work) -> None:
    chance = Random(SEED)
    assert judge(work, slow=True) is None
    done: list[str] = []
    for number in range(1, EDITS + 1):
        done.append(changed(work, chance))
        if os.environ.get("EDITS"):
            sys.stderr.write(f"{number} {done[-1]} {dict(work.counts)}\n")
        wrong = None
        if chance.random() < 0.1 and not programmed(work):
            done.append("killed")
            wrong = killed(work, chance)
        wrong = wrong or judge(work, slow=number % SLOWLY == 0 or programmed(work))
        assert not wrong, f"SEED={SEED}, after {done[-12:]}: {wrong}"
    assert work.counts["built"] > EDITS / 3
    assert work.counts["refused"] > EDITS / 20
