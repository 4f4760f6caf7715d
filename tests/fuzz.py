"""Hostile input: thousands of damaged guides, one file of the small guide changed in each.

    python -m tests.fuzz --cases 20000 --seed 7      prints what it found; 0 where that is nothing

About 0.04 s of processor time a case; each 1000 cases it says how far it is.

A case is its seed and number: the same two give the same bytes. What must hold of each:

- no exception, and no more than SECONDS of processor time or ROOM of memory;
- each problem names a file that is there, a line and a column in it, and a remedy;
- its message and its drawing hold nothing that a terminal would obey;
- a guide that may be built is built: each page and each file of it is made.
"""

import argparse
import contextlib
import re
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random

from guide import forges
from guide.cli.telling import make
from guide.outputs import plan
from guide.problems import Problem, describe
from guide.site import Site
from tests import dom, mini
from tests.mutations import mutated

SECONDS = 2.0  # of processor time: a hang, however busy the machine
ROOM = 1_000_000_000  # bytes of addresses more than at the start: what runs away is stopped
DAY = date(2026, 3, 1)
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Finding:
    """What went wrong in a case; *what* is the same for all cases of one cause, nearly."""

    case: str
    file: str
    what: str
    content: bytes


class TooSlow(Exception):
    """More than SECONDS of processor time."""


def _stop(*_: object) -> None:
    raise TooSlow


def _addresses() -> int:
    """Return how many bytes of addresses this process has; where Linux does not say, a guess."""
    counted = Path("/proc/self/statm")
    pages = int(counted.read_text().split()[0]) if counted.exists() else 0
    return pages * resource.getpagesize() or 8 * ROOM


@contextlib.contextmanager
def watched(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TooSlow or MemoryError in what runs away."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    old = signal.signal(signal.SIGPROF, _stop)
    resource.setrlimit(resource.RLIMIT_AS, (_addresses() + ROOM, before[1]))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)
        resource.setrlimit(resource.RLIMIT_AS, before)


def sources(root: Path) -> list[Path]:
    """Return the files that editors and translators change, as paths from *root*."""
    folders = ("data/*.yaml", "content/*.md", "translations/*.po")
    return sorted(path.relative_to(root) for pattern in folders for path in root.glob(pattern))


def judge(root: Path, whole: bool) -> str | None:
    """Return what is wrong with how the guide in *root* is taken; None where nothing is."""
    try:
        with watched(SECONDS if not whole else 10 * SECONDS):
            site, problems = make(root, DAY)
            faults = [fault for problem in problems if (fault := _fault(problem, root))]
            for form in forges.FORMATS.values():
                form(problems)
        if site is not None and whole:
            with watched(10 * SECONDS):
                made(site)
    except Exception as error:
        return _told(error)
    if site is None and not problems:
        return "refused without a problem"
    return faults[0] if faults else None


def made(site: Site) -> dict[str, bytes]:
    """Return every file of *site*; its pages are HTML that closes what it opens.

    No page has a character that HTML forbids (parse errors control-character-in-input-stream and
    noncharacter-in-input-stream), nor one of the guide's own marks.
    """
    files = {artifact.path: artifact.render() for artifact in plan(site)}
    for path, content in files.items():
        if path.endswith((".html", ".json", ".js", ".csv", ".atom")):
            text = content.decode("utf-8")
            assert not (found := FORBIDDEN.search(text)), f"{found[0]!a} in {path}"
        if path.endswith(".html"):
            dom.parse(text)
    return files


def _told(error: Exception) -> str:
    """Name the place where it happened and no details, so that like cases look alike."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/guide/" in frame.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    return f"{type(error).__name__} in {place} {ours[-1].name}: {str(error)[:100]!r}"


@lru_cache(maxsize=4)  # a file may have thousands of problems
def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _fault(problem: Problem, root: Path) -> str | None:
    """Return what an editor would miss in *problem*."""
    origin, rule = problem.origin, problem.rule
    place = root / origin.path
    if rule == "datei-fehlt":
        return None if problem.remedy else "datei-fehlt: no remedy"
    if not place.exists():
        return f"{rule}: no such file: {origin.path}"
    lines = [""]
    if place.is_file():
        text = place.read_bytes().decode("utf-8-sig", "replace")
        lines = _lines(text)
    if not 1 <= origin.line <= len(lines):
        return f"{rule}: line {origin.line} of {len(lines)}"
    if not (1 <= origin.column <= len(lines[origin.line - 1]) + 1 and origin.length >= 1):
        return f"{rule}: column {origin.column} of {len(lines[origin.line - 1])}"
    if not problem.remedy.strip() or not problem.message.strip():
        return f"{rule}: no remedy"
    if OBEYED.search(problem.message + problem.remedy) or OBEYED.search(describe(problem, root)):
        return f"{rule}: a terminal would obey its message"
    return None


def run(root: Path, numbers: range, seed: int, every: int = 50) -> Iterator[Finding]:
    """Yield what is found in the cases *numbers*; one in *every* is also built as a whole."""
    files = sources(root)
    before = {path: (root / path).read_bytes() for path in files}
    for number in numbers:
        if number > numbers.start and number % 1000 == 0:
            sys.stderr.write(f"{number - numbers.start} cases\n")
        case = f"{seed}/{number}"
        random = Random(case)
        path = random.choice(files)
        content = mutated(random, before[path].decode("utf-8"))
        if random.random() < 0.002:
            (root / path).unlink()
        else:
            (root / path).write_bytes(content)
        what = judge(root, whole=number % every == 0)
        (root / path).write_bytes(before[path])
        if what:
            yield Finding(case, path.as_posix(), what, content)


def main(arguments: list[str], say: Callable[[str], object]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=20, help="each how many is built as a whole")
    parser.add_argument("--keep", type=Path, help="a folder for the files that were found")
    options = parser.parse_args(arguments)
    causes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = mini.copy_sources(Path(folder) / "guide")
        numbers = range(options.first, options.first + options.cases)
        for found in run(root, numbers, options.seed, options.every):
            causes[found.what] += 1
            if causes[found.what] == 1:
                say(f"{found.case} {found.file}: {found.what}")
                if options.keep:
                    options.keep.mkdir(exist_ok=True)
                    name = f"{found.case.replace('/', '-')}-{Path(found.file).name}"
                    (options.keep / name).write_bytes(found.content)
    say(f"{options.cases} cases, {sum(causes.values())} with findings, {len(causes)} causes.")
    return int(bool(causes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], lambda line: sys.stdout.write(f"{line}\n") and sys.stdout.flush()))
