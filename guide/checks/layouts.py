"""Every layout that templates link to has exactly one page in content/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from guide.load import CONTENT, Page
from guide.model import Layout
from guide.problems import Origin, Problem
from guide.site import Site

MANY = "page"  # any number of pages may have this layout


def check(site: Site) -> Iterator[Problem]:
    pages: dict[str, Page] = {}
    for page in site.guide.pages:
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
