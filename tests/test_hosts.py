"""The site lies on whatever web server a Landkreis has: old, strange, or none at all."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guide.outputs import plan
from guide.site import Site
from tests.test_offline import CACHED, save

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
LINK = re.compile(rb' (?:href|src)="([^"#?]*)')


class OldHandler(SimpleHTTPRequestHandler):
    """Knows the kinds of file of the year 1996, calls all others bytes, and lists no folder."""

    extensions_map = {".html": "text/html", ".css": "text/css", ".js": "application/x-javascript"}

    def guess_type(self, path: object) -> str:
        return self.extensions_map.get(Path(str(path)).suffix, "application/octet-stream")

    def send_head(self):  # type: ignore[no-untyped-def]
        if Path(self.translate_path(self.path)).is_dir():
            self.send_error(403)
            return None
        return super().send_head()

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is no place for an access log."""


@contextmanager
def old_server(folder: Path) -> Iterator[str]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), partial(OldHandler, directory=str(folder)))
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/"
    http.shutdown()
    http.server_close()


def paths_in(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]


def parts_of(paths: list[str]) -> set[str]:
    """Each path with each folder above it."""
    pieces = [path.split("/") for path in paths]
    return {"/".join(names[: n + 1]) for names in pieces for n in range(len(names))}


def assert_fits_everywhere(paths: list[str]) -> None:
    found = parts_of(paths)
    assert len({path.casefold() for path in found}) == len(found)
    names = {path.rpartition("/")[2] for path in found}
    assert not [name for name in names if DEVICES.match(name) or name != name.rstrip(". ")]
    assert not [name for name in names if not re.fullmatch(r"[\w.-]+", name, re.ASCII)]


def test_no_two_paths_differ_in_case_alone_and_windows_can_store_each(
    mini_site: Path, real: Site
) -> None:
    """Windows and macOS would keep one of two; a stick with FAT takes no strange signs."""
    assert_fits_everywhere(paths_in(mini_site))
    assert_fits_everywhere([artifact.path for artifact in plan(real)])


def test_links_name_files_so_no_server_needs_to_know_index_documents(mini_site: Path) -> None:
    pages = list(mini_site.rglob("*.html"))
    for page in pages:
        for found in LINK.finditer(page.read_bytes()):
            link = found[1].decode()
            if link and not re.match(r"[a-z]+:", link):
                # Written as it lies there: a server on Linux takes no other case
                assert (page.parent / link).is_file(), f"{page}: {link}"
    assert len(pages) > 100


@pytest.mark.browser
def test_a_server_without_kinds_and_index_documents_does(mini_site: Path, page: Page) -> None:
    """Pages, search and saving: only the icon on the home screen may be lost."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    with old_server(mini_site) as address:
        page.goto(f"{address}de/")
        assert page.get_by_role("main").count() == 0  # refused
        page.goto(f"{address}index.html")
        page.goto(f"{address}de/suche.html")
        page.get_by_label("Was suchst du?").fill("Praktikum")
        expect(page.locator(".hits").get_by_role("listitem").first).to_be_visible()
        save(page, address, "ar")
        assert page.evaluate(CACHED)
        page.context.set_offline(True)
        page.goto(f"{address}ar/index.html")
        expect(page.locator("h1")).to_be_visible()
        page.context.set_offline(False)
    assert said == []


@pytest.mark.browser
def test_a_page_from_an_old_cache_is_read_without_its_style_and_scripts(
    mini_site: Path, page: Page, tmp_path: Path
) -> None:
    """What it names by content is gone from the server by then; its text and links are not."""
    site = Path(shutil.copytree(mini_site, tmp_path / "site"))
    for path in (site / "assets").iterdir():
        path.unlink()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "de/index.html").as_uri())
    expect(page.locator("h1")).to_be_visible()
    page.locator("main a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert said == []
