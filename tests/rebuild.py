"""A guide that is built over what is there, and from nothing: what is wrong with the first.

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
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from guide import cli
from guide.cli import pages
from guide.unchanged import said_again
from guide.write import MANIFEST
from tests import edits
from tests.test_crash import ended, in_a_process, killed_at

NOTHING = "Nichts hat sich geändert"

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
    at_once, last_touch = chance.choice(((1, 1400), (2, 700)))
    killed_at(chance.randrange(last_touch), quiet(work, at_once))
    found = tree(work.site)
    if found == whole[1] and not code:
        work.ours = set(made)
    return None if found in whole else f"a mix: {differing(whole[0], found)}"


def quiet(work: Work, at_once: int) -> Callable[[], object]:
    def run() -> None:
        pages.cores = lambda: at_once  # in a copy of this process
        with redirect_stdout(io.StringIO()):
            cli.main(["build", "--root", str(work.root), "--today", str(work.day)])

    return run
