"""check links: in an editor's words, never in the way of a typo fix, and nobody is asked twice."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guide import cli, links
from guide.cli import linking
from guide.fetch import Answer, Kind, Manners
from guide.load import Guide, load
from guide.problems import Problem
from tests import mini
from tests.rude_server import RudeServer, running, stay_here
from tests.tools import ROOT

Capture = pytest.CaptureFixture[str]
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def no_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    stay_here(monkeypatch)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """As polite as ever, but nobody really waits."""
    polite = linking.manners

    def hurried(guide: Guide) -> Manners:
        return replace(polite(guide), sleep=lambda seconds: None, timeout=30)

    monkeypatch.setattr(linking, "manners", hurried)


@pytest.fixture
def rude() -> Iterator[tuple[RudeServer, str]]:
    with running() as server:
        yield server


def guide_of(root: Path) -> Guide:
    guide, problems = load(root)
    assert guide, problems
    return guide


def to_server(root: Path, address: str) -> None:
    """Let every link of the small guide lead to the server on this machine."""
    for path in [*(root / "data").glob("*.yaml"), *(root / "content").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"https?://(www\.)?example\.org", f"{address}/fine", text), "utf-8")


def check(root: Path, capsys: Capture, *more: str, day: date = DAY) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.main(["check", "links", "--root", str(root), "--today", day.isoformat(), *more])
    return code, capsys.readouterr().out


# --- which links there are -------------------------------------------------------------------


def test_every_address_in_the_files_is_asked_about() -> None:
    """Each https:// in data/ and content/, but for what is no link: namespaces and comments."""
    wanted = {
        found.rstrip("\"'>),.")
        for path in [*(ROOT / "data").glob("*.yaml"), *(ROOT / "content").glob("*.md")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#") and "site_url" not in line
        for found in re.findall(r"https?://[^\s<>\"]+", line)
    }
    assert len(wanted) > 100
    asked = {address.rstrip(")") for address in links.to_ask(links.links(guide_of(ROOT)))}
    assert wanted - asked == set()


def test_each_link_stands_where_it_says() -> None:
    for link in links.links(guide_of(ROOT)):
        line = (ROOT / link.origin.path).read_text("utf-8").split("\n")[link.origin.line - 1]
        assert link.address in line[link.origin.column - 1 :], link


def test_the_real_guide_has_no_address_that_cannot_be_right() -> None:
    assert list(links.form(links.links(guide_of(ROOT)))) == []


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("tel:+4953511234", True),
        ("tel:112", True),
        ("tel:05351 1234", False),
        ("tel:+49-5351-1234", False),
        ("tel:", False),
        ("sms:+4915112345?body=Hallo", True),
        ("mailto:amt@example.org", True),
        ("mailto:amt@example.org?subject=Hallo", True),
        ("mailto:amt(at)example.org", False),
        ("mailto:", False),
        ("https://example.org:8080/x", True),
        ("https:///x", False),
        ("https://[kaputt", False),
        ("https://example.org:99999/", False),
    ],
)
def test_the_form_of_an_address_is_judged_without_asking_anybody(address: str, right: bool) -> None:
    assert (links.badly_formed(address) == "") is right


# --- what an editor reads ------------------------------------------------------------------------


def test_all_is_well_is_one_line(copy: Path, capsys: Capture, rude: tuple[RudeServer, str]) -> None:
    to_server(copy, rude[1])
    code, said = check(copy, capsys)
    assert code == 0
    assert "0 Hinweise" in said
    assert rude[0].asked


def test_a_page_that_is_gone_is_told_with_record_line_and_remedy(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    mini.replace(copy, "data/offers.yaml", "/fine/deutsch", "/nothing")
    code, said = check(copy, capsys)
    assert code == 0, "a page that is gone must not stop a typo fix"
    assert re.search(
        r"^data/offers\.yaml:\d+:\d+: Hinweis: Webseite von „Deutschkurs am Abend“", said, re.M
    )
    assert "Diese Seite gibt es nicht mehr (404)" in said
    assert "→ Die Seite dort suchen" in said
    assert check(copy, capsys, "--strict")[0] == 1


def test_a_link_in_a_text_is_told_with_its_sentence(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    text = f"Erster Satz. Frag [das Amt]({rude[1]}/for-good) zuerst. Letzter Satz."
    mini.replace(copy, "content/geld.md", "\n---\n", f"\n---\n\n{text}\n")
    _, said = check(copy, capsys)
    assert "Im Satz „Frag das Amt zuerst.“: Die Seite ist für immer umgezogen" in said
    assert f"→ Die neue Adresse eintragen: {rude[1]}/fine/new" in said


def test_an_address_that_cannot_be_right_is_told(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    mini.replace(copy, "content/geld.md", "\n---\n", "\n---\n\n[Ruf an](tel:05351-12).\n")
    _, said = check(copy, capsys)
    assert "„tel:05351-12“ kann nicht stimmen [link-form]" in said
    assert "{tel:kennung}" in said


def test_every_kind_of_answer_has_words_of_its_own() -> None:
    assert set(links.WORDS) == set(Kind) - {Kind.OK}
    assert len({message for message, _ in links.WORDS.values()}) == len(links.WORDS)


def test_an_address_is_told_at_every_place_where_it_stands() -> None:
    listed = links.links(guide_of(ROOT))
    answers = {address: Answer(Kind.GONE, "404") for address in links.to_ask(listed)}
    found: list[Problem] = list(links.told(listed, answers))
    assert len(found) == sum(link.address in answers for link in listed)


def test_without_internet_one_sentence_says_so(copy: Path, capsys: Capture) -> None:
    code, said = check(copy, capsys)
    assert code == 0
    assert "Besteht eine Internetverbindung?" in said
    assert "[link-no-host]" not in said
    assert not (copy / links.CACHE).exists(), "what could not be asked is not remembered"


def test_a_guide_with_a_mistake_is_told_before_anybody_is_asked(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    mini.replace(copy, "data/facts.yaml", "euro: 259", "euro: viel")
    code, said = check(copy, capsys)
    assert code == 1
    assert "data/facts.yaml" in said
    assert rude[0].asked == []


def test_servers_read_the_name_of_the_guide_and_where_it_is(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    address = guide_of(copy).region.site_url
    check(copy, capsys)
    agents = {headers["User-Agent"] for headers in rude[0].headers}
    assert len(agents) == 1
    assert agents.pop().startswith(f"Bildungswege-Linkpruefung (+{address}")


# --- remembered ----------------------------------------------------------------------------------


def test_a_good_answer_is_remembered_for_a_week_and_a_bad_one_is_asked_again(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    server, address = rude
    to_server(copy, address)
    mini.replace(copy, "data/offers.yaml", "/fine/deutsch", "/nothing")
    check(copy, capsys)
    first = len(server.asked)
    _, said = check(copy, capsys, day=date(2026, 11, 30))
    assert {path for _, path in server.asked[first:]} == {"/nothing"}
    assert "gibt es nicht mehr" in said
    before = len(server.asked)
    check(copy, capsys, day=date(2026, 12, 1))
    assert len(server.asked) - before == first


def test_a_page_that_has_moved_is_told_each_time_though_asked_once(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    mini.replace(copy, "data/offers.yaml", "/fine/deutsch", "/for-good")
    first, second = check(copy, capsys)[1], check(copy, capsys)[1]
    assert "für immer umgezogen" in first
    assert "für immer umgezogen" in second
    assert rude[0].times("/for-good") == 1


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"a": 1}', '{"a": {"on": "x"}}', "null"])
def test_a_broken_memory_is_an_empty_one(broken: str, tmp_path: Path) -> None:
    path = tmp_path / links.CACHE
    path.parent.mkdir()
    path.write_text(broken, encoding="utf-8")
    assert links.remembered(tmp_path, DAY) == {}
    links.remember(tmp_path, {"https://a.example/": Answer(Kind.OK)}, DAY)
    assert links.remembered(tmp_path, DAY) == {"https://a.example/": Answer(Kind.OK)}


def test_the_memory_stands_outside_the_site_and_git_ignores_it(
    copy: Path, capsys: Capture, rude: tuple[RudeServer, str]
) -> None:
    to_server(copy, rude[1])
    check(copy, capsys)
    kept = json.loads((copy / ".cache" / "links.json").read_text(encoding="utf-8"))
    assert kept
    assert ".cache/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert not (copy / "site").exists()


def test_checking_the_guide_itself_asks_nobody(copy: Path, rude: tuple[RudeServer, str]) -> None:
    to_server(copy, rude[1])
    assert cli.main(["check", "--root", str(copy)]) == 0
    assert rude[0].asked == []
