"""`new placement`: what a firm tells on the telephone becomes a record of placements.yaml."""

from pathlib import Path

import pytest

from guide import cli, insert
from guide.employers import Placement
from guide.load import load
from guide.problems import has_errors
from tests import mini
from tests.test_new import added, answer, content, new
from tests.tools import ROOT

FILE = "data/placements.yaml"
ESCO = "http://data.europa.eu/esco/occupation/24677ef2-512c-4f4a-bc1c-14bf374e9f22"
TOLD = {
    "kind": "internship",
    "occupation.title": "Tischlerin / Tischler",
    "employer": "Möbel Öztürk & Söhne",
    "place": "Musterstadt",
    "contact.role": "Ausbildungsleitung",
    "contact.email": "ausbildung@example.org",
    "expires": "2099-03-31",
}
MORE = {
    "occupation.kldb": "22342",
    "occupation.esco": ESCO,
    "organization": "verein",
    "start": "2099-04-01",
    "german_needed": "B1",
    "count": "3",
    "contact.phone": "+49 30 23125002",
    "contact.website": "https://example.org/moebel",
    "note": "Du arbeitest mit Holz: Bring Handschuhe mit.",
}
LEAST = (
    "- id: moebel-oeztuerk-soehne-internship-2099-03-31\n"
    "  kind: internship\n"
    '  occupation: {title: "Tischlerin / Tischler"}\n'
    '  employer: "Möbel Öztürk & Söhne"\n'
    "  place: musterstadt\n"
    "  german_needed: unknown\n"
    "  count: 1\n"
    '  contact: {role: Ausbildungsleitung, email: "ausbildung@example.org"}\n'
    "  expires: 2099-03-31\n"
)


def placed(root: Path) -> Placement:
    guide, problems = load(root)
    assert guide
    assert not has_errors(problems)
    return next(p for p in guide.placements.placements if p.employer == TOLD["employer"])


def test_what_a_firm_tells_is_written_and_no_other_byte_changes(copy: Path) -> None:
    before = content(copy)
    assert new(copy, "placement", TOLD) == 0
    after = content(copy)
    assert [name for name in after if after[name] != before.get(name)] == [FILE]
    assert added(before[FILE], after[FILE]).decode() == LEAST


def test_all_that_can_be_told_comes_back_as_it_was_told(copy: Path) -> None:
    assert new(copy, "placement", {**TOLD, **MORE}) == 0
    found = placed(copy)
    assert (found.occupation.kldb, found.occupation.esco) == ("22342", ESCO)
    assert (found.german_needed, found.count, found.organization) == ("B1", 3, "verein")
    assert found.contact.phone == MORE["contact.phone"]
    assert found.note == MORE["note"]
    assert 'kldb: "22342"' in (copy / FILE).read_text(encoding="utf-8")  # a number would be wrong


HEAD = "# Plätze\n# - id: muster\n\n"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("placements:\n", "placements:\n"),
        ("placements:", "placements:\n"),
        ("placements:  # leer\n\n# Ende\n", "placements:  # leer\n\n# Ende\n"),
        ("placements: ~\n", "placements:\n"),
        ("placements: []\n", "placements:\n"),
        ("placements:\r\n# Ende\r\n", "placements:\r\n# Ende\r\n"),
    ],
)
def test_the_first_place_comes_below_the_heading(copy: Path, written: str, kept: str) -> None:
    (copy / FILE).write_bytes((HEAD + written).encode())
    assert new(copy, "placement", TOLD) == 0
    made = (copy / FILE).read_bytes().decode()
    block = LEAST.replace("\n", "\r\n") if "\r" in written else LEAST
    assert made.replace(block, "") == HEAD + kept
    assert placed(copy).count == 1


def test_the_real_file_takes_one(tmp_path: Path) -> None:
    """The block alone: the whole guide is checked with other records by test_new."""
    old = (ROOT / FILE).read_bytes()
    if b"\nplacements:\n" not in old or b"\n- id" in old:
        pytest.skip("In diesem Wegweiser stehen schon Plätze.")
    assert insert.new_section(old, "placements", ["id: a", "kind: visit"]) == (
        old.rstrip() + b"\n- id: a\n  kind: visit\n"
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"contact.email": ""}, "Ohne Telefon und E-Mail muss sie sein."),
        ({"contact.role": ""}, "nie der Name einer Person"),
        ({"contact.phone": "0999 12345"}, "fehlt die Landesvorwahl"),
        ({"contact.email": "wir"}, "E-Mail"),
        ({"occupation.kldb": "29225"}, "keine Nummer der KldB 2010"),
        ({"occupation.kldb": "B 29222"}, 'So schreiben: kldb: "29222"'),
        ({"occupation.esco": "https://esco.ec.europa.eu/de"}, "ESCO"),
        ({"kind": "praktikum"}, "Möglich sind: visit, internship"),
        ({"place": "Atlantis"}, "„Atlantis“ gibt es nicht."),
        ({"start": "3.5.2099"}, "2099-05-03"),
        ({"expires": "2099-02-30"}, "2099-02-30"),
        ({"expires": "2020-12-31"}, "2020-12-31 ist schon vorbei"),
        ({"count": "viele"}, "viele"),
        ({"german_needed": "C3"}, "Möglich sind: A0"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    copy: Path, capsys: pytest.CaptureFixture[str], answers: dict[str, str], said: str
) -> None:
    before = content(copy)
    assert new(copy, "placement", {**TOLD, **answers}) == 1
    out = capsys.readouterr().out
    assert said in out
    assert "Nichts wurde verändert." in out
    assert content(copy) == before


def test_it_asks_in_german_and_says_where_the_numbers_stand(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = TOLD["employer"]
    start = ("internship", "Tischlerin / Tischler", "", "", name, "", "musterstadt", "", "", "")
    answer(monkeypatch, *start, "Büro", "", "", "https://example.org", "", "2099-03-31")
    assert cli.main(["new", "placement", "--root", str(copy)]) == 0
    said = capsys.readouterr().out
    assert "internship: Praktikum" in said
    assert "statistik.arbeitsagentur.de" in said
    assert "esco.ec.europa.eu" in said
    assert "Webseite? Ohne Telefon und E-Mail muss sie sein.\n" in said
    assert "(freiwillig)" not in said.partition("muss sie sein.")[2].partition("\n")[0]
    assert placed(copy).contact.website == "https://example.org"
    assert not has_errors(mini.found_in(copy))
