"""From a sheet to a PDF that may be printed: fitted to its pages, polished, looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf

from guide.printing import booklet, leaf
from guide.printing.booklet import Booklet
from guide.printing.browser import Press, to_pdf
from guide.printing.gates import Expected, failures
from guide.printing.leaf import Leaf
from guide.printing.paper import html
from guide.printing.polish import About, polish
from guide.printing.sheets import LARGE, LARGE_PAGES, LEVELS, PAGES, Level, Sheet

AHEAD = 8  # sheets that wait to be polished: more would only take memory
HREF = re.compile(r'href="([^"#]*)')


@dataclass(frozen=True, slots=True)
class Printed:
    name: str
    content: bytes
    failures: list[str]


@dataclass(frozen=True, slots=True)
class Format:
    """How large a sheet is printed, and on how many pages at most."""

    levels: tuple[Level, ...]
    pages: int


NORMAL = Format(LEVELS, PAGES)
LARGE_PRINT = Format(LARGE, LARGE_PAGES)


@dataclass(frozen=True, slots=True)
class _Raw:
    """What the browser printed, and what the other process needs to finish it."""

    name: str
    content: bytes
    about: About
    expected: Expected


def print_all(
    press: Press, sheets: Sequence[Sheet], form: Format, known: frozenset[str], folder: Path
) -> Iterator[Printed]:
    """Yield each of *sheets* as PDF, in their order.

    *known* are the paths of the site's pages, *folder* is where the browser finds its HTML. While
    it prints, other processes polish what it has printed and look at it: both are Python, which
    keeps to one core a process.
    """
    if len(sheets) == 1:
        yield _finish(_print(press, sheets[0], form, known, folder))
        return
    workers = max(1, (os.cpu_count() or 2) - 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[Printed]] = []
        for sheet in sheets:
            waiting.append(pool.submit(_finish, _print(press, sheet, form, known, folder)))
            if len(waiting) > AHEAD:
                yield waiting.pop(0).result()
        yield from (done.result() for done in waiting)


def _print(press: Press, sheet: Sheet, form: Format, known: frozenset[str], folder: Path) -> _Raw:
    page, content = fitted(press, sheet, form, folder)
    desk = sheet.desk
    region = desk.site.guide.region
    linked = {link.removeprefix(region.site_url) for link in HREF.findall(page)}
    expected = Expected(
        page,
        sheet.title,
        sheet.address,
        tuple(edition.language.tag for edition in desk.editions[1:]),
        desk.reader.language.direction == "rtl",
        form.pages,
        region.site_url,
        frozenset(linked & known),
    )
    about = About(sheet.title, desk.editions[0].language.tag, desk.site.day)
    return _Raw(sheet.name, content, about, expected)


def fitted(press: Press, sheet: Sheet, form: Format, folder: Path) -> tuple[str, bytes]:
    """Return HTML and PDF of *sheet* at the first level at which it keeps to its pages.

    Most sheets keep to them at once. For the others the levels are halved: each takes less room
    than the one before. Where none fits the last is returned, and the gates say so.
    """
    made = _at(press, sheet, form.levels[0], folder)
    if _count(made[1]) <= form.pages:
        return made
    low, high = 1, len(form.levels) - 1
    found: dict[int, tuple[str, bytes]] = {}
    while low < high:
        middle = (low + high) // 2
        found[middle] = _at(press, sheet, form.levels[middle], folder)
        low, high = (low, middle) if _count(found[middle][1]) <= form.pages else (middle + 1, high)
    return found.get(low) or _at(press, sheet, form.levels[low], folder)


def _at(press: Press, sheet: Sheet, level: Level, folder: Path) -> tuple[str, bytes]:
    page = html(sheet, level)
    file = folder / "sheet.html"
    file.write_text(page, encoding="utf-8")
    return page, to_pdf(press, file)


def print_booklet(press: Press, made: Booklet, known: frozenset[str], folder: Path) -> Printed:
    """Return *made* as PDF with page numbers in its contents, and bookmarks.

    Raise RuntimeError where the numbers move what they count: widths in its style sheet differ.
    """
    file = folder / "booklet.html"
    file.write_text(booklet.html(made, {}), encoding="utf-8")
    pages = page_numbers(to_pdf(press, file))
    page = booklet.html(made, pages)
    file.write_text(page, encoding="utf-8")
    content = to_pdf(press, file)
    if page_numbers(content) != pages:
        raise RuntimeError("the page numbers of the booklet did not settle")
    desk = made.desk
    language = desk.reader.language
    marks = [(depth, title, pages[name]) for depth, title, name in booklet.outline(made)]
    about = About(made.title, language.tag, desk.site.day, tuple(marks))
    site_url = desk.site.guide.region.site_url
    expected = Expected(
        page,
        made.title,
        made.address,
        (language.tag,),
        language.direction == "rtl",
        booklet.PAGES,
        site_url,
        known,
        language.tag,
    )
    return _finish(_Raw(f"{language.tag}/heft", content, about, expected))


def print_leaf(press: Press, made: Leaf, known: frozenset[str], folder: Path) -> Printed:
    """Return *made* as PDF in the largest letters in which it keeps to its page."""
    file = folder / "leaf.html"
    page, content = "", b""
    for size in leaf.SIZES:
        page = leaf.html(made, size)
        file.write_text(page, encoding="utf-8")
        content = to_pdf(press, file)
        if _count(content) <= leaf.PAGES:
            break
    tag, site_url = made.edition.language.tag, made.site.guide.region.site_url
    about = About(made.title, tag, made.site.day)
    expected = Expected(page, made.title, made.address, (), False, leaf.PAGES, site_url, known, tag)
    return _finish(_Raw(made.name, content, about, expected))


def page_numbers(content: bytes) -> dict[str, int]:
    """Return the page of each anchor that a link in the PDF *content* leads to, from 1."""
    with pikepdf.open(BytesIO(content)) as pdf:
        order = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        targets: Any = pdf.Root.get("/Dests", pikepdf.Dictionary())
        return {str(name)[1:]: order[target[0].objgen] for name, target in targets.items()}


def _count(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def _finish(raw: _Raw) -> Printed:
    content = polish(raw.content, raw.about)
    return Printed(raw.name, content, failures(content, raw.expected))
