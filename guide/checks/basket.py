"""Links that hold several records: each code belongs to one record, of today or retired."""

from __future__ import annotations

from collections.abc import Iterator

from guide.codes import code
from guide.load import Guide
from guide.problems import Problem, quote
from guide.site import Site

LISTS = (  # kind of code, file, list
    ("station", "pathways", "residence_statuses"),
    ("station", "pathways", "stations"),
    ("offer", "offers", "services"),
    ("station", "pathways", "retired"),
    ("offer", "offers", "retired"),
)
Place = tuple[str, str, int, str]  # file, list, number in it, id


def check(site: Site) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for short, place in _codes(site.guide):
        if short in first:
            yield _taken(site.guide, place, first[short])
        first.setdefault(short, place)


def _codes(guide: Guide) -> Iterator[tuple[str, Place]]:
    for kind, file, section in LISTS:
        records = getattr(getattr(guide, file), section)
        for number, record in enumerate(records):
            yield code(kind, record.id), (file, section, number, record.id)


def _taken(guide: Guide, place: Place, first: Place) -> Problem:
    file, section, number, identifier = place
    other = guide.origin(first[0], first[1], first[2], "id")
    where = f"{other.path.as_posix()} Zeile {other.line}"
    if first[3] == identifier:
        rule, message = "kennung-noch-da", f"„{quote(identifier)}“ steht unter „retired:“"
        remedy = f"Der Eintrag ist aber noch da: {where}. Einen der beiden löschen."
    else:
        rule = "kurzwort-doppelt"
        message = f"„{quote(identifier)}“ und „{quote(first[3])}“ sind auf der Merkliste gleich"
        remedy = f"Der neueren Kennung ein Zeichen anhängen. Die andere steht in {where}."
    return Problem(guide.origin(file, section, number, "id"), rule, message, remedy)
