"""From right to left: numbers, dates, addresses and German words keep their own order.

The direction of a text is an attribute in the page. In Arabic text a browser shows "15-18" as
18-15 and 05351/17 as 17/05351, unless an element around it says that it runs left to right.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from guide.site import Site
from tests import dom

RTL = ("ar", "fa", "ps")
# What stands in no text from right to left, for lack of an element of its own
FAULTS = {
    "a phone": re.compile(r"\+\d|\d[ \u00a0]+\d|\b0\d{2,}"),
    "a range, a date or a number with signs": re.compile(r"\d\s*[-–−/]\s*\d|\d\.\d"),
    "an address of mail": re.compile(r"[\w.+-]+@[\w-]+"),
    "an address of the web": re.compile(r"://|www\.|\w\.(?:de|org|com|eu|net|info)\b", re.I),
    "a word in Latin letters": re.compile(r"[A-Za-zÄÖÜäöüß]"),
}
MONTHS = {  # as in Syria and Iraq, not as in Egypt; in Persian any word
    "ar": r"كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين",
    "fa": r"[\u0620-\u06d3]{2,}",
    "ps": r"[\u0620-\u06d3]{2,}",
}
FOREIGN_DIGITS = re.compile(r"[\u0660-\u066c\u06f0-\u06f9]")
INVISIBLE = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
INVISIBLE_WRITTEN = re.compile(
    r"&(?:lrm|rlm|#x?0*(?:200e|200f|202[a-e]|8206|8207|823[4-8]));", re.I
)


class Texts(HTMLParser):
    """All texts of a page's body that run from right to left, with the tags around them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.around: list[tuple[str, str]] = []  # tag, direction
        self.found: list[tuple[str, str]] = []  # tags, text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in dom.VOID:
            return
        values = dict(attrs)
        inherited = self.around[-1][1] if self.around else ""
        own = "apart" if tag == "bdi" else inherited
        if tag in (
            "text",
            "title",
            "option",
        ):  # a label, tooltip or answer is a paragraph by itself
            own = "apart"
        self.around.append((tag, values.get("dir") or own))

    def handle_endtag(self, tag: str) -> None:
        if tag not in dom.VOID:
            assert self.around.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.around]
        shown = data.strip() and not {"head", "script", "style"} & {*tags}
        if shown and self.around[-1][1] == "rtl":
            self.found.append((">".join(tags[2:]), " ".join(data.split())))


def texts(html: str) -> list[tuple[str, str]]:
    parser = Texts()
    parser.feed(html)
    parser.close()
    return parser.found


def faults(html: str, kind: str) -> list[tuple[str, str]]:
    return faulty(texts(html), kind)


def faulty(said: list[tuple[str, str]], kind: str) -> list[tuple[str, str]]:
    return [found for found in said if FAULTS[kind].search(found[1])]


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, str]:
    found = [path for tag in RTL for path in sorted((built_site / tag).rglob("*.html"))]
    return {p.relative_to(built_site).as_posix(): p.read_text(encoding="utf-8") for p in found}


@pytest.fixture(scope="module")
def said(pages: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    return {path: texts(html) for path, html in pages.items()}


# --- the lint itself -------------------------------------------------------------------------


def page(inner: str) -> str:
    return f'<html lang="ar" dir="rtl"><head><title>A-1</title></head><body>{inner}</body></html>'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("اتصل 05351 121", "a phone"),
        ("اتصل 0535117", "a phone"),
        ("اتصل +49", "a phone"),
        ("من 15-18 سنة", "a range, a date or a number with signs"),
        ("من 15 – 18 سنة", "a range, a date or a number with signs"),
        ("حتى 20.02.2027", "a range, a date or a number with signs"),
        ("رقم 05351/17", "a range, a date or a number with signs"),
        ("a@example.org", "an address of mail"),
        ("https://x", "an address of the web"),
        ("helmstedt.de", "an address of the web"),
        ("مدرسة Lehre", "a word in Latin letters"),
    ],
)
def test_the_lint_sees(text: str, kind: str) -> None:
    assert faults(page(f"<p>{text}</p>"), kind) == [("p", text)]
    assert faults(page(f'<p dir="ltr">{text}</p>'), kind) == []
    assert faults(page(f"<p>س <bdi>{text}</bdi></p>"), kind) == []
    german = f'<p lang="de" dir="ltr">x <b>{text}</b></p><p>{text}</p>'
    assert faults(page(german), kind) == [("p", text)], "the direction ends with its element"
    nested = f'<div dir="ltr"><p dir="rtl">{text}</p></div>'
    assert faults(page(nested), kind) == [("div>p", text)]


@pytest.mark.parametrize("text", ["عمرك 16 سنة.", "3 أشهر، 4 أسابيع", "في عام 2027"])
def test_the_lint_lets_plain_numbers_pass(text: str) -> None:
    assert [kind for kind in FAULTS if faults(page(f"<p>{text}</p>"), kind)] == []


# --- every page from right to left -----------------------------------------------------------


def test_there_are_pages_from_right_to_left(
    pages: dict[str, str], said: dict[str, list[tuple[str, str]]]
) -> None:
    assert len(pages) > 300
    for path, html in pages.items():
        assert re.search(rf'<html lang="{path[:2]}" dir="rtl"', html), path
    assert sum(map(len, said.values())) > 10_000


@pytest.mark.parametrize("kind", FAULTS)
def test_no_text_from_right_to_left_has(kind: str, said: dict[str, list[tuple[str, str]]]) -> None:
    found = [(path, *fault) for path, told in said.items() for fault in faulty(told, kind)]
    assert found[:10] == []


def test_every_municipality_says_that_its_name_is_german(pages: dict[str, str], real: Site) -> None:
    names = [place.name for place in real.guide.region.municipalities]
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    seen, faults = set(), []
    for path, html in pages.items():
        for element, text in texts_of_main(html):
            if found := pattern.findall(text):
                seen |= {*found}
                if element.inherited("lang") != "de":
                    faults.append((path, repr(element)))
    assert seen == {*names}
    assert faults[:10] == []


def texts_of_main(html: str) -> Iterator[tuple[dom.Element, str]]:
    for element in dom.parse(html).one("main").all():
        for text in element.children:
            if isinstance(text, str):
                yield element, text


# --- all pages -------------------------------------------------------------------------------


def test_digits_are_those_of_letters_and_forms_everywhere(built_site: Path) -> None:
    """Not those of Arabic or Persian: 3 on the page is 3 on the letter."""
    found = [
        (path.relative_to(built_site).as_posix(), match[0])
        for path in sorted(built_site.rglob("*.html"))
        if (match := FOREIGN_DIGITS.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_no_page_has_invisible_signs_for_the_direction(built_site: Path) -> None:
    """Attributes say it, so that a copied word or number is only that."""
    found = [
        path.relative_to(built_site).as_posix()
        for path in sorted(built_site.rglob("*.html"))
        if INVISIBLE.search(html := path.read_text(encoding="utf-8"))
        or INVISIBLE_WRITTEN.search(html)
    ]
    assert found == []


def test_a_date_has_the_month_in_words_and_the_numbers_of_the_form(pages: dict[str, str]) -> None:
    """The words order themselves, the numbers run left to right: 20 شباط (20.02.)."""
    dates = [
        (path, time)
        for path, html in pages.items()
        if "<time" in html
        for time in dom.parse(html).one("main").all("time")
        if time.inherited("lang") != "de"  # German before a draft
    ]
    assert dates
    for path, time in dates:
        assert time.parent
        assert (time.parent.tag, time.parent.attrs) == ("bdi", {}), path
        assert re.search(MONTHS[path[:2]], time.text), path
        around = time.parent.parent
        assert around
        after = around.children[around.children.index(time.parent) + 2]
        assert isinstance(after, dom.Element)
        assert re.fullmatch(r"\(\d\d\.\d\d\.(\d{4})?\)", after.text), path
        assert after.inherited("dir") == "ltr"
