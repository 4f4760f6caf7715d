"""employers.yaml and placements.yaml: what firms can do, under which rules, and what they offer."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from guide.fields import (
    Assured,
    Confidence,
    Date,
    Email,
    Id,
    Keywords,
    Level,
    NonEmpty,
    PhoneNumber,
    Reference,
    Sourced,
    Sources,
    Strict,
    Text,
    WebAddress,
    unique,
)

Stations = Annotated[list[Annotated[Id, Reference("station")]], AfterValidator(unique)]
PlacementKind = Literal["visit", "internship", "introductory_training", "apprenticeship"]

# --- employers.yaml ---------------------------------------------------------------------------


class EmployerNote(Sourced):
    """A rule in short, in every language: its reader may be a firm of any tongue."""

    id: Id
    title: Text
    text: Text
    stations: Stations = []


class Statement(Strict):
    """A sentence or two for firms, and who says so."""

    text: Text
    sources: Sources
    confidence: Confidence = "sourced"


class Instrument(Sourced):
    """What a firm can do for a young person, step by step; `sources` are those of the summary.

    An empty list says that nobody has looked it up yet: the page says so.
    """

    id: Id
    title: Text
    keywords: Keywords | None = None
    can: Text | None = Field(None, description="Ein Satz der Entscheidungshilfe: „Ich kann …“")
    summary: Text
    stations: Stations = Field([], description="Was die jungen Menschen dazu lesen")
    placements: PlacementKind | None = Field(
        None, description="Die Art von Plätzen (placements.yaml), die hierzu gehört"
    )
    steps: list[Statement] = Field(min_length=1)
    costs: list[Statement] = []
    permits: list[Statement] = []
    german: list[Statement] = []
    help: list[Statement] = []
    contacts: Annotated[list[Annotated[Id, Reference("service")]], AfterValidator(unique)] = []


class Rule(Strict):
    """A question about rules that hold for several instruments, with its answers."""

    id: Id
    title: Text
    statements: list[Statement] = Field(min_length=1)


class Employers(Strict):
    notes: list[EmployerNote] = []
    instruments: list[Instrument] = []
    rules: list[Rule] = []


# --- placements.yaml --------------------------------------------------------------------------

# Klassifikation der Berufe 2010: five digits, the last one is the level of requirement
Kldb = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}[1-4]$"),
    Field(description="Nummer der Klassifikation der Berufe 2010: 5 Ziffern, in Anführungszeichen"),
]
Esco = Annotated[
    str,
    StringConstraints(
        pattern=r"^http://data\.europa\.eu/esco/occupation/"
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
    ),
    Field(description="Adresse des Berufs in ESCO, mit http:// wie sie dort steht"),
]


class Occupation(Strict):
    title: NonEmpty
    kldb: Kldb | None = None
    esco: Esco | None = None


class Contact(Strict):
    """Whom to write to: a function or desk, never a person."""

    role: NonEmpty = Field(description="Eine Funktion, kein Name: Ausbildungsleitung, Büro")
    phone: PhoneNumber | None = None
    email: Email | None = None
    website: WebAddress | None = None

    @model_validator(mode="after")
    def can_be_reached(self) -> Self:
        if not (self.phone or self.email or self.website):
            raise PydanticCustomError("cannot_be_reached", "")
        return self


class Placement(Strict):
    """A place in a firm, as the firm has told it; from the day after `expires` nobody sees it.

    Nothing in it is translated: it is gone before a translator could have looked at it. Its
    source is the firm, `assured` says that somebody has asked there.
    """

    id: Id
    kind: PlacementKind
    occupation: Occupation
    employer: NonEmpty = Field(description="Name des Betriebs, wie er am Haus steht")
    organization: Annotated[Id, Reference("organization")] | None = None
    place: Annotated[Id, Reference("place")]
    start: Date | None = Field(None, description="Beginn; ohne Angabe: nach Absprache")
    german_needed: Literal[Level, "unknown"] = Field(
        "unknown", description="Stufe, ab der es geht. A0: kein Deutsch nötig."
    )
    count: int = Field(1, ge=1, le=99, description="Wie viele Plätze")
    contact: Contact
    note: NonEmpty | None = Field(None, description="Mehr dazu, auf Deutsch, in kurzen Sätzen")
    stations: Stations = Field([], description="Nur wenn es andere sind als die der Art")
    expires: Date = Field(description="Letzter Tag, an dem der Platz noch zu sehen ist")
    assured: Assured | None = None


def _none_yet(value: object) -> object:
    return [] if value == "" else value


def _may_be_empty(schema: dict[str, Any]) -> None:
    items = schema.pop("items")
    schema["anyOf"] = [{"type": schema.pop("type"), "items": items}, {"type": "null"}]


class Placements(Strict):
    """The heading may stand alone: what the form writes is pasted right below it."""

    placements: Annotated[
        list[Placement],
        BeforeValidator(_none_yet),
        Field(json_schema_extra=_may_be_empty),
    ] = []
