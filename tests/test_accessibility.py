"""What a reader meets on a small phone: one page of every type, as a browser shows it.

Each page is opened once and everything is noted (`Look`); the tests then judge the notes.
Every published language is looked at. Axe, which takes most of the time, looks at four that
differ: what it judges is made by templates and styles, in which a language has its script, its
direction and the length of its words. tests/test_every_page.py takes EVERY page in each.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml
from playwright.sync_api import ConsoleMessage, Page, expect

from guide.languages import LANGUAGES
from tests import hosts
from tests.conftest import PHONE
from tests.tools import DIFFERENT, EVERY_PAGE, ROOT

pytestmark = pytest.mark.browser

# Every page type of the guide. The list is here too, so that a type which is no longer built
# does not drop out of the checks in silence.
FIRMS = {"instrument", "rules", "placementform"}  # only in German and English
LAYOUTS = {
    *("home", "pathways", "station", "status", "offers", "offer", "places", "place", "help"),
    *("employers", "informal", "money", "glossary", "sources", "page", "notfound", "languages"),
    *("way", "network", "facet", "offline", "single", "basket", "glance", "opendata", "placements"),
    *FIRMS,
}
REGION = (ROOT / "data" / "region.yaml").read_text(encoding="utf-8")
LAYOUT = re.compile(r'<body\b[^>]*\bdata-layout="([a-z]+)"')
PUBLISHED = ["de", *(tag["tag"] for tag in yaml.safe_load(REGION)["languages"])]
ROOT_PAGES = "root"  # the language chooser and whatever else belongs to no language

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run(
    document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(
    result => result.violations.flatMap(violation => violation.nodes.map(
        node => `${violation.id}: ${node.target.join(" ")}`)))"""

# What only a script could make work: a button that neither sends a form nor opens a popover, and
# a text field outside of any form.
DEAD_CONTROLS = ", ".join(
    [
        "button:not(form button):not([popovertarget]):not([commandfor])",
        *(f"input[type={kind}]:not(form input)" for kind in ("button", "search", "text")),
    ]
)
NO_HOST = ("data:", "blob:")


@dataclass
class Look:
    """One page as a phone shows it."""

    name: str
    direction: str
    width: int
    console: list[str]
    requests: list[str]


@pytest.fixture(scope="session")
def typical_pages(built_site: Path) -> dict[str, list[Path]]:
    """For each language the heaviest page of every type, in two of them the first one too."""
    groups: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for path in sorted(built_site.rglob("*.html")):
        if layout := layout_of(path):
            groups[language_of(path, built_site), layout].append(path)
    chosen: dict[str, list[Path]] = defaultdict(list)
    for (language, _), paths in groups.items():
        heaviest = max(paths, key=lambda path: path.stat().st_size)
        first = [paths[0]] if language in ("de", "ar", ROOT_PAGES) else []
        chosen[language] += sorted({*first, heaviest})
    return chosen


def layout_of(path: Path) -> str:
    """Empty for a file that is no page of the guide: an alias that only leads on, for one."""
    found = LAYOUT.search(path.read_text(encoding="utf-8"))
    return found[1] if found else ""


def language_of(path: Path, site: Path) -> str:
    folder, *rest = path.relative_to(site).parts
    return folder if rest else ROOT_PAGES


@pytest.fixture(scope="session", params=[*PUBLISHED, ROOT_PAGES])
def looks(
    request: pytest.FixtureRequest,
    typical_pages: dict[str, list[Path]],
    built_site: Path,
    server: Callable[[Path], str],
    open_page: Callable[..., Page],
) -> list[Look]:
    """All the pages of one language, each looked at once, in one tab: a new one takes longer."""
    base = server(built_site)
    names = [path.relative_to(built_site).as_posix() for path in typical_pages[request.param]]
    assert names
    page = open_page()
    found = [look(page, base, name) for name in names]
    page.context.close()
    return found


def look(page: Page, base: str, name: str) -> Look:
    console: list[str] = []
    requests: list[str] = []
    listeners: list[tuple[Any, str, Callable[[Any], object]]] = [
        (page, "console", lambda said: console.extend(complaints(said))),
        (page, "pageerror", lambda error: console.append(str(error))),
        (page.context, "request", lambda sent: requests.append(sent.url)),
    ]
    for where, event, note in listeners:
        where.on(event, note)
    page.goto(base + name)
    if not page.locator('link[rel~="icon"]').count():  # the first page only, and not always:
        console.append("without an icon a browser asks for /favicon.ico")
    direction = page.evaluate("document.documentElement.dir")
    width = page.evaluate("document.documentElement.scrollWidth")
    for where, event, note in listeners:
        where.remove_listener(event, note)
    return Look(name, direction, width, console, requests)


def barriers(page: Page, rules: list[str] = AXE_RULES) -> list[str]:
    """Return what axe finds, as "rule: element"."""
    page.evaluate(AXE)  # a strict CSP forbids a <script> of ours, but not this
    found: list[str] = page.evaluate(RUN_AXE, rules)
    return found


def complaints(said: ConsoleMessage) -> list[str]:
    """With the address, which the text of a failed request lacks."""
    return [f"{said.text} {said.location['url']}"] if said.type == "error" else []


def test_every_page_type_is_looked_at(typical_pages: dict[str, list[Path]]) -> None:
    seen = {layout_of(path) for paths in typical_pages.values() for path in paths}
    assert seen >= LAYOUTS, f"no page has data-layout = {sorted(LAYOUTS - seen)}"


@pytest.mark.parametrize("language", [*(PUBLISHED if EVERY_PAGE else DIFFERENT), ROOT_PAGES])
def test_axe_finds_no_barrier(
    language: str, typical_pages: dict[str, list[Path]], page: Page
) -> None:
    found = []
    assert typical_pages[language]
    for path in typical_pages[language]:
        page.goto(hosts.address(path))
        found += [(path.name, barrier) for barrier in barriers(page)]
    assert listed(found) == ""


def test_nothing_is_wider_than_a_small_phone(looks: list[Look]) -> None:
    """Measured against 360 px: innerWidth grows with the content when a phone zooms out."""
    wide = [look for look in looks if look.width > PHONE["width"]]
    assert listed((look.name, f"{look.width} px") for look in wide) == ""


def test_the_console_is_silent(looks: list[Look]) -> None:
    assert listed((look.name, error) for look in looks for error in look.console) == ""


def test_nothing_is_asked_of_another_host(
    looks: list[Look], built_site: Path, server: Callable[[Path], str]
) -> None:
    allowed = (server(built_site), *NO_HOST)
    strangers = (
        (look.name, url) for look in looks for url in look.requests if not url.startswith(allowed)
    )
    assert listed(strangers) == ""


def test_the_direction_is_that_of_the_language(looks: list[Look]) -> None:
    tag = looks[0].name.split("/")[0]
    wanted = LANGUAGES[tag].direction if tag in LANGUAGES else "ltr"
    assert {look.direction or "ltr" for look in looks} == {wanted}


def listed(findings: Iterable[tuple[str, str]]) -> str:
    """One line for each finding, however many pages have it: a template repeats its mistakes."""
    pages: dict[str, list[str]] = defaultdict(list)
    for name, finding in findings:
        pages[finding].append(name)
    lines = [f"{finding} ({len(names)}: {names[0]} …)" for finding, names in pages.items()]
    more = [f"and {len(lines) - 20} more"] if len(lines) > 20 else []
    return "\n".join(lines[:20] + more)


# --- Without JavaScript -------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "ar"])
def test_without_javascript_every_page_shows_itself_and_no_dead_control(
    language: str,
    typical_pages: dict[str, list[Path]],
    open_page: Callable[..., Page],
) -> None:
    page = open_page(scripts=False)
    faults = []
    for path in typical_pages[language]:
        page.goto(hosts.address(path))
        if not page.locator("main h1").first.is_visible():
            faults.append((path.name, "shows no heading"))
        dead = page.locator(DEAD_CONTROLS).locator("visible=true").all()
        faults += [(path.name, f"does nothing: {control.inner_text()!r}") for control in dead]
    page.context.close()
    assert listed(faults) == ""


@pytest.mark.parametrize("language", ["de", "ar"])
def test_plain_links_lead_to_every_page_type(
    language: str, typical_pages: dict[str, list[Path]], built_site: Path
) -> None:
    """From the language chooser on, by links alone."""
    reached = reachable(built_site / "index.html", built_site / language)
    lost = [path for path in typical_pages[language] if path.resolve() not in reached]
    assert [path.name for path in lost if layout_of(path) != "notfound"] == []


def reachable(start: Path, folder: Path) -> set[Path]:
    """The pages that links lead to from `start`, all of them below `folder`."""
    folder = folder.resolve()
    seen: set[Path] = set()
    waiting = [start.resolve()]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.exists():
            seen.add(page)
            waiting += [link for link in links(page) if link.is_relative_to(folder)]
    return seen


def links(page: Path) -> set[Path]:
    """Every file that a page links to."""
    collector = LinkCollector()
    collector.feed(page.read_text(encoding="utf-8"))
    addresses = {urldefrag(urljoin(page.as_uri(), href)).url for href in collector.found}
    prefix = page.parent.as_uri().split("//", 1)[0] + "//"
    local = [address for address in addresses if address.startswith(prefix)]
    return {Path(unquote(address.removeprefix(prefix))) for address in local}


class LinkCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.add(href)


# --- From a USB stick ---------------------------------------------------------------------

FONT = "getComputedStyle(document.body).fontFamily"


def test_the_guide_opens_from_a_folder_with_its_styles_and_links(
    built_site: Path, page: Page
) -> None:
    unstyled = page.evaluate(FONT)
    page.goto((built_site / "de" / "index.html").as_uri())
    assert page.evaluate(FONT) != unstyled
    start = page.url
    follow_menu(page)
    expect(page).not_to_have_url(start)
    assert page.url.startswith("file:")
    expect(page.locator("main h1").first).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate(FONT) != unstyled


def follow_menu(page: Page) -> None:
    """Take the first link of the menu that leads elsewhere, opening the menu if it is shut."""
    menu = page.locator('nav a[href*=".html"]').locator("visible=true")
    if not menu.count():
        page.locator("header summary").first.click()
    away = [link for link in menu.all() if link.evaluate("link => link.href") != page.url]
    away[0].click()
