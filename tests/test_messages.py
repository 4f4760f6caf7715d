"""Every file in cases/ is what an editor typed and, below `--- says`, all that the editor reads."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guide.load import load
from guide.problems import describe, has_errors
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

HOSTILE = {
    "escape sequence": "\x1b[2J\x1b[31mrot",
    "escape sequence in one character": "\x9b31mrot",
    "right-to-left override": "abc\u202egnp.exe",
    "isolate": "abc\u2066def",
    "line separator": "abc\u2028def",
    "next line": "abc\x85def",
    "bell": "abc\x07",
    "ten thousand characters": "x" * 10_000,
}
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


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_hostile_text_is_never_printed_raw(
    place: Callable[[str], tuple[str, str]], text: str, guide: Path
) -> None:
    editor.write(guide, *place(text))
    said = editor.said(guide)

    assert said
    assert not [character for character in UNSAFE if character in said]
    assert max(map(len, said.split("\n"))) < 500


# --- mistakes nobody thought of ------------------------------------------------------------------


def delete_character(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + text[at + 1 :]


def insert(what: str) -> Callable[[str, random.Random], str]:
    def mutate(text: str, dice: random.Random) -> str:
        at = dice.randrange(len(text))
        return text[:at] + what + text[at:]

    return mutate


def on_lines(change: Callable[[list[str], int], None]) -> Callable[[str, random.Random], str]:
    def mutate(text: str, dice: random.Random) -> str:
        lines = text.split("\n")
        change(lines, dice.randrange(len(lines) - 1))
        return "\n".join(lines)

    return mutate


def duplicate(lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def swap(lines: list[str], at: int) -> None:
    lines[at], lines[at + 1] = lines[at + 1], lines[at]


def indent(lines: list[str], at: int) -> None:
    lines[at] = f" {lines[at]}"


def outdent(lines: list[str], at: int) -> None:
    lines[at] = lines[at][1:]


def truncate(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text))]


MUTATIONS = [
    delete_character,
    truncate,
    *(on_lines(change) for change in (duplicate, swap, indent, outdent, list.pop)),
    *(insert(what) for what in ("\t", ":", '"', "'", " ", "\n", "- ", "{", "]", "#", "&a ", "\r")),
]


def assert_told(root: Path, typed: str) -> None:
    """No traceback; and where there is no Guide, an error at a place that exists."""
    guide, problems = load(root)
    for problem in problems:
        assert describe(problem, root)
    if guide is None:
        assert has_errors(problems), typed
    for problem in problems:
        file = root / problem.origin.path
        if file.is_file():
            lines = file.read_text(encoding="utf-8").splitlines() or [""]
            assert problem.origin.line <= len(lines) + 1, (problem, typed)


def files(root: Path) -> list[Path]:
    return sorted([*(root / "data").glob("*.yaml"), *(root / "content").glob("*.md")])


@pytest.mark.parametrize("seed", range(300))
def test_a_slip_of_the_hand_is_told_and_never_crashes(seed: int, guide: Path) -> None:
    dice = random.Random(seed)
    for _ in range(dice.choice((1, 1, 2, 3))):
        file = dice.choice(files(guide))
        text = file.read_text(encoding="utf-8") or "\n\n"
        file.write_text(dice.choice(MUTATIONS)(f"{text}\n", dice), encoding="utf-8", newline="")

    assert_told(guide, file.read_text(encoding="utf-8"))
    editor.said(guide)


@pytest.mark.parametrize("seed", range(30))
def test_a_slip_of_the_hand_in_the_real_guide_never_crashes(
    seed: int, root: Path, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    for folder in ("data", "content"):
        shutil.copytree(root / folder, tmp_path / folder)
    file = dice.choice(files(tmp_path))
    file.write_text(dice.choice(MUTATIONS)(file.read_text(encoding="utf-8"), dice), "utf-8")

    assert_told(tmp_path, file.name)
