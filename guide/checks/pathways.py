"""Transitions make sense: no loops to itself, no dead ends, residence stated where it counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from guide.conditions import Condition
from guide.graph import Step
from guide.pathways import ResidenceStatus
from guide.problems import Origin, Problem, Severity
from guide.profile import Profile
from guide.routes import along
from guide.site import Site


def check(site: Site) -> Iterator[Problem]:
    for node in site.graph.nodes.values():
        for number, transition in enumerate(node.leads_to):
            step = Step(node, transition)
            yield from _circular(step, _origin(site, step, number))
            yield from _repeated(step, number, _origin(site, step, number))
            yield from _residence(step, _origin(site, step, number))
    yield from _authored(site)
    for node in site.graph.dead_ends():
        yield Problem(
            _node_origin(site, node.id),
            "sackgasse",
            f"Von „{node.id}“ führt kein Weg zu einem Ziel",
            "Unter „leads_to:“ ergänzen, wie es von hier weitergeht.",
            Severity.WARNING,
        )


def _authored(site: Site) -> Iterator[Problem]:
    """A recommended pathway takes steps that exist, and somebody can take them all."""
    for number, pathway in enumerate(site.guide.pathways.pathways):
        missing = [
            (place, one, other)
            for place, (one, other) in enumerate(pairwise(pathway.stations), 1)
            if other not in [way.to for way in site.graph.nodes[one].leads_to]
        ]
        for place, one, other in missing:
            yield Problem(
                site.guide.origin("pathways", "pathways", number, "stations", place),
                "weg-ohne-schritt",
                f"Von „{one}“ führt kein Weg zu „{other}“",
                f"Bei „{one}“ unter „leads_to:“ ergänzen, oder die Station hier streichen.",
            )
        if not missing and along(site.graph, pathway.stations, Profile(), given=True) is None:
            yield Problem(
                site.guide.origin("pathways", "pathways", number, "id"),
                "weg-verschlossen",
                f"Den Weg „{pathway.id}“ kann niemand ganz gehen",
                "Eine Altersgrenze oder Bedingung auf dem Weg passt nicht zu den anderen.",
                Severity.WARNING,
            )


def _circular(step: Step, origin: Origin) -> Iterator[Problem]:
    if step.transition.to == step.start.id:
        yield Problem(
            origin,
            "kreis",
            f"Der Weg von „{step.start.id}“ führt zu sich selbst",
            "Die Station nennen, zu der es von hier weitergeht.",
        )


def _repeated(step: Step, number: int, origin: Origin) -> Iterator[Problem]:
    if step.transition.to in [other.to for other in step.start.leads_to[:number]]:
        yield Problem(
            origin,
            "weg-doppelt",
            f"Von „{step.start.id}“ führen zwei Wege zu „{step.transition.to}“",
            "Beide zu einem zusammenfassen; Möglichkeiten mit any_of trennen.",
        )


def _residence(step: Step, origin: Origin) -> Iterator[Problem]:
    """A residence status is a condition of its transitions, not a station one passes through."""
    if not isinstance(step.start, ResidenceStatus):
        return
    if step.start.id not in _statuses(step.transition.conditions):
        yield Problem(
            origin,
            "aufenthalt-fehlt",
            f"Der Weg gilt nur mit „{step.start.id}“, aber diese Bedingung fehlt",
            f"Unter „conditions:“ ergänzen: - residence: {{one_of: [{step.start.id}]}}",
        )


def _statuses(conditions: list[Condition]) -> set[str]:
    found: set[str] = set()
    for condition in conditions:
        if condition.residence is not None:
            found |= set(condition.residence.one_of)
        found |= _statuses([*(condition.all_of or []), *(condition.any_of or [])])
    return found


def _origin(site: Site, step: Step, number: int) -> Origin:
    return site.guide.origin("pathways", *_place(site, step.start.id), "leads_to", number, "to")


def _node_origin(site: Site, identifier: str) -> Origin:
    return site.guide.origin("pathways", *_place(site, identifier), "id")


def _place(site: Site, identifier: str) -> tuple[str, int]:
    pathways = site.guide.pathways
    for section, nodes in (
        ("stations", pathways.stations),
        ("residence_statuses", pathways.residence_statuses),
    ):
        for number, node in enumerate(nodes):
            if node.id == identifier:
                return section, number
    raise KeyError(identifier)
