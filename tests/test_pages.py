"""What a reader sees on a page, in which language, how far checked, and what can do no harm."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

import pytest

from guide import cli
from guide.catalog import State
from guide.edition import Edition
from guide.phrases import phrases
from guide.site import Site
from tests import dom, mini

Open = Callable[[str], dom.Element]


@pytest.fixture(scope="module")
def open_page(mini_site: Path) -> Open:
    seen: dict[str, dom.Element] = {}

    def open_page(path: str) -> dom.Element:
        if path not in seen:
            seen[path] = dom.parse((mini_site / path).read_text(encoding="utf-8"))
        return seen[path]

    return open_page


@pytest.fixture(scope="module")
def paths(mini_site: Path) -> list[str]:
    return [path.relative_to(mini_site).as_posix() for path in sorted(mini_site.rglob("*.html"))]


def foreign(paths: list[str]) -> list[str]:
    return [path for path in paths if path.startswith(("ar/", "en/"))]


def marks(element: dom.Element) -> tuple[str, str, str]:
    return (element.inherited("lang"), element.inherited("dir"), element.inherited("data-tr"))


# --- in which language -----------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["ar", "en"])
def test_a_text_without_translation_is_german_and_says_so(tag: str, open_page: Open) -> None:
    text = open_page(f"{tag}/station/neu-hier.html").with_text("Du willst zuerst Deutsch lernen.")
    assert marks(text) == ("de", "ltr", "missing")


def test_no_german_text_of_an_editor_passes_for_another_language(
    small: Site, paths: list[str], open_page: Open
) -> None:
    german = {m.german for m in small.messages if m.context != "ui"}
    german -= {m.german for m in small.messages if m.context == "ui"}
    unmarked = [
        (path, text)
        for path in foreign(paths)
        for element in open_page(path).one("body").all()
        for text in element.children
        if isinstance(text, str) and text.strip() in german and element.inherited("lang") != "de"
    ]
    assert unmarked[:10] == []


def test_every_text_that_is_shown_in_german_instead_is_marked_german(
    paths: list[str], open_page: Open
) -> None:
    for path in foreign(paths):
        for state in ("missing", "outdated", "faulty"):
            for element in open_page(path).all(data_tr=state):
                assert element.attrs["lang"] == "de", path
                if not any(element.all("rect")):  # a box in a picture: SVG knows no dir
                    assert element.attrs["dir"] == "ltr", path


def test_german_pages_carry_no_mark(paths: list[str], open_page: Open) -> None:
    for path in paths:
        if path.startswith("de/"):
            assert [e for e in open_page(path).all() if "data-tr" in e.attrs] == []
            assert not list(open_page(path).all("aside", class_="notice"))


def test_proper_names_stay_german_and_say_so(open_page: Open) -> None:
    heading = open_page("ar/angebot/wegeberatung.html").one("h1").with_text("Wegeberatung")
    assert (heading.tag, heading.attrs) == ("bdi", {"lang": "de"})  # its letters say ltr


# --- how far checked -------------------------------------------------------------------------


def test_a_draft_is_shown_and_marked(open_page: Open) -> None:
    text = open_page("ar/station/neu-hier.html").one("main").with_text("منذ وقت قصير")
    assert text.attrs == {"data-tr": "unchecked"}


def test_a_reviewed_text_has_no_mark(open_page: Open) -> None:
    assert open_page("ar/station/neu-hier.html").one("h1").attrs == {}
    assert open_page("ar/station/neu-hier.html").one("h1").text == "جديد هنا"


def test_a_page_with_drafts_says_so_and_leads_to_the_same_page_in_german(
    paths: list[str], open_page: Open
) -> None:
    arabic = [path for path in paths if path.startswith("ar/")]
    with_drafts = [path for path in arabic if list(open_page(path).all(data_tr="unchecked"))]
    assert "ar/station/neu-hier.html" in with_drafts
    for path in with_drafts:
        notice = open_page(path).one("aside", class_="notice")
        assert "هذه الترجمة مسودة" in notice.text
        link = notice.one("a", lang="de")
        assert urljoin(path, link.attrs["href"]) == path.replace("ar/", "de/", 1)
        assert (link.attrs["lang"], link.text) == ("de", "Deutsch")


def test_a_language_that_shows_only_reviewed_texts_has_no_drafts(mini_site: Path) -> None:
    assert "a short while ago" in (mini.SOURCES / "translations/en.po").read_text("utf-8")
    assert containing(mini_site / "en", "a short while ago") == []


def test_where_a_draft_is_not_shown_the_german_counts_as_german(open_page: Open) -> None:
    """Not as a draft: the reader is told that this sentence is still in German."""
    text = open_page("en/station/neu-hier.html").one("main").with_text("Du bist vor kurzem")
    assert marks(text) == ("de", "ltr", "missing")


def test_a_language_that_shows_only_reviewed_texts_is_not_called_a_draft(mini_site: Path) -> None:
    assert containing(mini_site / "en", "This translation is a draft") == []


@pytest.mark.parametrize("text", ["تتعلم الألمانية للمدرسة.", "You learn German for school."])
def test_an_outdated_translation_is_never_shown(text: str, mini_site: Path) -> None:
    catalogs = "".join(p.read_text("utf-8") for p in (mini.SOURCES / "translations").iterdir())
    assert text in catalogs
    assert containing(mini_site, text) == []


def test_when_the_german_changes_its_translation_is_not_shown_any_more(copy: Path) -> None:
    mini.replace(copy, "data/pathways.yaml", 'name: "Neu hier"', 'name: "Gerade angekommen"')
    heading = dom.parse(mini.render(copy, "ar/station/neu-hier.html")).one("h1")
    assert heading.text == "Gerade angekommen"
    assert marks(heading) == ("de", "ltr", "outdated")


def containing(folder: Path, text: str) -> list[str]:
    return [path.name for path in folder.rglob("*.html") if text in path.read_text("utf-8")]


# --- facts are stored once -------------------------------------------------------------------


def states(root: Path) -> dict[tuple[str, str, str], State]:
    """The state of every message in every language, by its place and German text."""
    site = mini.site_of(root)
    return {
        (tag, message.context, message.german): found.state
        for tag, catalog in site.catalogs.items()
        for message, found in catalog.resolve(site.messages).items()
    }


@pytest.mark.parametrize(
    ("old", "new", "path", "before", "after"),
    [
        ("+49 30 23125001", "+49 30 23125999", "ar/hilfe.html", "030 23125001", "030 23125999"),
        ("euro: 259", "euro: 312", "ar/geld.html", "259\xa0€", "312\xa0€"),
        ("date: 2027-03-04", "date: 2028-05-06", "en/hilfe.html", "4 March 2027", "6 May 2028"),
    ],
)
def test_a_changed_fact_changes_the_page_and_makes_no_translation_outdated(
    old: str, new: str, path: str, before: str, after: str, copy: Path
) -> None:
    states_before = states(copy)
    assert before in mini.render(copy, path)
    mini.replace(copy, "data/facts.yaml", old, new)
    html = mini.render(copy, path)
    assert after in html
    assert before not in html
    assert states(copy) == states_before


def test_wrapping_german_lines_anew_makes_no_translation_outdated(copy: Path) -> None:
    before, page = states(copy), mini.render(copy, "ar/hilfe.html")
    mini.replace(copy, "content/hilfe.md", "{tel:beratung}. Oder geh", "{tel:beratung}.\nOder geh")
    mini.replace(
        copy,
        "data/pathways.yaml",
        'summary: "Du bist vor kurzem nach Musterland gekommen."',
        "summary: >-\n    Du bist vor kurzem\n    nach Musterland gekommen.",
    )
    assert states(copy) == before
    assert mini.render(copy, "ar/hilfe.html").split() == page.split()


def test_a_phone_can_be_tapped_and_keeps_its_direction(paths: list[str], open_page: Open) -> None:
    phones = [
        link
        for path in paths
        for link in open_page(path).all("a")
        if link.attrs.get("href", "").startswith("tel:")
    ]
    assert len(phones) > 10
    for link in phones:
        assert re.fullmatch(r"tel:\+49[0-9]+", link.attrs["href"])
        if link.attrs["class"] == "button":  # "call", without the number
            continue
        assert link.one("bdi").inherited("dir") == "ltr"
        assert link.one("bdi").text.startswith("0")


def test_an_address_of_mail_or_web_keeps_its_direction(open_page: Open) -> None:
    page = open_page("ar/angebot/musterschule.html")
    for href in ("mailto:schule@example.org", "https://example.org/schule"):
        assert page.one("a", href=href).one("bdi").inherited("dir") == "ltr"


# --- a station's page ------------------------------------------------------------------------


def test_a_station_says_what_every_way_on_asks_for(
    small: Site, german: Edition, open_page: Open
) -> None:
    for node in small.graph.nodes.values():
        kind = "station" if node.id in small.graph.stations else "status"
        main = open_page(f"de/{kind}/{node.id}.html").one("main")
        for transition in node.leads_to:
            asked = phrases(transition.conditions, german)
            card = main.with_text(transition.text.partition("[[")[0]).parent
            assert card
            assert [phrase for phrase in asked if phrase not in card.text] == []


def test_a_station_says_where_it_leads_who_decides_and_until_when(open_page: Open) -> None:
    main = open_page("de/station/neu-hier.html").one("main")
    card = main.with_text("Das Amt teilt dir eine Schule zu.").parent
    assert card
    link = next(card.all("a"))
    assert urljoin("de/station/neu-hier.html", link.attrs["href"]) == "de/station/schule.html"
    for text in ("Jugendamt", "20. Februar", "1. August 2026", "31. Juli 2027"):
        assert text in card.text


def test_a_station_says_where_to_ask(open_page: Open) -> None:
    main = open_page("de/station/neu-hier.html").one("main")
    link = main.with_text("Wegeberatung")
    assert urljoin("de/station/neu-hier.html", link.attrs["href"]) == "de/angebot/wegeberatung.html"
    assert "Die Nachbarn" in main.text


def test_a_station_shows_how_one_gets_there(open_page: Open) -> None:
    main = open_page("de/station/schule.html").one("main")
    ways = [
        urljoin("de/station/x.html", a.attrs["href"]) for a in main.all("a") if "href" in a.attrs
    ]
    assert {"de/station/neu-hier.html", "de/station/sprachkurs.html"} <= {*ways}


def test_a_station_names_its_sources(open_page: Open) -> None:
    main = open_page("de/station/neu-hier.html").one("main")
    source = main.one("a", href="https://example.org/probeblatt?seite=1&ausgabe=2")
    assert source.text == "Probeblatt: Wege & Umwege"


def test_what_nobody_has_checked_says_so_on_every_page(small: Site, open_page: Open) -> None:
    records = [
        *((f"de/station/{name}.html", s) for name, s in small.graph.stations.items()),
        *((f"de/status/{name}.html", s) for name, s in small.graph.statuses.items()),
        *((f"de/angebot/{s.id}.html", s) for s in small.guide.offers.services),
    ]
    for path, record in records:
        said = "Noch nicht geprüft." in open_page(path).one("main").text
        assert said == (record.assured is None), path


def test_what_was_checked_says_when_and_how(open_page: Open) -> None:
    text = open_page("de/station/schule.html").one("main").text
    assert "15. Januar 2026" in text
    assert "vor Ort, Bildungsbüro" in text


def test_what_is_not_sure_says_so(open_page: Open) -> None:
    card = open_page("de/station/neu-hier.html").one("main").with_text("was zu dir passt").parent
    assert card
    assert "Unbekannt" in card.text


def test_an_offer_without_phone_and_mail_says_so(open_page: Open) -> None:
    assert "kennen wir noch nicht" in open_page("de/angebot/fussball.html").one("main").text
    assert "kennen wir noch nicht" not in open_page("de/angebot/jugendamt.html").one("main").text


def test_what_the_landkreis_must_fill_in_stands_out(open_page: Open) -> None:
    blank = open_page("de/impressum.html").one("mark")
    assert "Name und Anschrift" in blank.text


# --- no harm ---------------------------------------------------------------------------------


def test_every_page_forbids_what_it_does_not_need(paths: list[str], open_page: Open) -> None:
    """The policy stands before everything that it is about."""
    for path in paths:
        head = [e for e in open_page(path).one("head").children if isinstance(e, dom.Element)]
        first = next(e for e in head if e.tag in ("link", "script", "style", "base"))
        policies = [e for e in head if e.attrs.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1, path
        assert head.index(policies[0]) < head.index(first), path
        policy = policies[0].attrs["content"]
        assert "default-src 'none'" in policy
        assert not re.search(r"unsafe|https?:|\*|data:", policy), path


def test_no_page_has_code_or_style_that_its_policy_does_not_name(
    paths: list[str], open_page: Open
) -> None:
    faults = [(path, fault) for path in paths for fault in inline(open_page(path))]
    assert faults[:5] == []


def inline(page: dom.Element) -> Iterator[str]:
    (policy,) = (e.attrs["content"] for e in page.all("meta") if "http-equiv" in e.attrs)
    for element in page.all():
        data = element.attrs.get("type") == "application/ld+json"
        if element.tag in ("script", "style") and element.text.strip() and not data:
            digest = b64encode(sha256(element.text.encode()).digest()).decode()
            if f"'sha256-{digest}'" not in policy:
                yield repr(element)
        # A form may ask on the reader's phone, but it has nowhere to send an answer
        sends = element.tag == "form" and {"action", "method", "target"} & element.attrs.keys()
        if element.tag in ("img", "iframe", "object", "embed", "base") or sends:
            yield repr(element)
        for name, value in element.attrs.items():
            if name.startswith("on") or name == "style" or re.match(r"\s*\w*script:", value, re.I):
                yield repr(element)


def test_nothing_is_loaded_from_elsewhere(paths: list[str], open_page: Open) -> None:
    for path in paths:
        for element in open_page(path).all():
            loads = element.attrs.get("src") or (
                element.attrs.get("href")
                if element.attrs.get("rel") in ("stylesheet", "icon")
                else ""
            )
            assert not re.match(r"(\w+:)?//", loads or ""), (path, element)


def test_what_search_engines_are_told_can_be_read(paths: list[str], open_page: Open) -> None:
    told = [
        json.loads(script.text)
        for path in paths
        for script in open_page(path).all("script", type="application/ld+json")
    ]
    assert len(told) > 20
    assert {data["@context"] for data in told} == {"https://schema.org"}
    assert all(data["@type"] for data in told)


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("file", "old", "path"),
    [
        ("data/pathways.yaml", "Du bist vor kurzem nach Musterland", "de/station/neu-hier.html"),
        ("data/pathways.yaml", "Neu hier", "de/index.html"),
        ("data/pathways.yaml", "Du willst zuerst Deutsch lernen.", "de/station/neu-hier.html"),
        ("data/offers.yaml", "Deutschkurs am Abend", "de/angebot/deutschkurs.html"),
        ("data/offers.yaml", "Am Muster 1", "de/angebot/wegeberatung.html"),
        ("data/glossary.yaml", "Du lernst einen Beruf.", "de/woerter.html"),
        ("data/glossary.yaml", "AN-trag", "de/woerter.html"),
        ("data/sources.yaml", "Mustergesetz § 1", "de/quellen.html"),
        ("data/region.yaml", "name: Klein Muster", "de/orte.html"),
        ("data/region.yaml", "Wege im Landkreis Musterland", "de/station/neu-hier.html"),
        ("content/hilfe.md", "Das bringst du mit", "de/hilfe.html"),
        ("content/hilfe.md", "Wer hilft mir?", "de/hilfe.html"),
        ("content/hilfe.md", "9 bis 12 Uhr", "de/hilfe.html"),
    ],
)
def test_html_in_an_editors_text_is_shown_not_obeyed(
    file: str, old: str, path: str, copy: Path
) -> None:
    mini.replace(copy, file, old, f"{old} {SCRIPT}")
    html = mini.render(copy, path)
    assert list(inline(dom.parse(html))) == []
    assert "alert(1)" in html


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x"]
)
def test_a_link_that_runs_code_stops_the_build(target: str, copy: Path) -> None:
    mini.replace(copy, "content/geld.md", "page:hilfe#mitbringen", target)
    assert any("link-verboten" in error for error in mini.errors_in(copy))
    assert list(inline(dom.parse(mini.render(copy, "de/geld.html")))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://example.org/deutsch", "javascript:alert(1)"),
        ("https://example.org/deutsch", 'https://example.org/" onclick="alert(1)'),
        ("treff@example.org", 'a@b.de" onclick="x'),
    ],
)
def test_an_address_that_is_none_stops_the_build(old: str, new: str, copy: Path) -> None:
    mini.replace(
        copy, "data/offers.yaml", old, f"'{new}'" if '"' in new and "http" not in old else new
    )
    assert mini.errors_in(copy)


@pytest.mark.parametrize(
    "text", [SCRIPT, "[x](javascript:alert(1))", "<b onclick=alert(1)>x</b>", "</p></main>"]
)
@pytest.mark.parametrize("flag", ["", "#, fuzzy\n"])
def test_html_in_a_translation_does_nothing(text: str, flag: str, copy: Path) -> None:
    mini.replace(copy, "translations/ar.po", 'msgstr "جديد هنا"', f'msgstr "{text}"')
    if flag:
        mini.replace(
            copy,
            "translations/ar.po",
            'msgctxt "stations/neu-hier/name"',
            f'{flag}msgctxt "stations/neu-hier/name"',
        )
    page = dom.parse(mini.render(copy, "ar/station/neu-hier.html"))
    assert list(inline(page)) == []
    assert not list(page.one("h1").all("b"))


def test_a_translated_text_of_a_template_is_escaped_too(copy: Path) -> None:
    mini.replace(copy, "translations/ar.po", 'msgstr "القائمة"', f'msgstr "{SCRIPT}"')
    assert list(inline(dom.parse(mini.render(copy, "ar/hilfe.html")))) == []


def test_the_end_of_a_script_in_a_name_does_not_end_the_data_for_search_engines(
    copy: Path,
) -> None:
    mini.replace(copy, "data/offers.yaml", "Deutschkurs am Abend", "Kurs </script><script>x")
    page = dom.parse(mini.render(copy, "de/angebot/deutschkurs.html"))
    text = page.one("script", type="application/ld+json").text
    assert "<" not in text
    data = json.loads(text)
    assert data["name"] == "Kurs </script><script>x"


# --- on paper --------------------------------------------------------------------------------


def test_there_are_rules_for_paper(mini_site: Path) -> None:
    (style,) = (mini_site / "assets").glob("style.*.css")
    found = re.search(r"@media print\{(.*)\}", style.read_text("utf-8"), re.S)
    assert found
    assert re.search(r"nav[^{]*\{display:none\}|display:none", found[1])


def test_the_styles_know_no_left_and_right(mini_site: Path) -> None:
    """Logical properties serve languages from right to left too."""
    (style,) = (mini_site / "assets").glob("style.*.css")
    physical = (
        r"(?:margin|padding|border)-(?:left|right)|[;{](?:left|right):|text-align:(?:left|right)"
    )
    assert re.findall(physical, style.read_text("utf-8")) == []


# --- errors ----------------------------------------------------------------------------------


def test_an_error_in_a_text_is_told_with_its_place(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.replace(copy, "content/hilfe.md", "{tel:beratung}", "{tel:beratungg}")
    assert cli.main(["check", "--root", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "content/hilfe.md:8:9: Fehler" in said
    assert "Meinten Sie „beratung“?" in said
