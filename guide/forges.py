"""Problems as GitHub and GitLab show them: at the line of the change in which they stand."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from guide.problems import Problem, Severity


def github(problems: Iterable[Problem]) -> str:
    """Return a workflow command for each problem, errors first: only ten of a kind are shown.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    errors_first = sorted(problems, key=lambda problem: problem.severity != Severity.ERROR)
    return "\n".join(map(_command, errors_first))


def _command(problem: Problem) -> str:
    kind = "error" if problem.severity is Severity.ERROR else "warning"
    origin = problem.origin
    properties = {
        "file": origin.path.as_posix(),
        "line": str(origin.line),
        "col": str(origin.column),
        "title": f"{problem.severity}: {problem.rule}",
    }
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {said}::{_data(_sentence(problem))}"


def _sentence(problem: Problem) -> str:
    return f"{problem.message}\n→ {problem.remedy}" if problem.remedy else problem.message


def _data(text: str) -> str:
    """As actions/toolkit does it (packages/core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(problems: Iterable[Problem]) -> str:
    """Return a code quality report.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    seen: Counter[str] = Counter()
    return json.dumps([_issue(problem, seen) for problem in problems], ensure_ascii=False, indent=1)


def _issue(problem: Problem, seen: Counter[str]) -> Mapping[str, object]:
    """The fingerprint leaves the line out: a problem that only moved is not a new one."""
    path = problem.origin.path.as_posix()
    same = f"{path} {problem.rule} {problem.message}"
    seen[same] += 1
    return {
        "description": _sentence(problem),
        "check_name": problem.rule,
        "fingerprint": hashlib.sha256(f"{same} {seen[same]}".encode()).hexdigest(),
        "severity": "critical" if problem.severity is Severity.ERROR else "minor",
        "location": {"path": path, "lines": {"begin": problem.origin.line}},
    }


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {"github": github, "gitlab": gitlab}
