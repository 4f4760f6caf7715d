"""The small guide of tests/site, an invented Landkreis: copied, changed, rendered in part.

It has data and texts of its own and takes the project's templates and assets, as the guide of
another Landkreis would. After a change in its German texts, or in a template's, bring its
catalogs up to date with `python -m tests.mini`; then translate by hand what the tests need.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from guide import cli
from guide.audience import asks
from guide.catalog import Catalog, Message, Translation, write_catalog
from guide.checks import check
from guide.languages import LANGUAGES
from guide.load import load
from guide.outputs import plan
from guide.problems import Problem, Severity
from guide.site import Site, make_site
from tests.tools import ROOT

SOURCES = ROOT / "tests" / "site"

Change = Callable[[str], str]


def copy_sources(target: Path) -> Path:
    """Return *target*, a guide of its own that a test may change and build."""
    shutil.copytree(SOURCES, target)
    return target


def replace(root: Path, file: str, old: str, new: str) -> None:
    """Replace *old* in *file*, which must have it: a change that changes nothing proves nothing."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_ukrainian(root: Path) -> None:
    """A third language beside Arabic and English; like Arabic it shows drafts."""
    english = "- {tag: en, show: reviewed}"
    replace(root, "data/region.yaml", english, f"{english}\n- {{tag: uk, show: unchecked}}")


def translate_all(root: Path) -> None:
    """Give every text a draft in every language, such as "ar Neu hier"; nothing is outdated."""
    site = site_of(root)
    for tag in site.catalogs:
        drafts = {m: Translation(f"{tag} {m.german}") for m in asked(site, tag)}
        write_catalog(root, Catalog(LANGUAGES[tag], drafts))


def asked(site: Site, tag: str) -> list[Message]:
    """The texts that the language *tag* is asked for: what only firms read is not in every one."""
    return [message for message in site.messages if asks(tag, message.context)]


def found_in(root: Path) -> list[Problem]:
    """Return all problems of the guide in *root*."""
    guide, problems = load(root)
    return [*problems, *check(make_site(guide, problems))] if guide else problems


def errors_in(root: Path) -> list[str]:
    return [str(problem) for problem in found_in(root) if problem.severity is Severity.ERROR]


def site_of(root: Path) -> Site:
    problems: list[Problem] = []
    guide, found = load(root)
    assert guide, found
    site = make_site(guide, problems)
    assert not problems
    return site


def render(root: Path, path: str) -> str:
    """Return one page of the guide in *root*, rendered as the build does."""
    made = {artifact.path: artifact for artifact in plan(site_of(root))}
    return made[path].render().decode("utf-8")


def update_catalogs() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = copy_sources(Path(folder) / "site")
        cli.main(["translations", "update", "--root", str(root)])
        shutil.copytree(root / "translations", SOURCES / "translations", dirs_exist_ok=True)


if __name__ == "__main__":
    update_catalogs()
