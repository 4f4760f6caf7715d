"""The places that firms tell of: by the data or by a form, in every language, until they are over.

The miniature has an internship and an apprenticeship for the rest of the century, and one place
that was over before these tests were written.
"""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from guide import cli
from guide.load import load
from guide.outputs import placements
from guide.site import Site, make_site
from tests import editor, hosts, mini
from tests.dom import parse
from tests.test_accessibility import AXE, AXE_RULES, RUN_AXE

PLACES = "data/placements.yaml"
GONE = "Laden Von Gestern"
GONE_LAST, GONE_AFTER = datetime.date(2026, 10, 31), datetime.date(2026, 11, 1)

# --- places in firms ---------------------------------------------------------------------------


def test_a_place_is_seen_in_every_language_on_the_list_and_at_its_station(mini_site: Path) -> None:
    for tag in ("de", "en", "ar"):
        for path in ("plaetze.html", "station/praktikum.html"):
            html = (mini_site / tag / path).read_text("utf-8")
            assert "Werkstatt Rad &amp; Tat" in html, (tag, path)
        assert "plaetze.html" in (mini_site / tag / "index.html").read_text("utf-8")


def test_a_place_is_counted_on_the_routes_that_pass_its_station(mini_site: Path) -> None:
    ways = [p.read_text("utf-8") for p in (mini_site / "ar" / "weg").glob("*.html")]
    passing = [html for html in ways if '<h3><a href="../station/praktikum.html"' in html]
    assert passing
    assert all('href="../station/praktikum.html#plaetze"' in html for html in passing)


def site_on(day: datetime.date) -> Site:
    guide, problems = load(mini.SOURCES)
    assert guide, problems
    return make_site(guide, problems, day)


def test_a_place_is_seen_on_its_last_day_and_gone_on_the_next() -> None:
    def seen(day: datetime.date) -> set[str]:
        return {place.employer for place in placements.on_offer(site_on(day))}

    assert GONE in seen(GONE_LAST)
    assert GONE not in seen(GONE_AFTER)


def test_nothing_of_a_place_that_is_over_is_on_the_site(mini_site: Path) -> None:
    named = [p for p in mini_site.rglob("*") if p.suffix in (".html", ".js")]
    assert len(named) > 100
    assert [str(p) for p in named if GONE in p.read_text("utf-8")] == []


def test_editors_are_told_of_a_place_that_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    day = GONE_AFTER.isoformat()
    cli.main(["check", "freshness", "--root", str(mini.SOURCES), "--today", day])
    assert "„erfundener-laden-praktikum-vorbei“ war bis 31.10.2026 zu sehen" in (
        capsys.readouterr().out
    )


def test_a_place_that_names_its_own_stations_is_only_there(copy: Path) -> None:
    own = "  place: beispielhausen\n"
    mini.replace(copy, PLACES, own, f"{own}  stations: [ausbildung]\n")
    site = mini.site_of(copy)
    (place,) = [p for p in placements.on_offer(site) if p.place == "beispielhausen"]
    assert placements.stations_of(site, place) == ["ausbildung"]


def test_without_a_place_the_list_says_how_to_find_one(copy: Path) -> None:
    (copy / PLACES).write_text("placements:\n", encoding="utf-8")
    page = parse(mini.render(copy, "de/plaetze.html"))
    assert page.one("main").with_text("Im Moment kennen wir keinen freien Platz.")
    found = {a.attrs["href"] for a in page.one("main").all("a")}
    assert {"station/praktikum.html", "station/ausbildung.html", "hilfe.html"} <= found
    assert "plaetze.html" not in mini.render(copy, "de/index.html")


def test_the_real_guide_tells_of_no_place_that_nobody_offered(real: Site) -> None:
    """Until a firm has: then this test goes."""
    assert real.guide.placements.placements == []


def test_a_place_is_found_by_its_occupation_and_its_firm(mini_site: Path) -> None:
    texts = "".join(p.read_text("utf-8") for p in (mini_site / "such-index").glob("*"))
    assert "Fahrradmechaniker" in texts
    assert "Rad & Tat" in texts


# --- the form ----------------------------------------------------------------------------------

TYPED = {
    "occupation.title": 'Bäckerin „süß“ / Bäcker \\ "Brot"',
    "occupation.kldb": "29222",
    "occupation.esco": "http://data.europa.eu/esco/occupation/6ea14bcd-0000-4000-8000-000000000000",
    "employer": "Bäckerei Öhm: Söhne & Töchter #1",
    "start": "2099-08-01",
    "count": "3",
    "contact.role": "Ausbildungsleitung",
    "contact.phone": "0999 / 123-45",
    "note": "Erste Zeile.\nDu brauchst: Schuhe.",
    "expires": "2099-07-31",
}
FORM = "de/betriebe-platz.html"


def fill_in(page: Page, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        page.locator(f'[name="{name}"]').fill(text)


@pytest.mark.browser
def test_what_the_form_writes_is_pasted_into_the_file_and_the_check_is_content(
    mini_site: Path, page: Page, copy: Path
) -> None:
    page.goto(hosts.address(mini_site / FORM))
    page.select_option("[name=kind]", "introductory_training")
    page.select_option("[name=german_needed]", "B1")
    fill_in(page, TYPED)
    page.get_by_role("button", name="Eintrag schreiben").click()
    (copy / PLACES).write_text("placements:\n" + page.input_value("#f-made"), encoding="utf-8")

    assert mini.errors_in(copy) == []
    (place,) = mini.site_of(copy).guide.placements.placements
    assert place.id == "baeckerei-oehm-soehne-toech-introductory-training-2099-07-31"
    assert place.occupation.title == TYPED["occupation.title"]
    assert place.employer == TYPED["employer"]
    assert (place.kind, place.german_needed, place.count) == ("introductory_training", "B1", 3)
    assert place.contact.phone == "+49 999 123 45"
    assert place.note == "Erste Zeile. Du brauchst: Schuhe."
    assert place.expires == datetime.date(2099, 7, 31)


@pytest.mark.browser
def test_the_form_writes_nothing_before_it_is_complete_and_sends_nothing(
    mini_site: Path, page: Page
) -> None:
    page.goto(hosts.address(mini_site / FORM))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fill_in(page, {k: v for k, v in TYPED.items() if k not in ("contact.phone", "expires")})
    page.get_by_role("button", name="Eintrag schreiben").click()
    assert page.locator(".made").is_hidden()
    fill_in(page, {"expires": "2099-07-31"})
    page.get_by_role("button", name="Eintrag schreiben").click()
    assert page.locator(".made").is_hidden(), "nobody can be reached"
    fill_in(page, {"contact.email": "buero@example.org"})
    page.get_by_role("button", name="Eintrag schreiben").click()
    assert page.locator(".made").is_visible()
    saved = page.locator(".made a").get_attribute("href") or ""
    assert saved.startswith("data:text/yaml")
    ours = (
        "data:",
        hosts.address(mini_site / FORM).removesuffix(FORM),
    )  # Chromium may still be fetching the icon
    assert [url for url in asked if not url.startswith(ours)] == []
    assert page.url == hosts.address(mini_site / FORM)


def test_the_letter_is_addressed_where_the_guide_has_an_address() -> None:
    page = parse(mini.render(mini.SOURCES, FORM))
    (href,) = [a.attrs["href"] for a in page.one("main").all("a") if "mailto:" in a.attrs["href"]]
    assert "subject=Einen%20Platz%20melden" in href
    assert "Beruf%3A%0D%0ABetrieb%3A" in href


@pytest.mark.browser
def test_without_javascript_there_is_a_letter_and_no_form(
    mini_site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(scripts=False)
    page.goto(hosts.address(mini_site / FORM))
    assert page.locator("form").is_hidden()
    assert "Bis wann soll der Platz zu sehen sein" in page.locator(".letter").inner_text()
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", [FORM, "de/betrieb/praktikum.html", "ar/plaetze.html"])
def test_the_pages_of_firms_have_no_barrier_on_a_small_phone(
    path: str, mini_site: Path, page: Page
) -> None:
    page.goto(hosts.address(mini_site / path))
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, AXE_RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_words_of_the_form_name_every_kind_and_level(small: Site) -> None:
    page = parse(mini.render(mini.SOURCES, FORM))
    kinds = [o.attrs["value"] for o in page.one("select", name="kind").all("option")]
    assert set(kinds) == {"visit", "internship", "introductory_training", "apprenticeship"}
    assert len(list(page.one("select", name="german_needed").all("option"))) == 8


def test_a_page_of_content_cannot_take_the_address_of_the_form(tmp_path: Path) -> None:
    root = editor.copy_base(tmp_path)
    editor.write(root, "content/plaetze.md", "---\ntitle: Plätze\ndescription: Hier.\n---\nDu.\n")
    assert "Die Adresse „plaetze.html“ gibt es schon" in editor.said(root)
