"""Has anything changed since the last build? Asked before anything heavy is loaded.

The answer comes from the system's record of each file (time, size, number), of what the site is
made from and of the site itself. So this module needs little of the standard library alone, and
build.py asks it before it knows whether the packages are there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
SOURCES = ("data", "content", "translations", "templates", "assets")
PROGRAM = ("guide", "build.py", "pyproject.toml", "templates", "assets", ".venv/installed.txt")
FILE = Path(".cache", "gebaut.json")

Seen = list[list[Any]]  # [path, time in ns, size, number], in the order of the paths


def inputs(root: Path) -> Seen:
    """Return what identifies all that the site of the guide in *root* is made from."""
    own, program = [root / name for name in SOURCES], [PROJECT / name for name in PROGRAM]
    return _seen([*own, *program]) + _folders(PROJECT.glob(".venv/lib/python*/site-packages"))


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


def remember(root: Path, output: Path, options: Sequence[str], before: Seen, said: str) -> None:
    """Keep that a build from *before* has just put the whole site into *output*.

    Where nothing can be kept, the next build is simply a whole one.
    """
    kept = {
        "options": [str(output.resolve()), *options],
        "from": before,
        "made": _seen([output]),
        "said": said,
    }
    try:
        (root / FILE).parent.mkdir(exist_ok=True)
        (root / FILE).write_text(json.dumps(kept), encoding="utf-8")
    except OSError:
        return


def _seen(places: Iterable[Path]) -> Seen:
    return sorted([*entry] for place in places for entry in _below(str(place)))


def _below(place: str) -> Iterator[tuple[str, int, int, int]]:
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        yield from _below(entry.path)
                else:
                    yield entry.path, *_identity(entry.stat())
    except NotADirectoryError:
        yield place, *_identity(Path(place).stat())
    except OSError:
        yield place, 0, 0, 0


def _identity(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_mtime_ns, found.st_size, found.st_ino


def _folders(folders: Iterable[Path]) -> Seen:
    """A folder's own time changes when something in it comes or goes: a package, here."""
    return [[str(folder), *_identity(folder.stat())] for folder in sorted(folders)]
