"""build, check, serve, schema, test."""

from __future__ import annotations

import argparse
import gc
import time
from functools import partial
from pathlib import Path

from guide import forges, schema, shards, unchanged
from guide.arguments import Commands, add_command
from guide.checks import check
from guide.cli import linking, upkeep
from guide.cli.clock import moment
from guide.cli.telling import make, read, tell
from guide.graph import PathwayGraph
from guide.load import load
from guide.outputs import Share, shares
from guide.outputs.saving import FOLDER
from guide.problems import Problem, Severity
from guide.processes import cores
from guide.reachability import Survey, sentences, survey
from guide.site import Site
from guide.write import CannotWrite, Written, write

MEGABYTE = 1_000_000
SOURCES = ("data", "content", "translations", "templates", "assets", "guide")


def add_commands(commands: Commands) -> None:
    for name, run, text in (
        ("build", build, "die Seiten nach site/ bauen"),
        ("check", _check, "nur prüfen und alle Fehler und Hinweise zeigen"),
        ("serve", _serve, "im Browser zeigen, jede Änderung sofort (schreibt nichts)"),
    ):
        command = add_command(commands, name, run, text)
        if name != "serve":
            command.add_argument(
                "--output", type=Path, metavar="ORDNER", help="Zielordner (sonst: site/)"
            )
        if name == "check":
            command.add_argument(
                "was",
                nargs="?",
                choices=["reachability", "freshness", "links"],
                metavar="WAS",
                help="nur eines prüfen: reachability (Findet jeder Mensch einen nächsten "
                "Schritt?), freshness (Was ist zu alt?) oder links (Gibt es die Seiten noch?)",
            )
            upkeep.add_options(command)
            command.add_argument(
                "--format",
                choices=["text", *forges.FORMATS],
                default="text",
                help="Meldungen für eine Weboberfläche: github oder gitlab",
            )
        if name == "build":
            command.add_argument(
                "--compressed",
                action="store_true",
                help="auch gepackte Kopien schreiben (.gz und .br), für Server, die sie ausliefern",
            )
            command.add_argument(
                "--languages",
                metavar="SPRACHEN",
                help="nur diese Sprachen bauen (ar,fa), als Teil für „merge“; braucht --output",
            )
        if name == "serve":
            command.add_argument(
                "--port", type=int, default=8000, metavar="ZAHL", help="Port (sonst: 8000)"
            )
    add_command(commands, "schema", _schema, "data/schema/ neu schreiben (für Entwickler)")
    add_command(commands, "bench", _test, "die Dauer mit Hugo und Eleventy vergleichen")
    add_command(commands, "test", _test, "alle Tests ausführen (richtet Werkzeuge dafür ein)")


def build(options: argparse.Namespace) -> int:
    started, before = time.perf_counter(), unchanged.inputs(options.root)
    day = moment(options.today)  # a build may end on another day
    output = output_of(options)
    if holds_sources(output, options.root):
        print("Dort stehen die Quellen. Einen eigenen Ordner für die Seiten wählen (--output).")
        return 1
    gc.disable()  # nothing of what is read is garbage: a seventh of the time went into looking
    site, problems = make(options.root, options.today)
    gc.enable()
    if site is None:
        tell(problems, options.root)
        print("Nichts gebaut; die letzten fertigen Seiten sind unverändert.")
        return 1
    try:
        written = write(_planned(options, site), output, cores())
    except (CannotWrite, shards.NoPart) as error:
        print(f"Fehler: {error}\nDie letzten fertigen Seiten sind unverändert.")
        return 1
    tell(problems, options.root, brief=True)
    size = _size(site, written)
    print(
        f"Gebaut: {size} in {time.perf_counter() - started:.1f} s. "
        f"Geändert: {written.changed} von {len(written.names)} Dateien.\n"
        f"Ansehen: {output / 'index.html'} im Browser öffnen,\n"
        "oder „python3 build.py serve“: zeigt jede Änderung sofort."
    )
    done = f"Nichts hat sich geändert, {output.name}/ ist fertig: {size}."
    more = [*(["compressed"] if options.compressed else []), *filter(None, [options.languages])]
    unchanged.remember(options.root, output, [*more, day], before, written.number, done)
    return 0


def _planned(options: argparse.Namespace, site: Site) -> list[Share]:
    """Return what is to be made, and let go of the thought that what was read could be garbage."""
    gc.freeze()
    if options.languages is None:
        return shares(site, copies=options.compressed)
    if options.output is None:
        raise shards.NoPart("Ein Teil ist keine ganze Webseite: mit --output einen Ordner nennen.")
    return shards.part(site, options.languages, compressed=options.compressed)


def _size(site: Site, written: Written) -> str:
    whole = f"{FOLDER}/"  # a language as one file is no further page
    names = written.names
    pages = sum(name.endswith(".html") and not name.startswith(whole) for name in names)
    languages = ", ".join(edition.language.german for edition in site.editions)
    megabytes = written.size / MEGABYTE
    return f"{pages} Seiten in {len(site.editions)} Sprachen ({languages}), {megabytes:.1f} MB"


def _check(options: argparse.Namespace) -> int:
    if options.was:
        parts = {"reachability": _reachability, "freshness": upkeep.run, "links": linking.run}
        return parts[options.was](options)
    site, problems = make(options.root, options.today)
    if options.format != "text":
        print(forges.FORMATS[options.format](problems))
    if options.format != "gitlab":  # that is a file as a whole
        tell(problems, options.root)
    if site is None or options.format == "gitlab":
        return int(site is None)
    print("Alles in Ordnung: Die Seiten können gebaut werden.")
    return 0


def _reachability(options: argparse.Namespace) -> int:
    guide, problems = load(options.root)
    if guide is None:
        tell(problems, options.root)
        return 1
    started = time.perf_counter()
    found = survey(PathwayGraph(guide.pathways))
    _tell_grid(found, len(guide.region.municipalities), time.perf_counter() - started)
    print(f"Nur eine Stelle zum Fragen haben {_number(found.only_contact)} Profile.")
    if not found.gaps:
        print("Niemand bleibt stehen: 0 Profile ohne nächsten Schritt und ohne Stelle zum Fragen.")
        return 0
    print(f"Ohne nächsten Schritt und ohne eine Stelle zum Fragen: {_number(found.stranded)}.\n")
    for sentence in sentences(found):
        print(f"- {sentence}")
    return 1


def _tell_grid(found: Survey, places: int, seconds: float) -> None:
    certificates, levels, ages, months, statuses = map(len, found.axes)
    print(
        f"Durchgespielt: {_number(found.size)} Profile in {seconds:.1f} s. Das sind {certificates} "
        f"Abschlüsse × {levels} Stufen Deutsch × {ages} Alter × {months} Zeiten in Deutschland × "
        f"{statuses} Aufenthalte.\nDer Ort ändert nur, wer hilft, nicht die Wege: mit {places} "
        f"Orten sind es {_number(found.size * places)} Profile."
    )


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _serve(options: argparse.Namespace) -> int:
    from guide.preview import Preview, judge, renew  # only this command needs a server
    from guide.serve import serve

    preview = Preview(options.root, partial(read, options.root, options.today), check)
    renew(preview)
    tell(judge(preview), options.root, brief=True)
    if preview.errors:
        print("Der Server startet trotzdem und zeigt die Seiten, sobald die Fehler behoben sind.")
    return serve(preview, options.port, print, partial(_changed, options.root))


def _changed(root: Path, files: list[str], problems: list[Problem], seconds: float) -> None:
    print(f"Geändert: {', '.join(files[:3])}{' …' if len(files) > 3 else ''} ({seconds:.2f} s)")
    tell([p for p in problems if p.severity is Severity.ERROR], root, brief=True)


def _schema(options: argparse.Namespace) -> int:
    for path in schema.write_schemas(options.root):
        print(f"Geschrieben: {path.as_posix()}")
    return 0


def _test(options: argparse.Namespace) -> int:
    print("Das startet build.py selbst: python3 build.py test, python3 build.py bench")
    return 2


def output_of(options: argparse.Namespace) -> Path:
    output: Path | None = options.output
    return output or Path(options.root) / "site"


def holds_sources(output: Path, root: Path) -> bool:
    """The folder is replaced as a whole: it must neither hold sources nor lie in them."""
    output = output.resolve()
    folders = [(root / name).resolve() for name in SOURCES]
    return any(f.is_relative_to(output) or output.is_relative_to(f) for f in folders)
