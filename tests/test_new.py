"""`new`: asks in German, writes a valid record, and leaves every other byte as it was."""

import io
from pathlib import Path

import pytest

from guide import cli, forms, insert
from guide.audience import asks
from guide.forms import Refused
from guide.load import load
from guide.problems import Problem, has_errors
from guide.questions import FORMS
from guide.source import Items, parse_yaml
from tests import mini
from tests.tools import ROOT

OFFER = {
    "name": "Lesecafé am Markt",
    "kind": "library",
    "summary": "Du kannst dort lesen.",
    "sources": "probeblatt",
}
STATION = {
    "name": "Übergangsjahr",
    "kind": "bridge",
    "summary": "Du lernst Berufe kennen.",
    "sources": "probeblatt",
}
TERM = {"word": "Merkblatt", "say": "MERK-blatt", "explain": "Ein Brief vom Amt."}
PAGE = {"title": "Wohnen", "description": "So findest du eine Wohnung."}
ALL = {"offer": OFFER, "station": STATION, "term": TERM, "page": PAGE}
FILES = {
    "offer": "data/offers.yaml",
    "station": "data/pathways.yaml",
    "term": "data/glossary.yaml",
}


def new(root: Path, what: str, answers: dict[str, str]) -> int:
    given = [f"--set={key}={value}" for key, value in answers.items()]
    return cli.main(["new", what, "--root", str(root), "--no-questions", *given])


def content(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def added(old: bytes, new: bytes) -> bytes:
    """What was put into *old*, in one place; fails where anything else is different."""
    size = len(new) - len(old)
    assert size > 0
    places = [n for n in range(len(old) + 1) if new[:n] == old[:n] and new[n + size :] == old[n:]]
    assert places, "more than one place has changed"
    lines = [n for n in places if n == 0 or new[n - 1 : n] == b"\n"]
    return new[lines[-1] : lines[-1] + size]


@pytest.mark.parametrize("what", FILES)
def test_a_record_is_added_and_no_other_byte_changes(copy: Path, what: str) -> None:
    before = content(copy)
    assert new(copy, what, ALL[what]) == 0
    after = content(copy)
    assert [name for name in after if after[name] != before.get(name)] == [FILES[what]]
    assert added(before[FILES[what]], after[FILES[what]]).strip().startswith(b"- id: ")
    assert not has_errors(mini.found_in(copy))


@pytest.mark.parametrize("what", FILES)
def test_the_real_guide_takes_one_too(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = real_copy(tmp_path)
    before = content(root)
    answers = {**ALL[what], **({} if what == "term" else {"sources": "allg"})}
    assert new(root, what, answers) == 0, capsys.readouterr().out
    after = content(root)
    assert [name for name in after if after[name] != before.get(name)] == [FILES[what]]
    first = b"\nservices: []" in before[FILES[what]]  # a Landkreis that has just begun
    old = before[FILES[what]].replace(b"\nservices: []", b"\nservices:")
    block = added(old, after[FILES[what]])
    assert first or block.startswith(b"\n- id: ") or block.endswith(b"\n\n")


def real_copy(folder: Path) -> Path:
    import shutil  # noqa: PLC0415

    for name in ("data", "content", "translations"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def test_an_offer_comes_last_in_its_group_and_before_the_next_heading(tmp_path: Path) -> None:
    root = real_copy(tmp_path)
    if "# --- Kammern (chamber)" not in (root / "data/offers.yaml").read_text(encoding="utf-8"):
        pytest.skip("In diesem Wegweiser sind die Angebote anders geordnet.")
    assert new(root, "offer", {**OFFER, "sources": "allg", "kind": "recognition"}) == 0
    text = (root / "data/offers.yaml").read_text(encoding="utf-8")
    place = text.index("- id: lesecafe-am-markt")
    assert text.index("(recognition)") < place < text.index("# --- Kammern (chamber)")
    assert "- id:" not in text[place + 5 : text.index("# --- Kammern (chamber)")]


@pytest.mark.parametrize(
    ("word", "before"),
    [("Aal", "Antrag"), ("Ärger", "Ausbildung"), ("Zelt", "Zeugnis"), ("Zuzug", "")],
)
def test_a_word_comes_in_the_order_of_the_alphabet(copy: Path, word: str, before: str) -> None:
    assert new(copy, "term", {**TERM, "word": word}) == 0
    guide, _ = load(copy)
    assert guide
    words = [term.word for term in guide.glossary.terms]
    following = words[words.index(word) + 1 :]
    assert (following[0] if following else "") == before


def test_a_page_is_a_new_file_with_a_gap_to_fill(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(copy, "page", PAGE) == 0
    said = capsys.readouterr().out
    assert "Eingetragen: content/wohnen.md" in said
    assert "Hier fehlt noch: Text" in said
    assert not has_errors(mini.found_in(copy))


# --- the file as it was -----------------------------------------------------------------------


RECORDS = "# head\nlist:\n- id: a\n  kind: x\n- id: b\n  kind: y\n\n# tail\nother: 1\n"
STYLES = {
    "windows": RECORDS.replace("\n", "\r\n"),
    "with a mark": "\ufeff" + RECORDS,
    "indented": RECORDS.replace("- id", "  - id").replace("  kind", "    kind"),
    "spaced": RECORDS.replace("- id: b", "\n- id: b"),
    "no end of line": "list:\n- id: a\n  kind: x\n- id: b\n  kind: y",
    "comments between": RECORDS.replace("- id: b", "\n# --- y ---\n\n- id: b"),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("after", [-1, 0, 1])
def test_the_files_own_style_is_kept(style: str, after: int) -> None:
    raw = STYLES[style].encode("utf-8")
    result = insert.insert(raw, section(raw), after, ["id: new", "kind: z"])
    end = raw if style != "no end of line" or after < 1 else raw + b"\n"
    added(end, result)
    items = section(result).items
    expected = ["a", "b"]
    expected.insert(after + 1, "new")
    assert [insert.said(item, "id") for item in items] == expected
    assert (b"\r\n" in result) == (b"\r\n" in raw)
    assert result.count(b"\n") == result.count(b"\r\n") or b"\r\n" not in raw


def section(raw: bytes) -> Items:
    problems: list[Problem] = []
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    record = parse_yaml(text, Path("x.yaml"), problems)
    assert record
    assert problems == []
    found = record.fields["list"]
    assert isinstance(found, Items)
    return found


# --- ids --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Café für Ängstliche & Mutige", "cafe-fuer-aengstliche-mutige"),
        ("Straße ÜBER Öl", "strasse-ueber-oel"),
        ("Łódź – Ço", "odz-co"),
        ("a" * 80, "a" * 56),
    ],
)
def test_an_id_is_made_from_the_name(name: str, identifier: str) -> None:
    assert forms.make_id(name, ()) == identifier


def test_an_id_is_never_given_twice(copy: Path) -> None:
    for _ in range(3):
        assert new(copy, "offer", OFFER) == 0
    guide, _ = load(copy)
    assert guide
    ids = {service.id for service in guide.offers.services}
    assert {"lesecafe-am-markt", "lesecafe-am-markt-2", "lesecafe-am-markt-3"} <= ids


# --- refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "answers", "said"),
    [
        ("offer", {"name": ""}, "„name“ fehlt"),
        ("offer", {"name": "本"}, "wird keine Kennung"),
        ("offer", {"kind": "freizeit"}, "Möglich sind: school"),
        ("offer", {"kind": "librari"}, "Meinten Sie „library“?"),
        ("offer", {"sources": "probeblat"}, "Meinten Sie „probeblatt“?"),
        ("offer", {"sources": "probeblatt, probeblatt"}, "zweimal"),
        ("offer", {"age": "jung"}, "So schreiben: 14-27"),
        ("offer", {"age": "27-14"}, "27"),
        ("offer", {"age": "ab ²"}, "So schreiben: 14-27"),
        ("offer", {"email": "wir"}, "E-Mail"),
        ("offer", {"website": "javascript:alert(1)"}, "http"),
        ("offer", {"summary": 'Ein "Treff".'}, "Gerade Anführungszeichen"),
        ("offer", {"summary": "Ein\nkind: x"}, "unsichtbares Zeichen"),
        ("offer", {"summary": "Ein \u202eTreff"}, "unsichtbares Zeichen"),
        ("offer", {"summary": "Ein \ud800Treff"}, "unsichtbares Zeichen"),
        ("offer", {"summary": "x" * 2001}, "2000"),
        ("offer", {"summary": "Siehe [[gibtesnicht]]."}, "Damit gäbe es diese Fehler"),
        ("offer", {"id": "Lese Café"}, "ist keine Kennung"),
        ("offer", {"id": "../x"}, "ist keine Kennung"),
        ("offer", {"id": "wegeberatung"}, "gibt es schon"),
        ("offer", {"farbe": "rot"}, "ist kein Feld"),
        ("term", {"word": "Zeugnis"}, "Kennung zeugnis. Dort ändern"),
        ("station", {"german.rule": "decided_by"}, "„german.decided_by“ fehlt"),
        ("station", {"german.needed": "B3"}, "B3"),
        ("page", {"id": "start"}, "gibt es schon"),
        ("page", {"id": "../../x"}, "ist keine Kennung"),
        ("page", {"menu": "viele"}, "viele"),
    ],
)
def test_what_is_impossible_is_refused_with_the_reason(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    what: str,
    answers: dict[str, str],
    said: str,
) -> None:
    before = content(copy)
    assert new(copy, what, {**ALL[what], **answers}) == 1
    out = capsys.readouterr().out
    assert said in out
    assert "Nichts wurde verändert." in out
    assert content(copy) == before


def test_nothing_is_added_to_a_guide_with_a_mistake(copy: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "kind: school", "kind: schol")
    before = content(copy)
    assert new(copy, "term", TERM) == 1
    assert content(copy) == before


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "null",
        "~",
        "- x",
        "# x",
        "a: b",
        "{x}",
        "[x",
        "&a",
        "*a",
        "!x",
        "'",
        "%",
        "@",
        "`",
        "|",
        ">",
        "12:30",
        "0123",
        "a #b",
        ": ",
        "?",
    ],
)
def test_a_text_stays_the_text_that_was_typed(text: str) -> None:
    form = FORMS["offer"]
    question = next(question for question in form.questions if question.key == "hours")
    answer = forms.read(form, question, text, {})
    line = forms.lines({"hours": answer})
    record = parse_yaml("\n".join(line), Path("x.yaml"), [])
    assert record
    assert getattr(record.fields["hours"], "value", None) == text.strip()


# --- questions ----------------------------------------------------------------------------------


def answer(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))


def test_it_asks_one_by_one_with_examples_and_what_is_allowed(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "Vermerk", "der", "ver-MERK", "Ein Brief vom Amt.", "Vermerke", "")
    assert cli.main(["new", "term", "--root", str(copy)]) == 0
    said = capsys.readouterr().out
    assert "Welches Wort, wie es auf dem Brief steht?\n  zum Beispiel: Ausbildung" in said
    assert "Welcher Artikel? (freiwillig)\n  der\n  die" in said
    assert "möglich: " in said
    block = (copy / "data/glossary.yaml").read_text(encoding="utf-8")
    assert (
        "- id: vermerk\n  word: Vermerk\n  article: der\n  say: ver-MERK\n"
        '  explain: "Ein Brief vom Amt."\n  forms: [Vermerke]\n'
    ) in block


def test_names_are_understood_where_ids_are_wanted(copy: Path) -> None:
    guide, _ = load(copy)
    assert guide
    place = guide.region.municipalities[0]
    assert new(copy, "offer", {**OFFER, "places": place.name.upper()}) == 0
    assert f"places: [{place.id}]" in (copy / "data/offers.yaml").read_text(encoding="utf-8")


def test_input_that_ends_too_early_changes_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(copy)
    answer(monkeypatch, "Vermerk")
    assert cli.main(["new", "term", "--root", str(copy)]) == 1
    assert "Abgebrochen. Nichts wurde verändert." in capsys.readouterr().out
    assert content(copy) == before


def test_ctrl_c_changes_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(copy)

    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)
    assert cli.main(["new", "offer", "--root", str(copy)]) == 1
    assert content(copy) == before


def test_at_a_terminal_a_wrong_answer_is_asked_again(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["Vermerk", "das da", "der", "ver-MERK", "", "Ein Brief.", "", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert cli.main(["new", "term", "--root", str(copy)]) == 0
    said = capsys.readouterr().out
    assert "„article“: " in said
    assert "„explain“ fehlt" in said


@pytest.mark.parametrize("what", FORMS)
def test_every_question_is_about_a_field_and_has_an_answer_to_show(what: str) -> None:
    form = FORMS[what]
    for question in form.questions:
        assert question.example or question.choices or question.target
        outer, _, inner = question.key.partition(".")
        model = forms.INNER[outer] if inner else form.model
        assert (inner or outer) in model.model_fields


@pytest.mark.parametrize("what", FORMS)
def test_nothing_that_the_model_demands_is_left_unasked(what: str) -> None:
    form = FORMS[what]
    asked = {question.key.partition(".")[0] for question in form.questions}
    needed = {name for name, info in form.model.model_fields.items() if info.is_required()}
    assert needed - {"id"} <= asked


def test_a_refusal_is_one_sentence_and_a_remedy() -> None:
    question = next(q for q in FORMS["offer"].questions if q.key == "email")
    with pytest.raises(Refused, match=r"\. "):
        forms.read(FORMS["offer"], question, "wir", {})


@pytest.mark.parametrize("written", ["services: []\n# Vorlage\n", "services: [] # leer\n", ""])
def test_the_first_offer_takes_the_place_of_the_empty_list(tmp_path: Path, written: str) -> None:
    text = f"organizations: []\n{written}"
    document = parse_yaml(text, Path("data/offers.yaml"), [])
    assert document
    section = document.fields.get("services")
    record = ["id: neu", "name: Neu"]
    made = (
        insert.insert(text.encode(), section, -1, record)
        if isinstance(section, Items)
        else insert.new_section(text.encode(), "services", record)
    ).decode()
    assert "services:" in made
    assert "- id: neu\n  name: Neu\n" in made
    assert "[]" not in made.partition("services")[2]
    assert made.count("#") == written.count("#")


# --- languages ----------------------------------------------------------------------------------


def test_a_language_gets_all_texts_at_their_place_and_a_line_that_does_not_show_it_yet(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(copy)
    assert new(copy, "language", {"tag": "Russisch"}) == 0
    said = capsys.readouterr().out
    after = content(copy)
    changed = [name for name in after if after[name] != before.get(name)]
    assert sorted(changed) == ["data/region.yaml", "translations/ru.po"]
    line = added(before["data/region.yaml"], after["data/region.yaml"]).decode()
    assert line.startswith("#- {tag: ru, show: reviewed}")
    site = mini.site_of(copy)
    entries = site.catalogs["ru"].entries
    assert [*entries] == [*dict.fromkeys(m for m in site.messages if asks("ru", m.context))]
    assert not any(entry.text for entry in entries.values())
    assert "ru" not in [edition.language.tag for edition in site.editions]
    assert cli.main(["translations", "update", "--root", str(copy)]) == 0
    assert content(copy)["translations/ru.po"] == after["translations/ru.po"]
    for step in ("export ru", "import ru.xlsx", "Muttersprache", "das # am Anfang"):
        assert step in said


@pytest.mark.parametrize("indent", ["", "  "])
def test_deleting_the_sign_in_front_switches_the_language_on(copy: Path, indent: str) -> None:
    for tag in ("ar", "en"):
        mini.replace(copy, "data/region.yaml", f"- {{tag: {tag}", f"{indent}- {{tag: {tag}")
    assert new(copy, "language", {"tag": "uk"}) == 0
    mini.replace(copy, "data/region.yaml", "#" + indent + "- {tag: uk", indent + "- {tag: uk")
    tags = [edition.language.tag for edition in mini.site_of(copy).editions]
    assert tags == ["de", "ar", "en", "uk"]


def test_a_language_can_be_shown_at_once(copy: Path) -> None:
    assert new(copy, "language", {"tag": "fa", "show": "unchecked"}) == 0
    assert not has_errors(mini.found_in(copy))
    assert "fa" in [edition.language.tag for edition in mini.site_of(copy).editions]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "„tag“ fehlt"),
        ("ar", "„Arabisch“ (ar) gibt es schon"),
        ("العربية", "„Arabisch“ (ar) gibt es schon"),
        ("de", "Deutsch ist immer dabei."),
        ("Rusisch", "Meinten Sie „Russisch“ (ru)?"),
        ("Arabich", "Meinten Sie „Arabisch“ (ar)? Diese Sprache gibt es schon."),
        ("pl", "(polski) gibt es nur als Sprache, die jemand spricht"),
        ("x9", "kennt das Programm nicht. Möglich sind: uk (Ukrainisch)"),
    ],
)
def test_a_language_that_is_there_or_unknown_is_refused(
    copy: Path, capsys: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    before = content(copy)
    assert new(copy, "language", {"tag": typed}) == 1
    out = capsys.readouterr().out
    assert said in out
    assert "Nichts wurde verändert." in out
    assert content(copy) == before


def test_a_list_in_one_line_is_left_to_the_editor_with_the_line_to_write(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "\n- {tag: ar, show: unchecked}\n- {tag: en, show: reviewed}"
    mini.replace(copy, "data/region.yaml", lines, " [{tag: ar, show: unchecked}]")
    before = content(copy)
    assert new(copy, "language", {"tag": "uk"}) == 1
    assert "von Hand eintragen" in capsys.readouterr().out
    assert content(copy) == before
