"""What the guide is built with is known to the byte: locked, licensed, listed."""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from referencing import Registry, Resource

import build
from guide import cli, supply
from tests.tools import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {name: ROOT / supply.LOCKS / f"{name}.lock" for name in supply.SCOPES}
EXTRAS: dict[str, tuple[str, ...]] = {"guide": (), "print": ("print",), "test": ("test", "print")}


def wanted(lock: str) -> list[Requirement]:
    optional = PROJECT["optional-dependencies"]
    lines = [
        *PROJECT["dependencies"],
        *(line for extra in EXTRAS[lock] for line in optional[extra]),
    ]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_and_pyproject_agree(lock: str) -> None:
    """After a change there: the command in docs/security.md."""
    pinned = {p.name: p.version for p in supply.read_lock(LOCKS[lock], "")}
    for requirement in wanted(lock):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not locked"
        assert requirement.specifier.contains(pinned[name]), f"{name} {pinned[name]}"


def test_what_is_not_asked_for_by_anybody_is_not_locked() -> None:
    """Each locked package is asked for in pyproject.toml or by one that is."""
    locked = {package.name for package in supply.packages(ROOT)}
    reached, ahead = set[str](), sorted(supply.direct(PROJECT))
    while ahead:
        name = ahead.pop()
        if name in reached:
            continue
        reached.add(name)
        try:
            ahead += [canonicalize_name(Requirement(line).name) for line in requires(name) or []]
        except PackageNotFoundError:
            continue  # for another system
    assert locked <= reached


def test_a_package_has_one_version_in_all_locks() -> None:
    versions: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
    for path in LOCKS.values():
        for package in supply.read_lock(path, ""):
            versions.setdefault(package.name, set()).add((package.version, package.hashes))
    assert [name for name, found in versions.items() if len(found) > 1] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes_and_no_lock_names_where_to_load_it(lock: str) -> None:
    listed = supply.read_lock(LOCKS[lock], "")
    assert len(listed) > 15
    assert all(package.hashes for package in listed)
    text = LOCKS[lock].read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|--trusted|@ ", text)


def test_a_lock_with_anything_else_in_it_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_text("--index-url https://example.org/simple\n")
    with pytest.raises(ValueError, match=r"x\.lock:1"):
        supply.read_lock(path, "")


def test_pip_is_told_to_take_what_is_locked_and_nothing_else() -> None:
    for extras, lock in (((), "guide"), (("print",), "print"), (("test", "print"), "test")):
        assert build.to_install(["x"], extras) == ["--require-hashes", "-r", str(LOCKS[lock])]


def test_without_a_lock_what_fits_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "LOCKS", tmp_path)
    assert build.to_install(["jinja2>=3.1,<4"], ()) == ["jinja2>=3.1,<4"]


def test_another_lock_makes_the_environment_out_of_date(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = build.locked()
    (tmp_path / "guide.lock").write_text("x")
    monkeypatch.setattr(build, "LOCKS", tmp_path)
    assert build.locked() != before


# --- licences -------------------------------------------------------------------------------------


def test_every_locked_package_stands_on_the_page_with_a_licence() -> None:
    text = (ROOT / supply.PAGE).read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9.-]+) \| (\S+) \| (.+?) \|$", text, re.M)
    listed = {(package.name, package.version) for package in supply.packages(ROOT)}
    assert {(name, version) for name, version, _ in rows if name != "package"} == listed
    assert all(len(licence) > 2 for _, _, licence in rows)


def test_the_page_says_what_the_packages_say() -> None:
    text = (ROOT / supply.PAGE).read_text(encoding="utf-8")
    assert text == supply.licences_page(supply.packages(ROOT)), "python3 build.py licences"


def test_what_builds_the_guide_is_free_to_use_in_any_way() -> None:
    for package in supply.packages(ROOT):
        if package.scope != "excluded":
            assert not re.search(r"\bA?GPL|Proprietary", supply.licence(package.name)), package


# --- the SBOM -------------------------------------------------------------------------------------


def validator() -> Draft7Validator:
    """The schema that CycloneDX publishes, from the package that brings it."""
    found = find_spec("cyclonedx")
    assert found
    assert found.origin
    folder = Path(found.origin).parent / "schema" / "_res"
    named = {path: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    resources = [(s["$id"], Resource.from_contents(s)) for s in named.values() if "$id" in s]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft7Validator(named[folder / "bom-1.6.SNAPSHOT.schema.json"], registry=registry)


def test_the_sbom_fits_the_published_schema_and_lists_every_locked_package(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    assert cli.main(["sbom", "--output", str(file)]) == 0
    told = json.loads(file.read_bytes())
    assert [error.message for error in validator().iter_errors(told)] == []
    listed = supply.packages(ROOT)
    assert [c["purl"] for c in told["components"]] == [package.purl for package in listed]
    assert len(told["dependencies"][0]["dependsOn"]) == len(supply.direct(PROJECT))
    assert all("licenses" in component for component in told["components"])
    assert supply.sbom(ROOT).encode() == file.read_bytes(), "the same bytes again"


def test_an_sbom_with_a_mistake_does_not_fit() -> None:
    told = json.loads(supply.sbom(ROOT))
    told["components"][0]["hashes"][0]["content"] = "no hash"
    del told["components"][1]["name"]
    assert len(list(validator().iter_errors(told))) >= 2


def test_an_sbom_that_cannot_be_written_is_told_in_german(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sbom", "--output", str(tmp_path / "none" / "x.json")]) == 1
    assert "lässt sich nicht schreiben" in capsys.readouterr().out
