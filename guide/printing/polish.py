"""What the browser's PDF lacks: the same bytes each time, a title, languages, names of tags.

Left as they are: a PDF says nowhere that it keeps PDF/UA, since nobody has proved it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, OutlineItem, String

from guide.printing.fonts import MARKS

PRODUCER = "Bildungswege"
# ISO 32000-1, 14.8.4: tags that a reader knows without being told
_NAMES = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 "
    "H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry "
    "Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
STANDARD = frozenset(_NAMES.split())
PAINT = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "n"])
PRINTABLE = 4  # an annotation's flag, ISO 32000-1 table 165


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    language: str
    day: date | None
    outline: tuple[tuple[int, str, int], ...] = ()  # depth, title, page from 1


def polish(raw: bytes, about: About) -> bytes:
    """Return the browser's PDF *raw* with all that *about* says, byte for byte reproducible."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot.K))
        _name_roles(pdf, elements)
        _number(pdf, elements)
        for page in pdf.pages:
            _mark_artifacts(pdf, page)
            _describe_links(page, about)
            _name_marks(page)
        _describe(pdf, about)
        _bookmark(pdf, about)
        pdf.remove_unreferenced_resources()
        done = BytesIO()
        pdf.save(
            done,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
    return done.getvalue()


def _name_marks(page: pikepdf.Page) -> None:
    """Say which letters the glyphs of Vazirmatn with two marks stand for: they can be copied then.

    ISO 32000-1, 9.10.3: lines such as `<0054> <0000>` in the map from glyphs to UTF-16.
    """
    fonts: Any = page.get("/Resources", Dictionary()).get("/Font", Dictionary())
    for font in fonts.values():
        if "Vazirmatn" in str(font.get("/BaseFont", "")) and "/ToUnicode" in font:
            told = font.ToUnicode.read_bytes()
            for glyph, marks in MARKS.items():
                both = marks.encode("utf-16-be").hex().upper()
                told = told.replace(b"<%04X> <0000>" % glyph, f"<{glyph:04X}> <{both}>".encode())
            font.ToUnicode.write(told)


def _elements(root: Any) -> Iterator[Any]:
    """Yield every structure element once, in the order of reading."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") not in (
            Name.MCR,
            Name.OBJR,
        ):
            if node.is_indirect and node.objgen in seen:
                continue
            seen.add(node.objgen)
            yield node
            if "/K" in node:
                waiting.append(node.K)


def _name_roles(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    """Say of each tag of the browser's own which standard one it is."""
    root = pdf.Root.StructTreeRoot
    root.RoleMap = root.get("/RoleMap", Dictionary())
    for element in elements:
        tag = element.get("/S")
        if tag is not None and str(tag)[1:] not in STANDARD:
            root.RoleMap[tag] = Name.Span


def _number(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    """Number the elements in order of reading: the browser's numbers differ from run to run."""
    named = [element for element in elements if "/ID" in element]
    new = {bytes(element.ID): f"n{number:06}" for number, element in enumerate(named)}
    for element in elements:
        if "/A" in element:
            _point_to(element.A, new)
    for element in named:
        element.ID = String(new[bytes(element.ID)])
    root = pdf.Root.StructTreeRoot
    if "/IDTree" in root:
        leaves = [part for element in named for part in (element.ID, element)]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(leaves)))


def _point_to(attributes: Any, new: dict[bytes, str]) -> None:
    """Let the cells of a table name their headings by the new numbers."""
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    for entry in listed:
        if isinstance(entry, pikepdf.Dictionary) and "/Headers" in entry:
            entry.Headers = Array([String(new[bytes(name)]) for name in entry.Headers])


def _mark_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Wrap what stands outside any tag (lines, page numbers): a reading voice passes it by."""
    done: list[Any] = []
    depth, end = 0, ""  # how deep in marked content; what ends the wrapping that is open
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        depth += name in ("BMC", "BDC")
        begins = depth == 0 and not end and name in ("BT", "re", "m", "Do")
        if begins:
            done.append(([Name.Artifact], Operator("BMC")))
            end = {"BT": "ET", "Do": "Do"}.get(name, "paint")
        done.append(instruction)
        depth -= name == "EMC"
        if end and (name == end or (end == "paint" and name in PAINT)):
            done.append(([], Operator("EMC")))
            end = ""
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(done))
    page.Tabs = Name.S


def _describe_links(page: pikepdf.Page, about: About) -> None:
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") == Name.Link:
            annotation.F = int(annotation.get("/F", 0)) | PRINTABLE
            target = annotation.get("/A", Dictionary()).get("/URI", about.title)
            annotation.Contents = String(str(target))


def _describe(pdf: pikepdf.Pdf, about: About) -> None:
    pdf.Root.Lang = String(about.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    moment = datetime.combine(about.day or date(2000, 1, 1), time(), UTC)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
        data["dc:title"] = about.title
        data["dc:language"] = {about.language}
        data["xmp:CreateDate"] = data["xmp:ModifyDate"] = moment.isoformat()
        data["pdf:Producer"] = PRODUCER
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = about.title
    pdf.docinfo["/Producer"] = PRODUCER
    stamp = f"D:{moment:%Y%m%d%H%M%S}Z"
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp


def _bookmark(pdf: pikepdf.Pdf, about: About) -> None:
    """Write the bookmarks ourselves: the browser scrambles titles from right to left."""
    if not about.outline:
        return
    with pdf.open_outline() as outline:
        lists = [outline.root]
        for depth, title, page in about.outline:
            item = OutlineItem(title, page - 1)
            del lists[depth + 1 :]
            lists[depth].append(item)
            lists.append(item.children)
