"""The basket for a conversation: chosen on one page, carried by a link, printed as one packet."""

import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Page, expect

from guide import cli
from guide.assets import read_assets
from guide.codes import LENGTH, LETTERS, code
from guide.outputs import basket
from guide.site import Site
from tests import dom, hosts, mini
from tests.tools import ROOT

browser_only = pytest.mark.browser

SCHOOL, FOOTBALL = code("station", "schule"), code("offer", "fussball")
CALL = code("offer", "wegeberatung")
GONE = 'retired:\n- id: kochkurs\n  name: "Kochkurs <b>"\n'
RETIRED = code("offer", "kochkurs")
LONGEST = 300  # signs of a link


def record_codes(site: Site) -> list[str]:
    nodes = [code("station", identifier) for identifier in site.graph.nodes]
    return nodes + [code("offer", service.id) for service in site.guide.offers.services]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide, with an offer that is no more."""
    root = mini.copy_sources(tmp_path_factory.mktemp("basket") / "guide")
    mini.replace(root, "data/offers.yaml", "services:\n", f"{GONE}\nservices:\n")
    assert cli.main(["build", "--root", str(root)]) == 0
    return root / "site"


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, guide: Path, server: Callable[[Path], str]) -> str:
    """The address of the site, over http and from a folder."""
    return server(guide) if request.param == "http" else f"{guide.as_uri()}/"


@pytest.fixture
def show(page: Page, home: str) -> Callable[..., Page]:
    def show(fragment: str = "", tag: str = "de") -> Page:
        page.goto("about:blank")
        page.goto(f"{home}{tag}/merkliste.html#{fragment}")
        expect(page.locator("form.basket")).to_be_visible()
        return page

    return show


def headings(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".packet h2").all_text_contents()]


def tick(page: Page, short: str) -> None:
    page.locator(f".choice input[value='{short}']").click()


# --- codes ---------------------------------------------------------------------------------------


def test_a_code_stays_the_same_for_ever() -> None:
    """These stand in links that somebody has on paper."""
    assert code("station", "beratung-jmd") == "zm7m"
    assert code("offer", "amino-frellstedt") == "ygzp"


def test_a_station_that_becomes_a_status_keeps_its_code_and_an_offer_has_its_own() -> None:
    assert code("station", "schule") == code("status", "schule") != code("offer", "schule")


def test_no_two_records_share_a_code(real: Site, small: Site) -> None:
    for site in (real, small):
        codes = record_codes(site)
        assert len(codes) == len({*codes})
        assert all(len(one) == LENGTH and {*one} <= {*LETTERS} for one in codes)


def ids_of_one_code() -> tuple[str, str]:
    """Return two ids that have the same code, found by trying."""
    seen: dict[str, str] = {}
    for number in range(100_000):
        short = code("offer", f"angebot-{number}")
        if short in seen:
            return seen[short], f"angebot-{number}"
        seen[short] = f"angebot-{number}"
    raise AssertionError("no two ids have the same code")


def test_two_offers_of_the_same_code_are_a_mistake_with_a_remedy(copy: Path) -> None:
    one, other = ids_of_one_code()
    gone = f"retired:\n- {{id: {one}, name: Eins}}\n- {{id: {other}, name: Zwei}}\n"
    mini.replace(copy, "data/offers.yaml", "services:\n", f"{gone}\nservices:\n")
    (problem,) = [p for p in mini.found_in(copy) if p.rule == "kurzwort-doppelt"]
    assert one in problem.message
    assert other in problem.message
    assert "ein Zeichen anhängen" in problem.remedy


def test_a_retired_offer_that_is_still_there_is_a_mistake(copy: Path) -> None:
    gone = "retired:\n- {id: fussball, name: Fußball}\n"
    mini.replace(copy, "data/offers.yaml", "services:\n", f"{gone}\nservices:\n")
    (problem,) = [p for p in mini.found_in(copy) if p.rule == "kennung-noch-da"]
    assert problem.origin.path.as_posix() == "data/offers.yaml"


# --- the link ---------------------------------------------------------------------------------


@browser_only
def test_what_is_ticked_stands_in_the_fragment_and_opens_again(show: Callable[..., Page]) -> None:
    page = show()
    for short in (SCHOOL, FOOTBALL, CALL):
        tick(page, short)
    tick(page, FOOTBALL)
    expect(page).to_have_url(re.compile(f"#{SCHOOL}[.]{CALL}$"))
    before = headings(page)
    page.reload()
    expect(page.locator(".packet h2")).to_have_count(2)
    assert headings(page) == before
    expect(page.locator(".basket [role=status]")).to_have_text("Auf der Merkliste: 2 von 8.")


@browser_only
def test_the_link_of_eight_records_is_short(show: Callable[..., Page], small: Site) -> None:
    page = show(".".join(record_codes(small)[:8]))
    expect(page.locator(".packet h2")).to_have_count(8)
    fragment = page.url.split("#")[1]
    assert len(fragment) == 8 * LENGTH + 7
    # Whatever the address of the guide will be: this much is left for it
    longest = max(len(f"{e.language.tag}/merkliste.html#{fragment}") for e in small.editions)
    assert longest <= LONGEST - 230


@browser_only
def test_a_ninth_is_refused_and_said(show: Callable[..., Page], small: Site) -> None:
    codes = record_codes(small)
    page = show(".".join(codes[:8]))
    page.locator(".basket summary").click()
    tick(page, codes[8])
    expect(page.locator(".basket [role=status]")).to_contain_text("Nimm zuerst etwas weg.")
    assert not page.locator(f".choice input[value='{codes[8]}']").is_checked()
    expect(page).to_have_url(re.compile(f"#{'[.]'.join(codes[:8])}$"))


@browser_only
def test_of_a_link_with_more_than_eight_the_first_are_shown_and_it_is_said(
    show: Callable[..., Page], small: Site
) -> None:
    page = show(".".join(record_codes(small)[:11]))
    expect(page.locator(".packet h2")).to_have_count(8)
    expect(page.locator(".basket .unchecked")).to_contain_text("Du siehst nur den Anfang.")


@browser_only
def test_what_is_no_more_is_named_and_what_is_unknown_is_said(show: Callable[..., Page]) -> None:
    page = show(f"{SCHOOL}.{RETIRED}")
    assert len(headings(page)) == 1
    expect(page.locator(".basket .unchecked")).to_have_text("„Kochkurs <b>“ gibt es nicht mehr.")
    page = show(f"{SCHOOL}.aaaa")
    assert len(headings(page)) == 1
    expect(page.locator(".basket .unchecked")).to_contain_text("Etwas aus dem Link fehlt hier.")
    page = show(SCHOOL)
    expect(page.locator(".basket .unchecked")).to_be_hidden()


@browser_only
@pytest.mark.parametrize(
    "fragment",
    [
        "<img src=x onerror=alert(1)>",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "__proto__.constructor.toString.hasOwnProperty",
        f"{SCHOOL}.{SCHOOL}.{SCHOOL.upper()}.javascript:alert(1)",
        "%",
        "%E0%A4%A",
        "." * 5000,
        "aaaa." * 20000,
    ],
)
def test_a_hostile_fragment_shows_nothing_of_its_own(
    fragment: str, page: Page, guide: Path
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"{hosts.address(guide / 'de' / 'merkliste.html')}#{fragment}")
    expect(page.locator("form.basket")).to_be_visible()
    assert len(headings(page)) == (1 if SCHOOL in fragment else 0)
    assert "alert" not in page.locator("main").inner_html()
    assert "aaaa" not in page.locator("main").inner_html()
    assert faults == []


@browser_only
def test_a_link_to_a_part_of_the_page_leaves_the_basket_as_it_is(
    show: Callable[..., Page],
) -> None:
    page = show(SCHOOL)
    page.locator(".skip[href='#inhalt']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{SCHOOL}$"))
    assert len(headings(page)) == 1


@browser_only
def test_a_change_of_language_keeps_the_basket(show: Callable[..., Page]) -> None:
    page = show(f"{SCHOOL}.{FOOTBALL}")
    page.locator(".languages summary").click()
    page.locator(".languages a[lang=ar]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator(".packet h2")).to_have_count(2)
    expect(page).to_have_url(re.compile(f"/ar/merkliste[.]html#{SCHOOL}[.]{FOOTBALL}$"))


@browser_only
def test_the_link_is_offered_in_the_language_of_the_other_person(
    guide: Path, server: Callable[[Path], str], page: Page
) -> None:
    page.goto(f"{server(guide)}de/merkliste.html#{SCHOOL}")
    page.locator("#to").select_option(label="العربية")
    expected = f"{server(guide)}ar/merkliste.html#{SCHOOL}"
    expect(page.locator("[data-link]")).to_have_attribute("href", expected)
    expect(page.locator("[data-link]")).to_have_text(expected)


@browser_only
def test_copying_the_link_copies_the_one_that_is_shown(
    guide: Path, server: Callable[[Path], str], page: Page
) -> None:
    page.add_init_script(
        """document.addEventListener("copy", () => {
          document.documentElement.dataset.copied = document.activeElement.value;
        })"""
    )
    page.goto(f"{server(guide)}de/merkliste.html#{SCHOOL}")
    page.locator("#to").select_option(label="العربية")
    page.locator(".act summary").click()
    page.wait_for_selector("p[role=status]", state="attached")  # the script has come
    page.locator(".act [data-do=copy]").click()
    shown = page.locator("[data-link]").get_attribute("href") or ""
    expect(page.locator("html")).to_have_attribute("data-copied", shown)


@browser_only
def test_other_pages_add_to_the_basket_that_is_open(page: Page, home: str, guide: Path) -> None:
    page.goto(f"{home}de/station/schule.html")
    with page.context.expect_page() as opened:
        page.locator("a[target=merkliste]").click()
    basket_page = opened.value
    expect(basket_page.locator(".packet h2")).to_have_count(1)
    page.goto(f"{home}de/angebot/fussball.html")
    page.locator("a[target=merkliste]").click()
    expect(basket_page.locator(".packet h2")).to_have_count(2)
    expect(basket_page).to_have_url(re.compile(f"#{SCHOOL}[.]{FOOTBALL}$"))
    assert len(page.context.pages) == 2


# --- what is chosen from, and what is printed --------------------------------------------------


@browser_only
def test_words_narrow_the_list_and_what_is_ticked_stays(show: Callable[..., Page]) -> None:
    page = show(SCHOOL)
    page.locator(".basket summary").click()
    page.locator("#q").fill("FÜSS")
    shown = page.locator(".choice label").locator("visible=true")
    expect(shown).to_have_count(1)
    page.locator("#q").fill("fussba")
    assert page.locator(f".choice input[value='{SCHOOL}']").is_visible()
    page.locator("#q").fill("")
    assert shown.count() == page.locator(".choice label").count()


@browser_only
def test_on_paper_there_are_the_records_their_contacts_and_room_for_notes(
    show: Callable[..., Page],
) -> None:
    page = show(f"{SCHOOL}.{CALL}")
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    for said in ("Wegeberatung Musterland", "Am Muster 1", "Notizen", "Nächster Termin"):
        assert said in text
    for left_out in ("Wege und Angebote wählen", "QR-Code zeigen", "Link in dieser Sprache"):
        assert left_out not in text
    assert "file:" not in text


@browser_only
def test_the_qr_code_is_drawn_where_there_is_an_address_for_others(
    show: Callable[..., Page], home: str
) -> None:
    page = show(SCHOOL)
    summary = page.locator(".send details:not(.act details) summary")
    summary.click()
    if home.startswith("http"):
        expect(page.locator(".qr svg")).to_be_visible()
        first = page.locator(".qr path").last.get_attribute("d")
        page.locator("#to").select_option(label="العربية")
        expect(page.locator(".qr path").last).not_to_have_attribute("d", first or "")
    else:
        expect(summary).to_be_hidden()
        expect(page.locator(".qr svg")).to_have_count(0)


def test_a_known_address_is_offered_from_a_folder_too(small: Site, copy: Path) -> None:
    assert basket.context(small, small.editions[0])["address"] == ""
    site_url = small.guide.region.site_url
    mini.replace(copy, "data/region.yaml", site_url, "https://wege.musterland.de/")
    site = mini.site_of(copy)
    address = basket.context(site, site.editions[0])["address"]
    assert address == "https://wege.musterland.de/de/merkliste.html"


# --- promises ----------------------------------------------------------------------------------


@browser_only
def test_nothing_is_stored_and_nothing_is_asked_but_the_pages_own(
    show: Callable[..., Page], page: Page, home: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page = show()
    tick(page, SCHOOL)
    page.locator(".send details:not(.act details) summary").click()
    if home.startswith("http"):
        expect(page.locator(".qr svg")).to_be_visible()
    names = {url.removeprefix(home).split("#")[0] for url in asked if url != "about:blank"}
    assert all(name.startswith(("assets/", "de/merkliste.html")) for name in names)
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, window.name]") == [0, 0, ""]
    assert not any(SCHOOL in url.split("#")[0] for url in asked)


def test_without_scripts_the_page_says_what_it_is_for_and_leads_to_the_lists(
    built_site: Path,
) -> None:
    main = dom.parse((built_site / "de" / "merkliste.html").read_text(encoding="utf-8")).one("main")
    assert "hidden" in main.one("form").attrs
    assert "hidden" in main.one("div", class_="send").attrs
    links = {link.attrs.get("href") for link in main.one("div", class_="prose").all("a")}
    assert {"wege.html", "angebote.html"} <= links


@browser_only
def test_everything_that_is_tapped_is_large_enough(show: Callable[..., Page]) -> None:
    for tag in ("de", "ar"):
        page = show(f"{SCHOOL}.{CALL}", tag)
        page.locator(".basket summary").click()
        small = page.evaluate(
            "[...document.querySelectorAll('main :is(label:has(input),summary,select,button,"
            ".packet h2 a,[data-link],[type=search])')].filter(e => e.checkVisibility())"
            ".map(e => [e.textContent, e.getBoundingClientRect().height]).filter(e => e[1] < 44)"
        )
        assert small == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_script_stays_small() -> None:
    made = read_assets(ROOT)
    assert len(brotli.compress(made["inline/basket.js"])) <= 1200
    assert len(brotli.compress(made["qr.js"])) <= 1450


@browser_only
def test_a_saved_language_opens_a_basket_and_its_qr_code_without_network(
    guide: Path, server: Callable[[Path], str], page: Page
) -> None:
    base = server(guide)
    page.goto(f"{base}de/offline.html")
    buttons = page.locator(".save button")
    buttons.first.click()
    expect(buttons.last).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"{base}de/merkliste.html#{SCHOOL}.{RETIRED}")
    expect(page.locator(".packet h2")).to_have_count(1)
    expect(page.locator(".basket .unchecked")).to_contain_text("gibt es nicht mehr")
    page.locator(".send details:not(.act details) summary").click()
    expect(page.locator(".qr svg")).to_be_visible()
