"""The kinds of value a field may hold, and what a field is for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

# --- markers: what a field is for, read by guide.references and guide.edition ------------------


class Marker:
    """What a field is for."""


class Translatable(Marker):
    """The field is German text for readers; every language edition carries its own."""


class Searched(Translatable):
    """Words that a reader may type to find the record, separated by commas: shown nowhere.

    Each language lists its own readers' words: other names, plurals, what people say.
    """


class Reference(Marker):
    """The field holds the id of a record; `target` is a key of guide.references.TARGETS."""

    def __init__(self, target: str) -> None:
        self.target = target


# --- words of one kind -----------------------------------------------------------------

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LEVEL = r"(A0|A1|A2|B1|B2|C1|C2)"

Id = Annotated[str, StringConstraints(pattern=ID, max_length=60)]
NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Text = Annotated[NonEmpty, Translatable()]
Keywords = Annotated[
    NonEmpty,
    Searched(),
    Field(
        description="Wörter, mit denen jemand danach sucht, durch Kommas getrennt. "
        "Nur andere Wörter als im Namen; sie stehen nicht auf der Seite."
    ),
]
Level = Literal["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
LevelRange = Annotated[
    str,
    StringConstraints(pattern=f"^{LEVEL}(-{LEVEL})?$"),
    Field(description="Stufe nach dem GER, zum Beispiel B1 oder A2-B1. A0: noch kein Deutsch."),
]
Confidence = Literal["sourced", "mixed", "likely", "unknown"]
Decider = Literal["school", "company", "agency", "provider", "university", "school_or_company"]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[A-Za-z]{2,}$")]
# Without \": what Python lets pass is no regular expression to an editor of JSON Schema
WebAddress = Annotated[str, StringConstraints(pattern=r'^https?://[^\s<>"]+\.[^\s<>"]+$')]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9 ]{5,20}$")]
Postcode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]


def _iso_date(value: object) -> object:
    """Only 2026-08-01 is a date; pydantic alone would also take 1785542400 or 20260801."""
    if isinstance(value, str) and not _looks_like_iso_date(value):
        raise PydanticCustomError("date_format", "not written as YYYY-MM-DD")
    return value


def _looks_like_iso_date(text: str) -> bool:
    return [len(part) for part in text.split("-") if part.isdigit()] == [4, 2, 2]


Date = Annotated[datetime.date, BeforeValidator(_iso_date)]


def unique(values: list[str]) -> list[str]:
    repeated = [value for place, value in enumerate(values) if value in values[:place]]
    if repeated:
        raise PydanticCustomError("repeated_item", "{item}", {"item": repeated[0]})
    return values


Sources = Annotated[
    list[Annotated[Id, Reference("source")]], Field(min_length=1), AfterValidator(unique)
]


UNKNOWN = "unknown"
T = TypeVar("T")


def _none_if_unknown(value: object) -> object:
    return None if value in (UNKNOWN, [UNKNOWN]) else value


def _say_unknown(schema: dict[str, Any]) -> None:
    """In the file the word stands where the model has None."""
    others = [option for option in schema["anyOf"] if option.get("type") != "null"]
    schema["anyOf"] = [*others, {"const": UNKNOWN}]
    if "default" in schema:
        schema["default"] = UNKNOWN


# A value, or the word `unknown`: an editor says on purpose that nobody knows
OrUnknown = Annotated[
    T | None, BeforeValidator(_none_if_unknown), Field(json_schema_extra=_say_unknown)
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Placed(Strict):
    """Where something is: both coordinates (WGS 84, degrees), or neither."""

    latitude: float | None = Field(None, ge=47, le=56)
    longitude: float | None = Field(None, ge=5, le=16)

    @model_validator(mode="after")
    def both_or_neither(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise PydanticCustomError("half_a_place", "")
        return self


class Assured(Strict):
    """Who has CHECKED the record, when and how (HSDS `assured_date`): not last changed."""

    on: Date
    by: NonEmpty
    how: Literal["phone", "visit", "mail", "website"]


class Sourced(Strict):
    sources: Sources
    confidence: Confidence
    assured: Assured | None = None


class Retired(Strict):
    """A record that is gone: old links to it say so, with its name."""

    id: Id
    name: NonEmpty


class Years(Strict):
    from_: int | None = Field(None, alias="from", ge=0, le=99)
    to: int | None = Field(None, ge=0, le=99, description="einschließlich: 17 heißt unter 18")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise PydanticCustomError("range_reversed", "", {"low": self.from_, "high": self.to})
        return self


# --- where the markers are ---------------------------------------------------------------

Place = tuple[str | int, ...]


M = TypeVar("M", bound=Marker)


def marked(record: BaseModel, marker: type[M], place: Place = ()) -> Iterator[tuple[Place, M, str]]:
    """Yield (place, marker, value) for every text below *record* whose field carries *marker*.

    The place counts list items from 0: ("stations", 3, "leads_to", 0, "to").
    """
    for name, written, marks in _worth_a_look(type(record), marker):  # type: ignore[arg-type]
        yield from _marked_value(getattr(record, name), marker, marks, (*place, written))


def _marked_value(
    value: object, marker: type[M], marks: list[M], place: Place
) -> Iterator[tuple[Place, M, str]]:
    if isinstance(value, BaseModel):
        yield from marked(value, marker, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _marked_value(item, marker, marks, (*place, number))
    elif isinstance(value, str) and marks:
        yield place, marks[0], value


@cache
def _worth_a_look(model: type[BaseModel], marker: type[M]) -> list[tuple[str, str, list[M]]]:
    """Return those of `_fields` that carry *marker* or hold records, which may."""
    fields = [
        (name, written, [mark for mark in found if isinstance(mark, marker)])
        for name, written, found in _fields(model)
    ]
    annotations = {name: field.annotation for name, field in model.model_fields.items()}
    return [field for field in fields if field[2] or _may_hold_records(annotations[field[0]])]


def _may_hold_records(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return annotation is Any or any(map(_may_hold_records, get_args(annotation)))


@cache
def _fields(model: type[BaseModel]) -> list[tuple[str, str, list[Marker]]]:
    """Return for each field: its name, its name in the file, the markers on it or on its items."""
    return [
        (name, field.alias or name, [*_markers(field.metadata), *_nested(field.annotation)])
        for name, field in model.model_fields.items()
    ]


def _nested(annotation: object) -> Iterator[Marker]:
    yield from _markers(getattr(annotation, "__metadata__", ()))
    for inner in get_args(annotation):
        yield from _nested(inner)


def _markers(metadata: Iterable[object]) -> Iterator[Marker]:
    return (mark for mark in metadata if isinstance(mark, Marker))


@cache
def translatable_fields(model: type[BaseModel]) -> list[tuple[str, bool]]:
    """Return for each field its name and whether its text, or its items' text, is translated."""
    return [
        (name, any(isinstance(mark, Translatable) for mark in marks))
        for name, _, marks in _fields(model)
    ]
