"""weigh: how heavy the pages are, as numbers, and which are too heavy."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from statistics import median

from guide.arguments import Commands, add_command
from guide.assets import INLINE, PRINT
from guide.cli.telling import make, tell
from guide.outputs import contents, listing, offline, search
from guide.outputs.saving import FOLDER
from guide.site import Site
from guide.weights import (
    ALL_TEXTS,
    ARTICLE_MEDIAN,
    FIRST_RESULT,
    LANGUAGE,
    RAW_MEDIAN,
    SCRIPTS,
    STORED,
    STYLES,
    Weight,
    medians,
    of_articles,
    said,
    small,
    stored,
    too_heavy,
    weigh,
)

WHEN = {  # when a phone loads a script; data that comes with it is not counted here
    f"{INLINE}app.js": "in jeder Seite, die eines der anderen lädt",
    f"{INLINE}voice.js": "in jeder Seite mit „Teilen“ oder „Vorlesen“",
    f"{INLINE}search.js": "auf der Seite „Suche“",
    f"{INLINE}profile.js": "beim Tippen auf „Welcher Weg passt zu dir?“",
    f"{INLINE}basket.js": "auf der Merkliste",
    f"{INLINE}improve.js": "beim Tippen auf „Stimmt etwas nicht?“",
    f"{INLINE}answer.js": "in deutschen Seiten, die man drucken kann",
    "placement.js": "auf der Seite „Einen Platz melden“",
    "act.js": "beim ersten Tippen auf Teilen, Kopieren oder Vorlesen",
    "filter.js": "auf der Seite „Angebote“",
    "offline.js": "auf der Seite „Ohne Internet lesen“",
    "paper.js": "beim Drucken (mit qr.js darin)",
    "qr.js": "beim Tippen auf „QR-Code zeigen“",
    "sw.js": "beim Speichern für unterwegs",
}
# What any reader may need on any page: share, read aloud, search, choose, keep. The others do
# one thing more on one page or at one tap
CORE = frozenset(
    {f"{INLINE}{name}.js" for name in ("app", "voice", "search")}
    | {"act.js", "filter.js", "offline.js", "sw.js"}
)


def add_commands(commands: Commands) -> None:
    add_command(commands, "weigh", _weigh, "messen, wie schwer die Seiten für ein Handy sind")


def _weigh(options: argparse.Namespace) -> int:
    site, problems = make(options.root)
    if site is None:
        tell(problems, options.root)
        return 1
    made = contents(site)
    pages = {p: c for p, c in made.items() if not p.startswith(f"{FOLDER}/")}
    weights = weigh(pages)
    sent = {name: c for name, c in site.assets.items() if not name.startswith(PRINT)}
    code = {name: small(content, STORED) for name, content in sent.items()}
    heavy = list(too_heavy(weights))
    kept = [*_tell_pages(pages, weights), *_tell_styles(pages, weights, code)]
    kept += _tell_scripts({n: s for n, s in code.items() if n.endswith(".js")}, weights)
    _tell_heaviest(weights)
    kept += [*_tell_search(site, made), *_tell_offline(site, made)]
    for sentence in heavy:
        print(f"Zu schwer: {sentence}")
    return int(bool(heavy) or not all(kept))


def _tell_pages(pages: Mapping[str, bytes], weights: list[Weight]) -> Iterator[bool]:
    """Tell what articles weigh: judged as they are stored, since hosts are told to send that.

    Unjudged beside it: the same while a host answers, and all pages, of which no budget speaks.
    """
    kept = stored(pages)
    article, stored_article = of_articles(weights), of_articles(kept)
    print("Artikel (alle Seiten außer Wegen und Listen):")
    what = "  mit allem, was sie laden, mit build --compressed (Median)"
    yield _told(what, stored_article.total, ARTICLE_MEDIAN)
    print(f"  dasselbe zum Vergleich, erst beim Antworten gepackt: {said(article.total)}")
    yield _told("  HTML unverpackt (Median)", article.raw, RAW_MEDIAN)
    every, again = medians(weights), medians(kept)
    print("Alle Seiten, auch Wege und Listen, zum Vergleich (Median):")
    print(f"  mit allem, was sie laden: {said(every.total)}, --compressed: {said(again.total)}")
    print(f"  HTML unverpackt: {said(every.raw)}")


def _tell_styles(
    pages: Mapping[str, bytes], weights: list[Weight], code: Mapping[str, int]
) -> Iterator[bool]:
    """Tell what the styles of a page weigh at most: the heaviest, weighed as it is stored."""
    most = max(weights, key=lambda weight: weight.styles)
    loaded = {path: content for path, content in pages.items() if path.endswith((".css", ".js"))}
    (again,) = weigh({**loaded, most.path: pages[most.path]}, STORED)
    print(f"Gestaltung (CSS) einer Seite, höchstens ({most.path}): {said(most.styles)}")
    yield _told("  dasselbe mit build --compressed", again.styles, STYLES)
    styles = sum(size for name, size in code.items() if name.endswith(".css"))
    print(f"alle Gestaltung (CSS), auch die von einzelnen Seiten: {said(styles)}")


def _tell_scripts(scripts: Mapping[str, int], weights: list[Weight]) -> Iterator[bool]:
    """Tell when each script comes: most of them only when a reader asks for what they do."""
    code = [weight.code for weight in weights]
    print("\nProgramme (JavaScript), wie sie mit build --compressed liegen:")
    print(f"Was mit einer Seite kommt: {said(median(code))} (Median), höchstens {said(max(code))}")
    core = {name: size for name, size in scripts.items() if name in CORE}
    yield _told("Teilen, Vorlesen, Suche, Auswahl, ohne Internet", sum(core.values()), SCRIPTS)
    _list_scripts(core)
    print("Was einzelne Seiten dazu laden, jedes erst, wenn jemand es braucht:")
    _list_scripts({name: size for name, size in scripts.items() if name not in CORE})
    print(f"Alle Programme zusammen: {said(sum(scripts.values()))}")


def _list_scripts(scripts: Mapping[str, int]) -> None:
    for name, size in sorted(scripts.items(), key=lambda script: -script[1]):
        print(f"  {said(size):>8}  {name.removeprefix(INLINE):<12} {WHEN.get(name, '')}".rstrip())


def _tell_search(site: Site, made: Mapping[str, bytes]) -> Iterator[bool]:
    print("\nSuche, gepackt:")
    for edition in site.editions:
        parts = search.parts(site, edition.language.tag)
        first, texts = (sum(small(made[p]) for p in parts[n]) for n in ("first", "texts"))
        kept = sum(small(made[p], STORED) for p in parts["first"])
        name = edition.language.german
        print(f"{name}: bis zum ersten Treffer, beim Antworten gepackt: {said(first)}")
        yield _told("  dasselbe mit build --compressed", kept, FIRST_RESULT)
        listed = sum(len(group.entries) for group in listing.groups(site, edition.language.tag))
        yield _told(f"{name}: alle Texte ({listed} Seiten)", texts, ALL_TEXTS * listed / 120)


def _tell_offline(site: Site, made: Mapping[str, bytes]) -> Iterator[bool]:
    print("\nOhne Internet, wie es auf dem Server liegt:")
    for weight in offline.weigh(site, made):
        name = f"{weight.tag}: {weight.pages} Seiten in {weight.parts} Teilen"
        yield _told(name, weight.pack, min(LANGUAGE, weight.pages / 120 * LANGUAGE / 4))
        yield _told(f"{weight.tag}: alles in einer Datei", weight.file, LANGUAGE)


def _told(what: str, size: float, most: float) -> bool:
    kept = round(size, -2) <= most  # to a tenth of a KB, as it is told
    print(f"{what}: {said(size)} (erlaubt: {said(most)}){'' if kept else '  ← zu schwer'}")
    return kept


def _tell_heaviest(weights: list[Weight]) -> None:
    print(f"\n{len(weights)} Seiten, gepackt mit Brotli; die schwersten:")
    for weight in sorted(weights, key=lambda weight: -weight.total)[:5]:
        print(f"  {said(weight.total):>8}  {weight.path}")
