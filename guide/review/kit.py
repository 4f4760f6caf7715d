"""The kit as a folder: instructions, a page a sitting, the table, pictures. It can be sent."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide import urls
from guide.catalog import Message
from guide.languages import Language
from guide.review import photos, sittings
from guide.review.photos import Spot
from guide.review.sittings import Item, Sitting
from guide.review.table import write_table
from guide.safety import RULES
from guide.site import Site
from guide.whereabouts import in_words

PICTURES = "bilder"
AROUND = 70  # pixels of the page above and below a text: enough to see what it belongs to
EDGE = 4  # pixels between a text and the frame around it
NAMED = 3  # of the other places of a text: the table's last columns have all
MOST = 420  # pixels: of a long text only the beginning is shown, the picture has the rest


@dataclass(frozen=True)
class Made:
    texts: int
    places: int  # where they stand; a text may stand in many
    pressing: int  # of them safety-relevant
    sittings: int
    pictured: int  # of them with a picture
    size: int  # bytes, of all files
    left_out: int  # must be translated first


@dataclass(frozen=True)
class Card:
    """A text as a sitting's page shows it; all lengths are CSS pixels."""

    item: Item
    place: str
    spot: Spot | None
    start: int = 0  # of the part of the picture that is shown
    shown: int = 0  # its height
    frame: str = ""  # around the text, as CSS
    online: str = ""  # address of the page; empty where it is not published


@dataclass(frozen=True)
class Kit:
    site: Site
    language: Language
    parts: Sequence[Sitting]
    left_out: int

    @property
    def listed(self) -> list[Item]:
        return [item for part in self.parts for item in part.items]


def planned(site: Site, language: Language, minutes: int) -> Kit:
    parts = sittings.sittings(sittings.items(site, language), minutes)
    return Kit(site, language, parts, sittings.left_out(site, language))


def write_kit(kit: Kit, folder: Path, *, pictures: bool = True) -> Made:
    """Write *kit* to *folder*, which must not be there, or be empty: all of it or nothing.

    Raises OSError, and browser.NoBrowser where there are to be *pictures*.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".pruefung-") as place:
        new = Path(place) / "neu"
        new.mkdir()
        site, language, listed = kit.site, kit.language, kit.listed
        spots = photos.photographed(site, language, listed, new / PICTURES) if pictures else {}
        places = {item.message: _places(site, item) for item in listed}
        write_table(new / f"{language.tag}.xlsx", language, kit.parts, places)
        _write_pages(kit, spots, places, new)
        size = sum(file.stat().st_size for file in new.rglob("*") if file.is_file())
        if folder.exists():
            folder.rmdir()
        shutil.move(new, folder)
    pressing = sum(part.pressing for part in kit.parts)
    in_all = sum(len(item.messages) for item in listed)
    return Made(len(listed), in_all, pressing, len(kit.parts), len(spots), size, kit.left_out)


def _places(site: Site, item: Item) -> str:
    """Return in words where *item* stands: the place in the picture first, then some others."""
    named = dict.fromkeys(in_words(site.guide, place.context) for place in item.messages)
    first, *others = named
    if len(item.messages) == 1:
        return first
    also = f", auch: {'; '.join(others[:NAMED])}" if others else ""
    more = " …" if len(others) > NAMED else ""
    return f"{first} (kommt an {len(item.messages)} Stellen vor{also}{more})"


def _write_pages(
    kit: Kit, spots: Mapping[Message, Spot], places: Mapping[Message, str], folder: Path
) -> None:
    words = [
        (rule.reason, sum(item.reasons[:1] == (rule.reason,) for item in kit.listed))
        for rule in RULES
    ]
    shared = {
        "kit": kit,
        "language": kit.language,
        "pictures": PICTURES if spots else "",
        "table": f"{kit.language.tag}.xlsx",
        "last": len(kit.parts),
        "texts": len(kit.listed),
        "pressing": sum(part.pressing for part in kit.parts),
        "wide": photos.WIDTH,
        "speed": sittings.WORDS_A_MINUTE,
        "mark": sittings.SECONDS_FOR_THE_MARK,
    }
    index = kit.site.jinja.get_template("review_index.html").render(shared, rules=words)
    (folder / "index.html").write_text(index, encoding="utf-8")
    page = kit.site.jinja.get_template("review_sitting.html")
    for before, part, after in zip(
        [None, *kit.parts], kit.parts, [*kit.parts[1:], None], strict=False
    ):
        cards = [_card(kit, item, places[item.message], spots) for item in part.items]
        html = page.render(shared, part=part, cards=cards, before=before, after=after)
        (folder / part.page).write_text(html, encoding="utf-8")


def _card(kit: Kit, item: Item, place: str, spots: Mapping[Message, Spot]) -> Card:
    spot = spots.get(item.message)
    if spot is None:
        return Card(item, place, None)
    start = max(0, spot.top - AROUND)
    shown = min(spot.top + spot.height + AROUND, start + MOST, spot.tall) - start
    frame = (
        f"top:{spot.top - start - EDGE}px;left:{spot.left - EDGE}px;"
        f"width:{spot.width + 2 * EDGE}px;height:{spot.height + 2 * EDGE}px"
    )
    return Card(item, place, spot, start, shown, frame, _online(kit, spot.page))


def _online(kit: Kit, path: str) -> str:
    tag, site_url = kit.language.tag, kit.site.guide.region.site_url
    published = any(edition.language.tag == tag for edition in kit.site.editions)
    if urls.is_placeholder(site_url) or not published:
        return ""
    return urls.absolute(site_url, f"{tag}/{path}")
