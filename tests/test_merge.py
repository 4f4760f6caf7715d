"""Three people work at once on three branches, and git puts it together without asking anybody.

An editor adds a record and changes a sentence, another changes a sentence elsewhere, a
translator fills in a language; two of them bring the catalogs up to date, as one may.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from guide import cli
from guide.catalog import State
from tests import dom, mini

PATHWAYS = "data/pathways.yaml"
TAGS = ("ar", "en", "uk")
OLD_A, NEW_A = "Du bist Fachkraft.", "Du bist jetzt Fachkraft."
OLD_B, NEW_B = "Du probierst einen Beruf aus.", "Du probierst eine Arbeit aus."
PLACES = {"stations/gesellenbrief/summary", "stations/praktikum/summary"}
FILLED = "تتعلم مهنة في الشركة وفي المدرسة."
RECORD = """stations:

- id: klasse-fuer-neue
  kind: school
  name: "Klasse für Neue"
  summary: "Du lernst zuerst Deutsch."
  german: {needed: A0, rule: none}
  sources: [probeblatt]
  confidence: sourced
  leads_to:
  - to: schule
    text: "Du kannst genug Deutsch."
    sources: [probeblatt]
    confidence: sourced
"""


def git(root: Path, *command: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.autocrlf=false"]
    plain = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *who, *command], cwd=root, env=plain, capture_output=True, check=False
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, f"git {' '.join(command)}: {said}"
    return said


@pytest.fixture
def repository(whole: Path) -> Path:
    if not shutil.which("git"):
        pytest.skip("Es fehlt git.")
    translated = 'msgstr "ar Du lernst einen Beruf im Betrieb und in der Schule."'
    mini.replace(whole, "translations/ar.po", translated, 'msgstr ""')
    update(whole)
    git(whole, "init", "--quiet", "--initial-branch=main")
    commit(whole)
    return whole


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")


def branch(root: Path, name: str) -> None:
    git(root, "checkout", "--quiet", "-b", name, "main")


def update(root: Path) -> None:
    assert cli.main(["translations", "update", "--root", str(root)]) == 0


def add_a_record_and_change_a_sentence(root: Path, *, catalogs: bool) -> None:
    branch(root, "a")
    mini.replace(root, PATHWAYS, "stations:\n", RECORD)
    mini.replace(root, PATHWAYS, OLD_A, NEW_A)
    if catalogs:
        update(root)
    commit(root)


def change_another_sentence(root: Path, *, catalogs: bool) -> None:
    branch(root, "b")
    mini.replace(root, PATHWAYS, OLD_B, NEW_B)
    if catalogs:
        update(root)
    commit(root)


def fill_in_a_translation(root: Path) -> None:
    branch(root, "c")
    german = 'msgid "Du lernst einen Beruf im Betrieb und in der Schule."\nmsgstr '
    mini.replace(root, "translations/ar.po", f'{german}""', f'{german}"{FILLED}"')
    commit(root)


@pytest.mark.parametrize("catalogs", [True, False], ids=["catalogs up to date", "German only"])
@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_three_branches_in_three_languages_merge_without_a_conflict(
    order: str, catalogs: bool, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_a_record_and_change_a_sentence(repository, catalogs=catalogs)
    change_another_sentence(repository, catalogs=catalogs)
    fill_in_a_translation(repository)
    git(repository, "checkout", "--quiet", "main")
    for name in order:
        git(repository, "merge", "--quiet", "--no-edit", name)
    assert git(repository, "status", "--porcelain") == ""
    assert_all_of_it_is_there(repository, catalogs)
    capsys.readouterr()
    assert cli.main(["translations", "status", "--root", str(repository)]) == 0
    assert "macht 2 Sätze x 3 Sprachen ungültig:" in capsys.readouterr().out
    output = repository.parent / "site"
    assert cli.main(["build", "--root", str(repository), "--output", str(output)]) == 0
    assert_the_pages_say_so(output)


def assert_all_of_it_is_there(root: Path, catalogs: bool) -> None:
    site = mini.site_of(root)
    for tag in TAGS:
        resolved = site.catalogs[tag].resolve(site.messages)
        by_state: dict[State, set[str]] = {}
        for message, found in resolved.items():
            by_state.setdefault(found.state, set()).add(message.context)
        assert by_state[State.OUTDATED] == PLACES
        new = {place for place in by_state[State.MISSING] if "klasse-fuer-neue" in place}
        assert by_state[State.MISSING] == new, "only the new record has no translation yet"
        assert "stations/klasse-fuer-neue/name" in new
    kept = [entry.text for entry in site.catalogs["ar"].entries.values()]
    assert kept.count(FILLED) == 1
    before = sorted(path.read_bytes() for path in (root / "translations").iterdir())
    update(root)
    after = sorted(path.read_bytes() for path in (root / "translations").iterdir())
    assert (after == before) == catalogs, "what git merged is what we would have written"


def assert_the_pages_say_so(site: Path) -> None:
    outdated = [
        (path.relative_to(site).as_posix(), element.text)
        for path in sorted(site.glob("*/station/*.html"))
        for element in dom.parse(path.read_text(encoding="utf-8")).all(data_tr="outdated")
    ]
    assert outdated == [
        (f"{tag}/station/{page}.html", text)
        for tag in TAGS
        for page, text in (("gesellenbrief", NEW_A), ("praktikum", NEW_B))
    ]
