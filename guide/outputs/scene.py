"""A page before it is rendered: its address, its template and what the template is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guide.edition import Said


@dataclass(frozen=True)
class Scene:
    path: str  # inside the language's folder
    layout: str  # the template's name
    title: Said | str
    description: Said | str
    context: Callable[[], Mapping[str, Any]]
    json_ld: Callable[[], Mapping[str, Any] | None]
    indexed: bool = True  # False: search engines leave it out
    home: bool = False
    tags: frozenset[str] | None = None  # the editions that have it; None: all
    instead: str = ""  # the page that stands for it in the others

    def path_in(self, tag: str) -> str:
        """Return the path of this page in the edition *tag*, or of the one that stands for it."""
        return self.path if self.is_in(tag) else self.instead

    def is_in(self, tag: str) -> bool:
        return self.tags is None or tag in self.tags
