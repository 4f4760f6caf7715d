"""The drafts of this guide against their sheets: hints that are worth reading."""

import pytest

from guide import wording
from guide.catalog import Message, State
from guide.languages import LANGUAGES
from guide.problems import Problem, Severity
from guide.site import Site
from guide.terms import read_sheets


def test_every_sheet_of_this_guide_can_be_read(real: Site) -> None:
    problems: list[Problem] = []
    sheets = read_sheets(real.guide.root, problems)
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    assert sheets.keys() == LANGUAGES.keys() - {"de"}


def test_a_sheet_tells_translations_of_other_texts_from_right_ones(real: Site) -> None:
    """Hints that came at random nobody would read: few for right drafts, many for wrong texts."""
    sheets = read_sheets(real.guide.root, [])
    for tag, catalog in real.catalogs.items():
        terms, resolved = wording.index(sheets[tag]), catalog.resolve(real.messages)
        shown = {m: f.text for m, f in resolved.items() if f.state is State.UNCHECKED}
        long = {m: text for m, text in shown.items() if len(m.german) > 60}
        shifted = dict(
            zip(long, [*list(long.values())[500:], *list(long.values())[:500]], strict=True)
        )
        assert told(long, terms) < 0.1, tag
        assert told(shifted, terms) > 0.5, tag


def told(texts: dict[Message, str], terms: wording.Index) -> float:
    """Return which share of the terms in the German of *texts* is told to be missing."""
    some = dict(list(texts.items())[::5])
    wanted = sum(len({*wording.terms_in(m.german, terms)}) for m in some)
    return sum(len(wording.missing(m.german, text, terms, ())) for m, text in some.items()) / wanted


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Das ist so. Frag nach!", ["Das ist so.", "Frag nach!"]),
        ("Ev kurs belaş e. Bipirse.", ["Ev kurs belaş e.", "Bipirse."]),
        ("دا کورس وړیا و. پوښتنه وکړئ.", ["دا کورس وړیا و.", "پوښتنه وکړئ."]),
        ("Stand 2024. Der Verein hilft.", ["Stand 2024.", "Der Verein hilft."]),
        ("Das geht z. B. hier.", ["Das geht z. B. hier."]),
        ("Der Verein Muster e. V. hilft dir.", ["Der Verein Muster e. V. hilft dir."]),
        ("Ab der 12. Klasse.", ["Ab der 12. Klasse."]),
        ("ኣብዚ ሕተቱ። ነጻ እዩ።", ["ኣብዚ ሕተቱ።", "ነጻ እዩ።"]),
    ],
)
def test_a_sentence_ends_where_a_reader_takes_a_breath(text: str, sentences: list[str]) -> None:
    assert wording.END.split(text) == sentences
