"""Search: in every language, offline, from a USB stick, and without scripts."""

import json
import re
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from guide import cli
from guide.checks import readability
from guide.outputs import keywords, listing, plan, search
from guide.site import Site
from guide.weights import ALL_TEXTS, FIRST_RESULT, KB, STORED, small
from tests import hosts, mini
from tests.dom import Element, parse
from tests.search_score import answered, ask, gold, load_texts

PAGE = "suche.html"
SUMMARY = 'summary: "Du probierst einen Beruf aus."'


def entries(site: Site, tag: str) -> list[listing.Entry]:
    return [entry for group in listing.groups(site, tag) for entry in group.entries]


def texts(script: bytes) -> list[str]:
    called = script.decode().removeprefix(search.CALL + "(").rstrip().removesuffix(")")
    loaded: list[str] = json.loads(f"[{called}]")[0]
    return loaded


def search_page(site: Path, tag: str = "de") -> Element:
    return parse((site / tag / PAGE).read_text(encoding="utf-8"))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator(".search").wait_for(state="visible")
    return page


# --- the list -------------------------------------------------------------------------------------


def test_the_list_leads_to_every_page_of_the_language_but_ways_and_choices_of_offers(
    small: Site,
) -> None:
    listed = {re.sub(r"#.*", "", entry.href).split("/", 2)[2] for entry in entries(small, "de")}
    made = [a.path for a in plan(small) if a.path.startswith("de/") and a.path.endswith(".html")]
    pages = {path.removeprefix("de/") for path in made}
    left_out = {page for page in pages - listed if not page.startswith(("weg/", "angebote/"))}
    assert left_out == {PAGE, "nicht-gefunden.html", "netz.html"}
    assert listed <= pages


def test_every_glossary_word_is_listed(small: Site) -> None:
    anchors = {entry.href.partition("#")[2] for entry in entries(small, "ar")} - {""}
    assert anchors == {term.id for term in small.guide.glossary.terms}


FIRMS = ("betrieb/", "betriebe-")  # only in German and English


@pytest.mark.parametrize("tag", ["ar", "en"])
def test_german_names_are_found_in_every_language(mini_site: Path, tag: str) -> None:
    def names(language: str) -> set[str]:
        items = search_page(mini_site, language).one("div", id="seiten").all("li")
        shared = [i for i in items if not next(i.all("a")).attrs["href"].startswith(FIRMS)]
        return {part.text for item in shared for part in (*item.all("a"), *item.all("bdi"))}

    assert names("de") <= names(tag)


@pytest.mark.browser
def test_without_scripts_the_list_is_there_and_no_field_that_does_nothing(
    open_page: Callable[..., Page], mini_site: Path
) -> None:
    page = open_page(scripts=False)
    page.goto(hosts.address(mini_site / "ar" / PAGE))
    assert page.locator("section li a").first.is_visible()
    assert not page.locator(".search").is_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("de", ["Ämter", "Bad", "Zoo"]),
        ("uk", ["Економіка", "Є", "Європа", "Іспит", "Їжа", "Школа"]),
        ("tr", ["Çocuk", "Ders", "Irmak", "İlkokul", "Ödev", "Şehir"]),
        ("fa", ["آموزش", "پول", "کار", "گروه", "یادگیری"]),
        ("ar", ["الاندماج", "التدريب", "مال", "المدرسة"]),
    ],
)
def test_the_list_is_ordered_as_the_language_orders(tag: str, names: list[str]) -> None:
    def key(name: str) -> tuple[str, str]:
        made: tuple[str, str] = listing._alphabetically(tag)(listing.Entry("", None, name, (), ()))
        return made

    mixed = names[::-1]
    assert sorted(mixed, key=key) == names


# --- keywords -------------------------------------------------------------------------------------


@pytest.fixture
def with_keywords(copy: Path) -> Path:
    keywords = 'keywords: "Schnuppern, Probearbeit"'
    mini.replace(copy, "data/pathways.yaml", SUMMARY, f"{SUMMARY}\n  {keywords}")
    return copy


Leading = dict[str, list[int]]  # by folded word, the entries that it leads to


def decoded(shortened: str, places: str) -> Leading:
    """What a phone makes of the words; an own reading of what guide/outputs/keywords.py says."""
    found, word = {}, ""
    parts = re.findall("[A-Z][^A-Z]*", shortened)
    for part, steps in zip(parts, places.split(" ") if parts else [], strict=True):
        word = word[: ord(part[0]) - ord("A")] + part[1:]
        found[word] = [*accumulate(ord(step) - 34 for step in steps)]
    return {word: [place - 1 for place in places] for word, places in found.items()}


def leading(site: Site, tag: str) -> Leading:
    """The words that the search of *tag* knows beside the list."""
    script = search.script(site, tag).decode("utf-8")
    called_with = script.removeprefix(site.assets[search.SCRIPT].decode("utf-8")).strip()
    _, shortened, places, _ = json.loads(called_with[1:-1])
    return decoded(shortened, places)


def scripted(sources: Path, tag: str) -> Leading:
    return leading(mini.site_of(sources), tag)


def test_editors_keywords_lead_to_a_page_and_stand_nowhere_on_it(with_keywords: Path) -> None:
    assert "probearbeit" in scripted(with_keywords, "de")
    assert "Probearbeit" not in mini.render(with_keywords, "de/" + PAGE)
    assert "Probearbeit" not in mini.render(with_keywords, "de/station/praktikum.html")


def test_readers_find_by_the_words_of_their_language_and_by_the_german_ones(
    with_keywords: Path,
) -> None:
    mini.translate_all(with_keywords)
    mini.replace(with_keywords, "translations/ar.po", "ar Schnuppern, Probearbeit", "تجربة")
    assert {"تجربه", "schnuppern", "probearbeit"} <= scripted(with_keywords, "ar").keys()


def test_keywords_that_nobody_translated_are_german(with_keywords: Path) -> None:
    assert {"schnuppern", "probearbeit"} <= scripted(with_keywords, "ar").keys()


def test_every_keyword_reaches_the_phone_with_its_pages(real: Site) -> None:
    for edition in real.editions:
        listed = entries(real, edition.language.tag)
        wanted: dict[str, list[int]] = {}
        for number, entry in enumerate(listed):
            for word in keywords.leading(entry):
                wanted.setdefault(word, []).append(number)
        assert leading(real, edition.language.tag) == wanted
        assert len(wanted) > 100


@pytest.mark.parametrize(
    ("title", "said", "left"),
    [
        ("Praktikum", "Praktikum, Probearbeit", ["probearbeit"]),  # the title says it
        ("Abitur", "Schule, Schulen, Schulabschluss", ["schule", "schulabschluss"]),
        ("Duldung", "im, EQ, am", ["eq"]),
        ("درس", "المدرسة", ["مدرسه"]),
        ("Abitur", "Amt, Ämter", ["amter"]),  # typed, "Amt" finds it
    ],
)
def test_only_words_that_lead_farther_are_sent(title: str, said: str, left: list[str]) -> None:
    entry = listing.Entry("", None, title, tuple(said.split(", ")), ())
    assert keywords.leading(entry) == left


def test_a_list_of_keywords_is_not_judged_as_a_sentence(copy: Path) -> None:
    many = ", ".join(["Aufenthaltserlaubnis"] * (readability.LONGEST + 1))
    mini.replace(copy, "data/pathways.yaml", SUMMARY, f'{SUMMARY}\n  keywords: "{many}"')
    assert [p for p in mini.found_in(copy) if p.rule == "schwer-zu-lesen"] == []


# --- the texts ------------------------------------------------------------------------------------


def test_the_texts_come_in_the_order_of_the_list(small: Site) -> None:
    for edition in small.editions:
        tag = edition.language.tag
        assert len(texts(search.texts_file(small, tag))) == len(entries(small, tag))


def test_amounts_and_glossary_words_are_in_the_texts_as_readers_see_them(small: Site) -> None:
    said = "\n".join(texts(search.texts_file(small, "de")))
    assert "259" in said
    assert "Hier bekommst du Hilfe mit Briefen und jedem Antrag." in said
    assert re.findall(r"\{\w+:|\[\[|\]\(|<\w", said) == []


def test_a_text_that_changes_has_another_address(copy: Path) -> None:
    def address() -> str:
        form = parse(mini.render(copy, "de/" + PAGE)).one("form")
        return form.attrs["data-texts"]

    before = address()
    mini.replace(copy, "data/pathways.yaml", SUMMARY, 'summary: "Du probierst etwas aus."')
    assert address() != before
    assert address().split("?")[0] == before.split("?")[0]  # a saved copy is found by this


def test_two_builds_write_the_same_texts(copy: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        assert cli.main(["build", "--root", str(copy), "--output", str(tmp_path / name)]) == 0
        files = sorted((tmp_path / name / search.FOLDER).iterdir())
        written.append([(path.name, path.read_bytes()) for path in files])
    assert written[0] == written[1]
    assert len(written[0]) == 6


def test_search_costs_little_data(real: Site) -> None:
    made = {artifact.path: artifact for artifact in plan(real)}
    for edition in real.editions:
        tag = edition.language.tag
        size = {
            part: sum(small(made[path].render(), STORED) for path in paths)
            for part, paths in search.parts(real, tag).items()
        }
        assert size["first"] <= FIRST_RESULT + 200, tag  # a new word breaks no test; `weigh` tells
        assert size["page"] < 12 * KB
        assert size["texts"] <= ALL_TEXTS * len(entries(real, tag)) / 120


# --- in the browser -------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_works_from_a_server_and_from_a_usb_stick(
    page: Page, mini_site: Path, server: Callable[[Path], str], scheme: str
) -> None:
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    base = server(mini_site) if scheme == "http" else mini_site.as_uri() + "/"
    opened(page, f"{base}de/{PAGE}")
    assert ask(page, "praktikum")[0] == "station/praktikum"
    assert ask(page, "papiere mitbringen") != ("angebot/wegeberatung",)
    load_texts(page)
    assert "angebot/fussball" in ask(page, "spiel mit")
    page.locator(".hits a").first.click()
    expect(page).not_to_have_url(re.compile(PAGE))
    expect(page.locator("h1")).to_be_visible()
    assert wrong == []


@pytest.mark.browser
def test_the_texts_are_loaded_only_when_asked_for(
    page: Page, mini_site: Path, server: Callable[[Path], str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, f"{server(mini_site)}de/{PAGE}")
    ask(page, "schule")
    assert [url for url in asked if ".texts.js" in url] == []
    page.locator("#q").press("Enter")
    page.locator(".search button[hidden]").wait_for(state="attached")
    page.locator("#q").press("Enter")
    assert len([url for url in asked if ".texts.js" in url]) == 1


@pytest.mark.browser
def test_texts_that_cannot_be_loaded_are_told_and_can_be_asked_for_again(
    page: Page, mini_site: Path, server: Callable[[Path], str]
) -> None:
    opened(page, f"{server(mini_site)}de/{PAGE}")
    page.route(f"**/{search.FOLDER}/*", lambda route: route.abort())
    page.locator(".search button").click()
    page.get_by_text("Die Texte lassen sich gerade nicht laden.").wait_for()
    page.unroute(f"**/{search.FOLDER}/*")
    load_texts(page)
    assert "angebot/fussball" in ask(page, "spiel mit")


@pytest.mark.browser
def test_results_are_links_in_a_list_and_their_number_is_told(page: Page, mini_site: Path) -> None:
    opened(page, hosts.address(mini_site / "de" / PAGE))
    page.get_by_label("Was suchst du?").fill("Praktikum")
    results = page.locator(".hits").get_by_role("listitem")
    assert page.get_by_role("status").inner_text() == f"Treffer: {results.count()}"
    assert results.count() > 0
    assert not page.locator("section").first.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "station/praktikum.html"
    page.get_by_label("Was suchst du?").fill("")
    assert results.count() == 0
    assert page.get_by_role("status").inner_text() == ""
    assert page.locator("section").first.is_visible()


@pytest.mark.browser
def test_what_was_found_is_marked_in_the_sentence_that_says_it(page: Page, mini_site: Path) -> None:
    opened(page, hosts.address(mini_site / "de" / PAGE))
    load_texts(page)
    ask(page, "probier")
    said = page.locator(".hits li", has=page.locator("a[href='station/praktikum.html']"))
    assert said.locator("p").inner_text() == "Du probierst einen Beruf aus."
    assert said.locator("p mark").all_inner_texts() == ["probierst"]


@pytest.mark.browser
def test_who_finds_nothing_is_shown_where_to_ask(page: Page, mini_site: Path) -> None:
    opened(page, hosts.address(mini_site / "de" / PAGE))
    load_texts(page)
    assert ask(page, "qwxzjk") == ()
    nothing = page.get_by_text("Nichts gefunden.")
    assert nothing.is_visible()
    assert page.locator("main a[href='hilfe.html']:visible").count() == 1
    ask(page, "schule")
    assert not nothing.is_visible()


@pytest.mark.browser
def test_nothing_moves_when_search_appears(
    page: Page, mini_site: Path, server: Callable[[Path], str]
) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(entry => window.moved += entry.value))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    opened(page, f"{server(mini_site)}ar/{PAGE}")
    assert page.evaluate("window.moved") == 0


@pytest.mark.browser
def test_forty_nine_of_fifty_gold_queries_find_the_right_page(
    browser: Browser, built_site: Path
) -> None:
    rows = answered(browser, built_site)
    missed = [f"{row.language} {row.query}: {row.found[:3]}" for row in rows if not row.place]
    assert len(rows) >= 130
    assert len(missed) <= len(rows) / 50, missed


@pytest.mark.browser
def test_titles_and_keywords_alone_find_as_many(browser: Browser, built_site: Path) -> None:
    rows = answered(browser, built_site, all_texts=False)
    missed = [f"{row.language} {row.query}: {row.found[:3]}" for row in rows if not row.place]
    assert len(missed) <= len(rows) / 50, missed


@pytest.mark.browser
@pytest.mark.parametrize(
    ("today", "first"), [("2020-02-01", "fussball"), ("2026-06-01", "fussballneu")]
)
def test_what_was_checked_long_ago_stands_below_what_is_as_good(
    page: Page, copy: Path, today: str, first: str
) -> None:
    """Two offers of one name; the one checked in 2020 stands first in the list."""
    text = (copy / "data/offers.yaml").read_text("utf-8")
    found = re.search(r"^- id: fussball\n(?:  .*\n)+", text, re.M)
    assert found
    old, new = (
        found[0].replace("id: fussball", f"id: {name}")
        + f"  assured: {{on: {day}, by: Verein, how: phone}}\n"
        for name, day in (("fussball", "2020-01-15"), ("fussballneu", "2026-05-01"))
    )
    mini.replace(copy, "data/offers.yaml", found[0], old + new)
    assert cli.main(["build", "--root", str(copy), "--today", today]) == 0
    opened(page, hosts.address(copy / "site" / "de" / PAGE))
    assert ask(page, "fußball")[0] == f"angebot/{first}"


def test_the_gold_list_names_pages_that_exist(real: Site) -> None:
    for row in gold():
        pages = {
            re.sub(r"\.html", "", e.href.split("/", 2)[2]) for e in entries(real, row.language)
        }
        assert row.wanted <= pages, row


def test_the_script_is_small(real: Site) -> None:
    assert small(real.assets[search.SCRIPT], STORED) <= 2.1 * KB
