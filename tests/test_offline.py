"""What a reader has saved is there without internet, and costs no more than was said.

The server notes what it is asked for, and can be told to break off or to refuse a path. Where
WEB_HOST names a host (tests/hosts.py) it passes on what that one answers.
"""

import gzip
import json
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from guide import cli
from guide.outputs import offline, packs, plan, single
from guide.site import Site
from tests import hosts, mini
from tests.conftest import PHONE
from tests.dom import parse
from tests.test_accessibility import AXE, AXE_RULES, RUN_AXE, complaints

SECONDS = 30_000  # milliseconds until a test gives up, never how long it waits
CACHED = "caches.keys()"
# axe measures what a phone has not laid out yet as if it lay in one heap
LAY_OUT = """() => { const all = new CSSStyleSheet();
    all.replaceSync("article{content-visibility:visible!important}");
    document.adoptedStyleSheets = [all]; }"""
SAVE, REMOVE = ".save button >> nth=0", ".save button >> nth=1"


@dataclass
class Host:
    """A web server with a memory."""

    folder: Path
    behind: str = ""  # the address of the host that answers; empty: this server does
    url: str = ""
    asked: list[str] = field(default_factory=list)
    workers: int = 0  # how often for sw.js: a browser looks for a new one when it likes
    broken: set[str] = field(default_factory=set)  # answered with half of the file
    refused: set[str] = field(default_factory=set)
    says_length: bool = True

    def packs(self) -> list[str]:
        return [path for path in self.asked if path.endswith(".pack")]


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, host: Host) -> None:
        self.host = host
        super().__init__(*args, directory=str(host.folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path.removeprefix("/")
        if self.headers["Service-Worker"]:
            self.host.workers += 1
        else:
            self.host.asked.append(path)
        del self.headers["If-Modified-Since"]  # it counts seconds, and tests build faster
        del self.headers["If-None-Match"]  # nginx makes it of seconds
        if path in self.host.refused:
            self.send_error(404)
        elif path in self.host.broken:
            self.break_off((self.host.folder / path).read_bytes())
        elif self.host.behind:
            self.pass_on(self.host.behind + self.path.removeprefix("/"))
        else:
            super().do_GET()

    def pass_on(self, address: str) -> None:
        there = urlsplit(address)
        connection = HTTPConnection(there.netloc, timeout=SECONDS / 1000)
        connection.request("GET", address.partition(there.netloc)[2], headers=dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def break_off(self, content: bytes) -> None:
        self.send_response(200)
        if self.host.says_length:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is no place for an access log."""


@pytest.fixture
def host() -> Iterator[Callable[[Path], Host]]:
    running: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> Host:
        host = Host(folder, hosts.serve(folder) if hosts.CHOSEN else "")
        http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host=host))
        threading.Thread(target=http.serve_forever, daemon=True).start()
        running.append(http)
        host.url = f"http://127.0.0.1:{http.server_port}/"
        return host

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


def build(sources: Path, site: Path) -> None:
    assert cli.main(["build", "--root", str(sources), "--output", str(site)]) == 0


def save(page: Page, base: str, tag: str = "de") -> None:
    """Tap on "save", and come back when it says on which day that was."""
    page.goto(f"{base}{tag}/offline.html")
    page.click(SAVE)
    expect(page.locator(REMOVE)).to_be_visible(timeout=SECONDS)


def pages_of(site: Path, tag: str) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.glob(f"{tag}/**/*.html"))]


def age(page: Page) -> None:
    """Let the last look for news be long ago; without, one is due in an hour."""
    page.evaluate(
        """async () => { for (const name of await caches.keys()) {
            const cache = await caches.open(name), [note] = (await cache.keys())
                .filter(request => request.url.endsWith("/offline"));
            const said = await (await cache.match(note)).json();
            await cache.put(note, new Response(JSON.stringify({...said, seen: 0})));
        } }"""
    )


def note(page: Page) -> dict[str, object]:
    """What the only saved language's note says."""
    return dict(
        page.evaluate(
            """async () => { const cache = await caches.open((await caches.keys())[0]);
            const [note] = (await cache.keys()).filter(r => r.url.endsWith("/offline"));
            return (await cache.match(note)).json(); }"""
        )
    )


def until(page: Page, done: Callable[[], bool]) -> None:
    for _ in range(SECONDS // 50):
        if done():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never happened")


def seen(page: Page) -> bool:
    return bool(note(page)["seen"])


# --- in a browser -----------------------------------------------------------------------------


@pytest.mark.browser
def test_nothing_is_fetched_for_later_before_the_reader_says_so(
    mini_site: Path, host: Callable[[Path], Host], page: Page
) -> None:
    site = host(mini_site)
    for name in ("de/index.html", "de/offline.html", "ar/offline.html"):
        page.goto(site.url + name)
        page.wait_for_load_state("networkidle")
    expect(page.locator(SAVE)).to_be_visible()
    assert [path for path in site.asked if path.startswith("offline/") or path == "sw.js"] == []
    assert site.workers == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate(CACHED) == []


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["", "sub/guide/"])
def test_a_saved_language_opens_without_network(
    folder: str, mini_site: Path, tmp_path: Path, host: Callable[[Path], Host], page: Page
) -> None:
    shutil.copytree(mini_site, tmp_path / "www" / folder, dirs_exist_ok=True)
    site = host(tmp_path / "www")
    base = site.url + folder
    save(page, base, "ar")
    expect(page.locator("[role=status]")).to_contain_text("20")  # the year, in Latin digits
    pages = pages_of(mini_site, "ar")
    route = next(path for path in pages if "/weg/" in path)
    before = list(site.asked)
    page.context.set_offline(True)
    for path in {*pages[:8], *pages[-3:], route, "index.html"}:
        page.goto(base + path)
        assert page.url == base + path
        expect(page.locator("main h1").first).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).marginBlockStart") == "0px"
    assert page.content().count("<h1") == 1
    assert site.asked == before
    page.goto(base + "de/hilfe.html")  # not saved
    assert page.url == base + "ar/offline.html#kein-netz"


@pytest.mark.browser
def test_a_saved_page_is_byte_for_byte_the_one_on_the_server(
    mini_site: Path, host: Callable[[Path], Host], page: Page
) -> None:
    site = host(mini_site)
    save(page, site.url)
    page.goto(site.url + "de/index.html")  # now under the service worker
    paths = pages_of(mini_site, "de")
    page.context.set_offline(True)
    for path in paths[::7]:
        page.goto(site.url + path)
        response = page.reload()
        assert response
        assert response.body() == (mini_site / path).read_bytes()


@pytest.mark.browser
@pytest.mark.parametrize("says_length", [True, False])
def test_after_a_break_only_what_is_missing_is_fetched(
    says_length: bool, built_site: Path, host: Callable[[Path], Host], page: Page
) -> None:
    """A server that says no length and breaks off seems to have said all."""
    site = host(built_site)
    site.says_length = says_length
    listed = json.loads((built_site / "offline/de.json").read_text())["v"]
    parts = list(json.loads(gzip.decompress((built_site / listed).read_bytes())))
    site.broken = {parts[2]}
    page.goto(site.url + "de/offline.html")
    page.click(SAVE)
    failed = page.locator(".save").get_attribute("data-failed")
    expect(page.locator("[role=status]")).to_have_text(failed or "", timeout=SECONDS)
    assert site.packs() == [listed, *parts[:3]]
    expect(page.locator(REMOVE)).to_be_hidden()  # half a language is not given out
    site.broken = set()
    site.asked.clear()
    save(page, site.url)
    assert site.packs() == [listed, *parts[2:]]
    page.context.set_offline(True)
    page.goto(site.url + "de/wege.html")
    expect(page.locator("main h1")).to_be_visible()


@pytest.fixture
def growing(copy: Path, tmp_path: Path, host: Callable[[Path], Host], page: Page) -> Host:
    """A saved small guide that a test may change in `guide` and build again."""
    build(copy, tmp_path / "site")
    site = host(tmp_path / "site")
    save(page, site.url)
    site.asked.clear()
    return site


def change_one(copy: Path, host: Host) -> None:
    mini.replace(copy, "content/impressum.md", "---\n\n", "---\n\nGanz neu.\n\n")
    build(copy, host.folder)


def change_all(copy: Path, host: Host) -> None:
    mini.replace(copy, "data/region.yaml", "title: Wege im", "title: Neue Wege im")
    build(copy, host.folder)


@pytest.mark.browser
def test_a_changed_page_costs_that_page_and_is_looked_for_once_an_hour(
    growing: Host, copy: Path, page: Page
) -> None:
    change_one(copy, growing)
    page.goto(growing.url + "de/index.html")
    assert growing.asked == []
    age(page)
    page.goto(growing.url + "de/index.html")
    until(page, lambda: seen(page))
    listed = str(note(page)["v"])
    assert growing.asked == ["offline/de.json", listed, "de/impressum.html"]
    growing.asked.clear()
    page.goto(growing.url + "de/index.html")
    page.context.set_offline(True)
    page.goto(growing.url + "de/impressum.html")
    expect(page.get_by_text("Ganz neu.")).to_be_visible()
    page.goto(growing.url + "de/hilfe.html")  # from its part, as before
    expect(page.locator("main h1")).to_be_visible()
    assert growing.asked == []


@pytest.mark.browser
def test_a_failed_update_keeps_the_old_pages(growing: Host, copy: Path, page: Page) -> None:
    old = note(page)["v"]
    change_one(copy, growing)
    growing.refused = {"de/impressum.html"}
    age(page)
    page.goto(growing.url + "de/index.html")
    until(page, lambda: "de/impressum.html" in growing.asked)
    page.context.set_offline(True)
    page.goto(growing.url + "de/impressum.html")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_text("Ganz neu.")).to_have_count(0)
    assert note(page)["v"] == old


@pytest.mark.browser
def test_many_new_pages_are_fetched_only_when_the_reader_says_so(
    growing: Host, copy: Path, page: Page
) -> None:
    change_all(copy, growing)
    age(page)
    page.goto(growing.url + "de/index.html")
    until(page, lambda: "old" in note(page))
    assert len(growing.packs()) == 1  # the list
    page.goto(growing.url + "de/hilfe.html")  # with a network nobody reads what is out of date
    expect(page.locator(".brand")).to_contain_text("Neue Wege")
    page.context.set_offline(True)
    page.goto(growing.url + "de/wege.html")  # not one that the browser keeps for ten minutes
    expect(page.locator(".brand")).not_to_contain_text("Neue Wege")
    page.goto(growing.url + "de/offline.html")
    expect(page.locator("[role=status]")).to_contain_text("Es gibt neue Seiten")
    page.context.set_offline(False)
    page.click(SAVE)
    until(page, lambda: "old" not in note(page))
    page.context.set_offline(True)
    page.goto(growing.url + "de/hilfe.html")
    expect(page.locator(".brand")).to_contain_text("Neue Wege")


@pytest.mark.browser
def test_two_guides_on_one_host_stay_apart_and_each_is_deleted_alone(
    copy: Path, mini_site: Path, tmp_path: Path, host: Callable[[Path], Host], page: Page
) -> None:
    shutil.copytree(mini_site, tmp_path / "www/one")
    mini.replace(copy, "data/region.yaml", "title: Wege im", "title: Neue Wege im")
    build(copy, tmp_path / "www/two")
    site = host(tmp_path / "www")
    for folder in ("one/", "two/"):
        save(page, site.url + folder)
    page.goto(site.url + "one/de/offline.html")
    page.click(REMOVE)
    deleted = page.locator(".save").get_attribute("data-deleted")
    expect(page.locator("[role=status]")).to_have_text(deleted or "")
    assert [name.split("|")[0] for name in page.evaluate(CACHED)] == ["/two/"]
    scopes = "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"
    until(page, lambda: page.evaluate(scopes) == [site.url + "two/"])
    page.context.set_offline(True)
    page.goto(site.url + "two/de/hilfe.html")
    expect(page.locator(".brand")).to_contain_text("Neue Wege")


@pytest.mark.browser
def test_a_broken_part_on_the_phone_is_as_if_it_were_not_saved(
    mini_site: Path, host: Callable[[Path], Host], page: Page
) -> None:
    site = host(mini_site)
    save(page, site.url)
    page.evaluate(
        """async () => { const cache = await caches.open((await caches.keys())[0]);
        for (const part of await cache.keys()) if (part.url.endsWith(".pack"))
            await cache.put(part, new Response("lost")); }"""
    )
    page.goto(site.url + "de/hilfe.html")
    expect(page.locator("main h1")).to_be_visible()
    assert "de/hilfe.html" in site.asked


@pytest.mark.browser
def test_from_a_folder_there_is_no_button_that_could_not_work(mini_site: Path, page: Page) -> None:
    page.goto((mini_site / "de/offline.html").as_uri())
    expect(page.locator(".save")).to_have_count(0)
    expect(page.get_by_role("link", name="einer Datei")).to_be_visible()


# --- what is in the packs ---------------------------------------------------------------------


def unpacked(site: Path, tag: str) -> dict[str, bytes]:
    """All files of a language as a phone unpacks them."""
    listed = json.loads((site / f"offline/{tag}.json").read_text())["v"]
    files: dict[str, bytes] = {}
    for name, prints in read_pack(site / listed).items():
        lines, numbers = read_pack(site / name)
        assert numbers.keys() == prints.keys()
        assert not files.keys() & numbers.keys()
        files |= {
            path: "\n".join(lines[n] for n in found).encode() for path, found in numbers.items()
        }
        assert prints == {path: expected(path, files[path]) for path in numbers}
    return files


def expected(path: str, content: bytes) -> str:
    """The search changes with every word: it has no fingerprint, and comes with all or never."""
    return "" if "such" in path else packs.fingerprint(content)


def read_pack(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


@pytest.mark.parametrize("tag", ["de", "ar", "en"])
def test_a_pack_holds_every_page_of_its_language_and_what_they_load(
    mini_site: Path, tag: str
) -> None:
    files = unpacked(mini_site, tag)
    assert all((mini_site / path).read_bytes() == content for path, content in files.items())
    pages = {path.relative_to(mini_site).as_posix() for path in mini_site.glob(f"{tag}/**/*.html")}
    scripts = {path.relative_to(mini_site).as_posix() for path in mini_site.glob("assets/*.js")}
    styles = {path.relative_to(mini_site).as_posix() for path in mini_site.glob("assets/*.css")}
    daily = f"{tag}/auf-einen-blick.html"  # for staff, with a new date each day
    assert daily in pages - files.keys()
    assert (pages - {daily}) | styles | {"index.html"} <= files.keys()
    assert any("/weg/" in path for path in pages)
    loaded = {s for s in scripts if any(s.encode() in c for p, c in files.items() if p in pages)}
    assert loaded
    assert loaded <= files.keys()
    own = files.keys() - {"de/merkliste.html"}  # the packet is printed in both languages
    assert {path.split("/")[0] for path in own} == {tag, "assets", "such-index", "index.html"}


def test_an_index_of_another_language_is_left_out() -> None:
    made = {"de/a.html": b"<p data-texts=../search/de.1.js>", "ar/a.html": b"search/ar.1.js"}
    made |= {"search/de.1.js": b"1", "search/ar.1.js": b"2", "assets/x.png": b"x"}
    assert {*packs.belonging(made, "de", {"de", "ar"})} == {"de/a.html", "search/de.1.js"}


def test_a_part_that_grows_too_large_becomes_two() -> None:
    files = {f"{n}.html": random.Random(n).randbytes(20_000).hex().encode() for n in range(20)}
    found = list(packs.parts(files))
    assert {path: c for part in found for path, c in part.files.items()} == files
    assert max(len(part.content) for part in found) <= packs.LIMIT


def test_the_page_says_the_size_rounded_up(mini_site: Path) -> None:
    small = mini.site_of(mini.SOURCES)
    made = {p.relative_to(mini_site).as_posix(): p.read_bytes() for p in mini_site.rglob("*.*")}
    for weight in offline.weigh(small, made):
        html = parse((mini_site / f"{weight.tag}/offline.html").read_text(encoding="utf-8"))
        said = {
            e.attrs["data-size"]: int(e.text) * 1000
            for e in html.all("bdi")
            if "data-size" in e.attrs
        }
        assert 0 <= said["pack"] - weight.pack < 15_000
        assert 0 <= said["file"] - weight.file < 15_000
        assert weight.pages == len(list(mini_site.glob(f"{weight.tag}/**/*.html")))


def test_the_preview_has_no_packs(copy: Path, tmp_path: Path) -> None:
    made = [artifact.path for artifact in plan(mini.site_of(copy))]
    assert "sw.js" in made
    assert [path for path in made if path.startswith("offline/")] == []


# --- budgets of the real guide ----------------------------------------------------------------


def weights(real: Site, built_site: Path) -> list[offline.Weight]:
    made = {p.relative_to(built_site).as_posix(): p.read_bytes() for p in built_site.rglob("*.*")}
    return list(offline.weigh(real, made))


def test_saving_and_sharing_stay_within_their_budgets(real: Site, built_site: Path) -> None:
    for weight in weights(real, built_site):
        assert weight.pack <= min(1_000_000, 250_000 * weight.pages / 120), weight
        assert weight.largest <= packs.LIMIT, weight
        assert weight.note <= 200, weight
        assert weight.file <= single.LIMIT, weight


def test_the_scripts_stay_small(real: Site) -> None:
    """In gzip, which the standard library has; brotli makes 1.33 and 0.74 KB of them."""
    assert len(gzip.compress(real.assets["sw.js"])) <= 1_550
    assert len(gzip.compress(real.assets["offline.js"])) <= 900


# --- the language as one file -----------------------------------------------------------------


@pytest.fixture(params=["de", "ar"])
def shared(request: pytest.FixtureRequest, mini_site: Path) -> Path:
    return mini_site / f"offline/bildungswege-{request.param}.html"


def test_the_file_is_whole_in_itself(shared: Path) -> None:
    html = parse(shared.read_text(encoding="utf-8"))
    ids = [element.attrs["id"] for element in html.all() if "id" in element.attrs]
    assert len(ids) == len({*ids})
    links = [e.attrs["href"] for e in html.all("a") if "href" in e.attrs]
    anchors = {link for link in links if link.startswith("#")}
    assert anchors <= {f"#{name}" for name in ids}
    outside = {link for link in links if not link.startswith("#")}
    assert all(
        link.startswith(("https://", "http://", "tel:", "mailto:", "geo:")) for link in outside
    )
    assert not [e for e in html.all() if "src" in e.attrs or e.tag in {"script", "form", "iframe"}]
    assert [e.attrs["rel"] for e in html.all("link")] == ["canonical"]


def test_the_file_has_every_station_offer_place_and_word(small: Site, shared: Path) -> None:
    text = shared.read_text(encoding="utf-8")
    html = parse(text)
    ids = {element.attrs["id"] for element in html.all() if "id" in element.attrs}
    assert {f"station/{station.id}" for station in small.guide.pathways.stations} <= ids
    assert {f"status/{status.id}" for status in small.guide.pathways.residence_statuses} <= ids
    assert {f"angebot/{service.id}" for service in small.guide.offers.services} <= ids
    assert {f"ort/{place.id}" for place in small.guide.region.municipalities} <= ids
    assert all(term.word in text for term in small.guide.glossary.terms)
    assert len(list(html.all("h1"))) == 1


def test_a_link_in_the_file_leads_to_the_same_page_as_on_the_site(mini_site: Path) -> None:
    html = parse((mini_site / "offline/bildungswege-de.html").read_text(encoding="utf-8"))
    for article in html.all("article"):
        page = parse((mini_site / f"de/{article.attrs['id']}.html").read_text(encoding="utf-8"))
        leads = [(link.text, link.attrs["href"]) for link in page.one("main").all("a")]
        for link in article.all("a"):
            target = link.attrs.get("href", "")
            same = [href for text, href in leads if text == link.text]
            if target.startswith("#station/") and same:
                assert any(target[1:].split("/")[1] in href for href in same)


def test_drafts_are_called_drafts_in_the_file_too(mini_site: Path) -> None:
    assert "ist ein Entwurf" not in (mini_site / "offline/bildungswege-de.html").read_text()
    arabic = parse((mini_site / "offline/bildungswege-ar.html").read_text(encoding="utf-8"))
    assert list(arabic.all(class_="notice"))


@pytest.mark.browser
def test_the_file_opens_without_scripts_and_asks_for_nothing(
    shared: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    alone = Path(shutil.copy(shared, tmp_path))
    page = open_page(scripts=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(alone.as_uri())
    expect(page.locator("h1")).to_be_visible()
    link = page.locator("nav a").nth(2)
    target = (link.get_attribute("href") or "")[1:]
    link.click()
    expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()
    assert {url.split("#")[0] for url in asked} == {alone.as_uri()}
    page.context.close()


@pytest.mark.browser
def test_the_file_has_no_barrier_and_fits_a_small_phone(shared: Path, page: Page) -> None:
    console: list[str] = []
    page.on("console", lambda said: console.extend(complaints(said)))
    page.goto(shared.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.card')).borderTopWidth") == "1px"
    )
    page.evaluate(AXE)
    page.evaluate(LAY_OUT)
    assert page.evaluate(RUN_AXE, AXE_RULES) == []
    assert console == []


# --- on the home screen -----------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_a_home_screens_icon_opens_the_language(mini_site: Path, tag: str) -> None:
    path = mini_site / tag / "manifest.webmanifest"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    assert (manifest["lang"], manifest["dir"]) == (tag, "rtl" if tag == "ar" else "ltr")
    for address in (manifest["start_url"], *(icon["src"] for icon in manifest["icons"])):
        assert (path.parent / address).is_file()
    head = parse((mini_site / tag / "index.html").read_text(encoding="utf-8")).one("head")
    assert head.one("link", rel="manifest").attrs["href"] == "manifest.webmanifest"


@pytest.mark.browser
def test_the_browser_accepts_the_manifest(
    mini_site: Path, host: Callable[[Path], Host], page: Page
) -> None:
    site = host(mini_site)
    page.goto(site.url + "ar/index.html")
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["lang"] == "ar"
