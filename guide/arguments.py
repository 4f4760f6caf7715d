"""argparse speaks English; here it tells editors in German what is wrong and where help is."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeAlias

from guide.problems import did_you_mean, quote


class GermanParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{_said(message)}\nHilfe: {self.prog} --help\n")


class GermanFormatter(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, prefix or "Aufruf: ")


Commands: TypeAlias = "argparse._SubParsersAction[GermanParser]"
ROOT = Path(__file__).parent.parent


def german_parser(program: str, description: str, epilog: str) -> GermanParser:
    parser = GermanParser(
        prog=program,
        description=description,
        epilog=epilog,
        formatter_class=GermanFormatter,
        add_help=False,
    )
    _speak_german(parser)
    return parser


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    """Add the command *name*; *run* gets the options and returns the exit code."""
    parser = _add(commands, name, text)
    parser.add_argument(
        "--root", type=Path, default=ROOT, metavar="ORDNER", help="Ordner mit data/ und content/"
    )
    parser.add_argument(
        "--today", type=day, metavar="TAG", help="so tun, als wäre dieser Tag, z. B. 2027-01-15"
    )
    parser.set_defaults(run=run)
    return parser


def day(typed: str) -> date:
    """Return the day of an option written as 2027-01-15."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        message = f"„{quote(typed)}“ ist kein Datum. So schreiben: 2027-01-15"
        raise argparse.ArgumentTypeError(message) from None


def add_group(commands: Commands, name: str, text: str, program: str) -> Commands:
    """Add a command that has commands of its own."""
    parser = _add(commands, name, text)
    return parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True, prog=program)


def _add(commands: Commands, name: str, text: str) -> GermanParser:
    parser = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        formatter_class=GermanFormatter,
        add_help=False,
    )
    _speak_german(parser)
    return parser


def _speak_german(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")
    parser._optionals.title = "Angaben"  # argparse has no public way to name these groups
    parser._positionals.title = "Dazu"


def _said(message: str) -> str:
    """Return in German what argparse means by *message*."""
    quoted = re.findall(r"'([^']*)'", message)
    if "invalid choice" in message:
        typed, *possible = quoted
        near = did_you_mean(typed, possible) or f"Möglich sind: {', '.join(possible)}."
        return f"„{quote(typed)}“ gibt es hier nicht. {near}"
    if "unrecognized" in message:
        return f"Die Angabe „{quote(message.split(': ', 1)[1])}“ gibt es nicht."
    if "expected one argument" in message:
        return f"Nach „{message.split()[1].rstrip(':')}“ fehlt ein Wert."
    if "invalid int value" in message:
        return f"„{quote(quoted[-1])}“ ist keine ganze Zahl."
    if "ist kein Datum" in message:
        return message.split(": ", 1)[1]
    if "required" in message:
        return f"Es fehlt noch: {message.rsplit(': ', 1)[1]}."
    return "So geht der Befehl nicht."
