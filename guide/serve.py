"""Show the preview in a browser and reload it as soon as a file has changed.

livereload carries the pages and the news; its own watching looks every 0.8 seconds and lets
changes that follow quickly on each other pass, so the looking is done here.
"""

from __future__ import annotations

import gc
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from livereload import Server
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import PeriodicCallback

from guide.preview import Preview, answer, judge, renew
from guide.problems import Problem
from guide.watch import Look, changed, look

PAUSE = 20  # milliseconds between two looks; a look takes one or two
REST = 8  # looks without a change: the browser has the new page, there is time to check
IDLE = 50  # looks without a change: there is time to clear memory

STATE = "/livereload.state"  # tells which state of the guide is shown
# A page that was asked for before a change, and is connected after it, is told of nothing: so each
# page knows its state and asks once it is connected (an event of livereload.js).
ASK = (
    '<script>document.addEventListener("LiveReloadConnect",async()=>{{'
    'if(await(await fetch("{address}")).text()!="{state}")location.reload()}})</script></head>'
)

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Told = Callable[[list[str], list[Problem], float], object]  # files, problems, seconds


def serve(preview: Preview, port: int, say: Callable[[str], object], told: Told) -> int:
    """Serve *preview* on this computer only, until interrupted; returns the exit code."""

    def ready() -> None:
        say(f"Im Browser öffnen: http://localhost:{port}/  (beenden mit Strg+C)")

    server = Server(application(preview), watcher=_Looking(preview, told, ready))
    _wait_from_the_first_word()
    for name in ("livereload", "tornado.access"):  # their lines are English and not for editors
        logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.ERROR)
    gc.disable()  # in the middle of a reading it takes a quarter of the time; see _Looking
    try:
        server.serve(host="127.0.0.1", port=port, debug=False)
    except OSError as error:
        say(f"Der Server startet nicht: {error.strerror}. Läuft schon einer? Sonst: --port 8001")
        return 1
    return 0


def _wait_from_the_first_word() -> None:
    """Count a browser in at its first message; livereload does at the second.

    Between the two the browser asks for STATE (see ASK): a change after that was told to nobody.
    """
    hear = LiveReloadHandler.on_message

    def on_message(browser: LiveReloadHandler, message: str) -> None:
        hear(browser, message)  # answers first: nothing may come before that
        LiveReloadHandler.waiters.add(browser)

    LiveReloadHandler.on_message = on_message


def application(preview: Preview) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """Return *preview* as a WSGI application (PEP 3333)."""
    run = secrets.token_hex(4)  # pages of an earlier run are old, whatever they count

    def respond(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        address = environ.get("PATH_INFO", "/").encode("latin-1", "replace")
        state = f"{run}-{preview.state}"
        if address == STATE.encode():
            start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [state.encode()]
        found = answer(preview, address.decode("utf-8", "replace"))
        kind = f"{found.kind}; charset=utf-8" if found.kind.startswith("text/") else found.kind
        headers = [("Content-Type", kind), ("Cache-Control", "no-store")]
        start(found.status, [*headers, *([("Location", found.location)] if found.location else [])])
        asking = ASK.format(address=STATE, state=state).encode()
        page = found.kind == "text/html"
        return [found.content.replace(b"</head>", asking, 1) if page else found.content]

    return respond


class _Looking(Watcher):  # type: ignore[misc]  # livereload asks for one of these
    """Looks at the files; reads them anew when they change, tells the browsers, then checks.

    What can be read is shown at once. Mistakes wait until the files rest: a program may be in the
    middle of writing.
    """

    def __init__(self, preview: Preview, told: Told, ready: Callable[[], object]) -> None:
        super().__init__()
        self._preview, self._told, self._ready = preview, told, ready
        self._known: Look = look(preview.root)
        self._changed: set[str] = set()  # since the last check
        self._seconds = 0.0
        self._quiet = 0
        self.watch(str(preview.root))  # otherwise livereload watches the folder it was started in

    def start(self, _callback: object) -> bool:
        PeriodicCallback(self._look, PAUSE).start()
        self._ready()  # the server listens by now: who is told of it earlier may come too early
        return True

    def _look(self) -> None:
        now = look(self._preview.root)
        if now != self._known:
            self._read(now)
            return
        self._quiet += 1
        if self._changed and self._quiet == (1 if self._preview.errors else REST):
            self._check()
        if self._quiet == IDLE:
            gc.collect()

    def _read(self, now: Look) -> None:
        self._changed.update(changed(self._known, now))
        self._known, self._quiet = now, 0
        started = time.perf_counter()
        renew(self._preview)
        self._seconds = time.perf_counter() - started
        if not self._preview.errors:
            LiveReloadHandler.reload_waiters()

    def _check(self) -> None:
        problems = judge(self._preview)
        if self._preview.errors:
            LiveReloadHandler.reload_waiters()
        files, self._changed = sorted(self._changed), set()
        self._told(files, problems, self._seconds)
