"""Answers -> the catalog: exactly the texts that somebody has approved, and no other byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from guide.approval import Approval, approval, signed
from guide.catalog import Catalog, Translation, catalog_path, write_catalog
from guide.exchange import fingerprint
from guide.languages import Language
from guide.problems import quote
from guide.proof import faults
from guide.review.answers import AGAIN, Answer, Fault, misunderstood, read_answers
from guide.review.table import ANSWER, CORRECTION, GERMAN, TRANSLATION, seal
from guide.site import Site

NEXT_TIME = "Nichts zu tun: Der Text kommt in der nächsten Prüfung wieder."


@dataclass(frozen=True)
class Taken:
    """What came of a table: texts approved as they were, texts corrected, and what was said.

    A text that stands in several places is counted there, and said once.
    """

    path: Path
    approved: int
    corrected: int
    again: int  # approved already, as they are
    rejected: tuple[Answer, ...]  # "nein" without a correction: somebody has to mend the text
    remarks: tuple[Answer, ...]  # on texts that are not among the rejected
    faults: tuple[Fault, ...]  # what could not be taken


def take_answers(site: Site, source: Path, by: Approval) -> Taken:
    """Take the answers in *source* into the catalog of its language, approved *by* an office.

    Rows that cannot be taken are faults; all others are taken. Raises ValueError with a German
    message where the table is not one of ours.
    """
    language, answers = read_answers(source)
    catalog = site.catalogs.get(language.tag, Catalog(language))
    found = list(_faults(site, catalog, answers))
    refused = {(answer.row, answer.message) for answer, _ in found}
    good = [answer for answer in answers if (answer.row, answer.message) not in refused]
    said_yes = [answer for answer in good if answer.mark == "ja" or answer.correction]
    new = [answer for answer in said_yes if not _is_approved(answer, catalog)]
    if new:
        entries = dict(catalog.entries)
        for answer in new:
            before = entries[answer.message]
            comment = signed(before.comment, by)
            entries[answer.message] = Translation(_text(answer), False, None, comment)
        # Not `updated`: what has changed elsewhere in the German is no business of an approval
        write_catalog(site.guide.root, replace(catalog, entries=entries))
    corrected = sum(_text(answer) != answer.text for answer in new)
    rows = {answer.row: answer for answer in reversed(good)}  # of each the first place
    said_once = sorted(rows.values(), key=lambda answer: answer.row)
    rejected = tuple(a for a in said_once if a.mark == "nein" and not a.correction)
    return Taken(
        catalog_path(language),
        len(new) - corrected,
        corrected,
        len(said_yes) - len(new),
        rejected,
        tuple(a for a in said_once if a.remark and a not in rejected),
        tuple(sorted({fault for _, fault in found})),
    )


def _text(answer: Answer) -> str:
    """A correction counts, whether somebody wrote nein, ja or nothing beside it."""
    return answer.correction or answer.text


def _is_approved(answer: Answer, catalog: Catalog) -> bool:
    now = catalog.entries[answer.message]
    return not now.fuzzy and now.text == _text(answer)


def _faults(site: Site, catalog: Catalog, answers: list[Answer]) -> Iterator[tuple[Answer, Fault]]:
    today = set(site.messages)
    rows: dict[object, int] = {}
    for answer in answers:
        if fault := misunderstood(answer) or _altered(answer):
            yield answer, fault
        elif (first := rows.setdefault(answer.message, answer.row)) != answer.row:
            message = f"dieser Text steht schon in Zeile {first}"
            yield answer, Fault(answer.row, GERMAN, message, "Eine der beiden Zeilen leeren.")
        elif answer.message not in today:
            message = (
                "das Deutsche hat sich inzwischen geändert, oder die Stelle gibt es nicht mehr"
            )
            yield answer, Fault(answer.row, GERMAN, message + _where(answer), NEXT_TIME)
        else:
            yield from ((answer, fault) for fault in _judged(answer, catalog))


def _where(answer: Answer) -> str:
    """Which of several places is meant: the others are taken."""
    return f" ({answer.message.context})" if len(answer.row_places) > 1 else ""


def _altered(answer: Answer) -> Fault | None:
    if answer.checksum != seal(answer.row_places):
        message = "der deutsche Text oder der Schlüssel wurde in Excel verändert"
        return Fault(answer.row, GERMAN, message, AGAIN)
    if answer.exported != fingerprint(answer.text):
        message = "die Übersetzung wurde in Excel verändert"
        remedy = "Den alten Text wiederherstellen; den neuen in die Spalte „Korrektur“ schreiben."
        return Fault(answer.row, TRANSLATION, message, remedy)
    return None


def _judged(answer: Answer, catalog: Catalog) -> Iterator[Fault]:
    """Yield what speaks against an answer about a text of today."""
    if answer.mark != "ja" and not answer.correction:
        return
    now = catalog.entries.get(answer.message)
    if now is None or now.text not in (answer.text, _text(answer)):
        message = f"die Übersetzung hat sich inzwischen geändert{_where(answer)}"
        yield Fault(answer.row, TRANSLATION, message, NEXT_TIME)
    elif now.previous not in (None, answer.message.german):
        message = f"die Übersetzung ist aus früherem Deutsch{_where(answer)}"
        yield Fault(answer.row, TRANSLATION, message, NEXT_TIME)
    elif not now.fuzzy and now.text != _text(answer):
        message = f"die Fassung ohne Korrektur ist inzwischen geprüft{_by(now)}"
        message += _where(answer)
        remedy = "Mit der anderen Stelle klären und in translations/ von Hand ändern."
        yield Fault(answer.row, CORRECTION, message, remedy)
    else:
        yield from _proofread(answer, catalog.language)


def _by(entry: Translation) -> str:
    found = approval(entry.comment)
    return f" ({found.office})" if found else ""


def _proofread(answer: Answer, language: Language) -> Iterator[Fault]:
    hard = [f.message for f in faults(answer.message.german, _text(answer), language) if f.hard]
    if hard and answer.correction:
        remedy = f"Zahlen, Links und Zeichen wie hier: „{quote(answer.message.german, 100)}“"
        yield Fault(answer.row, CORRECTION, "; ".join(hard), remedy)
    elif hard:
        remedy = "Den ganzen Text in die Spalte „Korrektur“ schreiben, mit allem, was fehlt."
        yield Fault(answer.row, ANSWER, "; ".join(hard), remedy)
