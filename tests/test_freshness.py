"""A check grows old by itself, and a day that is over never looks open."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from guide import cli, todo, upkeep
from guide.edition import source_edition
from guide.fields import Assured
from guide.freshness import PERIODS, Period, Standing, standing, terms
from guide.load import Guide, load
from guide.offers import Service
from guide.outputs import plan
from guide.pathways import Node
from guide.site import make_site
from tests import mini
from tests.tools import ROOT

Capture = pytest.CaptureFixture[str]
ASSURED = date(2026, 2, 3)  # the offer „beratung“ of the small guide
DUE, OVERDUE = (ASSURED + timedelta(days) for days in (182, 365))


def run(*arguments: object) -> int:
    try:
        return cli.main([str(argument) for argument in arguments])
    except SystemExit as end:
        return int(end.code) if isinstance(end.code, int) else 1


def guide_of(root: Path) -> Guide:
    guide, problems = load(root)
    assert guide, problems
    return guide


@pytest.fixture(scope="module")
def assured(small_guide: Guide) -> Service:
    return next(service for service in small_guide.offers.services if service.assured)


@pytest.fixture(scope="module")
def small_guide() -> Guide:
    return guide_of(mini.SOURCES)


# --- growing old -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (ASSURED, Standing.FRESH),
        (DUE - timedelta(1), Standing.FRESH),
        (DUE, Standing.DUE),
        (OVERDUE - timedelta(1), Standing.DUE),
        (OVERDUE, Standing.OVERDUE),
        (date(2099, 1, 1), Standing.OVERDUE),
        (None, Standing.FRESH),
    ],
)
def test_a_check_grows_old_by_itself(
    day: date | None, expected: Standing, assured: Service
) -> None:
    assert standing(assured, day) is expected


def test_what_nobody_has_checked_is_unknown_on_every_day(small_guide: Guide) -> None:
    never = [service for service in small_guide.offers.services if not service.assured]
    assert never
    assert {standing(one, day) for one in never for day in (None, DUE)} == {Standing.UNKNOWN}


def test_a_check_in_the_future_has_not_happened(assured: Service) -> None:
    assert standing(assured, ASSURED - timedelta(1)) is Standing.UNKNOWN


def test_every_kind_of_record_has_a_period_and_is_due_before_it_is_overdue(
    small_guide: Guide,
) -> None:
    for one in upkeep.listed(small_guide, DUE):
        check = Assured(on=ASSURED, by="Bildungsbüro", how="phone")
        due, overdue = terms(one.record, check)
        assert check.on < due < overdue, one.key


def test_an_offer_grows_old_before_a_station_does() -> None:
    assert PERIODS[Service].due < PERIODS[Node].due
    assert all(isinstance(period, Period) for period in PERIODS.values())


# --- on the pages ----------------------------------------------------------------------------


def page(root: Path, path: str, day: date) -> str:
    return pages_of(root, day)[path]


def pages_of(root: Path, day: date) -> dict[str, str]:
    site = make_site(guide_of(root), [], day)
    return {a.path: a.render().decode() for a in plan(site) if a.path.startswith("de/")}


@pytest.mark.parametrize(
    ("day", "words", "absent"),
    [
        (ASSURED, "Geprüft am", "Manches kann jetzt anders sein."),
        (DUE, "Manches kann jetzt anders sein.", "lange her"),
        (OVERDUE, "Das ist lange her. Frag vorher nach.", "Manches kann"),
        (ASSURED - timedelta(1), "Noch nicht geprüft.", "Geprüft am"),
    ],
)
def test_a_page_says_in_simple_words_how_old_a_check_is(
    day: date, words: str, absent: str, assured: Service, copy: Path
) -> None:
    html = page(copy, f"de/angebot/{assured.id}.html", day)
    assert words in html
    assert absent not in html


def said_of(root: Path, text: str, day: date) -> str:
    edition = source_edition(guide_of(root), day)
    return str(edition.say("x", text).html)


def test_a_deadline_is_open_on_its_last_day_and_over_on_the_next(copy: Path) -> None:
    last = date(2027, 3, 4)
    assert "vorbei" not in said_of(copy, "Bis {frist:antrag}.", last)
    assert "(vorbei)" in said_of(copy, "Bis {frist:antrag}.", last + timedelta(1))


def test_a_deadline_of_every_year_is_never_over(copy: Path) -> None:
    assert "vorbei" not in said_of(copy, "Bis {frist:anmeldung}.", date(2099, 12, 31))


@pytest.mark.parametrize("kind", ["from", "fixed"])
def test_a_day_on_which_something_begins_or_a_cut_off_day_is_never_over(
    kind: str, copy: Path
) -> None:
    mini.replace(
        copy, "data/facts.yaml", "  date: 2027-03-04", f"  kind: {kind}\n  date: 2027-03-04"
    )
    assert "vorbei" not in said_of(copy, "Ab {frist:antrag}.", date(2099, 1, 1))


def test_a_sum_that_is_no_longer_valid_says_until_when_it_was(copy: Path) -> None:
    new = "valid_from: 2026-01-01\n  valid_to: 2026-12-31"
    mini.replace(copy, "data/facts.yaml", "valid_from: 2026-01-01", new)
    assert "galt bis" not in said_of(copy, "{betrag:mustergeld}", date(2026, 12, 31))
    after = said_of(copy, "{betrag:mustergeld}", date(2027, 1, 1))
    assert re.search("259.*galt bis .*31. Dezember 2026", after)


def test_a_way_that_has_ended_says_so_where_it_stands(copy: Path) -> None:
    old = 'text: "Du bestehst die Prüfung am Ende."'
    mini.replace(copy, "data/pathways.yaml", old, f"{old}\n    valid_to: 2026-07-31")
    path = "de/station/schule.html"
    assert "Das gilt nicht mehr." not in page(copy, path, date(2026, 7, 31))
    after = page(copy, path, date(2026, 8, 1))
    assert "Das gilt nicht mehr." in after
    assert re.search(r"31. Juli 2026</time> \(vorbei\)", after)


def test_arabic_pages_say_it_in_their_own_words(whole: Path) -> None:
    site = make_site(guide_of(whole), [], date(2099, 1, 1))
    arabic = next(edition for edition in site.editions if edition.language.tag == "ar")
    said = str(arabic._fact("frist", "antrag", "ar"))
    assert "(vorbei)" in said
    assert said.startswith("ar ") or "ar <bdi>" in said


# --- check freshness -----------------------------------------------------------------------------


def told(root: Path, day: date, capsys: Capture, *more: object) -> tuple[int, str]:
    capsys.readouterr()
    code = run("check", "freshness", "--root", root, "--today", day, *more)
    return code, capsys.readouterr().out


def test_what_nobody_has_checked_is_a_number_not_a_list(copy: Path, capsys: Capture) -> None:
    code, said = told(copy, ASSURED, capsys)
    never = upkeep.never(guide_of(copy), ASSURED)
    assert code == 0
    assert f"Noch nie geprüft: {len(never)} von " in said
    assert f"{sum(one.section == 'services' for one in never)} Angebote" in said
    assert len(said.splitlines()) < 12


def test_what_is_overdue_comes_with_file_line_and_the_command(
    copy: Path, capsys: Capture, assured: Service
) -> None:
    code, said = told(copy, OVERDUE + timedelta(10), capsys)
    assert code == 0, "what is old must not stop a typo fix"
    assert re.search(r"^data/offers\.yaml:66:\d+: Hinweis: ", said, re.M)
    assert "zuletzt geprüft am 3.2.2026, seit 10 Tagen überfällig [ueberfaellig]" in said
    assert f"python3 build.py assure {assured.id} --by" in said


def test_the_longest_overdue_comes_first(copy: Path, capsys: Capture) -> None:
    """The station was checked earlier, but an offer is overdue sooner."""
    _, said = told(copy, date(2029, 1, 1), capsys)
    late = [int(days) for days in re.findall(r"seit (\d+) Tagen", said)]
    assert len(late) == 2
    assert late == sorted(late, reverse=True)
    assert re.findall(r"^data/(\w+)", said, re.M)[:2] == ["offers", "pathways"]


def test_a_deadline_that_is_over_is_listed_with_the_lines_that_name_it(
    copy: Path, capsys: Capture
) -> None:
    mini.replace(copy, "content/geld.md", "\n---\n", "\n---\n\nBis {frist:antrag}.\n")
    _, said = told(copy, date(2027, 3, 5), capsys)
    assert "Der 4.3.2027 ist vorbei [frist-vorbei]" in said
    assert re.search(r"Genannt in .*content/geld\.md Zeile \d+", said)


def test_strict_is_for_those_who_want_to_be_stopped(copy: Path, capsys: Capture) -> None:
    assert told(copy, ASSURED, capsys, "--strict")[0] == 0
    assert told(copy, OVERDUE, capsys, "--strict")[0] == 1


def test_a_check_in_the_future_is_told(copy: Path, capsys: Capture) -> None:
    assert "liegt in der Zukunft [zukunft]" in told(copy, date(2026, 1, 1), capsys)[1]


# --- calendar and list ---------------------------------------------------------------------------


def events(text: str) -> list[dict[str, str]]:
    """A small reader of RFC 5545: unfold, split into events."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END",):
            found[-1][name.partition(";")[0]] = value
    return found


def test_the_calendar_is_as_rfc_5545_wants_it(copy: Path, tmp_path: Path, capsys: Capture) -> None:
    label = "label: Letzter Tag für den Antrag"
    mini.replace(copy, "data/facts.yaml", label, 'label: "Antrag; A, B \\\\ C: ü' + "ä" * 80 + '"')
    assert told(copy, DUE, capsys, "--ics", tmp_path / "x.ics")[0] == 0
    content = (tmp_path / "x.ics").read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) == 75
    for line in content.split(b"\r\n"):
        line.decode("utf-8")  # no letter is cut in two
    text = content.decode()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(events(text)) > 1
    for event in events(text):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= event.keys()
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert re.fullmatch(r"\d{8}", event["DTSTART"])
    title = next(e["SUMMARY"] for e in events(text) if e["UID"].startswith("frist-antrag"))
    assert title == "Frist endet: Antrag\\; A\\, B \\\\ C: ü" + "ä" * 80


def test_an_event_keeps_its_name_when_the_calendar_is_made_again(small_guide: Guide) -> None:
    one, other = (todo.calendar(small_guide, ASSURED + timedelta(n)).decode() for n in (0, 20))
    names = [[event["UID"] for event in events(text)] for text in (one, other)]
    assert names[0] == names[1]
    assert len(names[0]) == len(set(names[0]))


def test_what_is_late_belongs_to_this_month_and_what_is_not_to_its_own(small_guide: Guide) -> None:
    months = todo.by_month(small_guide, OVERDUE)
    late = {one.key for one in months[OVERDUE.replace(day=1)]}
    assert any(one.record.assured for one in months[OVERDUE.replace(day=1)])
    early = todo.by_month(small_guide, ASSURED)[DUE.replace(day=1)]
    assert {one.key for one in early if one.record.assured} <= late


def test_no_record_is_forgotten_and_none_is_asked_twice(small_guide: Guide) -> None:
    planned = [one.key for records in todo.by_month(small_guide, DUE).values() for one in records]
    assert sorted(planned) == sorted(one.key for one in upkeep.listed(small_guide, DUE))


def test_the_list_for_a_month_can_be_ticked_off(
    copy: Path, tmp_path: Path, capsys: Capture, assured: Service
) -> None:
    assert told(copy, OVERDUE, capsys, "--markdown", tmp_path / "x.md")[0] == 0
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert text.startswith("# Zu prüfen im Februar 2027\n")
    overdue = text.split("## Überfällig")[1].split("##")[0]
    assert f"- [ ] „{assured.name}“" in overdue
    assert "data/offers.yaml Zeile 66" in overdue
    assert f"python3 build.py assure {assured.id} " in text


def test_a_file_that_cannot_be_written_is_told(copy: Path, tmp_path: Path, capsys: Capture) -> None:
    code, said = told(copy, DUE, capsys, "--ics", tmp_path / "no" / "x.ics")
    assert code == 1
    assert "lässt sich nicht schreiben" in said


# --- the clock ------------------------------------------------------------------------------------


def build(root: Path, folder: Path, *more: str) -> dict[str, bytes]:
    assert run("build", "--root", root, "--output", folder, *more) == 0
    return dict(contents(folder))


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_builds_of_one_day_are_the_same_to_the_byte(copy: Path, tmp_path: Path) -> None:
    one = build(copy, tmp_path / "a", "--today", "2026-11-24", "--compressed")
    assert one == build(copy, tmp_path / "b", "--today", "2026-11-24", "--compressed")


def test_another_day_makes_other_pages(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assured: Service
) -> None:
    early = build(copy, tmp_path / "a", "--today", ASSURED.isoformat())
    moment = datetime.combine(OVERDUE, datetime.min.time(), UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    late = build(copy, tmp_path / "b")
    name = f"de/angebot/{assured.id}.html"
    assert b"lange her" not in early[name]
    assert b"lange her" in late[name]
    assert build(copy, tmp_path / "c", "--today", OVERDUE.isoformat()) == late


def test_the_option_is_stronger_than_the_environment(
    copy: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")  # 2100
    assert "überfällig" not in told(copy, ASSURED, capsys)[1]
    capsys.readouterr()
    run("check", "freshness", "--root", copy)
    assert "überfällig" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["gestern", "9" * 30])
def test_a_time_that_is_none_stops_rather_than_shows_a_wrong_day(
    typed: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", typed)
    assert run("check", "--root", copy) == 1


def test_a_day_that_is_none_is_told_in_german(copy: Path, capsys: Capture) -> None:
    assert run("check", "--root", copy, "--today", "24.11.2026") == 2
    assert "„24.11.2026“ ist kein Datum. So schreiben: 2027-01-15" in capsys.readouterr().err


def test_only_the_command_line_reads_the_clock() -> None:
    clock = re.compile(
        r"\.today\(\)|\.now\(|utcnow|time\.time\(|localtime|gmtime|SOURCE_DATE_EPOCH"
    )
    reading = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "guide").rglob("*.py"))
        if clock.search(path.read_text(encoding="utf-8"))
    ]
    assert reading == ["guide/cli/clock.py"]
