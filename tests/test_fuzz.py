"""Whatever stands in a file, it is built or told: no traceback, no hang, no memory without end.

2,000 damaged guides here, 20,000 by night: `python -m tests.fuzz --cases 20000 --seed 7`.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.cli.telling import make
from guide.compose import compose
from guide.problems import Origin, Problem
from tests import mini
from tests.mutations import MUTATIONS

UNIX = "Nur unter Unix lassen sich Zeit und Speicher begrenzen."
resource = pytest.importorskip("resource", reason=UNIX)
fuzz = pytest.importorskip("tests.fuzz")

SEED = 9
SHARE = 500
SUMMARY = 'summary: "Spiel mit. Du brauchst kein Deutsch."'
GERMAN = 'msgid "Spiel mit. Du brauchst kein Deutsch."\nmsgstr '
QUICK = settings(
    max_examples=30,
    deadline=None,  # a test depends on no clock but the watchdog's
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("first", range(0, 2000, SHARE))
def test_2000_damaged_guides_are_built_or_refused_with_place_and_remedy(
    first: int, copy: Path
) -> None:
    found = list(fuzz.run(copy, range(first, first + SHARE), SEED))
    assert [(finding.case, finding.file, finding.what) for finding in found] == []


# --- what hypothesis thinks of --------------------------------------------------------------------

SCALARS = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none(), st.dates()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


def judged(root: Path, file: str, text: str) -> str | None:
    (root / file).write_bytes(text.encode("utf-8", "surrogatepass"))
    return fuzz.judge(root, whole=False)


@QUICK
@given(value=ANYTHING)
def test_any_value_at_the_place_of_a_text_is_taken_or_told(copy: Path, value: object) -> None:
    offers = (mini.SOURCES / "data/offers.yaml").read_text(encoding="utf-8")
    for ascii_only in (True, False):
        written = json.dumps(value, ensure_ascii=ascii_only, default=str)
        changed = offers.replace(SUMMARY, f"summary: {written}")
        assert judged(copy, "data/offers.yaml", changed) is None


@QUICK
@given(record=st.dictionaries(st.sampled_from(["services", "id", "name", "x"]), ANYTHING))
def test_a_file_of_any_other_shape_is_told(copy: Path, record: object) -> None:
    text = json.dumps(record, ensure_ascii=False, default=str)
    assert judged(copy, "data/offers.yaml", text) is None


@QUICK
@given(body=st.text(alphabet="ab \n#*_`[](){}<>|-&;:!\\\"'1.\u202e\ue000", max_size=200))
def test_any_markdown_is_taken_or_told(copy: Path, body: str) -> None:
    page = (mini.SOURCES / "content/hilfe.md").read_text(encoding="utf-8")
    assert judged(copy, "content/hilfe.md", page + body) is None


@QUICK
@given(text=st.text(max_size=60))
def test_any_translation_is_taken_or_told(copy: Path, text: str) -> None:
    catalog = (mini.SOURCES / "translations/ar.po").read_text(encoding="utf-8")
    written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    assert judged(copy, "translations/ar.po", f'{catalog}\n{GERMAN}"{written}"\n') is None


# --- what was found this way ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "escape",
    [r"\0", r"\r", r"\ue000/../x", r"\u202e", r"\x1b", r"\ud800", r"\U00110000", r"\ufeff", r"\N"],
)
def test_a_sign_that_may_not_stand_in_a_file_may_not_be_written_as_its_number(
    escape: str, copy: Path
) -> None:
    mini.replace(copy, "data/offers.yaml", SUMMARY, f'summary: "Spiel {escape} mit."')
    (problem,) = (p for p in mini.found_in(copy) if p.severity == "Fehler")
    assert (problem.origin.path, problem.origin.line) == (Path("data/offers.yaml"), 85)
    assert problem.rule in ("steuerzeichen", "rueckstrich")
    assert problem.remedy


def test_without_the_c_loader_a_number_beyond_unicode_is_told_too() -> None:
    with pytest.raises(Exception, match="escape code"):
        compose('a: "\\U00110000"')


@pytest.mark.parametrize("sign", ["&#xE000;/x", "&#8238;", "&#27;", "&#X202e;"])
def test_numbers_that_stand_for_signs_are_refused_on_pages_and_in_data(
    sign: str, copy: Path
) -> None:
    mini.replace(copy, "content/hilfe.md", "Ruf an", f"Ruf {sign} an")
    mini.replace(copy, "data/offers.yaml", SUMMARY, f"summary: Spiel {sign} mit.")
    refused = [error for error in mini.errors_in(copy) if error.endswith("[zeichen]")]
    assert [error.split(": ")[0] for error in refused] == [
        "content/hilfe.md:8:5",
        "data/offers.yaml:85:18",
    ]


@pytest.mark.parametrize("sign", ["\ue000", "\uf0b7", "\ufdd0", "\U000f0000", "\U0001fffe"])
def test_a_sign_that_only_one_program_knows_is_refused_everywhere(sign: str, copy: Path) -> None:
    mini.replace(copy, "content/hilfe.md", "Ruf an", f"Ruf {sign} an")
    mini.replace(copy, "data/offers.yaml", SUMMARY, f"summary: Spiel {sign} mit.")
    assert len([error for error in mini.errors_in(copy) if "[sonderzeichen]" in error]) == 2


def test_a_file_with_a_thousand_wrong_lines_is_told_in_a_screenful(copy: Path) -> None:
    path = copy / "translations/ar.po"
    path.write_text(path.read_text(encoding="utf-8").replace("msgstr ", "msgstr: "), "utf-8")
    told = [problem for problem in make(copy, fuzz.DAY)[1] if problem.rule == "po-zeile"]
    assert 0 < len(told) <= 50


def test_thousands_of_wrong_records_are_told_in_time(copy: Path) -> None:
    """Each is shown with its line: the file was cut into lines for each of them."""
    assert judged(copy, "data/employers.yaml", "instruments:\n" + "- x\n" * 5000) is None


def test_a_guide_without_news_is_checked_as_any_other(copy: Path) -> None:
    (copy / "data/changes.yaml").unlink()
    assert mini.errors_in(copy) == []


def test_a_language_without_a_catalog_is_told_where_it_is_switched_on(copy: Path) -> None:
    (copy / "translations/en.po").unlink()
    told = [str(p) for p in mini.found_in(copy) if p.rule == "oberflaeche-unvollstaendig"]
    assert [line for line in told if line.startswith("data/region.yaml:")]


# --- the fuzzer itself ----------------------------------------------------------------------------


def test_a_hang_and_a_run_on_memory_are_stopped() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(fuzz.TooSlow), fuzz.watched(seconds=0.05):
        re.match(r"(a+)+$", "a" * 40 + "b")
    with pytest.raises(MemoryError), fuzz.watched():
        bytearray(2 * fuzz.ROOM)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


FINE = Problem(Origin(Path("data/offers.yaml"), 85, 3), "regel", "Nein", "Doch")


@pytest.mark.parametrize(
    "missed",
    [
        replace(FINE, remedy=" "),
        replace(FINE, message="\x1b[2J"),
        replace(FINE, origin=Origin(Path("data/none.yaml"))),
        replace(FINE, origin=Origin(Path("data/offers.yaml"), 4000)),
        replace(FINE, origin=Origin(Path("data/offers.yaml"), 85, 0)),
        replace(FINE, origin=Origin(Path("data/offers.yaml"), 85, 400)),
    ],
)
def test_the_fuzzer_sees_what_an_editor_would_miss(missed: Problem) -> None:
    assert fuzz._fault(FINE, mini.SOURCES) is None
    assert fuzz._fault(missed, mini.SOURCES)


def test_a_traceback_is_a_finding(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(fuzz, "make", broken)
    assert (fuzz.judge(copy, whole=False) or "").startswith("KeyError in test_fuzz.py")


def test_every_mutation_changes_something_and_the_same_seed_gives_the_same() -> None:
    text = (mini.SOURCES / "data/offers.yaml").read_text(encoding="utf-8")
    for mutation in MUTATIONS:
        assert any(mutation(fuzz.Random(seed), text) != text for seed in range(9)), mutation
    assert fuzz.mutated(fuzz.Random("1/2"), text) == fuzz.mutated(fuzz.Random("1/2"), text)
