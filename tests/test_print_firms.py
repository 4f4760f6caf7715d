"""`print --instrument`: what a firm can do, on one page of A4, in German and English."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from guide import cli
from guide.outputs import plan
from guide.printing import browser, leaf, press
from guide.site import Site


@pytest.mark.browser
def test_each_page_for_firms_is_one_sheet_that_passes_the_gates(
    small: Site, tmp_path: Path
) -> None:
    known = frozenset(artifact.path for artifact in plan(small))
    with browser.opened() as tab:
        made = [press.print_leaf(tab, one, known, tmp_path) for one in leaf.leaves(small)]
    instruments = [one.id for one in small.guide.employers.instruments]
    names = [f"{tag}/betrieb-{name}" for tag in ("de", "en") for name in instruments]
    assert [done.name for done in made] == names
    assert [done.failures for done in made] == [[]] * len(names)
    for done in made:
        with pikepdf.open(BytesIO(done.content)) as pdf:
            assert len(pdf.pages) == 1
            assert str(pdf.Root.Lang) == done.name[:2]


@pytest.mark.browser
def test_what_does_not_fit_is_told(
    small: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaf, "SIZES", (60,))
    with browser.opened() as tab:
        made = press.print_leaf(tab, next(leaf.leaves(small)), frozenset(), tmp_path)
    assert any("Seiten, erlaubt sind 1" in failure for failure in made.failures)


def test_it_says_nothing_that_is_only_for_the_screen(small: Site) -> None:
    page = leaf.html(next(leaf.leaves(small, "de")), 9)
    assert "Einen Platz melden" not in page
    assert "Das lesen die jungen Menschen" not in page
    assert "Schritt für Schritt" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--instrument", "gibtesnicht"], "data/employers.yaml"),
        (["--instrument", "{first}", "--language", "ar"], "nur auf Deutsch und Englisch"),
    ],
)
def test_a_slip_in_the_command_is_answered(
    copy: Path, small: Site, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    first = small.guide.employers.instruments[0].id
    given = [argument.format(first=first) for argument in arguments]
    assert cli.main(["print", *given, "--root", str(copy)]) == 1
    assert said in capsys.readouterr().out


def test_without_a_browser_a_page_is_left_that_any_browser_prints(
    copy: Path, small: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    first = small.guide.employers.instruments[0].id
    where = ["--root", str(copy), "--output", str(tmp_path / "out")]
    assert cli.main(["print", "--instrument", first, *where]) == 1
    assert (tmp_path / "out" / "de" / f"betrieb-{first}.html").is_file()
