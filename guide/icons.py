"""Our own pictures: templates use them by name, and each page carries the drawings.

No request and no file of its own: from a folder (file://) browsers load neither a drawing of
another file with <use> nor a mask. What each costs is in docs/decisions/0024.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup

from guide.assets import shared

FILE = Path("templates") / "icons.svg"
SYMBOL = re.compile(r'<symbol id="(\w+)" viewBox="0 0 24 24">(.*)</symbol>')
USE, END = '<use href="#i-', '"/>'  # around a name
TURNED = frozenset(
    {"route", "read", "next", "arrive", "vocational_programme"}
)  # from right to left


def read_icons(root: Path) -> Mapping[str, str]:
    """Return the drawing of each icon of the guide in *root*, by its name."""
    text = (shared(root, FILE.parent) / FILE.name).read_text(encoding="utf-8")
    return {found[1]: found[2] for found in SYMBOL.finditer(text)}


@cache
def icon(name: str) -> Markup:
    """Return the picture *name*, for the eye alone: it stands beside words that say the same."""
    flip = " flip" if name in TURNED else ""
    return Markup(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-{}"/></svg>'
    ).format(flip, name)


def drawn(icons: Mapping[str, str], html: str) -> Markup:
    """Return *html* with the drawings of the icons in it: each where it is used first.

    The others refer to it. A drawing that is used once needs no name.
    """
    before, *uses = str(html).split(USE)
    names_and_rest = [use.partition(END) for use in uses]
    times = Counter(name for name, _, _ in names_and_rest)
    seen: set[str] = set()

    def draw(name: str) -> str:
        if name in seen:
            return f"{USE}{name}{END}"
        seen.add(name)
        return f'<g id="i-{name}">{icons[name]}</g>' if times[name] > 1 else icons[name]

    return Markup(before + "".join(draw(name) + rest for name, _, rest in names_and_rest))
