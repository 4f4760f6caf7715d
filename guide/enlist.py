"""A new language: which one is meant, its line in data/region.yaml, its empty catalog.

A language is not shown to readers before its interface is translated: by default its line is a
note, with # in front, and switching it on means deleting that sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from guide import insert
from guide.catalog import Catalog, Message, catalog_path, updated, write_catalog
from guide.fields import Strict
from guide.forms import Form, Question, Refused
from guide.languages import LANGUAGES, SOURCE, SPOKEN
from guide.load import Guide
from guide.problems import nearest, quote
from guide.source import Items, find

EDITION = "edition"  # the question's target: a language that is not there yet
LATER = "later"
REGION = Path("data/region.yaml")
NOTE = "  # im Aufbau; zum Anschalten das # am Anfang löschen"

NEXT = """
So geht es weiter mit {german}:
1. Verschicken: python3 build.py translations export {tag}. Zuerst die Texte der Oberfläche (ui).
2. Zurückholen: python3 build.py translations import {tag}.xlsx
3. Prüfen lassen: „ja“ schreibt nur, wer diese Sprache als Muttersprache spricht.
{on}
Wie weit es ist, sagt: python3 build.py translations status --language {tag}"""
SWITCH = {
    True: "4. Anschalten: in data/region.yaml das # am Anfang der Zeile löschen.",
    False: "Die Sprache ist schon angeschaltet. Was fehlt, steht auf Deutsch da.",
}


class NewLanguage(Strict):
    tag: str
    show: Literal["later", "reviewed", "unchecked"] = "later"


FORM = Form(
    NewLanguage,
    REGION,
    "languages",
    "",
    "",
    (
        Question("tag", "Welche Sprache?", "ru oder Russisch", required=True, target=EDITION),
        Question(
            "show",
            "Was sollen die Seiten davon schon zeigen?",
            choices={
                LATER: "noch nichts, erst wird übersetzt",
                "reviewed": "was jemand mit dieser Muttersprache geprüft hat",
                "unchecked": "auch ungeprüfte Entwürfe, sichtbar markiert",
            },
            default=LATER,
        ),
    ),
)


def free(guide: Guide) -> dict[str, str]:
    """Return by tag the German names of the languages that have neither a line nor a catalog."""
    taken = {language.tag for language in guide.region.languages}
    return {
        tag: language.german
        for tag, language in LANGUAGES.items()
        if tag not in (SOURCE, *taken) and not (guide.root / catalog_path(language)).exists()
    }


def read(typed: str, free: Mapping[str, str]) -> str:
    """Return the tag of the language that *typed* names: by tag, in German or in itself.

    Raises Refused for one that is there already, or that guide.languages does not know.
    """
    named = {
        name.casefold(): tag
        for tag, language in LANGUAGES.items()
        for name in (tag, language.german, language.autonym)
    }
    tag = named.get(typed.strip().casefold())
    if tag in free:
        return str(tag)
    if tag == SOURCE:
        raise Refused("Deutsch ist immer dabei.")
    if tag:
        said = f"„{LANGUAGES[tag].german}“ ({tag}) gibt es schon"
        raise Refused(f"{said}. Wie weit sie ist, sagt: python3 build.py translations status")
    raise Refused(f"{_unknown(typed)} {_possible(typed, free)}")


def _unknown(typed: str) -> str:
    if typed in SPOKEN:
        return f"„{typed}“ ({SPOKEN[typed]}) gibt es nur als Sprache, die jemand spricht."
    return f"Eine Sprache „{quote(typed)}“ kennt das Programm nicht."


def _possible(typed: str, free: Mapping[str, str]) -> str:
    german = {language.german: tag for tag, language in LANGUAGES.items() if tag != SOURCE}
    if near := nearest(typed, german):
        there = "" if german[near] in free else " Diese Sprache gibt es schon."
        return f"Meinten Sie „{near}“ ({german[near]})?{there}"
    listed = ", ".join(f"{tag} ({name})" for tag, name in free.items())
    return f"Möglich sind: {listed}. Eine andere trägt jemand in guide/languages.py ein."


def line(tag: str, show: str) -> str:
    """Return the line for data/region.yaml."""
    if show == LATER:
        return f"- {{tag: {tag}, show: reviewed}}{NOTE}"
    return f"- {{tag: {tag}, show: {show}}}"


def with_line(guide: Guide, raw: bytes, tag: str, show: str) -> bytes:
    """Return *raw*, data/region.yaml, with the line after the last language; no other byte differs.

    Raises Refused where no language stands there in a line of its own to follow.
    """
    section, _, there = find(guide.documents["region"], ["languages"])
    written = raw.decode("utf-8-sig").splitlines()
    if not there or not isinstance(section, Items) or not section.items:
        raise Refused(_by_hand(tag, show))
    if not written[section.items[0].origin.line - 1].lstrip().startswith("- "):
        raise Refused(_by_hand(tag, show))
    return insert.insert_line(raw, section, line(tag, show), note=show == LATER)


def _by_hand(tag: str, show: str) -> str:
    wanted = line(tag, "reviewed" if show == LATER else show)
    return (
        f"In {REGION.as_posix()} steht unter „languages:“ noch keine Zeile, der eine neue folgen "
        f"kann. Bitte von Hand eintragen, wenn übersetzt ist: {wanted}"
    )


def write_empty(root: Path, tag: str, messages: Iterable[Message]) -> Path:
    """Write the catalog of *tag* with those of *messages* that it is asked for; return its path."""
    return write_catalog(root, updated(Catalog(LANGUAGES[tag]), messages))
