"""Files in assets/ under a name that changes with their content, so browsers may keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from guide.artifact import Artifact

ASSETS = Path("assets")


PROJECT = Path(__file__).parent.parent


def shared(root: Path, folder: Path) -> Path:
    """Return *folder* of the guide in *root*; one that has none of its own uses the project's."""
    own = root / folder
    return own if own.is_dir() else PROJECT / folder


def hashed_names(root: Path) -> Mapping[str, str]:
    """Return for each file in assets/ its name on the site: style.css -> style.3f2a91c0.css."""
    folder = shared(root, ASSETS)
    return {
        path.relative_to(folder).as_posix(): _hashed(path, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def artifacts(root: Path, names: Mapping[str, str]) -> Iterator[Artifact]:
    for name, hashed in names.items():
        yield Artifact(
            f"assets/{hashed}", (ASSETS / name,), (shared(root, ASSETS) / name).read_bytes
        )


def _hashed(path: Path, folder: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    name = path.relative_to(folder)
    return name.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()
