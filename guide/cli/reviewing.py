"""translations review: the kit for reviewers; and what `import` does with its table."""

from __future__ import annotations

import argparse
from pathlib import Path

from guide.approval import Approval, office_fault
from guide.cli.clock import today
from guide.cli.pages import holds_sources
from guide.cli.telling import many
from guide.languages import LANGUAGES
from guide.problems import quote
from guide.site import Site
from guide.urls import is_placeholder

FOLDER = "pruefung"
LONGEST = 240  # minutes; nobody checks well for longer
NO_BROWSER = """Hinweis: Es fehlt ein Browser (Chromium, Chrome, Edge). Die Prüfung ist fertig, aber
ohne Bilder. Mit Bildern: einen davon installieren (Linux: sudo apt-get install chromium) oder
die Umgebungsvariable CHROMIUM auf das Programm setzen, {folder} löschen, noch einmal starten."""
NO_OFFICE = """Wer hat geprüft? Das Amt oder die Stelle nennen, keinen Namen, zum Beispiel:
  python3 build.py translations import {file} --office "Landkreis, Sprachmittlung\""""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("language", metavar="SPRACHE", help="zum Beispiel ar")
    command.add_argument(
        "--output", type=Path, metavar="ORDNER", help=f"Zielordner (sonst: {FOLDER}/SPRACHE)"
    )
    command.add_argument(
        "--sitting", type=int, default=30, metavar="MINUTEN", help="so lang ist eine Sitzung"
    )


def review(site: Site, options: argparse.Namespace) -> int:
    """Write the kit; what is asked of the command line is checked before anything is made."""
    from guide.review.kit import planned

    folder = options.output or options.root / FOLDER / options.language
    if fault := _fault(folder, options):
        print(fault)
        return 1
    kit = planned(site, LANGUAGES[options.language], options.sitting)
    if not kit.parts:
        name = kit.language.german
        print(f"{name}: nichts zu prüfen. {many(kit.left_out, 'Text fehlt', 'Texte fehlen')} noch.")
        return 0
    return _written(site, kit, folder)


def _fault(folder: Path, options: argparse.Namespace) -> str:
    if not 1 <= options.sitting <= LONGEST:
        return f"Eine Sitzung dauert 1 bis {LONGEST} Minuten, nicht {options.sitting}."
    if holds_sources(folder, options.root):
        return "Dort stehen die Quellen. Einen eigenen Ordner für die Prüfung wählen (--output)."
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return (
            f"„{folder}“ gibt es schon, vielleicht mit Antworten. Erst zurückholen (translations\n"
            "import) und den Ordner löschen, oder einen anderen wählen (--output)."
        )
    return ""


def _written(site: Site, kit: object, folder: Path) -> int:
    from guide.printing.browser import NoBrowser
    from guide.review.kit import Kit, write_kit

    assert isinstance(kit, Kit)
    print("Die Seiten werden fotografiert. Das dauert einige Minuten.", flush=True)
    try:
        try:
            made = write_kit(kit, folder)
        except NoBrowser:
            made = write_kit(kit, folder, pictures=False)
            print(NO_BROWSER.format(folder=folder))
    except OSError as error:
        print(f"„{folder}“ lässt sich nicht schreiben: {error.strerror}.")
        return 1
    print(
        f"Geschrieben: {folder} ({made.size / 1e6:.1f} MB). {many(made.texts, 'Text', 'Texte')} "
        f"an {many(made.places, 'Stelle', 'Stellen')}, "
        f"davon {made.pressing} wichtig, in {many(made.sittings, 'Sitzung', 'Sitzungen')}; "
        f"{made.pictured} mit Bild."
    )
    if made.left_out:
        print(f"Nicht dabei: {made.left_out}, die noch zu übersetzen sind (translations status).")
    if is_placeholder(site.guide.region.site_url):
        print(
            "In data/region.yaml ist site_url noch ein Platzhalter: Darum führt kein Link ins Netz."
        )
    print(f"Ansehen: {folder / 'index.html'}. Den ganzen Ordner als ZIP-Datei verschicken.")
    return 0


def signature(options: argparse.Namespace) -> Approval | None:
    """Return who has checked, as the command line says it; None where it says nothing.

    Raises ValueError with a German message.
    """
    if options.office is None:
        return None
    if fault := office_fault(options.office):
        raise ValueError(fault)
    return Approval(options.office.strip(), today(options.today))


def take(site: Site, options: argparse.Namespace) -> int:
    """Take back the table of a kit. Raises OSError and ValueError, as exchange does."""
    from guide.review.approve import take_answers

    by = signature(options)
    if by is None:
        print(NO_OFFICE.format(file=options.file))
        return 1
    taken = take_answers(site, options.file, by)
    again = f", {taken.again} schon vorher geprüft" if taken.again else ""
    print(
        f"Übernommen nach {taken.path.as_posix()}: {taken.approved} geprüft, "
        f"{taken.corrected} mit Korrektur geprüft{again}. "
        f"{len(taken.rejected)} mit „nein“ bleiben Entwurf."
    )
    for answer in taken.rejected:
        said = f": {quote(answer.remark, 200)}" if answer.remark else ""
        print(f"Zeile {answer.row}, nein ({answer.message.context}){said}")
    for answer in taken.remarks:
        place = answer.message.context
        print(f"Zeile {answer.row}, Bemerkung ({place}): {quote(answer.remark, 200)}")
    for fault in taken.faults:
        print(fault)
    return 1 if taken.faults else 0
