"""Files in assets/ under a name that changes with their content, so browsers may keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from guide.artifact import Artifact

ASSETS = Path("assets")


def hashed_names(root: Path) -> Mapping[str, str]:
    """Return for each file in assets/ its name on the site: style.css -> style.3f2a91c0.css."""
    return {
        path.relative_to(root / ASSETS).as_posix(): _hashed(path, root)
        for path in sorted((root / ASSETS).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def artifacts(root: Path, names: Mapping[str, str]) -> Iterator[Artifact]:
    for name, hashed in names.items():
        source = ASSETS / name
        yield Artifact(f"assets/{hashed}", (source,), (root / source).read_bytes)


def _hashed(path: Path, root: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    name = path.relative_to(root / ASSETS)
    return name.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()
