"""The fonts of sheets: our own files, in the sheet itself, so that it looks the same everywhere.

A file for each script and weight, each under a family name of its own: with one name for all,
split by `unicode-range`, one engine took wrong letters for Turkish and Ukrainian. Noto's newer
Arabic draws letters and dots apart, which makes text in a PDF impossible to copy (notofonts/arabic
issue 284); Vazirmatn does not. docs/decisions/0025 has the numbers.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FOLDER = "print/fonts/"
WEIGHTS = (400, 700)
# What a PDF may name: PostScript names of our files, without the mark of a subset
ALLOWED = ("NotoSans", "Vazirmatn")


@dataclass(frozen=True, slots=True)
class Face:
    """A file for one script: its family in the style sheet, and the characters it is asked for."""

    family: str
    file: str
    characters: str  # CSS unicode-range


LATIN = Face(
    "Sheet Latin",
    "noto-sans-latin",
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,U+200E-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215",
)
LATIN_EXTENDED = Face(
    "Sheet Latin Extended", "noto-sans-latin-ext", "U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B"
)
CYRILLIC = Face("Sheet Cyrillic", "noto-sans-cyrillic", "U+0301,U+0400-045F,U+0490-0491,U+2116")
ARABIC = Face(
    "Sheet Arabic",
    "vazirmatn-arabic",
    "U+0600-06FF,U+0750-077F,U+200C-200D,U+FB50-FDFF,U+FE70-FEFC",
)
ETHIOPIC = Face(
    "Sheet Ethiopic", "noto-sans-ethiopic-ethiopic", "U+1200-1399,U+2D80-2DDE,U+AB01-AB2E"
)
# Most languages need Latin alone, some a script beside it
SCRIPTS: Mapping[str, Face] = {
    "ar": ARABIC,
    "fa": ARABIC,
    "ps": ARABIC,
    "uk": CYRILLIC,
    "ru": CYRILLIC,
    "ti": ETHIOPIC,
}
RULE = (
    '@font-face{{font-family:"{family}";font-weight:{weight};unicode-range:{characters};'
    'src:url(data:font/woff2;base64,{data}) format("woff2")}}\n'
)


def faces(tags: Iterable[str]) -> list[Face]:
    """Return the faces that a sheet in the languages *tags* needs."""
    own = [SCRIPTS[tag] for tag in tags if tag in SCRIPTS]
    return [LATIN, LATIN_EXTENDED, *dict.fromkeys(own)]


def style(assets: Mapping[str, bytes], tags: Iterable[str]) -> str:
    """Return the @font-face rules for *tags* and the one stack that lists all of them.

    Every element gets the whole stack: an element with a language of its own inherits it, and a
    shorter one would send its letters to a font of the machine.
    """
    needed = faces(tags)
    rules = [_rule(assets, face, weight) for face in needed for weight in WEIGHTS]
    stack = ",".join(f'"{face.family}"' for face in needed)
    return "".join(rules) + f"html{{font-family:{stack}}}\n"


def _rule(assets: Mapping[str, bytes], face: Face, weight: int) -> str:
    content = assets[f"{FOLDER}{face.file}-{weight}.woff2"]
    data = b64encode(content).decode("ascii")
    return RULE.format(family=face.family, weight=weight, characters=face.characters, data=data)
