"""Markdown in content/ and in fields: translated block by block, and never more than text.

The structure of a page comes from the German one; facts, glossary words and links are put in;
HTML is shown, not obeyed.
"""

import random

import pytest
from markdown_it.token import Token

from guide import markup
from guide.contents import Page
from guide.edition import Edition
from guide.markup import plain_text, references, render_inline, scheme
from guide.model import FrontMatter
from guide.site import Site
from tests import dom

HEAD = FrontMatter(title="x", description="x")


def german_page(text: str, edition: Edition) -> dom.Element:
    """A page that is only in this test, so that no translation knows it."""
    page = Page("hier", HEAD, text, edition.guide.pages[0].path, 5)
    return dom.parse(edition.page(page))


def content(name: str, edition: Edition) -> dom.Element:
    page = next(page for page in edition.guide.pages if page.name == name)
    return dom.parse(edition.page(page))


# --- nothing but text ------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<style>*{display:none}</style>",
    "<!-- -->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java&#115;cript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://example.org/pixel.png)",
    "[x](//example.org/)",
    '[x](https://example.org/ "\\" onclick=alert(1) y=\\"")',
    "[[antrag|<script>alert(1)</script>]]",
    "{leer:<script>alert(1)</script>}",
    '[x](station:schule#\\"onclick=alert(1))',
    "**<b onmouseover=alert(1)>**",
    "`<script>`",
    "    <script>alert(1)</script>",
    "<div\n onclick=alert(1)>\n\n</div>",
]
HARMLESS = {"a", "bdi", "blockquote", "br", "code", "em", "hr", "li", "mark", "ol", "p", "pre"}
HARMLESS |= {"span", "strong", "table", "tbody", "td", "th", "thead", "time", "tr", "ul"}
HARMLESS |= {"h2", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {"class", "data-tr", "datetime", "dir", "href", "id", "lang", "rel"}
ATTRIBUTES |= {"start", "style", "title"}
SCHEMES = {"http", "https", "mailto", "tel", "geo", "sms", None}


def harmful(tree: dom.Element) -> list[str]:
    return [
        repr(element)
        for element in tree.all()
        if element.tag not in HARMLESS
        or not element.attrs.keys() <= ATTRIBUTES
        or element.attrs.get("style", "text-align:left").startswith("text-align:") is False
        or scheme(element.attrs.get("href", "#")) not in SCHEMES
        or element.attrs.get("href", "").startswith("//")
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_is_never_more_than_text(text: str, german: Edition) -> None:
    assert harmful(german_page(text, german)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_field_is_never_more_than_text(text: str, german: Edition) -> None:
    assert harmful(dom.parse(render_inline(text, german.words, "de"))) == []


def test_html_is_shown_as_it_was_typed(german: Edition) -> None:
    assert german_page("Ein <b>Wort</b>.", german).one("p").text == "Ein <b>Wort</b>."


def test_a_link_that_is_not_allowed_stays_text(german: Edition) -> None:
    tree = german_page("[klick](javascript:alert(1))", german)
    assert list(tree.all("a")) == []
    assert "javascript:alert(1)" in tree.text


# --- what editors may write ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("**wichtig**", "strong"),
        ("- eins\n- zwei", "ul"),
        ("1. eins\n2. zwei", "ol"),
        ("> Satz", "blockquote"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table"),
        ("## Kapitel {#kapitel}", "h2"),
    ],
)
def test_editors_may_use(text: str, tag: str, german: Edition) -> None:
    assert list(german_page(text, german).all(tag))


def test_a_heading_has_the_anchor_that_was_typed(german: Edition) -> None:
    heading = german_page("## Was du brauchst {#brauchst}", german).one("h2")
    assert heading.attrs["id"] == "brauchst"
    assert heading.text == "Was du brauchst"


def test_a_heading_is_a_heading_in_every_language(arabic: Edition) -> None:
    """Beside it, and not in it, is the way to the German section."""
    tree = content("hilfe", arabic)
    heading = tree.one("h2", id="mitbringen")
    assert heading.text == "ما تحضره معك"
    assert not list(heading.all("a"))
    assert [link.attrs["href"][1:] for link in tree.all("a", class_="de")] == [
        "/de/hilfe.html#mitbringen",
        "/de/hilfe.html#wann",
    ]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("station:schule", "/de/station/schule.html"),
        ("status:erlaubnis", "/de/status/erlaubnis.html"),
        ("offer:fussball", "/de/angebot/fussball.html"),
        ("place:probendorf", "/de/ort/probendorf.html"),
        ("page:hilfe", "/de/hilfe.html"),
        ("page:hilfe#wann", "/de/hilfe.html#wann"),
        ("page:start", "/de/index.html"),
    ],
)
def test_a_link_inside_names_a_record_or_a_page(link: str, path: str, german: Edition) -> None:
    found = german_page(f"[dort]({link})", german).one("a")
    assert found.attrs["href"][1:] == path


def test_a_link_outside_tells_nobody_where_it_came_from(german: Edition) -> None:
    link = german_page("[x](https://example.org/a?b=1&c=2)", german).one("a")
    assert link.attrs == {"href": "https://example.org/a?b=1&c=2", "rel": "external noreferrer"}


def test_a_glossary_word_leads_to_its_meaning(german: Edition) -> None:
    link = german_page("Dein [[antrag|zweiter Antrag]].", german).one("a")
    assert link.text == "zweiter Antrag"
    assert link.attrs["href"].endswith("/de/woerter.html#antrag")


def test_in_another_language_the_german_word_stands_beside(arabic: Edition) -> None:
    link = content("hilfe", arabic).with_text("Papiere")
    assert link.tag == "bdi"
    assert link.attrs == {"lang": "de"}  # a <bdi> takes its direction from its letters
    assert link.parent
    assert link.parent.text == "أوراقك (Papiere)"


def test_in_a_table_a_glossary_word_may_have_a_text_of_its_own(german: Edition) -> None:
    tree = german_page("| a |\n|---|\n| [[antrag\\|Anträge]] |", german)
    assert tree.one("td").text == "Anträge"


# --- translation -----------------------------------------------------------------------------


def shape(tree: dom.Element) -> list[str]:
    """The blocks, without what is inside a line and without the way to the German section."""
    inline = {"a", "bdi", "div", "span", "strong", "time", "mark", "em"}
    return [e.tag for e in tree.all() if e.tag not in inline and e.attrs.get("class") != "de"]


def test_every_language_has_the_structure_of_the_german_page(
    german: Edition, arabic: Edition
) -> None:
    for page in german.guide.pages:
        assert shape(content(page.name, german)) == shape(content(page.name, arabic))


def marks(element: dom.Element) -> tuple[str, str, str]:
    return (element.inherited("lang"), element.inherited("dir"), element.inherited("data-tr"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Montag", "a table"),
        ("Der letzte Tag für den", "a paragraph"),
        ("deine Fragen", "a list without blank lines"),
        ("oder in deiner Sprache", "a list in a list"),
        ("Wann es geht", "a heading"),
    ],
)
def test_german_in_another_language_says_that_it_is_german(
    text: str, where: str, arabic: Edition
) -> None:
    found = content("hilfe", arabic).with_text(text)
    assert marks(found) == ("de", "ltr", "missing"), f"German in {where}"


def test_a_draft_in_a_list_says_that_it_is_a_draft(arabic: Edition) -> None:
    assert marks(content("hilfe", arabic).with_text("بالألمانية"))[2] == "unchecked"


def test_the_language_of_a_list_item_is_not_that_of_the_list_in_it(arabic: Edition) -> None:
    """`deine Fragen` is German, one of the two items below it is Arabic."""
    assert marks(content("hilfe", arabic).with_text("بالألمانية"))[0] != "de"


def test_a_date_in_a_german_sentence_is_german(arabic: Edition) -> None:
    sentence = content("hilfe", arabic).with_text("Der letzte Tag für den")
    assert "4. März 2027" in sentence.text


def test_a_date_in_an_english_sentence_is_english(small: Site) -> None:
    sentence = content("hilfe", small.editions[2]).with_text("The last day for the")
    assert "4 March 2027" in sentence.text


# --- the small tools -------------------------------------------------------------------------


def test_titles_have_no_markdown_in_them() -> None:
    text = "**Dein** [[antrag|Antrag]] und [mehr](page:hilfe), `so`"
    assert plain_text(text) == "Dein Antrag und mehr, so"


def test_every_reference_in_a_text_is_found_with_its_place() -> None:
    text = "{tel:amt} [[antrag]] [x](page:hilfe)"
    found = [
        (kind, name, text[start : start + length]) for kind, name, start, length in references(text)
    ]
    assert found == [
        ("tel", "amt", "{tel:amt}"),
        ("term", "antrag", "[[antrag]]"),
        ("link", "page:hilfe", "page:hilfe"),
    ]


def test_text_without_signs_of_markdown_is_one_piece_for_the_parser_too(real: Site) -> None:
    """The build does not ask it then; what it would have said is what the build takes."""
    parser = markup._markdown()
    chance = random.Random(1)
    letters = [chr(n) for n in range(32, 127)] + list("äß«»„“–\u00a0\u200fשلї")
    made = ["".join(chance.choices(letters, k=12)) for _ in range(3000)]
    plain = [text for text in [*(m.german for m in real.messages), *made] if not signs(text)]
    for text in plain:
        tokens: list[Token] = []
        parser.inline.parse(text, parser, {}, tokens)
        assert [(token.type, token.content) for token in tokens] == [("text", text)]
    assert len(plain) > 1000


def signs(text: str) -> bool:
    return not text or markup.SIGNS.search(text) is not None
