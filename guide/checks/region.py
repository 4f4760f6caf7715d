"""What the Landkreis still has to fill in: told at every build, but never in the way of it."""

from __future__ import annotations

from collections.abc import Iterator

from guide import urls
from guide.problems import Problem, Severity
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
