"""Ids and references: each id once, each reference to a record that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guide.fields import Reference, marked
from guide.languages import LANGUAGES, SPOKEN
from guide.problems import Origin, Problem, nearest, quote
from guide.source import Record, find

# What a Reference may point to: the file and the list its records stand in
TARGETS: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (("sources", "sources"),),
    "station": (("pathways", "stations"),),
    "status": (("pathways", "residence_statuses"),),
    "node": (("pathways", "stations"), ("pathways", "residence_statuses")),
    "phone": (("facts", "phones"),),
    "service": (("offers", "services"),),
    "organization": (("offers", "organizations"),),
    "location": (("offers", "locations"),),
    "place": (("region", "municipalities"), ("region", "neighbours")),
}
_GERMAN = {
    "source": "Eine Quelle",
    "station": "Eine Station",
    "status": "Einen Aufenthaltsstatus",
    "node": "Eine Station",
    "phone": "Eine Telefonnummer",
    "service": "Ein Angebot",
    "organization": "Einen Träger",
    "location": "Einen Standort",
    "place": "Einen Ort",
    "language": "Eine Sprache",
    "edition": "Eine Ausgabe in der Sprache",
}


def _ids(documents: Mapping[str, Record], target: str) -> dict[str, Origin]:
    """Return the ids that a reference to *target* may name, as they were written."""
    known: dict[str, Origin] = {}
    for file, section in TARGETS[target]:
        for identifier, origin in _section_ids(documents, file, section):
            known.setdefault(identifier, origin)
    return known


def _section_ids(
    documents: Mapping[str, Record], file: str, section: str
) -> Iterator[tuple[str, Origin]]:
    if file not in documents:
        return
    listed, _, found = find(documents[file], [section])
    for item in getattr(listed, "items", ()) if found else ():
        identifier = item.fields.get("id") if isinstance(item, Record) else None
        if identifier is not None and hasattr(identifier, "value"):
            yield identifier.value, identifier.origin


def repeated_ids(documents: Mapping[str, Record]) -> Iterator[Problem]:
    """An id is an address on the web: within its kind only one record may have it."""
    groups = {sections for sections in TARGETS.values() if sections != TARGETS["status"]}
    groups -= {TARGETS["station"]}  # both are in "node"
    extra = [(("facts", name),) for name in ("amounts", "deadlines", "benefits")]
    extra += [(("glossary", "terms"),), (("pathways", "pathways"),)]
    extra += [(("employers", name),) for name in ("notes", "instruments", "rules")]
    extra += [(("placements", "placements"),)]
    extra += [(("offers", "proofs"),)]
    extra += [(("changes", "changes"),)]
    for group in sorted([*groups, *extra]):
        first: dict[str, Origin] = {}
        for file, section in group:
            for identifier, origin in _section_ids(documents, file, section):
                if identifier in first:
                    yield _repeated_id(identifier, origin, first[identifier])
                first.setdefault(identifier, origin)


def _repeated_id(identifier: str, origin: Origin, first: Origin) -> Problem:
    return Problem(
        origin,
        "doppelte-kennung",
        f"Die Kennung „{quote(identifier)}“ gibt es schon",
        f"Der erste Eintrag ist in {first.path.as_posix()} Zeile {first.line}. "
        "Einem der beiden eine eigene Kennung geben.",
    )


def dangling(
    models: Mapping[str, Any], written: Mapping[str, Record], documents: Mapping[str, Record]
) -> Iterator[Problem]:
    """Yield the references in *models* that lead nowhere.

    *written* are all files, *documents* those without a syntax error: where a file is not among
    them, or its list is missing, ids are not known and nothing is said of references to them.
    """
    known: dict[str, Mapping[str, object]] = {
        target: _ids(documents, target)
        for target, sections in TARGETS.items()
        if all(file in documents and _has_list(documents[file], name) for file, name in sections)
    }
    known["language"] = {**LANGUAGES, **SPOKEN}
    known["edition"] = LANGUAGES
    for name, model in models.items():
        for place, reference, value in marked(model, Reference):
            ids = known.get(reference.target)
            if ids is not None and value not in ids:
                origin = find(written[name], place)[1]
                yield _unknown_id(origin, reference.target, value, ids)


def _has_list(document: Record, section: str) -> bool:
    """A misspelt heading would make every reference dangle; an optional list may be missing."""
    return section in document.fields or not set(document.fields) - _HEADINGS


def _unknown_id(origin: Origin, target: str, value: str, known: Mapping[str, object]) -> Problem:
    near = _named(value) if target in ("language", "edition") else None
    near = near or nearest(value, known)
    remedy = f"Meinten Sie „{quote(near)}“?" if near else _WHERE[target]
    if near and isinstance(place := known.get(near), Origin):
        remedy += f" ({place.path.as_posix()} Zeile {place.line})"
    message = f"{_GERMAN[target]} „{quote(value)}“ gibt es nicht"
    return Problem(origin, "unbekannte-kennung", message, remedy)


def _named(typed: str) -> str | None:
    """Return the tag of the language that *typed* names in German: Arabisch -> ar."""
    return next((tag for tag, lang in LANGUAGES.items() if lang.german == typed.title()), None)


_CREATE = "Schreibfehler prüfen, oder den Eintrag zuerst anlegen in data/{}.yaml unter „{}:“."
_WHERE = {target: _CREATE.format(*sections[0]) for target, sections in TARGETS.items()} | {
    "language": "Möglich sind zum Beispiel: de, uk, ar, en, fa, kmr, tr, ru, ps, fr, so, ti, es.",
    "edition": "Möglich sind: uk, ar, en, fa, kmr, tr, ru, ps, fr, so, ti, es.",
}
_HEADINGS = {section for sections in TARGETS.values() for _, section in sections} | {
    *(
        "pathways",
        "amounts",
        "deadlines",
        "benefits",
        "name",
        "title",
        "claim",
        "state",
        "publisher",
        "proofs",
    ),
    *("retired", "site_url", "feedback_email", "repository", "coordinates_credit"),
    *("licence", "licence_url", "languages", "changes"),
}
