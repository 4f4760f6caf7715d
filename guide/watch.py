"""What the guide's files look like right now: two looks that differ mean that one has changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

WATCHED = ("data", "content", "templates", "translations", "assets")
# What programs put beside a file while it is edited: hidden ones, Emacs' #x#, Vim's 4913, x~ …
PASSING = re.compile(r"^(\..*|#.*#|4913|.*(~|\.(swp|swx|tmp|temp|bak|orig|part|crdownload)))$")

Look = Mapping[str, tuple[int, int, int]]  # path from the root -> time, size, number of the file


def look(root: Path) -> Look:
    """Return what identifies the content of each file of the guide in *root*.

    A file that goes while we look is not there. Polled, since no library tells of changes on all
    systems and network drives alike: some 200 files take one or two milliseconds.
    """
    return dict(seen for name in WATCHED for seen in _below(root / name, name))


def _below(folder: Path, name: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if PASSING.match(entry.name):
            continue
        path = f"{name}/{entry.name}"
        try:
            if entry.is_dir():
                yield from _below(Path(entry.path), path)
                continue
            found = entry.stat()
        except OSError:
            continue
        yield path, (found.st_mtime_ns, found.st_size, found.st_ino)


def changed(before: Look, after: Look) -> list[str]:
    """Return the paths of the files that came, went or changed from one look to the other."""
    return sorted({path for path, _ in before.items() ^ after.items()})
