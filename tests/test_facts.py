"""Numbers and days: stored once, shown as people dial, pay and read them in their language."""

import re
from datetime import date

import pytest

from guide.edition import Edition
from guide.facts import date_words, euros, national, phone_link
from guide.languages import LANGUAGES

FOREIGN_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+49 30 23125001", "030 23125001"),
        ("+49 5151 987", "05151 987"),
        ("+43 1 123456", "+43 1 123456"),  # abroad it stays as it is
    ],
)
def test_a_german_number_is_shown_as_people_dial_it(number: str, shown: str) -> None:
    assert national(number) == shown


def test_a_phone_dials_with_the_country_code_and_without_spaces() -> None:
    assert 'href="tel:+493023125001"' in phone_link("+49 30 23125001")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(259, "259\xa0€"), (12.5, "12,50\xa0€"), (0, "0\xa0€"), (1014.05, "1014,05\xa0€")],
)
def test_money_is_written_as_on_letters_in_every_language(amount: float, shown: str) -> None:
    assert euros(amount) == shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "4. März 2027"),
        ("ar", "4 آذار 2027"),  # the month names of Syria and Iraq
        ("uk", "4 березня 2027"),
        ("en", "4 March 2027"),
        ("fr", "4 mars 2027"),
        # where CLDR begins with the month or the year: the day first, as in the brackets behind
        ("so", "4 Maarso 2027"),
        ("ti", "4 መጋቢት 2027"),
        ("ps", "4 مارچ 2027"),
        ("fa", "4 مارچ 2027"),
    ],
)
def test_a_day_has_the_month_names_that_readers_know(language: str, words: str) -> None:
    assert words in date_words(date(2027, 3, 4), LANGUAGES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_can_be_said_in_every_language_with_the_digits_of_the_form(language: str) -> None:
    said = date_words(date(2027, 2, 20), LANGUAGES[language])
    assert '<time datetime="2027-02-20">' in said
    assert not FOREIGN_DIGITS.search(said), "other digits than on the form"
    assert ("20.02.2027" in said) == (language != "de")


def test_a_yearly_day_names_no_year(german: Edition, arabic: Edition) -> None:
    told = [
        edition.words.fact("frist", "anmeldung", edition.language.tag) or ""
        for edition in (german, arabic)
    ]
    assert "20. Februar" in told[0]
    assert "20 شباط" in told[1]
    assert "(20.02.)" in told[1]
    assert not any("2028" in text for text in told)


def test_a_fact_that_does_not_exist_is_no_fact(german: Edition) -> None:
    assert german.words.fact("tel", "gibt-es-nicht", "de") is None


def test_a_number_in_a_text_from_right_to_left_keeps_its_own_direction(arabic: Edition) -> None:
    money = arabic.words.fact("betrag", "mustergeld", "ar")
    assert money == '<bdi dir="ltr">259\xa0€</bdi>'
