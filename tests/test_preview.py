"""While an editor types, the browser shows the page as it would be, or what is wrong and where."""

import gc
import json
import random
import shutil
import socket
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Page, Route, expect
from websockets.sync.client import connect

from guide.checks import check
from guide.cli.telling import read
from guide.outputs import contents
from guide.preview import POLICY, Preview, answer, judge, renew
from guide.problems import Problem, has_errors
from guide.watch import changed, look
from tests import mini, ports
from tests.tools import ROOT

BUILD = [sys.executable, str(ROOT / "build.py")]
SUMMARY = "Einfach vorbeikommen."


@pytest.fixture
def preview(copy: Path) -> Preview:
    preview = Preview(copy, partial(read, copy), check)
    assert not has_errors(again(preview))
    return preview


def again(preview: Preview) -> list[Problem]:
    renew(preview)
    return judge(preview)


def body(preview: Preview, address: str) -> str:
    return answer(preview, address).content.decode("utf-8")


# --- what is shown -------------------------------------------------------------------------------


def test_the_preview_shows_the_bytes_of_a_build_without_the_policy(preview: Preview) -> None:
    assert preview.site
    built = contents(preview.site)
    for path in ("index.html", "de/index.html", "ar/wege.html", "de/angebot/fussball.html"):
        assert answer(preview, f"/{path}").content == POLICY.sub(b"", built[path])
    names = [path for path in built if path.startswith("assets/")]
    assert names
    for path in names:
        assert answer(preview, f"/{path}").content == built[path]


def test_a_folder_shows_its_first_page_and_without_a_slash_leads_there(preview: Preview) -> None:
    assert body(preview, "/de/") == body(preview, "/de/index.html")
    assert answer(preview, "/de").location == "/de/"


@pytest.mark.parametrize("address", ["/nix", "/de/nix.html", "/../data/region.yaml", "/de/%00"])
def test_what_is_not_there_is_told_as_on_the_site(address: str, preview: Preview) -> None:
    found = answer(preview, address)
    assert found.status.startswith("404")
    assert "404" in found.content.decode() or "gibt es nicht" in found.content.decode()


def test_a_change_is_there_at_the_next_look(preview: Preview, copy: Path) -> None:
    mini.replace(copy, "content/hilfe.md", "---\n\n", f"---\n\n{SUMMARY}\n\n")
    renew(preview)
    assert SUMMARY in body(preview, "/de/hilfe.html")


def test_a_change_is_shown_before_it_is_checked_and_taken_back_if_a_check_forbids_it(
    preview: Preview, copy: Path
) -> None:
    good = body(preview, "/de/hilfe.html")
    mini.replace(copy, "content/hilfe.md", "---\n\n", "---\n\n[da](offer:gibt-es-nicht)\n\n")
    renew(preview)
    assert not preview.errors
    judge(preview)
    shown = body(preview, "/de/hilfe.html")
    assert "gibt-es-nicht" in shown[shown.index("vorschau-fehler") : shown.index("</details>")]
    assert good.split("<body", 1)[1].split(">", 1)[1] in shown


def test_nothing_is_written(preview: Preview, copy: Path) -> None:
    before = look(copy)
    answer(preview, "/de/")
    assert look(copy) == before
    assert not (copy / "site").exists()


def test_what_was_shown_before_is_not_kept(preview: Preview, copy: Path) -> None:
    for address in ("/ar/wege.html", "/de/angebote.html", "/de/suche.html", "/sitemap.xml"):
        assert answer(preview, address).status == "200 OK"
    before = weakref.ref(preview.site)
    mini.replace(copy, "content/hilfe.md", "---\n\n", f"---\n\n{SUMMARY}\n\n")
    again(preview)
    gc.collect()
    assert before() is None


# --- what is wrong -------------------------------------------------------------------------------


def test_a_mistake_stands_above_the_last_good_page_and_goes_when_mended(
    preview: Preview, copy: Path
) -> None:
    good = body(preview, "/de/wege.html")
    mini.replace(copy, "data/offers.yaml", "kind: school", "kind: schule")
    renew(preview)
    shown = body(preview, "/de/wege.html")
    assert "data/offers.yaml:" in shown
    assert "→" in shown
    start, end = shown.index("<details open id"), shown.index("</style>", shown.index("<ol>"))
    assert shown[:start] + shown[end + len("</style>") :] == good
    mini.replace(copy, "data/offers.yaml", "kind: schule", "kind: school")
    renew(preview)
    assert body(preview, "/de/wege.html") == good


def test_without_any_good_site_the_mistakes_stand_alone(copy: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "kind: school", "kind: schule")
    preview = Preview(copy, partial(read, copy), check)
    again(preview)
    assert "data/offers.yaml:" in body(preview, "/")


def test_what_an_editor_typed_cannot_become_part_of_the_page(preview: Preview, copy: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "kind: school", "kind: <script>x</script>")
    renew(preview)
    assert "<script>x" not in body(preview, "/de/")
    assert "&lt;script&gt;x" in body(preview, "/de/")


def test_a_half_written_template_is_told_with_its_line(preview: Preview, copy: Path) -> None:
    shutil.copytree(ROOT / "templates", copy / "templates")
    shell = copy / "templates/shell.html"
    text = shell.read_text(encoding="utf-8")
    shell.write_text("{% if %}\n" + text, encoding="utf-8")
    renew(preview)
    assert "templates/shell.html:1" in body(preview, "/de/")
    shell.write_text(text, encoding="utf-8")
    renew(preview)
    assert "templates/shell.html" not in body(preview, "/de/")


# --- what is looked at ---------------------------------------------------------------------------


def test_files_that_programs_put_there_while_writing_are_no_change(copy: Path) -> None:
    before = look(copy)
    for name in (".offers.yaml.swp", "offers.yaml~", "4913", "#offers.yaml#", "x.tmp", ".#a"):
        (copy / "data" / name).write_text("x")
    assert look(copy) == before


def test_a_new_a_renamed_and_a_deleted_file_are_changes(copy: Path) -> None:
    before = look(copy)
    (copy / "content/neu.md").write_text("x")
    (copy / "content/hilfe.md").rename(copy / "content/rat.md")
    (copy / "content/geld.md").unlink()
    found = changed(before, look(copy))
    assert found == [f"content/{name}.md" for name in ("geld", "hilfe", "neu", "rat")]


# --- five hundred edits --------------------------------------------------------------------------


Edit = Callable[[list[bytes], int, random.Random], object]
TYPED = ("Wort", "ß", "\t", ": x", '"', "{term:x}", "- id: a", "<b>")


def spoil(lines: list[bytes], place: int, chance: random.Random) -> None:
    lines[place] += f" {chance.choice(TYPED)}".encode()


EDITS: list[Edit] = [
    lambda lines, place, chance: lines.pop(place),
    lambda lines, place, chance: lines.insert(place, chance.choice(lines)),
    lambda lines, place, chance: lines.__setitem__(place, lines[place][:9]),
    lambda lines, place, chance: lines.clear(),
    spoil,
]


def edit(root: Path, chance: random.Random) -> None:
    """Change one file as an editor does, or do with it what a program does."""
    files = sorted(p for p in root.rglob("*") if p.suffix in {".yaml", ".md", ".po"})
    path = chance.choice(files)
    match chance.randrange(8):
        case 0:
            path.unlink()
        case 1:
            path.rename(path.with_name(f"{path.stem}-neu{path.suffix}"))
        case 2:
            path.with_name(f"{path.name}.tmp").write_bytes(b"\xff halb")
        case _:
            lines = path.read_bytes().split(b"\n")
            chance.choice(EDITS)(lines, chance.randrange(len(lines)), chance)
            path.write_bytes(b"\n".join(lines))


def put_back(root: Path, whole: dict[Path, bytes]) -> None:
    for path in [p for p in root.rglob("*") if p.is_file() and p not in whole]:
        path.unlink()
    for path, content in whole.items():
        path.write_bytes(content)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_edits_leave_the_preview_alive_and_true(
    seed: int, preview: Preview, copy: Path
) -> None:
    """What is kept from one reading to the next is never what was there before: 500 edits."""
    chance = random.Random(seed)
    whole = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    good = 0
    for number in range(250):
        edit(copy, chance)
        renew(preview)
        answer(preview, "/ar/wege.html")  # before anything is checked
        judge(preview)
        shown = answer(preview, "/ar/wege.html").content.decode("utf-8")
        assert ("vorschau-fehler" in shown) == bool(preview.errors)
        good += not preview.errors
        if number % 4 == 3:
            put_back(copy, whole)
    put_back(copy, whole)
    mini.replace(copy, "data/pathways.yaml", "summary: ", "summary: Neu und ")
    again(preview)
    subprocess.run([*BUILD, "build", "--root", str(copy)], capture_output=True, check=True)
    for page in ("de/wege.html", "ar/wege.html"):
        built = POLICY.sub(b"", (copy / "site" / page).read_bytes())
        assert answer(preview, f"/{page}").content == built
    assert 25 < good < 225  # both kinds have been there


# --- in a real browser ---------------------------------------------------------------------------


@pytest.fixture
def address(copy: Path) -> Iterator[str]:
    """The server's, once it says that it is there: from then on it is."""
    with ports.held() as port:
        command = [*BUILD, "serve", "--root", str(copy), "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as made:
            assert made.stdout
            try:
                assert any("Im Browser öffnen" in line for line in made.stdout)
                socket.create_connection(("127.0.0.1", port)).close()
                yield f"http://127.0.0.1:{port}"
            finally:
                made.terminate()


@pytest.mark.browser
def test_the_browser_follows_the_editor(address: str, copy: Path, page: Page) -> None:
    page.goto(f"{address}/de/hilfe.html", wait_until="networkidle")
    mini.replace(copy, "content/hilfe.md", "---\n\n", f"---\n\n{SUMMARY}\n\n")
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    mini.replace(copy, "content/hilfe.md", "(offer:wegeberatung)", "(offer:gibt-es-nicht)")
    notice = page.locator("#vorschau-fehler")
    expect(notice).to_contain_text("content/hilfe.md:")
    expect(notice).to_contain_text("gibt-es-nicht")
    mini.replace(copy, "content/hilfe.md", "(offer:gibt-es-nicht)", "(offer:wegeberatung)")
    expect(notice).to_have_count(0)
    expect(page.get_by_text(SUMMARY)).to_be_visible()


def test_a_browser_is_told_of_changes_from_its_first_word_on(address: str, copy: Path) -> None:
    with connect(f"{address.replace('http', 'ws')}/livereload", proxy=None) as line:
        line.send(json.dumps({"command": "hello"}))
        assert json.loads(line.recv(ports.PATIENCE))["command"] == "hello"
        mini.replace(copy, "content/hilfe.md", "---\n\n", f"---\n\n{SUMMARY}\n\n")
        assert json.loads(line.recv(ports.PATIENCE))["command"] == "reload"


@pytest.mark.browser
def test_a_change_before_the_page_is_connected_is_shown_too(
    address: str, copy: Path, page: Page
) -> None:
    asked = f"{address}/de/hilfe.html"
    here = build_opener(ProxyHandler({}))  # whatever proxy leads from this machine to others

    def first_the_change(route: Route) -> None:
        if SUMMARY not in (copy / "content/hilfe.md").read_text(encoding="utf-8"):
            mini.replace(copy, "content/hilfe.md", "---\n\n", f"---\n\n{SUMMARY}\n\n")
        while SUMMARY.encode() not in here.open(asked, timeout=ports.PATIENCE).read():
            pass  # until the server has seen it
        route.continue_()

    page.route("**/livereload.js*", first_the_change)
    page.goto(asked, wait_until="commit")
    expect(page.get_by_text(SUMMARY)).to_be_visible()
