"""Web hosts: the same pages from nginx, Apache, Python's server, a subfolder, a folder.

    WEB_HOST=nginx python -m pytest -m browser

Without WEB_HOST a test takes the host that it was written for: `address` is a file in its
folder, `serve` a subfolder of Python's server. With WEB_HOST both take the one named. nginx and
Apache are told what docs/publishing.md tells an IT department, read from there.
"""

import atexit
import os
import pwd
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from guide.write import MANIFEST
from tests import ports, tools

WAY = "/var/www/bildungswege"  # as the recipes say
FOLDER = "bildungswege"  # where the site lies below the domain when it is no site of its own
SUBFOLDER = "/sub/guide/"  # the site must not assume that it lies at a domain's root
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
Served = AbstractContextManager[str]  # the address of a site, ending in a slash


# --- the recipes ----------------------------------------------------------------------------------


def recipe(language: str) -> str:
    text = (tools.ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


@contextmanager
def nginx(web: Path, way: str, folder: str) -> Iterator[int]:
    """Serve *way*, where the site lies in *folder* or is all; yield the port.

    *web* is for the server's own files.
    """
    rules = recipe("nginx")
    if folder:  # the two changes that the page names
        rules = rules.replace(f"root {WAY};", "root /var/www;").replace("/var/www", way)
        rules = rules.replace("404 /404.html", f"404 /{folder}/404.html")
    rules = rules.replace(WAY, way)
    temporary = "".join(
        f"{kind}_temp_path {web}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    with ports.held() as port:
        settings = web / f"nginx{port}.conf"
        settings.write_text(
            f"{user}daemon off;\npid {settings}.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n"
            f"access_log off;\n{temporary}include /etc/nginx/mime.types;\n"
            + rules.replace("listen 80;", f"listen 127.0.0.1:{port};")
            + "}\n"
        )
        with running([tools.find_program("nginx") or "nginx", "-c", str(settings)], port):
            yield port


@contextmanager
def apache(
    web: Path, way: str, folder: str, options: str = "", modules: tuple[str, ...] = APACHE_MODULES
) -> Iterator[int]:
    """The same. As root it takes another user, which must be able to read all of *way*."""
    rules = recipe("apache").replace(WAY, f"{way}/{folder}".rstrip("/"))
    if options:
        rules = rules.replace("Options FollowSymLinks", f"Options FollowSymLinks {options}")
    loaded = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules
    )
    user = ""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("www-data")
        user = f"User #{nobody.pw_uid}\nGroup #{nobody.pw_gid}\n"
    program = tools.find_program("apache2") or "apache2"
    with ports.held() as port:
        settings = web / f"apache{port}.conf"
        settings.write_text(
            f"{loaded}{user}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {settings}.pid\n"
            f"Mutex posixsem\nErrorLog /dev/stderr\nTypesConfig /etc/mime.types\nDirectoryIndex "
            f"index.html\nAddLanguage br .br\nAddEncoding x-gzip .gz\nDocumentRoot {way}\n"
            f'<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>\n{rules}'
        )
        with running([program, "-d", str(web), "-f", str(settings), "-DFOREGROUND"], port):
            yield port


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


# --- each host serves a folder --------------------------------------------------------------------


class SubfolderHandler(SimpleHTTPRequestHandler):
    """Serve below SUBFOLDER only, so that a link to the domain's root is a broken link."""

    def translate_path(self, path: str) -> str:
        below = path.startswith(SUBFOLDER)
        return super().translate_path(path[len(SUBFOLDER) - 1 :] if below else "/no/such/file")

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is no place for an access log."""


@contextmanager
def threaded(handler: Callable[..., SimpleHTTPRequestHandler]) -> Iterator[str]:
    """A server in a thread of this process; yields its address without a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@contextmanager
def _subfolder(site: Path) -> Iterator[str]:
    with threaded(partial(SubfolderHandler, directory=str(site))) as address:
        yield address + SUBFOLDER


@contextmanager
def _python(site: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(site)]
    with ports.held() as port, running([*command, str(port)], port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _recipe(
    server: Callable[..., AbstractContextManager[int]], folder: str, site: Path
) -> Iterator[str]:
    """At the root of a domain, or as *folder* beside what else the domain has."""
    with tempfile.TemporaryDirectory() as own:
        web = Path(own)
        web.chmod(0o755)
        _let_read(site)
        if folder:
            (web / "www").mkdir()
            (web / "www" / folder).symlink_to(site)
        with server(web, str(web / "www" if folder else site), folder) as port:
            yield f"http://127.0.0.1:{port}/{folder}/" if folder else f"http://127.0.0.1:{port}/"


def _let_read(site: Path) -> None:
    """Let others reach *site*: pytest's folders are shut to all but us, and Apache is not us."""
    temporary = Path(tempfile.gettempdir())
    for folder in (site, *site.parents):
        mode = folder.stat().st_mode
        if temporary in folder.parents and mode & 0o055 != 0o055:
            folder.chmod(mode | 0o055)


@contextmanager
def _file(site: Path) -> Iterator[str]:
    yield f"{site.as_uri()}/"


HOSTS: dict[str, Callable[[Path], Served]] = {
    "nginx": partial(_recipe, nginx, ""),
    "nginx-subfolder": partial(_recipe, nginx, FOLDER),
    "apache": partial(_recipe, apache, ""),
    "apache-subfolder": partial(_recipe, apache, FOLDER),
    "python": _python,
    "subfolder": _subfolder,
    "file": _file,
}


# --- the one that is asked for --------------------------------------------------------------------

CHOSEN = os.environ.get("WEB_HOST", "")
assert CHOSEN in ("", *HOSTS), f"WEB_HOST={CHOSEN}: it is one of {', '.join(HOSTS)}"

_open = ExitStack()
_addresses: dict[Path, str] = {}
atexit.register(_open.close)


def serve(site: Path) -> str:
    """The address of the folder *site*, ending in a slash; it is served until the end."""
    if site not in _addresses:
        _addresses[site] = _open.enter_context(HOSTS[CHOSEN or "subfolder"](site))
    return _addresses[site]


def address(path: Path) -> str:
    """The address of a page of a built site, or of one that lies alone in its folder."""
    if CHOSEN in ("", "file"):
        return path.as_uri()
    site = next((folder for folder in path.parents if (folder / MANIFEST).exists()), path.parent)
    return serve(site) + path.relative_to(site).as_posix()


# Which tests of a browser say nothing about a host, and why: those of a file, those of a file
# whose names begin so, or those that take a fixture.
NO_HOST = {
    "test_every_page": "axe judges pages, and takes minutes",
    "test_firms": "a sheet of paper has no host",
    "test_glance": "a sheet of paper has no host",
    "test_hosts": "it brings hosts of its own",
    "test_preview": "the preview is a host itself",
    "test_print": "a sheet of paper has no host",
    "test_print_firms": "a sheet of paper has no host",
    "test_review": "an office's kit is a folder of its own",
}
WORKER = "from a folder no browser starts a service worker"
NOT_FOR_OTHERS = "the address of a folder is not offered to others"
UNFIT = {
    "file": {
        "host": WORKER,  # the fixture of tests/test_offline.py
        "test_basket::test_a_saved_language": WORKER,
        "test_paper::test_a_saved_language": WORKER,
        "test_basket::test_the_link_is_offered": NOT_FOR_OTHERS,
        "test_qr::test_the_picture_has": NOT_FOR_OTHERS,
        "test_late_scripts": "in a folder no script comes late",
        "test_naughty::test_the_counters": "//localhost is no other host there",
        "test_profile_js::test_nothing_moves_when": "a browser does not time what is in a folder",
        "test_search::test_texts_that_cannot": "Chromium asks no test for a file of an open page",
    }
}


def unfit(item: pytest.Item) -> str:
    """Why *item* says nothing about the host that was asked for; empty if it does."""
    if not CHOSEN or not item.get_closest_marker("browser"):
        return ""
    fixtures = getattr(item, "fixturenames", ())
    for what, reason in {**NO_HOST, **UNFIT.get(CHOSEN, {})}.items():
        file, _, name = what.partition("::")
        if what in fixtures or (item.path.stem == file and item.name.startswith(name)):
            return reason
    return ""
