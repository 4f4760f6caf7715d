"""The recipes of docs/publishing.md, tried with the servers they are for."""

import gzip
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from guide import cli
from guide.outputs import hosting
from tests import mini, ports, tools

WAY = "/var/www/bildungswege"  # as the recipes say
FOLDER = "bildungswege"  # where the site lies below the domain when it is no site of its own
APACHE_MODULES = (
    "mpm_event",
    "authz_core",
    "dir",
    "mime",
    "negotiation",
    "autoindex",
    "headers",
    "rewrite",
)


def recipe(language: str) -> str:
    text = (tools.ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


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


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdout=said, stderr=said) as process,
    ):
        try:
            if not ports.answers(process, port):
                said.seek(0)
                pytest.fail(f"{command[0]} does not answer: {said.read().decode()}")
            yield
        finally:
            process.terminate()


@contextmanager
def nginx(web: Path, way: str, folder: str, port: int) -> Iterator[None]:
    rules = recipe("nginx").replace("listen 80;", f"listen 127.0.0.1:{port};")
    if folder:  # the two changes that the page names
        rules = rules.replace(f"root {WAY};", "root /var/www;").replace("/var/www", way)
        rules = rules.replace("404 /404.html", f"404 /{folder}/404.html")
    rules = rules.replace(WAY, way)
    temporary = "".join(
        f"{kind}_temp_path {web}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = web / f"nginx{port}.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    settings.write_text(
        f"{user}daemon off;\npid {settings}.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n"
        f"access_log off;\n{temporary}include /etc/nginx/mime.types;\n{rules}}}\n"
    )
    with running([tools.find_program("nginx") or "nginx", "-c", str(settings)], port):
        yield


@contextmanager
def apache(web: Path, way: str, folder: str, port: int, options: str = "") -> Iterator[None]:
    rules = recipe("apache").replace(WAY, f"{way}/{folder}".rstrip("/"))
    if options:
        rules = rules.replace("Options FollowSymLinks", f"Options FollowSymLinks {options}")
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in APACHE_MODULES
    )
    user = ""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("www-data")
        user = f"User #{nobody.pw_uid}\nGroup #{nobody.pw_gid}\n"
    settings = web / f"apache{port}.conf"
    settings.write_text(
        f"{modules}{user}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {settings}.pid\n"
        f"Mutex posixsem\nErrorLog /dev/stderr\nTypesConfig /etc/mime.types\nDirectoryIndex "
        f"index.html\nAddLanguage br .br\nAddEncoding x-gzip .gz\nDocumentRoot {way}\n"
        f'<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>\n{rules}'
    )
    program = tools.find_program("apache2") or "apache2"
    with running([program, "-d", str(web), "-f", str(settings), "-DFOREGROUND"], port):
        yield


def get(port: int, path: str, accept: str = "identity") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=ports.PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": accept})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def serve(name: str, web: Path, place: str, port: int) -> AbstractContextManager[None]:
    way, folder = (web / "root", "") if place == "root" else (web / "outer", FOLDER)
    if name == "nginx":
        return nginx(web, str(way), folder, port)
    options = {"apache": "", "apache with listings": "MultiViews Indexes"}[name]
    return apache(web, str(way), folder, port, options)


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
    with ports.held() as port, serve(name, web, place, port):
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
    with ports.held() as port, apache(web, str(web / "root"), "", port):
        response, body = get(port, "/de/index.html", "gzip, deflate, br")
        assert response.headers.get_all("Content-Encoding") == ["br"]
        assert response.headers["Content-Language"] is None
        assert body == (web / "root/de/index.html.br").read_bytes()


@pytest.mark.servers
def test_the_rules_themselves_are_not_served(host: tuple[int, str, Path]) -> None:
    port, before, _ = host
    assert get(port, f"{before}/.htaccess")[0].status in (403, 404)


@pytest.mark.servers
def test_apache_without_the_modules_still_serves_the_pages(
    web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directive of a module that is not there would be an error 500 for every page."""
    few = tuple(name for name in APACHE_MODULES if name not in ("headers", "rewrite"))
    monkeypatch.setattr(sys.modules[__name__], "APACHE_MODULES", few)
    with ports.held() as port, apache(web, str(web / "root"), "", port):
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
