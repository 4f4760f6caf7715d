"""licences, sbom: what the guide is built with."""

from __future__ import annotations

import argparse
from pathlib import Path

from guide.arguments import Commands, add_command

PROJECT = Path(__file__).parent.parent.parent


def add_commands(commands: Commands) -> None:
    add_command(commands, "licences", _licences, "docs/licences.md neu schreiben (für Entwickler)")
    command = add_command(
        commands, "sbom", _sbom, "Stückliste der Pakete schreiben (CycloneDX, für Entwickler)"
    )
    command.add_argument(
        "--output", type=Path, metavar="DATEI", help="Zieldatei (sonst: sbom.cdx.json)"
    )


def _licences(options: argparse.Namespace) -> int:
    from guide import supply

    page = supply.licences_page(supply.packages(PROJECT))
    (PROJECT / supply.PAGE).write_text(page, encoding="utf-8", newline="\n")
    print(f"Geschrieben: {supply.PAGE.as_posix()}")
    return 0


def _sbom(options: argparse.Namespace) -> int:
    from guide import supply

    target = options.output or Path("sbom.cdx.json")
    try:
        target.write_text(supply.sbom(PROJECT), encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"Fehler: „{target}“ lässt sich nicht schreiben. Grund: {error.strerror or error}.")
        return 1
    print(f"Geschrieben: {target}")
    return 0
