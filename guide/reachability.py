"""Can everybody go on? A grid of readers, and for each a next station, or somebody to ask.

The grid is certificate x German x age x months in Germany x residence status. A reader starts
from all that fits: situations of that age (one that implies a foreign certificate only with
that certificate), the residence status, the qualification held. Stranded is who finds neither
a transition to a stage that is not closed to them, nor a service to ask.

The municipality is no axis: it changes who helps, never which transitions are open. It only
multiplies the number of readers. What a transition answers is remembered by the axes that it
looks at, which makes the grid cheap: 61,600 readers of the first guide (1,416,800 with its 23
municipalities) in 0.1 seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from guide.conditions import Condition
from guide.graph import PathwayGraph, german_needed
from guide.onward import in_situation, is_stage, open_now
from guide.pathways import Node, Station, Transition
from guide.profile import LEVELS, Profile, Verdict, judge_age

AGES = tuple(range(6, 28))
MONTHS = (0, 3, 9, 15, 36)
NOTHING = "nothing"
FOREIGN = {"foreign:school": "school", "foreign:vocational": "vocational"}  # no id has a colon
ABROAD = {
    "foreign:school": "ausländischem Schulzeugnis",
    "foreign:vocational": "ausländischem Beruf",
}


class Reader(NamedTuple):
    """A point of the grid."""

    certificate: str  # the id of a qualification, a key of FOREIGN, or NOTHING
    german: str
    age: int
    months: int
    status: str | None


CERTIFICATE, GERMAN, AGE, MONTHS_HERE, STATUS = range(5)
LOOKS_AT = {  # which axes a type of condition looks at; the others are the same for everybody
    "certificate": CERTIFICATE,
    "german": GERMAN,
    "age": AGE,
    "waiting_time": MONTHS_HERE,
    "residence": STATUS,
    "work_permit": STATUS,
}

Axes: TypeAlias = tuple[tuple[object, ...], ...]  # the values of each axis of Reader
Asking: TypeAlias = Callable[[Reader], bool]


@dataclass(frozen=True)
class Gap:
    """Readers who are stranded in the same *situations*: all combinations of the *axes*."""

    situations: tuple[str, ...]
    axes: Axes

    @property
    def readers(self) -> Iterator[Reader]:
        return (Reader(*values) for values in product(*self.axes))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Survey:
    axes: Axes
    gaps: list[Gap]
    only_contact: int  # readers without a next station, who have somebody to ask

    @property
    def size(self) -> int:
        return prod(map(len, self.axes))

    @property
    def stranded(self) -> int:
        return sum(prod(map(len, gap.axes)) for gap in self.gaps)


def survey(graph: PathwayGraph) -> Survey:
    """Return how all readers of the grid stand in *graph*."""
    goes_on = {name: _goes_on(graph, node) for name, node in graph.nodes.items()}
    fitting = cache(lambda certificate, age: _situations(graph, certificate, age))
    stranded: dict[tuple[str, ...], list[Reader]] = {}
    only_contact = 0
    axes = axes_of(graph)
    for reader in Gap((), axes).readers:
        situations = fitting(reader.certificate, reader.age)
        papers = (reader.status,) if reader.status else ()
        held = (reader.certificate,) if reader.certificate in graph.stations else ()
        if any(goes_on[name](reader) for name in (*situations, *papers, *held)):
            continue
        if any(_has_contact(graph.nodes[name]) for name in (*situations, *papers)):
            only_contact += 1
        else:
            stranded.setdefault(situations, []).append(reader)
    return Survey(axes, list(_gaps(stranded, axes)), only_contact)


def axes_of(graph: PathwayGraph) -> Axes:
    qualifications = [s.id for s in graph.stations.values() if s.kind == "qualification"]
    certificates = (NOTHING, *qualifications, *FOREIGN)
    return (certificates, LEVELS, AGES, MONTHS, (None, *graph.statuses))


def profile_of(graph: PathwayGraph, reader: Reader) -> Profile:
    held = graph.stations.get(reader.certificate)
    return Profile(
        age=(reader.age, reader.age),
        months_here=reader.months,
        german=reader.german,
        certificates=frozenset([held.id, *held.includes] if held else []),
        foreign=frozenset(FOREIGN[name] for name in FOREIGN if name == reader.certificate),
        residence=reader.status,
    )


def _situations(graph: PathwayGraph, certificate: str, age: int) -> tuple[str, ...]:
    return tuple(
        station.id
        for station in graph.stations.values()
        if station.kind == "situation" and _fits(station, certificate, age)
    )


def _fits(situation: Station, certificate: str, age: int) -> bool:
    foreign = situation.implies.foreign if situation.implies else []
    if foreign and FOREIGN.get(certificate) not in foreign:
        return False
    if situation.age is None:
        return True
    return judge_age(situation.age, Profile(age=(age, age))) is Verdict.MET


def _has_contact(node: Node) -> bool:
    return any(ask.service for ask in node.ask)


def _goes_on(graph: PathwayGraph, node: Node) -> Asking:
    """Return a function that says whether some transition leads a reader on from *node*."""
    ways = [_is_open(graph, node, way) for way in node.leads_to if is_stage(graph.nodes[way.to])]
    return lambda reader: any(is_open(reader) for is_open in ways)


def _is_open(graph: PathwayGraph, node: Node, transition: Transition) -> Asking:
    looked_at = itemgetter(*sorted(_looked_at(graph, transition)))
    known: dict[object, bool] = {}

    def is_open(reader: Reader) -> bool:
        seen = looked_at(reader)
        if seen not in known:
            profile = in_situation(profile_of(graph, reader), node)
            known[seen] = open_now(graph, transition, profile)
        return known[seen]

    return is_open


def _looked_at(graph: PathwayGraph, transition: Transition) -> set[int]:
    """Return the axes that matter: those of all conditions, of the statuses' rules, and age."""
    rules = [graph.status_rules(status).get(transition.to) for status in graph.statuses]
    asked = [c for way in (transition, *rules) if way for c in way.conditions]
    german = [GERMAN] if german_needed(graph.nodes[transition.to]) else []
    return {AGE, *_axes_in(asked), *german, *([STATUS] if any(rules) else [])}


def _axes_in(conditions: Iterable[Condition]) -> Iterator[int]:
    for condition in conditions:
        if condition.type in LOOKS_AT:
            yield LOOKS_AT[condition.type]
        yield from _axes_in([*(condition.all_of or []), *(condition.any_of or [])])


# --- what those who are stranded have in common ----------------------------------------------


def _gaps(stranded: Mapping[tuple[str, ...], list[Reader]], axes: Axes) -> Iterator[Gap]:
    for situations, readers in stranded.items():
        yield from (Gap(situations, box) for box in _boxes(readers, axes))


def _boxes(readers: Iterable[Reader], axes: Axes) -> list[Axes]:
    """Return few boxes that hold exactly *readers*: those alike but for one axis are joined."""
    boxes: list[Axes] = [tuple((value,) for value in reader) for reader in readers]
    before = -1
    while before != len(boxes):
        before = len(boxes)
        for axis, order in enumerate(axes):
            boxes = list(_joined(boxes, axis, order))
    return boxes


def _joined(boxes: Iterable[Axes], axis: int, order: tuple[object, ...]) -> Iterator[Axes]:
    alike: dict[Axes, list[object]] = {}
    for box in boxes:
        alike.setdefault((*box[:axis], *box[axis + 1 :]), []).extend(box[axis])
    for rest, values in alike.items():
        yield (*rest[:axis], tuple(sorted(values, key=order.index)), *rest[axis:])


def sentences(found: Survey) -> list[str]:
    """Say for whom which transition is missing, in German, for editors."""
    return [_sentence(gap, found.axes) for gap in found.gaps]


def _sentence(gap: Gap, axes: Axes) -> str:
    who = ", ".join(_in_common(gap.axes, axes))
    if not gap.situations:
        return f"Für {who} passt keine Situation: eine ergänzen oder bei einer „age“ erweitern."
    names = _listed([f"„{name}“" for name in gap.situations])
    return f"Für {who} führt von {names} kein Weg weiter: unter leads_to ergänzen."


def _in_common(box: Axes, axes: Axes) -> Iterator[str]:
    """Yield what is told of the readers in *box*, the age first; nothing of an axis that is all."""
    narrow = [len(some) < len(every) for some, every in zip(box, axes, strict=True)]
    spans = [_spans(some, every) for some, every in zip(box, axes, strict=True)]
    yield f"{spans[AGE]} Jahre" if narrow[AGE] else "jedes Alter"
    if narrow[CERTIFICATE]:
        yield _held(box[CERTIFICATE], NOTHING, "ohne Abschluss")
    if narrow[GERMAN]:
        yield f"Deutsch {spans[GERMAN]}"
    if narrow[MONTHS_HERE]:
        yield f"seit {spans[MONTHS_HERE]} Monaten hier"
    if narrow[STATUS]:
        yield _held(box[STATUS], None, "ohne Angabe zum Aufenthalt")


def _held(values: tuple[object, ...], none: str | None, without: str) -> str:
    words = [ABROAD.get(str(value), f"„{value}“") for value in values if value != none]
    told = [without] if none in values else []
    return _listed([*told, *([f"mit {_listed(words)}"] if words else [])])


def _spans(values: tuple[object, ...], order: tuple[object, ...]) -> str:
    """Say neighbours on an axis as one span: 6 bis 9 oder 12 oder 14."""
    spans: list[list[object]] = []
    for value in values:
        if spans and order.index(spans[-1][-1]) + 1 == order.index(value):
            spans[-1] = [spans[-1][0], value]
        else:
            spans.append([value])
    return _listed([" bis ".join(map(str, span)) for span in spans])


def _listed(words: list[str]) -> str:
    return " oder ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
