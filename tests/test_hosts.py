"""The site lies on whatever web server a Landkreis has: old, strange, or none at all."""

import re
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guide.outputs import plan, search
from guide.site import Site
from tests import dom, hosts, mini
from tests.test_accessibility import DEAD_CONTROLS
from tests.test_offline import CACHED, save

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
PRACTICE = '  name: "Praktikum"\n'
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


class WrongHandler(OldHandler):
    """Calls scripts text, says in no answer which letters it sends, and forbids to guess."""

    extensions_map = {".html": "text/html", ".css": "text/css", ".js": "text/plain"}

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


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
    with hosts.threaded(partial(OldHandler, directory=str(mini_site))) as server:
        address = f"{server}/"
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


def test_full_addresses_name_files_too(mini_site: Path, small: Site) -> None:
    """For search engines and calendars. Those of home pages are folders, as one would type them."""
    home = small.guide.region.site_url
    told = [path for path in mini_site.rglob("*") if path.suffix in (".html", ".xml", ".ics")]
    found = {
        address
        for path in told
        for address in re.findall(rf"{re.escape(home)}([^\s\"<>#?]*)", path.read_text("utf-8"))
    }
    assert len(found) > 100
    homes = {"", "de/", "ar/", "en/"}
    assert all((mini_site / address / "index.html").is_file() for address in homes)
    assert [address for address in found - homes if not (mini_site / address).is_file()] == []


@pytest.mark.browser
def test_where_scripts_are_refused_as_text_the_guide_is_that_without_scripts(
    mini_site: Path, page: Page
) -> None:
    """And each letter is the right one, since the page itself says which letters it has."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    with hosts.threaded(partial(WrongHandler, directory=str(mini_site))) as server:
        for name in ("ar/index.html", "ar/angebote.html", "ar/suche.html", "ar/offline.html"):
            page.goto(f"{server}/{name}")
            written = dom.parse((mini_site / name).read_text("utf-8")).one("main").one("h1").text
            expect(page.locator("main h1")).to_have_text(" ".join(written.split()))
            assert page.evaluate("getComputedStyle(document.body).marginBlockStart") == "0px"
            expect(page.locator(DEAD_CONTROLS).locator("visible=true")).to_have_count(0)
        page.goto(f"{server}/ar/suche.html")
        expect(page.locator("#seiten a").first).to_be_visible()
        expect(page.locator("form.search")).to_be_hidden()
    assert said == []


# --- old caches: nginx and Apache let a page be kept for ten minutes, a tab stays open for days ---


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
    expect(page).not_to_have_url(re.compile("/index.html$"))
    expect(page.locator("h1")).to_be_visible()
    assert said == []


@pytest.mark.browser
@pytest.mark.parametrize("name", ["de/angebot/wegeberatung.html", "de/station/schule.html"])
def test_in_a_tab_that_is_older_than_the_assets_a_button_goes_that_can_do_nothing(
    name: str, mini_site: Path, tmp_path: Path, page: Page
) -> None:
    """What a button needs is loaded at the tap; by then its file may have another name."""
    site = Path(shutil.copytree(mini_site, tmp_path / "site"))
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / name).as_uri())
    for path in (site / "assets").iterdir():
        path.unlink()
    buttons = page.locator(".act button[data-script], .act details[data-script]")
    assert buttons.count()
    page.locator(".act details").evaluate_all("all => all.forEach(one => { one.open = true })")
    for button in buttons.all():
        button.dispatch_event("click")
    for button in buttons.all():
        expect(button).to_be_hidden()
    expect(page.locator("main a").first).to_be_visible()
    assert said == []


@pytest.mark.browser
def test_a_list_of_yesterday_is_not_searched_by_the_numbers_of_today(
    mini_site: Path, copy: Path, tmp_path: Path, page: Page
) -> None:
    """They count the entries of another list: each hit would lead to another page."""
    changed = PRACTICE.replace("P", "Aap") + '  keywords: "Zzyx"\n'  # now the first of its kind
    mini.replace(copy, "data/pathways.yaml", PRACTICE, changed)
    today = mini.site_of(copy)
    site = Path(shutil.copytree(mini_site, tmp_path / "site"))
    (site / search.script_path(today, "de")).write_bytes(search.script(today, "de"))
    (site / search.texts_path(today, "de")).write_bytes(search.texts_file(today, "de"))
    page.goto((site / "de/suche.html").as_uri())
    hits = page.locator(".hits").get_by_role("link")
    page.get_by_label("Was suchst du?").fill("Praktikum")  # a title
    expect(hits.first).to_have_attribute("href", re.compile("praktikum"))
    page.get_by_label("Was suchst du?").fill("Zzyx")  # a keyword of today
    expect(hits).to_have_count(0)
    page.get_by_role("button", name="In allen Texten suchen").click()
    expect(page.get_by_text("Die Texte lassen sich gerade nicht laden.")).to_be_visible()
