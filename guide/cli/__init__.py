"""Commands for editors: the only place that prints, exits and reads the clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from guide.arguments import GermanParser, german_parser
from guide.cli import (
    making,
    merging,
    pages,
    printing,
    publishing,
    summary,
    supplying,
    translations,
    upkeep,
    weighing,
)

PROGRAM = "python3 build.py"


def main(arguments: Sequence[str]) -> int:
    """Run the command in *arguments* and return the exit code: 0 good, 1 problems.

    Raises SystemExit(2) on misuse and SystemExit(0) after --help, as argparse does.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(list(arguments) or ["build"])
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("\nAbgebrochen.")
        return 1
    except BrokenPipeError:  # somebody piped the output into `head`; nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> GermanParser:
    parser = german_parser(
        PROGRAM,
        "Bildungswege: baut aus data/, content/ und translations/ die Webseiten.",
        "Ohne Befehl wird gebaut. Mehr zu einem Befehl: python3 build.py BEFEHL --help",
    )
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True, prog=PROGRAM)
    pages.add_commands(commands)
    merging.add_commands(commands)
    making.add_commands(commands)
    publishing.add_commands(commands)
    summary.add_commands(commands)
    weighing.add_commands(commands)
    upkeep.add_commands(commands)
    printing.add_commands(commands)
    supplying.add_commands(commands)
    translations.add_commands(commands, f"{PROGRAM} translations")
    return parser
