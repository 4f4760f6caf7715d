"""What a right-to-left text would scramble on paper, found before it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

# Phones, ranges, addresses and words in Latin letters: their parts change places in a text from
# right to left unless an element with a direction of its own stands around all of them
RISKY = re.compile(
    r"\+\d[\d ()/-]{5,}"
    r"|\d+(?:[ ]?[-–/.:][ ]?\d+){2,}"
    r"|https?://\S+"
    r"|[\w.]+@[\w.]+"
    r"|[A-Za-zÄÖÜäöüß]+(?:[ -][A-Za-zÄÖÜäöüß0-9]+)+"
)
VOID = frozenset({"br", "img", "meta", "link", "hr", "input", "path", "rect", "use", "col"})
UNSEEN = frozenset({"style", "script", "title"})
OWN = frozenset({"bdi"})  # isolates, and takes its direction from its first letter


class _Reader(HTMLParser):
    """Follows which direction holds where; html.parser wants a class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        around = self.open[-1][1] if self.open else "ltr"
        self.open.append((tag, dict(attrs).get("dir") or ("ltr" if tag in OWN else around)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, direction = self.open[-1] if self.open else ("", "ltr")
        if direction == "rtl" and tag not in UNSEEN:
            self.found += RISKY.findall(data)


def scrambled(html: str) -> Iterator[str]:
    """Yield each run of *html* that stands bare in a text from right to left."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found
