"""translations status | update | check | keep | move | export | review | import."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from guide import tables, translations
from guide.arguments import Commands, add_command, add_group
from guide.cli import reviewing
from guide.cli.telling import make, many, tell
from guide.languages import LANGUAGES
from guide.problems import Severity, describe, did_you_mean, quote
from guide.site import Site

Run = Callable[[Site, argparse.Namespace], int]


def add_commands(commands: Commands, program: str) -> None:
    group = add_group(commands, "translations", "Übersetzungen: Stand, Pflege, Austausch", program)
    status = _add(group, "status", _status, "Tabelle: was ist geprüft, veraltet, fehlt")
    status.add_argument("--language", metavar="SPRACHE", help="Seite für Seite in einer Sprache")
    status.add_argument("--format", choices=("text", "github", "json"), default="text")
    _add(group, "update", _update, "das heutige Deutsch in alle translations/*.po eintragen")
    _add(group, "check", _check, "alle Übersetzungen prüfen: Zahlen, Links, Platzhalter …")
    keep = _add(group, "keep", _keep, "nur Tippfehler im Deutschen: Übersetzungen bleiben gültig")
    keep.add_argument("place", nargs="?", metavar="SCHLÜSSEL", help="zum Beispiel stations/eq/name")
    move = _add(group, "move", _move, "Übersetzungen mitnehmen, wenn eine Kennung neu heißt")
    move.add_argument("old", metavar="ALT", help="zum Beispiel stations/eq")
    move.add_argument("new", metavar="NEU", help="zum Beispiel stations/einstiegsqualifizierung")
    export = _add(group, "export", _export, "eine Sprache als Excel-Datei für Übersetzer")
    export.add_argument("language", metavar="SPRACHE", help="zum Beispiel ar")
    export.add_argument("--xlsx", type=Path, metavar="DATEI", help="sonst: SPRACHE.xlsx")
    export.add_argument("--all", action="store_true", help="auch, was schon geprüft ist")
    text = "eine Sprache als Ordner für Prüfende: Seiten mit Bildern und eine Tabelle"
    reviewing.add_options(_add(group, "review", _review, text))
    text = "eine ausgefüllte Excel-Datei übernehmen, aus export oder review"
    bring = _add(group, "import", _import, text)
    bring.add_argument("file", type=Path, metavar="DATEI")
    bring.add_argument("--office", metavar="AMT", help="wer geprüft hat: das Amt, kein Name")


def _add(group: Commands, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    def on_site(options: argparse.Namespace) -> int:
        site, problems = make(options.root)
        if site is None:
            tell(problems, options.root)
            return 1
        return run(site, options)

    return add_command(group, name, on_site, text)


def _status(site: Site, options: argparse.Namespace) -> int:
    if options.language and _unknown(site, options.language):
        return 1
    for line in tables.standing(site, options.format, options.language):
        print(line)
    return 0


def _update(site: Site, options: argparse.Namespace) -> int:
    for line in tables.announce(site, translations.stale(site)):
        print(line)
    for path in translations.update(site):
        print(f"Geschrieben: {path.as_posix()}")
    return 0


def _check(site: Site, options: argparse.Namespace) -> int:
    found = sorted(translations.check(site))
    for problem in found:
        print(describe(problem, options.root), end="\n\n")
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    print(f"{errors} Fehler, {many(len(found) - errors, 'Hinweis', 'Hinweise')}.")
    return 1 if errors else 0


def _keep(site: Site, options: argparse.Namespace) -> int:
    places = {change.message.context for change in translations.stale(site)}
    if options.place and options.place not in places:
        near = did_you_mean(options.place, places)
        print(f"Unter „{quote(options.place)}“ ist nichts veraltet. {near}".rstrip())
        return 1
    paths, refused = translations.keep(site, options.place)
    for path in paths:
        print(f"Geschrieben: {path.as_posix()}")
    for change in refused:
        print(f"Bleibt veraltet: {change.message.context}: Zahlen, Links oder Platzhalter sind neu")
    return 1 if refused else 0


def _move(site: Site, options: argparse.Namespace) -> int:
    if not translations.holds(site, options.new):
        print(f"Unter „{quote(options.new)}“ steht kein Text. Erst die Kennung in data/ ändern.")
        return 1
    for path in translations.move(site, options.old, options.new):
        print(f"Geschrieben: {path.as_posix()}")
    return 0


def _export(site: Site, options: argparse.Namespace) -> int:
    from guide import exchange  # what reads and writes Excel takes long to load

    if _unknown(site, options.language):
        return 1
    target = options.xlsx or Path(f"{options.language}.xlsx")
    try:
        rows = exchange.export_xlsx(
            site, LANGUAGES[options.language], target, everything=options.all
        )
    except OSError as error:
        print(f"„{target}“ lässt sich nicht schreiben: {error.strerror}. Ist sie noch offen?")
        return 1
    print(f"Geschrieben: {target} ({many(rows, 'Zeile', 'Zeilen')})")
    return 0


def _review(site: Site, options: argparse.Namespace) -> int:
    return 1 if _unknown(site, options.language) else reviewing.review(site, options)


def _import(site: Site, options: argparse.Namespace) -> int:
    from guide import exchange  # what reads and writes Excel takes long to load
    from guide.review.answers import is_review

    try:
        if is_review(options.file):
            return reviewing.take(site, options)
        by = reviewing.signature(options) or exchange.REVIEWED
        taken = exchange.import_xlsx(site, options.file, by)
    except OSError as error:
        print(f"„{options.file}“ lässt sich nicht lesen: {error.strerror}")
        return 1
    except ValueError as error:
        print(error)
        return 1
    print(
        f"Übernommen nach {taken.path.as_posix()}: {taken.reviewed} geprüft, "
        f"{taken.drafts} als Entwurf, {taken.outdated} veraltet."
    )
    for number, why in taken.refused:
        print(f"Zeile {number} nicht übernommen: {why}")
    return 1 if taken.refused else 0


def _unknown(site: Site, tag: str) -> bool:
    if tag in site.catalogs:
        return False
    near = did_you_mean(tag, site.catalogs) or f"Möglich sind: {', '.join(site.catalogs)}."
    print(f"Eine Sprache „{quote(tag)}“ gibt es hier nicht. {near}")
    return True
