"""merge: parts of the site, built on several machines, become one."""

from __future__ import annotations

import argparse
from pathlib import Path

from guide.arguments import Commands, add_command
from guide.cli.pages import holds_sources, output_of
from guide.processes import cores
from guide.shards import CannotMerge, merge
from guide.write import CannotWrite, write


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands, "merge", _merge, "Teile der Webseite zusammensetzen (build --languages)"
    )
    command.add_argument("parts", type=Path, nargs="+", metavar="TEIL", help="Ordner eines Teils")
    command.add_argument("--output", type=Path, metavar="ORDNER", help="Zielordner (sonst: site/)")


def _merge(options: argparse.Namespace) -> int:
    output = output_of(options)
    if holds_sources(output, options.root) or any(_overlap(output, p) for p in options.parts):
        print("Dort stehen die Quellen. Einen eigenen Ordner für die Seiten wählen (--output).")
        return 1
    try:
        written = write(merge(options.parts), output, cores())
    except (CannotMerge, CannotWrite) as error:
        print(f"Fehler: {error}\nNichts zusammengesetzt.")
        return 1
    print(f"Zusammengesetzt: {len(written.names)} Dateien in {output}.")
    return 0


def _overlap(output: Path, part: Path) -> bool:
    one, other = output.resolve(), part.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)
