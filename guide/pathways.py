"""pathways.yaml: stations, residence statuses, transitions. Words follow CTDL."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from guide.conditions import Condition
from guide.fields import (
    Date,
    Decider,
    Id,
    Keywords,
    LevelRange,
    Reference,
    Retired,
    Sourced,
    Strict,
    Text,
    Years,
)


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
    keywords: Keywords | None = None
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


Picture = Literal[
    "arrive", "child", "pupil", "friends", "study", "status", "qualification", "vocational"
]


class Implied(Strict):
    """What a situation says of a reader who is in it."""

    foreign: list[Literal["school", "vocational"]] = []
    school_duty: Literal["required", "fulfilled"] | None = None


class Station(Node):
    """A school form, programme or situation on a pathway."""

    kind: StationKind
    income: bool = Field(False, description="Hier verdient man Geld oder bekommt Taschengeld")
    includes: list[Annotated[Id, Reference("station")]] = Field(
        [], description="Abschlüsse, die dieser Abschluss einschließt"
    )
    icon: Picture | None = Field(None, description="Ein anderes Bild als das der Art")
    implies: Implied | None = Field(None, description="Was in dieser Situation schon feststeht")
    waits: bool = Field(False, description="Hier wartet man vor allem, zum Beispiel auf ein Amt")


class ResidenceStatus(Node):
    """A residence status: part of a reader's profile, never a station one passes through.

    Its transitions carry the condition `residence` with this status.
    """


class Pathway(Strict):
    """A way that people who counsel recommend; each step is a transition of the graph.

    What a route asks and how long it takes is computed. Which of many possible ways is a good
    one is not: that is written down here.
    """

    id: Id
    name: Text
    stations: list[Annotated[Id, Reference("node")]] = Field(min_length=2)


class Pathways(Strict):
    residence_statuses: list[ResidenceStatus] = []
    stations: list[Station] = Field(min_length=1)
    pathways: list[Pathway] = []
    retired: list[Retired] = []
