"""weigh: how heavy the pages are, as numbers, and which are too heavy."""

from __future__ import annotations

import argparse

from guide.arguments import Commands, add_command
from guide.cli.telling import make, tell
from guide.outputs import plan
from guide.weights import (
    PAGE_MEDIAN,
    RAW_MEDIAN,
    SCRIPTS,
    STYLES,
    Weight,
    said,
    small,
    summary,
    too_heavy,
    weigh,
)


def add_commands(commands: Commands) -> None:
    add_command(commands, "weigh", _weigh, "messen, wie schwer die Seiten für ein Handy sind")


def _weigh(options: argparse.Namespace) -> int:
    site, problems = make(options.root)
    if site is None:
        tell(problems, options.root)
        return 1
    contents = {artifact.path: artifact.render() for artifact in plan(site)}
    weights = weigh(contents)
    code = {name: small(content) for name, content in site.assets.items()}
    styles = sum(size for name, size in code.items() if name.endswith(".css"))
    scripts = sum(size for name, size in code.items() if name.endswith(".js"))
    total, raw = summary(weights)
    heavy = list(too_heavy(weights))
    kept = [
        _told("Seite mit allem, was sie lädt (Median)", total, PAGE_MEDIAN),
        _told("HTML unverpackt (Median)", raw, RAW_MEDIAN),
        _told("alle Gestaltung (CSS)", styles, STYLES),
        _told("alle Programme (JavaScript)", scripts, SCRIPTS),
    ]
    _tell_heaviest(weights)
    for sentence in heavy:
        print(f"Zu schwer: {sentence}")
    return int(bool(heavy) or not all(kept))


def _told(what: str, size: float, most: int) -> bool:
    kept = size <= most
    print(f"{what}: {said(size)} (erlaubt: {said(most)}){'' if kept else '  ← zu schwer'}")
    return kept


def _tell_heaviest(weights: list[Weight]) -> None:
    print(f"\n{len(weights)} Seiten, gepackt mit Brotli; die schwersten:")
    for weight in sorted(weights, key=lambda weight: -weight.total)[:5]:
        print(f"  {said(weight.total):>8}  {weight.path}")
