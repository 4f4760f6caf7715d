"""Which texts are safety-relevant, and where a text stands, in words."""

import re

import pytest

from guide.catalog import Message
from guide.safety import RULES, rank, reasons
from guide.site import Site
from guide.whereabouts import FIELDS, in_words


@pytest.mark.parametrize(
    ("place", "german", "reason"),
    [
        ("residence_statuses/duldung/summary", "Du bist hier.", "Aufenthalt"),
        ("stations/x/summary", "Frag die Ausländerbehörde.", "Aufenthalt"),
        ("stations/x/summary", "Du hast ein Recht auf Beratung.", "Rechte und Verbote"),
        ("stations/x/leads_to/y/text", "Bis zum {frist:anmeldung}.", "Frist"),
        ("stations/x/leads_to/y/deadline", "Im Mai", "Frist"),
        ("stations/x/money", "Das übernimmt die Schule.", "Geld und Verträge"),
        ("benefits/kindergeld/who", "Eltern", "Geld und Verträge"),
        ("stations/x/summary", "Der Kurs kostet {betrag:kurs}.", "Geld und Verträge"),
        ("stations/x/summary", "Du musst dich melden.", "Pflicht"),
        ("stations/x/requires", "Ein Zeugnis", "Was nötig ist"),
        ("ui", "Dieser Platz ist nicht frei.", "Verneinung oder Einschränkung"),
        ("ui", "Erst ab 18 Jahren", "Verneinung oder Einschränkung"),
        ("terms/x/explain", "Damit darfst du studieren.", "Dürfen oder können"),
    ],
)
def test_rights_deadlines_money_and_small_words_make_a_text_safety_relevant(
    place: str, german: str, reason: str
) -> None:
    assert reason in reasons(Message(place, german))


@pytest.mark.parametrize(
    ("place", "german"),
    [
        ("ui", "Zur Startseite"),
        ("stations/x/name", "Gymnasium"),
        ("services/x/summary", "Musik machen in Musterstadt."),
        ("residence_statuses/duldung/keywords", "nicht abgeschoben, Papier"),
    ],
)
def test_what_harms_nobody_and_words_to_search_for_can_wait(place: str, german: str) -> None:
    message = Message(place, german)
    assert (reasons(message), rank(message)) == ((), len(RULES))


def test_all_texts_about_papers_and_benefits_of_the_real_guide_come_first(real: Site) -> None:
    texts = [m for m in real.messages if not m.context.endswith("/keywords")]
    pressing = ("residence_statuses/", "benefits/")
    assert all(reasons(m) for m in texts if m.context.startswith(pressing))
    assert all(reasons(m) for m in texts if re.search(r"\{(frist|betrag):", m.german))
    share = sum(bool(reasons(m)) for m in texts) / len(texts)
    assert 0.2 < share < 0.6, "first is what not everything is"


# --- where a text stands -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("stations/neu-hier/name", "Station „Neu hier“, Name"),
        ("stations/neu-hier/leads_to/sprachkurs/text", "Station „Neu hier“, Schritt 2 (zu „Sprac"),
        (
            "stations/neu-hier/leads_to/schule/deadline",
            "Schritt 1 (zu „Musterschule (Klasse 5 bis 10)“), Frist",
        ),
        ("residence_statuses/erlaubnis/duration", "Aufenthalt „Erlaubnis“, Dauer"),
        ("content/hilfe/title", "Seite „Wer hilft mir?“, Überschrift"),
        ("ui", "Wörter der Seiten"),
    ],
)
def test_a_place_is_told_in_words(place: str, words: str, small: Site) -> None:
    assert words in in_words(small.guide, place)


def test_every_place_of_the_real_guide_has_german_words(real: Site) -> None:
    places = {m.context for m in real.messages} - {"ui", "ui-firms"}
    data = {p for p in places if not p.startswith(("content/", "region"))}
    assert {p.rpartition("/")[2] for p in data if "/steps/" not in p} <= FIELDS.keys()
    raw = {
        p: w
        for p in data
        if re.search(r"„[a-z0-9]+-[a-z0-9-]+“|Schritt \?", w := in_words(real.guide, p))
    }
    assert raw == {}
