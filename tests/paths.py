"""Small pathways made in a test: a few stations, the ways between them, nothing else."""

from collections.abc import Sequence
from typing import Any

from guide.graph import PathwayGraph
from guide.pathways import Pathways

SOURCED = {"sources": ["x"], "confidence": "likely"}
RECORD = {"name": "x", "summary": "x", "german": {"rule": "none"}, **SOURCED}


def station(name: str, *ways: dict[str, Any] | str, **fields: Any) -> dict[str, Any]:
    """A station; a way may be only the name of where it leads."""
    leads_to = [way(w) if isinstance(w, str) else w for w in ways]
    return {**RECORD, "id": name, "kind": "bridge", "leads_to": leads_to, **fields}


def status(name: str, *ways: dict[str, Any] | str, **fields: Any) -> dict[str, Any]:
    record = station(name, *ways, **fields)
    del record["kind"]
    return record


def way(to: str, *conditions: object, **fields: Any) -> dict[str, Any]:
    return {**SOURCED, "to": to, "text": "x", "conditions": list(conditions), **fields}


def months(low: float, high: float | None = None) -> dict[str, float]:
    return {"from": low, "to": low if high is None else high}


def graph(
    *stations: dict[str, Any],
    statuses: Sequence[dict[str, Any]] = (),
    pathways: Sequence[dict[str, Any]] = (),
) -> PathwayGraph:
    records = {
        "stations": list(stations),
        "residence_statuses": list(statuses),
        "pathways": list(pathways),
    }
    return PathwayGraph(Pathways.model_validate(records))
