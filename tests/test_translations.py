"""What editors do with translations: see how they stand, bring them up to date, keep, move, check.

The promise: one changed German sentence costs one sentence a language, a changed phone number
costs none, and nobody ever reads a translation of what the German no longer says.
"""

import json
import re
from collections import Counter
from pathlib import Path

import polib
import pytest

from guide import cli, translations
from guide.catalog import State
from tests import dom, mini
from tests.tools import ROOT

SENTENCE = "Du lernst einen Beruf im Betrieb und in der Schule."
PLACE = "stations/ausbildung/summary"
PATHWAYS = "data/pathways.yaml"


def run(root: Path, *command: str) -> int:
    return cli.main(["translations", *command, "--root", str(root)])


def said(root: Path, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    capsys.readouterr()
    run(root, *command)
    return capsys.readouterr().out


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "translations").glob("*.po")}


def entry(root: Path, tag: str, place: str) -> polib.POEntry:
    found = [e for e in polib.pofile(str(root / f"translations/{tag}.po")) if e.msgctxt == place]
    assert len(found) == 1, (tag, place, len(found))
    return found[0]


def review(root: Path, tag: str, place: str) -> None:
    mini.replace(
        root, f"translations/{tag}.po", f'#, fuzzy\nmsgctxt "{place}"', f'msgctxt "{place}"'
    )


def state(root: Path, tag: str, place: str) -> State:
    site = mini.site_of(root)
    resolved = site.catalogs[tag].resolve(site.messages)
    (found,) = [found.state for message, found in resolved.items() if message.context == place]
    return found


def outdated(root: Path) -> dict[str, set[str]]:
    """The places of outdated texts in each language."""
    site = mini.site_of(root)
    return {
        tag: {
            message.context
            for message, found in catalog.resolve(site.messages).items()
            if found.state is State.OUTDATED
        }
        for tag, catalog in site.catalogs.items()
    }


# --- how they stand --------------------------------------------------------------------------


def test_the_standing_counts_every_text_of_a_language_in_one_state(whole: Path) -> None:
    total = len(mini.asked(mini.site_of(whole), "ar"))
    review(whole, "ar", "stations/neu-hier/name")
    mini.replace(whole, "translations/ar.po", 'msgstr "ar Sprachkurs"', 'msgstr ""')
    mini.replace(whole, "translations/ar.po", 'msgstr "ar 3 Jahre"', 'msgstr "ar 4 Jahre"')
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    assert translations.count(mini.site_of(whole), "ar") == {
        State.REVIEWED: 1,
        State.MISSING: 1,
        State.FAULTY: 1,
        State.OUTDATED: 1,
        State.UNCHECKED: total - 4,
    }


def test_the_standing_counts_each_page_and_record_by_itself(copy: Path) -> None:
    pages = translations.count_by_page(mini.site_of(copy), "ar")
    course = {State.REVIEWED: 2, State.OUTDATED: 1, State.MISSING: 3}
    assert pages["stations/sprachkurs"] == course
    assert pages["content/geld"] == {State.REVIEWED: 1, State.MISSING: 6}
    whole_site = sum(pages.values(), Counter[State]())
    assert whole_site == translations.count(mini.site_of(copy), "ar")


def test_an_editor_reads_a_row_a_language(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review(whole, "uk", PLACE)
    drafts = {tag: len(mini.asked(mini.site_of(whole), tag)) for tag in ("ar", "en", "uk")}
    head, *rows = said(whole, capsys, "status").splitlines()
    assert head.split() == ["geprüft", "ungeprüft", "veraltet", "fehlerhaft", "fehlen"]
    assert [row.split() for row in rows] == [
        ["ar", "Arabisch", "0", str(drafts["ar"]), "0", "0", "0"],
        ["en", "Englisch", "0", str(drafts["en"]), "0", "0", "0"],
        ["uk", "Ukrainisch", "1", str(drafts["uk"] - 1), "0", "0", "0"],
    ]


def test_an_editor_reads_a_row_a_page_in_one_language(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = said(copy, capsys, "status", "--language", "ar").splitlines()
    assert ["stations/sprachkurs", "2", "0", "1", "0", "3"] in [row.split() for row in rows]


def test_a_pull_request_shows_the_standing_as_a_table(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = said(copy, capsys, "status", "--language", "ar", "--format", "github").splitlines()
    assert rows[:2] == [
        "| Sprache | geprüft | ungeprüft | veraltet | fehlerhaft | fehlen |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    assert "| stations/sprachkurs | 2 | 0 | 1 | 0 | 3 |" in rows


def test_a_program_reads_the_standing_as_json(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(said(copy, capsys, "status", "--format", "json"))
    course = {"reviewed": 2, "unchecked": 0, "outdated": 1, "faulty": 0, "missing": 3}
    assert data["pages"]["ar"]["stations/sprachkurs"] == course
    assert data["languages"]["ar"]["outdated"] == 1
    assert data["outdated"] == [
        {
            "place": "stations/sprachkurs/summary",
            "before": "Du lernst Deutsch für die Schule.",
            "now": "Du lernst Deutsch für Schule und Beruf.",
            "languages": ["ar", "en"],
        }
    ]


def test_a_language_that_is_not_there_is_told_with_those_that_are(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(copy, "status", "--language", "xx") == 1
    assert "„xx“ gibt es hier nicht. Möglich sind: ar, en." in capsys.readouterr().out


# --- up to date ------------------------------------------------------------------------------


def test_bringing_catalogs_up_to_date_twice_changes_nothing_the_second_time(copy: Path) -> None:
    mini.replace(copy, PATHWAYS, "Du bist Fachkraft.", "Du bist jetzt Fachkraft.")
    assert run(copy, "update") == 0
    first = files(copy)
    assert "Du bist jetzt Fachkraft." in first["ar.po"].decode()
    assert run(copy, "update") == 0
    assert files(copy) == first


def test_a_catalog_has_one_form_however_a_tool_has_wrapped_it(copy: Path) -> None:
    assert run(copy, "update") == 0
    canonical = files(copy)
    for name in canonical:
        path = copy / "translations" / name
        polib.pofile(str(path), wrapwidth=40).save(str(path))
    assert files(copy) != canonical
    assert run(copy, "update") == 0
    assert files(copy) == canonical


def test_bringing_catalogs_up_to_date_loses_no_translation(copy: Path) -> None:
    def translated() -> set[tuple[str, str, str, bool]]:
        return {
            (path.name, entry.msgctxt, entry.msgstr, entry.fuzzy)
            for path in (copy / "translations").glob("*.po")
            for entry in polib.pofile(str(path))
            if entry.msgstr
        }

    before = translated()
    assert len(before) > 30
    assert run(copy, "update") == 0
    assert translated() == before


def test_what_a_translator_noted_stays_when_the_german_changes(whole: Path) -> None:
    place = f'#, fuzzy\nmsgctxt "{PLACE}"'
    mini.replace(whole, "translations/ar.po", place, f"# as in the exam rules\n{place}")
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    for _ in range(2):
        assert run(whole, "update") == 0
        assert entry(whole, "ar", PLACE).tcomment == "as in the exam rules"


def test_a_catalog_that_is_up_to_date_has_every_text_of_the_site(copy: Path) -> None:
    assert run(copy, "update") == 0
    known = [(e.msgctxt, e.msgid) for e in polib.pofile(str(copy / "translations/en.po"))]
    assert known == [(m.context, m.german) for m in mini.site_of(copy).messages]


# --- German changes --------------------------------------------------------------------------


def test_one_changed_sentence_is_outdated_in_every_language_and_nothing_else(whole: Path) -> None:
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    assert outdated(whole) == {"ar": {PLACE}, "en": {PLACE}, "uk": {PLACE}}
    assert run(whole, "update") == 0
    assert outdated(whole) == {"ar": {PLACE}, "en": {PLACE}, "uk": {PLACE}}


def test_one_changed_sentence_of_a_page_is_outdated_and_its_neighbours_are_not(
    whole: Path,
) -> None:
    """All of a section share one place: only their German tells them apart."""
    mini.replace(whole, "content/geld.md", "Hol den [[antrag]].", "Hol dir den [[antrag]].")
    site = mini.site_of(whole)
    for catalog in site.catalogs.values():
        stale = [
            message.german
            for message, found in catalog.resolve(site.messages).items()
            if found.state is not State.UNCHECKED
        ]
        assert stale == ["Hol dir den [[antrag]]."]


@pytest.mark.parametrize("tag", ["ar", "en", "uk"])
def test_a_page_shows_the_new_german_in_place_of_an_outdated_translation(
    tag: str, whole: Path
) -> None:
    before = mini.render(whole, f"{tag}/station/ausbildung.html")
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    page = dom.parse(mini.render(whole, f"{tag}/station/ausbildung.html"))
    text = page.one("main").with_text("Du lernst einen Beruf.")
    marks = {"lang": "de", "dir": "ltr", "data-tr": "outdated"}
    assert marks.items() <= text.attrs.items()
    assert [e for e in page.all() if e.attrs.get("data-tr") == "outdated"] == [text]
    assert (f"{tag} {SENTENCE}" in before) == (tag != "en"), "English shows only what was reviewed"
    assert f"{tag} {SENTENCE}" not in page.text


@pytest.mark.parametrize("tag", ["ar", "uk"])
def test_the_notice_on_the_page_says_that_some_sentences_are_german(tag: str, whole: Path) -> None:
    path, said = f"{tag}/station/ausbildung.html", f"{tag} Einige Sätze stehen noch auf Deutsch."
    assert said not in mini.render(whole, path)
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    assert said in dom.parse(mini.render(whole, path)).one("aside", class_="notice").text


def test_an_editor_is_told_what_a_change_of_german_costs(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    told = (
        "Geändertes Deutsch macht 1 Satz x 3 Sprachen ungültig:\n"
        "  stations/ausbildung/summary (ar, en, uk)\n"
        "    vorher: Du lernst einen Beruf im Betrieb und in der Schule.\n"
        "    jetzt:  Du lernst einen Beruf.\n"
    )
    assert told in said(whole, capsys, "status")
    assert told in said(whole, capsys, "status", "--format", "github")
    assert told in said(whole, capsys, "update")
    assert told in said(whole, capsys, "status"), "it stays so until somebody translates"


def test_two_changed_sentences_are_two(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mini.replace(whole, PATHWAYS, SENTENCE, "Du lernst einen Beruf.")
    mini.replace(whole, PATHWAYS, "Du bist Fachkraft.", "Du bist jetzt Fachkraft.")
    assert "macht 2 Sätze x 3 Sprachen ungültig:" in said(whole, capsys, "status")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+49 30 23125001", "+49 30 23125999"),
        ("euro: 259", "euro: 312"),
        ("yearly: 02-20", "yearly: 03-31"),
        ("date: 2027-03-04", "date: 2028-05-06"),
    ],
)
def test_a_changed_phone_amount_or_deadline_makes_nothing_outdated(
    old: str, new: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.replace(whole, "data/facts.yaml", old, new)
    assert outdated(whole) == {"ar": set(), "en": set(), "uk": set()}
    assert "ungültig" not in said(whole, capsys, "status")
    before = files(whole)
    assert run(whole, "update") == 0
    assert files(whole) == before


@pytest.fixture
def real_copy(tmp_path: Path) -> Path:
    """The texts and catalogs of the real guide, to change one."""
    for folder in ("data", "content", "translations"):
        for path in (ROOT / folder).glob("*.*"):
            target = tmp_path / folder / path.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


def test_in_the_real_guide_too_a_sentence_costs_one_text_a_language_and_a_phone_none(
    real_copy: Path,
) -> None:
    site = mini.site_of(real_copy)
    before, phone = outdated(real_copy), site.guide.facts.phones[0].number
    mini.replace(real_copy, "data/facts.yaml", phone, f"{phone}9")
    assert outdated(real_copy) == before
    text = (real_copy / PATHWAYS).read_text(encoding="utf-8")
    station = next(s for s in site.guide.pathways.stations if text.count(s.summary) == 1)
    mini.replace(real_copy, PATHWAYS, station.summary, f"Neu. {station.summary}")
    place = f"stations/{station.id}/summary"
    for tag, places in outdated(real_copy).items():
        assert places - before[tag] == {place}, tag


# --- only a typo -----------------------------------------------------------------------------


def test_a_corrected_typo_makes_no_work_for_translators(whole: Path) -> None:
    review(whole, "uk", PLACE)
    mini.replace(whole, PATHWAYS, SENTENCE, SENTENCE.replace("Betrieb", "Betrieb,"))
    assert outdated(whole) == {"ar": {PLACE}, "en": {PLACE}, "uk": {PLACE}}
    assert run(whole, "keep", PLACE) == 0
    assert state(whole, "uk", PLACE) is State.REVIEWED, "what was reviewed stays reviewed"
    assert state(whole, "ar", PLACE) is State.UNCHECKED, "a draft stays a draft"
    assert entry(whole, "uk", PLACE).msgstr == f"uk {SENTENCE}"


def test_after_an_update_a_kept_translation_is_a_draft(whole: Path) -> None:
    """The catalog no longer knows whether it was reviewed: it must not be called so."""
    review(whole, "uk", PLACE)
    mini.replace(whole, PATHWAYS, SENTENCE, f"{SENTENCE[:-1]}!")
    assert run(whole, "update") == 0
    assert run(whole, "keep", PLACE) == 0
    assert state(whole, "uk", PLACE) is State.UNCHECKED
    assert entry(whole, "uk", PLACE).previous_msgid is None


def test_a_typo_is_corrected_after_another_change_too(whole: Path) -> None:
    mini.replace(whole, PATHWAYS, SENTENCE, f"{SENTENCE[:-1]}!")
    assert run(whole, "update") == 0
    mini.replace(whole, PATHWAYS, f"{SENTENCE[:-1]}!", f"{SENTENCE[:-1]}?")
    assert run(whole, "keep", PLACE) == 0
    assert state(whole, "ar", PLACE) is State.UNCHECKED


def test_a_draft_is_not_called_reviewed_because_an_empty_text_stood_beside_it(
    whole: Path,
) -> None:
    """Weblate adds today's text while the old one still stands there."""
    mini.replace(whole, PATHWAYS, SENTENCE, f"{SENTENCE[:-1]}!")
    catalog = whole / "translations/ar.po"
    empty = f'\nmsgctxt "{PLACE}"\nmsgid "{SENTENCE[:-1]}!"\nmsgstr ""\n'
    catalog.write_text(catalog.read_text(encoding="utf-8") + empty, encoding="utf-8")
    assert run(whole, "keep", PLACE) == 0
    assert state(whole, "ar", PLACE) is State.UNCHECKED


def test_keeping_one_place_leaves_the_others_outdated(whole: Path) -> None:
    mini.replace(whole, PATHWAYS, SENTENCE, f"{SENTENCE[:-1]}!")
    mini.replace(whole, PATHWAYS, "Du bist Fachkraft.", "Du bist jetzt Fachkraft.")
    assert run(whole, "keep", PLACE) == 0
    assert outdated(whole)["ar"] == {"stations/gesellenbrief/summary"}


def test_keeping_without_a_place_keeps_all(whole: Path) -> None:
    mini.replace(whole, PATHWAYS, SENTENCE, f"{SENTENCE[:-1]}!")
    mini.replace(whole, PATHWAYS, "Du bist Fachkraft.", "Du bist jetzt Fachkraft.")
    assert run(whole, "keep") == 0
    assert outdated(whole) == {"ar": set(), "en": set(), "uk": set()}


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (PATHWAYS, "Du bist seit 3 Monaten hier", "Du bist seit 4 Monaten hier", "praktikum"),
        ("data/facts.yaml", 'amount: "Bis {betrag:fahrkarte}."', 'amount: "Bis 9 Euro."', "fahr"),
        (
            "content/geld.md",
            "steht [hier](page:hilfe#mitbringen)",
            "steht [hier](page:orte)",
            "geld",
        ),
        ("content/geld.md", "Hol den [[antrag]]", "Hol den [[bescheid]]", "geld"),
    ],
)
def test_where_a_number_link_or_placeholder_changes_it_was_no_typo(
    file: str, old: str, new: str, place: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.replace(whole, file, old, new)
    before = outdated(whole)
    (changed,) = before["ar"]
    assert place in changed
    assert run(whole, "keep") == 1
    told = f"Bleibt veraltet: {changed}: Zahlen, Links oder Platzhalter sind neu"
    assert told in capsys.readouterr().out
    assert outdated(whole) == before


def test_keeping_what_is_not_outdated_changes_nothing_and_says_so(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(whole)
    mini.replace(whole, PATHWAYS, SENTENCE, f"{SENTENCE[:-1]}!")
    assert run(whole, "keep", "stations/ausbildung/summmary") == 1
    assert f"Meinten Sie „{PLACE}“?" in capsys.readouterr().out
    assert files(whole) == before


# --- a record gets another name --------------------------------------------------------------


def rename(root: Path, old: str, new: str) -> None:
    for path in [*(root / "data").iterdir(), *(root / "content").iterdir()]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text), encoding="utf-8")


def test_a_renamed_record_takes_its_translations_along(whole: Path) -> None:
    review(whole, "uk", "stations/schule/name")
    rename(whole, "schule", "musterklasse")
    assert run(whole, "move", "stations/schule", "stations/musterklasse") == 0
    assert state(whole, "uk", "stations/musterklasse/name") is State.REVIEWED
    assert state(whole, "ar", "stations/musterklasse/leads_to/schulabschluss/text") is (
        State.UNCHECKED
    )
    assert "ar Du lernst mit anderen" in mini.render(whole, "ar/station/musterklasse.html")


def test_a_record_whose_name_only_begins_alike_stays_where_it_is(whole: Path) -> None:
    """stations/ziel-arbeit is not in stations/ziel."""
    before = files(whole)
    assert b'msgctxt "stations/ziel-arbeit/name"' in before["ar.po"]
    assert run(whole, "move", "stations/ziel", "stations/schule") == 0
    assert files(whole) == before


def test_a_renamed_page_takes_its_translations_along(whole: Path) -> None:
    (whole / "content/geld.md").rename(whole / "content/hilfen.md")
    assert run(whole, "move", "content/geld", "content/hilfen") == 0
    assert state(whole, "ar", "content/hilfen/title") is State.UNCHECKED
    assert "ar Hol den" in mini.render(whole, "ar/hilfen.html")


def test_moving_before_renaming_loses_nothing(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(whole)
    assert run(whole, "move", "stations/schule", "stations/musterklasse") == 1
    assert "„stations/musterklasse“" in capsys.readouterr().out
    assert files(whole) == before


# --- check -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "old", "new", "told"),
    [
        ("deadline", "ar Bis zum {frist:anmeldung}", "ar Bis zum", "frist:anmeldung"),
        ("text", "seit 3 Monaten hier", "seit 4 Monaten hier", "Die Zahl 3 fehlt"),
        ("title", '"ar Orte"', '"ar <b>Orte</b>"', "HTML ist nicht erlaubt"),
        ("title", '"ar Orte"', '"ar Orte \u0663"', "Ziffern wie 1, 2, 3"),
    ],
)
def test_a_fault_is_told_with_file_and_line_and_stops_the_check(
    place: str, old: str, new: str, told: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = whole / "translations/ar.po"
    head, found, rest = catalog.read_text(encoding="utf-8").rpartition(old)
    assert found
    catalog.write_text(head + new + rest, encoding="utf-8")
    assert run(whole, "check") == 1
    out = capsys.readouterr().out
    faults = re.findall(r"^translations/ar\.po:(\d+):1: Fehler: (\S+): (.*)$", out, re.M)
    ((line, context),) = {(int(line), context) for line, context, _ in faults}
    assert context.endswith(f"/{place}")
    assert [message for _, _, message in faults if told in message]
    block = "\n".join(catalog.read_text(encoding="utf-8").split("\n")[line - 1 :])
    assert f'msgctxt "{context}"' in block.partition("\n\n")[0]


def test_an_invisible_sign_of_direction_is_told_with_file_and_line(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.replace(whole, "translations/ar.po", '"ar Orte"', '"ar \u202eOrte"')
    lines = (whole / "translations/ar.po").read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, 1) if "\u202e" in line)
    assert run(whole, "check") == 1
    assert f"translations/ar.po:{number}:12: Fehler:" in capsys.readouterr().out


def test_a_check_without_faults_is_good(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(whole, "check") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 Fehler")


def test_a_doubt_is_told_but_is_no_fault(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mini.replace(whole, "translations/ar.po", f'msgstr "ar {SENTENCE}"', f'msgstr "{SENTENCE}"')
    assert run(whole, "check") == 0
    out = capsys.readouterr().out
    assert f"Hinweis: {PLACE}: Der Text ist noch deutsch" in out
    assert out.count("[unuebersetzt]") == 1
    assert out.splitlines()[-1].startswith("0 Fehler, ")


def test_a_faulty_translation_is_shown_in_german(whole: Path) -> None:
    mini.replace(whole, "translations/ar.po", 'msgstr "ar 3 Jahre"', 'msgstr "ar 4 Jahre"')
    page = dom.parse(mini.render(whole, "ar/station/ausbildung.html"))
    (shown,) = page.one("main").all(data_tr="faulty")
    assert shown.text == "3 Jahre"
    assert (shown.attrs["lang"], shown.attrs["dir"]) == ("de", "ltr")
    assert "4 Jahre" not in page.text


def test_the_translations_of_the_real_guide_have_no_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["translations", "check"]) == 0, capsys.readouterr().out[-2000:]
