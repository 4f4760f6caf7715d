"""The catalogs are ordinary PO files: gettext's, Weblate's and Poedit's tools change nothing.

A tool that re-wrapped or re-ordered them would make a change of one sentence a change of
thousands of lines, which nobody can read and which conflicts with everybody else's.
"""

import subprocess
from pathlib import Path

import polib
import pytest
from jinja2 import Environment, nodes
from translate.storage import pypo

from guide import cli, translations
from guide.catalog import State
from guide.render import firm_texts, template_texts
from guide.site import Site
from tests import mini
from tests.tools import ROOT

CATALOGS = sorted((ROOT / "translations").glob("*.po"))
MINIATURES = sorted((ROOT / "tests/site/translations").glob("*.po"))
UI_LANGUAGES = ("uk", "ar", "en", "fa", "tr", "ti", "kmr")
ALL_TEXTS = ("uk", "ar", "en", "fa", "tr")
REVIEWER = "geprüft: "

every_catalog = pytest.mark.parametrize(
    "path", [*CATALOGS, *MINIATURES], ids=lambda path: path.relative_to(ROOT).as_posix()
)


def gettext(*command: str) -> bytes:
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


# --- other people's tools --------------------------------------------------------------------


def test_there_is_a_catalog_for_each_language() -> None:
    assert {path.stem for path in CATALOGS} >= {*UI_LANGUAGES}


@pytest.mark.gettext
@every_catalog
def test_gettext_finds_no_fault_in_a_catalog(path: Path) -> None:
    gettext("msgfmt", "--check", "--output-file=-", str(path))


@pytest.mark.gettext
@every_catalog
def test_gettext_writes_a_catalog_as_it_was(path: Path) -> None:
    assert gettext("msgcat", "--no-wrap", str(path)) == path.read_bytes()


@every_catalog
def test_weblate_writes_a_catalog_as_it_was(path: Path) -> None:
    """It stores PO files through translate-toolkit."""
    raw = path.read_bytes()
    store = pypo.pofile.parsestring(raw)
    store.wrapper.width = -1  # Weblate's setting "No line wrapping"
    assert len(store.units) > 200
    assert bytes(store) == raw


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_a_sentence_changed_in_weblate_changes_its_own_lines_only(path: Path) -> None:
    raw = path.read_bytes()
    store = pypo.pofile.parsestring(raw)
    store.wrapper.width = -1
    unit = next(unit for unit in store.units if unit.target and not unit.isheader())
    unit.target = "changed"
    unit.markfuzzy(False)
    before, after = raw.decode().split("\n\n"), bytes(store).decode().split("\n\n")
    assert len(before) == len(after)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0].endswith('msgstr "changed"')
    assert "fuzzy" not in changed[0]


@pytest.mark.gettext
def test_what_we_write_other_tools_write_the_same(whole: Path) -> None:
    """With every kind of entry: reviewed, draft, empty, outdated, noted, with quotes."""
    arabic = whole / "translations/ar.po"
    for old, new in [
        ('#, fuzzy\nmsgctxt "stations/neu-hier/name"', 'msgctxt "stations/neu-hier/name"'),
        ('msgstr "ar Sprachkurs"', 'msgstr ""'),
    ]:
        mini.replace(whole, "translations/ar.po", old, new)
    note = '#, fuzzy\nmsgctxt "stations/schule/name"'
    mini.replace(whole, "translations/ar.po", note, f'# seen \\ "there"\n{note}')
    mini.replace(whole, "data/pathways.yaml", '"Du bist Fachkraft."', "'Du bist \"Fachkraft\".'")
    assert cli.main(["translations", "update", "--root", str(whole)]) == 0
    raw = arabic.read_bytes()
    assert b'#| msgid "Du bist Fachkraft."' in raw
    assert b"# seen" in raw
    store = pypo.pofile.parsestring(raw)
    store.wrapper.width = -1
    assert bytes(store) == raw
    gettext("msgfmt", "--check", "--output-file=-", str(arabic))
    assert gettext("msgcat", "--no-wrap", str(arabic)) == raw


# --- what is in them -------------------------------------------------------------------------


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_our_own_drafts_are_never_marked_as_reviewed(path: Path) -> None:
    """Reviewed is what somebody with this mother tongue has read: a comment says who.

    In Excel it is written by the import; in Poedit the reviewer adds it: `geprüft: VHS`.
    """
    unsigned = [
        f"{entry.msgctxt}: {entry.msgid[:40]}"
        for entry in polib.pofile(str(path))
        if entry.msgstr and not entry.fuzzy and REVIEWER not in entry.tcomment
    ]
    assert unsigned[:5] == []


def test_the_texts_of_templates_are_those_that_jinja_says() -> None:
    folder = ROOT / "templates"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    trees = [Environment().parse((folder / name).read_text(encoding="utf-8")) for name in names]
    said = {
        function: [
            text.value
            for tree in trees
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name == function
            for text in call.args
            if isinstance(text, nodes.Const)
        ]
        for function in ("_", "to_firms")
    }
    assert len(said["_"]) > 300
    assert [*template_texts(ROOT)][: len(said["_"])] == said["_"]
    assert [*firm_texts(ROOT)][: len(said["to_firms"])] == said["to_firms"]


@pytest.mark.parametrize("tag", UI_LANGUAGES)
def test_every_text_of_the_templates_is_translated(tag: str, real: Site) -> None:
    """They cannot carry a mark "German": a page with some of them is a page of two languages."""
    resolved = real.catalogs[tag].resolve(real.messages)
    states = {m.german: r.state for m, r in resolved.items() if m.context == "ui"}
    assert len(states) > 150
    assert [
        g for g, state in states.items() if state not in (State.UNCHECKED, State.REVIEWED)
    ] == []


@pytest.mark.parametrize("tag", ALL_TEXTS)
def test_a_published_language_shows_nothing_faulty(tag: str, real: Site) -> None:
    """How much is outdated or missing is no matter for a test: a German change must not fail."""
    assert translations.count(real, tag)[State.FAULTY] == 0
