"""Every German text of the site with its place: what the catalogs hold, in the site's order.

The German edition says all of them, through the same code that renders them.
"""

from __future__ import annotations

from pydantic import BaseModel

from guide.audience import UI_FIRMS
from guide.catalog import Message
from guide.edition import Edition
from guide.load import Guide
from guide.model import FILES
from guide.render import firm_texts, template_texts


def messages(edition: Edition) -> list[Message]:
    """Return the messages of the guide that *edition*, the German one, belongs to."""
    for text in template_texts(edition.guide.root):
        edition.ui(text)
    for text in firm_texts(edition.guide.root):
        edition.say(UI_FIRMS, text)
    edition.view(edition.guide.region, "region")
    for page in edition.guide.pages:
        edition.view(page.head, f"content/{page.name}")
        edition.page(page)
    for place, record in _records(edition.guide):
        edition.view(record, place)
    return list(edition.messages)


def _records(guide: Guide) -> list[tuple[str, BaseModel]]:
    """Return every record that has an id, with its key in the catalogs: `stations/eq`."""
    return [
        (f"{section}/{record.id}", record)
        for name in FILES
        for section, listed in getattr(guide, name)
        if isinstance(listed, list)
        for record in listed
        if hasattr(record, "id")
    ]
