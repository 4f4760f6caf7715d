"""Deadlines and news: read by others' tools, and nothing looks open or new that is not."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree

from guide.outputs.opendata import deadlines, feed, news
from guide.site import Site
from tests import mini
from tests.tools import ROOT

SCHEMAS = ROOT / "tests" / "schemas"
DAY = date(2026, 11, 24)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(params=("small", "real"))
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


def on(site: Site, day: date) -> Site:
    """The same guide on another day."""
    return replace(site, day=day)


# --- deadlines -----------------------------------------------------------------------------------


def events(site: Site) -> dict[str, Any]:
    calendar = Calendar.from_ical(deadlines.calendar(site))
    assert calendar.errors == []
    return {str(event["SUMMARY"]): event for event in calendar.events}


def test_the_calendar_is_read_without_an_error(site: Site) -> None:
    content = deadlines.calendar(on(site, DAY))
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert events(on(site, DAY))
    for event in events(on(site, DAY)).values():
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)


def test_a_deadline_of_every_year_repeats_from_the_next_on(small: Site) -> None:
    for day, start in ((date(2026, 2, 20), 2026), (date(2026, 2, 21), 2027)):
        event = events(on(small, day))["Anmeldung zur Schule"]
        assert event["DTSTART"].dt == date(start, 2, 20)
        assert event["RRULE"]["FREQ"] == ["YEARLY"]


def test_a_deadline_that_is_over_is_not_in_the_calendar(small: Site) -> None:
    last = "Letzter Tag für den Antrag (bitte nachfragen)"
    assert last in events(on(small, date(2027, 3, 4)))
    assert last not in events(on(small, date(2027, 3, 5)))


def test_a_leap_day_is_a_day_only_where_there_is_one(copy: Path) -> None:
    mini.replace(copy, "data/facts.yaml", "yearly: 02-20", "yearly: 02-29")
    event = events(on(mini.site_of(copy), date(2026, 1, 1)))["Anmeldung zur Schule"]
    assert event["DTSTART"].dt == date(2028, 2, 29)


def test_a_day_that_a_rule_only_names_is_no_event(copy: Path) -> None:
    mini.replace(copy, "data/facts.yaml", "  date: 2027-03-04", "  kind: fixed\n  date: 2027-03-04")
    assert [*events(on(mini.site_of(copy), DAY))] == ["Anmeldung zur Schule"]


def test_what_nobody_has_checked_says_so_in_the_calendar(small: Site) -> None:
    assert all("Noch nicht geprüft" in e["DESCRIPTION"] for e in events(on(small, DAY)).values())


# --- news ----------------------------------------------------------------------------------------


def entries(site: Site) -> list[Any]:
    return etree.fromstring(feed.atom(site)).findall(f"{ATOM}entry")


def test_the_feed_is_valid_by_the_schema_of_rfc_4287(site: Site) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    document = etree.fromstring(feed.atom(on(site, DAY)))
    assert schema.validate(document), schema.error_log
    ids = [found.text for found in document.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) > 1
    document.find(f"{ATOM}entry/{ATOM}updated").text = "gestern"
    assert not schema.validate(document)


def test_nothing_is_news_before_its_day(small: Site) -> None:
    for day in (date(2026, 2, 9), date(2026, 2, 10), DAY, date(2031, 1, 1)):
        days = [entry.findtext(f"{ATOM}updated")[:10] for entry in entries(on(small, day))]
        assert days == sorted(days, reverse=True)
        assert all(told <= day.isoformat() for told in days)
    assert news.updated(on(small, date(2026, 2, 15))) == date(2026, 2, 10)


def test_news_are_what_editors_wrote_checked_or_dated(small: Site) -> None:
    texts = {e.findtext(f"{ATOM}content") for e in entries(on(small, date(2027, 3, 4)))}
    assert "Die Wegeberatung hat jetzt auch am Freitag offen <neu> & länger." in texts
    assert "Wegeberatung Musterland" in texts  # checked on 3 February 2026
    assert "Mustergeld im Monat: 259\u00a0€" in texts
    assert "Letzter Tag für den Antrag (nicht sicher belegt)" in texts
    assert "Das ist noch nicht so weit." not in texts


def test_an_entry_leads_to_what_it_is_about(small: Site) -> None:
    entry = entries(on(small, date(2026, 2, 10)))[0]
    links = [(link.get("rel"), link.get("href")) for link in entry.findall(f"{ATOM}link")]
    assert links == [
        ("alternate", "../de/station/beratung.html"),
        ("related", "../de/angebot/wegeberatung.html"),
    ]


def test_news_about_a_record_that_is_not_there_are_a_mistake(copy: Path) -> None:
    mini.replace(copy, "data/changes.yaml", "[wegeberatung]", "[wegberatung]")
    (problem,) = mini.found_in(copy)
    assert str(problem).startswith("data/changes.yaml:8:12: Fehler: Ein Angebot „wegberatung“")
    assert "Meinten Sie „wegeberatung“?" in problem.remedy


def test_a_guide_without_news_is_a_guide(copy: Path) -> None:
    (copy / "data" / "changes.yaml").unlink()
    assert mini.errors_in(copy) == []
    assert entries(mini.site_of(copy))  # checks and rules are news too
