"""What the tests share: the sites, built once, a web server and a browser.

The browser's driver keeps an event loop running in this thread until the end, so a test that
needs a loop of its own (the preview server's, for one) runs it in a process of its own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from guide import cli
from guide.edition import Edition
from guide.lock import alone_in
from guide.site import Site
from tests import hosts, mini, tools

DAY = "2026-11-24"  # of the small guide: one of its ways ends in 2027
PHONE: ViewportSize = {"width": 360, "height": 640}
CHROMIUM_ARGS = [
    "--no-sandbox",  # as root, in containers and CI, Chromium starts in no other way
    "--disable-gpu",
    "--no-first-run",
    # The rest keeps it from calling home:
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]

# The files of tests that take longest, in their order: two workers end at the same time if what
# is long comes first. The second needs no built guide, while the first one's worker builds it.
LONGEST = (
    *("accessibility", "basket", "design", "search", "offline", "profile_js", "fuzz", "preview"),
    *("weights", "edits", "links", "crash", "translations", "naughty", "print", "html", "publish"),
    *("exchange", "bidi", "freshness", "write", "adopt", "servers"),
)

expect.set_options(timeout=30_000)  # what comes is not waited for; a busy machine is no mistake


def pytest_configure(config: pytest.Config) -> None:
    """Several workers shall take the files as they come, not those of most tests first."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip the tests whose tool is missing; in CI that is a failure. And for a host, others."""
    if reason := hosts.unfit(item):
        pytest.skip(reason)
    for marker, what in tools.missing_tools().items():
        if item.get_closest_marker(marker) and tools.IN_CI:
            pytest.fail(f"Es fehlt {what}.", pytrace=False)
        if item.get_closest_marker(marker):
            pytest.skip(f"Es fehlt {what}.")


@pytest.fixture(scope="session")
def root() -> Path:
    return tools.ROOT


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real guide, built once for all workers: who comes second waits for the first.

    In a process of its own: it may use all cores, which one with threads must not.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "built"
    folder.mkdir(exist_ok=True)
    site = folder / "whole" / "site"
    with alone_in(folder, patience=600):
        if not site.exists():  # a build puts it there at one stroke
            command = [sys.executable, str(tools.ROOT / "build.py"), "build", "--output", str(site)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.fixture(scope="session")
def mini_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide of tests/site, built from a copy: a build may write beside its sources."""
    folder = tmp_path_factory.mktemp("mini")
    site = folder / "site"
    sources = mini.copy_sources(folder / "sources")
    command = ["build", "--root", str(sources), "--output", str(site), "--today", DAY]
    assert cli.main(command) == 0
    return site


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small guide that a test may change."""
    return mini.copy_sources(tmp_path / "guide")


@pytest.fixture(scope="session")
def whole_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sources = mini.copy_sources(tmp_path_factory.mktemp("whole") / "guide")
    mini.add_ukrainian(sources)
    mini.translate_all(sources)
    return sources


@pytest.fixture(scope="session")
def drafts(whole_sources: Path) -> Site:
    """The small guide in German, and every text in other languages as a draft."""
    return mini.site_of(whole_sources)


@pytest.fixture
def whole(whole_sources: Path, tmp_path: Path) -> Path:
    """The same with a draft of every text in Arabic, English and Ukrainian."""
    return Path(shutil.copytree(whole_sources, tmp_path / "guide"))


@pytest.fixture(scope="session")
def real() -> Site:
    return mini.site_of(tools.ROOT)


@pytest.fixture(scope="session")
def small() -> Site:
    return mini.site_of(mini.SOURCES)


@pytest.fixture(scope="session")
def german(small: Site) -> Edition:
    return small.editions[0]


@pytest.fixture(scope="session")
def arabic(small: Site) -> Edition:
    """Shows drafts, marked; the English edition shows only what was reviewed."""
    return small.editions[1]


@pytest.fixture(scope="session")
def server() -> Callable[[Path], str]:
    """A function that serves a folder and gives its address, ending in a slash."""
    return hosts.serve


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless. Mark the tests that use it with `browser`."""
    with sync_playwright() as playwright:
        path = tools.find_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def open_page(browser: Browser) -> Callable[..., Page]:
    """A function that opens an empty page on a small phone, if asked one that runs no scripts."""

    def open_page(scripts: bool = True) -> Page:
        return browser.new_context(
            viewport=PHONE,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            java_script_enabled=scripts,
        ).new_page()

    return open_page


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Iterator[Page]:
    """An empty page on a small phone, with no memory of earlier tests."""
    page = open_page()
    yield page
    page.context.close()
