"""offers.yaml: organizations, locations, services, proofs. Words follow Open Referral HSDS 3."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from guide.fields import (
    Email,
    Id,
    Keywords,
    Level,
    NonEmpty,
    OrUnknown,
    Placed,
    Postcode,
    Reference,
    Retired,
    Sourced,
    Strict,
    Text,
    WebAddress,
    Years,
    unique,
)


class Organization(Strict):
    id: Id
    name: NonEmpty
    website: WebAddress | None = None


class Location(Placed):
    id: Id
    name: NonEmpty
    place: Annotated[Id, Reference("place")]
    street: NonEmpty | None = None
    postcode: Postcode | None = None
    note: Text | None = None


class CostOption(Strict):
    kind: Literal["free", "fee", "paid", "unknown"]
    text: Text | None = None


InformalKind = Literal[
    "sport",
    "music",
    "library",
    "youth_centre",
    "meeting",
    "volunteering",
    "mentoring",
    "learning_help",
    "digital_learning",
]
INFORMAL: tuple[str, ...] = get_args(InformalKind)  # what one learns outside of classes

FormalKind = Literal[
    "school",
    "vocational_school",
    "vocational_programme",
    "counselling",
    "authority",
    "recognition",
    "chamber",
    "language",
    "second_chance",
    "employer_contact",
    "regional_school",
]
ServiceKind = Literal[FormalKind, InformalKind]


class Ages(Years):
    about: bool = Field(False, description="ungefähr: außerhalb davon ist es nicht bekannt")


Spoken = Annotated[
    list[Annotated[str, Reference("language")]],
    Field(min_length=1),
    AfterValidator(unique),
]


class Service(Sourced):
    """An offer: what an organization does for whom, where, in which languages, at what cost.

    In HSDS 3: `languages_spoken` is service.languages, `languages_note` is
    interpretation_services, `age` is minimum_age and maximum_age, `cost` is cost_options.
    `german_needed` has no word there; it belongs to eligibility_description. What a list,
    a range or a level does not say is unknown, and None here (see guide.facets). Where `area`
    is `online` there is no place to go to (location_type virtual); `country` means that
    somebody comes, or one is told of a place nearby, wherever one lives in Germany.
    """

    id: Id
    kind: ServiceKind
    name: NonEmpty
    keywords: Keywords | None = None
    organization: Annotated[Id, Reference("organization")] | None = None
    places: list[Annotated[Id, Reference("place")]] = []
    area: Literal["place", "region", "state", "country", "online"] = "place"
    locations: list[Annotated[Id, Reference("location")]] = []
    summary: Text
    for_whom: Text | None = None
    age: OrUnknown[Ages] = None
    german_needed: Literal[Level, "unknown"] = Field(
        "unknown", description="Stufe, ab der man hingehen kann. A0: kein Deutsch nötig."
    )
    languages_spoken: OrUnknown[Spoken]
    languages_note: Text | None = None
    cost: CostOption
    hours: Text | None = None
    phones: list[Annotated[Id, Reference("phone")]] = []
    email: Email | None = None
    website: WebAddress | None = None
    note: Text | None = None
    stations: list[Annotated[Id, Reference("station")]] = []
    while_waiting: bool = Field(
        True,
        description="Bei Freizeit und Lernen: Man kann gleich damit anfangen, auch wenn man auf "
        "etwas anderes wartet. false zum Beispiel bei einem Fest im Sommer.",
    )

    @property
    def informal(self) -> bool:
        return self.kind in INFORMAL


class Proof(Sourced):
    """A paper that says what somebody has learned or done outside of school."""

    id: Id
    name: NonEmpty
    text: Text
    kinds: list[InformalKind] = Field(min_length=1, description="Bei welchen Angeboten es das gibt")
    age: OrUnknown[Ages] = None
    website: WebAddress | None = None


class Offers(Strict):
    organizations: list[Organization] = []
    locations: list[Location] = []
    services: list[Service] = []  # none yet, where a Landkreis has just adopted the guide
    proofs: list[Proof] = []
    retired: list[Retired] = []

    @cached_property
    def place_of(self) -> Mapping[str, str]:
        """Where each location is: a municipality or neighbour, by the location's id."""
        return {location.id: location.place for location in self.locations}

    def at(self, service: Service) -> list[Location]:
        """Return the locations of *service*, in the order of the file."""
        numbers = [self._numbers[name] for name in set(service.locations) & self._numbers.keys()]
        return [self.locations[number] for number in sorted(numbers)]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {location.id: number for number, location in enumerate(self.locations)}

    @cached_property
    def organization(self) -> Mapping[str, Organization]:
        return {organization.id: organization for organization in self.organizations}

    @cached_property
    def by_id(self) -> Mapping[str, Service]:
        return {service.id: service for service in self.services}
