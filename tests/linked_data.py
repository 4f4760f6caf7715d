"""Is a JSON-LD document made of words that schema.org and CTDL have, where they have them?"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.tools import ROOT

SCHEMAS = ROOT / "tests" / "schemas"
SCHEMA_ORG: Mapping[str, list[str]] = json.loads((SCHEMAS / "schemaorg.json").read_bytes())
CTDL: Mapping[str, Mapping[str, list[str]]] = json.loads((SCHEMAS / "ctdl.json").read_bytes())
DURATION = re.compile(r"P\d+(\.\d+)?[YMWD]")


def faults(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong: unknown types and properties, wrong values, links to nowhere."""
    nodes = {node["@id"]: node for node in document["@graph"]}
    if len(nodes) != len(document["@graph"]):
        yield "two nodes have the same @id"
    own = set(document["@context"])
    for node in document["@graph"]:
        for name, value in _properties(node):
            yield from _value(name, value, node, nodes, own)


def _properties(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in node.items():
        if not name.startswith("@"):
            for one in value if isinstance(value, list) else [value]:
                yield name, one


def types_of(node: Mapping[str, Any]) -> list[str]:
    kinds = node.get("@type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def _value(
    name: str, value: Any, node: Mapping[str, Any], nodes: Mapping[str, Any], own: set[str]
) -> Iterator[str]:
    where = f"{node.get('@id')} {name}"
    kinds = types_of(node)
    target = value
    if isinstance(value, dict) and set(value) == {"@id"}:
        target = nodes.get(value["@id"])
        if target is None:
            yield f"{where}: leads nowhere"
            return
    if name.startswith("ceterms:"):
        ranges = [CTDL[kind][name] for kind in kinds if name in CTDL.get(kind, {})]
        if not ranges:
            yield f"{where}: CTDL has no such property for {kinds}"
        elif not any(_fits(target, words) for words in ranges):
            yield f"{where}: {str(target)[:80]} is none of {ranges}"
    elif ":" in name:
        prefix = name.split(":", maxsplit=1)[0]
        if prefix not in own:
            yield f"{where}: the context has no {prefix}"
    elif not any(name in SCHEMA_ORG.get(kind, []) for kind in kinds):
        yield f"{where}: schema.org has no such property for {kinds}"
    if isinstance(value, dict) and "@id" not in value and value.get("@type") != "@json":
        for inner, one in _properties(value):
            yield from _value(inner, one, value, nodes, own)


def _fits(value: Any, ranges: list[str]) -> bool:
    if isinstance(value, dict):
        return bool(set(types_of(value)) & set(ranges))
    if isinstance(value, int):
        return "xsd:integer" in ranges
    if "schema:Duration" in ranges:
        return bool(DURATION.fullmatch(value))
    return bool({"rdf:langString", "xsd:string"} & set(ranges))
