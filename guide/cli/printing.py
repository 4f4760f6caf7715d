"""print: sheets of paper for counsellors and the young people who sit beside them.

What it takes to print is installed with the first `print` (build.py), so nothing of it may be
imported before.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from guide.arguments import Commands, add_command

FOLDER = "druck"


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands, "print", _print, "Blätter als PDF: Deutsch neben einer anderen Sprache"
    )
    add = command.add_argument
    add("--language", metavar="SPRACHE", help="zum Beispiel ar; sonst: alle Sprachen der Seiten")
    add("--station", metavar="KENNUNG", help="eine Station oder ein Aufenthalt")
    add("--offer", metavar="KENNUNG", help="ein Angebot")
    add("--instrument", metavar="KENNUNG", help="eine Seite für Betriebe, Deutsch und Englisch")
    add("--route", nargs=2, metavar=("START", "ZIEL"), help="ein Weg von einer Station zum Ziel")
    add("--booklet", action="store_true", help="alles in einer Sprache als Heft")
    add("--all", action="store_true", help="alle Stationen und Angebote (dauert Minuten)")
    add("--large", action="store_true", help="große Schrift, bis zu 4 Seiten")
    add("--output", type=Path, metavar="ORDNER", help=f"Zielordner (sonst: {FOLDER}/)")


def _print(options: argparse.Namespace) -> int:
    from guide.cli.sheets import print_sheets

    options.output = options.output or options.root / FOLDER
    return print_sheets(options)
