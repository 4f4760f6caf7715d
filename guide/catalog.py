"""Translations: one PO file a language, keyed by the place a text stands in (msgctxt).

A message's state is computed at every build by comparing the German kept in the catalog with
today's German at the same place. Messages of different places are never paired, however
similar: so a wrong pairing can only ever yield `outdated`, never `reviewed`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import polib

from guide.approval import unsigned, without
from guide.audience import asks
from guide.files import read_text
from guide.languages import Language
from guide.lines import MAX_LINT, lint_text
from guide.problems import Origin, Problem
from guide.proof import is_faulty

TRANSLATIONS = Path("translations")
PO_LINE = re.compile(
    r'^(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)[ \t]+)?"(?:[^"\\]|\\.)*"[ \t]*|[ \t]*)$'
)
WANTED = "gewollt:"  # opens a translator's reason for another word; it holds for one German
ALIKE = 0.5  # within one place: how similar an old German text must be to be the same one


class State(StrEnum):
    SOURCE = "source"  # German itself
    REVIEWED = "reviewed"
    UNCHECKED = "unchecked"  # fuzzy without previous: a draft
    OUTDATED = "outdated"  # the German has changed since
    FAULTY = "faulty"  # it would show something wrong: placeholders, links, numbers …
    MISSING = "missing"


class Message(NamedTuple):
    """A German text and its place, such as `stations/eq/summary`."""

    context: str
    german: str


class Translation(NamedTuple):
    text: str
    fuzzy: bool = True
    previous: str | None = None  # the German it was made from, where that has changed
    comment: str = ""
    line: int = 1


class Resolved(NamedTuple):
    """What a catalog has for a message of today: its state, the text, the German it is from."""

    state: State
    text: str = ""
    made_from: str | None = None
    entry: Translation | None = None  # as it stands in the file, perhaps under older German


@dataclass(frozen=True)
class Catalog:
    language: Language
    entries: Mapping[Message, Translation] = field(default_factory=dict)
    # What has been found for a message that is in the file: it depends on nothing else, and a
    # preview asks again at each change
    _known: dict[Message, Resolved] = field(default_factory=dict, init=False, compare=False)

    def resolve(self, messages: Iterable[Message]) -> dict[Message, Resolved]:
        """Return for each of today's *messages* that this language is asked for what it has."""
        asked = (m for m in messages if asks(self.language.tag, m.context))
        wanted = list(dict.fromkeys(asked))
        old = self._unclaimed(set(wanted))
        return {message: self._resolve(message, old) for message in wanted}

    def _resolve(self, message: Message, old: dict[str, list[Message]]) -> Resolved:
        if (known := self._known.get(message)) is not None:
            return known
        entry = self.entries.get(message)
        if entry is not None and entry.text:
            found = Resolved(self._state(message, entry), entry.text, entry.previous, entry)
            self._known[message] = found
            return found
        before = _most_alike(message, old.get(message.context, []))
        if before is None:
            return Resolved(State.MISSING)
        entry = self.entries[before]
        return Resolved(State.OUTDATED, entry.text, entry.previous or before.german, entry)

    def _state(self, message: Message, entry: Translation) -> State:
        if entry.fuzzy and entry.previous not in (None, message.german):
            return State.OUTDATED
        if is_faulty(message.german, entry.text, self.language):
            return State.FAULTY
        return State.UNCHECKED if entry.fuzzy else State.REVIEWED

    def _unclaimed(self, wanted: set[Message]) -> dict[str, list[Message]]:
        """Return by place the translations whose German is not on the site any more."""
        by_place: dict[str, list[Message]] = {}
        for message, entry in self.entries.items():
            if entry.text and message not in wanted:
                by_place.setdefault(message.context, []).append(message)
        return by_place


def _most_alike(message: Message, old: list[Message]) -> Message | None:
    """A place holds one text, a list or a section: there the most similar old text is the same."""
    if "#" not in message.context and len(old) == 1 and not message.context.startswith("ui"):
        return old[0]
    rated = [(SequenceMatcher(None, message.german, o.german).ratio(), o.german, o) for o in old]
    likely = [entry for entry in rated if entry[0] >= ALIKE]
    return max(likely)[2] if likely else None


def normalize(text: str) -> str:
    """Return *text* on one line: re-wrapping a German paragraph makes no translation stale."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", unicodedata.normalize("NFC", text).strip())


def catalog_path(language: Language) -> Path:
    return TRANSLATIONS / f"{language.tag}.po"


# --- reading ---------------------------------------------------------------------------------


def read_catalog(root: Path, language: Language, problems: list[Problem]) -> Catalog:
    """Return the catalog of *language*; an empty one where the file is missing or broken."""
    path = catalog_path(language)
    if not (root / path).exists():
        return Catalog(language)
    text = read_text(root, path, problems)
    if text is None:
        return Catalog(language)
    catalog, found = _parsed(text, path, language)
    problems.extend(found)
    return catalog


@lru_cache(maxsize=32)  # a preview reads all catalogs again whenever a file has changed
def _parsed(text: str, path: Path, language: Language) -> tuple[Catalog, tuple[Problem, ...]]:
    if broken := _broken_lines(text, path):
        return Catalog(language), tuple(broken)
    try:
        entries = polib.pofile(text, wrapwidth=0)
    except (OSError, ValueError) as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else 1
        return Catalog(language), (Problem(Origin(path, line), "po-datei", *_PO_FILE),)
    return Catalog(language, dict(_read(entry) for entry in entries if not entry.obsolete)), ()


def _broken_lines(text: str, path: Path) -> list[Problem]:
    """polib takes a text without its closing quote for whole; the line tells better."""
    if found := list(islice(lint_text(text, path), MAX_LINT)):
        return found
    broken = (
        Problem(Origin(path, number, 1, max(1, len(line))), "po-zeile", *_PO_LINE)
        for number, line in enumerate(text.split("\n"), 1)
        if not PO_LINE.match(line)
    )
    return list(islice(broken, MAX_LINT))


def _read(entry: polib.POEntry) -> tuple[Message, Translation]:
    told = entry.fuzzy, entry.previous_msgid, entry.tcomment, entry.linenum or 1
    return Message(entry.msgctxt or "", entry.msgid), Translation(entry.msgstr, *told)


_PO_FILE = (
    "Die Übersetzungsdatei lässt sich ab hier nicht lesen",
    'Steht vor jeder Zeile msgid oder msgstr, und endet jeder Text mit einem "?',
)
_PO_LINE = (
    "Diese Zeile gehört nicht in eine Übersetzungsdatei",
    'Eine Zeile ist: msgid "Text", msgstr "Text", nur "Text", oder sie beginnt mit #.',
)


# --- writing ---------------------------------------------------------------------------------


def updated(catalog: Catalog, messages: Iterable[Message]) -> Catalog:
    """Return *catalog* with exactly today's *messages*, in their order.

    What was translated from another German keeps that German as `#| msgid` and is fuzzy. What
    is fuzzy has lost its approval, and with another German its reason for another word. What
    belongs to no message of today is left out: git keeps it.
    """
    resolved = catalog.resolve(messages)
    return Catalog(
        catalog.language,
        {message: _updated(message, found, catalog) for message, found in resolved.items()},
    )


def _updated(message: Message, found: Resolved, catalog: Catalog) -> Translation:
    entry = catalog.entries.get(message, Translation(""))
    if found.state is State.OUTDATED and found.entry is not None:
        comment = without(found.entry.comment, WANTED)
        entry = found.entry._replace(fuzzy=True, previous=found.made_from, comment=comment)
    return entry._replace(comment=unsigned(entry.comment)) if entry.fuzzy else entry


def write_catalog(root: Path, catalog: Catalog) -> Path:
    """Write *catalog* in canonical form: no dates, line numbers or wrapping."""
    path = catalog_path(catalog.language)
    (root / path).parent.mkdir(exist_ok=True)
    text = "\n".join([_header(catalog.language), *_blocks(catalog)])
    (root / path).write_text(text, encoding="utf-8", newline="\n")
    return path


def _blocks(catalog: Catalog) -> Iterator[str]:
    for message, entry in catalog.entries.items():
        block = polib.POEntry(
            msgctxt=message.context,
            msgid=message.german,
            msgstr=entry.text,
            flags=["fuzzy"] if entry.fuzzy and entry.text else [],
            previous_msgid=entry.previous if entry.text else None,
            tcomment=entry.comment,
        )
        yield str(block.__unicode__(wrapwidth=0))


def _header(language: Language) -> str:
    fields = {
        "Project-Id-Version": "Bildungswege",
        "Language": language.tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": language.plural,
    }
    lines = [f'"{name}: {value}\\n"' for name, value in fields.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines, ""])
