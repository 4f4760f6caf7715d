"""German stays plain: a measure, and a gate that no hard text passes unseen."""

from pathlib import Path

import pytest

from guide.checks import readability as gate
from guide.readability import amstad, longest_sentence, sentences, syllables, words
from guide.site import Site
from tests import mini

# --- the measure -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("Du", 1),
        ("Schule", 2),
        ("Ausbildung", 3),
        ("Beratung", 3),
        ("neu", 1),
        ("Bäume", 2),
        ("Ausbildungsvertrag", 5),
        ("Prüfung", 2),
        ("Kfz", 1),
    ],
)
def test_a_word_has_as_many_syllables_as_groups_of_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "score"),
    [
        # 180 - words per sentence - 58.5 x syllables per word
        ("Du bist hier.", 180 - 3 - 58.5 * 3 / 3),
        ("Die Schule hilft dir. Frag nach!", 180 - 6 / 2 - 58.5 * 7 / 6),
        ("Du lernst einen Beruf.", 180 - 4 - 58.5 * 6 / 4),
        ("Der Bundesverwaltungsgerichtshof entscheidet.", 180 - 3 - 58.5 * 12 / 3),
        ("Deutsch: A2", 180 - 1 - 58.5 * 1),
        ("", 180),
        ("12 – 15", 180),
    ],
)
def test_the_score_is_amstads(text: str, score: float) -> None:
    assert amstad(text) == pytest.approx(score)


def test_the_score_of_three_short_words_is_118_and_a_half() -> None:
    assert amstad("Du bist hier.") == 118.5


def test_marks_of_the_guide_are_no_words() -> None:
    plain = "Frag die Beratung im Amt: 5."
    marked = "Frag die **[[beratung|Beratung]]** im [Amt](page:hilfe): {tel:amt}."
    assert words(" ".join(sentences(marked))) == words(plain)
    assert amstad(marked) == amstad(plain)


def test_the_longest_sentence_counts_not_the_text() -> None:
    assert longest_sentence("Eins zwei. Eins zwei drei! Eins?") == 3
    assert longest_sentence("12. 13.") == 0


# --- the gate --------------------------------------------------------------------------------

LONG = "Du " + "und du " * 9 + "hier."
HARD = (
    "Ausländerbehördliche Aufenthaltserlaubniserteilungsvoraussetzungen erfordern "
    "Identitätsklärungsnachweise, Lebensunterhaltssicherungsbescheinigungen, "
    "Integrationskursteilnahmebestätigungen, Staatsangehörigkeitsurkunden, "
    "Berufsqualifikationsfeststellungen, Schulabschlussanerkennungen, "
    "Wohnraumnachweise, Krankenversicherungsbestätigungen und Antragsformulare."
)


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("data/pathways.yaml", "Du bist Fachkraft."),
        ("content/geld.md", "Hol den [[antrag]]."),
    ],
)
@pytest.mark.parametrize(
    ("text", "told"),
    [(LONG, "Ein Satz hat mehr als 18 Wörter"), (HARD, "Der Text ist sehr schwer zu lesen")],
)
def test_a_hard_text_is_told_with_its_place(
    text: str, told: str, file: str, old: str, copy: Path
) -> None:
    assert list(gate.check(mini.site_of(copy))) == []
    lines = (copy / file).read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if old in text)
    mini.replace(copy, file, old, text)
    (problem,) = gate.check(mini.site_of(copy))
    assert problem.message.startswith(told)
    assert (problem.origin.path.as_posix(), problem.origin.line) == (file, line)


def test_a_sentence_at_the_limit_passes(copy: Path) -> None:
    mini.replace(copy, "data/pathways.yaml", "Du bist Fachkraft.", "Du " + "bist " * 16 + "da.")
    assert list(gate.check(mini.site_of(copy))) == []


def test_the_limits_are_those_of_plain_german() -> None:
    """Loosen them only on purpose."""
    assert (gate.HARDEST, gate.LONGEST, gate.SHORT) == (25.0, 18, 12)


def test_no_text_of_the_real_guide_is_very_hard_and_no_sentence_too_long(real: Site) -> None:
    assert [str(problem) for problem in gate.check(real)] == []


def test_the_real_guide_as_a_whole_is_plain(real: Site) -> None:
    """60 to 70 is plain German; names and headings of one official word count too."""
    parts = [part for message in real.messages for part in sentences(message.german)]
    found = [word for part in parts for word in words(part)]
    assert len(found) > 10_000
    score = 180 - len(found) / len(parts) - 58.5 * sum(map(syllables, found)) / len(found)
    assert score >= 60
