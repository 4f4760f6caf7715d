"""A sheet as one HTML file that carries all it needs: fonts, styles and the square code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import segno
from babel import Locale
from markupsafe import Markup

from guide import urls
from guide.edition import Edition
from guide.isolate import in_script
from guide.languages import LANGUAGES, SOURCE, Language, autonym
from guide.printing.fonts import style
from guide.printing.sheets import Desk, Level, Sheet
from guide.render import states as states_in
from guide.render import words
from guide.urls import is_placeholder

TEMPLATE = "sheet.html"
STYLE = "print/sheet.css"
QUIET = 4  # modules of white around a QR code: ISO/IEC 18004, section 9.1
NARROW = "\u202f"  # CLDR's space in Ukrainian dates; our fonts have the wider one
NOT_OURS = {"kmr": "ku"}  # CLDR's own names for languages


def html(sheet: Sheet, level: Level) -> str:
    """Return *sheet* as a page that any browser shows and prints."""
    site = sheet.desk.site
    editions = sheet.desk.editions
    context = {
        "sides": [side_words(edition) for edition in editions],
        "title": sheet.title,
        "style": _style(sheet, level),
        "region": editions[0].view(site.guide.region, "region"),
        "today": site.day,
        "address": sheet.address,
        "address_words": sheet.address.split("//", 1)[1],
        "trial": is_placeholder(site.guide.region.site_url),
        "qr": qr(sheet.address),
        "record": sheet.record,
        "rows": sheet.rows(level),
        "notes": level.notes,
        "states": partial(states, sheet.desk),
    }
    page = site.jinja.get_template(TEMPLATE).render(**context)
    return finished(page, sheet.desk)


def states(desk: Desk, body: str) -> set[str]:
    """Return how far the texts of *body* are translated; those of templates carry no mark."""
    said = desk.reader.messages.items()
    words = {state.value for message, state in said if message.context == "ui"}
    return {*states_in(body)} | ({"unchecked"} & words)


def finished(page: str, desk: Desk) -> str:
    """Let links lead to the site; where a language has no pages yet, to the German ones."""
    if not desk.published:
        tag = desk.reader.language.tag
        page = page.replace(f"{urls.ROOT}{tag}/", f"{urls.ROOT}{SOURCE}/")
    page = page.replace(NARROW, "\u00a0")
    return page.replace(urls.ROOT, desk.site.guide.region.site_url.rstrip("/") + "/")


def _style(sheet: Sheet, level: Level) -> Markup:
    assets = sheet.desk.site.assets
    fonts = style(assets, [edition.language.tag for edition in sheet.desk.editions])
    size = f"html{{font-size:{level.size}pt}}\n"
    return Markup(fonts + assets[STYLE].decode("utf-8") + size)


def side_words(edition: Edition) -> dict[str, Any]:
    """The words of one side; German that nobody has translated yet is isolated, too."""
    given = words(edition)

    def say(german: str, **values: object) -> Markup:
        said = given["_"](german, **values)
        if edition.language.tag != SOURCE and edition.ui(german) == german:
            return Markup('<bdi lang="de" dir="ltr">{}</bdi>').format(said)
        return in_script(said, edition.language)

    return {**given, "_": say, "tongues": partial(_tongues, edition.language)}


def _tongues(language: Language, tags: Sequence[str]) -> Markup:
    """Return the names of languages in *language*: our fonts cannot write all of their own."""
    return Markup(", ").join(in_script(_tongue(language, tag), language) for tag in tags)


def _tongue(language: Language, tag: str) -> str:
    said = Locale.parse(language.locale).languages.get(NOT_OURS.get(tag, tag))
    german = Locale("de").languages.get(NOT_OURS.get(tag, tag))
    return said or (LANGUAGES[tag].german if tag in LANGUAGES else german or autonym(tag))


def qr(address: str) -> Markup:
    """Return *address* as a QR code: an SVG that a reading voice can name."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(scale=1, border=QUIET, omitsize=True)
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="QR-Code: {address}" ', 1))
