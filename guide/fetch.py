"""Asks web servers politely whether a page is there.

The standard library's urllib is enough (see docs/decisions/0027): it knows the proxies that many
offices need, verifies TLS, and leaves redirects to us. One host is asked one thing at a time, with
a pause between; other hosts meanwhile. Nothing here prints, and time is only waited for.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.message import Message
from enum import StrEnum
from queue import Empty, SimpleQueue
from socket import gaierror
from typing import IO, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
)

MAX_HOPS = 10
BODY = 1024  # bytes of a page that are read: it is there, more is not asked
LONGEST_WAIT = 30  # seconds that a server may ask us to wait before the next try
FOR_GOOD = {301, 308}
REDIRECTS = FOR_GOOD | {302, 303, 307}
GONE = {404, 410}
CLOSED = {401, 402, 403, 405, 406, 407, 418, 429, 451, 999}
T = TypeVar("T")


class Kind(StrEnum):
    OK = "ok"
    MOVED = "moved"  # there, but for good under another address
    GONE = "gone"
    CLOSED = "closed"  # not for programs: says nothing of what people see
    FAILING = "failing"  # the server says that it has a fault
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    NO_HOST = "no-host"
    LOOP = "loop"
    TLS = "tls"
    ODD = "odd"  # no answer that a browser could make sense of


PASSING = {Kind.FAILING, Kind.SLOW, Kind.UNREACHABLE, Kind.NO_HOST}  # worth another try


@dataclass(frozen=True, slots=True)
class Answer:
    kind: Kind
    detail: str = ""  # a status or a reason, for the curious
    target: str = ""  # where a page has moved to
    wait: float = 0  # seconds that the server asks us to wait


@dataclass(frozen=True)
class Manners:
    """How servers are asked; times in seconds."""

    agent: str
    pause: float = 1  # between two questions to one host
    timeout: float = 15  # of silence
    longest: float = 45  # for one question, however busily it drips
    tries: int = 3
    hosts: int = 8  # asked at the same time
    sleep: Callable[[float], None] = time.sleep
    turns: dict[str, threading.Lock] = field(default_factory=dict, compare=False)


def ask_all(addresses: Iterable[str], manners: Manners) -> dict[str, Answer]:
    """Return what became of each of *addresses* (http or https)."""
    hosts: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        hosts.setdefault(_host(address), []).append(address)

    def ask_host(listed: list[str]) -> list[tuple[str, Answer]]:
        return [(address, ask(address, manners)) for address in listed]

    with ThreadPoolExecutor(manners.hosts) as pool:
        return dict(pair for pairs in pool.map(ask_host, hosts.values()) for pair in pairs)


def ask(address: str, manners: Manners) -> Answer:
    """Return what became of *address*; what may pass is asked again, after longer and longer."""
    answer = Answer(Kind.ODD)
    for number in range(manners.tries):
        if number:
            manners.sleep(min(LONGEST_WAIT, max(answer.wait, 2.0**number)))
        answer = _follow(address, manners)
        if answer.kind not in PASSING and not answer.wait:
            break
    return answer


def _follow(address: str, manners: Manners) -> Answer:
    """Follow redirects; cookies are kept on the way, without them some sites run in circles."""
    opener = build_opener(_Stay(), HTTPCookieProcessor())
    here, moved, seen = address, "", set[str]()
    while here not in seen and len(seen) < MAX_HOPS:
        seen.add(here)
        if urlsplit(here).scheme not in ("http", "https"):
            return Answer(Kind.ODD, "keine Webadresse", here)
        try:
            status, headers = _look(_sound(here), manners, opener)
            target = _target(here, headers) if status in REDIRECTS else None
        except Exception as error:  # whatever a server makes urllib raise, it is an answer
            return _explained(error)
        if status not in REDIRECTS:
            return _judged(status, headers, moved)
        if target is None:
            return Answer(Kind.ODD, f"{status} ohne Ziel")
        if status in FOR_GOOD and here == (moved or address):
            moved = target  # as long as every step so far is for good
        here = target
    return Answer(Kind.LOOP)


def _look(address: str, manners: Manners, opener: OpenerDirector) -> tuple[int, Message]:
    """HEAD costs least; servers that do not know it, or fail at it, are asked for a few bytes."""
    try:
        status, headers = _in_turn(address, "HEAD", manners, opener)
        if status < 400:
            return status, headers
    except (OSError, http.client.HTTPException) as error:
        if isinstance(_reason(error), (ssl.SSLError, gaierror)):
            raise
    return _in_turn(address, "GET", manners, opener)


def _in_turn(
    address: str, method: str, manners: Manners, opener: OpenerDirector
) -> tuple[int, Message]:
    with manners.turns.setdefault(_host(address), threading.Lock()):
        try:
            return _within(manners.longest, lambda: _open(address, method, manners, opener))
        finally:
            manners.sleep(manners.pause)


def _open(
    address: str, method: str, manners: Manners, opener: OpenerDirector
) -> tuple[int, Message]:
    headers = {"User-Agent": manners.agent, "Accept": "*/*"}
    if method == "GET":
        headers["Range"] = f"bytes=0-{BODY - 1}"
    request = Request(address, headers=headers, method=method)
    try:
        with opener.open(request, timeout=manners.timeout) as response:
            response.read(BODY)
            return int(response.status), response.headers
    except HTTPError as error:
        with error:
            return error.code, error.headers


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what *work* returns, or raise TimeoutError: a server may drip for hours."""
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


class _Stay(HTTPRedirectHandler):
    """urllib would follow redirects; here each is an answer. The library wants a class."""

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> None:
        return None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


# --- what an answer means ------------------------------------------------------------------------


def _judged(status: int, headers: Message, moved: str) -> Answer:
    if status in GONE:
        return Answer(Kind.GONE, str(status))
    if status == 429 or status >= 500:
        kind = Kind.CLOSED if status in CLOSED else Kind.FAILING
        return Answer(kind, str(status), wait=_wait(headers))
    if status in CLOSED:
        return Answer(Kind.CLOSED, str(status))
    if status >= 400 and status != 416:  # 416: a page shorter than nothing, but there
        return Answer(Kind.ODD, str(status))
    return Answer(Kind.MOVED, target=moved) if moved else Answer(Kind.OK)


def _wait(headers: Message) -> float:
    """RFC 9110 section 10.2.3: seconds, or a date, which we do not wait for."""
    said = headers.get("Retry-After", "")
    return float(said) if said.isdecimal() and said.isascii() else 0


def _explained(error: Exception) -> Answer:
    reason = _reason(error)
    match reason:
        case ssl.SSLError():
            why = getattr(reason, "verify_message", "") or reason.reason or ""
            return Answer(Kind.TLS, str(why))
        case TimeoutError():
            return Answer(Kind.SLOW)
        case gaierror():
            return Answer(Kind.NO_HOST)
        case OSError():
            return Answer(Kind.UNREACHABLE, reason.strerror or "")
        case http.client.RemoteDisconnected():
            return Answer(Kind.UNREACHABLE)
    return Answer(Kind.ODD, type(reason).__name__)


def _reason(error: Exception) -> BaseException:
    """urllib wraps what happened while connecting, and not what happened afterwards."""
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        return error.reason
    return error


def _target(here: str, headers: Message) -> str | None:
    said = headers.get("Location")
    if not said:
        return None
    with suppress(UnicodeError):
        said = said.encode("latin-1").decode("utf-8")  # http.client reads bytes as Latin-1
    target = urljoin(here, said.strip())
    return target if "#" in target else _with_fragment(target, urlsplit(here).fragment)


def _with_fragment(address: str, fragment: str) -> str:
    """RFC 9110 section 10.2.2: a redirect without a fragment keeps the one asked for."""
    return f"{address}#{fragment}" if fragment else address


def _sound(address: str) -> str:
    """Return *address* as it may be sent: ASCII, without its fragment."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if not host:
        raise ValueError("no host")
    where = f"[{host}]" if ":" in host else host
    where += f":{parts.port}" if parts.port else ""
    safe = "/%:@!$&'()*+,;=~-._"
    return urlunsplit(
        (parts.scheme, where, quote(parts.path or "/", safe), quote(parts.query, safe + "?"), "")
    )


def _host(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2].lower()


# --- remembered answers ------------------------------------------------------------------------


def as_json(answers: Mapping[str, Answer], day: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what is worth remembering of *answers*, given on *day* (2026-11-24).

    What is wrong is asked again every time: somebody may just have mended it.
    """
    for address, answer in sorted(answers.items()):
        if answer.kind in (Kind.OK, Kind.MOVED, Kind.CLOSED):
            yield address, {**_words(replace(answer, wait=0)), "on": day}


def from_json(said: object) -> Answer | None:
    """Return the answer in an entry that as_json has made; None where it is none."""
    match said:
        case {"kind": str(kind), "detail": str(detail), "target": str(target)} if kind in {*Kind}:
            return Answer(Kind(kind), detail, target)
    return None


def _words(answer: Answer) -> dict[str, str]:
    return {"kind": answer.kind.value, "detail": answer.detail, "target": answer.target}
