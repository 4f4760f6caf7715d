"""HTML that a validator accepts is understood alike by all browsers and screen readers."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests import tools


@pytest.mark.validator
def test_every_page_of_the_real_guide_is_valid_html(built_site: Path, mini_site: Path) -> None:
    """In four languages, and the first page of each: its tag is its own, the rest is alike."""
    chosen = [built_site / tag for tag in tools.DIFFERENT]
    chosen += [built_site / f"offline/bildungswege-{tag}.html" for tag in tools.DIFFERENT]
    chosen += [*built_site.glob("*.html"), *built_site.glob("*/index.html")]
    assert [path for path in chosen if not path.exists()] == []
    errors = validate(*([built_site] if tools.EVERY_PAGE else chosen), mini_site)
    assert not errors, "\n".join([f"{len(errors)} errors, the first ones:", *errors[:20]])


@pytest.mark.validator
def test_the_validator_does_find_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><title>x</title><p id=a><p id=a>")
    assert any("Duplicate ID" in error for error in validate(tmp_path))


def validate(*folders: Path) -> list[str]:
    command = tools.find_validator()
    assert command
    options = ["--errors-only", "--format", "json", "--skip-non-html"]
    done = subprocess.run(
        [*command, *options, *map(str, folders)],
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # else Java finds no file with an umlaut
        capture_output=True,
        check=False,
    )
    return [describe(message) for message in json.loads(done.stderr)["messages"]]


def describe(message: dict[str, str]) -> str:
    place = f"{message.get('url', '')}:{message.get('lastLine', '')}"
    return f"{place} {message['message']} {message.get('extract', '')!r}"
