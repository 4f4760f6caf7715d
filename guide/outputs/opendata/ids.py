"""Ids that stay: the same record has the same UUID in every file and in every build.

A UUID of version 5 (RFC 9562, section 5.5) is made from names alone: here from the Landkreis and
from the record's own id. So nothing is stored, and a link from elsewhere holds as long as an
editor leaves the id alone. A `tag:` URI would need a domain, and the address of these pages is
not decided (docs/decisions/0032).
"""

from __future__ import annotations

from uuid import UUID, uuid5

from guide.load import Guide

ROOT = UUID("c41feb46-a23e-4fb1-982d-9a2f9c90c85c")  # drawn once; never change it


def uuid(guide: Guide, *names: str) -> str:
    """Return the UUID of what *names* lead to, such as ("service", "jobcenter")."""
    return str(uuid5(uuid5(ROOT, guide.region.name), "/".join(names)))


def urn(guide: Guide, *names: str) -> str:
    """Return the same as a URN (RFC 9562, section 4): an absolute IRI without an address."""
    return f"urn:uuid:{uuid(guide, *names)}"
