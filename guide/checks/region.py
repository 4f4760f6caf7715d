"""What the Landkreis still has to fill in: told at every build, but never in the way of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from guide import urls
from guide.load import Guide
from guide.model import Repository
from guide.problems import Problem, Severity, quote
from guide.site import Site


def check(site: Site) -> Iterator[Problem]:
    if urls.is_placeholder(site.guide.region.site_url):
        yield Problem(
            site.guide.origin("region", "site_url"),
            "adresse-platzhalter",
            "Die Adresse der Seiten ist noch ein Platzhalter",
            "Sobald sie feststeht, hier eintragen: site_url: https://…",
            Severity.WARNING,
        )
    yield from _improving(site.guide)
    yield from _blanks(site)
    seen: set[str] = set()
    for number, language in enumerate(site.guide.region.languages):
        if language.tag in seen or language.tag == "de":
            yield Problem(
                site.guide.origin("region", "languages", number, "tag"),
                "sprache-doppelt",
                f"Die Sprache „{language.tag}“ ist schon dabei",
                "Diese Zeile löschen. Deutsch ist immer dabei.",
            )
        seen.add(language.tag)


def _blanks(site: Site) -> Iterator[Problem]:
    """What a municipality may lack at first, but readers miss."""
    for number, place in enumerate(site.guide.region.municipalities):
        origin = site.guide.origin("region", "municipalities", number)
        if not place.postcodes:
            yield Problem(
                origin,
                "postleitzahl-fehlt",
                f"„{place.name}“ hat noch keine Postleitzahl: Die Suche findet den Ort nicht so",
                'Ergänzen: postcodes: ["12345"]',
                Severity.WARNING,
            )
        if place.latitude is None:
            yield Problem(
                origin,
                "lage-fehlt",
                f"Die Lage von „{place.name}“ fehlt: Der Ort ist nicht auf der Karte",
                "Ergänzen: latitude: 52.1 und longitude: 10.5, mit den Zahlen des Ortes.",
                Severity.WARNING,
            )


# --- „Diese Angabe verbessern“ (guide.outputs.improve) ------------------------------------------

PROJECT = re.compile(r"(/[\w.~-]+){2,}")  # on GitHub two parts, on GitLab a group may have its own
INSIDE = re.compile(r"/(-|blob|tree|edit|commits?|issues|pull)(/.*|$)|\.git/?$|/$")
BRANCH = re.compile(r"[\w][\w./-]*")  # without what an address would need to write otherwise
HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "gitlab.opencode.de": "gitlab"}


def _improving(guide: Guide) -> Iterator[Problem]:
    """What a reader can do who finds a mistake, and whether the forge is where it seems to be."""
    if guide.region.repository is None:
        yield Problem(guide.origin("region"), "projekt-fehlt", *_NO_PROJECT, Severity.WARNING)
    else:
        yield from _repository(guide, guide.region.repository)
    if guide.region.feedback_email is None:
        yield Problem(guide.origin("region"), "hinweis-adresse", *_NO_MAIL, Severity.WARNING)


def _repository(guide: Guide, repository: Repository) -> Iterator[Problem]:
    where = urlsplit(repository.url)
    if not PROJECT.fullmatch(where.path) or INSIDE.search(where.path) or where.query:
        better = repository.url.split("?")[0].split("#")[0]
        found = INSIDE.sub("", better)
        known = PROJECT.fullmatch(urlsplit(found).path)
        yield Problem(
            guide.origin("region", "repository", "url"),
            "projekt-adresse",
            f"„{quote(repository.url)}“ ist nicht die Adresse eines Projekts",
            f"So schreiben: {found if known else 'https://github.com/konto/projekt'}",
        )
    if HOSTS.get(where.hostname or "", repository.kind) != repository.kind:
        right = HOSTS[where.hostname or ""]
        yield Problem(
            guide.origin("region", "repository", "kind"),
            "projekt-art",
            f"Auf {where.hostname} sehen Adressen anders aus als bei „{repository.kind}“",
            f"So schreiben: kind: {right}",
        )
    if not BRANCH.fullmatch(repository.branch):
        yield Problem(
            guide.origin("region", "repository", "branch"),
            "projekt-zweig",
            f"„{quote(repository.branch)}“ kann kein Zweig sein",
            "Den Namen des Zweigs schreiben, aus dem veröffentlicht wird, meist: branch: main",
        )


_NO_PROJECT = (
    "Wo diese Dateien im Netz liegen, ist noch nicht bekannt",
    "Dann führt „Diese Angabe verbessern“ zu Datei und Zeile. Ergänzen: "
    "repository: {url: https://…, kind: github}; kind ist github oder gitlab.",
)
_NO_MAIL = (
    "Eine E-Mail-Adresse für Hinweise fehlt noch",
    "Ohne sie kann niemand ohne Konto einen Fehler melden. Ergänzen: feedback_email: …",
)
