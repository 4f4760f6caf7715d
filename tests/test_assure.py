"""One command re-confirms many records, and changes nothing else in the files."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from guide import cli
from guide.assure import CannotAssure, Check, assure
from guide.load import Guide, load
from tests import mini
from tests.tools import ROOT

Capture = pytest.CaptureFixture[str]
DAY = date(2026, 11, 24)
BY_PHONE = Check(DAY, "Bildungsbüro", "phone")
LINE = "  assured: {on: 2026-11-24, by: Bildungsbüro, how: phone}"
OFFERS = Path("data/offers.yaml")


def guide_of(root: Path) -> Guide:
    guide, problems = load(root)
    assert guide, problems
    return guide


def run(root: Path, *names: str, by: str = "Bildungsbüro", on: str = "2026-11-24") -> int:
    options = ["--root", str(root), "--by", by, "--how", "phone", "--on", on]
    return cli.main(["assure", *names, *options, "--today", "2026-11-30"])


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted((root / "data").iterdir()) if path.is_file()}


def lines(content: bytes) -> list[str]:
    return content.decode("utf-8").splitlines(keepends=True)


def added(before: bytes, after: bytes) -> list[str]:
    """Return the lines that are new, after making sure that all others are as they were."""
    old, new = lines(before), lines(after)
    fresh = [line for line in new if line.strip() == LINE.strip()]
    assert [line for line in new if line not in fresh] == old
    return fresh


def test_a_line_is_written_for_each_and_nothing_else_is_touched(copy: Path) -> None:
    before = everything(copy)
    assert run(copy, "deutschkurs", "fussball") == 0
    after = everything(copy)
    assert [path.name for path in before if before[path] != after[path]] == ["offers.yaml"]
    assert added(before[copy / OFFERS], after[copy / OFFERS]) == [f"{LINE}\n"] * 2
    said = {s.id: s.assured for s in guide_of(copy).offers.services if s.assured}
    assert said["deutschkurs"] == said["fussball"]
    assert said["deutschkurs"].on == DAY


def test_all_offers_of_the_real_guide_can_be_confirmed(tmp_path: Path) -> None:
    """And the stations, statuses, phones, sums: whatever form editors gave them."""
    root = tmp_path / "guide"
    for folder in ("data", "content", "translations"):
        shutil.copytree(ROOT / folder, root / folder)
    guide = guide_of(root)
    names = [f"services/{service.id}" for service in guide.offers.services]
    names += [f"stations/{station.id}" for station in guide.pathways.stations]
    names += [f"phones/{phone.id}" for phone in guide.facts.phones]
    before = everything(root)
    assert run(root, *names) == 0
    after = everything(root)
    fresh = [line for path in before for line in added(before[path], after[path])]
    assert len(fresh) == len(names) > 50
    guide = guide_of(root)
    assert all(record.assured for record in [*guide.offers.services, *guide.pathways.stations])


def test_an_older_check_is_replaced_and_its_comment_stays(copy: Path) -> None:
    old = "  assured: {on: 2026-02-03, by: Bildungsbüro, how: phone}"
    mini.replace(copy, "data/offers.yaml", old, f"{old}  # mit Frau am Empfang")
    before = (copy / OFFERS).read_text(encoding="utf-8")
    name = next(s.id for s in guide_of(copy).offers.services if s.assured)
    assert run(copy, name) == 0
    after = (copy / OFFERS).read_text(encoding="utf-8")
    assert after == before.replace("2026-02-03", "2026-11-24")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "  confidence: unknown  # aus dem Heft\n  # Ende\n",
            f"  confidence: unknown  # aus dem Heft\n{LINE}\n  # Ende\n",
        ),
        (
            "  confidence: unknown",
            f"  confidence: unknown\n{LINE}",
        ),  # the file ends without a line end
        (
            "  confidence: unknown\n  assured:\n    how: visit  # dort\n    by: 'VHS'\n"
            "    # so war es\n    on: 2025-01-01\n",
            "  confidence: unknown\n  assured:\n    how: phone  # dort\n    by: Bildungsbüro\n"
            "    # so war es\n    on: 2026-11-24\n",
        ),
        (
            '  assured: {how: mail,\n    on: 2025-01-01, by: "A: B"}\n  confidence: unknown\n',
            "  assured: {how: phone,\n    on: 2026-11-24, by: Bildungsbüro}\n"
            "  confidence: unknown\n",
        ),
    ],
    ids=["comment", "no line end", "block", "two lines"],
)
def test_however_it_is_written_only_the_check_changes(
    written: str, expected: str, copy: Path
) -> None:
    path = copy / OFFERS
    mini.replace(copy, "data/employers.yaml", "[wegeberatung, betriebstreff]", "[wegeberatung]")
    text = path.read_text(encoding="utf-8")
    head, _, _ = text.partition("- id: fussball")
    record = text.partition("- id: fussball")[2].partition("  confidence: unknown")[0]
    path.write_text(f"{head}- id: fussball{record}{written}", encoding="utf-8")
    assert run(copy, "fussball") == 0
    assert path.read_text(encoding="utf-8") == f"{head}- id: fussball{record}{expected}"


@pytest.mark.parametrize(("end", "mark"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_line_ends_and_marks_of_other_programs_stay(end: str, mark: str, copy: Path) -> None:
    path = copy / OFFERS
    text = mark + path.read_text(encoding="utf-8").replace("\n", end)
    path.write_bytes(text.encode())
    assert run(copy, "fussball") == 0
    assert added(text.encode(), path.read_bytes()) == [LINE + end]


@pytest.mark.parametrize(
    "by", ['Die "Stelle": VHS', "null", "# eins", "Ja, wir", "Bücherei – Büro", "a\\b"]
)
def test_whoever_has_checked_is_written_so_that_it_is_read_as_typed(by: str, copy: Path) -> None:
    assert run(copy, "fussball", by=by) == 0
    said = next(s for s in guide_of(copy).offers.services if s.id == "fussball")
    assert said.assured
    assert said.assured.by == by


# --- all or nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["deutschkurs", "fusball"], "Meinten Sie „fussball“?"),
        (["quatsch-mit-sosse"], "gibt es nicht"),
        (["deutschkurs", "phones/nirgends"], "„phones/nirgends“ gibt es nicht"),
    ],
)
def test_an_unknown_id_is_told_and_nothing_is_written(
    names: list[str], words: str, copy: Path, capsys: Capture
) -> None:
    before = everything(copy)
    assert run(copy, *names) == 1
    said = capsys.readouterr().out
    assert words in said
    assert "Nichts eingetragen." in said
    assert everything(copy) == before


def test_an_id_that_two_records_share_asks_which_is_meant(copy: Path, capsys: Capture) -> None:
    mini.replace(copy, "data/offers.yaml", "- id: fussball\n", "- id: schule\n")
    before = everything(copy)
    assert run(copy, "schule") == 1
    assert "services/schule oder stations/schule" in capsys.readouterr().out
    assert everything(copy) == before
    assert run(copy, "services/schule") == 0


def test_nobody_has_checked_in_the_future(copy: Path, capsys: Capture) -> None:
    before = everything(copy)
    assert run(copy, "fussball", on="2026-12-01") == 1
    assert "liegt in der Zukunft" in capsys.readouterr().out
    assert everything(copy) == before


@pytest.mark.parametrize("by", ["", "  ", "a\nb", "a\x07b"])
def test_somebody_must_have_checked(by: str, copy: Path) -> None:
    before = everything(copy)
    assert run(copy, "fussball", by=by) == 1
    assert everything(copy) == before


def test_a_file_that_changed_meanwhile_is_left_alone(copy: Path) -> None:
    guide = guide_of(copy)
    mini.replace(copy, "data/offers.yaml", "Fußball am Deich", "Handball am Deich")
    before = everything(copy)
    with pytest.raises(CannotAssure):
        assure(guide, ["fussball"], BY_PHONE)
    assert everything(copy) == before


def test_where_a_second_file_cannot_be_written_the_first_is_put_back(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(copy)
    swap = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if Path(target).name == "pathways.yaml":
            raise PermissionError(13, "Permission denied")
        return swap(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CannotAssure, match=r"pathways\.yaml"):
        assure(guide_of(copy), ["fussball", "praktikum"], BY_PHONE)
    assert everything(copy) == before


def test_a_guide_with_a_mistake_is_not_touched(copy: Path, capsys: Capture) -> None:
    mini.replace(copy, "data/facts.yaml", "euro: 259", "euro: viel")
    before = everything(copy)
    assert run(copy, "fussball") == 1
    assert "Nichts eingetragen." in capsys.readouterr().out
    assert everything(copy) == before
