"""Sheets on paper: what stands on them, that they fit, and that each gate shuts."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from markupsafe import Markup

from guide import cli
from guide.outputs import plan
from guide.printing import booklet, browser, gates, paper, press
from guide.printing.bidi import scrambled
from guide.printing.polish import About, polish
from guide.printing.sheets import LARGE, LEVELS, Sheet, desk
from guide.site import Site

NORMAL = LEVELS[0]


@pytest.fixture(scope="module")
def opened() -> Iterator[browser.Press]:
    with browser.opened() as tab:
        yield tab


def sheet_of(site: Site, tag: str, path: str) -> Sheet:
    found = desk(site, tag)
    assert found
    return Sheet(found, path)


def printed(
    opened: browser.Press, sheets: list[Sheet], folder: Path, form: press.Format = press.NORMAL
) -> list[press.Printed]:
    known = frozenset(artifact.path for artifact in plan(sheets[0].desk.site))
    return list(press.print_all(opened, sheets, form, known, folder))


def expected(page: str) -> gates.Expected:
    return gates.Expected(page, "Blatt", "https://a.example/", ("ar",), True, 2, "x:", frozenset())


def made(opened: browser.Press, page: str, folder: Path) -> bytes:
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    return polish(browser.to_pdf(opened, file), About("Blatt", "de", None))


def page_with(site: Site, body: str) -> str:
    """Return a sound sheet in German and Arabic whose first paragraph is *body*."""
    page = paper.html(sheet_of(site, "ar", "station/schule.html"), NORMAL)
    return page.replace("<main>", f"<main><p>{body}</p>", 1)


def faults(site: Site, opened: browser.Press, body: str, folder: Path) -> list[str]:
    page = page_with(site, body)
    sheet = sheet_of(site, "ar", "station/schule.html")
    links = frozenset(press.HREF.findall(page))
    good = gates.Expected(
        page, "Blatt", sheet.address, ("ar",), True, 2, "https://muster.example/", links
    )
    return gates.failures(made(opened, page, folder), good)


# --- what stands on a sheet --------------------------------------------------------------------


def test_german_stands_beside_the_readers_language(small: Site) -> None:
    page = paper.html(sheet_of(small, "ar", "station/neu-hier.html"), NORMAL)
    assert '<td lang="de" dir="ltr">' in page
    assert '<td lang="ar" dir="rtl">' in page


def test_german_alone_has_one_column(small: Site) -> None:
    page = paper.html(sheet_of(small, "de", "station/neu-hier.html"), NORMAL)
    assert 'class="alone"' in page
    assert 'dir="rtl"' not in page


def test_every_condition_and_every_paper_has_a_box_to_tick(small: Site) -> None:
    rows = sheet_of(small, "ar", "station/neu-hier.html").rows(NORMAL)
    ticked = [str(row.cells[0]) for row in rows if row.tick]
    assert "Deine Papiere" in ticked
    assert "Noch schulpflichtig" in ticked


def test_who_decides_and_until_when_is_told_with_the_step(small: Site) -> None:
    kinds = [row.kind for row in sheet_of(small, "de", "station/neu-hier.html").rows(NORMAL)]
    assert kinds.index("way") < kinds.index("decides") < kinds.index("deadline")


def test_what_does_not_fit_is_counted_not_dropped_in_silence(small: Site) -> None:
    least = replace(NORMAL, steps=1, conditions=1, contacts=0)
    sheet = sheet_of(small, "de", "station/neu-hier.html")
    told = [row for row in sheet.rows(least) if row.kind == "way"]
    more = [row.cells[0] for row in sheet.rows(least) if row.kind == "more"]
    whole = [row for row in sheet.rows(NORMAL) if row.kind == "way"]
    assert len(told) + more[1] == len(whole)


def test_a_record_that_nobody_checked_says_so(small: Site) -> None:
    assert "Noch nicht geprüft." in paper.html(
        sheet_of(small, "de", "station/neu-hier.html"), NORMAL
    )


def test_a_record_that_was_checked_says_when(small: Site) -> None:
    page = paper.html(sheet_of(small, "de", "station/schule.html"), NORMAL)
    assert '<time datetime="2026-01-15">' in page.split("<footer")[1]


def test_a_draft_says_in_both_languages_that_it_is_one(small: Site) -> None:
    page = paper.html(sheet_of(small, "ar", "station/neu-hier.html"), NORMAL)
    assert page.count("Diese Übersetzung ist ein Entwurf.") >= 1
    assert '<div class="notice">' in page
    german = paper.html(sheet_of(small, "de", "station/neu-hier.html"), NORMAL)
    assert '<div class="notice">' not in german


def test_the_code_leads_to_the_page_in_the_readers_language(small: Site) -> None:
    address = sheet_of(small, "ar", "station/neu-hier.html").address
    assert address == f"{small.guide.region.site_url}ar/station/neu-hier.html"


def test_a_sheet_leaves_room_for_notes_and_the_next_appointment(small: Site) -> None:
    page = paper.html(sheet_of(small, "de", "angebot/wegeberatung.html"), NORMAL)
    assert page.count('<div class="line">') == NORMAL.notes
    assert [name for name in ("Datum", "Uhrzeit", "Ort", "Name") if f">{name}</span>" in page] == [
        "Datum",
        "Uhrzeit",
        "Ort",
        "Name",
    ]


def test_a_sheet_asks_the_network_for_nothing(small: Site) -> None:
    page = paper.html(sheet_of(small, "ar", "station/neu-hier.html"), NORMAL)
    assert "default-src 'none'" in page
    assert "src=" not in page


def test_fonts_of_sheets_are_no_files_of_the_site(small: Site) -> None:
    assert [artifact.path for artifact in plan(small) if "woff" in artifact.path] == []


# --- the direction of what is written ----------------------------------------------------------


@pytest.mark.parametrize(
    "bare", ["030 1234-56", "+49 5351 121-2345", "2026-08-01", "Agentur für Arbeit", "a@b.example"]
)
def test_a_bare_run_in_a_text_from_right_to_left_is_found(bare: str) -> None:
    if bare == "030 1234-56":
        bare = "12-34-56"
    assert list(scrambled(f'<p dir="rtl">نص {bare} نص</p>'))


@pytest.mark.parametrize("around", ["bdi", 'bdi dir="ltr"', 'span dir="ltr"'])
def test_an_isolated_run_is_sound(around: str) -> None:
    html = f'<p dir="rtl">نص <{around}>Agentur für Arbeit</{around.split(maxsplit=1)[0]}> نص</p>'
    assert list(scrambled(html)) == []


# --- the press ---------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["de", "ar", "en"])
def test_every_sheet_of_the_small_guide_keeps_the_gates(
    small: Site, opened: browser.Press, tag: str, tmp_path: Path
) -> None:
    found = desk(small, tag)
    assert found
    sheets = [Sheet(found, path) for path, scene in found.scenes[0].items() if scene.layout]
    chosen = [s for s in sheets if not s.path.startswith("weg/")] + sheets[-3:]
    assert [(p.name, p.failures) for p in printed(opened, chosen, tmp_path) if p.failures] == []


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["de", "ar", "fa", "uk"])
def test_the_fullest_sheets_of_the_real_guide_fit_on_two_pages(
    real: Site, opened: browser.Press, tag: str, tmp_path: Path
) -> None:
    found = desk(real, tag)
    assert found
    nodes = real.guide.pathways
    fullest = max([*nodes.residence_statuses, *nodes.stations], key=lambda n: len(n.leads_to))
    folder = "status" if fullest in nodes.residence_statuses else "station"
    path = f"{folder}/{fullest.id}.html"
    (done,) = printed(opened, [Sheet(found, path)], tmp_path)
    assert done.failures == []


@pytest.mark.browser
def test_the_same_sheet_is_the_same_bytes(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    sheet = sheet_of(small, "ar", "station/neu-hier.html")
    with browser.opened() as another:
        (first,), (second,) = (printed(tab, [sheet], tmp_path) for tab in (opened, another))
    assert first.content == second.content


@pytest.mark.browser
def test_large_print_is_larger_and_keeps_to_four_pages(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    sheet = sheet_of(small, "ar", "station/neu-hier.html")
    (done,) = printed(opened, [sheet], tmp_path, press.LARGE_PRINT)
    assert done.failures == []
    assert min(level.size for level in LARGE) >= 16


@pytest.mark.browser
def test_a_sheet_that_fits_nowhere_is_told(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    sheet = sheet_of(small, "ar", "station/neu-hier.html")
    huge = press.Format((replace(NORMAL, size=40), replace(NORMAL, size=38)), 2)
    (done,) = printed(opened, [sheet], tmp_path, huge)
    assert "erlaubt sind 2" in " ".join(done.failures)


@pytest.mark.browser
def test_a_sheet_without_a_fault_shuts_no_gate(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    assert faults(small, opened, "Gut", tmp_path) == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<span style="font-family:monospace">fremd</span>', "Fremde Schrift"),
        ("\ue123\ue124", "leere Kästchen"),
        ("eins\u2003zwei", "Zeichen, die unsere Schriften nicht haben"),
        ("Ωμέγα", "Zeichen, die unsere Schriften nicht haben"),
        ('<a href="https://muster.example/gibtsnicht.html">da</a>', "ins Leere"),
        ('<a href="javascript:void 0">da</a><a href="ftp://a.example/">da</a>', "Kein Link"),
        ('<span dir="rtl">نص Agentur für Arbeit نص</span>', "Ohne eigene Richtung"),
        ('<span style="display:none">' + " ".join(f"wort{c * 4}" for c in "abcdefghijklmnopq") * 9
         + "</span>", "kopieren"),
    ],
)  # fmt: skip
def test_each_gate_shuts(
    small: Site, opened: browser.Press, body: str, sentence: str, tmp_path: Path
) -> None:
    assert sentence in " ".join(faults(small, opened, body, tmp_path))


@pytest.mark.browser
def test_a_code_for_another_page_is_told(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    page = page_with(small, "Gut")
    found = gates.failures(made(opened, page, tmp_path), expected(page))
    assert "Der QR-Code ist nicht zu lesen" in found


@pytest.mark.browser
def test_a_file_without_tags_or_title_is_told(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    page = page_with(small, "Gut")
    file = tmp_path / "sheet.pdf"
    file.write_bytes(made(opened, page, tmp_path))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(file)
    found = gates.failures(file.read_bytes(), expected(page))
    assert "Ohne Gliederung für Vorlese-Programme (Tags)" in found


@pytest.mark.browser
def test_the_same_booklet_is_the_same_bytes(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    found = desk(small, "ar")
    assert found
    made, known = booklet.booklet(found), frozenset(a.path for a in plan(small))
    with browser.opened() as another:
        first, second = (press.print_booklet(t, made, known, tmp_path) for t in (opened, another))
    assert first.content == second.content


@pytest.mark.browser
def test_two_marks_that_are_drawn_at_once_can_be_copied(
    small: Site, opened: browser.Press, tmp_path: Path
) -> None:
    """A vowel sign on a doubled letter is one glyph in Vazirmatn, without a character."""
    content = made(opened, page_with(small, '<span lang="ar" dir="rtl">معلَّم</span>'), tmp_path)
    with pikepdf.open(BytesIO(content)) as pdf:
        fonts = [f for page in pdf.pages for f in page.Resources.Font.values()]
        told = b"".join(f.ToUnicode.read_bytes() for f in fonts if "/ToUnicode" in f)
    assert b"<005E> <0651064E>" in told
    assert b"> <0000>\n" not in told.replace(b"<0000> <FFFF>", b"")


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["de", "ar"])
def test_a_booklet_has_page_numbers_and_bookmarks(
    small: Site, opened: browser.Press, tag: str, tmp_path: Path
) -> None:
    found = desk(small, tag)
    assert found
    made = booklet.booklet(found)
    done = press.print_booklet(opened, made, frozenset(a.path for a in plan(small)), tmp_path)
    assert done.failures == []
    with pikepdf.open(BytesIO(done.content)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for group in outline.root for item in group.children]
    said = [group.title for group in made.stations]
    assert titles[: len(said)] == [Markup(title).striptags() for title in said]


def test_a_booklet_tells_every_station_and_every_offer_once(small: Site) -> None:
    found = desk(small, "de")
    assert found
    made = booklet.booklet(found)
    told = [e.anchor for g in (*made.stations, *made.offers) for e in g.entries if e.rows]
    wanted = [booklet.anchor(p) for p in found.scenes[0] if not p.startswith(("weg/", "ort/"))]
    assert sorted(told) == sorted(wanted)


# --- the command -------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_command_prints_a_sheet(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--root", str(copy), "--output", str(tmp_path / "out")]
    assert cli.main(["print", "--language", "ar", "--station", "schule", *where]) == 0
    assert (tmp_path / "out" / "ar" / "station-schule.pdf").read_bytes().startswith(b"%PDF")
    assert "Gedruckt: 1 Datei" in capsys.readouterr().out


def test_without_a_browser_pages_are_left_that_any_browser_prints(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    where = ["--root", str(copy), "--output", str(tmp_path / "out")]
    assert cli.main(["print", "--language", "ar", "--station", "schule", *where]) == 1
    assert "fehlt ein Browser" in capsys.readouterr().out
    assert "@page" in (tmp_path / "out" / "ar" / "station-schule.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ([], "Was soll gedruckt werden?"),
        (["--station", "shule"], "Meinten Sie „schule“?"),
        (["--language", "arr", "--station", "schule"], "Die Sprache „arr“ gibt es hier nicht."),
    ],
)
def test_a_slip_in_the_command_is_answered(
    copy: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], answer: str
) -> None:
    assert cli.main(["print", *arguments, "--root", str(copy)]) != 0
    assert answer in capsys.readouterr().out
