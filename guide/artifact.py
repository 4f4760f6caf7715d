"""A file of the site: where it goes, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Artifact:
    path: str  # from the site's root, with slashes
    render: Callable[[], bytes]
