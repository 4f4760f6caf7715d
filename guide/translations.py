"""What editors and translators do with the catalogs: status, update, check, keep, move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guide import wording
from guide.approval import approval
from guide.catalog import (
    Catalog,
    Message,
    Resolved,
    State,
    Translation,
    catalog_path,
    updated,
    write_catalog,
)
from guide.languages import LANGUAGES
from guide.load import Guide
from guide.problems import Origin, Problem, Severity, quote
from guide.proof import proofread
from guide.site import Site
from guide.terms import read_sheets

# --- status ------------------------------------------------------------------------------------


def count(site: Site, tag: str) -> Counter[State]:
    """Return how many messages are in which state in the language *tag*."""
    resolved = site.catalogs[tag].resolve(site.messages)
    return Counter(found.state for found in resolved.values())


def count_by_page(site: Site, tag: str) -> Mapping[str, Counter[State]]:
    """Return the same for each page or record: `stations/eq`, `content/hilfe`, `ui`."""
    pages: dict[str, Counter[State]] = {}
    for message, found in site.catalogs[tag].resolve(site.messages).items():
        page = "/".join(message.context.partition("#")[0].split("/")[:2])
        pages.setdefault(page, Counter())[found.state] += 1
    return pages


@dataclass(frozen=True)
class Approved:
    """What an office has checked in a language: how many texts count, and the last day."""

    office: str
    texts: int
    last: date | None


def approvals(site: Site, tag: str) -> list[Approved]:
    """Return who has checked what is reviewed today in the language *tag*, where it says so."""
    found: dict[str, list[date | None]] = {}
    for resolved in site.catalogs[tag].resolve(site.messages).values():
        entry = resolved.entry if resolved.state is State.REVIEWED else None
        if entry and (by := approval(entry.comment)):
            found.setdefault(by.office, []).append(by.on)
    return [
        Approved(office, len(days), max(filter(None, days), default=None))
        for office, days in found.items()
    ]


@dataclass(frozen=True)
class Stale:
    """A German text that no longer is what translations were made from."""

    message: Message
    made_from: str
    languages: tuple[str, ...]


def stale(site: Site) -> list[Stale]:
    """Return the German texts whose translations are outdated, with the languages concerned."""
    found: dict[Message, tuple[str, list[str]]] = {}
    for tag, catalog in site.catalogs.items():
        for message, resolved in catalog.resolve(site.messages).items():
            if resolved.state is State.OUTDATED:
                before = resolved.made_from or ""
                found.setdefault(message, (before, []))[1].append(tag)
    return [Stale(message, before, tuple(tags)) for message, (before, tags) in found.items()]


# --- update, keep, move ------------------------------------------------------------------------


def update(site: Site) -> list[Path]:
    """Bring all catalogs up to date with today's German; return the files written."""
    return _rewrite(site, lambda catalog: catalog)


def keep(site: Site, place: str | None) -> tuple[list[Path], list[Stale]]:
    """Declare translations valid although their German changed: for pure typo fixes.

    *place* limits it to a place such as `stations/eq/summary`. Where numbers, placeholders or
    links differ between the old and the new German nothing is kept: returned as refused.
    """
    wanted = [s for s in stale(site) if place is None or s.message.context == place]
    kept = {s.message for s in wanted if not _differs(s)}

    def without_previous(catalog: Catalog) -> Catalog:
        resolved = catalog.resolve(site.messages)
        entries = dict(catalog.entries)
        for message in kept:
            if resolved[message].state is State.OUTDATED:
                entries[message] = _kept(resolved[message])
        return replace(catalog, entries=entries)

    return _rewrite(site, without_previous), [s for s in wanted if s.message not in kept]


def _kept(found: Resolved) -> Translation:
    """A draft stays a draft; what was reviewed stays reviewed."""
    before = found.entry or Translation(found.text)
    was_reviewed = before.previous is None and not before.fuzzy
    return before._replace(fuzzy=not was_reviewed, previous=None)


def _differs(change: Stale) -> bool:
    german = LANGUAGES["de"]
    return any(f.hard for f in proofread(change.made_from, change.message.german, german))


def holds(site: Site, place: str) -> bool:
    """Tell whether today's site has a text in *place*, such as `stations/eq`."""
    return any(message.context != _moved(message.context, place, "") for message in site.messages)


def move(site: Site, old: str, new: str) -> list[Path]:
    """Carry translations along when a record or page was renamed: *old* and *new* place.

    Ask `holds` first: what is moved to where the site has no text is left out.
    """

    def moved(catalog: Catalog) -> Catalog:
        entries = {
            Message(_moved(message.context, old, new), message.german): entry
            for message, entry in catalog.entries.items()
        }
        return replace(catalog, entries=entries)

    return _rewrite(site, moved)


def _moved(context: str, old: str, new: str) -> str:
    rest = context.removeprefix(old)
    inside = context.startswith(old) and rest[:1] in ("", "/", "#")
    return new + rest if inside else context


def _rewrite(site: Site, change: Callable[[Catalog], Catalog]) -> list[Path]:
    return [
        write_catalog(site.guide.root, updated(change(catalog), site.messages))
        for catalog in site.catalogs.values()
    ]


# --- check -------------------------------------------------------------------------------------


def check(site: Site) -> Iterator[Problem]:
    """Yield what is wrong with the translations of today's texts, with their place in the file."""
    names = proper_names(site.guide)
    yield from _check_wording(site)
    for catalog in site.catalogs.values():
        for message, found in catalog.resolve(site.messages).items():
            if found.state in (State.MISSING, State.OUTDATED):
                continue
            line = catalog.entries[message].line
            for finding in proofread(
                message.german, found.text, catalog.language, names, message.context
            ):
                yield Problem(
                    Origin(catalog_path(catalog.language), line),
                    finding.rule,
                    f"{message.context}: {finding.message}",
                    f"Deutsch: „{quote(message.german, 100)}“",
                    Severity.ERROR if finding.hard else Severity.WARNING,
                )


def _check_wording(site: Site) -> Iterator[Problem]:
    """Yield what is wrong with the sheets of terms, and where translations do not keep to them."""
    problems: list[Problem] = []
    sheets = read_sheets(site.guide.root, problems)
    yield from problems
    offices = names_of_offices(site.guide)
    for tag, catalog in site.catalogs.items():
        yield from wording.check(catalog, site.messages, sheets.get(tag, ()), offices)


def names_of_offices(guide: Guide) -> list[str]:
    """Return what offices and houses are called, the longest first: they may stay German."""
    names = {office.name for office in guide.offers.organizations}
    names |= {house.name for house in guide.offers.locations}
    return sorted(names, key=lambda name: (-len(name), name))


def proper_names(guide: Guide) -> list[str]:
    """Return the names that must stand in every language as they stand on signs and letters."""
    region = guide.region
    return [
        *(place.name for place in region.municipalities),
        *(place.name for place in region.neighbours),
    ]
