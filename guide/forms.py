"""A form for a new record: its questions, how an answer is judged, and the record's lines.

The model judges (guide.offers, guide.pathways, guide.employers, guide.model): nothing is allowed
or refused here that it would judge otherwise, but for signs that would need an escape in YAML.
guide.questions has the forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from guide.employers import Contact, Occupation
from guide.fields import Strict
from guide.offers import CostOption
from guide.pathways import GermanLevel
from guide.problems import TAB_AND_CONTROLS, Origin, did_you_mean, quote
from guide.sentences import tell
from guide.source import NOTHING, Text

Answer = str | list[str] | dict[str, str]
LONGEST_ID = 60
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
CODE = re.compile(r"[0-9]{5}")  # of an occupation: text although all are digits
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o"})
INNER: Mapping[str, type[Strict]] = {
    "cost": CostOption,
    "german": GermanLevel,
    "occupation": Occupation,
    "contact": Contact,
}


class Refused(Exception):
    """An answer cannot be taken; the message says why, in German."""


@dataclass(frozen=True)
class Question:
    key: str  # the field; cost.kind is the field `kind` of `cost`
    text: str
    example: str = ""
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)  # what may be typed, and its meaning
    target: str = ""  # the answer is the id of a record, a key of guide.references.TARGETS
    many: bool = False  # several answers, with commas between them
    default: str = ""
    only_if: tuple[str, str] = ("", "")  # an earlier answer that it takes
    instead_of: Sequence[str] = ()  # required where none of these was answered
    not_over: bool = False  # a day, today or later


@dataclass(frozen=True)
class Form:
    model: type[Strict]
    file: Path  # or, for a page, the folder
    section: str
    named_by: str  # the fields that the id is made from, with spaces between them
    group: str  # the field whose value a record shares with its neighbours; "" for the alphabet
    questions: tuple[Question, ...]


# --- an answer ------------------------------------------------------------------------------------


def read(form: Form, question: Question, typed: str, known: Mapping[str, str]) -> Answer:
    """Return the answer that *typed* is; *known* are the ids it may name, with their names.

    Raises Refused with the reason.
    """
    typed = unicodedata.normalize("NFC", typed.strip())
    if TAB_AND_CONTROLS.search(typed) or re.search(r"[\ud800-\udfff]", typed):
        raise Refused("Darin ist ein unsichtbares Zeichen. Bitte noch einmal von Hand tippen.")
    if '"' in typed or "\\" in typed:
        raise Refused("Gerade Anführungszeichen und \\ gehen hier nicht. Nehmen Sie „ und “.")
    if question.key == "age":
        return _ages(form, typed)
    if question.many and typed != question.default:
        parts = [_one(question, part.strip(), known) for part in typed.split(",") if part.strip()]
        return _judged(form, question, parts)
    return _judged(form, question, _one(question, typed, known))


def _one(question: Question, typed: str, known: Mapping[str, str]) -> str:
    if question.choices and typed not in question.choices:
        near = did_you_mean(typed, question.choices)
        raise Refused(near or f"Möglich sind: {', '.join(question.choices)}.")
    if not question.target or typed in known or typed == question.default:
        return typed
    by_name = {name.casefold(): identifier for identifier, name in known.items()}
    if typed.casefold() in by_name:
        return by_name[typed.casefold()]
    near = did_you_mean(typed, known) or "Erst dort eintragen, oder weglassen."
    raise Refused(f"„{quote(typed)}“ gibt es nicht. {near}")


def _judged(form: Form, question: Question, answer: Answer) -> Answer:
    """Ask the model; raise Refused with its sentence where it does not take *answer*."""
    outer, _, inner = question.key.partition(".")
    model, name = (INNER[outer], inner) if inner else (form.model, outer)
    info = model.model_fields[name]
    kind: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    try:
        TypeAdapter(kind).validate_python(answer)
    except ValidationError as error:
        shown = Text(answer if isinstance(answer, str) else ", ".join(answer), Origin(form.file))
        _, sentence, remedy = tell(name, error.errors()[0], shown)
        raise Refused(f"{sentence}. {remedy}") from error
    return answer


_AGES: Sequence[tuple[str, Callable[[re.Match[str]], dict[str, str]]]] = (
    (r"(\d+) ?(?:-|–|bis) ?(\d+)", lambda found: {"from": found[1], "to": found[2]}),
    (r"ab (\d+)", lambda found: {"from": found[1]}),
    (r"bis (\d+)", lambda found: {"to": found[1]}),
    (r"alle", lambda found: {"from": "0"}),
)


def _ages(form: Form, typed: str) -> Answer:
    for pattern, make in _AGES:
        if found := re.fullmatch(pattern, typed, re.IGNORECASE | re.ASCII):
            return _judged(form, Question("age", ""), make(found))
    raise Refused("So schreiben: 14-27, ab 14, bis 17 oder alle.")


# --- the record -----------------------------------------------------------------------------------


def make_id(name: str, taken: Collection[str]) -> str:
    """Return an id for *name* that is not *taken*; raises Refused where no letter is left."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(UMLAUTS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[: LONGEST_ID - 4].strip("-")
    if not whole:
        raise Refused(f"Aus „{quote(name)}“ wird keine Kennung: Es fehlen Buchstaben von a bis z.")
    numbers = (f"{whole}-{number}" for number in range(2, len(taken) + 3))
    return next(found for found in (whole, *numbers) if found not in taken)


def lines(answers: Mapping[str, Answer]) -> list[str]:
    """Return the record's lines without a place: `key: value`, in the order of *answers*."""
    found: list[str] = []
    inner: dict[str, dict[str, str]] = {}
    for key, answer in answers.items():
        outer, _, name = key.partition(".")
        if name and isinstance(answer, str):
            if outer not in inner:
                found.append(outer)  # its place; filled in below
            inner.setdefault(outer, {})[name] = answer
        else:
            found.append(f"{key}: {_value(answer)}")
    return [f"{line}: {_value(inner[line])}" if line in inner else line for line in found]


def _value(answer: Answer) -> str:
    if isinstance(answer, dict):
        return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in answer.items()) + "}"
    if isinstance(answer, list):
        return "[" + ", ".join(map(_value, answer)) + "]"
    bare = PLAIN.fullmatch(answer) and not CODE.fullmatch(answer) and answer not in NOTHING
    return answer if bare else f'"{answer}"'


def page(answers: Mapping[str, Answer]) -> str:
    """Return a page with a gap where the text will be; the check reminds of it."""
    return "\n".join(["---", *lines(answers), "layout: page", "---", "", "{leer:Text}", ""])
