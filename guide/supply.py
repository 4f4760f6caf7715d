"""What the guide is built with: packages of the lock files, their licences, an SBOM of them.

locks/*.lock are pip's requirement files with hashes, made by `uv pip compile` (docs/security.md).
"""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

LOCKS = Path("locks")
PAGE = Path("docs", "licences.md")
# By lock, what its packages are for, as CycloneDX calls it; each holds all of those before it
SCOPES = {"guide": "required", "print": "optional", "test": "excluded"}
PINNED = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+?))? \\$")
HASH = re.compile(r"^    --hash=sha256:([0-9a-f]{64})(?: \\)?$")
CLASSIFIER = "License :: OSI Approved :: "
# Read in their licence files: their metadata names none, a whole text, or not which of several
READ = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",  # installed under Windows alone
    "isodate": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause AND MIT",
}


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    scope: str
    marker: str | None  # PEP 508: where it is installed; None: everywhere
    hashes: tuple[str, ...]  # SHA-256 of the files that may be installed

    @property
    def purl(self) -> str:
        """Its address as https://github.com/package-url/purl-spec has it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def packages(root: Path) -> list[Package]:
    """Return the packages of all locks by name, each with the first scope that it is in."""
    found: dict[str, Package] = {}
    for lock, scope in SCOPES.items():
        for package in read_lock(root / LOCKS / f"{lock}.lock", scope):
            found.setdefault(package.name, package)
    return [found[name] for name in sorted(found)]


def read_lock(path: Path, scope: str) -> list[Package]:
    """Return what *path* pins. Raises ValueError where a line is neither a package nor a hash."""
    pinned: list[tuple[re.Match[str], list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := PINNED.match(line):
            pinned.append((match, []))
        elif (match := HASH.match(line)) and pinned:
            pinned[-1][1].append(match[1])
        else:
            raise ValueError(f"{path}:{number}: {line}")
    return [Package(m["name"], m["version"], scope, m["marker"], tuple(h)) for m, h in pinned]


# --- licences ------------------------------------------------------------------------------------


def licence(name: str) -> str:
    """Return under which licence the installed package *name* is; empty where it does not say."""
    if name in READ:
        return READ[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    stated = "".join(told.get_all("License-Expression") or [])
    return stated or _classified(told) or _first_line(told)


def _classified(told: PackageMetadata) -> str:
    lines = [line for line in told.get_all("Classifier") or [] if line.startswith(CLASSIFIER)]
    return " / ".join(line.removeprefix(CLASSIFIER) for line in lines)


def _first_line(told: PackageMetadata) -> str:
    text = "".join(told.get_all("License") or [])
    return text.strip().split("\n")[0][:80]


def licences_page(listed: Iterable[Package]) -> str:
    """Return docs/licences.md, a table for each scope."""
    tables = {scope: list(_rows(listed, scope)) for scope in SCOPES.values()}
    parts = [_HEAD, *(f"## {_TITLES[s]}\n\n{_COLUMNS}" + "".join(r) for s, r in tables.items())]
    return "\n".join(parts)


def _rows(listed: Iterable[Package], scope: str) -> Iterator[str]:
    for package in listed:
        if package.scope == scope:
            yield f"| {package.name} | {package.version} | {licence(package.name)} |\n"


_HEAD = """# Licences

What the guide is built with. None of these packages has code on the pages themselves.
Written by `python3 build.py licences` from what the packages say; do not edit.
"""
_TITLES = {"required": "To build", "optional": "To print, in addition", "excluded": "To test only"}
_COLUMNS = "| package | version | licence |\n|---|---|---|\n"


# --- SBOM ----------------------------------------------------------------------------------------


def sbom(root: Path) -> str:
    """Return a CycloneDX 1.6 bill of materials in JSON: the same locks give the same bytes."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = packages(root)
    own = f"pkg:generic/{project['name']}@{project['version']}"
    content = json.dumps([[p.purl, *p.hashes] for p in listed])
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + content)}",
        "version": 1,
        "metadata": {"component": _project(project, own)},
        "components": [_component(package) for package in listed],
        "dependencies": [{"ref": own, "dependsOn": _direct(project, listed)}],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _project(project: Mapping[str, Any], own: str) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": own,
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
        "purl": own,
    }


def _component(package: Package) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "scope": package.scope,
        "purl": package.purl,
        "hashes": [{"alg": "SHA-256", "content": content} for content in package.hashes],
    }
    if name := licence(package.name):
        told["licenses"] = [{"license": {"name": name}}]
    if package.marker:
        told["properties"] = [{"name": "python:marker", "value": package.marker}]
    return told


def direct(project: Mapping[str, Any]) -> set[str]:
    """Return the names that pyproject.toml itself asks for, as PEP 503 normalizes them."""
    optional = project["optional-dependencies"]
    locked = [names for extra, names in optional.items() if extra != "bench"]  # not for the guide
    wanted = [*project["dependencies"], *(name for names in locked for name in names)]
    return {re.sub(r"[-_.]+", "-", re.split(r"[<>=~!]", name)[0].lower()) for name in wanted}


def _direct(project: Mapping[str, Any], listed: Iterable[Package]) -> list[str]:
    names = direct(project)
    return [package.purl for package in listed if package.name in names]
