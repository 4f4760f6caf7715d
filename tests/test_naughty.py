"""The big list of naughty strings in every free text: built whole or refused, and never run.

tests/naughty_guide.py makes guides that carry them all; here each of their files is read back
by the program that it is for.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import polib
import pypdfium2
import pytest
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext

from guide.catalog import State, catalog_path
from guide.cli.telling import make
from guide.edition import Edition
from guide.exchange import export_xlsx, import_xlsx
from guide.languages import LANGUAGES
from guide.lines import escaped_sign
from guide.markup import plain_text, render_inline
from guide.model import FILES
from guide.outputs import search
from guide.outputs.listing import groups
from guide.outputs.opendata.spreadsheet import FORMULA, cell
from guide.printing import browser as printer
from guide.printing import paper
from guide.printing.polish import About, polish
from guide.printing.sheets import LEVELS, Sheet, desk
from guide.problems import describe
from tests import dom, fuzz
from tests.mutations import NAUGHTY
from tests.naughty_guide import Naughty, free_fields, guides, slots

Made = list[tuple[Naughty, dict[str, bytes]]]
# By which rules the guide refuses; any other would be a surprise
RULES = {"feld-fehlt", "sonderzeichen", "steuerzeichen", "schreibrichtung", "zeilenumbruch"} | {
    "platzhalter",
    "zeichen",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    found = guides(tmp_path_factory.mktemp("naughty"))
    return [(naughty, fuzz.made(naughty.site)) for naughty in found]


def files(made: Made, *endings: str) -> Iterator[tuple[Naughty, str, bytes]]:
    count = 0
    for naughty, contents in made:
        for path, content in contents.items():
            if path.endswith(endings):
                count += 1
                yield naughty, path, content
    assert count


# --- built or refused -----------------------------------------------------------------------------


def test_each_string_is_built_or_refused_with_its_place_and_a_remedy(made: Made) -> None:
    built = {text for naughty, _ in made for _, text in naughty.carried}
    refused = {text for naughty, _ in made for _, text, _ in naughty.refused}
    assert built | refused == {*NAUGHTY}
    assert len(built) > 440
    for naughty, _ in made:
        for slot, text, problem in naughty.refused:
            assert problem.rule in RULES, (text, problem)
            assert (problem.origin.path.as_posix(), problem.origin.line) == (slot.file, slot.line)
            assert problem.remedy
            assert not fuzz.OBEYED.search(describe(problem, naughty.root))


def test_every_kind_of_free_text_that_a_record_may_have_carries_some() -> None:
    """But those that the small guide has in no record."""
    listed = {slot.field for slot in slots()}
    named = {written for model in FILES.values() for _, written in free_fields(model)}
    assert len(slots()) > 140
    assert named <= listed | {"languages", "branch"}, "a new top-level text needs a place here"


def test_a_catalog_with_an_invisible_sign_is_refused_at_its_line(made: Made) -> None:
    naughty, _ = made[0]
    path = naughty.root / catalog_path(LANGUAGES["ar"])
    before = path.read_text(encoding="utf-8")
    refused = [text for text in NAUGHTY if escaped_sign(text)]
    assert len(refused) > 10
    for text in refused:
        entry = polib.POEntry(msgctxt="x", msgid="x", msgstr=text).__unicode__(wrapwidth=0)
        path.write_text(f"{before}\n{entry}\n", encoding="utf-8", newline="\n")
        site, problems = make(naughty.root, fuzz.DAY)
        if site is not None:  # written as \b or \r: a fault of this one translation
            assert re.search(r"\\[abfnrtv]", entry), ascii(text)
        else:
            last = [p for p in problems if p.origin.path == catalog_path(LANGUAGES["ar"])][-1]
            assert last.origin.line > before.count("\n")
            assert last.remedy
    path.write_text(before, encoding="utf-8", newline="\n")


# --- whole in each format -------------------------------------------------------------------------


def test_pages_show_the_strings_and_hold_no_element_or_address_of_theirs(made: Made) -> None:
    shown = 0
    for naughty, path, content in files(made, ".html"):
        page = dom.parse(content.decode("utf-8"))
        assert not list(page.all("iframe")) + list(page.all("img", src="x")), path
        for element in page.all():
            assert not [name for name in element.attrs if name.startswith("on")], (path, element)
            for name in ("href", "src"):
                address = element.attrs.get(name, "")
                assert not re.match(r"(?i)\s*(javascript|data|vbscript):", address), address
        if path == "de/quellen.html":
            listed = [text for slot, text in naughty.carried if slot.file == "data/sources.yaml"]
            shown += sum(" ".join(text.split()) in " ".join(page.text.split()) for text in listed)
    assert shown > 8


def test_what_stands_in_a_page_for_programs_is_json(made: Made) -> None:
    read = 0
    for _, path, content in files(made, ".html"):
        for script in dom.parse(content.decode("utf-8")).all("script", type="application/ld+json"):
            assert json.loads(script.text), path
            read += 1
    assert read


def test_json_is_json(made: Made) -> None:
    for _, path, content in files(made, ".json", ".geojson", ".jsonld", ".webmanifest"):
        assert json.loads(content), path


def test_the_search_has_each_title_and_its_scripts_are_data(made: Made) -> None:
    for naughty, path, content in files(made, "such-index/de.texts.js", "such-index/de.js"):
        called = b"suchtexte" if path.endswith("texts.js") else naughty.site.assets[search.SCRIPT]
        assert content.startswith(called + b"("), path
        told = json.loads(b"[" + content.removeprefix(called).strip()[1:-1] + b"]")
        if path.endswith("texts.js"):
            entries = [entry for group in groups(naughty.site, "de") for entry in group.entries]
            assert told[0] == ["\n".join(entry.texts) for entry in entries]


def test_calendars_are_calendars(made: Made) -> None:
    for naughty, _, content in files(made, ".ics"):
        calendar: Any = Calendar.from_ical(content)
        told = " ".join(str(event["SUMMARY"]) for event in calendar.walk("VEVENT"))
        labels = [text for slot, text in naughty.carried if slot.field == "label"]
        assert any(" ".join(label.split()) in told for label in labels)


def test_feeds_are_xml(made: Made) -> None:
    for _, path, content in files(made, ".atom", "sitemap.xml", ".svg"):
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        assert path


def test_no_cell_of_the_table_for_people_is_a_formula(made: Made) -> None:
    for naughty, _, content in files(made, "angebote.csv"):
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))
        services = naughty.site.guide.offers.services
        assert [row["Kennung"] for row in rows] == [service.id for service in services]
        assert [row["Name"] for row in rows] == [cell(service.name) for service in services]
        assert not [value for row in rows for value in row.values() if value.startswith(FORMULA)]


def test_a_string_alone_is_no_formula_and_stays_whole() -> None:
    for text in NAUGHTY:
        assert not cell(text).startswith(FORMULA)
        assert cell(text) in (text, f"'{text}")


def test_the_tables_for_programs_are_csv_as_it_is_written(made: Made) -> None:
    """An apostrophe would be part of the value for a program: docs/security.md."""
    for naughty, path, content in files(made, "hsds/services.csv"):
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
        assert {row["name"] for row in rows} == {s.name for s in naughty.site.guide.offers.services}
        assert path


def test_catalogs_and_excel_files_give_back_what_was_put_in(made: Made, tmp_path: Path) -> None:
    for naughty, _ in made:
        for tag in ("ar", "en"):
            entries = polib.pofile(str(naughty.root / catalog_path(LANGUAGES[tag])))
            read = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries}
            wanted = {(m.context, m.german): text for m, text in naughty.translated.items()}
            assert read == wanted
    naughty, _ = made[0]
    file = tmp_path / "ar.xlsx"
    assert export_xlsx(naughty.site, LANGUAGES["ar"], file, everything=True) > 300
    cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "no formula"
    assert import_xlsx(naughty.site, file)


def test_a_naughty_translation_is_shown_or_the_german_stands_in_its_place(made: Made) -> None:
    shown = {State.UNCHECKED, State.REVIEWED}
    for naughty, contents in made:
        told = naughty.site.catalogs["ar"].resolve(naughty.site.messages)
        assert {State.UNCHECKED, State.FAULTY} <= {found.state for found in told.values()}
        term = naughty.site.guide.glossary.terms[0]
        found = next(f for m, f in told.items() if m.context == f"terms/{term.id}/explain")
        wanted = found.text if found.state in shown else term.explain
        page = dom.parse(contents["ar/woerter.html"].decode("utf-8"))
        assert " ".join(plain_text(wanted).split())[:20] in " ".join(page.text.split())


@pytest.mark.browser
def test_a_sheet_on_paper_has_each_string_as_text_and_no_script(made: Made, tmp_path: Path) -> None:
    """Of the strings in ASCII: others are drawn in the order of their script."""
    found = 0
    file = tmp_path / "sheet.html"
    with printer.opened() as press:
        for naughty, _ in made[:2]:
            office = desk(naughty.site, "de")
            assert office
            html = paper.html(Sheet(office, "station/neu-hier.html"), LEVELS[0])
            file.write_text(html, encoding="utf-8")
            content = polish(printer.to_pdf(press, file), About("Blatt", "de", None))
            pages = pypdfium2.PdfDocument(content)
            words = "".join(page.get_textpage().get_text_range() for page in pages)
            shown = dom.parse(html).one("body").text
            for _, text in naughty.carried:
                if text.isascii() and len(text) > 6 and text in shown:
                    assert "".join(text.split()) in "".join(words.split()), text
                    found += 1
            pages.close()
            with pikepdf.open(io.BytesIO(content)) as document:
                assert not {"/OpenAction", "/AA"} & {*document.Root.keys()}
                assert b"/JavaScript" not in content
    assert found > 3


# --- and never run --------------------------------------------------------------------------------

WATCH = """addEventListener("securitypolicyviolation", e => {
  console.error("CSP", e.violatedDirective);
  document.documentElement.dataset.violated = "";
})"""


class Watched:
    """What a browser was led to do while it showed pages."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        context.add_init_script(WATCH)
        self.page = context.new_page()
        self.page.on(
            "dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss())
        )
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "request",
            lambda r: None if r.url.startswith(home) else self.elsewhere.append(r.url),
        )


@pytest.mark.browser
def test_a_browser_runs_nothing_and_asks_nobody_else(
    made: Made, browser: Browser, tmp_path: Path, server: Callable[[Path], str]
) -> None:
    for number, (_, contents) in enumerate(made):
        folder = tmp_path / str(number)
        write(folder, contents)
        home = server(folder)
        with browser.new_context(service_workers="block") as context:
            watched = Watched(context, home)
            for path in worth_a_look(contents):
                watched.page.goto(f"{home}{path}")
            if number == 0:
                search_for_all(watched, f"{home}de/suche.html")
            assert (watched.dialogs, watched.errors, watched.elsewhere) == ([], [], [])


def write(folder: Path, contents: dict[str, bytes]) -> None:
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def worth_a_look(contents: dict[str, bytes]) -> list[str]:
    """One page of each kind that has a layout of its own, all that stand in content/."""
    kinds = ("station/schule", "angebot/wegeberatung", "status/erlaubnis", "ort/musterstadt")
    ways = [path for path in contents if path.startswith("de/weg/")]
    own = [path for path in contents if re.fullmatch(r"de/[\w-]+\.html", path)]
    return [*own, *(f"{tag}/{kind}.html" for tag in ("de", "ar") for kind in kinds), *ways[:1]]


def search_for_all(watched: Watched, address: str) -> None:
    """Type each string into the search and look at what it finds."""
    watched.page.goto(address)
    field = watched.page.locator("input[type=search]").first
    field.focus()
    for text in NAUGHTY:
        field.evaluate(
            "(e, t) => { e.value = t; e.dispatchEvent(new Event('input', {bubbles: true})) }", text
        )


@pytest.mark.browser
def test_the_counters_do_count(
    browser: Browser, tmp_path: Path, server: Callable[[Path], str]
) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
    (tmp_path / "a.html").write_text("<!doctype html><script>alert(1)</script>")
    (tmp_path / "b.html").write_text(
        f"<!doctype html>{policy}<img src=//localhost:1/x onerror=alert(1)>"
    )
    home = server(tmp_path)
    with browser.new_context() as context:
        watched = Watched(context, home)
        watched.page.goto(f"{home}a.html")
        watched.page.goto(f"{home}b.html")
        watched.page.locator("html[data-violated]").wait_for(state="attached")
    assert watched.dialogs == ["1"]
    assert any(error.startswith("CSP script-src") for error in watched.errors)
    assert watched.elsewhere


def test_a_string_alone_becomes_no_element_but_those_of_markdown(german: Edition) -> None:
    allowed = {"em", "strong", "code", "a", "br", "span", "bdi"}
    for text in NAUGHTY:
        html = str(render_inline(text, german.words, "de"))
        assert {element.tag for element in dom.parse(html).all()} <= allowed, text
