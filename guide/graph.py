"""Stations, residence statuses and the transitions between them.

The graph is cyclic: nobody should follow transitions without remembering where they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from guide.conditions import Condition
from guide.pathways import Node, Pathway, Pathways, ResidenceStatus, Station, Transition


@dataclass(frozen=True)
class Step:
    """A transition with the record it starts from."""

    start: Node
    transition: Transition


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a transition asks of somebody, with what the search looks at again and again."""

    conditions: tuple[Condition, ...]
    youngest: int  # years; 0: no limit
    work: int  # months of experience


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
    def goals(self) -> Mapping[str, Station]:
        """Return what a reader may want to reach: goals, then certificates."""
        kinds = ("goal", "qualification")
        return {s.id: s for kind in kinds for s in self.pathways.stations if s.kind == kind}

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

    def asked(self, transition: Transition, status: str | None) -> Asked:
        """Return all that *transition* asks of somebody with the residence *status*.

        That is its own conditions, what the status asks for the same station, and the German
        that is needed there.
        """
        key = (id(transition), status)
        if key not in self._asked:
            conditions = tuple(self._all_conditions(transition, status))
            ages = [self.nodes[transition.to].age, *(c.age for c in conditions)]
            months = [c.experience.months for c in conditions if c.experience]
            self._asked[key] = Asked(
                conditions,
                max((age.from_ or 0 for age in ages if age), default=0),
                max((number or 0 for number in months), default=0),
            )
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[int, str | None], Asked]:
        return {}

    def _all_conditions(self, transition: Transition, status: str | None) -> Iterator[Condition]:
        by_status = self.status_rules(status).get(transition.to)
        asked = [] if by_status is None or by_status is transition else by_status.conditions
        german = german_needed(self.nodes[transition.to])
        if german is not None and not any(_is_german(c) for c in transition.conditions):
            asked = [german, *asked]
        yield from transition.conditions
        yield from (c for c in asked if c not in transition.conditions)

    def into(self, node: str) -> list[Step]:
        """Return the steps that lead to *node*, in the order of the file."""
        return self._into[node]

    def pathway_along(self, stations: Sequence[str]) -> Pathway | None:
        """Return the first authored pathway that visits *stations* one after the other."""
        for pathway in self.pathways.pathways:
            first = pathway.stations.index(stations[0]) if stations[0] in pathway.stations else -1
            if first >= 0 and pathway.stations[first : first + len(stations)] == [*stations]:
                return pathway
        return None

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


def german_needed(target: Node) -> Condition | None:
    """The least German that *target* names; whether it is a fixed rule, usual or decided."""
    german = target.german
    if german.needed is None or german.rule == "none" or german.needed.startswith("A0"):
        return None
    return _german_condition(german.needed.split("-")[0], german.rule)


@cache
def _german_condition(level: str, rule: str) -> Condition:
    return Condition.model_validate({"german": {"at_least": level, "rule": rule}})


def _is_german(condition: Condition) -> bool:
    inner = [*(condition.all_of or []), *(condition.any_of or [])]
    return condition.german is not None or any(_is_german(c) for c in inner)
