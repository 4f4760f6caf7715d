"""The workflows for GitHub and GitLab, and what their commands say."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from guide import cli, forges
from guide.problems import Origin, Problem, Severity
from tests import mini
from tests.tools import ROOT

GITHUB = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
AS_SOMEBODY = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
GITLAB = ROOT / ".gitlab-ci.yml"
SCHEMAS = {
    "github": ("--builtin-schema", "vendor.github-workflows"),
    "gitlab": ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}


def fits(forge: str, *files: Path) -> bool:
    """Do *files* fit the schema that the forge publishes? check-jsonschema brings it along."""
    command = [sys.executable, "-m", "check_jsonschema", *SCHEMAS[forge], *map(str, files)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_workflows_fit_the_published_schemas() -> None:
    assert fits("github", *GITHUB)
    assert fits("gitlab", GITLAB)


def test_a_workflow_with_a_mistake_would_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_text(GITHUB[0].read_text(encoding="utf-8").replace("runs-on:", "run-on:"))
    assert not fits("github", file)
    file.write_text(GITLAB.read_text(encoding="utf-8").replace("script:", "skript:"))
    assert not fits("gitlab", file)


def github_steps() -> Iterator[dict[str, Any]]:
    for path in GITHUB:
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
            yield from job["steps"]


def gitlab_jobs() -> dict[str, Any]:
    loaded = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    return {name: job for name, job in loaded.items() if isinstance(job, dict) and "script" in job}


def test_every_action_is_pinned_to_a_commit_and_names_its_version() -> None:
    lines = [line for path in GITHUB for line in path.read_text(encoding="utf-8").splitlines()]
    used = [line for line in lines if "uses:" in line]
    assert used
    for line in used:
        assert re.search(r"uses: [\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line), line


def test_no_step_puts_what_a_stranger_typed_into_a_shell() -> None:
    """A branch's name or a title in `run` would be run: such values come by the environment."""
    for step in github_steps():
        assert "${{" not in step.get("run", "")


def test_nobody_gets_more_rights_than_needed() -> None:
    for path in GITHUB:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"]["contents"] == "read"
        assert "pull_request_target" not in path.read_text(encoding="utf-8")


def commands() -> list[str]:
    run = [step["run"] for step in github_steps() if "run" in step]
    run += [line for job in gitlab_jobs().values() for line in job["script"]]
    return [found[0] for line in run for found in re.finditer(r"python3 build\.py[^|>]*", line)]


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_in_a_workflow_exists(command: str) -> None:
    cli._parser().parse_args(shlex.split(command)[2:])


@pytest.mark.parametrize(("failing", "code"), [("check", 1), ("summary", 0), ("nothing", 0)])
def test_gitlabs_check_fails_with_the_check_and_keeps_its_reports(
    tmp_path: Path, failing: str, code: int
) -> None:
    """In a real repository, with a stand-in for Python that fails at one command."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    run = partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True, text=True)
    run(["git", "init", "-q"])
    (tmp_path / "stand").write_text("davor")
    run(["git", "add", "stand"])
    run([*AS_SOMEBODY, "commit", "-qm", "davor"])
    base = run(["git", "rev-parse", "HEAD"]).stdout.strip()
    (tmp_path / "stand").write_text("danach")
    python = tmp_path / "python3"
    python.write_text(f'#!/bin/sh\necho "$2"\ncat .davor/stand\ntest "$2" != {failing}\n')
    python.chmod(0o755)
    script = "\n".join(["set -e", f'PATH="{tmp_path}:$PATH"', *gitlab_jobs()["check"]["script"]])
    done = run(
        [shutil.which("sh") or "sh", "-c", script],
        env={**os.environ, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base},
        check=False,
    )
    assert done.returncode == code
    assert (tmp_path / "zusammenfassung.md").read_text() == "summary\ndavor"
    for name in ("gl-code-quality-report.json", "zusammenfassung.md"):
        assert (tmp_path / name).exists()


# --- what the check says --------------------------------------------------------------------------


BAD = Problem(
    Origin(Path("data/a,b.yaml"), 7, 3),
    "regel",
    "100 % falsch: nein",
    "Zeile\nzwei",
    Severity.ERROR,
)
HINT = Problem(Origin(Path("content/a.md"), 2), "regel", "Hinweis", severity=Severity.WARNING)


def test_github_is_told_place_rule_and_remedy_and_errors_come_first() -> None:
    assert forges.github([HINT, BAD]).splitlines() == [
        "::error file=data/a%2Cb.yaml,line=7,col=3,title=Fehler%3A regel"
        "::100 %25 falsch: nein%0A→ Zeile%0Azwei",
        "::warning file=content/a.md,line=2,col=1,title=Hinweis%3A regel::Hinweis",
    ]


def test_gitlabs_report_names_each_problem_once() -> None:
    report = json.loads(forges.gitlab([BAD, BAD, HINT]))
    assert report[0]["location"] == {"path": "data/a,b.yaml", "lines": {"begin": 7}}
    assert [issue["severity"] for issue in report] == ["critical", "critical", "minor"]
    assert len({issue["fingerprint"] for issue in report}) == 3


def test_a_problem_that_only_moved_is_not_new_to_gitlab() -> None:
    moved = Problem(Origin(BAD.origin.path, 99), BAD.rule, BAD.message, BAD.remedy)
    one, two = (json.loads(forges.gitlab([problem]))[0] for problem in (BAD, moved))
    assert one["fingerprint"] == two["fingerprint"]


def seeded(copy: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "kind: school", "kind: schol")


def test_a_mistake_is_shown_at_its_line_on_github(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded(copy)
    assert cli.main(["check", "--root", str(copy), "--format", "github"]) == 1
    said = capsys.readouterr().out
    found = re.search(r"^::error file=data/offers\.yaml,line=(\d+),col=(\d+),", said, re.MULTILINE)
    assert found
    line = (copy / "data/offers.yaml").read_text(encoding="utf-8").splitlines()[int(found[1]) - 1]
    assert line[int(found[2]) - 1 :] == "schol"
    assert "1 Fehler." in said  # the log says it in full


@pytest.mark.parametrize("broken", [True, False])
def test_gitlabs_report_is_json_and_nothing_else(
    copy: Path, capsys: pytest.CaptureFixture[str], broken: bool
) -> None:
    if broken:
        seeded(copy)
    assert cli.main(["check", "--root", str(copy), "--format", "gitlab"]) == int(broken)
    issues = json.loads(capsys.readouterr().out)
    assert broken == any(issue["severity"] == "critical" for issue in issues)


# --- the comment ----------------------------------------------------------------------------------


def summary(copy: Path, *arguments: str) -> int:
    return cli.main(["summary", "--root", str(copy), *arguments])


def test_the_comment_names_the_pages_and_the_translations_that_become_stale(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.replace(copy, "data/pathways.yaml", "vor kurzem nach", "erst vor kurzem nach")
    assert summary(copy, "--before", str(mini.SOURCES)) == 0
    said = capsys.readouterr().out
    assert said.startswith("## Was diese Änderung bewirkt\n")
    assert "- `de/station/neu-hier.html`\n" in said
    assert "stations/neu-hier/summary" in said
    assert "deutsche Seite" in said


def test_a_comment_on_no_change_says_so(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert summary(copy, "--before", str(mini.SOURCES)) == 0
    assert "Keine Seite ändert sich." in capsys.readouterr().out


def test_new_pages_and_pages_that_go_are_named(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mini.copy_sources(tmp_path / "before")
    page = '---\ntitle: "Neu"\ndescription: "Etwas."\n---\n\nText.\n'
    (copy / "content" / "neues.md").write_text(page, encoding="utf-8")
    (before / "content" / "altes.md").write_text(page, encoding="utf-8")
    assert summary(copy, "--before", str(before)) == 0
    said = capsys.readouterr().out
    assert "- `de/neues.html` (neu)\n" in said
    assert "- `de/altes.html` (fällt weg)\n" in said


def test_a_comment_on_a_mistake_says_that_it_is_not_done(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded(copy)
    assert summary(copy, "--before", str(mini.SOURCES)) == 1
    assert "**Noch nicht fertig:**" in capsys.readouterr().out


DAY = "2028-06-01"


def checked_long_ago(root: Path, *names: str) -> None:
    arguments = ["assure", *names, "--by", "Amt", "--how", "phone", "--on", "2026-01-15"]
    assert cli.main([*arguments, "--root", str(root)]) == 0


def test_the_comment_names_what_is_changed_and_overdue_and_counts_the_rest(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked_long_ago(copy, "musterschule", "deutschkurs", "fussball", "neu-hier")
    before = Path(shutil.copytree(copy, tmp_path / "before"))
    mini.replace(copy, "data/offers.yaml", "Eine Schule für alle", "Die Schule für alle")
    mini.replace(copy, "data/offers.yaml", "treffen sich.", "treffen sich hier.")
    capsys.readouterr()
    assert summary(copy, "--before", str(before), "--today", DAY) == 0
    said = capsys.readouterr().out.partition("### Überfällig\n\n")[2].splitlines()
    assert said[0] == "Das ist geändert, und lange hat niemand nachgefragt:"
    found = re.fullmatch(r"- `data/offers.yaml` Zeile (\d+): „Musterschule“ (.*)", said[2])
    assert found
    assert found[2].endswith("zuletzt geprüft am 15.1.2026, seit 503 Tagen überfällig")
    lines = (copy / "data/offers.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[int(found[1]) - 1].strip().startswith("assured: {on: 2026-01-15")
    assert "Geändert und noch nie geprüft: 1 Angebot." in said
    rest = "Außerdem überfällig: 3 Angebote, 2 Stationen."
    assert f"{rest} Alle nennt `python3 build.py check freshness`." in said
    assert sum(line.startswith("- ") for line in said) == 1


def test_what_is_overdue_is_counted_without_the_state_before(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert summary(copy, "--today", DAY) == 0
    assert "\nÜberfällig: 1 Angebot, 1 Station. Alle nennt" in capsys.readouterr().out


def test_a_comment_says_when_nothing_is_overdue(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert summary(copy, "--before", str(mini.SOURCES), "--today", "2026-03-01") == 0
    assert capsys.readouterr().out.endswith("### Überfällig\n\nNichts ist überfällig.\n")


RUN_HERE = {"check", "summary", "build", "sbom"}  # each with the arguments that a workflow gives


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_in_a_workflow_runs_on_a_guide_without_errors(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    words = shlex.split(command)[2:]
    assert words[0] in RUN_HERE
    folders = {".davor": str(mini.SOURCES), "public": str(tmp_path / "public")}
    folders["sbom.cdx.json"] = str(tmp_path / "sbom.cdx.json")
    slow = "--compressed"  # test_weights runs it
    arguments = [folders.get(word, word) for word in words if word != slow]
    assert cli.main([*arguments, "--root", str(copy)]) == 0
    assert capsys.readouterr().out.strip()


def test_a_table_in_the_comment_stands_by_itself(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Markdown takes a line right below a table for one of its rows."""
    mini.replace(copy, "data/offers.yaml", "Eine Schule für alle", "Die Schule für alle")
    assert summary(copy) == 0
    lines = capsys.readouterr().out.splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("|"))
    assert lines[last + 1 : last + 2] in ([], [""])
