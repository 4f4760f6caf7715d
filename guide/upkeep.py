"""What editors have to ask again, and what is over: as hints with their places.

Transitions are not listed one by one: who checks a station asks about its ways too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guide.contents import CONTENT
from guide.fields import Sourced
from guide.freshness import Standing, has_ended, is_ahead, is_over, standing, terms
from guide.load import DATA, Guide
from guide.model import Deadline
from guide.problems import Origin, Problem, Severity, quote

SECTIONS = {  # the section of a file: one record, many
    "services": ("offers", "Angebot", "Angebote"),
    "proofs": ("offers", "Nachweis", "Nachweise"),
    "stations": ("pathways", "Station", "Stationen"),
    "residence_statuses": ("pathways", "Aufenthalt", "Aufenthalte"),
    "phones": ("facts", "Telefonnummer", "Telefonnummern"),
    "amounts": ("facts", "Betrag", "Beträge"),
    "deadlines": ("facts", "Frist", "Fristen"),
    "benefits": ("facts", "Hilfe mit Geld", "Hilfen mit Geld"),
    "notes": ("employers", "Hinweis für Betriebe", "Hinweise für Betriebe"),
    "instruments": ("employers", "Seite für Betriebe", "Seiten für Betriebe"),
    "placements": ("placements", "Platz in einem Betrieb", "Plätze in Betrieben"),
}
COMMAND = 'python3 build.py assure {} --by "Bildungsbüro" --how phone'


@dataclass(frozen=True)
class Listed:
    """A record that somebody can check, where it stands, and how it stands on a day."""

    section: str
    number: int
    record: Any  # a Sourced with an id
    origin: Origin
    standing: Standing

    @property
    def key(self) -> str:
        """How `assure` calls it: offers and stations by their id, others with their section."""
        short = self.section in ("services", "stations", "residence_statuses")
        return str(self.record.id) if short else f"{self.section}/{self.record.id}"

    @property
    def place(self) -> tuple[str, str]:
        """Its section and id: `key` alone may be that of an offer and of a station."""
        return self.section, self.record.id

    @property
    def name(self) -> str:
        record = self.record
        names = (getattr(record, field, None) for field in ("name", "label", "title"))
        return quote(next((name for name in names if name), record.id))

    @property
    def told(self) -> str:
        return f"„{self.name}“ ({SECTIONS[self.section][1]} {self.record.id})"

    @property
    def due(self) -> date | None:
        assured = self.record.assured
        return terms(self.record, assured)[0] if assured else None


def listed(guide: Guide, day: date) -> Iterator[Listed]:
    """Yield every record that somebody can check, in the order of SECTIONS and of the files."""
    for section, (file, *_) in SECTIONS.items():
        records: list[Sourced] = getattr(getattr(guide, file), section)
        for number, record in enumerate(records):
            place = (section, number, "assured") if record.assured else (section, number)
            origin = guide.origin(file, *place)
            yield Listed(section, number, record, origin, standing(record, day))


def to_ask(guide: Guide, day: date) -> list[Problem]:
    """Return what is due or overdue on *day*, the longest overdue first."""
    due = [one for one in listed(guide, day) if one.standing in (Standing.DUE, Standing.OVERDUE)]
    return [ask(one, day) for one in sorted(due, key=lambda one: -late(one, day))]


def overdue(guide: Guide, day: date) -> list[Listed]:
    """Return what is overdue on *day*, the longest first."""
    found = [one for one in listed(guide, day) if one.standing is Standing.OVERDUE]
    return sorted(found, key=lambda one: -late(one, day))


def changed(before: Guide, after: Guide, day: date) -> set[tuple[str, str]]:
    """Return the places of the records in *after* that were other, or not there, *before*."""
    old = {one.place: one.record for one in listed(before, day)}
    new = {one.place: one.record for one in listed(after, day)}
    return {place for place, record in new.items() if old.get(place) != record}


def late(one: Listed, day: date) -> int:
    """Return for how many days the check of a record is overdue; less than 0: only due."""
    return (day - terms(one.record, one.record.assured)[1]).days


def ask(one: Listed, day: date) -> Problem:
    """Return the hint that *one*, which is due or overdue on *day*, has to be asked again."""
    days = late(one, day)
    last = f"zuletzt geprüft am {german(one.record.assured.on)}"
    if one.standing is Standing.OVERDUE:
        told = f"seit {days} Tagen überfällig" if days else "seit heute überfällig"
        rule = "ueberfaellig"
    else:
        told, rule = f"fällig, in {-days} Tagen überfällig", "faellig"
    remedy = f"Nachfragen, Falsches ändern, dann: {COMMAND.format(one.key)}"
    return Problem(one.origin, rule, f"{one.told}: {last}, {told}", remedy, Severity.WARNING)


def not_yet(guide: Guide, day: date) -> Iterator[Problem]:
    """Yield checks that lie in the future."""
    for one in listed(guide, day):
        if one.record.assured and is_ahead(one.record.assured, day):
            message = f"{one.told}: Die Prüfung liegt in der Zukunft"
            remedy = f"Bei „on:“ den Tag eintragen, an dem nachgefragt wurde. Heute: {day}"
            yield Problem(one.origin, "zukunft", message, remedy, Severity.WARNING)


def never(guide: Guide, day: date) -> list[Listed]:
    """Return what nobody has ever checked: offers first, in the order of the file."""
    return [one for one in listed(guide, day) if one.record.assured is None]


def count(records: Iterable[Listed]) -> str:
    """Return how many of each kind: "73 Angebote, 1 Station"."""
    sections = [one.section for one in records]
    numbers = {name: sections.count(name) for name in SECTIONS if name in sections}
    return ", ".join(f"{n} {SECTIONS[name][1 if n == 1 else 2]}" for name, n in numbers.items())


# --- what is over ------------------------------------------------------------------------------


def over(guide: Guide, day: date) -> list[Problem]:
    """Return days that have passed, the oldest first."""
    found = [*_deadlines(guide, day), *_amounts(guide, day), *_transitions(guide, day)]
    found += _placements(guide, day)
    return [problem for _, problem in sorted(found)]


Dated = tuple[date, Problem]


def _deadlines(guide: Guide, day: date) -> Iterator[Dated]:
    for number, deadline in enumerate(guide.facts.deadlines):
        if deadline.date is None or deadline.date >= day:
            continue
        origin = guide.origin("facts", "deadlines", number, "date")
        told = f"„{quote(deadline.label)}“: Der {german(deadline.date)} ist vorbei"
        if has_ended(deadline, day):
            remedy = "Den neuen Tag eintragen, oder die Texte ändern."
            yield deadline.date, _hint(origin, "frist-vorbei", told, remedy, _used(guide, deadline))
        elif deadline.kind == "from":
            remedy = "Sagen die Texte noch „ab“ oder „geplant“? Dann ändern, was heute gilt."
            used = _used(guide, deadline)
            yield deadline.date, _hint(origin, "beginn-vorbei", told, remedy, used)


def _amounts(guide: Guide, day: date) -> Iterator[Dated]:
    for number, amount in enumerate(guide.facts.amounts):
        if amount.valid_to is not None and is_over(amount.valid_to, day):
            origin = guide.origin("facts", "amounts", number, "valid_to")
            told = f"„{quote(amount.label)}“: galt bis {german(amount.valid_to)}"
            remedy = "Den neuen Betrag eintragen, mit valid_from und valid_to."
            yield amount.valid_to, _hint(origin, "betrag-vorbei", told, remedy)


def _transitions(guide: Guide, day: date) -> Iterator[Dated]:
    for section in ("residence_statuses", "stations"):
        for number, node in enumerate(getattr(guide.pathways, section)):
            for place, way in enumerate(node.leads_to):
                if way.valid_to is not None and is_over(way.valid_to, day):
                    where = (section, number, "leads_to", place, "valid_to")
                    told = f"Der Weg von „{node.id}“ zu „{way.to}“ galt bis {german(way.valid_to)}"
                    remedy = "Gilt er weiter, den neuen Tag eintragen; sonst den Weg löschen."
                    origin = guide.origin("pathways", *where)
                    yield way.valid_to, _hint(origin, "weg-vorbei", told, remedy)


def _placements(guide: Guide, day: date) -> Iterator[Dated]:
    """Nobody sees them any more: they are only in the editors' way."""
    for number, placement in enumerate(guide.placements.placements):
        if is_over(placement.expires, day):
            origin = guide.origin("placements", "placements", number, "expires")
            told = f"Der Platz „{placement.id}“ war bis {german(placement.expires)} zu sehen"
            remedy = "Gibt es ihn noch, den neuen Tag eintragen; sonst den Eintrag löschen."
            yield placement.expires, _hint(origin, "platz-vorbei", told, remedy)


def _hint(origin: Origin, rule: str, told: str, remedy: str, used: str = "") -> Problem:
    return Problem(origin, rule, told, f"{remedy} {used}".rstrip(), Severity.WARNING)


def _used(guide: Guide, deadline: Deadline) -> str:
    """Return in which lines texts name *deadline*."""
    wanted = f"{{frist:{deadline.id}}}"
    paths = [DATA / f"{name}.yaml" for name in guide.documents] + [
        page.path for page in guide.pages
    ]
    places = []
    for path in sorted(paths, key=lambda path: (path.parts[0] == CONTENT.name, path)):
        lines = re.split(r"\r\n|\r|\n", (guide.root / path).read_text(encoding="utf-8-sig"))
        found = [str(number) for number, line in enumerate(lines, 1) if wanted in line]
        if found:
            places.append(f"{path.as_posix()} Zeile {', '.join(found)}")
    return f"Genannt in {'; '.join(places)}." if places else "Kein Text nennt sie."


def german(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
