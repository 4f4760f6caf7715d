"""Translations: one PO file a language, keyed by the place a text stands in (msgctxt).

A message's state is computed at every build by comparing the German kept in the catalog with
today's German at the same place. Nothing is ever paired by similarity, so a wrong pairing can
only ever yield `outdated`, never `reviewed`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import polib

from guide.files import read_text
from guide.languages import Language
from guide.problems import Origin, Problem

TRANSLATIONS = Path("translations")
# {betrag:kindergeld}, {count}, the id in [[eq|EQ]], the address in [Text](station:eq)
PARTS = re.compile(r"\{[^{}]*\}|\[\[[a-z0-9-]+|\]\([^)\s]*\)")


class State(StrEnum):
    SOURCE = "source"  # German itself
    REVIEWED = "reviewed"
    UNCHECKED = "unchecked"  # fuzzy without previous: a draft
    OUTDATED = "outdated"  # the German has changed since
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Message:
    """A German text and its place, such as `stations/eq/summary`."""

    context: str
    german: str


@dataclass(frozen=True, slots=True)
class Translation:
    text: str
    fuzzy: bool
    previous: str | None


@dataclass(frozen=True)
class Catalog:
    language: Language
    entries: Mapping[Message, Translation] = field(default_factory=dict)

    def state(self, message: Message) -> State:
        entry = self.entries.get(message)
        if entry is None or not entry.text:
            return State.OUTDATED if message.context in self._translated else State.MISSING
        if not fits(message.german, entry.text):
            return State.OUTDATED
        if not entry.fuzzy:
            return State.REVIEWED
        return State.OUTDATED if entry.previous else State.UNCHECKED

    def text(self, message: Message) -> str:
        return self.entries[message].text

    @cached_property
    def _translated(self) -> frozenset[str]:
        """The places that have a translation, whatever German it was made from."""
        return frozenset(m.context for m, entry in self.entries.items() if entry.text)


def normalize(text: str) -> str:
    """Return *text* on one line: re-wrapping a German paragraph makes no translation stale."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", unicodedata.normalize("NFC", text).strip())


def fits(german: str, translation: str) -> bool:
    """Tell whether *translation* has the placeholders and links of *german*, no more, no less.

    A translation that does not fit would print wrong facts or stop the build; it is not shown.
    """
    return sorted(PARTS.findall(german)) == sorted(PARTS.findall(translation))


def catalog_path(language: Language) -> Path:
    return TRANSLATIONS / f"{language.tag}.po"


def read_catalog(root: Path, language: Language, problems: list[Problem]) -> Catalog:
    """Return the catalog of *language*; an empty one where the file is missing or broken."""
    path = catalog_path(language)
    if not (root / path).exists():
        return Catalog(language)
    text = read_text(root, path, problems)
    if text is None:
        return Catalog(language)
    try:
        entries = polib.pofile(text, wrapwidth=0)
    except (OSError, ValueError) as error:
        problems.append(_broken(path, str(error)))
        return Catalog(language)
    return Catalog(language, {_message(entry): _translation(entry) for entry in entries})


def write_catalog(root: Path, catalog: Catalog, messages: Iterable[Message]) -> None:
    """Write *messages* in their order, in canonical form: no dates, line numbers or wrapping.

    Entries whose German has changed keep their old German as `#| msgid` and become fuzzy.
    """
    kept = {message.context: message for message in catalog.entries if catalog.text(message)}
    lines = [_header(catalog.language)]
    lines += [_entry(message, catalog, kept) for message in dict.fromkeys(messages)]
    path = root / catalog_path(catalog.language)
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _entry(message: Message, catalog: Catalog, kept: Mapping[str, Message]) -> str:
    found = catalog.entries.get(message)
    old = kept.get(message.context)
    if found is None and old is not None and old != message:
        before = catalog.entries[old]
        found = Translation(before.text, True, before.previous or old.german)
    found = found or Translation("", False, None)
    entry = polib.POEntry(
        msgctxt=message.context,
        msgid=message.german,
        msgstr=found.text,
        flags=["fuzzy"] if found.fuzzy else [],
        previous_msgid=found.previous,
    )
    return str(entry.__unicode__(wrapwidth=0))


def _header(language: Language) -> str:
    return "\n".join(
        [
            'msgid ""',
            'msgstr ""',
            f'"Language: {language.tag}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=UTF-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            f'"Plural-Forms: {language.plural}\\n"',
            "",
        ]
    )


def _message(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid)


def _translation(entry: polib.POEntry) -> Translation:
    return Translation(entry.msgstr, entry.fuzzy, entry.previous_msgid)


def _broken(path: Path, said: str) -> Problem:
    match = re.search(r"line (\d+)", said)
    line = int(match[1]) if match else 1
    return Problem(
        Origin(path, line),
        "po-datei",
        "Die Übersetzungsdatei lässt sich ab hier nicht lesen",
        'Steht vor jeder Zeile msgid oder msgstr, und endet jeder Text mit einem "?',
    )
