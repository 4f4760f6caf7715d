"""All routes from every start to every goal, as a ratio to one plain search of the graph.

The plain search visits every station that each start reaches once: the least that
any answer costs. Run: python benchmarks/routes.py [rounds]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from guide.graph import PathwayGraph
from guide.load import load
from guide.outputs.ways import goals, starts
from guide.profile import Profile
from guide.routes import routes_to_tell
from guide.site import make_site

ROOT = Path(__file__).parent.parent
MOST = 50  # milliseconds


def main(rounds: int) -> int:
    guide, problems = load(ROOT)
    if guide is None:
        print(*problems, sep="\n")
        return 1
    graph = PathwayGraph(guide.pathways)
    site = make_site(guide, problems)
    begun, reached = [s.id for s in starts(site)], [s.id for s in goals(site)]

    def ours() -> int:
        found = [routes_to_tell(graph, start, Profile(), None, graph.goals) for start in begun]
        return sum(len(routes.get(goal, ())) for routes in found for goal in reached)

    def plain() -> int:
        return sum(len(graph.reachable(start)) for start in begun)

    number = ours()  # also fills what the graph remembers
    pairs = [(_seconds(ours), _seconds(plain)) for _ in range(rounds)]
    milliseconds = statistics.median(own for own, _ in pairs) * 1000
    ratio = statistics.median(own / other for own, other in pairs)
    print(f"{len(begun)} starts x {len(reached)} goals, {number} routes: {milliseconds:.1f} ms")
    print(f"x {ratio:.0f} of a plain search (median of {rounds} rounds)")
    return int(milliseconds > MOST)


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
