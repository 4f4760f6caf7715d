"""A script that comes late, as on a slow line, moves nothing that a reader already sees."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.test_actions import FRAMES, SHIFTS

PAGES = {  # the pages whose script changes them without a tap
    *("merkliste.html", "merkliste.html#zm7m", "suche.html", "offline.html"),
    *("angebote.html", "betriebe-platz.html"),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_in_sight_moves_when_a_script_comes_late(
    name: str, browser: Browser, mini_site: Path, server: Callable[[Path], str]
) -> None:
    late = []
    page = browser.new_page(viewport={"width": 360, "height": 640})

    def first_the_page(route: Route) -> None:
        page.wait_for_selector("footer", state="attached")
        page.evaluate(FRAMES)
        late.append(route.request.url)
        route.continue_()

    page.add_init_script(f"({SHIFTS})()")
    page.route(re.compile(r"\.js(\?|$)"), first_the_page)
    page.goto(f"{server(mini_site)}de/{name}", wait_until="networkidle")
    page.evaluate(FRAMES)
    assert late
    assert page.evaluate("shift") == 0
    page.close()
