"""The pathways as linked data (JSON-LD 1.1): stations, and the transitions between them.

Words are schema.org's (https://schema.org) and, where they say more, CTDL's
(https://credreg.net/ctdl/terms). A transition is a ceterms:ConditionProfile with a node of its
own; what neither vocabulary has a word for is the guide's own, under `bw:`, explained in
docs/opendata.md. The context stands in the file: nothing has to be fetched to read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guide.edition import Edition
from guide.fields import Years
from guide.outputs.nodes import kind_of
from guide.outputs.opendata.about import as_json, credits, page, plain
from guide.outputs.opendata.ids import ROOT, urn
from guide.pathways import Months, Node, Station, Transition
from guide.phrases import phrases
from guide.site import Site

JsonLd = dict[str, Any]
Types = tuple[str, ...]
CONTEXT = {
    "@vocab": "https://schema.org/",
    "@language": "de",
    "ceterms": "https://purl.org/ctdl/terms/",
    "bw": f"urn:uuid:{ROOT}#",
    "url": {"@type": "@id"},
    "license": {"@type": "@id"},
}
PROGRAM = ("EducationalOccupationalProgram", "ceterms:LearningProgram")
COURSE = ("Course", "ceterms:Course")
CREDENTIAL = ("EducationalOccupationalCredential", "ceterms:Certificate")
OCCUPATION = ("Occupation", "ceterms:Occupation")
TERM = ("DefinedTerm",)  # a situation or a residence status: no vocabulary has more
TYPES: Mapping[str, Types] = {
    "situation": TERM,
    "school": PROGRAM,
    "language": COURSE,
    "bridge": PROGRAM,
    "vocational": PROGRAM,
    "qualification": CREDENTIAL,
    "counselling": ("Service",),
}
# What a transition leads to, in CTDL's words
TARGETS: Mapping[Types, str] = {
    PROGRAM: "ceterms:targetLearningOpportunity",
    COURSE: "ceterms:targetLearningOpportunity",
    CREDENTIAL: "ceterms:targetCredential",
    OCCUPATION: "ceterms:targetOccupation",
}
PREREQUISITES: Mapping[Types, str] = {
    PROGRAM: "programPrerequisites",
    COURSE: "coursePrerequisites",
}
DAYS = 30  # of a month, where a time is no whole number of months


def pathways(site: Site) -> bytes:
    nodes = [node for item in site.graph.nodes.values() for node in _node(site, item)]
    return as_json({"@context": CONTEXT, "@graph": [_dataset(site), *nodes]})


def _dataset(site: Site) -> JsonLd:
    region = site.guide.region
    return _filled(
        {
            "@id": urn(site.guide, "pathways"),
            "@type": "Dataset",
            "name": f"{region.title}: Bildungswege",
            "description": plain(site, region.claim),
            "inLanguage": "de",
            "publisher": {"@type": "Organization", "name": region.publisher},
            "license": region.licence_url,
            "usageInfo": {"@type": "CreativeWork", "text": credits(site.guide)["licence"]},
            "creditText": region.coordinates_credit,
        }
    )


def types_of(node: Node) -> Types:
    if not isinstance(node, Station):
        return TERM
    if node.kind == "goal":  # to earn money is work, anything else is to go on learning
        return OCCUPATION if node.income else PROGRAM
    return TYPES[node.kind]


def _node(site: Site, node: Node) -> Iterator[JsonLd]:
    """Yield *node*, then the transitions that lead from it."""
    types = types_of(node)
    ways = [_transition(site, node, way) for way in node.leads_to]
    ids = [{"@id": way["@id"]} for way in ways]
    yield _filled(
        {
            "@id": _id(site, node.id),
            "@type": list(types),
            "name": plain(site, node.name),
            "description": plain(site, node.summary),
            "url": page(site, kind_of(node), node.id),
            "identifier": node.id,
            **_requirements(site, types, node),
            "educationalCredentialAwarded": _awarded(site, types, node),
            "ceterms:estimatedDuration": _duration(types, node.months),
            "bw:kind": node.kind if isinstance(node, Station) else "residence_status",
            "bw:months": _range(node.months),
            "bw:age": _range(node.age),
            "bw:germanNeeded": node.german.needed,
            "bw:germanReached": node.german.reached,
            "bw:includes": [{"@id": _id(site, name)} for name in getattr(node, "includes", [])],
            "bw:confidence": node.confidence,
            "bw:leadsTo": ids,
            "ceterms:isPreparationFor": ids if types in (PROGRAM, COURSE, CREDENTIAL) else [],
        }
    )
    yield from ways


def _id(site: Site, identifier: str) -> str:
    return urn(site.guide, "station", identifier)


def _requirements(site: Site, types: Types, node: Node) -> Mapping[str, Any]:
    name = PREREQUISITES.get(types)
    return {name: [plain(site, text) for text in node.requires]} if name else {}


def _awarded(site: Site, types: Types, node: Node) -> list[JsonLd]:
    """Return the qualifications that *node* leads to: whoever completes it has one of them."""
    if types not in (PROGRAM, COURSE):
        return []
    targets = [site.graph.nodes[way.to] for way in node.leads_to]
    return [{"@id": _id(site, t.id)} for t in targets if types_of(t) == CREDENTIAL]


def _transition(site: Site, node: Node, way: Transition) -> JsonLd:
    german: Edition = site.editions[0]
    target = site.graph.nodes[way.to]
    here = {"@id": _id(site, target.id)}
    known = TARGETS.get(types_of(target))
    names = (plain(site, node.name), plain(site, target.name))
    return _filled(
        {
            "@id": urn(site.guide, "transition", node.id, way.to),
            "@type": ["ceterms:ConditionProfile", "bw:Transition"],
            "ceterms:name": " → ".join(filter(None, names)),
            "ceterms:description": plain(site, way.text),
            "ceterms:condition": [text.striptags() for text in phrases(way.conditions, german)],
            "ceterms:minimumAge": _least_age(way),
            **({known: here} if known else {}),
            "bw:from": {"@id": _id(site, node.id)},
            "bw:to": here,
            "bw:conditions": {
                "@type": "@json",
                "@value": [
                    condition.model_dump(mode="json", by_alias=True, exclude_unset=True)
                    for condition in way.conditions
                ],
            },
            "bw:decides": plain(site, way.decides),
            "bw:deadline": plain(site, way.deadline),
            "bw:validFrom": way.valid_from and way.valid_from.isoformat(),
            "bw:validTo": way.valid_to and way.valid_to.isoformat(),
            "bw:confidence": way.confidence,
        }
    )


def _least_age(way: Transition) -> int | None:
    ages = [condition.age.from_ for condition in way.conditions if condition.age is not None]
    return ages[0] if ages else None


def _duration(types: Types, months: Months | None) -> JsonLd | None:
    if months is None or types not in (PROGRAM, COURSE):
        return None
    low, high = _iso(months.from_), _iso(months.to)
    exact = {"ceterms:exactDuration": low}
    bounds = {"ceterms:minimumDuration": low, "ceterms:maximumDuration": high}
    return {"@type": "ceterms:DurationProfile", **(exact if low == high else bounds)}


def _iso(months: float) -> str:
    """Return a time as ISO 8601 writes it: P18M, or P45D for a month and a half."""
    return f"P{months:.0f}M" if months == int(months) else f"P{months * DAYS:.0f}D"


def _range(bounds: Months | Years | None) -> JsonLd | None:
    if bounds is None:
        return None
    return _filled({"bw:from": _number(bounds.from_), "bw:to": _number(bounds.to)})


def _number(value: float | None) -> float | None:
    """A whole number without a fraction."""
    return int(value) if value is not None and value == int(value) else value


def _filled(data: Mapping[str, Any]) -> JsonLd:
    """Return *data* without what says nothing; 0 says something."""
    return {name: value for name, value in data.items() if value or type(value) is int}
