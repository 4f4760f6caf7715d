"""Commands for editors: the only place that prints, exits and reads the clock."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from guide import schema, translations
from guide.arguments import GermanFormatter, GermanParser, add_help
from guide.checks import check as run_checks
from guide.load import load
from guide.outputs import plan
from guide.problems import Problem, Severity, describe, has_errors
from guide.serve import serve
from guide.site import Site, make_site
from guide.write import CannotWrite, write

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
PROGRAM = "python3 build.py"


def main(arguments: Sequence[str]) -> int:
    """Run the command in *arguments* and return the exit code: 0 good, 1 problems, 2 misuse."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(list(arguments) or ["build"])
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("\nAbgebrochen.")
        return 1


def _build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    site, problems = _make(options.root)
    if site is None:
        _tell(problems, options)
        print("Nichts gebaut; die letzten fertigen Seiten sind unverändert.")
        return 1
    try:
        written = write(plan(site), options.output)
    except CannotWrite as error:
        print(f"Fehler: {error}\nDie letzten fertigen Seiten sind unverändert.")
        return 1
    _tell(problems, options, brief=True)
    pages = sum(1 for artifact in plan(site) if artifact.path.endswith(".html"))
    languages = ", ".join(edition.language.german for edition in site.editions)
    print(
        f"Gebaut: {pages} Seiten in {len(site.editions)} Sprachen ({languages}), "
        f"{written.size / MEGABYTE:.1f} MB in {time.perf_counter() - started:.1f} s. "
        f"Geändert: {written.changed} von {written.files} Dateien."
    )
    print(f"Ansehen: {options.output / 'index.html'} im Browser öffnen,")
    print("oder „python3 build.py serve“: baut bei jeder Änderung neu.")
    return 0


def _check(options: argparse.Namespace) -> int:
    site, problems = _make(options.root)
    _tell(problems, options)
    if site is not None:
        plan(site)
        print("Alles in Ordnung: Die Seiten können gebaut werden.")
    return 0 if site is not None else 1


def _serve(options: argparse.Namespace) -> int:
    if _build(options) != 0:
        print("Der Server startet trotzdem und baut, sobald die Fehler behoben sind.")
    return serve(options.root, options.output, options.port, lambda: _build(options), print)


def _schema(options: argparse.Namespace) -> int:
    for path in schema.write_schemas(options.root):
        print(f"Geschrieben: {path.as_posix()}")
    return 0


def _translations(options: argparse.Namespace) -> int:
    site, problems = _make(options.root)
    if site is None:
        _tell(problems, options)
        return 1
    if options.action == "update":
        for path in translations.update(site):
            print(f"Geschrieben: {path.as_posix()}")
    for line in translations.status(site):
        print(line)
    return 0


def _make(root: Path) -> tuple[Site | None, list[Problem]]:
    """Load and check; the Site only where nothing forbids to build it."""
    guide, problems = load(root)
    if guide is None:
        return None, problems
    site = make_site(guide, problems)
    problems = sorted({*problems, *run_checks(site)})
    return (None if has_errors(problems) else site), problems


def _tell(problems: list[Problem], options: argparse.Namespace, *, brief: bool = False) -> None:
    """Print all problems in the order of the files; *brief* only counts the hints."""
    errors = [p for p in problems if p.severity is Severity.ERROR]
    hints = [p for p in problems if p.severity is Severity.WARNING]
    for problem in errors if brief or errors else problems:
        print(describe(problem, options.root), end="\n\n")
    if errors:
        print(f"{_count(len(errors), 'Fehler', 'Fehler')}. {_THEN_AGAIN}")
    if hints and (brief or errors):
        many = _count(len(hints), "Hinweis", "Hinweise")
        print(f"{many} (ansehen mit: python3 build.py check)")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


_THEN_AGAIN = "Bitte beheben und noch einmal bauen."


def _parser() -> argparse.ArgumentParser:
    parser = GermanParser(
        prog=PROGRAM,
        description="Bildungswege: baut aus data/, content/ und translations/ die Webseiten.",
        epilog="Ohne Befehl wird gebaut. Die Tests: python3 build.py test",
        formatter_class=GermanFormatter,
        add_help=False,
    )
    add_help(parser)
    parser._optionals.title = "Angaben"  # argparse has no public way to name this group
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True, prog=PROGRAM)
    _add(commands, "build", _build, "die Seiten nach site/ bauen")
    _add(commands, "check", _check, "nur prüfen und alle Fehler und Hinweise zeigen")
    server = _add(commands, "serve", _serve, "bauen, im Browser zeigen, bei Änderungen neu bauen")
    server.add_argument(
        "--port", type=int, default=8000, metavar="ZAHL", help="Port des Servers (sonst: 8000)"
    )
    texts = _add(commands, "translations", _translations, "Stand der Übersetzungen zeigen")
    texts.add_argument(
        "action",
        nargs="?",
        choices=("status", "update"),
        default="status",
        metavar="status|update",
        help="status: Tabelle zeigen; update: neue deutsche Texte in translations/ eintragen",
    )
    _add(commands, "schema", _schema, "data/schema/ aus dem Modell neu schreiben (für Entwickler)")
    _add(commands, "test", _no_test, "alle Tests ausführen (richtet dafür Werkzeuge ein)")
    return parser


def _no_test(options: argparse.Namespace) -> int:
    print("Die Tests startet build.py selbst: python3 build.py test")
    return 2


def _add(
    commands: argparse._SubParsersAction[GermanParser],
    name: str,
    run: object,
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        formatter_class=GermanFormatter,
        add_help=False,
    )
    add_help(parser)
    parser._optionals.title = "Angaben"
    parser._positionals.title = "Dazu"
    parser.add_argument(
        "--root", type=Path, default=ROOT, metavar="ORDNER", help="Ordner mit data/ und content/"
    )
    parser.add_argument(
        "--output", type=Path, metavar="ORDNER", default=None, help="Zielordner (sonst: site/)"
    )
    parser.set_defaults(run=_with_output(run))
    return parser


def _with_output(run: object) -> object:
    def with_output(options: argparse.Namespace) -> int:
        options.output = options.output or options.root / "site"
        return int(run(options))  # type: ignore[operator]

    return with_output
