"""Our own pictures: a page uses them by name and carries the drawings of those it uses.

No request and no file of its own: from a folder (file://) browsers load neither a drawing of
another file with <use> nor a mask. What each costs is in docs/decisions/0024.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup

from guide.assets import shared

FILE = Path("templates") / "icons.svg"
SYMBOL = re.compile(r'<symbol id="(\w+)".*</symbol>')
USED = re.compile(r'<use href="#i-(\w+)"')
TURNED = frozenset(
    {"route", "read", "next", "arrive", "vocational_programme"}
)  # from right to left


def read_icons(root: Path) -> Mapping[str, str]:
    """Return the <symbol> of each icon of the guide in *root*, by its name."""
    text = (shared(root, FILE.parent) / FILE.name).read_text(encoding="utf-8")
    return {found[1]: found[0] for found in SYMBOL.finditer(text)}


@cache
def icon(name: str) -> Markup:
    """Return the picture *name*, for the eye alone: it stands beside words that say the same."""
    flip = " flip" if name in TURNED else ""
    return Markup('<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>').format(
        flip, name
    )


def symbols(icons: Mapping[str, str], *parts: str) -> Markup:
    """Return the drawings of the icons used in *parts* (HTML), each once, to stand in the page."""
    names = dict.fromkeys(name for part in parts for name in USED.findall(part))
    drawn = "".join(icons[name].replace('id="', 'id="i-', 1) for name in names)
    return Markup('<svg class="icons">{}</svg>').format(Markup(drawn)) if drawn else Markup("")
