"""The commands, as an editor meets them: in German, with an exit code that says how it went."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from guide import cli
from tests import mini
from tests.tools import ROOT

Capture = pytest.CaptureFixture[str]
ENGLISH = re.compile(
    r"\b(usage|options?|optional|positional|arguments?|error|invalid|choose|required|unrecognized"
    r"|show this|help message|expected|default|exit|the following|traceback|warning|failed)\b",
    re.I,
)
COMMANDS = {"build", "print", "check", "serve", "new", "publish", "summary", "weigh", "assure"} | {
    "translations",
    "schema",
    "test",
    "bench",
    "merge",
    "licences",
    "sbom",
}
PARTS = {"status", "update", "check", "keep", "move", "export", "import"}


def run(*arguments: str) -> int:
    """Return the exit code, however the command ends."""
    try:
        return cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def helps() -> list[tuple[str, ...]]:
    return [(), *((c,) for c in sorted(COMMANDS)), *(("translations", p) for p in sorted(PARTS))]


# --- help ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", helps(), ids=" ".join)
def test_help_is_german(command: tuple[str, ...], capsys: Capture) -> None:
    assert run(*command, "--help") == 0
    said = capsys.readouterr().out
    assert said.startswith("Aufruf: python3 build.py")
    assert ENGLISH.findall(said) == []


def test_help_names_every_command(capsys: Capture) -> None:
    run("--help")
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^    {name}\b", said, re.M)] == []


def test_there_is_no_command_that_the_tests_do_not_know(capsys: Capture) -> None:
    run("--help")
    shown = set(re.findall(r"^    ([a-z]+)\b", capsys.readouterr().out, re.M))
    assert shown == COMMANDS


# --- misuse ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], "build"),
        (["unsinn"], "unsinn"),
        (["build", "--port", "80"], "--port"),
        (["build", "--unsinn"], "--unsinn"),
        (["build", "zu", "viel"], "zu"),
        (["serve", "--port", "achtzig"], "achtzig"),
        (["build", "--root"], "--root"),
        (["translations", "unsinn"], "unsinn"),
        (["translations", "move", "nur-eins"], ""),
        (["translations", "status", "--format", "pdf"], "pdf"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_misuse_is_told_in_german_with_the_way_to_help(
    arguments: list[str], words: str, capsys: Capture
) -> None:
    assert run(*arguments) == 2
    said = "".join(capsys.readouterr())
    assert words in said
    assert "--help" in said
    assert ENGLISH.findall(said.replace("--help", "")) == []


# --- build -----------------------------------------------------------------------------------


def test_build_tells_pages_languages_size_seconds_and_where_to_look(
    copy: Path, tmp_path: Path, capsys: Capture
) -> None:
    site = tmp_path / "out"
    assert run("build", "--root", str(copy), "--output", str(site)) == 0
    said = capsys.readouterr().out
    pages = len([page for page in site.rglob("*.html") if page.parent.name != "offline"])
    assert f"{pages} Seiten in 3 Sprachen (Deutsch, Arabisch, Englisch)" in said
    assert re.search(r"\d+\.\d MB in \d+\.\d s", said)
    assert str(site / "index.html") in said
    assert "python3 build.py serve" in said
    assert ENGLISH.findall(said) == []


def test_build_is_what_happens_without_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no argument at all the real guide is built: see that, but do not do it here."""
    seen: list[str] = []
    monkeypatch.setattr(cli.pages, "make", lambda root, day: seen.append(str(root)) or (None, []))
    assert cli.main([]) == 1
    assert seen == [str(ROOT)]


def test_without_output_the_site_stands_beside_the_data(copy: Path) -> None:
    assert run("build", "--root", str(copy)) == 0
    assert (copy / "site" / "index.html").exists()


def test_build_counts_hints_and_check_shows_them(copy: Path, capsys: Capture) -> None:
    run("build", "--root", str(copy))
    brief = capsys.readouterr().out
    assert re.search(r"\d+ Hinweise", brief)
    assert "[leerstelle]" not in brief
    assert run("check", "--root", str(copy)) == 0
    said = capsys.readouterr().out
    assert "[leerstelle]" in said
    assert "Alles in Ordnung" in said


def test_check_builds_nothing(copy: Path) -> None:
    run("check", "--root", str(copy))
    assert not (copy / "site").exists()


@pytest.mark.parametrize(
    "command", [["build"], ["check"], ["translations", "status"]], ids=" ".join
)
def test_an_error_is_told_with_place_line_and_remedy(
    command: list[str], copy: Path, capsys: Capture
) -> None:
    mini.replace(copy, "data/pathways.yaml", "to: schule\n", "to: schuhle\n")
    assert run(*command, "--root", str(copy)) == 1
    said = capsys.readouterr().out
    assert re.search(r"^data/pathways\.yaml:\d+:9: Fehler: ", said, re.M)
    assert "Meinten Sie „schule“?" in said
    assert re.search(r"\d+ Fehler\. Bitte beheben", said)
    assert "Traceback" not in said


def test_all_errors_are_told_at_once_in_the_order_of_the_files(copy: Path, capsys: Capture) -> None:
    mini.replace(copy, "data/pathways.yaml", "kind: goal", "kind: zeil")
    mini.replace(copy, "data/facts.yaml", "euro: 259", "euro: viel")
    mini.replace(copy, "content/geld.md", "layout: money", "layout: moneten")
    assert run("check", "--root", str(copy)) == 1
    files = re.findall(r"^(\S+?):\d+:\d+: Fehler", capsys.readouterr().out, re.M)
    assert files == ["content/geld.md", "data/facts.yaml", *["data/pathways.yaml"] * 2]


def test_a_folder_without_a_guide_is_told_not_traced(tmp_path: Path, capsys: Capture) -> None:
    assert run("build", "--root", str(tmp_path / "nowhere")) == 1
    said = capsys.readouterr().out
    assert "data/pathways.yaml" in said
    assert "Diese Datei fehlt" in said


# --- translations ----------------------------------------------------------------------------


def test_the_standing_of_a_language_is_told_in_numbers(copy: Path, capsys: Capture) -> None:
    assert run("translations", "status", "--root", str(copy)) == 0
    said = capsys.readouterr().out
    assert re.search(r"Arabisch", said)
    assert re.search(r"Englisch", said)
    assert ENGLISH.findall(said) == []


def test_an_update_says_what_it_has_written(copy: Path, capsys: Capture) -> None:
    assert run("translations", "update", "--root", str(copy)) == 0
    said = capsys.readouterr().out
    assert "Geschrieben: translations/ar.po" in said
    assert "Geschrieben: translations/en.po" in said


# --- the one command -------------------------------------------------------------------------


def build_py(*arguments: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_build_py_works_from_any_folder(tmp_path: Path) -> None:
    done = build_py("check", "--root", str(mini.SOURCES), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Alles in Ordnung" in done.stdout
    assert done.stderr == ""


def test_build_py_hands_the_exit_code_on(tmp_path: Path) -> None:
    assert build_py("check", "--root", str(tmp_path)).returncode == 1
    assert build_py("unsinn").returncode == 2


def test_a_reading_that_ends_early_is_no_traceback(copy: Path) -> None:
    """As in `python3 build.py check | head -1`."""
    command = f'"{sys.executable}" "{ROOT / "build.py"}" check --root "{copy}" | head -1'
    if sys.platform == "win32":
        pytest.skip("Windows hat kein head.")
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_only_the_command_line_prints() -> None:
    talking = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "guide").rglob("*.py"))
        if "cli" not in path.parts and re.search(r"\bprint\(|sys\.exit\(", path.read_text("utf-8"))
    ]
    assert talking == []
