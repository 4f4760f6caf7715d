"""What may stand in the files under data/ and content/: the only truth about fields.

Validation, the editors' JSON Schema, the list of translatable texts and the list of
references all come from here, so they cannot drift apart. Words follow Open Referral HSDS 3
(organization, service, location), CTDL (transition, condition) and gettext.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from guide.conditions import Condition
from guide.fields import (
    Date,
    Decider,
    Email,
    Id,
    LevelRange,
    NonEmpty,
    PhoneNumber,
    Postcode,
    Reference,
    Sourced,
    Strict,
    Text,
    WebAddress,
    Years,
)

# --- pathways.yaml ------------------------------------------------------------------------


class Transition(Sourced):
    """A step that is allowed: from the record it stands in to `to`."""

    to: Annotated[Id, Reference("node")]
    text: Text
    conditions: list[Condition] = []
    decides: Text | None = None
    deadline: Text | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise PydanticCustomError(
                "range_reversed", "", {"low": self.valid_from, "high": self.valid_to}
            )
        return self


class GermanLevel(Strict):
    needed: LevelRange | None = None
    reached: LevelRange | None = None
    rule: Literal["law", "decided_by", "usual", "none"]
    decided_by: Decider | None = None


class Months(Strict):
    """How long it lasts, in months, as a range for computing routes."""

    from_: float = Field(alias="from", ge=0, le=240)
    to: float = Field(ge=0, le=240)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.from_ > self.to:
            raise PydanticCustomError("range_reversed", "", {"low": self.from_, "high": self.to})
        return self


class Ask(Strict):
    """A place to ask: in words, and the service where the directory has it."""

    text: Text
    service: Annotated[Id, Reference("service")] | None = None


class Node(Sourced):
    """What stations and residence statuses have in common."""

    id: Id
    name: Text
    summary: Text
    duration: Text | None = None
    months: Months | None = None
    age: Years | None = None
    german: GermanLevel
    requires: list[Text] = []
    money: Text | None = None
    ask: list[Ask] = []
    employers: Text | None = None
    leads_to: list[Transition] = []


StationKind = Literal[
    "situation",
    "school",
    "language",
    "bridge",
    "vocational",
    "qualification",
    "goal",
    "counselling",
]


class Station(Node):
    """A school form, programme or situation on a pathway."""

    kind: StationKind


class ResidenceStatus(Node):
    """A residence status: part of a reader's profile, never a station one passes through.

    Its transitions carry the condition `residence` with this status.
    """


class Pathways(Strict):
    residence_statuses: list[ResidenceStatus] = []
    stations: list[Station] = Field(min_length=1)


# --- offers.yaml --------------------------------------------------------------------------


class Organization(Strict):
    id: Id
    name: NonEmpty
    website: WebAddress | None = None


class Location(Strict):
    id: Id
    name: NonEmpty
    place: Annotated[Id, Reference("place")]
    street: NonEmpty | None = None
    postcode: Postcode | None = None
    latitude: float | None = Field(None, ge=47, le=56)
    longitude: float | None = Field(None, ge=5, le=16)
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


class Service(Sourced):
    """An offer: what an organization does for whom, where, in which languages, at what cost."""

    id: Id
    kind: ServiceKind
    name: NonEmpty
    organization: Annotated[Id, Reference("organization")] | None = None
    places: list[Annotated[Id, Reference("place")]] = []
    area: Literal["place", "region", "state"] = "place"
    locations: list[Annotated[Id, Reference("location")]] = []
    summary: Text
    for_whom: Text | None = None
    languages: list[Annotated[str, Reference("language")]] = []
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
    services: list[Service] = Field(min_length=1)


# --- facts.yaml, glossary.yaml, employers.yaml, sources.yaml --------------------------------


class Phone(Sourced):
    id: Id
    number: PhoneNumber
    note: Text | None = None


class Amount(Sourced):
    """A sum of money in euro; `{betrag:id}` in a text."""

    id: Id
    label: NonEmpty
    euro: float = Field(ge=0)
    valid_from: Date | None = None
    valid_to: Date | None = None


class Deadline(Sourced):
    """A day, once (`date: 2027-03-04`) or every year (`yearly: 02-20`); `{frist:id}` in a text."""

    id: Id
    label: NonEmpty
    date: Date | None = None
    yearly: Annotated[str, StringConstraints(pattern=r"^[01][0-9]-[0-3][0-9]$")] | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        if (self.date is None) == (self.yearly is None):
            raise PydanticCustomError("date_or_yearly", "")
        if self.yearly is not None:
            _check_day(self.yearly)
        return self


def _check_day(yearly: str) -> None:
    month, day = (int(part) for part in yearly.split("-"))
    try:
        datetime.date(2028, month, day)  # a leap year: 29 February is a day
    except ValueError as error:
        raise PydanticCustomError("no_such_day", "", {"day": yearly}) from error


class Benefit(Sourced):
    """Money that somebody may get: who, how much, where to ask."""

    id: Id
    name: Text
    who: Text
    amount: Text
    where: Text


class Facts(Strict):
    phones: list[Phone] = []
    amounts: list[Amount] = []
    deadlines: list[Deadline] = []
    benefits: list[Benefit] = []


class Term(Strict):
    """A German word that the reader meets on letters and forms, and what it means."""

    id: Id
    word: NonEmpty
    article: Literal["der", "die", "das", "die (Mehrzahl)"] | None = None
    short: NonEmpty | None = None
    say: NonEmpty
    explain: Text
    forms: list[NonEmpty] = []
    stations: list[Annotated[Id, Reference("node")]] = []


class Glossary(Strict):
    terms: list[Term] = Field(min_length=1)


class EmployerNote(Sourced):
    id: Id
    title: Text
    text: Text
    stations: list[Annotated[Id, Reference("station")]] = []


class Employers(Strict):
    notes: list[EmployerNote] = []


class Source(Strict):
    id: Id
    title: NonEmpty
    url: WebAddress | None = None
    date: NonEmpty | None = Field(None, description="Stand der Quelle, wie sie ihn nennt")


class SourceList(Strict):
    sources: list[Source] = Field(min_length=1)


# --- region.yaml --------------------------------------------------------------------------


class Municipality(Strict):
    id: Id
    name: NonEmpty
    unit: NonEmpty | None = Field(None, description="Samtgemeinde oder Verwaltungsgemeinschaft")
    postcodes: list[Postcode] = Field(min_length=1)
    latitude: float = Field(ge=47, le=56)
    longitude: float = Field(ge=5, le=16)


class Neighbour(Strict):
    """A place outside the region where an offer is."""

    id: Id
    name: NonEmpty
    latitude: float | None = Field(None, ge=47, le=56)
    longitude: float | None = Field(None, ge=5, le=16)


class PublishedLanguage(Strict):
    """A language edition; `show: unchecked` also shows drafts, always marked."""

    tag: Annotated[str, Reference("language")]
    show: Literal["reviewed", "unchecked"]


class Region(Strict):
    name: NonEmpty
    title: Text
    claim: Text
    state: NonEmpty
    publisher: NonEmpty
    site_url: WebAddress = Field(
        description="Adresse, unter der die Seiten stehen werden, mit / am Ende"
    )
    feedback_email: Email | None = None
    coordinates_credit: Text | None = None
    licence: Text
    languages: list[PublishedLanguage] = []
    municipalities: list[Municipality] = Field(min_length=1)
    neighbours: list[Neighbour] = []


# --- content/*.md ---------------------------------------------------------------------------

Layout = Literal[
    "home",
    "pathways",
    "offers",
    "places",
    "help",
    "employers",
    "informal",
    "money",
    "glossary",
    "sources",
    "notfound",
    "page",
]


class FrontMatter(Strict):
    """The head of a page in content/."""

    title: Text
    description: Text
    layout: Layout = "page"
    menu: int | None = Field(None, ge=1, le=99, description="Platz im Menü; ohne: nicht im Menü")
    legal: bool = Field(False, description="gehört in die Fußzeile (Impressum, Datenschutz …)")
    menu_title: Text | None = None


FILES: dict[str, type[Strict]] = {
    "region": Region,
    "sources": SourceList,
    "facts": Facts,
    "glossary": Glossary,
    "pathways": Pathways,
    "offers": Offers,
    "employers": Employers,
}
