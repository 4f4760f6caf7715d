"""Lines that somebody has marked to look at again: `# prüfen` at the end, in a file of data/."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.load import DATA
from guide.local import MARK
from guide.model import FILES
from guide.problems import Origin, Problem, Severity
from guide.site import Site

MARKED = re.compile(rf"(?:^|\s)({MARK})(?:: *(?P<why>.*?))?\s*$")


def check(site: Site) -> Iterator[Problem]:
    for name in FILES:
        path = DATA / f"{name}.yaml"
        if name not in site.guide.documents:
            continue  # a file that a guide may lack
        text = (site.guide.root / path).read_text(encoding="utf-8-sig")
        for number, line in enumerate(text.splitlines(), 1):
            if found := MARKED.search(line):
                why = f": {found['why']}" if found["why"] else ""
                yield Problem(
                    Origin(path, number, found.start(1) + 1, len(line.rstrip()) - found.start(1)),
                    "zu-pruefen",
                    f"Diese Zeile soll jemand prüfen{why}",
                    f"Stimmt sie hier? Sonst ändern. Dann „{MARK}“ am Ende der Zeile löschen.",
                    Severity.WARNING,
                )
