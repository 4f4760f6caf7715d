"""What is asked for a new record, how an answer is judged, and the record's lines.

The model judges (guide.offers, guide.pathways, guide.model): nothing is allowed or refused here
that it would judge otherwise, but for signs that would need an escape in YAML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from guide import labels
from guide.contents import CONTENT
from guide.fields import Strict
from guide.model import FrontMatter, Term
from guide.offers import CostOption, Service
from guide.pathways import GermanLevel, Station
from guide.problems import TAB_AND_CONTROLS, Origin, did_you_mean, quote
from guide.sentences import tell
from guide.source import NOTHING, Text

Answer = str | list[str] | dict[str, str]
LONGEST_ID = 60
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o"})
INNER: Mapping[str, type[Strict]] = {"cost": CostOption, "german": GermanLevel}


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


@dataclass(frozen=True)
class Form:
    model: type[Strict]
    file: Path  # or, for a page, the folder
    section: str
    named_by: str  # the field that the id is made from
    group: str  # the field whose value a record shares with its neighbours; "" for the alphabet
    questions: tuple[Question, ...]


LEVELS = dict.fromkeys(("A0", "A1", "A2", "B1", "B2", "C1", "C2"), "")
_NONE = {"none": "es gibt keine", "usual": "üblich"}
_RULES = {**_NONE, "law": "Gesetz", "decided_by": "jemand entscheidet"}
_DECIDERS = {key: str(text) for key, text in labels.DECIDERS.items()}
_NAME = Question("name", "Wie heißt es?", "Stadtbücherei Musterstadt", required=True)
_SUMMARY = Question(
    "summary", "Was ist das? Ein bis drei kurze Sätze, mit „du“.", "Du kannst Bücher leihen.", True
)
_STATIONS = Question(
    "stations", "Zu welchen Stationen passt es?", "praktikum, oberschule", target="node", many=True
)
_SOURCED = (
    Question(
        "sources",
        "Woher wissen Sie es? Kennungen aus data/sources.yaml.",
        "sh-buech",
        required=True,
        target="source",
        many=True,
    ),
    Question("confidence", "Wie sicher ist es?", choices=labels.CONFIDENCE, default="unknown"),
)

FORMS: Mapping[str, Form] = {
    "offer": Form(
        Service,
        Path("data/offers.yaml"),
        "services",
        "name",
        "kind",
        (
            _NAME,
            Question("kind", "Was für ein Angebot ist es?", "", True, labels.SERVICE_KINDS),
            Question(
                "organization", "Wer ist der Träger?", "stadt-musterstadt", target="organization"
            ),
            Question(
                "places", "In welchen Orten ist es?", "musterstadt", target="place", many=True
            ),
            Question(
                "area",
                "Für wen in der Gegend?",
                choices=labels.AREAS,
                default="place",
            ),
            _SUMMARY,
            Question("for_whom", "Für wen ist es?", "Alle zwischen 14 und 27 Jahren."),
            Question("age", "Für welches Alter?", "14-27, oder: ab 14, bis 17, alle"),
            Question("german_needed", "Ab welcher Stufe Deutsch geht es?", "A2", choices=LEVELS),
            Question(
                "languages_spoken",
                "Welche Sprachen spricht dort jemand?",
                "de, ar; oder unknown, wenn Sie es nicht wissen",
                target="language",
                many=True,
                default="unknown",
            ),
            Question("cost.kind", "Was kostet es?", choices=labels.COSTS, default="unknown"),
            Question("cost.text", "Mehr zu den Kosten?", "Der Ausweis kostet 10 Euro im Jahr."),
            Question("hours", "Wann ist offen?", "Montag bis Freitag, 8 bis 13 Uhr."),
            Question(
                "phones",
                "Telefon? Die Kennung aus data/facts.yaml, nicht die Nummer.",
                "stadtbuecherei",
                target="phone",
                many=True,
            ),
            Question("email", "E-Mail?", "info@example.org"),
            Question("website", "Webseite?", "https://www.example.org"),
            Question(**{**vars(_STATIONS), "target": "station"}),
            *_SOURCED,
        ),
    ),
    "station": Form(
        Station,
        Path("data/pathways.yaml"),
        "stations",
        "name",
        "kind",
        (
            _NAME,
            Question("kind", "Was für eine Station ist es?", "", True, labels.STATION_KINDS),
            _SUMMARY,
            Question("duration", "Wie lange dauert es?", "6 bis 12 Monate"),
            Question("age", "Für welches Alter?", "14-27, oder: ab 14, bis 17"),
            Question("german.needed", "Wie viel Deutsch braucht man?", "A2 oder A2-B1"),
            Question("german.rule", "Wer sagt das?", choices=_RULES, default="none"),
            Question(
                "german.decided_by",
                "Wer entscheidet über das Deutsch?",
                required=True,
                choices=_DECIDERS,
                only_if=("german.rule", "decided_by"),
            ),
            Question("money", "Was ist mit Geld?", "Du bekommst kein Geld."),
            *_SOURCED,
        ),
    ),
    "term": Form(
        Term,
        Path("data/glossary.yaml"),
        "terms",
        "word",
        "",
        (
            Question("word", "Welches Wort, wie es auf dem Brief steht?", "Ausbildung", True),
            Question(
                "article",
                "Welcher Artikel?",
                choices=dict.fromkeys(("der", "die", "das", "die (Mehrzahl)"), ""),
            ),
            Question("say", "Die Silben; die betonte GROSS.", "AUS-bil-dung", required=True),
            Question("explain", "Was heißt es? 1 bis 3 sehr kurze Sätze.", "Du lernst …", True),
            Question("forms", "Andere Formen?", "Ausbildungen, Berufsausbildung", many=True),
            _STATIONS,
        ),
    ),
    "page": Form(
        FrontMatter,
        CONTENT,
        "",
        "title",
        "",
        (
            Question("title", "Wie heißt die Seite?", "Wohnen", required=True),
            Question("description", "Worum geht es? Ein Satz.", "So findest du …", required=True),
            Question("menu", "Platz im Menü, eine Zahl? Ohne: nicht im Menü.", "7"),
        ),
    ),
}


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
    return answer if PLAIN.fullmatch(answer) and answer not in NOTHING else f'"{answer}"'


def page(answers: Mapping[str, Answer]) -> str:
    """Return a page with a gap where the text will be; the check reminds of it."""
    return "\n".join(["---", *lines(answers), "layout: page", "---", "", "{leer:Text}", ""])
