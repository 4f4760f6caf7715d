"""What was measured, as tables in Markdown; each with the noise it was measured in."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from statistics import median

from benchmarks.speed.measure import Memory, Run

HEAD = (
    "| | pages | wall s: median (min-max) | ratio to Hugo | CPU s | CPU ratio | "
    "CPU ms a page | MB largest process | MB all processes |\n"
    "|---|---|---|---|---|---|---|---|---|"
)
PEER = "Hugo"


def load() -> str:
    return "load " + " ".join(f"{number:.1f}" for number in os.getloadavg())


def table(
    runs: Mapping[str, Sequence[Run]],
    pages: Mapping[str, int],
    memory: Mapping[str, Memory],
    failed: Mapping[str, str],
) -> str:
    """Return a row for each tool; ratios are medians of those of the rounds."""
    rows = [_row(name, runs[name], runs.get(PEER), pages, memory) for name in runs]
    rows += [f"| {name} | failed: {why} |" for name, why in failed.items()]
    return "\n".join([HEAD, *rows])


def _row(
    name: str,
    runs: Sequence[Run],
    peer: Sequence[Run] | None,
    pages: Mapping[str, int],
    memory: Mapping[str, Memory],
) -> str:
    walls = [run.wall for run in runs]
    cpu = median(run.cpu for run in runs)
    made, peak = pages.get(name, 0), memory.get(name)
    cells = [
        name,
        f"{made:,}" if made else "",
        f"{median(walls):.3f} ({min(walls):.3f}-{max(walls):.3f})",
        _ratio(walls, [run.wall for run in peer or ()]),
        f"{cpu:.2f}",
        _ratio([run.cpu for run in runs], [run.cpu for run in peer or ()]),
        f"{1000 * cpu / made:.2f}" if made else "",
        f"{peak.largest:.0f}" if peak else "",
        f"{peak.together:.0f}" if peak else "",
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=False) if other]
    if not pairs:
        return ""
    ratios = [one / other for one, other in pairs]
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
