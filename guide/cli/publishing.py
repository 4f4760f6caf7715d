"""publish: bring the built site to a folder, a zip file or a host."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from guide import publish, remote, targets
from guide.arguments import Commands, add_command
from guide.cli.pages import build, holds_sources, output_of
from guide.cli.telling import many
from guide.problems import quote

SHOWN = 20  # names; a first publication has thousands


def add_commands(commands: Commands) -> None:
    command = add_command(commands, "publish", _publish, "bauen und die Seiten veröffentlichen")
    command.add_argument(
        "target", metavar="ZIEL", help="ein Ordner, eine Datei .zip oder benutzer@rechner:/ordner"
    )
    for flag, text in (
        ("--dry-run", "nur zeigen, was geschehen würde"),
        ("--replace", "fremde Dateien gleichen Namens im Ziel ersetzen"),
        ("--compressed", "auch gepackte Kopien (.gz und .br), für Server, die sie ausliefern"),
    ):
        command.add_argument(flag, action="store_true", help=text)
    command.add_argument(
        "--via", choices=remote.TOOLS, help="womit zum Rechner (sonst: rsync, wo es das gibt)"
    )
    command.add_argument(
        "--output", type=Path, metavar="ORDNER", help="Ordner der Seiten (sonst: site/)"
    )
    command.set_defaults(languages=None)  # a part is no site


def _publish(options: argparse.Namespace) -> int:
    site = output_of(options)
    try:
        run = _target(options, site.resolve())
    except publish.CannotPublish as error:
        print(f"Fehler: {error}")
        return 1
    if build(options):
        return 1
    try:
        plan = run()
    except publish.CannotPublish as error:
        print(f"Fehler: {error}\nDas Ziel ist brauchbar; der nächste Lauf macht weiter.")
        return 1
    _tell(plan, options.target, dry_run=options.dry_run)
    return 0


def _target(options: argparse.Namespace, site: Path) -> Callable[[], publish.Plan]:
    """Return what publishes to the place that the editor named; raises CannotPublish."""
    how = {"replace": options.replace, "dry_run": options.dry_run}
    if host := remote.parse(options.target):
        return partial(publish.publish, site, remote.target(host, options.via), **how)
    if options.via or "://" in options.target:
        raise publish.CannotPublish(_NO_HOST.format(quote(options.target)))
    place = Path(options.target).resolve()
    if place.is_relative_to(site) or site.is_relative_to(place):
        raise publish.CannotPublish(_OWN_FOLDER)
    if holds_sources(place, options.root):
        raise publish.CannotPublish(_OWN_FOLDER)
    if place.suffix == ".zip":
        return partial(targets.publish_zip, site, place, **how)
    return partial(publish.publish, site, targets.folder(place), **how)


def _tell(plan: publish.Plan, target: str, *, dry_run: bool) -> None:
    would = ("Neu wäre", "Geändert würde", "Gelöscht würde") if dry_run else _DONE
    if not (plan.new or plan.changed or plan.gone):
        print(f"„{target}“ ist schon auf dem neuesten Stand.")
        return
    for what, names in zip(would, (plan.new, plan.changed, plan.gone), strict=True):
        for name in names[:SHOWN]:
            print(f"{what}: {name}")
        if len(names) > SHOWN:
            print(f"{what}: {many(len(names) - SHOWN, 'weitere Datei', 'weitere Dateien')}")
    counts = f"{len(plan.new)} neu, {len(plan.changed)} geändert, {len(plan.gone)} gelöscht"
    done = "Nur eine Probe, nichts wurde verändert" if dry_run else f"Veröffentlicht: „{target}“"
    print(f"{done}: {counts}.")


_DONE = ("Neu", "Geändert", "Gelöscht")
_NO_HOST = (
    "„{}“ ist kein Rechner, zu dem rsync oder sftp kommt. So schreiben: benutzer@rechner:/ordner. "
    "Ein anderer Port gehört in die Datei ~/.ssh/config."
)
_OWN_FOLDER = "Dort stehen die Quellen oder die gebauten Seiten selbst. Ein anderes Ziel wählen."
