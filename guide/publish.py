"""site/ -> where readers find it: only what changed, new before old, nothing that is not ours.

The target holds a manifest of its own, {path: fingerprint}. What is not in it is never deleted.
It is written twice: first with all old and new paths, those in doubt without a fingerprint, last
as it is then. So a run that broke off anywhere is healed by the next one.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide.problems import quote
from guide.write import MANIFEST

IN_DOUBT = ""  # a fingerprint that no file has
UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\*?\[\]]|(^|/)(\.\.?)?(/|$)|^~|^-')
HASHED = re.compile(r"\.[0-9a-f]{8}\.\w+(\.gz|\.br)?$")
# What pages ask for with a fingerprint behind the name: theirs must be there when they are
ASKED_FOR = re.compile(r"such-index/")
HIDDEN = (".htaccess", ".well-known")  # all other hidden files are somebody's leftovers
Fingerprints = Mapping[str, str]


class CannotPublish(Exception):
    """It did not work; the message says why, in German, and what to do."""


@dataclass(frozen=True)
class Target:
    """Where files can be put; each function may raise CannotPublish."""

    read: Callable[[], bytes | None]  # the manifest there; None where there is none
    occupied: Callable[[], bool]  # something lies there
    put: Callable[[Path, Sequence[str]], None]  # from a folder, in this order, each as a whole
    delete: Callable[[Sequence[str]], None]  # what is missing already is no error


@dataclass(frozen=True)
class Plan:
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def publish(site: Path, target: Target, *, replace: bool = False, dry_run: bool = False) -> Plan:
    """Bring the files of *site* to *target* and return what was, or with *dry_run* would be, done.

    Raises CannotPublish: where files lie that nobody published from here, unless *replace* says
    that they may be overwritten, and where the target or a file forbids it.
    """
    there = known(target.read())
    if there is None and not replace and target.occupied():
        raise CannotPublish(_OCCUPIED)
    here = fingerprints(site)
    plan = compare(here, there or {})
    if dry_run or not (plan.new or plan.changed or plan.gone):
        return plan
    untouched = {name: mark for name, mark in here.items() if (there or {}).get(name) == mark}
    _put_manifest(target, {**dict.fromkeys([*here, *plan.gone], IN_DOUBT), **untouched})
    for names in order(plan):
        if names:
            target.put(site, names)
    if plan.gone:
        target.delete(plan.gone)
    _put_manifest(target, here)
    return plan


def fingerprints(site: Path) -> dict[str, str]:
    """Return the SHA-256, shortened, of each file in *site* that is meant for readers."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if _meant(path)}
    names = sorted(name for name in files if name != MANIFEST and _shown(name))
    if unsafe := [name for name in names if UNSAFE.search(name)]:
        raise CannotPublish(_UNSAFE.format(quote(unsafe[0])))
    return {name: hashlib.sha256(files[name].read_bytes()).hexdigest()[:20] for name in names}


def _meant(path: Path) -> bool:
    """A link could lead to what nobody wanted to publish."""
    return path.is_file() and not path.is_symlink()


def _shown(name: str) -> bool:
    return not any(part.startswith(".") and part not in HIDDEN for part in name.split("/"))


def known(manifest: bytes | None) -> dict[str, str] | None:
    """Return what *manifest* says, and nothing that could lead out of the target.

    The list that a build writes (guide.write) names the files, without fingerprints.
    """
    if manifest is None:
        return None
    try:
        found = json.loads(manifest)
    except ValueError:
        return {}  # broken off while it was written: all is sent anew, and nothing deleted
    marks = found if isinstance(found, dict) else dict.fromkeys(_strings(found), IN_DOUBT)
    return {
        name: str(mark)
        for name, mark in marks.items()
        if not UNSAFE.search(name) and name != MANIFEST
    }


def _strings(found: object) -> list[str]:
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def compare(here: Fingerprints, there: Fingerprints) -> Plan:
    return Plan(
        tuple(name for name in here if name not in there),
        tuple(name for name in here if name in there and here[name] != there[name]),
        tuple(sorted(name for name in there if name not in here)),
    )


def order(plan: Plan) -> list[list[str]]:
    """Return what to put, step by step: each only needs what an earlier step has put.

    New files that are no pages, and what pages load; new pages; changed pages; last what tells
    saved copies and search engines of them (sw.js, offline/de.json, sitemap.xml).
    """
    loaded = [name for name in plan.changed if HASHED.search(name) or ASKED_FOR.match(name)]
    changed = [name for name in plan.changed if name not in set(loaded)]
    return [
        [*(name for name in plan.new if not is_page(name)), *loaded],
        [name for name in plan.new if is_page(name)],
        [name for name in changed if is_page(name)],
        [name for name in changed if not is_page(name)],
    ]


def is_page(name: str) -> bool:
    return name.removesuffix(".gz").removesuffix(".br").endswith(".html")


def manifest_of(marks: Fingerprints) -> bytes:
    return (json.dumps(dict(sorted(marks.items())), indent=0) + "\n").encode()


def _put_manifest(target: Target, marks: Fingerprints) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / MANIFEST).write_bytes(manifest_of(marks))
        target.put(Path(folder), [MANIFEST])


_OCCUPIED = (
    "Im Ziel liegen schon Dateien, die nicht von hier sind. Einen leeren Ordner wählen, oder "
    "mit --replace erlauben, dass gleichnamige ersetzt werden. Andere bleiben."
)
_UNSAFE = "Die Datei „{}“ kann so nicht heißen. Ohne Sonderzeichen neu benennen."
