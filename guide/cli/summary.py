"""summary: what a change does, in German, as Markdown for a comment beside it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from guide import tables, upkeep
from guide.arguments import Commands, add_command
from guide.cli.clock import today
from guide.cli.telling import make, many
from guide.outputs import plan
from guide.problems import Problem, has_errors
from guide.site import Site

SHOWN = 15  # pages or records named; the rest is counted
FRESHNESS = "`python3 build.py check freshness`"


def add_commands(commands: Commands) -> None:
    command = add_command(commands, "summary", _summary, "was eine Änderung bewirkt, als Kommentar")
    command.add_argument(
        "--before", type=Path, metavar="ORDNER", help="der Stand davor: welche Seiten ändern sich?"
    )


def _summary(options: argparse.Namespace) -> int:
    day = today(options.today)
    site, problems = make(options.root, day)
    print("## Was diese Änderung bewirkt\n")
    print("\n".join(_found(problems)))
    if site is None:
        return 1
    before = make(options.before, day)[0] if options.before else None
    if options.before:
        print("\n### Seiten\n")
        print("\n".join(_pages(before, site)))
    print("\n### Übersetzungen\n")
    print("\n".join(tables.standing(site, "github", None)))
    print("\n### Überfällig\n")
    print("\n".join(_overdue(before, site, day)))
    return 0


def _found(problems: list[Problem]) -> Iterator[str]:
    if has_errors(problems):
        yield "**Noch nicht fertig:** Es gibt Fehler. Sie stehen bei den Zeilen der Änderung."
    elif problems:
        yield f"Alles in Ordnung, {many(len(problems), 'Hinweis', 'Hinweise')} zum Nachsehen."
    else:
        yield "Alles in Ordnung."


def _pages(before: Site | None, after: Site) -> Iterator[str]:
    """Yield the German pages that are different, and how many in other languages."""
    if before is None:
        yield "Im Stand davor waren Fehler. Welche Seiten sich ändern, ist nicht bekannt."
        return
    old, new = _rendered(before), _rendered(after)
    differ = sorted(path for path in {*old, *new} if old.get(path) != new.get(path))
    german = [path for path in differ if path.startswith("de/")]
    if not differ:
        yield "Keine Seite ändert sich."
        return
    others = len(differ) - len(german)
    yield f"{many(len(german), 'deutsche Seite', 'deutsche Seiten')}, {others} in anderen Sprachen:"
    yield ""
    for path in german[:SHOWN]:
        yield f"- `{path}`{_how(path, old, new)}"
    if len(german) > SHOWN:
        yield f"- … und {len(german) - SHOWN} weitere"


def _how(path: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> str:
    return " (neu)" if path not in old else "" if path in new else " (fällt weg)"


def _rendered(site: Site) -> dict[str, bytes]:
    pages = (artifact for artifact in plan(site) if artifact.path.endswith(".html"))
    return {page.path: page.render() for page in pages}


def _overdue(before: Site | None, after: Site, day: date) -> Iterator[str]:
    """Yield what nobody has asked about for too long: first of what is changed, then a count."""
    guide = after.guide
    touched = upkeep.changed(before.guide, guide, day) if before else set()
    late = upkeep.overdue(guide, day)
    mine = [one for one in late if one.place in touched]
    others = [one for one in late if one.place not in touched]
    never = [one for one in upkeep.never(guide, day) if one.place in touched]
    gone = upkeep.over(guide, day)
    yield from _named(mine, day)
    if never:
        yield f"Geändert und noch nie geprüft: {upkeep.count(never)}."
    if others:
        rest = "Außerdem überfällig" if mine else "Überfällig"
        yield f"{rest}: {upkeep.count(others)}. Alle nennt {FRESHNESS}."
    if gone:
        yield f"{many(len(gone), 'Tag ist', 'Tage sind')} vorbei. Welche, sagt {FRESHNESS}."
    if not (late or gone):
        yield "Nichts ist überfällig."


def _named(late: list[upkeep.Listed], day: date) -> Iterator[str]:
    if not late:
        return
    yield "Das ist geändert, und lange hat niemand nachgefragt:"
    yield ""
    for one in late[:SHOWN]:
        problem = upkeep.ask(one, day)
        yield f"- `{problem.origin.path.as_posix()}` Zeile {problem.origin.line}: {problem.message}"
    if len(late) > SHOWN:
        yield f"- … und {len(late) - SHOWN} weitere"
    yield ""
