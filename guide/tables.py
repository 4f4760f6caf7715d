"""The standing of translations as an editor reads it: a table, GitHub Markdown or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from guide.catalog import State
from guide.languages import LANGUAGES
from guide.problems import quote
from guide.site import Site
from guide.translations import Stale, approvals, count, count_by_page, stale

COLUMNS = (
    (State.REVIEWED, "geprüft"),
    (State.UNCHECKED, "ungeprüft"),
    (State.OUTDATED, "veraltet"),
    (State.FAULTY, "fehlerhaft"),
    (State.MISSING, "fehlen"),
)


def standing(site: Site, form: str, language: str | None) -> Iterator[str]:
    """Yield lines: a row a language, or for one *language* a row a page; then what went stale.

    *form* is text, github or json.
    """
    if form == "json":
        yield json.dumps(_as_data(site), ensure_ascii=False, indent=1)
        return
    rows = _pages(site, language) if language else _languages(site)
    yield from (_github(rows) if form == "github" else _text(rows))
    yield from _offices(site, [language] if language else list(site.catalogs))
    yield from announce(site, stale(site))


def _offices(site: Site, tags: list[str]) -> Iterator[str]:
    """Say who has checked how many texts; the comments in the catalogs tell."""
    found = [(tag, by) for tag in tags for by in approvals(site, tag)]
    if found:
        yield ""
        yield "Geprüft haben:"
    for tag, by in found:
        last = f", zuletzt am {by.last}" if by.last else ""
        yield f"  {tag}: {quote(by.office, 100)}: {_count(by.texts, 'Text', 'Texte')}{last}"


def announce(site: Site, changes: list[Stale]) -> Iterator[str]:
    """Say which German changes have made translations invalid."""
    if not changes:
        return
    languages = {tag for change in changes for tag in change.languages}
    yield ""
    yield (
        f"Geändertes Deutsch macht {_count(len(changes), 'Satz', 'Sätze')} x "
        f"{_count(len(languages), 'Sprache', 'Sprachen')} ungültig:"
    )
    for change in changes:
        yield f"  {change.message.context} ({', '.join(change.languages)})"
        yield f"    vorher: {quote(change.made_from, 100)}"
        yield f"    jetzt:  {quote(change.message.german, 100)}"
    yield "Nur ein Tippfehler berichtigt? Dann: python3 build.py translations keep SCHLÜSSEL"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _languages(site: Site) -> list[tuple[str, Counter[State]]]:
    published = {edition.language.tag for edition in site.editions}
    return [
        (
            f"{tag} {LANGUAGES[tag].german}" + ("" if tag in published else " (im Aufbau)"),
            count(site, tag),
        )
        for tag in site.catalogs
    ]


def _pages(site: Site, language: str) -> list[tuple[str, Counter[State]]]:
    return list(count_by_page(site, language).items())


def _text(rows: list[tuple[str, Counter[State]]]) -> Iterator[str]:
    width = max((len(name) for name, _ in rows), default=0)
    yield " " * width + "".join(f"{title:>11}" for _, title in COLUMNS)
    for name, states in rows:
        yield name.ljust(width) + "".join(f"{states[state]:>11}" for state, _ in COLUMNS)


def _github(rows: list[tuple[str, Counter[State]]]) -> Iterator[str]:
    yield "| Sprache | " + " | ".join(title for _, title in COLUMNS) + " |"
    yield "| --- |" + " ---: |" * len(COLUMNS)
    for name, states in rows:
        yield f"| {name} | " + " | ".join(str(states[state]) for state, _ in COLUMNS) + " |"


def _as_data(site: Site) -> object:
    return {
        "languages": {tag: _states(count(site, tag)) for tag in site.catalogs},
        "pages": {
            tag: {page: _states(states) for page, states in count_by_page(site, tag).items()}
            for tag in site.catalogs
        },
        "approved": {
            tag: [
                {"office": by.office, "texts": by.texts, "last": by.last and str(by.last)}
                for by in approvals(site, tag)
            ]
            for tag in site.catalogs
        },
        "outdated": [
            {
                "place": change.message.context,
                "before": change.made_from,
                "now": change.message.german,
                "languages": list(change.languages),
            }
            for change in stale(site)
        ],
    }


def _states(states: Counter[State]) -> dict[str, int]:
    return {state.value: states[state] for state, _ in COLUMNS}
