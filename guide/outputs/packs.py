"""Files of a language packed in parts, for assets/sw.js to keep on a reader's phone.

A part is gzip of `[lines, {path: numbers of its lines}]`: a guide's pages repeat each other line
for line, farther apart than gzip looks. Each part can be fetched and unpacked by itself, so a
broken connection costs at most one of them, and a page is opened without unpacking the others.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

KINDS = frozenset({".html", ".css", ".js", ".svg"})  # text; sw.js knows what to call each
LIMIT = 64_000  # bytes of a part
FULL = 250_000  # bytes of different lines, which become about three quarters of LIMIT

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Part:
    files: Files
    content: bytes


def belonging(made: Files, tag: str, tags: Collection[str], beside: Collection[str] = ()) -> Files:
    """Return what a reader of the language *tag* needs; *tags* are those of all languages.

    That is the language's folder and, from outside of all languages' folders, each file whose
    name stands in it, as in `src="../assets/app.1a2b3c4d.js"`: styles and scripts, the search
    index of this language alone, the chooser of languages. *beside* are paths of other languages
    that it cannot do without.
    """
    texts = {path: made[path] for path in made if PurePosixPath(path).suffix in KINDS}
    own = {path: texts[path] for path in texts if path.startswith(f"{tag}/") or path in beside}
    common = {path: texts[path] for path in texts if path.split("/")[0] not in tags}
    said = b"\n".join(own.values())
    return {**own, **{path: common[path] for path in common if _name(path) in said}}


def _name(path: str) -> bytes:
    return path.rpartition("/")[2].encode()


def parts(files: Files) -> Iterator[Part]:
    """Yield *files* in parts of at most LIMIT bytes, but a part has at least one file."""
    for some in _filled(files):
        yield from _split(some)


def part(files: Files) -> Part:
    place: defaultdict[bytes, int] = defaultdict()
    place.default_factory = place.__len__  # a line that is new comes after those before
    numbers = {
        path: [place[line] for line in content.split(b"\n")] for path, content in files.items()
    }
    return Part(files, packed([b"\n".join(place).decode("utf-8").split("\n"), numbers]))


def packed(value: object) -> bytes:
    """Return *value* as JSON in gzip, without the time: the same bytes at each build."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), mtime=0)


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _filled(files: Files) -> Iterator[dict[str, bytes]]:
    some: dict[str, bytes] = {}
    lines: set[bytes] = set()
    size = 0
    for path, content in files.items():
        new = {*content.split(b"\n")} - lines
        if size and size + sum(map(len, new)) > FULL:
            yield some
            some, lines, size = {}, set(), 0
            new = {*content.split(b"\n")}
        some[path] = content
        lines |= new
        size += sum(map(len, new))
    yield some


def _split(files: Files) -> Iterator[Part]:
    whole = part(files)
    if len(whole.content) <= LIMIT or len(files) == 1:
        yield whole
        return
    paths = list(files)
    middle = len(paths) // 2
    for half in (paths[:middle], paths[middle:]):
        yield from _split({path: files[path] for path in half})
