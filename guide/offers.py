"""offers.yaml: organizations, locations, services. Words follow Open Referral HSDS 3."""

from __future__ import annotations

from typing import Annotated, Literal

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


ServiceKind = Literal[
    "school",
    "vocational_school",
    "vocational_programme",
    "counselling",
    "authority",
    "recognition",
    "chamber",
    "language",
    "second_chance",
    "informal",
    "employer_contact",
    "regional_school",
]


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
    a range or a level does not say is unknown, and None here (see guide.facets).
    """

    id: Id
    kind: ServiceKind
    name: NonEmpty
    keywords: Keywords | None = None
    organization: Annotated[Id, Reference("organization")] | None = None
    places: list[Annotated[Id, Reference("place")]] = []
    area: Literal["place", "region", "state"] = "place"
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


class Offers(Strict):
    organizations: list[Organization] = []
    locations: list[Location] = []
    services: list[Service] = []  # none yet, where a Landkreis has just adopted the guide
    retired: list[Retired] = []
