"""Files in assets/, made small, under names that change with their content: browsers keep them."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from guide.artifact import Artifact

ASSETS = Path("assets")
INLINE = "inline/"  # what stands in pages and other files, and is no file of the site itself
PRINT = "print/"  # fonts and styles of sheets on paper (guide.printing)
PROJECT = Path(__file__).parent.parent
# Their address is how a browser finds a new version, and their folder is what they serve
AT_ROOT = frozenset({"sw.js"})
SMALLER: Mapping[str, Callable[[str], str]] = {
    ".css": cssmin,
    ".js": jsmin,
}


def shared(root: Path, folder: Path) -> Path:
    """Return *folder* of the guide in *root*; one that has none of its own uses the project's."""
    own = root / folder
    return own if own.is_dir() else PROJECT / folder


def read_assets(root: Path) -> Mapping[str, bytes]:
    """Return by name what each file of assets/ holds on the site: styles and scripts made small."""
    folder = shared(root, ASSETS)
    made = {
        path.relative_to(folder).as_posix(): _small(path.read_bytes(), path.suffix)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    # Paper has a code on it, and one request is quicker than two
    return made | {"paper.js": made["qr.js"] + b"\n" + made.pop(f"{INLINE}paper.js")}


@lru_cache(maxsize=256)
def _small(content: bytes, suffix: str) -> bytes:
    make_small = SMALLER.get(suffix)
    return str(make_small(content.decode("utf-8"))).encode("utf-8") if make_small else content


@lru_cache(maxsize=256)  # every page names the style sheet
def hashed(name: str, content: bytes) -> str:
    """Return the name on the site: style.css -> style.3f2a91c0.css."""
    path = Path(name)
    digest = hashlib.sha256(content).hexdigest()[:8]
    return path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()


@lru_cache(maxsize=256)
def policy_hash(content: bytes) -> str:
    """Return *content* as a Content-Security-Policy names a script that stands in the page.

    CSP Level 3, section 2.3.1 (hash-source).
    """
    return f"'sha256-{b64encode(hashlib.sha256(content).digest()).decode()}'"


def assign(name: str, value: object) -> str:
    """Return the line of a script that calls *value* (as JSON) *name*.

    Data that comes as a script needs no fetch, which pages from a folder (file://) may not do.
    """
    return f"{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def artifacts(contents: Mapping[str, bytes]) -> Iterator[Artifact]:
    for name, content in contents.items():
        if name.startswith((INLINE, PRINT)):
            continue
        path = name if name in AT_ROOT else f"assets/{hashed(name, content)}"
        yield Artifact(path, partial(bytes, content))
