"""The system's own browser as a printing press, by the Chrome DevTools Protocol.

One browser for all sheets: starting it takes as long as printing ten. It is spoken to through a
WebSocket on this machine, since the other way, two pipes, cannot be had under Windows. Nobody
else gets in: it listens on this machine alone, and its address holds a secret of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",  # it calls nobody
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # the same letters on every machine
    "--remote-debugging-port=0",
)
LISTENS = "DevTools listening on "
PATIENCE = 60  # seconds for one answer
PRINT: Mapping[str, Any] = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": False,
    "displayHeaderFooter": False,
}
FAILED_FONTS = (
    "document.fonts.ready.then(() => [...document.fonts]"
    ".filter(f => f.status === 'error').map(f => f.family).join())"
)


class NoBrowser(Exception):
    """No Chromium, Chrome or Edge was found, or it does not start."""


@dataclass(frozen=True, eq=False)
class Press:
    """An open tab of a running browser."""

    socket: ClientConnection
    session: str
    numbers: Iterator[int] = field(default_factory=count)


def find() -> str | None:
    """Return the browser's program; CHROMIUM names one that lies elsewhere."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else NAMES))
    usual = (path for path in PLACES if not named and Path(path).exists())
    return next(filter(None, [*found, *usual]), None)


@contextmanager
def opened() -> Iterator[Press]:
    """Start the browser and close it at the end; raise NoBrowser where that fails."""
    program = find()
    if program is None:
        raise NoBrowser
    folder = tempfile.mkdtemp(prefix="bildungswege-druck-")
    process = _start(program, folder)
    try:
        with connect(_address(process), max_size=None, proxy=None) as socket:
            yield _tab(socket)
            with suppress(WebSocketException):
                _call(Press(socket, ""), "Browser.close")
    except (OSError, TimeoutError) as error:
        raise NoBrowser from error
    finally:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _start(program: str, folder: str) -> subprocess.Popen[str]:
    # As root, in containers, Chromium starts in no other way; the pages it opens are our own
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, f"--user-data-dir={folder}", *(["--no-sandbox"] if root else [])]
    return subprocess.Popen(
        [program, *flags, "about:blank"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _address(process: subprocess.Popen[str]) -> str:
    """Return where the browser says that it listens; its other lines are of no use here."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(LISTENS):
            return line.removeprefix(LISTENS).strip()
    raise NoBrowser


def _stop(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stderr is not None:
        process.stderr.close()


def _tab(socket: ClientConnection) -> Press:
    outside = Press(socket, "")
    target = _call(outside, "Target.createTarget", url="about:blank")["targetId"]
    attached = _call(outside, "Target.attachToTarget", targetId=target, flatten=True)
    press = Press(socket, attached["sessionId"])
    _call(press, "Page.enable")
    return press


def to_pdf(press: Press, page: Path) -> bytes:
    """Return the HTML file *page* as PDF, once its fonts are there.

    Raise RuntimeError where a font fails to load or the browser refuses.
    """
    _call(press, "Page.navigate", until="Page.loadEventFired", url=page.resolve().as_uri())
    answer = _call(
        press, "Runtime.evaluate", expression=FAILED_FONTS, awaitPromise=True, returnByValue=True
    )
    if failed := answer["result"].get("value"):
        raise RuntimeError(f"fonts failed to load: {failed}")
    return b64decode(_call(press, "Page.printToPDF", **PRINT)["data"])


def as_phone(press: Press, width: int, height: int) -> None:
    """Show pages as a phone of this many CSS pixels does, without running their scripts."""
    size: dict[str, Any] = {"width": width, "height": height, "deviceScaleFactor": 1}
    _call(press, "Emulation.setDeviceMetricsOverride", mobile=True, **size)
    _call(press, "Emulation.setScriptExecutionDisabled", value=True)


def look(press: Press, page: Path, script: str) -> Any:
    """Open the HTML file *page* and return the value of *script*, an expression of ours."""
    _call(press, "Page.navigate", until="Page.loadEventFired", url=page.resolve().as_uri())
    return _call(press, "Runtime.evaluate", expression=script, returnByValue=True)["result"].get(
        "value"
    )


def photograph(press: Press, top: int, width: int, height: int, quality: int) -> bytes:
    """Return a part of the open page as WebP; *quality* 0 to 100, the rest in CSS pixels."""
    clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
    taken = _call(
        press,
        "Page.captureScreenshot",
        format="webp",
        quality=quality,
        clip=clip,
        captureBeyondViewport=True,
    )
    return b64decode(taken["data"])


def _call(press: Press, method: str, until: str = "", **params: Any) -> Mapping[str, Any]:
    """Send *method* and return the answer, which may come before or after the event *until*."""
    number = next(press.numbers)
    message: dict[str, object] = {"id": number, "method": method, "params": params}
    if press.session:
        message["sessionId"] = press.session
    press.socket.send(json.dumps(message))
    answer: Mapping[str, Any] | None = None
    happened = not until
    while answer is None or not happened:
        said = json.loads(press.socket.recv(timeout=PATIENCE))
        happened = happened or said.get("method") == until
        if said.get("id") == number:
            if "error" in said:
                raise RuntimeError(f"{method}: {said['error']}")
            answer = said["result"]
    return answer
