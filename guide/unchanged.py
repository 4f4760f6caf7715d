"""Has anything changed since the last build? Asked before anything heavy is loaded.

The answer comes from the system's record of each file (times, size, number), of what the site is
made from and of the site itself. So this module needs little of the standard library alone, and
build.py asks it before it knows whether the packages are there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
SOURCES = ("data", "content", "translations", "templates", "assets")
PROGRAM = ("guide", "build.py", "pyproject.toml", "templates", "assets", ".venv/installed.txt")
FILE = Path(".cache", "gebaut.json")

PACKAGES = ("site-packages", "dist-packages")  # where a Python without .venv has them

Seen = list[list[Any]]  # [path, two times in ns, size, number], in the order of the paths


def inputs(root: Path) -> Seen:
    """Return what identifies all that the site of the guide in *root* is made from."""
    own, program = [root / name for name in SOURCES], [PROJECT / name for name in PROGRAM]
    return _seen([*own, *program]) + _folders(_packages())


def said_again(root: Path, output: Path, options: Sequence[str]) -> str | None:
    """Return what the last build said, where another one would change nothing; else None.

    *options* is all else that the bytes depend on, the day among it.
    """
    try:
        last = json.loads((root / FILE).read_text(encoding="utf-8"))
        if last["options"] != [str(output.resolve()), *options]:
            return None
        same = last["from"] == inputs(root) and last["made"] == _seen([output])
        return str(last["said"]) if same else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def remember(
    root: Path, output: Path, options: Sequence[str], before: Seen, number: int, said: str
) -> None:
    """Keep that a build from *before* has just put the whole site into *output*.

    *number* is the system's for the folder that it put there: another build may have put its own
    in this place since. Then, and where nothing can be kept, the next build is simply a whole one.
    """
    kept = {
        "options": [str(output.resolve()), *options],
        "from": before,
        "made": _seen([output]),
        "said": said,
    }
    try:
        if output.stat().st_ino != number:
            return
        (root / FILE).parent.mkdir(exist_ok=True)
        (root / FILE).write_text(json.dumps(kept), encoding="utf-8")
    except OSError:
        return


def _seen(places: Iterable[Path]) -> Seen:
    return sorted([*entry] for place in places for entry in _below(str(place)))


def _below(place: str) -> Iterator[tuple[str, int, int, int, int]]:
    try:
        with os.scandir(place) as found:
            entries = list(found)
    except NotADirectoryError:
        yield _file(place)
        return
    except OSError:
        yield place, 0, 0, 0, 0
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield _file(entry.path)
        elif entry.name != "__pycache__":
            yield from _below(entry.path)


def _file(path: str) -> tuple[str, int, int, int, int]:
    """A link that leads nowhere is there like any file: editors' programs use such as locks."""
    try:
        return path, *_identity(Path(path).stat())
    except OSError:
        return path, 0, 0, 0, 0


def _identity(found: os.stat_result) -> tuple[int, int, int, int]:
    """The first time can be set by programs that copy or unpack, the second by none."""
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _packages() -> list[Path]:
    own = list(PROJECT.glob(".venv/lib/python*/site-packages"))
    return own or [path for path in map(Path, sys.path) if path.name in PACKAGES]


def _folders(folders: Iterable[Path]) -> Seen:
    """A folder's own time changes when something in it comes or goes: a package, here."""
    return [[str(f), *_identity(f.stat())] for f in sorted(folders) if f.is_dir()]
