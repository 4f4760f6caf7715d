"""Printing sheets, and telling how it went."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide import urls
from guide.cli.telling import make, many, tell
from guide.outputs import plan
from guide.outputs.ways import path as way_path
from guide.printing import booklet, browser, leaf, paper, press
from guide.printing.sheets import Desk, Sheet, desk
from guide.problems import did_you_mean, quote
from guide.site import Site
from guide.urls import is_placeholder

NO_BROWSER = """Zum Drucken fehlt ein Browser: Chromium, Chrome oder Edge (er wird nur zum Rechnen
gebraucht, nichts geht ins Internet).
  Windows: Edge ist schon da; sonst Chrome von google.com/chrome installieren.
  macOS:   Chrome von google.com/chrome installieren.
  Linux:   sudo apt-get install chromium fonts-dejavu-core
Liegt er an einem anderen Ort: die Umgebungsvariable CHROMIUM auf das Programm setzen.
Bis dahin: {files} in irgendeinem Browser öffnen und dort drucken (Strg+P)."""
NOTHING = """Was soll gedruckt werden? Zum Beispiel:
  python3 build.py print --language ar --station einstiegsqualifizierung
  python3 build.py print --language uk --offer ANGEBOT
  python3 build.py print --language fa --route START ZIEL
  python3 build.py print --language ar --booklet
  python3 build.py print --instrument praktikum
  python3 build.py print --all"""
PLACEHOLDER = """Hinweis: In data/region.yaml ist site_url noch ein Platzhalter. Darum steht
„Probedruck“ auf den Blättern, und der QR-Code führt zu keiner Seite."""


def print_sheets(options: argparse.Namespace) -> int:
    asked = ("station", "offer", "route", "instrument", "booklet", "all")
    if not any(getattr(options, name) for name in asked):
        print(NOTHING)
        return 2
    site, problems = make(options.root)
    if site is None:
        tell(problems, options.root)
        return 1
    desks = _desks(site, options.language)
    if not desks:
        return 1
    paths = list(_paths(options, desks[0]))
    unknown = [path for path in paths if path not in desks[0].scenes[0]]
    if unknown:
        return _tell_unknown(unknown[0], desks[0])
    _tell_beforehand(site, desks)
    leaves = [one for one in leaf.leaves(site, options.language) if _is_asked(options, one)]
    if options.instrument and not leaves:
        return _tell_no_leaf(site, options.instrument)
    sheets = [Sheet(one, path) for one in desks for path in paths]
    books = [booklet.booklet(one) for one in desks] if options.booklet else []
    form = press.LARGE_PRINT if options.large else press.NORMAL
    return _print_files(site, _Order(sheets, books, leaves, form), options.output)


def _desks(site: Site, tag: str | None) -> list[Desk]:
    tags = [tag] if tag else [edition.language.tag for edition in site.editions]
    desks = [found for tag in tags if (found := desk(site, tag))]
    if not desks:
        known = [edition.language.tag for edition in site.editions]
        near = did_you_mean(tag or "", known) or f"Möglich sind: {', '.join(known)}."
        print(f"Die Sprache „{quote(tag or '')}“ gibt es hier nicht. {near}")
    return desks


def _paths(options: argparse.Namespace, where: Desk) -> Iterator[str]:
    """Yield the pages that are asked for; a residence status is a station to whoever types."""
    if options.station:
        status = urls.record("status", options.station)
        yield status if status in where.scenes[0] else urls.record("station", options.station)
    if options.offer:
        yield urls.record("offer", options.offer)
    if options.route:
        yield way_path(*options.route)
    if options.all:
        yield from (path for path, scene in where.scenes[0].items() if scene.layout != "way")


def _is_asked(options: argparse.Namespace, one: leaf.Leaf) -> bool:
    return options.all or one.scene.path == urls.instrument(options.instrument or "")


def _tell_no_leaf(site: Site, name: str) -> int:
    known = [instrument.id for instrument in site.guide.employers.instruments]
    if name in known:
        print("Die Seiten für Betriebe gibt es nur auf Deutsch und Englisch: --language de oder en")
        return 1
    print(f"„{quote(name)}“ gibt es nicht. {did_you_mean(name, known)}".rstrip())
    print("Die Kennungen stehen in data/employers.yaml, bei instruments (id: …).")
    return 1


def _tell_unknown(path: str, where: Desk) -> int:
    folder, _, name = path.removesuffix(".html").rpartition("/")
    same = [p for p in where.scenes[0] if p.startswith(f"{folder}/")]
    known = [p.removesuffix(".html").rpartition("/")[2] for p in same]
    if folder == urls.PAGES["station"]:
        known += [status.id for status in where.site.guide.pathways.residence_statuses]
    shown = name.replace("--", " ")
    print(f"„{quote(shown)}“ gibt es nicht. {did_you_mean(name, known)}".rstrip())
    print("Die Kennungen stehen in data/pathways.yaml und data/offers.yaml (id: …).")
    return 1


def _tell_beforehand(site: Site, desks: Sequence[Desk]) -> None:
    if is_placeholder(site.guide.region.site_url):
        print(PLACEHOLDER)
    for one in desks:
        if not one.published:
            name = one.reader.language.german
            print(f"Hinweis: {name} ist noch nicht veröffentlicht. Der Code führt zur deutschen")
            print("Seite, und was nicht übersetzt ist, steht auf Deutsch da.")


@dataclass(frozen=True)
class _Order:
    sheets: Sequence[Sheet]
    books: Sequence[booklet.Booklet]
    leaves: Sequence[leaf.Leaf]
    form: press.Format


def _print_files(site: Site, order: _Order, folder: Path) -> int:
    known = frozenset(artifact.path for artifact in plan(site))
    count = len(order.sheets) + len(order.books) + len(order.leaves)
    wrong = 0
    try:
        with tempfile.TemporaryDirectory() as work, browser.opened() as opened:
            for number, printed in enumerate(_printed(opened, order, known, Path(work)), 1):
                _save(folder / f"{printed.name}.pdf", printed.content)
                _progress(number, count, printed.name)
                wrong += _tell_failures(printed)
    except browser.NoBrowser:
        return _leave_html(order, folder)
    _progress(0, 0, "")
    print(f"Gedruckt: {many(count, 'Datei', 'Dateien')} nach {folder}")
    if wrong:
        print(f"{many(wrong, 'Datei hat', 'Dateien haben')} Mängel: erst ansehen, dann verteilen.")
    return 1 if wrong else 0


def _printed(
    opened: browser.Press, order: _Order, known: frozenset[str], work: Path
) -> Iterator[press.Printed]:
    if order.sheets:
        yield from press.print_all(opened, order.sheets, order.form, known, work)
    yield from (press.print_booklet(opened, book, known, work) for book in order.books)
    yield from (press.print_leaf(opened, one, known, work) for one in order.leaves)


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _progress(number: int, of: int, name: str) -> None:
    """One line that is written over; only where somebody watches."""
    if sys.stdout.isatty() and of > 1:
        print(f"\r{number} von {of}: {name:<60.60}", end="", flush=True)
    elif sys.stdout.isatty():
        print("\r\x1b[K", end="")


def _tell_failures(printed: press.Printed) -> bool:
    for sentence in printed.failures:
        print(f"{printed.name}: {sentence}")
    return bool(printed.failures)


def _leave_html(order: _Order, folder: Path) -> int:
    """Without a browser of ours the sheets are left as pages that any browser prints."""
    left = {one.name: paper.html(one, order.form.levels[0]) for one in order.sheets}
    left |= {
        f"{book.desk.reader.language.tag}/heft": booklet.html(book, {}, unknown="")
        for book in order.books
    }
    left |= {one.name: leaf.html(one, leaf.SIZES[0]) for one in order.leaves}
    for name, page in left.items():
        _save(folder / f"{name}.html", page.encode("utf-8"))
    files = f"{folder / next(iter(left))}.html" if len(left) == 1 else f"die Dateien in {folder}"
    print(NO_BROWSER.format(files=files))
    return 1
