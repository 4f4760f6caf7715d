"""A web server that misbehaves in every way a link check has to survive; on this machine alone."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class RudeServer(ThreadingHTTPServer):
    """Remembers what it was asked, how often at the same time, and waits until it is let go."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.busy: set[Handler] = set()
        self.most_busy = 0
        self.counting = threading.Lock()
        self.let_go = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asks hangs up early: that is what is tried here."""

    def times(self, path: str, method: str = "") -> int:
        return sum(1 for how, what in self.asked if what == path and method in ("", how))


class Handler(BaseHTTPRequestHandler):
    server: RudeServer

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        with self.server.counting:
            self.server.asked.append((self.command, self.path))
            self.server.headers.append(dict(self.headers))
            self.server.busy.add(self)
            self.server.most_busy = max(len(self.server.busy), self.server.most_busy)
        try:
            name = self.path.strip("/").partition("?")[0].partition("/")[0]
            WAYS.get(name, gone)(self)
        finally:
            self.done()

    def done(self) -> None:
        with self.server.counting:
            self.server.busy.discard(self)

    def say(self, status: int, body: bytes = b"hello", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.done()  # before it is sent: whoever has the answer may ask the next thing at once
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is no place for an access log."""


def fine(handler: Handler) -> None:
    handler.say(200)


def gone(handler: Handler) -> None:
    handler.say(404)


def status(handler: Handler) -> None:
    handler.say(int(handler.path.rpartition("/")[2]))


def recovers(handler: Handler) -> None:
    """500 twice (HEAD and GET of the first try), then fine."""
    handler.say(500 if handler.server.times(handler.path) <= 2 else 200)


def please_wait(handler: Handler) -> None:
    late = handler.server.times(handler.path) > 2
    handler.say(200) if late else handler.say(503, **{"Retry-After": "7"})


def silent(handler: Handler) -> None:
    handler.server.let_go.wait(60)


def drips(handler: Handler) -> None:
    """A header that never ends, letter by letter: no single wait is long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not handler.server.let_go.wait(0.02):
        handler.wfile.write(b"a")


def circle(handler: Handler) -> None:
    handler.say(302, Location="/circle2" if handler.path == "/circle" else "/circle")


def endless(handler: Handler) -> None:
    handler.say(302, Location=f"/endless/{len(handler.server.asked)}")


def cookie(handler: Handler) -> None:
    """Goes in circles for those who keep no cookies."""
    if handler.headers.get("Cookie") == "seen=1":
        handler.say(200)
    else:
        handler.say(302, Location="/cookie?again", **{"Set-Cookie": "seen=1"})


def leads_to(code: int, target: str) -> Callable[[Handler], None]:
    def lead(handler: Handler) -> None:
        handler.say(code, Location=target)

    return lead


def over_there(handler: Handler) -> None:
    handler.say(302, Location=handler.path.partition("?")[2])


def nowhere(handler: Handler) -> None:
    handler.say(302)


def huge(handler: Handler) -> None:
    """Knows no HEAD, and sends a gigabyte to whoever reads on."""
    if handler.command == "HEAD":
        handler.say(405)
        return
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1024):
        handler.wfile.write(b"x" * 2**20)
        handler.server.asked.append(("MB", handler.path))


def reset(handler: Handler) -> None:
    option = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")  # linger: on, 0 seconds
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)
    handler.connection.close()


def hangs_up(handler: Handler) -> None:
    handler.close_connection = True


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff\x01 this is no HTTP\r\n\r\n")


def bad_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n")


def long_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n")


def no_head(handler: Handler) -> None:
    handler.say(404 if handler.command == "HEAD" else 200)


def umlaut(handler: Handler) -> None:
    handler.send_response(301)
    handler.wfile.write(b"".join(handler._headers_buffer))  # type: ignore[attr-defined]
    handler._headers_buffer = []  # type: ignore[attr-defined]
    handler.wfile.write("Location: /fine/für-alle\r\nContent-Length: 0\r\n\r\n".encode())


WAYS: dict[str, Callable[[Handler], None]] = {
    "fine": fine,
    "status": status,
    "recovers": recovers,
    "please-wait": please_wait,
    "silent": silent,
    "drips": drips,
    "circle": circle,
    "circle2": circle,
    "endless": endless,
    "cookie": cookie,
    "for-good": leads_to(301, "/fine/new"),
    "for-good-twice": leads_to(308, "/for-good"),
    "for-now": leads_to(302, "/fine/now"),
    "for-now-then-good": leads_to(302, "/for-good"),
    "good-then-now": leads_to(301, "/for-now"),
    "to-nothing": leads_to(301, "/nothing"),
    "to-a-file": leads_to(302, "file:///etc/hostname"),
    "to-nonsense": leads_to(302, "http://[broken"),
    "over-there": over_there,
    "nowhere": nowhere,
    "huge": huge,
    "reset": reset,
    "hangs-up": hangs_up,
    "nonsense": nonsense,
    "bad-header": bad_header,
    "long-header": long_header,
    "no-head": no_head,
    "umlaut": umlaut,
}


@contextmanager
def running(folder: Path | None = None) -> Iterator[tuple[RudeServer, str]]:
    """Yield a server and its address; with *folder*, one whose certificate nobody has signed."""
    server = RudeServer()
    if folder is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(folder))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server, f"{'https' if folder else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path) -> Path:
    """Make a key and a certificate that is signed by itself, in one file."""
    path = folder / "own.pem"
    more = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run(
        [*command, *more, "-keyout", str(path), "-out", str(folder / "own.crt")],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + (folder / "own.crt").read_bytes())
    return path


def stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches the internet: no name is known, and only this machine is connected to."""
    monkeypatch.setenv("no_proxy", "*")
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: tuple[str, int]) -> None:
        assert address[0] == "127.0.0.1", f"a test reached for {address}"
        connect(self, address)

    def look_up_here(host: str, *args: int, **more: int) -> object:
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *args, **more)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
