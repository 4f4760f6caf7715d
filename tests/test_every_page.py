"""Axe over EVERY page in EVERY language: minutes, so only where EVERY_PAGE=1 asks for it.

    EVERY_PAGE=1 python -m pytest tests/test_every_page.py

The normal run looks at one page of each type in four languages (test_accessibility).
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import test_accessibility as accessibility
from tests import tools
from tests.conftest import CHROMIUM_ARGS, PHONE

BROWSERS = 2  # processes: each has a browser of its own

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("EVERY_PAGE"), reason="takes minutes: EVERY_PAGE=1"),
]


def barriers(pages: list[Path]) -> list[str]:
    """Return what axe finds on *pages*, as "page: rule: element"."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.find_chromium(), args=CHROMIUM_ARGS
        )
        page = browser.new_page(viewport=PHONE)
        for path in pages:
            page.goto(path.as_uri())
            found += [f"{path}: {barrier}" for barrier in accessibility.barriers(page)]
        browser.close()
    return found


def test_axe_finds_no_barrier_on_any_page_in_any_language(built_site: Path) -> None:
    pages = [path for path in sorted(built_site.rglob("*.html")) if accessibility.layout_of(path)]
    assert len(pages) > 2000
    shares = [pages[number::BROWSERS] for number in range(BROWSERS)]
    with ProcessPoolExecutor(BROWSERS, mp_context=get_context("spawn")) as pool:
        found = [barrier for share in pool.map(barriers, shares) for barrier in share]
    assert found[:20] == [], f"{len(found)} barriers on {len(pages)} pages"
