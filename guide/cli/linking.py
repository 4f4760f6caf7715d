"""check links: are the pages that the guide leads to still there?"""

from __future__ import annotations

import argparse
from datetime import date

from guide.cli.clock import today
from guide.cli.telling import many, tell
from guide.fetch import Answer, Kind, Manners, ask_all
from guide.links import Link, form, links, remember, remembered, to_ask, told
from guide.load import Guide, load
from guide.problems import describe

AWAY = {Kind.NO_HOST, Kind.UNREACHABLE, Kind.SLOW}


def run(options: argparse.Namespace) -> int:
    """It ends with 0, unless --strict: a page that is gone must not stop a typo fix."""
    guide, problems = load(options.root)
    if guide is None:
        tell(problems, options.root)
        return 1
    listed = links(guide)
    answers = _answers(guide, listed, today(options.today))
    found = sorted(form(listed))
    if _is_offline(answers):
        print("Keine der Seiten ist zu erreichen. Besteht eine Internetverbindung?")
        print("Im Netz einer Verwaltung ist oft ein Proxy nötig (HTTPS_PROXY).\n")
    else:
        found = sorted([*found, *told(listed, answers)])
    for problem in found:
        print(describe(problem, options.root), end="\n\n")
    print(
        f"{many(len(listed), 'Link', 'Links')} geprüft: {many(len(found), 'Hinweis', 'Hinweise')}."
    )
    return int(bool(options.strict and (found or _is_offline(answers))))


def _answers(guide: Guide, listed: list[Link], day: date) -> dict[str, Answer]:
    """Return what servers say, or said a few days ago."""
    wanted = to_ask(listed)
    known = remembered(guide.root, day)
    new = [address for address in wanted if address not in known]
    if new:
        print(f"Frage {many(len(new), 'Adresse', 'Adressen')} ab. Das dauert einige Minuten …")
    answers = ask_all(new, manners(guide))
    if not _is_offline(answers):
        try:
            remember(guide.root, answers, day)
        except OSError as error:
            print(f"Die Antworten ließen sich nicht merken: {error.strerror}")
    return answers | {address: known[address] for address in wanted if address in known}


def _is_offline(answers: dict[str, Answer]) -> bool:
    return len(answers) > 2 and all(answer.kind in AWAY for answer in answers.values())


def manners(guide: Guide) -> Manners:
    """A server's owner sees who asks, and where to complain."""
    region = guide.region
    contact = f"+{region.site_url}" + (
        f"; {region.feedback_email}" if region.feedback_email else ""
    )
    agent = f"Bildungswege-Linkpruefung ({contact})"
    return Manners(agent.encode("ascii", "ignore").decode("ascii"))
