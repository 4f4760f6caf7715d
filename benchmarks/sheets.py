"""How long 200 sheets and a booklet take, as multiples of one sheet from a cold start.

    python benchmarks/sheets.py [sheets]

Wanted (issue 6): 200 sheets in under 60 seconds on two cores, a booklet in under 30.

A ratio, because seconds say more about a machine than about the program. It judges nothing.
"""

import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from guide.load import load
from guide.outputs import plan
from guide.printing import booklet, browser, press
from guide.printing.sheets import Sheet, desk
from guide.problems import Problem
from guide.site import Site, make_site

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "uk", "fa", "tr", "en", "de")


def main(count: int) -> None:
    problems: list[Problem] = []
    guide, found = load(ROOT)
    assert guide, found
    site = make_site(guide, problems)
    known = frozenset(artifact.path for artifact in plan(site))
    sheets = list(islice(cycle(mixed(site)), count))
    one, _ = timed(sheets[:1], known)
    all_of_them, wrong = timed(sheets, known)
    print(f"1 sheet, cold: {one:.2f} s. {count} sheets: {all_of_them:.1f} s, {wrong} with faults.")
    print(f"Ratio: {all_of_them / one:.1f} ({all_of_them / one / count:.2f} a sheet)")
    book = timed_booklet(site, known)
    print(f"A booklet in Arabic: {book:.1f} s. Ratio: {book / one:.1f}")


def mixed(site: Site) -> list[Sheet]:
    """Return the sheets of all stations and offers, the languages taking turns."""
    desks = [found for tag in LANGUAGES if (found := desk(site, tag))]
    paths = [path for path, scene in desks[0].scenes[0].items() if scene.layout != "way"]
    return [Sheet(one, path) for one, path in zip(cycle(desks), paths, strict=False)]


def timed(sheets: list[Sheet], known: frozenset[str]) -> tuple[float, int]:
    """Return how long *sheets* take with a browser that starts first, and how many have faults."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, browser.opened() as opened:
        made = press.print_all(opened, sheets, press.NORMAL, known, Path(folder))
        wrong = sum(bool(printed.failures) for printed in made)
    return time.perf_counter() - started, wrong


def timed_booklet(site: Site, known: frozenset[str]) -> float:
    """Return how long the booklet of a language takes whose letters join: the slowest."""
    found = desk(site, "ar")
    assert found
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, browser.opened() as opened:
        press.print_booklet(opened, booklet.booklet(found), known, Path(folder))
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
