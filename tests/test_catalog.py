"""Translations: a text is shown only where it was made from exactly today's German.

The catalogs are files that Weblate, Poedit and people edit; they are read with care and written
in one form only, so that a change shows as what it is.
"""

import re
from pathlib import Path

import pytest

from guide.catalog import (
    Catalog,
    Message,
    State,
    Translation,
    catalog_path,
    normalize,
    read_catalog,
    updated,
    write_catalog,
)
from guide.languages import LANGUAGES
from guide.problems import Problem
from guide.site import Site
from tests.tools import ROOT

ENGLISH = LANGUAGES["en"]
NAME = Message("stations/x/name", "Der Kurs")


def catalog(*entries: tuple[Message, Translation]) -> Catalog:
    return Catalog(ENGLISH, dict(entries))


def state(message: Message, *entries: tuple[Message, Translation]) -> State:
    return catalog(*entries).resolve([message])[message].state


# --- the state of a text ---------------------------------------------------------------------


def test_what_nobody_has_translated_is_missing() -> None:
    assert state(NAME) is State.MISSING
    assert state(NAME, (NAME, Translation(""))) is State.MISSING


def test_what_somebody_has_reviewed_is_reviewed() -> None:
    assert state(NAME, (NAME, Translation("The course", fuzzy=False))) is State.REVIEWED


def test_what_is_marked_fuzzy_is_unchecked() -> None:
    assert state(NAME, (NAME, Translation("The course", fuzzy=True))) is State.UNCHECKED


def test_what_was_made_from_other_german_is_outdated() -> None:
    before = Message(NAME.context, "Der alte Kurs")
    assert state(NAME, (before, Translation("The old course", fuzzy=False))) is State.OUTDATED


def test_what_keeps_its_old_german_is_outdated() -> None:
    entry = Translation("The old course", fuzzy=True, previous="Der alte Kurs")
    assert state(NAME, (NAME, entry)) is State.OUTDATED


def test_the_same_german_in_another_place_is_another_text() -> None:
    elsewhere = Message("stations/y/name", NAME.german)
    assert state(NAME, (elsewhere, Translation("The course", fuzzy=False))) is State.MISSING


def test_a_new_text_of_a_template_has_nothing_to_do_with_the_others() -> None:
    """All templates' texts share one place; only the German tells them apart."""
    menu = Message("ui", "Menü")
    assert state(Message("ui", "Zum Inhalt"), (menu, Translation("Menu", fuzzy=False))) is (
        State.MISSING
    )


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Ruf an: {tel:amt}", "Give us a call"),
        ("Ruf an: {tel:amt}", "Call {tel:school}"),
        ("Bis {frist:antrag}", "Until {frist:antrag} and {frist:antrag}"),
        ("Siehe [dort](page:hilfe)", "See [there](page:geld)"),
        ("Dein [[antrag]]", "Your application"),
        ("Nach 15 Monaten", "After 16 months"),
        ("Ein Wort", "A <b>word</b>"),
        ("Ein Wort", "# A word"),
        ("Ein Wort", "A \u202eword"),
    ],
)
def test_a_translation_that_says_something_else_is_faulty(german: str, english: str) -> None:
    message = Message("x", german)
    assert state(message, (message, Translation(english, fuzzy=False))) is State.FAULTY


# --- wrapping --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["a b", "a\nb", "  a   \n   b\n", "a\t\n\tb"])
def test_line_breaks_make_no_other_text(text: str) -> None:
    assert normalize(text) == "a b"


def test_an_umlaut_of_two_signs_is_the_same_as_one() -> None:
    assert normalize("fu\u0308r") == "für"


# --- reading ---------------------------------------------------------------------------------


def read(root: Path) -> tuple[Catalog, list[Problem]]:
    problems: list[Problem] = []
    return read_catalog(root, ENGLISH, problems), problems


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / catalog_path(ENGLISH)
    path.parent.mkdir()
    return path


def test_a_language_without_a_file_has_no_translations(tmp_path: Path) -> None:
    assert read(tmp_path) == (Catalog(ENGLISH), [])


def test_a_broken_file_is_told_with_its_line(po: Path, tmp_path: Path) -> None:
    po.write_text('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr b\n', encoding="utf-8")
    catalog, problems = read(tmp_path)
    assert catalog.entries == {}
    assert [(p.origin.path, p.origin.line) for p in problems] == [(catalog_path(ENGLISH), 5)]


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00",
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=cp1252\\n"\nmsgid "\xfc"\n',
        b"\x00\x01\x02",
        b"msgid",
        b'msgstr "x"\n',
        b'msgctxt "a"\nmsgctxt "b"\nmsgid "c"\nmsgstr "d"\n',
        b"<<<<<<< main\n",
        b"",
    ],
)
def test_no_file_however_broken_ends_in_a_traceback(raw: bytes, po: Path, tmp_path: Path) -> None:
    po.write_bytes(raw)
    read(tmp_path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_ends_of_another_system_change_nothing(end: str, po: Path, tmp_path: Path) -> None:
    text = 'msgid ""\nmsgstr ""\n\nmsgctxt "stations/x/name"\nmsgid "Der Kurs"\nmsgstr "Course"\n'
    po.write_bytes(text.replace("\n", end).encode())
    assert read(tmp_path)[0].resolve([NAME])[NAME].text == "Course"


# --- writing ---------------------------------------------------------------------------------


def written(root: Path, catalog: Catalog) -> str:
    return (root / write_catalog(root, catalog)).read_text(encoding="utf-8")


TRICKY = ['Er sagt "ja"', "Ein \\ Strich", "ar: مرحبا", "langer " * 40, "{tel:amt} [[x|y]]", "a\tb"]


@pytest.mark.parametrize("text", TRICKY)
def test_what_is_written_is_read_back(text: str, tmp_path: Path) -> None:
    text = normalize(text)
    ours = catalog((Message("x", text), Translation(text, fuzzy=False)))
    written(tmp_path, ours)
    back, problems = read(tmp_path)
    assert problems == []
    assert [(m.german, t.text, t.fuzzy) for m, t in back.entries.items()] == [(text, text, False)]


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    ours = catalog(
        (NAME, Translation("Course", fuzzy=True, previous="Der alte Kurs")),
        (Message("ui", "x"), Translation("", fuzzy=False)),
        (Message("ui", "y"), Translation("Y", fuzzy=False, comment="from the phone")),
    )
    first = written(tmp_path, ours)
    assert written(tmp_path, read(tmp_path)[0]) == first
    assert "from the phone" in first


def test_a_catalog_has_no_dates_and_no_line_numbers(tmp_path: Path) -> None:
    """They would change in every file with every change of a text."""
    text = written(tmp_path, catalog((NAME, Translation("Course"))))
    assert not re.search(r"Date|^#:|\d{4}-\d\d", text, re.M)


def test_a_changed_german_text_keeps_the_old_one_beside_its_translation(tmp_path: Path) -> None:
    before = catalog(
        (Message(NAME.context, "Der alte Kurs"), Translation("Old course", fuzzy=False))
    )
    text = written(tmp_path, updated(before, [NAME]))
    assert '#, fuzzy\n#| msgid "Der alte Kurs"\n' in text
    assert 'msgid "Der Kurs"\nmsgstr "Old course"\n' in text


def test_a_text_that_changes_twice_keeps_the_german_it_was_translated_from() -> None:
    first = catalog((Message(NAME.context, "Eins"), Translation("One", fuzzy=False)))
    second = updated(first, [Message(NAME.context, "Zwei")])
    third = updated(second, [NAME])
    assert third.entries[NAME].previous == "Eins"


def test_a_reason_for_another_word_holds_for_one_german() -> None:
    one = Message(NAME.context, "Eins")
    entry = Translation("Uno", comment="Notiz\ngewollt: in Formularen heißt es so")
    assert updated(catalog((one, entry)), [one]).entries[one].comment == entry.comment
    assert updated(catalog((one, entry)), [NAME]).entries[NAME].comment == "Notiz"


def test_a_text_that_changes_back_is_not_outdated() -> None:
    one = Message(NAME.context, "Eins")
    changed = updated(catalog((one, Translation("One", fuzzy=False))), [NAME])
    back = updated(changed, [one])
    assert back.resolve([one])[one].state in (State.UNCHECKED, State.REVIEWED)


def test_a_new_text_is_given_no_translation_of_another(tmp_path: Path) -> None:
    menu = Message("ui", "Menü")
    ours = updated(catalog((menu, Translation("Menu", fuzzy=False))), [menu, Message("ui", "Neu")])
    assert ours.entries[Message("ui", "Neu")].text == ""


# --- the texts of the site -------------------------------------------------------------------


def test_the_small_guide_shows_every_state(small: Site) -> None:
    """Else other tests would say nothing."""
    for tag, catalog in small.catalogs.items():
        states = {found.state for found in catalog.resolve(small.messages).values()}
        expected = {State.REVIEWED, State.UNCHECKED, State.OUTDATED, State.MISSING}
        assert states == expected, tag


def test_every_text_of_a_template_is_a_message(small: Site) -> None:
    """Each `_("…")` and each label."""
    known = {message.german for message in small.messages if message.context == "ui"}
    for path in sorted((ROOT / "templates").glob("*.html")):
        for text in re.findall(r'_\("((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")):
            assert text.replace('\\"', '"') in known, path.name


def test_the_place_of_every_text_says_where_it_stands(small: Site) -> None:
    places = {message.context for message in small.messages}
    assert {"ui", "region/title", "stations/neu-hier/name", "content/hilfe#wann"} <= places
    assert "stations/neu-hier/leads_to/schule/text" in places
    assert not [place for place in places if re.search(r"/\d+(/|$)", place)], "a number is no name"
