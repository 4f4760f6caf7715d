"""What is checked beyond the shape of the files: one visible, ordered list."""

from __future__ import annotations

from guide.checks import (
    anchors,
    basket,
    marks,
    pathways,
    readability,
    region,
    signs,
    texts,
    translation,
)
from guide.problems import Problem
from guide.site import Site

CHECKS = (
    texts.check,
    signs.check,
    anchors.check,
    pathways.check,
    region.check,
    marks.check,
    readability.check,
    translation.check,
    basket.check,
)


def check(site: Site) -> list[Problem]:
    """Return what all checks find, in the order of the files."""
    return sorted({problem for look in CHECKS for problem in look(site)})
