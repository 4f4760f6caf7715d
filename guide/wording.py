"""Whether translations keep to the sheet of their language, and say the same in the same way.

All of it are doubts: inflection is guessed, and a sentence may rightly do without a word.
A translator who means it says so above the entry, and why: `# gewollt: in Formularen heißt es so`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guide.catalog import WANTED, Catalog, Message, State, catalog_path
from guide.inflection import contains, german_words, phrase_forms, shapes_of
from guide.problems import Origin, Problem, Severity, quote
from guide.proof import HIDDEN, is_list_of_words
from guide.terms import Rendering, Sheet

# After a sign that ends a sentence. A short word or a year can end one ("… wisa ye, ew e."), but
# not „z. B.“, „e. V.“ and „12. Klasse“
_LETTER = r"[^\W\d_]"
END = re.compile(
    rf"(?<={_LETTER}{{2}}[.!?])\s+|(?<=\d{{4}}[.!?])\s+|(?<=[)\]}}“”\"»][.!?])\s+"
    rf"|(?<=\s{_LETTER}[.!?])(?<!{_LETTER}\.\s{_LETTER}\.)\s+(?!{_LETTER}\.)"
    r"|(?<=[؟۔።፧])\s*(?=.)"
)
BESIDE = re.compile(r"\s*\([A-ZÄÖÜa-zäöüß][^()]*\)")  # (Ausbildung): in Latin letters
IN_PARENTHESES = re.compile(r"\(([^()]*)\)")

Phrase = tuple[frozenset[str], ...]  # the forms of each of a term's words


@dataclass(frozen=True, slots=True)
class Index:
    """The terms of a sheet by the first word, in any of its forms; the longest first."""

    by_first: Mapping[str, list[tuple[Phrase, Rendering]]]


def index(sheet: Sheet) -> Index:
    found: dict[str, list[tuple[Phrase, Rendering]]] = {}
    for rendering in sheet:
        phrase = phrase_forms(rendering.german)
        for form in phrase[0] if phrase else ():
            found.setdefault(form, []).append((phrase, rendering))
    for listed in found.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    return Index(found)


def terms_in(german: str, terms: Index) -> Iterator[Rendering]:
    """Yield the terms of *german*: of two in the same words the longer one."""
    words = german_words(HIDDEN.sub(" ", german))
    place = 0
    while place < len(words):
        phrase, rendering = _at(words, place, terms)
        if rendering is not None:
            yield rendering
        place += max(1, len(phrase))


def _at(words: list[str], place: int, terms: Index) -> tuple[Phrase, Rendering | None]:
    for phrase, rendering in terms.by_first.get(words[place], ()):
        rest = words[place : place + len(phrase)]
        if len(rest) == len(phrase) and all(w in f for w, f in zip(rest, phrase, strict=True)):
            return phrase, rendering
    return (), None


def missing(german: str, translation: str, terms: Index, names: Iterable[str]) -> list[Rendering]:
    """Return the terms of *german* whose rendering *translation* does not have.

    The German word in parentheses is none; *names* of offices may stay German.
    """
    if translation == german:  # a name, or guide.proof says that it is still German
        return []
    for name in names:
        if name in german and name in translation:
            german, translation = german.replace(name, " "), translation.replace(name, " ")
    wanted = list(dict.fromkeys(terms_in(german, terms)))
    if not wanted:
        return []
    whole = shapes_of(HIDDEN.sub(" ", translation))
    own = shapes_of(HIDDEN.sub(" ", _without_german(german, translation)))
    return [term for term in wanted if not _is_there(term, own, whole)]


def _is_there(term: Rendering, own: frozenset[str], whole: frozenset[str]) -> bool:
    return any(contains(whole if one == term.german else own, one) for one in term.accepted)


def _without_german(german: str, translation: str) -> str:
    return IN_PARENTHESES.sub(lambda m: " " if m[1] in german else m[0], translation)


# --- what a translator reads --------------------------------------------------------------------


def check(
    catalog: Catalog, messages: Iterable[Message], sheet: Sheet, names: Iterable[str]
) -> Iterator[Problem]:
    """Yield what *catalog* words otherwise than its *sheet*, or otherwise than elsewhere."""
    shown = {
        message: found.text
        for message, found in catalog.resolve(messages).items()
        if found.state not in (State.MISSING, State.OUTDATED)
        and not is_list_of_words(message.context)
        and not _is_wanted(catalog, message)
    }
    terms, offices = index(sheet), tuple(names)
    for message, text in shown.items():
        for term in missing(message.german, text, terms, offices):
            yield _other_word(catalog, message, term)
    yield from _differing(catalog, shown)


def _is_wanted(catalog: Catalog, message: Message) -> bool:
    lines = catalog.entries[message].comment.split("\n")
    return any(line.startswith(WANTED) for line in lines)


def _other_word(catalog: Catalog, message: Message, term: Rendering) -> Problem:
    told = f"Für „{quote(term.german)}“ steht in der Liste „{quote(term.shown)}“, hier nicht"
    return _doubt(catalog, message, "begriff", told, f"Liste: {_line(term.origin)}.")


def _differing(catalog: Catalog, shown: Mapping[Message, str]) -> Iterator[Problem]:
    """Yield each place where a sentence is worded otherwise than at most places that have it."""
    same: dict[str, dict[Message, str]] = {}
    for message, text in shown.items():
        for german, sentence in sentences(message.german, text):
            same.setdefault(german, {})[message] = sentence
    for german, places in same.items():
        (most, _), *others = Counter(map(alike, places.values())).most_common()
        there = next(place for place in places if alike(places[place]) == most)
        for place, sentence in places.items() if others else ():
            if alike(sentence) != most:
                yield _otherwise(catalog, place, german, there, places[there])


def sentences(german: str, translation: str) -> list[tuple[str, str]]:
    """Return the sentences of *german* with their translations.

    All as one where there are not as many in both: which belong together nobody knows.
    """
    ours, theirs = END.split(german), END.split(translation)
    if len(ours) != len(theirs):
        return [(german, translation)]
    return list(zip(ours, theirs, strict=True))


def alike(sentence: str) -> str:
    """Return *sentence* without German words beside it: they need not stand there each time."""
    return " ".join(BESIDE.sub("", sentence).split()).rstrip(".").casefold()


def _otherwise(catalog: Catalog, place: Message, german: str, there: Message, text: str) -> Problem:
    told = f"„{quote(german)}“ heißt bei {there.context} anders: „{quote(text, 100)}“"
    where = f"Dort: {_line(_origin(catalog, there))}."
    return _doubt(catalog, place, "uneinheitlich", told, where)


def _doubt(catalog: Catalog, message: Message, rule: str, told: str, where: str) -> Problem:
    return Problem(
        _origin(catalog, message),
        rule,
        f"{message.context}: {told}",
        f"Deutsch: „{quote(message.german, 100)}“ {where} {_ON_PURPOSE}",
        Severity.WARNING,
    )


def _origin(catalog: Catalog, message: Message) -> Origin:
    return Origin(catalog_path(catalog.language), catalog.entries[message].line)


def _line(origin: Origin) -> str:
    return f"{origin.path.as_posix()}:{origin.line}"


_ON_PURPOSE = "Ist es so gewollt? Dann über den Eintrag: # gewollt: Grund"
