"""Stations, residence statuses and sources as templates see them."""

from __future__ import annotations

from typing import Protocol

from guide.edition import Edition, View
from guide.load import Guide
from guide.model import Source
from guide.pathways import Node, Station


class HasSources(Protocol):
    @property
    def sources(self) -> list[str]: ...


def kind_of(node: Node) -> str:
    """Return the kind of page that *node* has: its folder's key in guide.urls."""
    return "station" if isinstance(node, Station) else "status"


def node_view(edition: Edition, node: Node) -> View:
    section = "stations" if isinstance(node, Station) else "residence_statuses"
    return edition.view(node, f"{section}/{node.id}")


def sources_of(guide: Guide, record: HasSources) -> list[Source]:
    return [guide.source_by_id[name] for name in record.sources]
