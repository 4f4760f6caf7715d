"""Editors' autocompletion (data/schema/) says what the model says, and every file uses it."""

import json
import re
from pathlib import Path

import pytest

from guide import schema
from guide.checks import check
from guide.load import load
from guide.model import FILES
from guide.problems import has_errors
from guide.site import make_site
from tests import mini
from tests.tools import ROOT

MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)\n")
DATA_FILES = sorted([*(ROOT / "data").glob("*.yaml"), *(mini.SOURCES / "data").glob("*.yaml")])


def test_the_schemas_are_up_to_date_with_the_model() -> None:
    stale = [
        path.name
        for path, text in schema.schemas()
        if (ROOT / path).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "python3 build.py schema writes them anew"


def test_there_is_no_schema_left_over() -> None:
    expected = {path.name for path, _ in schema.schemas()}
    assert {path.name for path in (ROOT / schema.FOLDER).iterdir()} == expected


def test_the_command_writes_the_same_schemas(tmp_path: Path) -> None:
    written = schema.write_schemas(tmp_path)
    assert [(tmp_path / path).read_bytes() for path in written] == [
        (ROOT / path).read_bytes() for path in written
    ]


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_the_first_line_of_a_data_file_names_its_schema(path: Path) -> None:
    found = MODELINE.match(path.read_text(encoding="utf-8"))
    assert found, "an editor gets no help while typing"
    target = (path.parent / found[1]).resolve()
    assert target == ROOT / schema.FOLDER / f"{path.stem}.schema.json"
    assert json.loads(target.read_text(encoding="utf-8"))["type"] == "object"


@pytest.mark.parametrize("root", [ROOT, mini.SOURCES], ids=["real", "mini"])
def test_every_data_file_belongs_to_the_model(root: Path) -> None:
    assert {path.stem for path in (root / "data").glob("*.yaml")} == {*FILES}


@pytest.mark.parametrize("root", [ROOT, mini.SOURCES], ids=["real", "mini"])
def test_data_and_content_are_without_errors(root: Path) -> None:
    guide, problems = load(root)
    assert guide, [str(problem) for problem in problems]
    problems += check(make_site(guide, problems))
    assert not has_errors(problems), [str(problem) for problem in problems]


@pytest.mark.parametrize("name", FILES)
def test_a_schema_allows_no_field_that_the_model_refuses(name: str) -> None:
    text = (ROOT / schema.FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    whole = json.loads(text)
    records = [whole, *whole.get("$defs", {}).values()]
    assert [r["title"] for r in records if r.get("additionalProperties") is not False] == []
