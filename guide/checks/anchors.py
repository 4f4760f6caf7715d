"""A link into the middle of a page ends at a heading that is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guide.checks.texts import HEADING, lines
from guide.contents import MANY, Page
from guide.markup import references
from guide.problems import Origin, Problem, Severity, nearest, quote
from guide.site import Site

PAGE = "page:"


def check(site: Site) -> Iterator[Problem]:
    by_name = {page.name: page for page in site.guide.pages}
    by_path = {page.path: page for page in site.guide.pages}
    anchors = {page.name: _anchors(page) for page in site.guide.pages}
    for line in lines(site.guide):
        for kind, address, position, length in references(line.text):
            before, hash_, anchor = address.partition("#")
            page = _page(before, line.origin.path, by_name, by_path)
            if kind == "link" and hash_ and page and anchor not in anchors[page.name]:
                yield from _missing(line.at(position, length), page, anchor, anchors[page.name])


def _page(
    before: str, path: Path, by_name: dict[str, Page], by_path: dict[Path, Page]
) -> Page | None:
    """Return the page that a link goes to; None where it goes elsewhere, or nowhere."""
    if not before:
        return by_path.get(path)
    return by_name.get(before.removeprefix(PAGE)) if before.startswith(PAGE) else None


def _anchors(page: Page) -> list[str]:
    found = (HEADING.match(line) for line in page.body.split("\n"))
    return [match[4] for match in found if match and match[4]]


def _missing(origin: Origin, page: Page, anchor: str, known: list[str]) -> Iterator[Problem]:
    """Templates have headings of their own: there only a slip of the hand is told."""
    near = nearest(anchor, known)
    if near or page.head.layout == MANY:
        yield Problem(
            origin,
            "anker-unbekannt",
            f"Auf der Seite {page.path.as_posix()} gibt es den Anker „{quote(anchor)}“ nicht",
            f"Meinten Sie „{quote(near)}“?"
            if near
            else "Den Anker dort bei der Überschrift suchen.",
            Severity.WARNING,
        )
