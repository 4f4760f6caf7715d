"""What must hold of every PDF before somebody prints it; each failure is a German sentence.

A browser falls back silently: to a font of the machine, to an empty box for a letter, to a third
page. Nobody would see it in a language that they do not read, so each file is looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp
from pikepdf import Name

from guide.printing.bidi import scrambled
from guide.printing.fonts import ALLOWED, strange

DPI = 150
WORD = re.compile(r"[^\W\d_]{3,}")
# How many of a sheet's words must be found again in the PDF. Vowel signs come out apart, and
# where letters are lost, as with Noto's Arabic, it is less than half
FOUND = 0.95
OUTSIDE = ("tel:", "mailto:", "https://", "http://")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a PDF was made from, and what it is held to."""

    html: str
    title: str
    address: str
    languages: tuple[str, ...]  # beside German
    rtl: bool
    pages: int  # at most
    site: str  # the site's address, with / at its end
    paths: frozenset[str]  # the pages of the site, with their language's folder
    language: str = "de"  # of the document as a whole


def failures(content: bytes, expected: Expected) -> list[str]:
    """Return in German what is wrong with the PDF *content*; nothing where it may be printed."""
    found: list[str] = []
    with pikepdf.open(BytesIO(content)) as pdf:
        found += _pages(pdf, expected)
        found += _fonts(pdf)
        found += _characters(expected)
        found += _tags(pdf, expected)
        found += _links(pdf, expected)
    with_pdfium = pypdfium2.PdfDocument(content)
    try:
        found += _text(with_pdfium, expected)
        found += _code(with_pdfium, expected)
    finally:
        with_pdfium.close()
    found += [f"Ohne eigene Richtung im Text von rechts: „{run}“" for run in _bare(expected.html)]
    return found


def _bare(html: str) -> list[str]:
    return sorted(set(scrambled(html)))


def _pages(pdf: pikepdf.Pdf, expected: Expected) -> Iterator[str]:
    if len(pdf.pages) > expected.pages:
        yield f"{len(pdf.pages)} Seiten, erlaubt sind {expected.pages}"


# --- fonts and letters -------------------------------------------------------------------------


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    foreign = {name for page in pdf.pages for name in _names(page)} - ALLOWED
    if foreign:
        yield f"Fremde Schrift: {', '.join(sorted(foreign))}"
    empty = sum(_empty_boxes(page) for page in pdf.pages)
    if empty:
        yield f"{empty} Zeichen haben keine Form in unseren Schriften (leere Kästchen)"


def _characters(expected: Expected) -> Iterator[str]:
    """A machine may have a font of the same name: what ours cannot write is found in the text."""
    unknown = strange(_visible(expected.html), expected.languages)
    if unknown:
        names = ", ".join(f"{char} (U+{ord(char):04X})" for char in unknown)
        yield f"Zeichen, die unsere Schriften nicht haben: {names}"


def _names(page: pikepdf.Page) -> Iterator[str]:
    """Yield the PostScript names of the fonts of *page*, without the mark of a subset."""
    for font in _page_fonts(page).values():
        name = str(font.get("/BaseFont", "/ohne Namen"))[1:]
        yield re.sub(r"^[A-Z]{6}\+", "", name)


def _page_fonts(page: pikepdf.Page) -> Mapping[str, Any]:
    resources = page.get("/Resources", pikepdf.Dictionary())
    return dict(resources.get("/Font", pikepdf.Dictionary()).items())


def _empty_boxes(page: pikepdf.Page) -> int:
    """Count glyph 0, ".notdef": two bytes of nought in a font of two bytes a glyph."""
    wide = {key for key, font in _page_fonts(page).items() if font.get("/Subtype") == Name.Type0}
    count, current = 0, ""
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = str(operands[0])
        elif current in wide:
            parts = operands[0] if str(operator) == "TJ" else operands
            count += sum(_zeros(bytes(p)) for p in parts if isinstance(p, pikepdf.String))
    return count


def _zeros(glyphs: bytes) -> int:
    return sum(glyphs[place : place + 2] == b"\0\0" for place in range(0, len(glyphs), 2))


# --- what a reading voice needs ----------------------------------------------------------------


def _tags(pdf: pikepdf.Pdf, expected: Expected) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "Ohne Gliederung für Vorlese-Programme (Tags)"
        return
    if str(root.get("/Lang", "")) != expected.language:
        yield "Das Dokument nennt seine Sprache nicht"
    if str(pdf.docinfo.get("/Title", "")) != expected.title:
        yield "Der Titel fehlt oder ist ein anderer"
    missing = set(expected.languages) - set(_languages(root.StructTreeRoot.K))
    if missing:
        yield f"Kein Teil ist in der Sprache ausgezeichnet: {', '.join(sorted(missing))}"


def _languages(root: Any) -> Iterator[str]:
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary) and node.objgen not in seen:
            seen |= {node.objgen} if node.is_indirect else set()
            if "/Lang" in node:
                yield str(node.Lang)
            if "/K" in node:
                waiting.append(node.K)


# --- links, text, code -------------------------------------------------------------------------


def _links(pdf: pikepdf.Pdf, expected: Expected) -> Iterator[str]:
    for target in sorted({uri for page in pdf.pages for uri in _targets(page)}):
        if target.startswith(expected.site):
            path = target.removeprefix(expected.site).partition("#")[0]
            if not {path, f"{path}index.html"} & expected.paths:
                yield f"Ein Link führt ins Leere: {target}"
        elif not target.startswith(OUTSIDE):
            yield f"Kein Link, der auf Papier oder im Netz taugt: {target}"


def _targets(page: pikepdf.Page) -> Iterator[str]:
    for annotation in page.get("/Annots", []):
        action = annotation.get("/A", pikepdf.Dictionary())
        if "/URI" in action:
            yield str(action.URI)


def _text(pdf: pypdfium2.PdfDocument, expected: Expected) -> Iterator[str]:
    written = set(WORD.findall(_visible(expected.html)))
    found = " ".join(_page_text(pdf, number) for number in range(len(pdf)))
    # PDFium gives some words from right to left back to front: here it is the letters that count
    alone = set(WORD.findall(found))
    there = [
        word in alone or word in found or (expected.rtl and word[::-1] in found) for word in written
    ]
    share = sum(there) / max(1, len(there))
    if share < FOUND:
        yield f"Nur {share:.0%} der Wörter lassen sich aus der Datei kopieren"


def _page_text(pdf: pypdfium2.PdfDocument, number: int) -> str:
    page = pdf[number].get_textpage()
    # Soft line breaks: a hyphen at a line's end comes out as U+FFFE
    return str(page.get_text_bounded()).replace("\ufffe", "-")


class _Text(HTMLParser):
    """Gathers what is seen; html.parser wants a class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden = ""
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag if tag in ("style", "title") else self.hidden

    def handle_endtag(self, tag: str) -> None:
        self.hidden = "" if tag == self.hidden else self.hidden

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def _visible(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    reader.close()
    return " ".join(reader.parts)


def _code(pdf: pypdfium2.PdfDocument, expected: Expected) -> Iterator[str]:
    """The code stands on the first page; a phone must read what a plain printer prints."""
    picture = pdf[0].render(scale=DPI / 72, grayscale=True).to_pil()
    read = [code.text for code in zxingcpp.read_barcodes(picture)]
    if expected.address not in read:
        yield "Der QR-Code ist nicht zu lesen"
