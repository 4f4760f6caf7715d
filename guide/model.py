"""What may stand in the files under data/ and content/: the only truth about fields.

Validation, the editors' JSON Schema, the list of translatable texts and the list of
references all come from here and from guide.pathways, guide.offers and guide.employers, so
they cannot drift apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from guide.employers import Employers, Placements
from guide.fields import (
    Date,
    Email,
    Id,
    Keywords,
    NonEmpty,
    PhoneNumber,
    Placed,
    Postcode,
    Reference,
    Sourced,
    Strict,
    Text,
    WebAddress,
)
from guide.offers import Offers
from guide.pathways import Pathways

# --- facts.yaml, glossary.yaml, sources.yaml --------------------------------------------------


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
    kind: Literal["until", "from", "fixed"] = Field(
        "until",
        description="until: danach geht es nicht mehr. from: ab dann gilt etwas. "
        "fixed: ein Stichtag in einer Regel, der immer derselbe bleibt.",
    )
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

    @cached_property
    def phone(self) -> Mapping[str, Phone]:
        return {phone.id: phone for phone in self.phones}

    @cached_property
    def amount(self) -> Mapping[str, Amount]:
        return {amount.id: amount for amount in self.amounts}

    @cached_property
    def deadline(self) -> Mapping[str, Deadline]:
        return {deadline.id: deadline for deadline in self.deadlines}


class Term(Strict):
    """A German word that the reader meets on letters and forms, and what it means."""

    id: Id
    word: NonEmpty
    article: Literal["der", "die", "das", "die (Mehrzahl)"] | None = None
    short: NonEmpty | None = None
    say: NonEmpty
    keywords: Keywords | None = None
    explain: Text
    forms: list[NonEmpty] = []
    stations: list[Annotated[Id, Reference("node")]] = []


class Glossary(Strict):
    terms: list[Term] = Field(min_length=1)


class Source(Strict):
    id: Id
    title: NonEmpty
    url: WebAddress | None = None
    date: NonEmpty | None = Field(None, description="Stand der Quelle, wie sie ihn nennt")


class SourceList(Strict):
    sources: list[Source] = Field(min_length=1)


# --- changes.yaml -------------------------------------------------------------------------


class Change(Strict):
    """What is new, for those who follow the guide: an entry of the feed, in German."""

    id: Id
    on: Date
    text: NonEmpty = Field(description="Was neu ist, in ein bis zwei Sätzen")
    stations: list[Annotated[Id, Reference("station")]] = []
    offers: list[Annotated[Id, Reference("service")]] = []


class Changes(Strict):
    changes: list[Change] = []


# --- region.yaml --------------------------------------------------------------------------


class Municipality(Placed):
    """Without postcodes or coordinates it has a page, but no dot on the map: guide.checks.region.

    So that a Landkreis can start with the names alone.
    """

    id: Id
    name: NonEmpty
    unit: NonEmpty | None = Field(None, description="Samtgemeinde oder Verwaltungsgemeinschaft")
    postcodes: list[Postcode] = []


class Neighbour(Placed):
    """A place outside the region where an offer is."""

    id: Id
    name: NonEmpty


class PublishedLanguage(Strict):
    """A language edition; `show: unchecked` also shows drafts, always marked.

    With `german_first` the German stands before drafts on residence, rights, deadlines and money
    (guide.safety): for languages in which nobody can say how far the drafts may be trusted.
    """

    tag: Annotated[str, Reference("edition")]
    show: Literal["reviewed", "unchecked"]
    german_first: bool = False


class Repository(Strict):
    """Where these files are kept, so that a reader can propose a change (guide.outputs.improve)."""

    url: WebAddress = Field(description="Adresse des Projekts: https://github.com/konto/projekt")
    kind: Literal["github", "gitlab"] = Field(description="gitlab auch für openCode")
    branch: NonEmpty = "main"


class Region(Strict):
    name: NonEmpty
    title: Text
    claim: Text
    state: NonEmpty
    publisher: NonEmpty
    site_url: WebAddress = Field(
        description="Adresse, unter der die Seiten stehen werden, mit / am Ende"
    )
    feedback_email: Email | None = Field(
        None, description="Hierhin schreibt, wer auf den Seiten einen Fehler findet"
    )
    repository: Repository | None = None
    coordinates_credit: Text | None = None
    licence: Text
    licence_url: WebAddress | None = Field(
        None,
        description="Adresse der Lizenz, z. B. https://creativecommons.org/licenses/by/4.0/. "
        "Erst eintragen, wenn über die Lizenz entschieden ist.",
    )
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
    "search",
    "notfound",
    "offline",
    "basket",
    "glance",
    "opendata",
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
    keywords: Keywords | None = None


FILES: dict[str, type[Strict]] = {
    "region": Region,
    "sources": SourceList,
    "facts": Facts,
    "glossary": Glossary,
    "pathways": Pathways,
    "offers": Offers,
    "employers": Employers,
    "changes": Changes,
    "placements": Placements,
}
