"""The recipes of docs/publishing.md, tried with the servers they are for."""

import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from guide import cli
from guide.outputs import hosting
from tests import mini, ports, tools
from tests.hosts import APACHE_MODULES, FOLDER, apache, nginx, recipe, running


@pytest.fixture(scope="module")
def web() -> Iterator[Path]:
    """The site twice, at a domain's root and below it; servers drop root and must read it."""
    web = Path(tempfile.mkdtemp())
    before = os.umask(0o022)  # whatever this machine's is
    try:
        web.chmod(0o755)
        sources = mini.copy_sources(web / "sources")
        command = ["build", "--compressed", "--root", str(sources), "--output", str(web / "root")]
        assert cli.main(command) == 0
        inner = Path(shutil.copytree(web / "root", web / "outer" / FOLDER))
        (web / "root" / ".htaccess").write_bytes(hosting.htaccess(""))
        (inner / ".htaccess").write_bytes(hosting.htaccess(f"/{FOLDER}"))
        yield web
    finally:
        os.umask(before)
        shutil.rmtree(web)


def get(port: int, path: str, accept: str = "identity") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=ports.PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": accept})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def serve(name: str, web: Path, place: str) -> AbstractContextManager[int]:
    way, folder = (web / "root", "") if place == "root" else (web / "outer", FOLDER)
    if name == "nginx":
        return nginx(web, str(way), folder)
    options = {"apache": "", "apache with listings": "MultiViews Indexes"}[name]
    return apache(web, str(way), folder, options)


@pytest.fixture(
    scope="module",
    params=[
        ("nginx", "root"),
        ("nginx", "folder"),
        ("apache", "root"),
        ("apache", "folder"),
        ("apache with listings", "root"),
    ],
    ids=" ".join,
)
def host(request: pytest.FixtureRequest, web: Path) -> Iterator[tuple[int, str, Path]]:
    """The port, the path before each address, and the files."""
    if tools.missing_tools().get("servers"):
        pytest.skip("no servers")
    name, place = request.param
    files = web / "root" if place == "root" else web / "outer" / FOLDER
    with serve(name, web, place) as port:
        yield port, "" if place == "root" else f"/{FOLDER}", files


def one(files: Path, pattern: str) -> str:
    return next(path.relative_to(files).as_posix() for path in sorted(files.glob(pattern)))


@pytest.mark.servers
def test_a_page_has_its_type_the_security_headers_and_ten_minutes(
    host: tuple[int, str, Path],
) -> None:
    port, before, files = host
    for path, file in (("/", "index.html"), ("/de/angebote.html", "de/angebote.html")):
        response, body = get(port, before + path)
        assert response.status == 200
        assert body == (files / file).read_bytes()
        assert response.headers["Content-Type"].lower() == "text/html; charset=utf-8"
        assert response.headers.get_all("Cache-Control") == [hosting.SHORT]
        for name, value in hosting.SECURITY.items():
            assert response.headers.get_all(name) == [value]


@pytest.mark.servers
@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("assets/style.*.css", ["text/css; charset=utf-8"]),
        ("assets/refine.de.*.js", ["text/javascript; charset=utf-8", "application/javascript"]),
        ("assets/icon.*.svg", ["image/svg+xml"]),
        ("offline/de.*.pack", ["application/octet-stream"]),
    ],
)
def test_what_is_named_by_its_content_is_kept_for_a_year(
    host: tuple[int, str, Path], pattern: str, kinds: list[str]
) -> None:
    port, before, files = host
    path = one(files, pattern)
    response, body = get(port, f"{before}/{path}", "gzip, br")
    assert response.headers.get_all("Cache-Control") == [hosting.FOREVER]
    kind = response.headers["Content-Type"].lower()
    assert kind.removesuffix("; charset=utf-8") in [
        k.removesuffix("; charset=utf-8") for k in kinds
    ]
    if path.endswith(".pack"):
        assert response.headers["Content-Encoding"] is None
        assert body == (files / path).read_bytes()


@pytest.mark.servers
def test_the_service_worker_and_the_manifest_are_what_browsers_expect(
    host: tuple[int, str, Path],
) -> None:
    port, before, _ = host
    worker, _ = get(port, f"{before}/sw.js")
    assert worker.headers.get_all("Cache-Control") == ["no-cache"]
    assert "javascript" in worker.headers["Content-Type"]
    manifest, body = get(port, f"{before}/de/manifest.webmanifest")
    assert manifest.headers["Content-Type"].startswith("application/manifest+json")
    assert manifest.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(body)["lang"] == "de"


@pytest.mark.servers
def test_a_missing_page_is_404_with_the_page_that_says_so(host: tuple[int, str, Path]) -> None:
    port, before, files = host
    response, body = get(port, f"{before}/de/station/gibt-es-nicht.html")
    assert response.status == 404
    assert body == (files / "404.html").read_bytes()
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.servers
def test_compressed_copies_are_sent_to_those_who_can_read_them(
    host: tuple[int, str, Path],
) -> None:
    port, before, files = host
    for path in ("de/index.html", one(files, "assets/style.*.css"), "sitemap.xml"):
        plain, whole = get(port, f"{before}/{path}")
        packed, body = get(port, f"{before}/{path}", "gzip")
        assert packed.headers.get_all("Content-Encoding") == ["gzip"]
        assert gzip.decompress(body) == whole == (files / path).read_bytes()
        assert body == (files / f"{path}.gz").read_bytes()
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
        assert packed.headers["Content-Language"] is None
        assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"]
        assert plain.headers["Content-Encoding"] is None


@pytest.mark.servers
def test_apache_sends_brotli_as_brotli_and_not_as_breton(web: Path) -> None:
    with apache(web, str(web / "root"), "") as port:
        response, body = get(port, "/de/index.html", "gzip, deflate, br")
        assert response.headers.get_all("Content-Encoding") == ["br"]
        assert response.headers["Content-Language"] is None
        assert body == (web / "root/de/index.html.br").read_bytes()


@pytest.mark.servers
def test_the_rules_themselves_are_not_served(host: tuple[int, str, Path]) -> None:
    port, before, _ = host
    assert get(port, f"{before}/.htaccess")[0].status in (403, 404)


@pytest.mark.servers
def test_apache_without_the_modules_still_serves_the_pages(web: Path) -> None:
    """A directive of a module that is not there would be an error 500 for every page."""
    few = tuple(name for name in APACHE_MODULES if name not in ("headers", "rewrite"))
    with apache(web, str(web / "root"), "", modules=few) as port:
        assert get(port, "/de/index.html", "br")[0].status == 200
        assert get(port, "/gibt-es-nicht")[0].status == 404


def test_a_plain_python_server_serves_every_kind_of_file(web: Path) -> None:
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
    folder = ["--directory", str(web / "outer")]
    with ports.held() as port, running([*command, str(port), *folder], port):
        for path in ("", "de/index.html", "sw.js", "de/manifest.webmanifest"):
            assert get(port, f"/{FOLDER}/{path}")[0].status == 200


def test_the_rules_name_the_folder_of_the_sites_address(copy: Path) -> None:
    address = "site_url: https://www.example.org/wege/"
    region = copy / "data/region.yaml"
    text = region.read_text(encoding="utf-8")
    region.write_text(re.sub("site_url: .*", address, text), encoding="utf-8")
    rules = next(artifact for artifact in hosting.plan(mini.site_of(copy)))
    assert rules.path == ".htaccess"
    assert b"ErrorDocument 404 /wege/404.html\n" in rules.render()


def test_the_recipe_for_nginx_says_the_same_as_the_files() -> None:
    rules = recipe("nginx")
    for value in (*hosting.SECURITY.values(), hosting.SHORT, hosting.FOREVER, hosting.WORKER):
        assert value in rules
    for value in (*hosting.SECURITY.values(), hosting.FOREVER, hosting.WORKER):
        assert value in hosting.headers().decode()
