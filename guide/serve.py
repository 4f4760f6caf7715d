"""Watch the guide's files, build with the same plan at each change, reload the browser.

The pages' strict Content-Security-Policy would stop livereload's script, so the preview, and
only the preview, leaves it out.
"""

from __future__ import annotations

import logging
import mimetypes
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

WATCHED = ("data", "content", "templates", "translations", "assets")
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def serve(
    root: Path, site: Path, port: int, build: Callable[[], int], say: Callable[[str], None]
) -> int:
    """Serve *site* on this computer only, until interrupted; returns the exit code."""
    from livereload import Server  # imported here: only this command needs it

    server = Server(preview(site))
    for folder in WATCHED:
        server.watch(str(root / folder), build)
    say(f"Im Browser öffnen: http://localhost:{port}/  (beenden mit Strg+C)")
    for name in ("livereload", "tornado.access"):  # their lines are English and not for editors
        logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.ERROR)
    try:
        server.serve(host="127.0.0.1", port=port, debug=False)
    except OSError as error:
        say(f"Der Server startet nicht: {error.strerror}. Läuft schon einer? Sonst: --port 8001")
        return 1
    return 0


def preview(site: Path) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """Return a WSGI application that serves the files of *site* without their policy."""

    def application(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = _file(site, environ.get("PATH_INFO", "/"))
        if path is None:
            start("404 Not Found", [("Content-Type", "text/html; charset=utf-8")])
            return [_html(site / "404.html")]
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        start("200 OK", [("Content-Type", kind), ("Cache-Control", "no-store")])
        return [_html(path) if kind == "text/html" else path.read_bytes()]

    return application


def _file(site: Path, address: str) -> Path | None:
    """Return the file that *address* names; None where there is none inside *site*."""
    address = address.encode("latin-1", "replace").decode("utf-8", "replace")
    path = (site / address.lstrip("/")).resolve()
    path = path / "index.html" if path.is_dir() else path
    return path if path.is_file() and path.is_relative_to(site.resolve()) else None


def _html(path: Path) -> bytes:
    return POLICY.sub(b"", path.read_bytes()) if path.exists() else b""
