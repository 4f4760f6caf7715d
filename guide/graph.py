"""Stations, residence statuses and the transitions between them.

The graph is cyclic: nobody should follow transitions without remembering where they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from guide.pathways import Node, Pathways, ResidenceStatus, Station, Transition


@dataclass(frozen=True)
class Step:
    """A transition with the record it starts from."""

    start: Node
    transition: Transition


@dataclass(frozen=True)
class PathwayGraph:
    pathways: Pathways

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        everything = [*self.pathways.residence_statuses, *self.pathways.stations]
        return {node.id: node for node in everything}

    @cached_property
    def stations(self) -> Mapping[str, Station]:
        return {station.id: station for station in self.pathways.stations}

    @cached_property
    def statuses(self) -> Mapping[str, ResidenceStatus]:
        return {status.id: status for status in self.pathways.residence_statuses}

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(node, transition) for node in self.nodes.values() for transition in node.leads_to
        ]

    @cached_property
    def _into(self) -> Mapping[str, list[Step]]:
        into: dict[str, list[Step]] = {name: [] for name in self.nodes}
        for step in self.steps:
            into[step.transition.to].append(step)
        return into

    def status_rules(self, status: str | None) -> Mapping[str, Transition]:
        """Return by target what the residence *status* opens; nothing where it is not known."""
        return self._rules.get(status or "", {})

    @cached_property
    def _rules(self) -> Mapping[str, Mapping[str, Transition]]:
        return {
            status.id: {transition.to: transition for transition in status.leads_to}
            for status in self.pathways.residence_statuses
        }

    def into(self, node: str) -> list[Step]:
        """Return the steps that lead to *node*, in the order of the file."""
        return self._into[node]

    def reachable(self, start: str) -> set[str]:
        """Return the ids of all records that some sequence of transitions leads to."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for transition in self.nodes[waiting.pop()].leads_to:
                if transition.to not in seen:
                    seen.add(transition.to)
                    waiting.append(transition.to)
        return seen

    def dead_ends(self) -> Iterator[Node]:
        """Yield the stations and statuses from which no goal can be reached."""
        goals = {station.id for station in self.pathways.stations if station.kind == "goal"}
        for node in self.nodes.values():
            if node.id not in goals and not goals & self.reachable(node.id):
                yield node
