"""Who has checked a translation, and when: a line in the translator's comment of its entry.

`# geprüft: Volkshochschule, 2026-11-24`: other people's tools keep such comments, and a
catalog without them stays what it was. A comment proves nothing alone: a message counts as
checked only where its entry is no draft, and a draft's approval is taken away at the next
`translations update`, so that it cannot come back to life under a new text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

SIGN = "geprüft: "
_SIGNED = re.compile(r"geprüft: (?P<office>.+?)(?:, (?P<on>\d{4}-\d\d-\d\d))?")
LONGEST = 100  # characters: an office's name, not a letter


@dataclass(frozen=True, slots=True)
class Approval:
    office: str  # or what else was written there, such as "in Excel"
    on: date | None = None  # older approvals have no day


def signed(comment: str, approval: Approval) -> str:
    """Return *comment* with *approval* as its only one, below what translators have noted."""
    day = f", {approval.on}" if approval.on else ""
    return f"{unsigned(comment)}\n{SIGN}{approval.office}{day}".strip()


def unsigned(comment: str) -> str:
    """Return *comment* without any approval."""
    return without(comment, SIGN)


def without(comment: str, sign: str) -> str:
    """Return *comment* without the lines that *sign* opens."""
    return "\n".join(line for line in comment.split("\n") if not line.startswith(sign))


def approval(comment: str) -> Approval | None:
    """Return the last approval in *comment*; ask only for entries that are reviewed."""
    lines = [match for line in comment.split("\n") if (match := _SIGNED.fullmatch(line.strip()))]
    return Approval(lines[-1]["office"], _day(lines[-1]["on"])) if lines else None


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:  # somebody wrote the 31st of a short month: the office still counts
        return None


def office_fault(office: str) -> str:
    """Return what is wrong with the name of an office, in German; empty where nothing is."""
    if not office.strip():
        return "Der Name des Amtes ist leer."
    if not office.isprintable():
        return "Der Name des Amtes muss auf eine Zeile passen, ohne Sonderzeichen."
    if len(office.strip()) > LONGEST:
        return f"Der Name des Amtes ist länger als {LONGEST} Zeichen."
    return ""
