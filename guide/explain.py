"""What pydantic found in an editor's file, said in the editor's words, at the place in question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from guide.fields import Strict
from guide.problems import Origin, Problem, did_you_mean, quote
from guide.sentences import fill_in, is_written, tell
from guide.source import Record, Text, Value, find, plain


def validate(model: type[Strict], document: Record, problems: list[Problem]) -> Any:
    """Return *document* as *model*, or None after telling every mistake in it."""
    try:
        return model.model_validate(plain(document))
    except ValidationError as error:
        found = [explain(details, model, document) for details in error.errors()]
        problems.extend(dict.fromkeys(found))
        return None


def explain(details: ErrorDetails, model: type[Strict], document: Record) -> Problem:
    place = [step for step in details["loc"] if is_written(step)]
    value, origin, found = find(document, place)
    field = str(place[-1]) if place else ""
    if details["type"] == "extra_forbidden":
        return _unknown_field(field, place, model, document)
    if details["type"] == "missing" or (found and isinstance(value, Text) and not value.value):
        return _missing_field(field, place, document)
    return Problem(origin, *tell(field, details, value))


def _unknown_field(
    field: str, place: list[str | int], model: type[Strict], document: Record
) -> Problem:
    parent, _, _ = find(document, place[:-1])
    origin = parent.keys[field] if isinstance(parent, Record) else parent.origin
    allowed = list(fields_at(model, place[:-1]))
    remedy = did_you_mean(field, allowed) or f"Möglich sind: {', '.join(allowed)}."
    return Problem(
        origin, "unbekanntes-feld", f"Ein Feld „{quote(field)}“ gibt es hier nicht", remedy
    )


def _missing_field(field: str, place: list[str | int], document: Record) -> Problem:
    parent, origin, _ = find(document, place[:-1])
    if isinstance(parent, Record) and field in parent.keys:
        message, origin = f"„{field}:“ ist leer", parent.keys[field]
    else:
        message, origin = f"Es fehlt „{field}:“", _head(parent, origin)
    return Problem(origin, "feld-fehlt", message, fill_in(field))


def _head(parent: Value, origin: Origin) -> Origin:
    """The first key of a record: where the editor looks for the record that lacks something."""
    if isinstance(parent, Record) and parent.keys:
        return next(iter(parent.keys.values()))
    return origin


def fields_at(model: Any, place: Iterable[str | int]) -> Iterator[str]:
    """Yield the field names, as an editor writes them, of the model at *place* below *model*."""
    here: Any = model
    for step in place:
        if isinstance(step, int):
            continue
        owner = _model_in(here)
        if owner is None:
            return
        here = next(
            (f.annotation for name, f in owner.model_fields.items() if step in (name, f.alias)),
            None,
        )
    if owner := _model_in(here):
        yield from (field.alias or name for name, field in owner.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)
