"""Every file in cases/ is what an editor typed and, below `--- says`, all that the editor reads."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guide.cli.telling import tell
from guide.load import load
from guide.problems import Origin, Problem
from tests import editor

CASES = sorted(editor.CASES.glob("*.txt"))
GLOSSARY = "data/glossary.yaml"
TERM = (editor.BASE / GLOSSARY).read_text(encoding="utf-8")
PAGE = "---\ntitle: Impressum\ndescription: Wer verantwortlich ist.\n---\n"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return editor.copy_base(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_an_editor_reads_exactly_this(case: Path, guide: Path) -> None:
    files, says = editor.parse(case.read_text(encoding="utf-8"))
    for path, typed in files.items():
        editor.write(guide, path, typed)

    assert editor.said(guide) == says


def test_there_is_nothing_to_say_about_the_base_guide(guide: Path) -> None:
    assert editor.said(guide) == ""


def test_of_many_mistakes_of_one_kind_in_one_file_the_first_hundred_are_shown(
    guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alike = [Problem(Origin(Path(GLOSSARY), line), "zeichen", "Falsch") for line in range(1, 251)]
    tell([*alike, Problem(Origin(Path(GLOSSARY), 251), "feld", "Anders")], guide)
    printed = capsys.readouterr().out
    assert printed.count("Falsch") == 100
    assert printed.count("Anders") == 1
    assert "data/glossary.yaml: und 150 weitere wie die 100 gezeigten." in printed
    assert "251 Fehler." in printed


# --- files that cannot be shown as text ----------------------------------------------------------


def told(guide: Path, content: str | bytes, path: str = GLOSSARY) -> list[str]:
    """Write *content* and return what is said, each problem's first line."""
    editor.write(guide, path, content)
    return [str(problem) for problem in editor.problems_of(guide)]


def test_a_file_in_the_old_windows_encoding_is_named_with_its_first_umlaut(guide: Path) -> None:
    assert told(guide, TERM.encode("latin-1")) == [
        "data/glossary.yaml:5:34: Fehler: Die Datei ist nicht als UTF-8 gespeichert "
        "(hier steht vermutlich „ü“) [kodierung]"
    ]


def test_the_line_of_a_wrong_umlaut_counts_for_every_kind_of_line_end(guide: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        typed = TERM.replace("\n", end).encode("latin-1")
        assert told(guide, typed)[0].startswith("data/glossary.yaml:5:34:")
        assert told(guide, b"\xef\xbb\xbf" + typed)[-1].startswith("data/glossary.yaml:5:34:")


def test_a_file_saved_as_utf_16_is_named_as_that(guide: Path) -> None:
    assert told(guide, TERM.encode("utf-16")) == [
        "data/glossary.yaml:1:1: Fehler: Die Datei ist als UTF-16 gespeichert [kodierung]"
    ]


def test_utf_16_without_a_mark_is_told_in_a_screenful(guide: Path) -> None:
    assert 0 < len(told(guide, TERM.encode("utf-16-le"))) <= 50


def test_a_byte_order_mark_is_a_hint_and_in_nobodys_way(guide: Path) -> None:
    said = told(guide, TERM.encode("utf-8-sig"))

    assert len(said) == 1
    assert "Hinweis" in said[0]
    assert load(guide)[0] is not None


def test_windows_line_ends_change_nothing(guide: Path) -> None:
    assert told(guide, TERM.replace("\n", "\r\n")) == []


def test_a_nul_character_is_shown_where_it_stands(guide: Path) -> None:
    assert told(guide, TERM.replace("SCHUL", "SC\0UL")) == [
        "data/glossary.yaml:4:10: Fehler: In der Zeile steht ein unsichtbares Steuerzeichen "
        "(U+0000) [steuerzeichen]"
    ]


def test_an_invisible_line_break_does_not_shift_the_line_numbers(guide: Path) -> None:
    for character in "\u2028\u2029\x85":
        typed = TERM.replace("SCHUL", f"SC{character}UL") + "- id: x: y\n"
        places = [line.split(" ")[0] for line in told(guide, typed)]
        assert places == ["data/glossary.yaml:4:10:", "data/glossary.yaml:6:8:"]


def test_a_text_of_three_pages_is_too_long(guide: Path) -> None:
    assert told(guide, TERM.replace("Hier", "Hier " * 500)) == [
        "data/glossary.yaml:5:12: Fehler: Der Text bei „explain:“ ist länger als 2000 Zeichen "
        "[zu-lang]"
    ]


def test_a_line_of_a_megabyte_is_not_printed(guide: Path) -> None:
    said = told(guide, TERM + "  note: " + "a" * 1_000_000 + "\n")

    assert len(said) == 1
    assert "zeile-zu-lang" in said[0]
    assert len(editor.said(guide)) < 1000


def test_a_file_of_six_megabytes_is_not_read(guide: Path) -> None:
    assert "datei-zu-gross" in told(guide, TERM + "# x\n" * 1_500_000)[0]


def test_nested_aliases_cannot_fill_the_memory(guide: Path) -> None:
    bomb = 'a0: &a0 "x"\n' + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )

    assert all("[verweis]" in line for line in told(guide, bomb))


def test_an_alias_that_no_line_shows_is_refused_too(guide: Path) -> None:
    hidden = "terms:\n- {id:\n  &a [x], word:\n  *a }\n"

    assert any("[verweis]" in line for line in told(guide, hidden))


def test_a_hundred_thousand_brackets_do_not_crash(guide: Path) -> None:
    for typed in ("[" * 19_000, "[\n" * 100_000, "{a: [\n" * 50_000, "- " * 9_000 + "a"):
        assert told(guide, f"terms:\n{typed}\n")


def test_a_missing_file_is_named(guide: Path) -> None:
    (guide / GLOSSARY).unlink()

    assert editor.said(guide) == (
        "data/glossary.yaml:1:1: Fehler: Diese Datei fehlt [datei-fehlt]\n"
        "    → Die Datei wiederherstellen; ihr Name darf nicht geändert werden."
    )


def test_a_renamed_file_is_found(guide: Path) -> None:
    (guide / GLOSSARY).rename(guide / "data" / "glossary.yml")

    assert editor.said(guide).endswith(
        "→ Im selben Ordner liegt glossary.yml: umbenennen in glossary.yaml"
    )


def test_a_file_that_must_not_be_read_is_told_without_english_words(guide: Path) -> None:
    (guide / GLOSSARY).chmod(0)
    if os.access(guide / GLOSSARY, os.R_OK):
        pytest.skip("Hier darf jede Datei gelesen werden.")

    assert "Diese Datei darf nicht gelesen werden" in editor.said(guide)


def test_a_folder_in_place_of_a_file_is_called_a_folder(guide: Path) -> None:
    for path in (GLOSSARY, "content/help.md"):
        (guide / path).unlink()
        (guide / path).mkdir()

    assert editor.said(guide).count("Hier liegt ein Ordner, es muss aber eine Datei sein") == 2


def test_a_guide_without_any_page_is_told(guide: Path) -> None:
    shutil.rmtree(guide / "content")

    assert "Im Ordner content/ ist keine Seite" in editor.said(guide)


def test_an_empty_page_is_called_empty(guide: Path) -> None:
    assert told(guide, " \n", "content/impressum.md") == [
        "content/impressum.md:1:1: Fehler: Die Datei ist leer [datei-leer]"
    ]


# --- hostile text --------------------------------------------------------------------------------

HOSTILE = [
    pytest.param("\x1b[2J\x1b[31mrot", id="escape sequence"),
    pytest.param("\x9b31mrot", id="escape sequence in one character"),
    pytest.param("abc\u202egnp.exe", id="right-to-left override"),
    pytest.param("abc\u2066def", id="isolate"),
    pytest.param("abc\u2028def", id="line separator"),
    pytest.param("abc\x85def", id="next line"),
    pytest.param("abc\x07", id="bell"),
    pytest.param("x" * 10_000, id="ten thousand characters"),
]
UNSAFE = [chr(n) for n in (*range(10), *range(11, 32), *range(127, 160))] + list(
    "\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
PLACES = {
    "an id": lambda text: (GLOSSARY, TERM.replace("id: schulamt", f"id: {text}")),
    "a quoted id": lambda text: (GLOSSARY, TERM.replace("id: schulamt", f'id: "{text}"')),
    "a field": lambda text: (GLOSSARY, f"{TERM}  {text}: x\n"),
    "a reference": lambda text: (GLOSSARY, f"{TERM}  stations: [{text}]\n"),
    "an escaped reference": lambda text: (GLOSSARY, f'{TERM}  stations: ["{escaped(text)}"]\n'),
    "an escaped field": lambda text: (GLOSSARY, f'{TERM}  "{escaped(text)}": x\n'),
    "an escaped choice": lambda text: (GLOSSARY, f'{TERM}  article: "{escaped(text)}"\n'),
    "a number": lambda text: (
        "content/impressum.md",
        PAGE.replace("---\n", f"---\nmenu: {text}\n", 1),
    ),
    "a link": lambda text: ("content/impressum.md", f"{PAGE}[x](station:{text})\n"),
    "a placeholder": lambda text: ("content/impressum.md", f"{PAGE}{{tel:{text}}} [[{text}]]\n"),
    "a heading": lambda text: ("content/impressum.md", f"{PAGE}## {text} {{#{text}}}\n"),
    "markup": lambda text: ("content/impressum.md", f"{PAGE}<b {text}>\n"),
    "broken YAML": lambda text: (GLOSSARY, f"{TERM}  note: {text}: x\n"),
}


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in text[:3000])


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_hostile_text_is_never_printed_raw(
    place: Callable[[str], tuple[str, str]], text: str, guide: Path
) -> None:
    editor.write(guide, *place(text))
    said = editor.said(guide)

    assert said
    assert not [character for character in UNSAFE if character in said]
    assert max(map(len, said.split("\n"))) < 500


def test_a_hostile_id_is_not_printed_raw_as_a_suggestion(guide: Path) -> None:
    editor.write(guide, "data/sources.yaml", 'sources:\n- id: "am\\u001b"\n  title: Amt\n')

    assert "\x1b" not in editor.said(guide)
