"""What readers choose offers by: to each choice an offer says yes, no, or that nobody knows.

Silence is never a no. What the data leave open stays unknown, so a filter can show it apart
instead of hiding it; only what an editor has entered can rule an offer out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from guide.fields import UNKNOWN, Level
from guide.labels import SERVICE_KINDS
from guide.languages import LANGUAGES, SPOKEN
from guide.load import Guide
from guide.offers import INFORMAL, Service

LEVELS: tuple[str, ...] = get_args(Level)
AGES: Mapping[str, tuple[int, int | None]] = {
    "0": (0, 15),
    "16": (16, 17),
    "18": (18, 24),
    "25": (25, None),
}
COSTS = {  # Who gets money pays nothing
    "free": {"frei"},
    "paid": {"frei", "geld"},
    "fee": {"preis"},
    "unknown": set[str](),
}


@dataclass(frozen=True)
class Answer:
    yes: frozenset[str]  # the choices that surely fit
    open: bool = False  # whether nobody knows about the others; else they surely do not fit

    @property
    def unknown(self) -> bool:
        return self.open and not self.yes


def places_of(guide: Guide, service: Service) -> frozenset[str]:
    """Return where the offer itself is: municipalities and neighbours."""
    located = guide.offers.place_of
    return frozenset({*service.places, *(located[name] for name in service.locations)})


ALL_INFORMAL = "freizeit"  # a choice of kind: sport, libraries, volunteering … together


def _kind(guide: Guide, service: Service) -> Answer:
    return Answer(frozenset({service.kind, *([ALL_INFORMAL] if service.informal else [])}))


ANYWHERE = "ueberall"  # a choice of place: what needs no way, or comes from all over Germany


def is_anywhere(service: Service) -> bool:
    return service.area in ("country", "online")


def _place(guide: Guide, service: Service) -> Answer:
    """An offer for the whole region, or from anywhere, counts in each municipality."""
    everywhere = {place.id for place in guide.region.municipalities}
    reach = everywhere if service.area != "place" else frozenset[str]()
    anywhere = {ANYWHERE} if is_anywhere(service) else set[str]()
    return Answer(places_of(guide, service) | reach | anywhere)


def _cost(guide: Guide, service: Service) -> Answer:
    return Answer(frozenset(COSTS[service.cost.kind]), service.cost.kind == "unknown")


def _age(guide: Guide, service: Service) -> Answer:
    if service.age is None:
        return Answer(frozenset(), open=True)
    low, high = service.age.from_ or 0, 99 if service.age.to is None else service.age.to
    fitting = {name for name, (young, old) in AGES.items() if low <= (old or 99) and young <= high}
    return Answer(frozenset(fitting), service.age.about)


def _german(guide: Guide, service: Service) -> Answer:
    """Who has a level has those below it."""
    if service.german_needed == UNKNOWN:
        return Answer(frozenset(), open=True)
    return Answer(frozenset(LEVELS[LEVELS.index(service.german_needed) :]))


def _language(guide: Guide, service: Service) -> Answer:
    """A note beside the list says that the list is not all there is."""
    spoken = frozenset(service.languages_spoken or ())
    return Answer(spoken, not spoken or service.languages_note is not None)


FACETS: Mapping[str, Callable[[Guide, Service], Answer]] = {
    "art": _kind,
    "ort": _place,
    "kosten": _cost,
    "alter": _age,
    "deutsch": _german,
    "sprache": _language,
}


LETTERS = {"art": "t", "ort": "o", "kosten": "k", "alter": "a", "deutsch": "d", "sprache": "s"}


def choices(guide: Guide, facet: str) -> list[str]:
    """Return the choices of *facet* that at least one offer says yes to."""
    answers = [FACETS[facet](guide, service).yes for service in guide.offers.services]
    return [
        choice for choice in _all_choices(guide, facet) if any(choice in yes for yes in answers)
    ]


def _all_choices(guide: Guide, facet: str) -> list[str]:
    if facet == "ort":
        region = guide.region
        inside, outside = region.municipalities, region.neighbours
        return [*(place.id for place in inside), *(place.id for place in outside), ANYWHERE]
    if facet == "deutsch":  # from one level that an offer needs to the next nothing changes
        needed = {service.german_needed for service in guide.offers.services}
        return [level for level in LEVELS if level in needed]
    return list(_CHOICES[facet])


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "art": tuple(
        choice
        for kind in SERVICE_KINDS
        for choice in ([ALL_INFORMAL, kind] if kind == INFORMAL[0] else [kind])
    ),
    "kosten": ("frei", "geld", "preis"),
    "alter": tuple(AGES),
    "sprache": (*LANGUAGES, *SPOKEN),
}


def fitting(guide: Guide, facet: str, choice: str) -> list[Service]:
    """Return the offers that surely fit."""
    services = guide.offers.services
    return [service for service in services if choice in FACETS[facet](guide, service).yes]


def in_doubt(guide: Guide, facet: str, choice: str = "") -> list[Service]:
    """Return the offers of which nobody knows whether they fit; without a choice: to any."""
    answers = [(service, FACETS[facet](guide, service)) for service in guide.offers.services]
    if not choice:
        return [service for service, answer in answers if answer.unknown]
    return [service for service, answer in answers if answer.open and choice not in answer.yes]


def mark(guide: Guide, facet: str, choice: str) -> str:
    """Return *choice* as assets/filter.js knows it: `k-frei`.

    A place outside is `n-`: what counts in all municipalities (`o-*`) does not count there.
    """
    outside = {ANYWHERE, *(place.id for place in guide.region.neighbours)}
    is_outside = facet == "ort" and choice in outside
    return f"{'n' if is_outside else LETTERS[facet]}-{choice}"


def marks(guide: Guide, service: Service, offered: Mapping[str, list[str]]) -> str:
    """Return the marks of each yes, and `?` for a facet where others are open: `a-16 a-?`.

    *offered* are the choices of each facet. A facet without a mark is unknown. `o-*` are all
    municipalities. The kind is left out: it is that of the list around, but for the choice of
    all that is learned outside of classes.
    """
    found = [mark(guide, "ort", place) for place in sorted(places_of(guide, service))]
    if service.area != "place":
        found = ["o-*", *(text for text in found if text.startswith("n"))]
    if is_anywhere(service):
        found.append(mark(guide, "ort", ANYWHERE))
    if service.informal:
        found.append(mark(guide, "art", ALL_INFORMAL))
    for facet in ("kosten", "alter", "deutsch", "sprache"):
        answer = FACETS[facet](guide, service)
        found += [mark(guide, facet, choice) for choice in offered[facet] if choice in answer.yes]
        found += [f"{LETTERS[facet]}-?"] * (answer.open and not answer.unknown)
    return " ".join(found)
