"""What the site consists of: visible, ordered lists; each plans or derives, and writes nothing.

OUTPUTS are rendered each by itself; what is DERIVED is made from the bytes of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from guide import assets
from guide.artifact import Artifact
from guide.outputs import (
    basket,
    compressed,
    hosting,
    offline,
    opendata,
    pages,
    refine,
    search,
    sitemap,
    start,
)
from guide.site import Site

OUTPUTS = (
    start.plan,
    pages.plan,
    refine.plan,
    basket.plan,
    search.plan,
    sitemap.plan,
    offline.plan,
    hosting.plan,
    opendata.plan,
)
DERIVED = (offline.derive,)


def plan(site: Site) -> list[Artifact]:
    """Return every file of the site, in a fixed order."""
    made = [artifact for output in OUTPUTS for artifact in output(site)]
    return [*made, *assets.artifacts(site.assets)]


def derive(site: Site, made: Mapping[str, bytes], *, copies: bool = False) -> dict[str, bytes]:
    """Return what is made from *made*, the content of every planned file by path.

    A path of *made* may be among it: that file is not complete before the others are there.
    With *copies*, each text is there a second and a third time, compressed.
    """
    found: dict[str, bytes] = {}
    for output in (*DERIVED, compressed.derive) if copies else DERIVED:
        found |= output(site, {**made, **found})
    return found
