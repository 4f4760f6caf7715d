"""Editors' autocompletion (data/schema/) says what the model says, and every file uses it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

from guide import schema
from guide.checks import check
from guide.explain import validate
from guide.fields import Strict
from guide.load import load
from guide.model import FILES, FrontMatter
from guide.problems import Problem, has_errors
from guide.site import make_site
from guide.source import parse_yaml, read_yaml, split_front_matter
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
    listed = [whole, *whole.get("$defs", {}).values()]
    # A condition may also be a word: that is no record
    records = [r for one in listed for r in one.get("anyOf", [one]) if "enum" not in r]
    assert [r["title"] for r in records if r.get("additionalProperties") is not False] == []


# --- what an editor's program makes of it ------------------------------------------------------

TEMPLATES = ROOT / "docs" / "vorlagen"
SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))


class Core(yaml.SafeLoader):
    """YAML 1.2 as VS Code reads it: a day is a text, and so are yes, no, on and off."""


Core.yaml_implicit_resolvers = {
    sign: [
        (tag, found)
        for tag, found in resolvers
        if not tag.endswith("timestamp") and not (tag.endswith("bool") and sign in "yYnNoO")
    ]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_schemas_are_schemas_also_to_a_program_that_is_not_python() -> None:
    files = map(str, (ROOT / schema.FOLDER).glob("*.json"))
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", FILES)
def test_vs_code_finds_no_mistake_where_there_is_none(name: str) -> None:
    (listed,) = [
        files
        for path, files in SETTINGS["yaml.schemas"].items()
        if path == f"data/schema/{name}.schema.json"
    ]
    assert listed == [f"data/{name}.yaml", f"docs/vorlagen/{name}.yaml"]
    told = json.loads((ROOT / schema.FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    judge = Draft202012Validator(told)
    for file in listed:
        text = (ROOT / file).read_text(encoding="utf-8")
        found = [error.message for error in judge.iter_errors(yaml.load(text, Core))]
        assert found == [], file


def test_vs_code_offers_the_program_that_helps() -> None:
    told = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert told["recommendations"] == ["redhat.vscode-yaml"]
    assert SETTINGS["yaml.format.enable"] is False  # it would write the whole file anew


def models_of(model: type[Strict]) -> set[type[Strict]]:
    """The model and all models in its fields, but conditions: CONTRIBUTING explains those."""
    inner = {
        kind
        for info in model.model_fields.values()
        for kind in strict_in(info.annotation)
        if kind.__module__ != "guide.conditions"
    }
    return {model}.union(*map(models_of, inner))


def strict_in(annotation: object) -> set[type[Strict]]:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return {annotation}
    return set().union(*map(strict_in, get_args(annotation)))


@pytest.mark.parametrize("name", FILES)
def test_each_template_is_valid_and_explains_every_field(name: str) -> None:
    problems: list[Problem] = []
    path = Path(f"docs/vorlagen/{name}.yaml")
    record = read_yaml(ROOT, path, problems)
    assert record
    assert validate(FILES[name], record, problems)
    assert problems == []
    text = (ROOT / path).read_text(encoding="utf-8")
    assert MODELINE.match(text)
    for model in models_of(FILES[name]):
        for field, info in model.model_fields.items():
            assert re.search(rf"\b{info.alias or field}:", text), f"{model.__name__}.{field}"


def test_what_a_template_calls_a_must_is_one_and_nothing_else() -> None:
    """A line without `muss` can be left out, one with it cannot."""
    for name in FILES:
        lines = (TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if not re.match(r"  \w+: .*  # muss", line):
                continue
            problems: list[Problem] = []
            less = "\n".join([*lines[:number], *lines[number + 1 :]])
            record = parse_yaml(less, Path(f"{name}.yaml"), problems)
            assert record
            assert validate(FILES[name], record, problems) is None, f"{name}.yaml: {line}"


def test_the_template_of_a_page_is_a_page() -> None:
    problems: list[Problem] = []
    text = (TEMPLATES / "seite.md").read_text(encoding="utf-8")
    head, body, _ = split_front_matter(text, Path("seite.md"), problems)
    record = parse_yaml(head, Path("seite.md"), problems, first_line=2)
    assert record
    assert validate(FrontMatter, record, problems)
    assert problems == []
    assert {*record.fields} == {*FrontMatter.model_fields}
    assert "{#vor-dem-termin}" in body
