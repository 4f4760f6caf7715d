"""Conditions are data: the types that really occur on a pathway, with AND and OR.

Words follow CTDL's condition profiles. Judging them against a profile and phrasing them in
words builds on this grammar.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from guide.fields import Id, Level, Reference, Strict, Years


class Nothing(Strict):
    """A condition that needs no details."""


class Certificate(Strict):
    one_of: list[Annotated[Id, Reference("station")]] = []
    foreign: Literal["school", "vocational"] | None = None
    none_of: list[Annotated[Id, Reference("station")]] = []  # for those WITHOUT it


class Contract(Strict):
    with_: Literal["company", "internship", "institution", "university"] = Field(
        "company", alias="with"
    )


class GermanCondition(Strict):
    at_least: Level | None = None
    rule: Literal["law", "decided_by", "usual", "none"] = "usual"


class SchoolDuty(Strict):
    status: Literal["required", "fulfilled"]


class Grades(Strict):
    average: float | None = Field(None, ge=1, le=6)


class Residence(Strict):
    one_of: list[Annotated[Id, Reference("status")]] = []
    none_of: list[Annotated[Id, Reference("status")]] = []


class Registration(Strict):
    with_: Literal["agency", "jobcenter", "agency_or_jobcenter"] = Field(
        "agency_or_jobcenter", alias="with"
    )


class Experience(Strict):
    months: int | None = Field(None, ge=1)
    hours: int | None = Field(None, ge=1)


class WorkPermit(Strict):
    if_residence: list[Annotated[Id, Reference("status")]] = []


class WaitingTime(Strict):
    months: int | None = Field(None, ge=1)
    since: Literal["arrival", "duldung", "permit"] = "arrival"


class Identity(Strict):
    passport: bool = False


class Condition(Strict):
    """One condition, its type as the key; a type without details may stand as a bare word."""

    all_of: Annotated[list[Condition], Field(min_length=1)] | None = None
    any_of: Annotated[list[Condition], Field(min_length=1)] | None = None
    certificate: Certificate | None = None
    contract: Contract | None = None
    german: GermanCondition | None = None
    exam: Nothing | None = None
    age: Years | None = None
    school_duty: SchoolDuty | None = None
    grades: Grades | None = None
    advice: Nothing | None = None
    residence: Residence | None = None
    assignment: Nothing | None = None
    registration: Registration | None = None
    experience: Experience | None = None
    capacity: Nothing | None = None
    work_permit: WorkPermit | None = None
    waiting_time: WaitingTime | None = None
    identity: Identity | None = None
    livelihood: Nothing | None = None
    conduct: Nothing | None = None
    choice: Nothing | None = None

    @model_validator(mode="before")
    @classmethod
    def bare_word(cls, value: Any) -> Any:
        return {value: {}} if isinstance(value, str) else value

    @model_validator(mode="after")
    def exactly_one_type(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("one_condition", "", {"count": len(self.model_fields_set)})
        return self

    @cached_property
    def type(self) -> str:
        return next(iter(self.model_fields_set))

    @cached_property
    def details(self) -> Any:
        return getattr(self, self.type)


Condition.model_rebuild()
