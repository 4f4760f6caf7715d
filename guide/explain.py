"""What pydantic found in an editor's file, said in the editor's words, at the place in question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from guide.fields import Strict
from guide.problems import Origin, Problem, did_you_mean, quote
from guide.sentences import fill_in, is_written, tell
from guide.source import Items, Record, Text, Value, find, plain

Step = str | int
CONDITION = ("all_of", "any_of")  # what only a condition has
# The field that a mistake of a whole record is about, by pydantic's type
CULPRITS = {
    "no_such_day": ("yearly",),
    "range_reversed": ("to", "valid_to"),
    "date_or_yearly": ("yearly", "id"),
}


def validate(model: type[Strict], document: Record, problems: list[Problem]) -> Any:
    """Return *document* as *model*, or None after telling every mistake in it."""
    try:
        return model.model_validate(plain(document))
    except ValidationError as error:
        mistakes = error.errors()
        consequences = _consequences(mistakes, model, document)
        found = [explain(e, model, document) for e in mistakes if e["loc"] not in consequences]
        problems.extend(dict.fromkeys(found))
        return None


def explain(details: ErrorDetails, model: type[Strict], document: Record) -> Problem:
    place = _place(details)
    value, origin, found = find(document, place)
    if details["type"] == "extra_forbidden":
        return _unknown_field(place, model, document)
    if details["type"] == "missing":
        return _missing_field(place, model, document)
    if found and isinstance(value, Text) and not value.value:
        return _empty(place, model, document)
    if found and isinstance(value, Text) and _needs_no_details(place, model):
        return Problem(origin, "bedingung", *_only_the_word(str(place[-1])))
    field = next((step for step in reversed(place) if isinstance(step, str)), "")
    if details["type"] == "too_short" and _is_section(place, model):
        return Problem(origin, "feld-fehlt", f"„{field}:“ ist leer", _SECTION)
    return Problem(_culprit(details, value, origin), *tell(field, details, value))


def _place(details: ErrorDetails) -> list[Step]:
    return [step for step in details["loc"] if is_written(step)]


def _culprit(details: ErrorDetails, value: Value, origin: Origin) -> Origin:
    """Narrow *origin*, a whole record or list, to the part that is wrong."""
    if details["type"] == "one_condition" and isinstance(value, Record):
        return list(value.keys.values())[1]
    if details["type"] == "repeated_item":
        return _repeated(value, str(details.get("ctx", {}).get("item"))) or origin
    for field in CULPRITS.get(details["type"], ()):
        if isinstance(value, Record) and field in value.fields:
            return value.fields[field].origin
    return origin


def _repeated(value: Value, item: str) -> Origin | None:
    found = [i.origin for i in getattr(value, "items", ()) if getattr(i, "value", None) == item]
    return found[1] if len(found) > 1 else None


# --- fields that are unknown, missing or empty ------------------------------------------------


def _unknown_field(place: list[Step], model: type[Strict], document: Record) -> Problem:
    parent, origin, _ = find(document, place[:-1])
    field = str(place[-1])
    if isinstance(parent, Record):
        origin = parent.keys[field]
    if len(place) == 1 and field in _fields_of_records(model):
        return Problem(origin, "einrueckung", *_not_indented(field))
    allowed = list(fields_at(model, place[:-1]))
    hint = _instead(place, model, document)
    return Problem(origin, "unbekanntes-feld", *_unknown(field, allowed, hint))


def _unknown(field: str, allowed: list[str], instead: str | None) -> tuple[str, str]:
    kind = "Eine Bedingung" if set(CONDITION) <= set(allowed) else "Ein Feld"
    message = f"{kind} „{quote(field)}“ gibt es hier nicht"
    if field.startswith("-"):
        return message, f"Nach dem Strich fehlt ein Leerzeichen: - {quote(field[1:])}: …"
    # A key is nearly always begun rightly: adress is no typing mistake for grades
    alike = [word for word in allowed if word[:1] == field[:1].lower()]
    near = f"Meinten Sie „{instead}“?" if instead else did_you_mean(field, alike)
    return message, near or f"Möglich sind: {', '.join(allowed)}."


def _instead(place: list[Step], model: type[Strict], document: Record) -> str | None:
    """Return the missing field that the unknown one at *place* was probably meant to be."""
    parent, _, _ = find(document, place[:-1])
    if not isinstance(parent, Record) or "any_of" in fields_at(model, place[:-1]):
        return None
    required = list(_required_at(model, place[:-1]))
    missing = [field for field in required if field not in parent.fields]
    strange = [key for key in parent.fields if key not in set(fields_at(model, place[:-1]))]
    if len(missing) == len(strange) == 1:
        return missing[0]
    return next((name for name in missing if did_you_mean(str(place[-1]), [name])), None)


def _consequences(
    mistakes: list[ErrorDetails], model: type[Strict], document: Record
) -> set[tuple[Step, ...]]:
    """Return where something only seems to be missing, because of another mistake."""
    unknown_at = [_place(e) for e in mistakes if e["type"] == "extra_forbidden"]
    renamed = {
        (*place[:-1], name)
        for place in unknown_at
        if (name := _instead(place, model, document)) is not None
    }
    outside = {place[0] for place in unknown_at if len(place) == 1}
    return {
        e["loc"]
        for e in mistakes
        if (e["type"] == "missing" and (tuple(_place(e)) in renamed or _place(e)[-1] in outside))
        or (document.partial and len(_place(e)) == 1 and _is_absent(e, document))
    }


def _is_absent(details: ErrorDetails, document: Record) -> bool:
    value, _, found = find(document, _place(details))
    return not found or value in (Text("", value.origin), Items((), value.origin))


def _missing_field(place: list[Step], model: type[Strict], document: Record) -> Problem:
    parent, origin, _ = find(document, place[:-1])
    if isinstance(parent, Record) and parent.keys:  # where the editor looks for the record
        origin = next(iter(parent.keys.values()))
    field = str(place[-1])
    remedy = _SECTION if _is_section(place, model) else _example(place, model) or fill_in(field)
    return Problem(origin, "feld-fehlt", f"Es fehlt „{field}:“", remedy)


def _empty(place: list[Step], model: type[Strict], document: Record) -> Problem:
    parent, origin, _ = find(document, place[:-1])
    field = place[-1]
    if isinstance(field, int):
        return Problem(find(document, place)[1], "feld-fehlt", *_EMPTY_ITEM)
    if isinstance(parent, Record):
        origin = parent.keys[field]
    if _needs_no_details(place, model):
        return Problem(origin, "bedingung", *_only_the_word(field))
    required = field in _required_at(model, place[:-1])
    filled = _example(place, model) or fill_in(field, _FILL)
    remedy = filled if required else _FILL_OR_DELETE
    if required and _is_section(place, model):
        remedy = _SECTION
    return Problem(origin, "feld-fehlt", f"„{field}:“ ist leer", remedy)


def _example(place: list[Step], model: type[Strict]) -> str | None:
    """Return the remedy for the field at *place* where the model itself has an example of it."""
    owner, field = _model_at(model, place[:-1]), place[-1]
    infos = owner.model_fields.items() if owner else ()
    known = next((i.examples for name, i in infos if field in (name, i.alias)), None)
    return f"Ergänzen: {field}: {known[0]}" if known else None


def _only_the_word(field: str) -> tuple[str, str]:
    message = f"Die Bedingung „{field}“ hat keine weiteren Angaben"
    return message, f"Nur das Wort schreiben, ohne Doppelpunkt: - {field}"


def _not_indented(field: str) -> tuple[str, str]:
    return f"„{field}:“ gehört in einen Eintrag, ist aber nicht eingerückt", _INDENT


# --- what the model knows about a place ---------------------------------------------------------


def fields_at(model: Any, place: Iterable[Step]) -> Iterator[str]:
    """Yield the field names, as an editor writes them, of the model at *place* below *model*."""
    if owner := _model_at(model, place):
        yield from (field.alias or name for name, field in owner.model_fields.items())


def _required_at(model: Any, place: Iterable[Step]) -> Iterator[str]:
    if owner := _model_at(model, place):
        fields = owner.model_fields.items()
        yield from (field.alias or name for name, field in fields if field.is_required())


def _needs_no_details(place: list[Step], model: type[Strict]) -> bool:
    """Whether *place* is a condition such as `exam`, written without details."""
    if not place or not set(CONDITION) <= set(fields_at(model, place[:-1])):
        return False
    return _model_at(model, place) is not None and not list(fields_at(model, place))


def _is_section(place: list[Step], model: type[Strict]) -> bool:
    """Whether *place* is one of the file's lists of records."""
    return len(place) == 1 and _model_at(model, place) is not None


def _fields_of_records(model: type[Strict]) -> set[str]:
    return {name for section in model.model_fields for name in fields_at(model, [section])}


def _model_at(model: Any, place: Iterable[Step]) -> type[BaseModel] | None:
    here: Any = model
    for step in place:
        if isinstance(step, int):
            continue
        owner = _model_in(here)
        if owner is None:
            return None
        fields = owner.model_fields.items()
        here = next((f.annotation for name, f in fields if step in (name, f.alias)), None)
    return _model_in(here)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)


_SECTION = "Darunter gehört mindestens ein Eintrag, der so beginnt: - id: kennung"
_EMPTY_ITEM = (
    "Nach dem Strich steht nichts",
    "Nach „- “ etwas eintragen oder die Zeile löschen.",
)
_FILL = "Nach dem Doppelpunkt etwas eintragen."
_FILL_OR_DELETE = "Nach dem Doppelpunkt etwas eintragen oder die Zeile löschen."
_INDENT = "Mit Leerzeichen so weit einrücken wie die anderen Zeilen des Eintrags."
