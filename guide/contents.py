"""The pages of content/: a layout each, and an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from guide.fields import ID
from guide.model import FrontMatter, Layout
from guide.names import unfit
from guide.problems import Origin, Problem, quote

CONTENT = Path("content")
MANY = "page"  # any number of pages may have this layout
# Addresses of pages that are not in content/
TAKEN = frozenset({"index", "netz", "plaetze", "betriebe-regeln", "betriebe-platz"})


@dataclass(frozen=True)
class Page:
    """A page in content/: its head, its Markdown and where the Markdown begins."""

    name: str
    head: FrontMatter
    body: str
    path: Path
    body_line: int


def check_pages(listed: Iterable[Page]) -> Iterator[Problem]:
    """Every layout that templates link to has exactly one page, and every page an address."""
    pages: dict[str, Page] = {}
    for page in listed:
        yield from _address(page)
        layout = page.head.layout
        if layout in pages and layout != MANY:
            yield Problem(
                Origin(page.path),
                "layout-doppelt",
                f"Zwei Seiten haben „layout: {layout}“",
                f"Die andere ist {pages[layout].path.as_posix()}. Bei einer „layout: page“ setzen.",
            )
        pages.setdefault(layout, page)
    for layout in sorted({*get_args(Layout)} - {*pages, MANY}):
        yield Problem(
            Origin(CONTENT),
            "layout-fehlt",
            f"Es fehlt die Seite mit „layout: {layout}“",
            "Die gelöschte Seite wiederherstellen; andere Seiten verweisen auf sie.",
        )


def _address(page: Page) -> Iterator[Problem]:
    """The file's name is the page's address on the web."""
    if not re.fullmatch(ID, page.name):
        better = re.sub(r"[^a-z0-9]+", "-", page.name.lower().translate(_LETTERS)).strip("-")
        yield Problem(
            Origin(page.path),
            "dateiname",
            f"Der Dateiname „{quote(page.path.name)}“ kann keine Adresse sein",
            f"Nur Kleinbuchstaben, Ziffern und Bindestriche: {better or 'seite'}.md",
        )
    elif why := unfit(page.name):
        yield Problem(
            Origin(page.path),
            "dateiname",
            f"Der Dateiname „{quote(page.path.name)}“ kann keine Adresse sein. {why}",
            "Der Datei einen anderen Namen geben.",
        )
    elif page.name in TAKEN:
        yield Problem(
            Origin(page.path),
            "dateiname",
            f"Die Adresse „{page.name}.html“ gibt es schon: Diese Seite macht das Programm",
            "Der Datei einen anderen Namen geben.",
        )


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
