"""A file of the site: where it goes, what it is made from, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Artifact:
    path: str  # from the site's root, with slashes
    sources: tuple[Path, ...]  # relative to the guide's root
    render: Callable[[], bytes]
