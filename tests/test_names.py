"""No name leads out of the guide's folders, and each names one file on every system."""

import os
from pathlib import Path

import pytest

from guide.cli.telling import make
from guide.names import FOLDERS
from guide.problems import Problem, has_errors
from tests import fuzz, mini

PAGE = "---\ntitle: Neu\ndescription: Neu\n---\n\nNeu.\n"
ASTRAY = [
    *("../x", "/x", "/etc/passwd", "C:\\x", "\\\\x\\y"),
    *("con", "aux", "nul", "com1", "lpt9"),
    "aux.html",
    "x" * 61,
    "x" * 5000,
    ".",
    "..",
    "x..y",
    "Fussball",
    "fußball",
    "fu\u0455sball",  # a Cyrillic s
    "\uff4e\uff45\uff54\uff5a",  # full-width letters
    "x y",
    "x%2e%2e%2fy",
    "x?y",
    "x#y",
    "-x",
    "x-",
    "x--y",
    "~x",
    "",
]
KINDS = {
    "data/offers.yaml": ["kreis", "kreishaus", "fussball"],
    "data/pathways.yaml": ["neu-hier", "erlaubnis"],
    "data/facts.yaml": ["anmeldung", "fahrgeld"],
    "data/glossary.yaml": ["bescheid"],
    "data/region.yaml": ["klein-muster"],
    "data/employers.yaml": ["ausbildung"],
    "data/changes.yaml": ["spaeter"],
    "data/sources.yaml": ["erfunden"],
}


def errors(root: Path) -> list[Problem]:
    site, problems = make(root, fuzz.DAY)
    assert (site is None) == has_errors(problems)
    return [problem for problem in problems if has_errors([problem])]


@pytest.mark.parametrize("file", KINDS)
def test_an_id_that_is_no_name_of_a_page_is_refused_at_its_place(file: str, copy: Path) -> None:
    before = (copy / file).read_text(encoding="utf-8")
    for known in KINDS[file]:
        line = next(n for n, t in enumerate(before.split("\n"), 1) if t == f"- id: {known}")
        for name in ASTRAY:
            changed = before.replace(f"- id: {known}\n", f"- id: '{name}'\n", 1)
            (copy / file).write_text(changed, encoding="utf-8")
            told = [p for p in errors(copy) if p.origin.path == Path(file)]
            at = [p for p in told if p.origin.line == line]
            assert at, (known, name)
            assert at[0].remedy


@pytest.mark.parametrize("name", ["schule/../../x", "../../impressum", "/etc/passwd", "Schule"])
@pytest.mark.parametrize("kind", ["station", "offer", "page", "place", "status"])
def test_a_link_names_a_record_and_no_path(kind: str, name: str, copy: Path) -> None:
    mini.replace(copy, "content/hilfe.md", "Ruf an", f"Ruf [hier]({kind}:{name}) an")
    (told,) = errors(copy)
    assert (told.rule, told.origin.line) == ("unbekannter-verweis", 8)
    assert told.remedy


def test_a_reference_names_a_record_and_no_path(copy: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "locations: [bahnhof]", "locations: ['../bahnhof']")
    (told,) = errors(copy)
    assert told.rule in ("unbekannte-kennung", "kennung")


@pytest.mark.parametrize(
    "name",  # hidden ones are other programs' files, and no pages
    [n for n in ASTRAY if "/" not in n and n[:1] != "." and n not in ("", "x" * 5000)] + ["index"],
)
def test_a_page_whose_name_is_no_address_is_refused(name: str, copy: Path) -> None:
    (copy / "content" / f"{name}.md").write_text(PAGE, encoding="utf-8")
    told = errors(copy)
    assert [problem.rule for problem in told] == ["dateiname"], name
    assert (copy / told[0].origin.path).exists()
    assert told[0].remedy


# --- links ----------------------------------------------------------------------------------------

LINKED = {
    "data": "facts.yaml",
    "content": "geheim.md",
    "translations": "uk.po",
    "templates": "x.html",
    "assets": "x.svg",
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_symbolic_link_out_of_a_folder_is_refused_unread(
    folder: str, copy: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    (copy / folder).mkdir(exist_ok=True)
    link = copy / folder / LINKED[folder]
    link.unlink(missing_ok=True)
    for target in (secret, tmp_path, Path("../../secret"), Path("/dev/zero"), Path("..")):
        link.symlink_to(target)
        (told,) = errors(copy)
        assert told.rule == "verknuepfung"
        assert told.origin.path == link.relative_to(copy)
        assert "Verknüpfung" in told.message
        assert told.remedy
        link.unlink()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_that_is_a_link_is_refused(folder: str, copy: Path, tmp_path: Path) -> None:
    if (copy / folder).exists():
        (copy / folder).rename(tmp_path / "elsewhere")
    else:
        (tmp_path / "elsewhere").mkdir()
    (copy / folder).symlink_to(tmp_path / "elsewhere")
    assert [problem.rule for problem in errors(copy)] == ["verknuepfung"]


def test_a_link_that_stays_in_its_folder_is_a_file(copy: Path) -> None:
    page = copy / "content/hilfe.md"
    page.rename(copy / "content/hilfe.txt")
    page.symlink_to("hilfe.txt")
    assert errors(copy) == []


def test_a_pipe_is_refused_and_nobody_waits_for_it(copy: Path) -> None:
    os.mkfifo(copy / "content/x.md")
    with fuzz.watched():
        (told,) = errors(copy)
    assert told.rule == "keine-datei"


# --- large and small letters ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("content/hilfe.md", "content/Hilfe.md"),
        ("data/facts.yaml", "data/Facts.yaml"),
        ("translations/ar.po", "translations/AR.po"),
        ("assets/tür.svg", "assets/TU\u0308R.svg"),
    ],
)
def test_files_that_are_one_under_windows_are_refused(known: str, other: str, copy: Path) -> None:
    (copy / known).parent.mkdir(exist_ok=True)
    for name in (known, other):
        if not (copy / name).exists():
            (copy / name).write_text("x", encoding="utf-8")
    if (copy / known).samefile(copy / other):
        pytest.skip("Dieses Dateisystem kennt keine großen und kleinen Buchstaben.")
    (told,) = errors(copy)
    assert told.rule == "dateiname-doppelt"
    assert told.origin.path.as_posix() in (known, other)
    assert told.remedy
