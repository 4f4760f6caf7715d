"""How well search answers what readers type: tests/gold/search.tsv, asked in a real browser.

`python -m tests.search_score site` prints the score of a built site and what it misses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.tools import ROOT, find_chromium

GOLD = ROOT / "tests" / "gold" / "search.tsv"
FIRST = 3  # results that a reader sees without scrolling
ASK = """query => {
  const input = document.querySelector(".search input");
  input.value = query;
  input.dispatchEvent(new Event("input"));
  return [...document.querySelectorAll(".hits li > a")].map(link => link.getAttribute("href"));
}"""


@dataclass(frozen=True)
class Asked:
    half: str
    language: str
    kind: str
    query: str
    wanted: frozenset[str]  # empty: nothing must be found
    found: tuple[str, ...] = ()

    @property
    def place(self) -> int | None:
        """The place of the best wanted page, from 1; None where it is not among the first."""
        if not self.wanted:
            return None if self.found else 1
        places = (n for n, page in enumerate(self.found[:FIRST], 1) if page in self.wanted)
        return next(places, None)


def gold() -> Iterator[Asked]:
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            half, language, kind, query, pages = line.split("\t")
            wanted = frozenset(pages.split()) - {"-"}
            yield Asked(half, language, kind, query.replace(r"\u00ad", "\u00ad"), wanted)


def load_texts(page: Page) -> None:
    page.locator(".search button").click()
    page.locator(".search button[hidden]").wait_for(state="attached")


def ask(page: Page, query: str) -> tuple[str, ...]:
    """Return the addresses of what is found, as the gold list writes them: station/eq."""
    return tuple(re.sub(r"\.html(?=#|$)", "", link) for link in page.evaluate(ASK, query))


def answered(browser: Browser, site: Path, all_texts: bool = True) -> list[Asked]:
    """Return the gold list with what the search pages of *site* find, opened as files."""
    pages: dict[str, Page] = {}
    context = browser.new_context()
    result = []
    for row in gold():
        if row.language not in pages:
            page = pages[row.language] = context.new_page()
            page.goto((site / row.language / "suche.html").as_uri())
            page.locator(".search").wait_for(state="visible")
            if all_texts:
                load_texts(page)
        found = ask(pages[row.language], row.query)
        result.append(Asked(row.half, row.language, row.kind, row.query, row.wanted, found))
    context.close()
    return result


def score(rows: Iterable[Asked]) -> str:
    places = [row.place for row in rows]
    among, first = sum(map(bool, places)), places.count(1)
    return f"{among} of {len(places)} among the first {FIRST}, {first} in first place"


def main(site: Path) -> Iterator[str]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, all_texts in (("titles and keywords", False), ("all texts", True)):
            rows = answered(browser, site, all_texts)
            for half in ("first", "second", "third"):
                yield f"{name}, {half} half: {score(r for r in rows if r.half == half)}"
        for row in rows:
            if row.place is None:
                yield f"missed: {row.language} {row.query}: {' '.join(row.found[:FIRST])}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in main(Path(sys.argv[1]).resolve()))
