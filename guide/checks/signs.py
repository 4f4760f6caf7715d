"""Numbers that stand for signs (`&#8238;`): they could hide what nobody may write as a sign."""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.texts import lines
from guide.problems import Problem, quote
from guide.proof import NUMBERED_SIGN
from guide.site import Site


def check(site: Site) -> Iterator[Problem]:
    for line in lines(site.guide):
        for match in NUMBERED_SIGN.finditer(line.text):
            yield Problem(
                line.at(match.start(), len(match[0])),
                "zeichen",
                f"„{quote(match[0])}“ steht für ein Zeichen",
                "Löschen oder das Zeichen selbst schreiben.",
            )
