"""new region: another Landkreis has its guide in an hour, with nothing of this one's places."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guide import cli
from guide.catalog import State, read_catalog
from guide.languages import LANGUAGES
from guide.load import load
from guide.local import Home, home, marked, renamed
from guide.local import Name as NewName
from guide.problems import Problem, Severity
from guide.site import Site
from guide.terms import read_sheets
from tests import mini
from tests.tools import ROOT

NEW = NewName("Landkreis Neuland", "Neustadt")
PLACES = "Neustadt 00001 52.20 11.00; Neudorf 00002; Übersee"
GIVEN = {"name": NEW.region, "municipalities": PLACES, "languages": "ar"}
TO_DO = {"zu-pruefen", "leerstelle", "adresse-platzhalter", "lage-fehlt", "postleitzahl-fehlt"}
TO_DO |= {"projekt-fehlt", "hinweis-adresse"}
TEXTS = {".yaml", ".md", ".po", ".py", ".html", ".txt", ".yml", ".json"}


def new_region(folder: Path, given: dict[str, str], *more: str) -> int:
    said = [f"--set={key}={value}" for key, value in given.items()]
    return cli.main(["new", "region", str(folder), "--no-questions", *said, *more])


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXTS
    }


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real guide as another Landkreis gets it."""
    folder = tmp_path_factory.mktemp("adopted") / "neuland"
    assert new_region(folder, GIVEN) == 0
    return folder


@pytest.fixture(scope="module")
def theirs(adopted: Path) -> Site:
    return mini.site_of(adopted)


@pytest.fixture(scope="module")
def here(real: Site) -> Home:
    return home(real.guide)


# --- what comes along, and what does not ----------------------------------------------------------


def test_no_file_has_a_name_or_a_number_of_the_old_landkreis(
    adopted: Path, here: Home, real: Site
) -> None:
    numbers = {
        phone.number.removeprefix("+49").replace(" ", "") for phone in real.guide.facts.phones
    }
    for path, text in texts(adopted).items():
        assert not here.at_home.search(text), (path, here.at_home.search(text))
        digits = re.sub(r"[ /-]", "", text)
        assert not {number for number in numbers if number in digits}, path
    assert here.at_home.search("bbs-helmstedt, Schöningen, https://www.helmstedt.de/")


def test_it_has_no_error_and_each_hint_is_something_to_do(adopted: Path) -> None:
    found = mini.found_in(adopted)
    assert [str(p) for p in found if p.severity is Severity.ERROR] == []
    assert {problem.rule for problem in found} == TO_DO
    tasks = (adopted / "AUFGABEN.md").read_text(encoding="utf-8")
    for problem in found:
        assert f"- [ ] `{problem.origin.path.as_posix()}:{problem.origin.line}` " in tasks


def test_all_ways_words_and_amounts_come_along_and_no_offer(theirs: Site, real: Site) -> None:
    mine, new = real.guide, theirs.guide
    assert [s.id for s in new.pathways.stations] == [s.id for s in mine.pathways.stations]
    assert [t.id for t in new.glossary.terms] == [t.id for t in mine.glossary.terms]
    assert [a.id for a in new.facts.amounts] == [a.id for a in mine.facts.amounts]
    ways = [[way.to for way in node.leads_to] for node in theirs.graph.nodes.values()]
    assert ways == [[way.to for way in node.leads_to] for node in real.graph.nodes.values()]
    assert [new.offers.services, new.offers.organizations, new.facts.phones] == [[], [], []]
    assert not [ask for node in theirs.graph.nodes.values() for ask in node.ask if ask.service]


def test_a_text_that_named_a_place_is_marked_and_the_mark_is_not_part_of_it(
    adopted: Path, theirs: Site, real: Site, here: Home
) -> None:
    old = {message.context: message.german for message in real.messages}
    lines = (adopted / "data/pathways.yaml").read_text(encoding="utf-8").splitlines()
    for message in theirs.messages:
        assert "# prüfen" not in message.german
    changed = {m.german for m in theirs.messages if m not in set(real.messages)}
    of_ways = [text for text in changed if any(f'"{text}"' in line for line in lines)]
    assert len(of_ways) > 20
    for text in of_ways:
        assert [line for line in lines if f'"{text}"' in line and line.endswith("  # prüfen")]
    assert old


def test_what_only_sources_of_there_proved_is_unproved(
    theirs: Site, real: Site, here: Home
) -> None:
    of_here = {s.id for s in real.guide.sources.sources if here.at_home.search(f"{s.title}{s.url}")}
    pairs = zip(real.graph.nodes.values(), theirs.graph.nodes.values(), strict=True)
    records = [
        pair
        for mine, new in pairs
        for pair in [(mine, new), *zip(mine.leads_to, new.leads_to, strict=True)]
    ]
    lost = [(mine, new) for mine, new in records if of_here & set(mine.sources)]
    assert lost
    for mine, new in lost:
        assert not of_here & set(new.sources)
        alone = set(mine.sources) <= of_here
        assert new.confidence == "unknown" if alone else new.confidence != "sourced"
        assert (new.sources == ["uebernommen"]) == alone
    used = {source for mine, new in records for source in new.sources}
    assert used <= {source.id for source in theirs.guide.sources.sources}


def test_translations_stay_where_the_german_stayed(adopted: Path, theirs: Site, real: Site) -> None:
    mine, same = real.catalogs["ar"], set(real.messages) & set(theirs.messages)
    assert len(same) > 0.95 * len(theirs.messages)
    new = read_catalog(adopted, LANGUAGES["ar"], [])
    assert new.entries.keys() == mine.entries.keys() & set(theirs.messages)
    states = {found.state for found in new.resolve(theirs.messages).values()}
    assert states <= {State.UNCHECKED, State.REVIEWED, State.MISSING}


def test_the_sheets_of_terms_come_along(adopted: Path, real: Site) -> None:
    """They have words of law, not of a place; only a note may name the Landkreis."""
    problems: list[Problem] = []
    mine, new = read_sheets(ROOT, problems), read_sheets(adopted, problems)
    assert problems == []
    assert set(new) == set(real.catalogs)
    for tag, sheet in new.items():
        pairs = [(term.german, term.accepted) for term in sheet]
        assert pairs == [(term.german, term.accepted) for term in mine[tag]]


def test_the_copy_works_without_the_folder_it_came_from(adopted: Path) -> None:
    command = [sys.executable, "build.py", "check", "freshness"]
    done = subprocess.run(command, cwd=adopted, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    left = {path.name for path in (adopted / "tests").glob("test_*.py")}
    assert {"test_slips.py", "test_conditions.py"} <= left
    assert not {"test_personas.py", "test_adopt.py", "test_ways.py"} & left


# --- the instructions -----------------------------------------------------------------------------

STEP = re.compile(r"^## (\d)\. ([^(\n]+) \((\d+) Minuten.*\)$", re.MULTILINE)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
Step = tuple[str, str]  # language and text of a block


def steps() -> dict[str, list[Step]]:
    """The steps of docs/uebernehmen.md with their blocks, for a Landkreis of another name."""
    text = (ROOT / "docs/uebernehmen.md").read_text(encoding="utf-8")
    for old, new in (("Musterland", "Neuland"), ("Musterstadt", "Neustadt")):
        text = text.replace(old, new).replace(old.lower(), new.lower())
    parts = STEP.split(text)[1:]
    return {parts[n + 1]: FENCE.findall(parts[n + 3]) for n in range(0, len(parts), 4)}


def commands(blocks: list[Step]) -> list[list[str]]:
    lines = [line for kind, block in blocks if not kind for line in block.splitlines()]
    return [shlex.split(line)[2:] for line in lines if line.startswith("python3 build.py")]


def yaml(blocks: list[Step]) -> str:
    (block,) = [block for kind, block in blocks if kind == "yaml"]
    return block


def copy(root: Path, blocks: list[Step], old: Path) -> None:
    asking, telling = commands(blocks)
    assert asking == telling[: len(asking)]
    assert cli.main([*telling[:2], str(root), *telling[3:], "--root", str(old)]) == 0


def look(root: Path, blocks: list[Step], old: Path) -> None:
    assert commands(blocks) == [[]]
    assert cli.main(["build", "--root", str(root)]) == 0
    for page in ("de/angebote.html", "de/ort/uebersee.html"):
        assert "Hier kennen wir noch kein Angebot." in (root / "site" / page).read_text("utf-8")
    assert (root / "site/ar/angebote.html").is_file()


def places(root: Path, blocks: list[Step], old: Path) -> None:
    block = yaml(blocks)
    mini.replace(root, "data/region.yaml", block[: block.index("  postcodes")], block)
    mini.replace(root, "data/region.yaml", "  # prüfen: mit Anschrift", "")


def imprint(root: Path, blocks: list[Step], old: Path) -> None:
    ((_, block),) = blocks
    before, after = [line.split(":", 1)[1].strip() for line in block.splitlines()]
    if before in (root / "content/impressum.md").read_text(
        encoding="utf-8"
    ):  # not in the small one
        mini.replace(root, "content/impressum.md", before, after)


def number(root: Path, blocks: list[Step], old: Path) -> None:
    facts = (root / "data/facts.yaml").read_text(encoding="utf-8")
    rest = facts.partition("phones: []\n")[2]
    note, _, form = rest.partition("\n")
    lines = re.match(r"(?:# .*\n)+", form)
    assert note.startswith("# So sieht")
    assert lines
    record = re.sub(r"^# ", "", lines[0], flags=re.MULTILINE)
    assert f"phones:\n{record}" == yaml(blocks)
    mini.replace(root, "data/facts.yaml", f"phones: []\n{note}\n{lines[0]}", yaml(blocks))


def offer(root: Path, blocks: list[Step], old: Path) -> None:
    asking, telling = commands(blocks)
    assert asking == telling[: len(asking)]
    assert cli.main([*telling, "--root", str(root)]) == 0
    (made,) = load(root)[0].offers.services  # type: ignore[union-attr]
    assert made.id == "stadtbuecherei-neustadt"


def marks(root: Path, blocks: list[Step], old: Path) -> None:
    assert commands(blocks) == [["check"]]
    data = [path.read_text(encoding="utf-8") for path in (root / "data").glob("*.yaml")]
    found = [p for p in mini.found_in(root) if p.rule == "zu-pruefen"]
    assert len(found) == sum(text.count("# prüfen") for text in data)
    for path in (root / "data").glob("*.yaml"):
        text = re.sub(r" +# prüfen.*", "", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    assert "zu-pruefen" not in {problem.rule for problem in mini.found_in(root)}


def publish(root: Path, blocks: list[Step], old: Path) -> None:
    address = "site_url: https://bildungswege.example/\n"
    mini.replace(root, "data/region.yaml", address, yaml(blocks))
    assert mini.errors_in(root) == []
    (command,) = commands(blocks)
    target = root / command[1]
    assert cli.main([command[0], str(target), "--root", str(root)]) == 0
    assert target.is_file()


REPLAY: dict[str, Callable[[Path, list[Step], Path], None]] = {
    "Die Kopie machen": copy,
    "Ansehen": look,
    "Die Orte": places,
    "Impressum und Datenschutz": imprint,
    "Die erste Telefonnummer": number,
    "Die ersten Angebote": offer,
    "Die markierten Zeilen": marks,
    "Veröffentlichen": publish,
}


def test_every_step_of_the_instructions_works_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the small guide: it has all that the steps touch, and builds in a second."""
    old = mini.copy_sources(tmp_path / "old")
    root = tmp_path / "neuland"
    root.mkdir()
    told = steps()
    assert list(told) == list(REPLAY)
    for name, blocks in told.items():
        REPLAY[name](root, blocks, old)
        assert mini.errors_in(root) == [], name


def test_the_hour_has_sixty_minutes() -> None:
    text = (ROOT / "docs/uebernehmen.md").read_text(encoding="utf-8")
    assert sum(int(found[3]) for found in STEP.finditer(text)) == 60


# --- asking, and refusing -------------------------------------------------------------------------


def test_it_asks_in_german_for_what_it_must_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = iter([NEW.region, "Neustadt, Neudorf", "", "", "ar", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(replies))
    folder = tmp_path / "neu"
    assert cli.main(["new", "region", str(folder), "--root", str(mini.SOURCES)]) == 0
    said = capsys.readouterr().out
    assert "Wie heißt der Landkreis" in said
    assert "In welchem Ort ist die Kreisverwaltung? (Enter: Neustadt)" in said
    region = load(folder)[0].region  # type: ignore[union-attr]
    assert [place.name for place in region.municipalities] == ["Neustadt", "Neudorf"]
    assert [language.tag for language in region.languages] == ["ar"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "„name“ fehlt"),
        ({"name": 'Landkreis "Neu"'}, "Gerade Anführungszeichen"),
        ({"municipalities": ";"}, "mindestens eine Gemeinde"),
        ({"municipalities": "A; A"}, "„A“ steht zweimal da"),
        ({"municipalities": "Neustadt 1234"}, "So schreiben: Musterstadt 00001 52.20 11.00"),
        ({"municipalities": "Neustadt 11.0 52.2"}, "Erst die Breite"),
        ({"seat": "Neustat"}, "Meinten Sie „Neustadt“?"),
        ({"languages": "xx"}, "In der Sprache „xx“ gibt es den Wegweiser nicht"),
        ({"kreis": "x"}, "„kreis“ ist kein Feld"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    changed: dict[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {**GIVEN, **changed}
    assert new_region(tmp_path / "neu", given, f"--root={mini.SOURCES}") == 1
    assert said in (told := capsys.readouterr().out)
    assert "Nichts wurde geschrieben." in told
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_never_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brief.txt").write_text("mein", encoding="utf-8")
    assert new_region(tmp_path, GIVEN, f"--root={mini.SOURCES}") == 1
    assert "ist nicht leer" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]
    assert new_region(ROOT / "neu", GIVEN) == 1
    assert not (ROOT / "neu").exists()


def test_another_land_is_warned_that_schools_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {**GIVEN, "state": "Hinterland"}
    assert new_region(tmp_path / "neu", given, f"--root={mini.SOURCES}") == 0
    assert "Für Hinterland muss jemand data/pathways.yaml ganz lesen." in capsys.readouterr().out


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("im Landkreis Helmstedt", "im Landkreis Neuland"),
        ("des Landkreises Helmstedt", "des Landkreises Neuland"),
        ("im [[landkreis]] Helmstedt", "im [[landkreis]] Neuland"),
        ("Viele sind in Helmstedt.", "Viele sind in Neustadt."),
        ("Jobcenter Helmstedt", "Jobcenter"),
        ("Jugendhilfe, Helmstedt", "Jugendhilfe"),
    ],
)
def test_offices_lose_their_town_and_texts_get_the_new_name(
    text: str, said: str, here: Home
) -> None:
    assert renamed(text, here, NEW) == said


def test_a_landkreis_without_the_word_keeps_its_own_name(here: Home) -> None:
    assert renamed("im Landkreis Helmstedt", here, NewName("Heidekreis", "X")) == "im Heidekreis"


@pytest.mark.parametrize(
    "line", ['  text: "A', "  text: >", "# Notiz", "  - [a]", '  a: "b"  # prüfen']
)
def test_a_line_that_cannot_end_in_a_note_is_not_marked(line: str) -> None:
    assert marked(f"{line}\n") == f"{line}\n"


def test_a_name_that_is_also_a_word_is_none_of_the_names(here: Home) -> None:
    assert not here.at_home.search("eine Lehre machen")
