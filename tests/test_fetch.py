"""Servers misbehave; the link check survives it, stays polite and says what it found.

No test leaves this machine: whoever tries to is stopped (`no_internet`).
"""

import socket
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from guide.fetch import Answer, Kind, Manners, ask, ask_all
from tests.rude_server import RudeServer, running, stay_here


@pytest.fixture(autouse=True)
def no_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    stay_here(monkeypatch)


@pytest.fixture(scope="module")
def rude() -> Iterator[tuple[RudeServer, str]]:
    with running() as server:
        yield server


def manners(waits: list[float] | None = None, **more: float) -> Manners:
    """Polite without taking time: each wait is written down in *waits*.

    Patient, though: this machine may be busy with other things than to answer.
    """
    kept = waits if waits is not None else []
    settings = {"pause": 0, "timeout": 30, "longest": 60, **more}
    return Manners("Probe (+https://beispiel.example)", sleep=kept.append, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fine", Answer(Kind.OK)),
        ("/fine/mit leerzeichen/ü?q=ä b#teil", Answer(Kind.OK)),
        ("/nothing", Answer(Kind.GONE, "404")),
        ("/status/410", Answer(Kind.GONE, "410")),
        ("/status/403", Answer(Kind.CLOSED, "403")),
        ("/status/429", Answer(Kind.CLOSED, "429")),
        ("/status/400", Answer(Kind.ODD, "400")),
        ("/status/416", Answer(Kind.OK)),
        ("/status/503", Answer(Kind.FAILING, "503")),
        ("/recovers/a", Answer(Kind.OK)),
        ("/no-head", Answer(Kind.OK)),
        ("/huge", Answer(Kind.OK)),
        ("/circle", Answer(Kind.LOOP)),
        ("/endless", Answer(Kind.LOOP)),
        ("/cookie", Answer(Kind.OK)),
        ("/for-now", Answer(Kind.OK)),
        ("/for-now-then-good", Answer(Kind.OK)),
        ("/to-nothing", Answer(Kind.GONE, "404")),
        ("/nowhere", Answer(Kind.ODD, "302 ohne Ziel")),
        ("/to-nonsense", Answer(Kind.ODD, "ValueError")),
        ("/nonsense", Answer(Kind.ODD, "BadStatusLine")),
        ("/bad-header", Answer(Kind.ODD, "HTTPException")),
        ("/long-header", Answer(Kind.ODD, "LineTooLong")),
        ("/to-a-file", Answer(Kind.ODD, "keine Webadresse", "file:///etc/hostname")),
    ],
)
def test_whatever_a_server_does_is_an_answer(
    path: str, expected: Answer, rude: tuple[RudeServer, str]
) -> None:
    assert ask(rude[1] + path, manners(tries=2)) == expected


def test_a_server_that_is_silent_is_given_up(rude: tuple[RudeServer, str]) -> None:
    assert ask(f"{rude[1]}/silent", manners(timeout=0.3, tries=2)) == Answer(Kind.SLOW)


@pytest.mark.parametrize("path", ["/reset", "/hangs-up"])
def test_a_server_that_breaks_off_is_unreachable(path: str, rude: tuple[RudeServer, str]) -> None:
    assert ask(rude[1] + path, manners()).kind is Kind.UNREACHABLE


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert ask(address, manners()).kind is Kind.UNREACHABLE


def test_a_name_that_the_net_does_not_know_is_told_apart() -> None:
    assert ask("https://www.gibt-es-nicht.example/", manners()).kind is Kind.NO_HOST


@pytest.mark.skipif(which("openssl") is None, reason="Es fehlt openssl.")
def test_a_certificate_that_nobody_has_signed_is_told_and_asked_once(tmp_path: Path) -> None:
    waits: list[float] = []
    with running(tmp_path) as (server, address):
        answer = ask(f"{address}/fine", manners(waits))
        assert answer.kind is Kind.TLS
        assert answer.detail
        assert server.asked == [], "nothing is sent over a line that is not safe"
    assert sum(waits) == 0


def test_a_server_that_drips_is_given_up(rude: tuple[RudeServer, str]) -> None:
    """Each letter comes in time; all together would take for ever."""
    assert ask(f"{rude[1]}/drips", manners(longest=0.3, tries=1)).kind is Kind.SLOW


# --- moved --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/for-good", "/fine/new"),
        ("/for-good#teil", "/fine/new#teil"),
        ("/for-good-twice", "/fine/new"),
        ("/good-then-now", "/for-now"),  # where it leads for now may change again
        ("/umlaut", "/fine/für-alle"),
    ],
)
def test_who_has_moved_for_good_is_told_with_the_new_address(
    path: str, target: str, rude: tuple[RudeServer, str]
) -> None:
    server = rude[1]
    assert ask(server + path, manners()) == Answer(Kind.MOVED, target=server + target)


# --- politeness ---------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Iterator[tuple[RudeServer, str]]:
    with running() as server:
        yield server


def test_only_a_few_bytes_of_a_huge_page_are_read(fresh: tuple[RudeServer, str]) -> None:
    server, address = fresh
    assert ask(f"{address}/huge", manners()).kind is Kind.OK
    sent = sum(how == "MB" for how, _ in server.asked)
    assert sent < 64, "the rest of the gigabyte found nobody who reads"


def test_a_page_that_is_there_is_asked_for_its_head_alone(fresh: tuple[RudeServer, str]) -> None:
    server, address = fresh
    ask(f"{address}/fine", manners())
    assert server.asked == [("HEAD", "/fine")]


def test_a_server_reads_who_asks(fresh: tuple[RudeServer, str]) -> None:
    server, address = fresh
    ask(f"{address}/fine", manners())
    assert server.headers[0]["User-Agent"] == "Probe (+https://beispiel.example)"


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_between(
    fresh: tuple[RudeServer, str],
) -> None:
    server, address = fresh
    waits: list[float] = []
    addresses = [f"{address}/fine/{number}" for number in range(6)]
    answers = ask_all([*addresses, *addresses], manners(waits, pause=1.5))
    assert list(answers.values()) == [Answer(Kind.OK)] * 6
    assert len(server.asked) == 6, "each is asked once, however often it stands in the guide"
    assert waits == [1.5] * 6
    assert server.most_busy == 1


class Watched:
    """A lock that writes down how often its server had been asked when it was taken and given."""

    def __init__(self, server: RudeServer) -> None:
        self.server = server
        self.seen: list[int] = []

    def __enter__(self) -> None:
        self.seen.append(len(self.server.asked))

    def __exit__(self, *args: object) -> None:
        self.seen.append(len(self.server.asked))


def test_who_is_redirected_to_a_host_queues_there_too(fresh: tuple[RudeServer, str]) -> None:
    settings = manners()
    with running() as (other, there):
        settings.turns[there.removeprefix("http://")] = turn = Watched(other)  # type: ignore[assignment]
        assert ask(f"{fresh[1]}/over-there?{there}/fine", settings) == Answer(Kind.OK)
    assert turn.seen == [0, 1]


def test_what_may_pass_is_asked_again_after_longer_and_longer(
    fresh: tuple[RudeServer, str],
) -> None:
    server, address = fresh
    waits: list[float] = []
    assert ask(f"{address}/status/500", manners(waits, tries=3)).kind is Kind.FAILING
    assert [wait for wait in waits if wait] == [2, 4]
    assert server.times("/status/500", "GET") == 3


def test_what_is_gone_is_not_asked_again(fresh: tuple[RudeServer, str]) -> None:
    server, address = fresh
    ask(f"{address}/nothing", manners())
    assert server.asked == [("HEAD", "/nothing"), ("GET", "/nothing")]


def test_a_server_may_say_how_long_to_wait(fresh: tuple[RudeServer, str]) -> None:
    waits: list[float] = []
    assert ask(f"{fresh[1]}/please-wait", manners(waits)) == Answer(Kind.OK)
    assert [wait for wait in waits if wait] == [7]
