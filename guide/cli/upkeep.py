"""check freshness, assure: what has to be asked again, and that somebody has asked."""

from __future__ import annotations

import argparse
from pathlib import Path

from guide import todo, upkeep
from guide.arguments import Commands, add_command, day
from guide.assure import CannotAssure, Check, assure
from guide.cli.clock import today
from guide.cli.telling import many, tell
from guide.load import load
from guide.problems import Problem, describe


def add_options(command: argparse.ArgumentParser) -> None:
    """Add what `check freshness` and `check links` take."""
    command.add_argument(
        "--strict",
        action="store_true",
        help="freshness, links: mit 1 enden, wenn etwas zu tun ist (sonst immer 0)",
    )
    command.add_argument(
        "--ics", type=Path, metavar="DATEI", help="freshness: Termine für einen Kalender schreiben"
    )
    command.add_argument(
        "--markdown", type=Path, metavar="DATEI", help="freshness: Liste für diesen Monat schreiben"
    )


def add_commands(commands: Commands) -> None:
    command = add_command(commands, "assure", _assure, "eintragen, dass jemand nachgefragt hat")
    command.add_argument(
        "names",
        nargs="+",
        metavar="KENNUNG",
        help="Angebote oder Stationen, zum Beispiel jugendamt",
    )
    command.add_argument("--by", required=True, metavar="STELLE", help="wer nachgefragt hat")
    command.add_argument(
        "--how",
        required=True,
        choices=["phone", "visit", "mail", "website"],
        help="phone (Telefon), visit (vor Ort), mail (schriftlich) oder website",
    )
    command.add_argument("--on", type=day, metavar="TAG", help="wann (sonst: heute)")


def run(options: argparse.Namespace) -> int:
    """check freshness. It ends with 0, unless --strict: what is old must not stop a typo fix."""
    guide, problems = load(options.root)
    if guide is None:
        tell(problems, options.root)
        return 1
    now = today(options.today)
    ahead = list(upkeep.not_yet(guide, now))
    ask = upkeep.to_ask(guide, now)
    over = upkeep.over(guide, now)
    _tell("In der Zukunft geprüft", ahead, options.root)
    _tell("Noch einmal nachfragen", ask, options.root)
    _tell("Vorbei", over, options.root)
    never = upkeep.never(guide, now)
    total = sum(1 for _ in upkeep.listed(guide, now))
    print(f"Noch nie geprüft: {len(never)} von {total} Angaben.")
    if never:
        print(f"Das sind {upkeep.count(never)}.")
        keys = " ".join(one.key for one in never[: todo.BATCH])
        print(f"Zum Beispiel diese: {keys}")
    if not (ahead or ask or over):
        print("Sonst ist nichts zu tun.")
    written = [
        not options.ics or _write(options.ics, todo.calendar(guide, now)),
        not options.markdown or _write(options.markdown, todo.markdown(guide, now).encode()),
    ]
    return int(not all(written) or bool(options.strict and (ahead or ask or over)))


def _tell(title: str, problems: list[Problem], root: Path) -> None:
    if problems:
        print(f"{title} ({many(len(problems), 'Angabe', 'Angaben')}):\n")
    for problem in problems:
        print(describe(problem, root), end="\n\n")


def _write(path: Path, content: bytes) -> bool:
    try:
        path.write_bytes(content)
    except OSError as error:
        print(f"„{path}“ lässt sich nicht schreiben: {error.strerror}")
        return False
    print(f"Geschrieben: {path}")
    return True


def _assure(options: argparse.Namespace) -> int:
    guide, problems = load(options.root)
    if guide is None:
        tell(problems, options.root)
        print("Nichts eingetragen.")
        return 1
    now = today(options.today)
    on = options.on or now
    if on > now:
        print(f"Der Tag {on} liegt in der Zukunft (heute: {now}). Nichts eingetragen.")
        return 1
    try:
        paths = assure(guide, options.names, Check(on, options.by, options.how))
    except CannotAssure as error:
        for reason in error.reasons:
            print(reason)
        print("Nichts eingetragen.")
        return 1
    number = len(dict.fromkeys(options.names))
    print(f"Eingetragen: {many(number, 'Angabe', 'Angaben')}, geprüft am {upkeep.german(on)}.")
    for path in paths:
        print(f"Geschrieben: {path.as_posix()}")
    return 0
