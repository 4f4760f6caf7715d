"""Watch the guide's files, build with the same plan at each change, reload the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

WATCHED = ("data", "content", "templates", "translations", "assets")


def serve(
    root: Path, site: Path, port: int, build: Callable[[], int], say: Callable[[str], None]
) -> int:
    """Serve *site* on this computer only, until interrupted; returns the exit code."""
    from livereload import Server  # imported here: only this command needs it

    server = Server()
    for folder in WATCHED:
        server.watch(str(root / folder), build)
    say(f"Im Browser öffnen: http://localhost:{port}/  (beenden mit Strg+C)")
    try:
        server.serve(root=str(site), host="127.0.0.1", port=port, open_url_delay=None)
    except OSError as error:
        say(f"Der Server startet nicht: {error.strerror}. Läuft schon einer? Sonst: --port 8001")
        return 1
    return 0
