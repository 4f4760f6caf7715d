"""„Diese Angabe verbessern“: from a block of a page to the very line, or to a mail about it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route

from guide import cli
from guide.checks.region import check as check_region
from guide.load import load
from guide.outputs import improve, plan
from guide.site import Site, make_site
from tests import mini
from tests.dom import parse

GITHUB = "repository: {url: https://example.org/musterland/wege, kind: github}"
MAIL = "feedback_email: wege@example.org\n"


def without_forge(root: Path) -> None:
    mini.replace(root, "data/region.yaml", f"{GITHUB}\n", "")


def without_mail(root: Path) -> None:
    mini.replace(root, "data/region.yaml", MAIL, "")


def said_at(root: Path, address: str, start: str) -> str:
    """The line of a guide's file that an address in the forge leads to."""
    assert address.startswith(start), address
    path, _, line = address[len(start) :].partition("#L")
    text = (root / path.split("?")[0]).read_text(encoding="utf-8")
    return text.splitlines()[int(line) - 1].strip()


@pytest.fixture
def tapped(
    page: Page, server: Callable[[Path], str], mini_site: Path
) -> Iterator[Callable[[str], Page]]:
    """A page of the small guide after a tap on the line in its foot; what it asked of others."""
    asked: list[str] = []
    home = server(mini_site)

    def only_here(route: Route) -> None:
        if not route.request.url.startswith(home):
            asked.append(route.request.url)
        route.continue_()

    def tap(path: str) -> Page:
        page.route("**/*", only_here)
        page.goto(home + path)
        page.locator(".improve summary").click()
        page.locator(".improve [role=status]").wait_for()
        return page

    yield tap
    assert asked == []  # nothing is sent by itself


START = "https://example.org/musterland/wege/blob/main/"
STEP = ".card:has(h3 a[href$='/sprachkurs.html'])"
BLOCKS = {  # by page, blocks and the lines that they must lead to
    "de/station/neu-hier.html": {"main > .lead": "- id: neu-hier", STEP: "- to: sprachkurs"},
    "ar/station/neu-hier.html": {"main > .lead": "- id: neu-hier", STEP: "- to: sprachkurs"},
    "de/status/erlaubnis.html": {"main > .lead": "- id: erlaubnis"},
    "de/angebot/musterschule.html": {"main > .lead": "- id: musterschule"},
    "de/angebote.html": {".list li:has(a[href$='/deutschkurs.html'])": "- id: deutschkurs"},
    "de/woerter.html": {"#bescheid": "- id: bescheid", "#frist": "- id: frist"},
    "de/geld.html": {
        "#fahrgeld": "- id: fahrgeld",
        "#antrag + p": "## Zuerst der Antrag {#antrag}",
    },
    "de/betriebe.html": {"#praktikum": "- id: praktikum"},
    "de/ort/probendorf.html": {"main > .lead": "- id: probendorf"},
    "de/impressum.html": {"main > .lead": 'title: "Impressum"'},
    "ar/hilfe.html": {".head:has(#wann) + p": "## Wann es geht {#wann}"},
}


@pytest.mark.browser
@pytest.mark.parametrize("path", BLOCKS)
def test_a_block_leads_to_the_very_line_and_to_a_mail_that_names_it(
    tapped: Callable[[str], Page], path: str
) -> None:
    page = tapped(path)
    for block, line in BLOCKS[path].items():
        made = page.locator(block).locator("a:is([href*='/blob/'],[href^=mailto])")
        forge, mail = (str(link.get_attribute("href")) for link in made.all())
        assert said_at(mini.SOURCES, forge, START) == line
        written = parse_qs(urlsplit(mail).query)
        assert urlsplit(mail).path == "wege@example.org"
        assert written["subject"][0].startswith("Wege im Landkreis Musterland: ")
        found = re.fullmatch(r"(.*?)(?:\?plain=1)?#L(\d+)", forge[len(START) :])
        assert found
        told = written["body"][0].splitlines()
        assert told[0] == f"Seite: {path}"
        assert told[1] == f"Stelle: {found[1]}, Zeile {found[2]}"


@pytest.mark.browser
def test_each_step_of_each_route_leads_to_its_transition(
    tapped: Callable[[str], Page], mini_site: Path
) -> None:
    pages = sorted((mini_site / "de" / "weg").glob("*.html"))
    steps = {path: path.read_text(encoding="utf-8").count('class="step"') for path in pages}
    most = max(pages, key=lambda path: steps[path])
    page = tapped(f"de/weg/{most.name}")
    found = page.locator(".step:has(h3 a)")
    assert found.count() > 2
    for step in found.all():
        link = step.locator("a[href*='/blob/']")
        to = Path(str(step.locator("h3 a").first.get_attribute("href"))).stem
        assert said_at(mini.SOURCES, str(link.get_attribute("href")), START) == f"- to: {to}"


@pytest.mark.browser
def test_closing_the_line_in_the_foot_takes_the_links_away(tapped: Callable[[str], Page]) -> None:
    page = tapped("de/woerter.html")
    link = page.locator("#bescheid a[href*='/blob/']")
    assert link.is_visible()
    page.locator(".improve summary").click()
    link.wait_for(state="hidden")


@pytest.mark.browser
def test_from_a_folder_and_without_the_script_the_foot_still_leads_to_the_file(
    page: Page, mini_site: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    (folder / "de").mkdir(parents=True)
    name = "de/woerter.html"
    (folder / name).write_bytes((mini_site / name).read_bytes())
    page.goto((folder / name).as_uri())
    with page.expect_event("requestfailed", lambda request: request.url.endswith(improve.PATH)):
        page.locator(".improve summary").click()
    link = page.locator(".improve a").first
    assert link.is_visible()
    assert link.get_attribute("href") == f"{START}content/woerter.md"


# --- without a browser ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "url", "start"),
    [
        ("github", "https://github.com/a/b", "https://github.com/a/b/blob/main/"),
        (
            "gitlab",
            "https://gitlab.opencode.de/kreis/bildung/wege",
            "https://gitlab.opencode.de/kreis/bildung/wege/-/blob/main/",
        ),
    ],
)
def test_each_forge_has_its_own_form_of_address(
    copy: Path, kind: str, url: str, start: str
) -> None:
    mini.replace(copy, "data/region.yaml", GITHUB, f"repository: {{url: {url}, kind: {kind}}}")
    site = mini.site_of(copy)
    foot = improve.foot(site, site.editions[0], "station/neu-hier.html")
    assert foot
    assert foot.forge == f"{start}data/pathways.yaml"
    assert f'"forge":"{start}"' in improve.script(site).decode()


def test_the_mail_names_the_pages_address_once_there_is_one(copy: Path) -> None:
    def told() -> tuple[str, str]:
        site = mini.site_of(copy)
        foot = improve.foot(site, site.editions[1], "hilfe.html")
        assert foot
        return parse_qs(urlsplit(foot.mail).query)["body"][0], improve.script(site).decode()

    assert told()[0].strip() == "ar/hilfe.html"
    assert '"site":""' in told()[1]
    mini.replace(copy, "data/region.yaml", "musterland.example/wege/", "musterland.de/wege/")
    assert told()[0].strip() == "https://musterland.de/wege/ar/hilfe.html"
    assert '"site":"https://musterland.de/wege/"' in told()[1]


def test_without_a_forge_and_a_mail_address_nothing_is_offered(copy: Path) -> None:
    without_forge(copy)
    without_mail(copy)
    site = mini.site_of(copy)
    assert improve.PATH not in [artifact.path for artifact in plan(site)]
    assert "Stimmt etwas nicht?" not in mini.render(copy, "de/station/neu-hier.html")


@pytest.mark.parametrize(
    ("missing", "left"), [(without_forge, "mailto:"), (without_mail, "https://example.org")]
)
def test_one_of_both_is_enough_and_the_other_is_not_shown(
    copy: Path, missing: Callable[[Path], None], left: str
) -> None:
    missing(copy)
    foot = parse(mini.render(copy, "de/station/neu-hier.html")).one("details", class_="improve")
    (link,) = foot.all("a")
    assert link.attrs["href"].startswith(left)
    assert link.text == "Diese Angabe verbessern"


def test_a_line_more_changes_no_page_and_no_saved_language(copy: Path) -> None:
    def made() -> dict[str, bytes]:
        return {artifact.path: artifact.render() for artifact in plan(mini.site_of(copy))}

    before = made()
    mini.replace(copy, "data/pathways.yaml", "\nstations:\n", "\n# Notiz\n\nstations:\n")
    after = made()
    assert [path for path in after if after[path] != before[path]] == [improve.PATH]


def test_no_saved_language_holds_the_lines(mini_site: Path) -> None:
    import gzip  # noqa: PLC0415

    packs = list((mini_site / "offline").glob("*.pack"))
    assert packs
    assert not any(b'"stellen.js"' in gzip.decompress(pack.read_bytes()) for pack in packs)


def test_every_page_names_the_file_that_it_is_made_from(small: Site) -> None:
    for artifact in plan(small):
        if artifact.path.startswith("de/") and artifact.path.endswith(".html"):
            foot = improve.foot(small, small.editions[0], artifact.path[3:])
            assert foot
            assert (mini.SOURCES / foot.file).is_file(), artifact.path


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        (
            "{url: https://github.com/a/b/blob/main/data/region.yaml, kind: github}",
            "ist nicht die Adresse eines Projekts",
            "https://github.com/a/b",
        ),
        (
            "{url: https://github.com/a/b.git, kind: github}",
            "ist nicht die Adresse eines Projekts",
            "https://github.com/a/b",
        ),
        (
            "{url: https://github.com/a, kind: github}",
            "ist nicht die Adresse eines Projekts",
            "https://github.com/konto/projekt",
        ),
        (
            "{url: https://gitlab.opencode.de/a/b/-/tree/main, kind: gitlab}",
            "ist nicht die Adresse eines Projekts",
            "https://gitlab.opencode.de/a/b",
        ),
        (
            "{url: https://gitlab.com/a/b, kind: github}",
            "sehen Adressen anders aus als bei „github“",
            "kind: gitlab",
        ),
        (
            '{url: https://github.com/a/b, kind: github, branch: "ein zweig"}',
            "„ein zweig“ kann kein Zweig sein",
            "branch: main",
        ),
    ],
)
def test_an_address_that_would_lead_nowhere_is_an_error_with_the_right_one(
    copy: Path, written: str, message: str, remedy: str
) -> None:
    mini.replace(copy, "data/region.yaml", GITHUB, f"repository: {written}")
    problems = [p for p in mini.found_in(copy) if p.rule.startswith("projekt-")]
    assert len(problems) == 1
    assert message in problems[0].message
    assert problems[0].remedy.endswith(remedy)
    line = (copy / "data/region.yaml").read_text(encoding="utf-8").splitlines()
    assert "repository:" in line[problems[0].origin.line - 1]


def test_what_the_landkreis_has_not_given_yet_is_a_hint(copy: Path) -> None:
    without_forge(copy)
    without_mail(copy)
    guide, problems = load(copy)
    assert guide
    rules = {problem.rule for problem in check_region(make_site(guide, problems))}
    assert {"projekt-fehlt", "hinweis-adresse"} <= rules
    assert cli.main(["check", "--root", str(copy)]) == 0
