"""argparse speaks English; here it tells editors in German what is wrong and where help is."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from guide.problems import did_you_mean, quote


class GermanParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{_said(message)}\nHilfe: {self.prog} --help\n")


class GermanFormatter(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, prefix or "Aufruf: ")


def add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")


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
    return "So geht der Befehl nicht."
