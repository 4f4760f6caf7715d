"""The pages of a language as photographs from a phone, and where on them each text stands.

Each text of the edition gets an invisible number at its end before the pages are rendered. So
the browser finds the place of exactly this text, however it is shown: with numbers filled in,
German words added, or the same word in another sentence beside it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guide import assets, urls
from guide.catalog import Message
from guide.edition import Edition, path_of
from guide.languages import Language
from guide.outputs import pages, ways
from guide.printing import browser
from guide.review.sittings import Item
from guide.site import Site

WIDTH, HEIGHT = 360, 640  # CSS pixels, the phone that all pages are made for
TALLEST = 8000  # a longer page becomes several pictures: browsers draw no endless ones
BELOW = 80  # CSS pixels of a page below the last text that is looked for
QUALITY = 40  # of WebP: letters stay clear, all pictures of a language stay below 20 MB
# To Markdown the first sign is punctuation, like the end of any sentence: ** beside it still works
BEGIN = "\u2056"
DIGITS = "\ue100\ue101\ue102\ue103\ue104\ue105\ue106\ue107\ue108\ue109"  # private use: nobody's
MARK = re.compile(f"{BEGIN}([{DIGITS}]+)")
NOT_SEEN = re.compile(r"<head>.*?</head>|<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
WAYS = "weg/"  # thousands of pages that repeat what stations say, but for a recommended way's name
KINDS = {"stations": "station", "residence_statuses": "status", "services": "offer"}
# Takes the numbers out of the page, unfolds it and returns [[number, top, left, width, height]]
FIND = """(() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  document.querySelectorAll('main details').forEach(d => d.open = true);
  while (walk.nextNode()) {
    const node = walk.currentNode, numbers = [...node.data.matchAll(/BEGIN([DIGITS]+)/g)];
    if (!numbers.length) continue;
    node.data = node.data.replace(/BEGIN[DIGITS]+/g, '');
    numbers.forEach(n => found.push([[...n[1]].map(c => c.charCodeAt(0) - 0xe100).join(''), node]));
  }
  const first = new Map();
  for (const [number, node] of found) {
    const inline = e => getComputedStyle(e).display.startsWith('inline');
    let box = node.parentElement;
    while (inline(box) && box.tagName !== 'A' && box !== document.body) box = box.parentElement;
    const r = box.getBoundingClientRect();
    const hidden = r.width < 4 || r.height < 4 || getComputedStyle(box).visibility === 'hidden';
    if (!hidden && !first.has(number))
      first.set(number, [+number, r.top + scrollY, r.left, r.width, r.height].map(Math.round));
  }
  return [[...first.values()], Math.ceil(document.documentElement.scrollHeight)];
})()""".replace("BEGIN", "\\u2056").replace("DIGITS", "\\ue100-\\ue109")


@dataclass(frozen=True)
class Spot:
    """Where a text stands: the page, the picture of it, and the box in CSS pixels."""

    page: str  # path inside the language's folder
    picture: str  # file name
    top: int  # inside the picture
    left: int
    width: int
    height: int
    tall: int  # the picture


def photographed(
    site: Site, language: Language, listed: Sequence[Item], folder: Path
) -> dict[Message, Spot]:
    """Put pictures of the pages that *listed* stand on into *folder*; return where each stands.

    A text that is on no page, or only where no eye sees it, is missing in what is returned.
    Raises browser.NoBrowser.
    """
    with tempfile.TemporaryDirectory(prefix="bildungswege-pruefung-") as place:
        root = Path(place)
        made = _made(site, _marked(site, language, listed), root)
        wanted = _chosen(site, listed, made)
        found: dict[int, list[Spot]] = {}
        with browser.opened() as press:
            browser.as_phone(press, WIDTH, HEIGHT)
            for path in dict.fromkeys(wanted.values()):
                page = root / language.tag / path
                numbers = {number for number, chosen in wanted.items() if chosen == path}
                for number, spot in _seen(press, page, path, numbers, folder):
                    found.setdefault(number, []).append(spot)
    return {
        listed[number - 1].message: _best(spots, wanted.get(number, ""))
        for number, spots in found.items()
    }


def _best(spots: list[Spot], wanted: str) -> Spot:
    """Where somebody would look first; elsewhere only if it cannot be seen there."""
    return next((spot for spot in spots if spot.page == wanted), spots[0])


def _marked(site: Site, language: Language, listed: Sequence[Item]) -> Edition:
    numbers = {place: _mark(item.number) for item in listed for place in item.messages}
    resolved = {
        message: found._replace(text=found.text + numbers.get(message, ""))
        for message, found in site.catalogs[language.tag].resolve(site.messages).items()
    }
    return Edition(site.guide, language, lambda: resolved, "unchecked", site.day)


def _mark(number: int) -> str:
    return BEGIN + "".join(DIGITS[int(digit)] for digit in str(number))


def _made(site: Site, edition: Edition, root: Path) -> dict[str, set[int]]:
    """Write the pages of *edition* below *root*; return the numbers of the texts seen on each.

    They are made as if the language were published: checked it may be long before.
    """
    tag = edition.language.tag
    others = (other for other in site.editions if other.language.tag != tag)
    site = replace(site, editions=(*others, edition))
    for artifact in assets.artifacts(site.assets):
        _write(root / artifact.path, artifact.render())
    seen: dict[str, set[int]] = {}
    named = {ways.path(way.stations[0], way.stations[-1]) for way in site.guide.pathways.pathways}
    for artifact in pages.plan(site, edition):
        path = artifact.path.partition("/")[2]
        if not path.startswith(WAYS) or path in named:
            html = artifact.render()
            _write(root / artifact.path, html)
            seen[path] = {_number(sign) for sign in MARK.findall(_visible(html.decode("utf-8")))}
    return seen


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _visible(html: str) -> str:
    return NOT_SEEN.sub("", html)


def _number(sign: str) -> int:
    return int("".join(str(DIGITS.index(digit)) for digit in sign))


def _chosen(site: Site, listed: Sequence[Item], seen: Mapping[str, set[int]]) -> dict[int, str]:
    """Return by number the page to show a text on: its own, else one of few that have the rest."""
    wanted = {
        item.number: path
        for item in listed
        if item.number in seen.get(path := _own_page(site, item.message), ())
    }
    used = list(dict.fromkeys(wanted.values()))
    left = {number for numbers in seen.values() for number in numbers} - wanted.keys()
    while left:
        path = next((p for p in used if seen[p] & left), "") or max(
            seen, key=lambda p: len(seen[p] & left)
        )
        wanted |= dict.fromkeys(sorted(seen[path] & left), path)
        left -= seen[path]
    return wanted


def _own_page(site: Site, message: Message) -> str:
    section, _, rest = message.context.partition("#")[0].partition("/")
    identifier = rest.partition("/")[0]
    if section == "content":
        named = (page for page in site.guide.pages if page.name == identifier)
        return next(map(path_of, named), "")
    return urls.record(KINDS[section], identifier) if section in KINDS else ""


def _seen(
    press: browser.Press, page: Path, path: str, wanted: set[int], folder: Path
) -> Iterator[tuple[int, Spot]]:
    """Take the pictures of one page into *folder*; yield the texts that can be seen on them.

    They end below the last text that is *wanted* here: the same footer on all would be weight.
    """
    boxes, tall = browser.look(press, page, FIND)
    ends = [top + height for number, top, _, _, height in boxes if number in wanted]
    end = min(tall, max(ends, default=0) + BELOW)
    taken: dict[int, str] = {}
    for number, top, left, width, height in boxes:
        part = top // TALLEST
        rest = min(TALLEST, end - part * TALLEST)
        if top + height > end:
            continue
        if part not in taken:
            taken[part] = _name(path, part)
            picture = browser.photograph(press, part * TALLEST, WIDTH, rest, QUALITY)
            _write(folder / taken[part], picture)
        yield number, Spot(path, taken[part], top % TALLEST, left, width, height, rest)


def _name(path: str, part: int) -> str:
    name = path.removesuffix(".html").replace("/", "-")
    return f"{name}-{part + 1}.webp" if part else f"{name}.webp"
