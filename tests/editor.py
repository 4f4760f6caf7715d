"""What an editor reads about a guide: the base guide of tests/cases with some files replaced."""

import re
import shutil
from pathlib import Path

from guide.checks import check
from guide.load import load
from guide.problems import Problem, describe, has_errors
from guide.site import make_site

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
# Hints about style, and how much of a language is translated: not about what an editor typed
STYLE = {"schwer-zu-lesen", "oberflaeche-unvollstaendig"}
FILE = re.compile(r"^--- ((?:data|content|translations)/\S+)\n", re.MULTILINE)
SAYS = re.compile(r"^--- says\n", re.MULTILINE)


def copy_base(folder: Path) -> Path:
    """Return a copy of the base guide in *folder*: complete, and nothing to say about it."""
    return Path(shutil.copytree(BASE, folder / "guide"))


def parse(case: str) -> tuple[dict[str, str], str]:
    """Return the files typed in *case*, by path, and what is to be said about them."""
    typed, says = SAYS.split(case)
    _, *parts = FILE.split(typed)
    return dict(zip(parts[::2], parts[1::2], strict=True)), says.strip("\n")


def write(root: Path, path: str, content: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def problems_of(root: Path) -> list[Problem]:
    """Return all that `build.py check` would tell about the guide in *root*."""
    guide, problems = load(root)
    if guide is None:
        assert has_errors(problems), "no guide, and no reason given"
        return problems
    site = make_site(guide, problems)
    return [p for p in sorted({*problems, *check(site)}) if p.rule not in STYLE]


def said(root: Path) -> str:
    return "\n\n".join(describe(problem, root) for problem in problems_of(root))
