"""Another Landkreis adopts the guide with data and texts alone: the program knows no place."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from guide.site import Site
from tests.tools import ROOT

PROGRAM = ("guide", "templates", "assets")
TEXT_FILES = {".py", ".html", ".css", ".js", ".svg", ".txt", ".json"}
# The municipality of Lehre has the name of a German word (apprenticeship)
WORDS_TOO = {"Lehre"}
MORE = [
    "Niedersachsen",
    "niedersächsisch",
    "Elm",
    "PACE",
    "KVHS",
    "BES",
    "SPRINT",
    "LAB NI",
    "RLSB",
]


@pytest.fixture(scope="module")
def local(real: Site) -> re.Pattern[str]:
    """Words that only the real guide may use: places, the state, area codes, offices."""
    region = real.guide.region
    places = {place.name for place in [*region.municipalities, *region.neighbours]} - WORDS_TOO
    codes = {number_code(phone.number) for phone in real.guide.facts.phones}
    postcodes = {code for place in region.municipalities for code in place.postcodes}
    words = {*places, *codes, *postcodes, *MORE, region.state, region.name.split()[-1]}
    assert len(words) > 40
    return re.compile(r"(?<![\w.])(" + "|".join(map(re.escape, sorted(words))) + r")(?!\w)", re.I)


def number_code(number: str) -> str:
    """+49 5351 12345 -> 5351, as it is dialled with or without the zero."""
    return number.split()[1]


def found(pattern: re.Pattern[str], paths: Iterable[Path], folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)}:{number} {match[0]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(without_zero(line))
    ]


def without_zero(line: str) -> str:
    return re.sub(r"\b0(?=[1-9]\d{2,})", "", line)


def test_the_words_are_found_where_they_belong(local: re.Pattern[str]) -> None:
    """Else the tests below would say nothing."""
    words = {m.lower() for m in local.findall((ROOT / "data/facts.yaml").read_text("utf-8"))}
    assert "5351" in words
    assert local.search(without_zero("Ruf an: 05351 12345"))
    assert local.search("Der Landkreis Helmstedt.")
    assert not local.search("eine Lehre machen, am besten bald")


@pytest.mark.parametrize("folder", PROGRAM)
def test_program_templates_and_assets_name_no_place(folder: str, local: re.Pattern[str]) -> None:
    paths = [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEXT_FILES]
    assert paths
    assert found(local, paths, ROOT) == []


def test_the_guide_of_another_landkreis_has_no_word_of_this_one(
    mini_site: Path, local: re.Pattern[str]
) -> None:
    paths = [path for path in sorted(mini_site.rglob("*")) if path.suffix in {*TEXT_FILES, ".xml"}]
    assert len(paths) > 100
    assert found(local, paths, mini_site) == []


def test_the_guide_of_another_landkreis_names_its_own(mini_site: Path) -> None:
    start = (mini_site / "de/index.html").read_text(encoding="utf-8")
    assert "Wege im Landkreis Musterland" in start
    assert "https://musterland.example/wege/de/" in start
    places = (mini_site / "de/orte.html").read_text(encoding="utf-8")
    assert "Lage der Orte: erfunden." in places


def test_the_guide_of_another_landkreis_has_its_own_languages(mini_site: Path) -> None:
    folders = {path.name for path in mini_site.iterdir() if path.is_dir()}
    assert folders == {"assets", "daten", "such-index", "offline", "de", "ar", "en"}


def test_the_small_guide_belongs_to_nobody() -> None:
    """Its numbers are reserved for films, its addresses for examples."""
    texts = [
        path.read_text("utf-8") for path in (ROOT / "tests/site").rglob("*.*") if path.is_file()
    ]
    for text in texts:
        assert {*re.findall(r"\+49 \d+ \d{5}", text)} <= {"+49 30 23125"}
        assert {*re.findall(r"@([\w.-]+)", text)} <= {"example.org"}
        assert {*re.findall(r"https?://([^/\s\"]+)", text)} <= {"example.org", "musterland.example"}
