"""„Diese Angabe verbessern“: from a block of a page to its file and line, or to a mail about it.

Lines change with every edit above them, pages must not: a page names its file alone, and one
script for all pages and languages knows the lines. It is loaded at the tap, under an address
that stays, and nobody saves it with a language (guide.outputs.offline). See decision 31.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

from guide import labels, urls
from guide.artifact import Artifact
from guide.assets import INLINE, assign
from guide.contents import Page
from guide.edition import Edition, path_of
from guide.load import DATA, Guide
from guide.model import Repository
from guide.site import Site, kept

PATH = "stellen.js"  # without a fingerprint in its name: it changes more often than any page
CODE = f"{INLINE}improve.js"
ANCHOR = re.compile(r"^#{1,6} .*\{#([\w-]+)\}\s*$")
STEP = ">"  # before the id of a station that a transition leads to; no anchor begins so
# Pages that no single record makes, by the folder or name in their path
MADE_OF = {
    "weg": "pathways",
    "netz": "pathways",
    "angebote": "offers",
    "plaetze": "placements",
    "betriebe-regeln": "employers",
    "betriebe-platz": "placements",
}


@dataclass(frozen=True)
class Spot:
    """Where what a page shows is written: its file and line, and the lines of its parts."""

    file: str  # from the guide's root
    line: int
    parts: dict[str, int] = field(default_factory=dict)  # by anchor, or by STEP and station


@dataclass(frozen=True)
class Foot:
    """What stands in a page's foot: the script for the blocks, and links that need none."""

    script: str
    file: str
    forge: str  # "" where the forge is not known
    mail: str  # "" where nobody reads mail


def plan(site: Site) -> Iterator[Artifact]:
    if is_possible(site):
        yield Artifact(PATH, partial(script, site))


def is_possible(site: Site) -> bool:
    region = site.guide.region
    return bool(region.repository or region.feedback_email)


def foot(site: Site, edition: Edition, path: str) -> Foot | None:
    """Return what the foot of the page at *path*, inside the language's folder, offers."""
    if not is_possible(site):
        return None
    region = site.guide.region
    file = _file(site, path)
    forge = blob(region.repository) + file if region.repository else ""
    page = f"{_site(site)}{edition.language.tag}/{path}"
    mail = _mailto(region.feedback_email, _name(path), page) if region.feedback_email else ""
    return Foot(f"{urls.ROOT}{PATH}", file, forge, mail)


def blob(repository: Repository) -> str:
    """Return the address, to be followed by a path, under which the forge shows files.

    `#L12` leads to a line on both; `?plain=1` shows Markdown as it was written.
    https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/creating-a-permanent-link-to-a-code-snippet
    https://docs.gitlab.com/user/project/repository/files/
    """
    between = {"github": "/blob/", "gitlab": "/-/blob/"}[repository.kind]
    return f"{repository.url}{between}{repository.branch}/"


def _mailto(address: str, name: str, page: str) -> str:
    """RFC 6068: all but letters, digits and a few signs is percent-encoded. Not / though, which
    RFC 3986 allows in a query: so the address is one that the page has already, and weighs little.
    """
    subject, body = (quote(text, safe=":/") for text in (name, f"{page}\n\n"))
    return f"mailto:{address}?subject={subject}&body={body}"


def _site(site: Site) -> str:
    """Return the address before a page's path, "" while that is only a placeholder."""
    site_url = site.guide.region.site_url
    return "" if urls.is_placeholder(site_url) else urls.absolute(site_url, "")


def _file(site: Site, path: str) -> str:
    spot = spots(site).get(_name(path))
    if spot:
        return spot.file
    made_of = _made_of(site)
    return made_of.get(_name(path)) or made_of[re.split(r"[/.-]", path)[0]]


@kept
def _made_of(site: Site) -> Mapping[str, str]:
    pages = {page.name: page.path.as_posix() for page in site.guide.pages}
    return pages | {name: (DATA / f"{file}.yaml").as_posix() for name, file in MADE_OF.items()}


def _name(path: str) -> str:
    return path.removesuffix(".html")


# --- the lines ------------------------------------------------------------------------------------


@kept
def spots(site: Site) -> Mapping[str, Spot]:
    """Return by page, as its path without .html, where what it shows is written."""
    guide = site.guide
    listed = {
        "terms": _anchors(guide, "glossary", "terms"),
        "benefits": _anchors(guide, "facts", "benefits"),
        "notes": _anchors(guide, "employers", "notes"),
    }
    shown = {"glossary": "terms", "money": "benefits", "employers": "notes"}
    pages = {_name(path_of(page)): _page(guide, page) for page in guide.pages}
    extra = {
        f"{_name(path_of(page))}#": listed[shown[page.head.layout]]
        for page in guide.pages
        if page.head.layout in shown
    }
    return {**pages, **extra, **dict(_records(guide))}


def _page(guide: Guide, page: Page) -> Spot:
    """Return where a page's title is, and its headings by their anchors."""
    written = (guide.root / page.path).read_text(encoding="utf-8-sig").splitlines()
    title = next((n for n, text in enumerate(written, 1) if text.startswith("title:")), 1)
    lines = enumerate(page.body.split("\n"), page.body_line)
    parts = {found[1]: line for line, text in lines if (found := ANCHOR.match(text))}
    return Spot(page.path.as_posix(), title, parts)


def _anchors(guide: Guide, file: str, section: str) -> Spot:
    """Return the records of *section* as parts: a page of another file lists them by their id."""
    records = getattr(getattr(guide, file), section)
    parts = {r.id: guide.origin(file, section, n).line for n, r in enumerate(records)}
    return Spot((DATA / f"{file}.yaml").as_posix(), 1, parts)


def _records(guide: Guide) -> Iterator[tuple[str, Spot]]:
    """Yield every record that has a page of its own."""
    for kind, file, section in (
        ("station", "pathways", "stations"),
        ("status", "pathways", "residence_statuses"),
        ("offer", "offers", "services"),
        ("place", "region", "municipalities"),
        ("place", "region", "neighbours"),
    ):
        for number, record in enumerate(getattr(getattr(guide, file), section)):
            ways = enumerate(getattr(record, "leads_to", ()))
            parts = {
                STEP + way.to: guide.origin(file, section, number, "leads_to", n).line
                for n, way in ways
            }
            line = guide.origin(file, section, number).line
            spot = Spot((DATA / f"{file}.yaml").as_posix(), line, parts)
            yield _name(urls.record(kind, record.id)), spot
    for number, instrument in enumerate(guide.employers.instruments):
        line = guide.origin("employers", "instruments", number).line
        yield _name(urls.instrument(instrument.id)), Spot("data/employers.yaml", line)


# --- the script -----------------------------------------------------------------------------------


def script(site: Site) -> bytes:
    """Return the lines of all pages and the code that makes links of them."""
    region = site.guide.region
    found = spots(site)
    files = sorted({spot.file for spot in found.values()})
    value = {
        "forge": blob(region.repository) if region.repository else "",
        "mail": region.feedback_email or "",
        "site": _site(site),
        "title": str(site.editions[0].view(region, "region").title),
        "texts": {edition.language.tag: _texts(edition) for edition in site.editions},
        "files": files,
        "spots": {
            name: [files.index(spot.file), spot.line, *([spot.parts] if spot.parts else [])]
            for name, spot in found.items()
        },
    }
    return assign("Stellen", value).encode("utf-8") + site.assets[CODE]


def _texts(edition: Edition) -> list[str]:
    return [edition.ui(text) for text in (labels.IMPROVE, labels.MAIL, labels.WRONG, labels.GO)]
