"""What the sheets in translations/terms/ promise: each word has one name in a language.

German words are found in all their forms and nowhere else; a rendering is recognised however a
language bends it; what is told is a doubt, with the line of the sheet, and can be answered.
"""

from pathlib import Path

import pytest

from guide import cli, translations, wording
from guide.inflection import contains, shapes_of
from guide.languages import LANGUAGES
from guide.problems import Origin, Problem, describe
from guide.proof import proofread
from guide.terms import Rendering, read_sheets
from tests import editor, mini

CASES = sorted((editor.CASES / "terms").glob("*.txt"))
SHEET = Path("translations/terms/uk.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_translator_reads_exactly_this(case: Path, tmp_path: Path) -> None:
    files, says = editor.parse(case.read_text(encoding="utf-8"))
    guide = editor.copy_base(tmp_path)
    for path, typed in files.items():
        editor.write(guide, path, typed)
    found = sorted(translations.check(mini.site_of(guide)))
    assert "\n\n".join(describe(problem, guide) for problem in found) == says


# --- German words -------------------------------------------------------------------------------


def sheet(*german: str) -> wording.Index:
    origin = Origin(SHEET)
    return wording.index(tuple(Rendering(word, "X", ("X",), origin) for word in german))


def found(text: str, *german: str) -> list[str]:
    return [term.german for term in wording.terms_in(text, sheet(*german))]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Ausbildung", "Viele Ausbildungen sind lang."),
        ("Antrag", "Die Anträge liegen beim Amt."),
        ("Amt", "Frag die Ämter."),
        ("Land", "In den Ländern ist es verschieden."),
        ("Zeugnis", "Bring deine Zeugnisse mit."),
        ("Praktikum", "Du machst Praktika."),
        ("Gymnasium", "Die Gymnasien sind voll."),
        ("Auszubildende", "Ein Auszubildender lernt."),
        ("Noten", "Die Note ist gut."),
        ("Kammern", "Die Kammer hilft."),
        ("duale Ausbildung", "Mit einer dualen Ausbildung."),
        ("Berufsbildende Schule", "An den Berufsbildenden Schulen (BBS) lernst du."),
        ("Agentur für Arbeit", "Die Agenturen für Arbeit helfen."),
        ("kostenlos", "Kostenlos ist der Kurs. Das ist ein kostenloser Kurs."),
        ("Schule", "Das ist eine [Schule](page:hilfe)."),
        ("Frist", "Jede [[frist|Frist]] zählt."),
    ],
)
def test_a_german_word_is_found_in_its_forms(term: str, text: str) -> None:
    assert set(found(text, term)) == {term}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Schule", "Die Schülerinnen und Schüler lernen."),
        ("Schule", "Die Haupt- und Realschule ist klein."),
        ("Ausbildung", "Du unterschreibst den Ausbildungsvertrag."),
        ("Berufssprachkurs", "Der Azubi-Berufssprachkurs ist neu."),
        ("Pass", "Die Daten passen."),
        ("meist", "Der Meister bildet aus."),
        ("Treff", "Es gibt 3 Treffer."),
        ("Schule", "Mehr steht auf [dieser Seite](station:Schule)."),
        ("Prüfung", "{leer:Prüfung durch eine andere Stelle}"),
        ("Schule", "Die [[Schule]] wird anders gezeigt."),
    ],
)
def test_a_german_word_is_not_found_in_another(term: str, text: str) -> None:
    assert found(text, term) == []


def test_of_two_words_in_the_same_place_the_longer_one_is_meant() -> None:
    text = "Die duale Ausbildung ist eine Ausbildung."
    assert found(text, "Ausbildung", "duale Ausbildung") == ["duale Ausbildung", "Ausbildung"]


# --- renderings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rendering", "text"),
    [
        ("професійне навчання", "Ти починаєш професійного навчання."),
        ("консультація", "Є багато консультацій"),
        ("المدرسة المهنية", "اذهب إلى مدرسة مهنية"),
        ("عقد التدريب", "عقود التدريب"),
        ("شركة", "وللشركات"),
        ("مدرسة", "بالمدارس"),
        ("kitap", "Kitabını unutma"),
        ("meslek eğitimi", "meslek eğitiminden sonra"),
        ("école", "à l’école"),
        ("chambre des métiers", "La chambre de ton métier"),
        ("ትካል", "ንትካላት"),
        ("ምስክር ወረቐት", "ብምስክር ወረቐታትኩም"),
        ("dibistan", "li dibistanê"),
        ("iskuul", "iskuulkaaga"),
        ("مدرسه", "مدرسه‌های"),
        ("ښوونځی", "په ښوونځیو کې"),
    ],
)
def test_a_rendering_is_recognised_in_its_forms(rendering: str, text: str) -> None:
    assert contains(shapes_of(text), rendering)


@pytest.mark.parametrize(
    ("rendering", "text"),
    [
        ("професійна школа", "професійне навчання"),
        ("مدرسة", "درس اللغة"),
        ("meslek okulu", "meslek eğitimi"),
        ("école", "lycée"),
        ("ቤት ትምህርቲ", "ቤት ጽሕፈት"),
        ("iskuul", "shahaado"),
    ],
)
def test_another_word_is_not_taken_for_the_rendering(rendering: str, text: str) -> None:
    assert not contains(shapes_of(text), rendering)


def missing(german: str, translation: str, term: Rendering, *names: str) -> bool:
    return bool(wording.missing(german, translation, wording.index((term,)), names))


COURSE = Rendering("Integrationskurs", "integration course", ("integration course",), Origin(SHEET))


def test_the_german_word_in_parentheses_is_no_rendering() -> None:
    german = "Du gehst in den Integrationskurs."
    assert missing(german, "You go to the course (Integrationskurs).", COURSE)
    assert not missing(german, "You go to the integration course (Integrationskurs).", COURSE)


def test_a_word_that_stays_german_counts_also_in_parentheses() -> None:
    jobcenter = Rendering("Jobcenter", "Jobcenter", ("Jobcenter",), Origin(SHEET))
    assert not missing("Frag das Jobcenter.", "Ask the job office (Jobcenter).", jobcenter)


def test_a_name_of_an_office_may_stay_german() -> None:
    office = Rendering(
        "Agentur für Arbeit", "Employment agency", ("employment agency",), COURSE.origin
    )
    german, text = "Frag die Agentur für Arbeit Nord.", "Ask Agentur für Arbeit Nord."
    assert missing(german, text, office)
    assert not missing(german, text, office, "Agentur für Arbeit Nord")


# --- sheets -------------------------------------------------------------------------------------


def renderings(root: Path, text: str) -> list[tuple[str, tuple[str, ...]]]:
    editor.write(root, SHEET.as_posix(), text)
    problems: list[Problem] = []
    sheets = read_sheets(root, problems)
    assert problems == []
    return [(one.german, one.accepted) for one in sheets["uk"]]


@pytest.mark.parametrize(
    ("german", "rendering", "expected"),
    [
        ("Anbieter / Träger", "x", [("Anbieter", ("x",)), ("Träger", ("x",))]),
        ("Weg, Bildungsweg", "x, y", [("Weg", ("x",)), ("Bildungsweg", ("y",))]),
        ("Abschluss", "x (Schule) / y (Beruf)", [("Abschluss", ("x", "y"))]),
        ("Schule (BBS)", "x (BBS)", [("Schule", ("x",))]),
        ("Kurs (AsA flex)", "x; im Namen: y", [("Kurs", ("x", "y"))]),
        ("Stelle (Einrichtung)", "x", []),
    ],
)
def test_a_line_may_hold_several_words_and_notes(
    german: str, rendering: str, expected: list[tuple[str, tuple[str, ...]]], tmp_path: Path
) -> None:
    line = f'terms:\n- german: "{german}"\n  rendering: "{rendering}"\n'
    assert renderings(tmp_path, line) == expected


def test_other_forms_in_the_sheet_are_right_too(tmp_path: Path) -> None:
    text = "terms:\n- german: Schule\n  rendering: школа\n  also: [шкіл]\n"
    assert renderings(tmp_path, text) == [("Schule", ("школа", "шкіл"))]


def test_a_broken_sheet_stops_no_build_but_its_check(tmp_path: Path) -> None:
    guide = mini.copy_sources(tmp_path / "guide")
    editor.write(guide, SHEET.as_posix(), "terms:\n- german: Schule\n")
    assert cli.main(["check", "--root", str(guide)]) == 0
    assert cli.main(["translations", "check", "--root", str(guide)]) == 1


# --- what is said in vain of drafts -------------------------------------------------------------

ARABIC = LANGUAGES["ar"]


def rules(german: str, translation: str, place: str, *names: str) -> list[str]:
    return [f.rule for f in proofread(german, translation, ARABIC, names, place)]


def test_words_to_search_for_are_no_sentence() -> None:
    words = "Lehre, Lehrstelle, Ausbildungsplatz, Azubi"
    assert rules(words, words, "stations/x/keywords", "Lehre") == []
    assert rules(words, "كلمة", "stations/x/summary", "Lehre") == ["eigenname"]


def test_a_fault_in_words_to_search_for_is_a_fault() -> None:
    assert rules("Hartz 4", "Hartz ٤", "services/x/keywords") == ["zahl", "zahl", "ziffern"]


@pytest.mark.parametrize(
    "name",
    ["Agentur für Arbeit Nord", "Technische Universität (TU) Nord", "Flüchtlingsrat Nord e. V."],
)
def test_the_name_of_an_office_is_not_still_german(name: str) -> None:
    assert rules(name, name, "stations/x/ask/text") == []
    assert rules(name, name, "stations/x/summary") == ["unuebersetzt"]


def test_a_sentence_about_an_office_is_still_german() -> None:
    text = "Die Schule entscheidet mit dir"
    assert rules(text, text, "stations/x/leads_to/y/decides") == ["unuebersetzt"]


def test_a_placeholder_alone_is_not_still_german() -> None:
    text = "{leer:Name und Anschrift der Stelle}"
    assert rules(text, text, "content/impressum") == []
