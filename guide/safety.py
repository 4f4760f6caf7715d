"""Which texts could harm somebody if they were translated wrongly: the one place that says so.

Who reads a wrong deadline, or "you may" for "you must not", can lose a residence status, money
or a year. Such texts are checked by people first (guide.review). A text is safety-relevant if
its place or its German words match one of RULES: rights, residence, deadlines, money,
obligations, what is needed; and small words that turn a sentence round: negations and modal
verbs. Rather one text too many than one too few; but words that readers search for are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from guide.catalog import Message


@dataclass(frozen=True)
class Rule:
    reason: str  # as reviewers read it
    place: re.Pattern[str]  # of a message, such as `stations/eq/money`
    words: re.Pattern[str]  # in its German


def _rule(reason: str, place: str, words: str) -> Rule:
    return Rule(reason, re.compile(place or "(?!)"), re.compile(words, re.IGNORECASE))


# The most harmful first: in this order they are checked
RULES = (
    _rule(
        "Aufenthalt",
        r"^residence_statuses/",
        r"aufenthalt|asyl|duldung|geduldet|abschieb|ausweisung|ausreise|ausländerbehörde|visum"
        r"|niederlassung|schutz\b|flüchtling|einreise|eingereist|§ ?24\b",
    ),
    _rule(
        "Rechte und Verbote",
        r"^content/(datenschutz|impressum)",
        r"\brechte?s?\b|anspruch|erlaub|genehmig|verbot|verbiet|gesetz|§|straf|widerspruch"
        r"|abgelehnt|ablehn|bescheid\b|unterschr|schweigepflicht",
    ),
    _rule(
        "Frist",
        r"/deadline$",
        r"\{frist:|frist|spätestens|rechtzeitig|innerhalb|\bbis (zum|zur|ende|spätestens)\b"
        r"|\bvor dem\b|abgelaufen|\bläuft\b.*\bab\b|stichtag|\bsofort\b",
    ),
    _rule(
        "Geld und Verträge",
        r"^benefits/|/money$|/cost/text$",
        r"\{betrag:|\beuro\b|€|\bgeld|[a-z]geld\b|kosten|kostet|zahlt?\b|zahlst|zahlen|lohn"
        r"|vergütung|gebühr|zuschuss|grundsicherung|leistungen|bafög|schulden|vertrag",
    ),
    _rule(
        "Pflicht",
        "",
        r"\b(muss(t|test)?|müss(en|t|te|test|ten)|soll(en|st|te|test|ten)?)\b|pflicht",
    ),
    _rule("Was nötig ist", r"/requires$", r"\bbrauchst\b|voraussetzung|nötig\b|\bnur (mit|wenn)\b"),
    _rule(
        "Verneinung oder Einschränkung",
        "",
        r"\b(nicht|nichts|kein(e[mnrs]?)?|ohne|nie|niemals|niemand(em|en)?|nirgends|weder|nur"
        r"|erst|außer|mindestens|höchstens|weniger|statt)\b",
    ),
    _rule(
        "Dürfen oder können",
        "",
        r"\b(darf(st)?|dürf(en|t|te|test|ten)|kann(st)?|könn(en|t|te|test|ten))\b",
    ),
)
NEVER = re.compile(r"/keywords$")
# Short texts that have the German word in them; and offers, who answer questions themselves
SPARED = re.compile(r"^(ui|services)\b|/(name|title|short|decides)$")
GRAVE = 4  # of RULES: residence, rights, deadlines, money


@lru_cache(maxsize=10_000)
def reasons(message: Message) -> tuple[str, ...]:
    """Return why *message* is safety-relevant, the strongest reason first; empty: it is not."""
    return tuple(rule.reason for rule in _matching(message))


def rank(message: Message) -> int:
    """Return how early *message* is to be checked: 0 first; len(RULES) where nothing presses."""
    return next((RULES.index(rule) for rule in _matching(message)), len(RULES))


def german_first(message: Message) -> bool:
    """Tell whether the German stands before a draft that nobody can vouch for."""
    return not SPARED.search(message.context) and rank(message) < GRAVE


def _matching(message: Message) -> list[Rule]:
    if NEVER.search(message.context):
        return []
    return [
        rule
        for rule in RULES
        if rule.place.search(message.context) or rule.words.search(message.german)
    ]
