"""Every link leads somewhere: from a folder, at a domain's root, in a subfolder.

Each page is read once and everything about its addresses is noted (`Noted`); the tests then
judge the notes of all pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from guide.languages import LANGUAGES

OUTSIDE = {"http", "https", "mailto", "tel", "geo"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
# A guide must work in each of these places
HOMES = ["file:///media/stick/guide/", "http://h/", "http://h/sub/guide/"]


@dataclass
class Noted:
    """What a page says about addresses."""

    html: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)  # href and src of what is seen or loaded
    ids: list[str] = field(default_factory=list)
    canonical: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    switch: dict[str, str] = field(default_factory=dict)  # hreflang -> link, in the switcher
    h1: int = 0


class Notes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.noted = Noted()
        self.details: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in attributes}
        noted = self.noted
        if tag == "html":
            noted.html = attrs
        noted.h1 += tag == "h1"
        if "id" in attrs:
            noted.ids.append(attrs["id"])
        if tag == "meta":
            noted.metas[attrs.get("property") or attrs.get("name") or ""] = attrs.get("content", "")
        if tag == "details":
            self.details.append(attrs.get("class", ""))
        if tag == "link" and attrs["rel"] == "canonical":
            noted.canonical.append(attrs["href"])
        elif tag != "link" or attrs["rel"] != "alternate":
            noted.links += [attrs[name] for name in ("href", "src") if name in attrs]
        if tag == "a" and self.details[-1:] == ["languages"]:
            noted.switch[attrs["lang"]] = attrs["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.details.pop()


@dataclass(frozen=True)
class Whole:
    """A built site: its pages' notes by path, and all its files."""

    folder: Path
    pages: Mapping[str, Noted]
    files: frozenset[str]
    url: str

    def own(self, path: str) -> bool:
        """A page of a language edition, not the language chooser or the 404 page."""
        return "/" in path


@pytest.fixture(scope="session", params=["real", "mini"])
def whole(request: pytest.FixtureRequest, built_site: Path, mini_site: Path) -> Whole:
    folder = built_site if request.param == "real" else mini_site
    files = frozenset(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    pages = {name: notes_of(folder / name) for name in sorted(files) if is_page(name)}
    assert len(pages) > 100
    return Whole(folder, pages, files, pages["index.html"].canonical[0])


def is_page(name: str) -> bool:
    """The file for sharing is no page of the site: tests/test_offline.py looks at it."""
    return name.endswith(".html") and not name.startswith("offline/")


def notes_of(path: Path) -> Noted:
    notes = Notes()
    notes.feed(path.read_text(encoding="utf-8"))
    return notes.noted


def shown(findings: Iterator[tuple[str, str]]) -> list[str]:
    """At most 20 lines: a template repeats its mistakes on a thousand pages."""
    found = list(findings)
    counted = Counter(finding for _, finding in found)
    first = {finding: page for page, finding in reversed(found)}
    return [f"{f} ({n} times, first on {first[f]})" for f, n in counted.most_common(20)]


@cache
def local(address: str) -> bool:
    return not urlsplit(address).scheme


# --- links on the pages ----------------------------------------------------------------------


@pytest.mark.parametrize("home", HOMES)
def test_every_link_finds_its_file_and_its_place_on_the_page(whole: Whole, home: str) -> None:
    assert shown(broken(whole, home)) == []


def broken(whole: Whole, home: str) -> Iterator[tuple[str, str]]:
    ids = {name: set(noted.ids) for name, noted in whole.pages.items()}
    leads: dict[tuple[str, str], tuple[str, str]] = {}  # most links are on all pages of a folder
    for name, noted in whole.pages.items():
        for link in {*filter(local, noted.links)}:
            place = (name if link[:1] in "#?" else dirname(name), link)
            if place not in leads:
                leads[place] = urldefrag(urljoin(home + name, link))
            address, anchor = leads[place]
            target = unquote(address.removeprefix(home))
            if not address.startswith(home) or target not in whole.files:
                yield name, f"no file: {link}"
            elif anchor and anchor[0] != "+" and anchor not in ids.get(target, ()):
                yield name, f"no such place: {link}"


def test_no_link_leaves_the_folder_of_the_site(whole: Whole) -> None:
    """A browser forgives one `../` too many at a domain's root, a folder does not."""
    assert shown(leaving(whole)) == []


def leaving(whole: Whole) -> Iterator[tuple[str, str]]:
    for name, noted in whole.pages.items():
        for link in {*filter(local, noted.links)}:
            if link.split("#")[0].count("../") > name.count("/"):
                yield name, link


def test_no_link_begins_at_the_root_of_a_domain(whole: Whole) -> None:
    assert (
        shown(
            (name, link)
            for name, noted in whole.pages.items()
            for link in noted.links
            if link.startswith(("/", "\\"))
        )
        == []
    )


def test_links_name_a_file_never_a_folder(whole: Whole) -> None:
    """From a USB stick a folder shows its listing."""
    assert (
        shown(
            (name, link)
            for name, noted in whole.pages.items()
            for link in filter(local, noted.links)
            if (bare := urldefrag(link).url) and (bare.endswith("/") or "." not in bare)
        )
        == []
    )


def test_links_outside_are_of_a_known_kind(whole: Whole) -> None:
    assert (
        shown(
            (name, link)
            for name, noted in whole.pages.items()
            for link in noted.links
            if not local(link) and urlsplit(link).scheme not in OUTSIDE
        )
        == []
    )


def test_an_id_is_on_a_page_only_once(whole: Whole) -> None:
    assert (
        shown(
            (name, repeated)
            for name, noted in whole.pages.items()
            for repeated, number in Counter(noted.ids).items()
            if number > 1
        )
        == []
    )


def test_no_mark_of_an_unfinished_link_is_left(whole: Whole) -> None:
    left = [name for name in whole.pages if "\ue000" in (whole.folder / name).read_text("utf-8")]
    assert left == []


# --- what every page says of itself ----------------------------------------------------------


def test_every_page_has_one_heading_a_language_and_a_direction(whole: Whole) -> None:
    odd = [
        (name, noted.h1, noted.html)
        for name, noted in whole.pages.items()
        if noted.h1 != 1
        or (language := LANGUAGES.get(noted.html.get("lang", ""))) is None
        or noted.html.get("dir") != language.direction
    ]
    assert odd[:5] == []


def test_the_pages_of_an_edition_are_in_its_language(whole: Whole) -> None:
    assert [
        name
        for name, noted in whole.pages.items()
        if whole.own(name) and noted.html["lang"] != name.split("/")[0]
    ] == []


def test_a_page_gives_its_own_address_in_full(whole: Whole) -> None:
    wrong = [
        (name, noted.canonical)
        for name, noted in whole.pages.items()
        if whole.own(name) and noted.canonical != [whole.url + name.removesuffix("index.html")]
    ]
    assert wrong[:5] == []


def test_the_address_of_the_site_is_that_in_region_yaml(whole: Whole) -> None:
    assert whole.url in {"https://bildungswege.example/", "https://musterland.example/wege/"}


def test_the_picture_for_social_networks_is_there(whole: Whole) -> None:
    pictures = {noted.metas["og:image"] for name, noted in whole.pages.items() if whole.own(name)}
    assert [p for p in pictures if p.removeprefix(whole.url) not in whole.files] == []


# --- languages -------------------------------------------------------------------------------


def file_of(address: str, whole: Whole) -> str:
    """Return the file that a full address leads to; an address of a folder is its index."""
    path = address.removeprefix(whole.url)
    return path + "index.html" if path.endswith("/") or not path else path


FIRMS = ("betrieb/", "betriebe-")  # only in German and English


def editions(whole: Whole) -> set[str]:
    return {name.split("/")[0] for name in whole.pages if whole.own(name)}


def test_changing_the_language_keeps_the_page(whole: Whole) -> None:
    wrong = []
    for name, noted in whole.pages.items():
        if whole.own(name):
            rest = name.split("/", 1)[1]
            found = {tag: urljoin(f"http://h/{name}", href) for tag, href in noted.switch.items()}
            kept = {tag: f"{tag}/{rest}" for tag in editions(whole)}
            if rest.startswith(FIRMS):  # not every language has it: then the page for all firms
                kept = {t: p if p in whole.pages else f"{t}/betriebe.html" for t, p in kept.items()}
            if found != {tag: f"http://h/{path}" for tag, path in kept.items()}:
                wrong.append((name, noted.switch))
    assert wrong[:3] == []


def test_the_first_page_offers_every_language_in_its_own_name(whole: Whole) -> None:
    html = (whole.folder / "index.html").read_text(encoding="utf-8")
    for tag in editions(whole):
        link = re.search(rf'<a href="(\./)?{tag}/index\.html"[^>]*>(.*?)</a>', html, re.S)
        assert link, f"no link to {tag}"
        assert LANGUAGES[tag].autonym in link[2]
        assert f'lang="{tag}"' in link[0]
        assert f'dir="{LANGUAGES[tag].direction}"' in link[0]


# --- for search engines ----------------------------------------------------------------------


def test_the_sitemap_lists_exactly_the_pages_that_may_be_found(whole: Whole) -> None:
    tree = ElementTree.parse(whole.folder / "sitemap.xml").getroot()
    listed = [file_of(loc.text or "", whole) for loc in tree.iter(f"{SITEMAP}loc")]
    indexable = {
        name
        for name, noted in whole.pages.items()
        if whole.own(name) and "noindex" not in noted.metas.get("robots", "")
    }
    assert set(listed) == indexable
    assert len(listed) == len(set(listed))


def test_the_sitemap_knows_each_page_in_every_language(whole: Whole) -> None:
    """Here and not in the pages, where it would be a tenth of the HTML."""
    tree = ElementTree.parse(whole.folder / "sitemap.xml").getroot()
    for url in tree.iter(f"{SITEMAP}url"):
        rest = file_of(url.findtext(f"{SITEMAP}loc") or "", whole).split("/", 1)[1]
        links = {link.get("hreflang"): link.get("href") or "" for link in url.iter(f"{XHTML}link")}
        tags = {tag for tag in editions(whole) if f"{tag}/{rest}" in whole.pages}
        expected = {tag: f"{tag}/{rest}" for tag in tags} | {"x-default": "index.html"}
        assert {tag: file_of(address, whole) for tag, address in links.items()} == expected


def test_a_page_that_was_not_found_is_not_to_be_found(whole: Whole) -> None:
    hidden = {
        name for name, noted in whole.pages.items() if "noindex" in noted.metas.get("robots", "")
    }
    assert hidden == {"404.html", *(f"{tag}/nicht-gefunden.html" for tag in editions(whole))}


def test_robots_are_told_where_the_sitemap_is(whole: Whole) -> None:
    assert f"Sitemap: {whole.url}sitemap.xml" in (whole.folder / "robots.txt").read_text("utf-8")
