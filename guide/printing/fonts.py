"""The fonts of sheets: our own files, in the sheet itself, so that it looks the same everywhere.

A file for each script and weight, each under a family name of its own: with one name for all,
split by `unicode-range`, one engine took wrong letters for Turkish and Ukrainian. Noto's newer
Arabic draws letters and dots apart, which makes text in a PDF impossible to copy (notofonts/arabic
issue 284); Vazirmatn does not. docs/decisions/0025 has the numbers.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FOLDER = "print/fonts/"
WEIGHTS = (400, 700)
# What a PDF may name: PostScript names of our files, without the mark of a subset
ALLOWED = frozenset(
    f"{name}-{weight}"
    for name in ("NotoSans", "NotoSansEthiopic", "Vazirmatn")
    for weight in ("Regular", "Bold")
)


@dataclass(frozen=True, slots=True)
class Face:
    """A file for one script: its family in the style sheet, and the characters it is asked for."""

    family: str
    file: str
    characters: str  # CSS unicode-range


# Exactly what both weights of each file hold: a letter beyond is found before it is printed
LATIN = Face(
    "Sheet Latin",
    "noto-sans-latin",
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,"
    "U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+2002,U+2009,U+200B,U+2013-2014,"
    "U+2018-201A,U+201C-201E,U+2022,U+2026,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,"
    "U+2212,U+FEFF,U+FFFD",
)
LATIN_EXTENDED = Face(
    "Sheet Latin Extended",
    "noto-sans-latin-ext",
    "U+0100-0130,U+0132-0151,U+0154-017F,U+018F,U+0218-021B,U+0259,U+1E9E",
)
CYRILLIC = Face(
    "Sheet Cyrillic",
    "noto-sans-cyrillic",
    "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
)
ARABIC = Face(
    "Sheet Arabic",
    "vazirmatn-arabic",
    "U+060C-060D,U+0610-0612,U+0615,U+061B,U+061F,U+0621-063A,U+063D,U+0640-0658,"
    "U+065A-065B,U+0660-0671,U+0674,U+0679,U+067C,U+067E,U+0681,U+0685-0686,U+0688-0689,"
    "U+0691,U+0693,U+0695-0696,U+0698,U+069A,U+06A0-06A1,U+06A4,U+06A9-06AD,U+06AF,U+06B5,"
    "U+06BA,U+06BC-06BE,U+06C0-06C3,U+06C6-06D0,U+06D2-06D5,U+06DC-06DE,U+06E9,"
    "U+06F0-06F9,U+0762-0763,U+200C-200E,U+2010-2011,U+FB50-FB51,U+FB56-FB59,U+FB66-FB6D,"
    "U+FB7A-FB7D,U+FB88-FB95,U+FB9E-FB9F,U+FBA5,U+FBA7-FBB1,U+FBBF-FBC0,U+FBD3-FBDC,"
    "U+FBDE-FBDF,U+FBE2-FBE3,U+FBE8-FBE9,U+FBFC-FBFF,U+FD3E-FD3F,U+FDF2,U+FDFC,"
    "U+FE70-FE74,U+FE76-FEFC",
)
ETHIOPIC = Face(
    "Sheet Ethiopic",
    "noto-sans-ethiopic-ethiopic",
    "U+1200-1248,U+124A-124D,U+1250-1256,U+1258,U+125A-125D,U+1260-1288,U+128A-128D,"
    "U+1290-12B0,U+12B2-12B5,U+12B8-12BE,U+12C0,U+12C2-12C5,U+12C8-12D6,U+12D8-1310,"
    "U+1312-1315,U+1318-135A,U+135D-137C,U+1380-1399,U+2D80-2D96,U+2DA0-2DA6,U+2DA8-2DAE,"
    "U+2DB0-2DB6,U+2DB8-2DBE,U+2DC0-2DC6,U+2DC8-2DCE,U+2DD0-2DD6,U+2DD8-2DDE,U+AB01-AB06,"
    "U+AB09-AB0E,U+AB11-AB16,U+AB20-AB26,U+AB28-AB2E",
)
# Glyphs of both weights of Vazirmatn that draw two marks at once (its GSUB lookup 4) and have no
# character of their own: without being told, the browser writes that they mean U+0000
MARKS: Mapping[int, str] = {
    0x54: "\u0651\u064d",
    0x58: "\u0651\u0650",
    0x5C: "\u0651\u064b",
    0x5D: "\u0651\u064c",
    0x5E: "\u0651\u064e",
    0x5F: "\u0651\u064f",
    0x63: "\u0654\u064e",
    0x64: "\u0654\u064f",
}
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


def strange(text: str, tags: Iterable[str]) -> list[str]:
    """Return the characters of *text* that the faces for *tags* do not hold."""
    ranges = [part for face in faces(tags) for part in _ranges(face.characters)]
    seen = set(text) - set(" \t\r\n")
    return sorted(c for c in seen if not any(low <= ord(c) <= high for low, high in ranges))


def _ranges(characters: str) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each part of a CSS unicode-range."""
    for part in characters.replace("U+", "").split(","):
        low, _, high = part.partition("-")
        yield int(low, 16), int(high or low, 16)


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
