"""The site is replaced as a whole or not at all, and building twice gives the same bytes."""

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from guide import cli, outputs
from guide import write as writing
from guide.site import Site
from guide.write import MANIFEST, CannotWrite, Share, write
from tests import mini
from tests.tools import ROOT

Tree = dict[str, bytes]
OLD = {"index.html": "old", "de/index.html": "old", "de/a.html": "same", "de/gone.html": "old"}
NEW = {"index.html": "new", "de/index.html": "new", "de/a.html": "same", "ar/index.html": "new"}


def shares(texts: dict[str, str]) -> list[Share]:
    """Two shares, as if two languages were made."""
    files = [(path, text.encode()) for path, text in texts.items()]
    return [partial(dict, files[::2]), partial(dict, files[1::2])]


def tree(folder: Path) -> Tree:
    """Every file below *folder* with its content, manifest included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def texts(folder: Path) -> dict[str, str]:
    return {name: text.decode() for name, text in tree(folder).items() if name != MANIFEST}


def build(root: Path, site: Path) -> int:
    return cli.main(["build", "--root", str(root), "--output", str(site)])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An old site, in a folder where nothing else is."""
    site = tmp_path / "place" / "site"
    write(shares(OLD), site)
    return site


# --- the same bytes --------------------------------------------------------------------------


def test_building_twice_gives_the_same_bytes_wherever_the_site_is(
    copy: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "deeper" / "in" / "other"
    assert [build(copy, one), build(copy, other)] == [0, 0]
    first = tree(one)
    assert first == tree(other)
    assert build(copy, one) == 0
    assert first == tree(one)


def test_the_bytes_do_not_depend_on_the_folder_of_the_sources(
    copy: Path, mini_site: Path, tmp_path: Path
) -> None:
    assert build(copy, tmp_path / "site") == 0
    assert tree(mini_site) == tree(tmp_path / "site")


def test_one_process_and_several_make_the_same_bytes(small: Site, tmp_path: Path) -> None:
    for processes in (1, 3):
        write(outputs.shares(small), tmp_path / str(processes), processes)
    assert tree(tmp_path / "1") == tree(tmp_path / "3")


def test_the_bytes_do_not_depend_on_pythons_hash_seed(tmp_path: Path) -> None:
    """Nor on the order in which a set happens to be walked."""
    found = {built_with_seed(seed, tmp_path / seed) for seed in ("0", "1")}
    assert len(found) == 1


def built_with_seed(seed: str, site: Path) -> str:
    command = [sys.executable, str(ROOT / "build.py"), "build"]
    subprocess.run(
        [*command, "--root", str(mini.SOURCES), "--output", str(site)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    return hashlib.sha256(repr(tree(site)).encode()).hexdigest()


# --- only what changed -----------------------------------------------------------------------


def test_a_new_site_has_exactly_the_new_files(site: Path) -> None:
    write(shares(NEW), site)
    assert texts(site) == NEW


def test_an_unchanged_file_keeps_its_time(site: Path) -> None:
    for name in ("de/a.html", "index.html"):
        os.utime(site / name, (1_000_000_000, 1_000_000_000))
    written = write(shares(NEW), site)
    assert (site / "de/a.html").stat().st_mtime == 1_000_000_000
    assert (site / "index.html").stat().st_mtime != 1_000_000_000
    assert written.changed == 4  # three pages and the list of all files
    assert len(written.names) == 5


def test_a_second_build_changes_nothing(copy: Path, tmp_path: Path) -> None:
    build(copy, tmp_path / "site")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*.*")}
    build(copy, tmp_path / "site")
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_a_file_with_the_same_length_but_other_content_is_written(site: Path) -> None:
    (site / "de/a.html").write_text("emas")
    write(shares(NEW), site)
    assert texts(site) == NEW


def test_what_no_build_has_written_stays(site: Path) -> None:
    foreign = {".htaccess": "x", "de/note.txt": "x", "upload/2026/a.pdf": "x"}
    for name, text in foreign.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    write(shares(NEW), site)
    write(shares(OLD), site)
    assert texts(site) == {**OLD, **foreign}


def test_the_page_of_a_record_that_is_gone_is_gone(copy: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(copy, site) == 0
    assert (site / "de/angebot/fussball.html").exists()
    offers = (copy / "data/offers.yaml").read_text(encoding="utf-8")
    start, end = offers.index("- id: fussball"), offers.index("- id: jugendamt")
    mini.replace(copy, "data/offers.yaml", offers[start:end], "")
    mini.replace(copy, "content/freizeit.md", "[Fußball](offer:fussball)", "Fußball")
    assert build(copy, site) == 0
    assert list(site.rglob("*fussball*")) == []
    assert "fussball" not in (site / MANIFEST).read_text()


def test_the_list_of_written_files_is_whole(mini_site: Path) -> None:
    assert json.loads((mini_site / MANIFEST).read_text()) == sorted(tree(mini_site))


def test_without_that_list_nothing_is_deleted(site: Path) -> None:
    """Better a page too many than a stranger's file too few."""
    for broken in ("", "{", "[1, 2", "5", "null", "[[]]", "[" * 50_000):
        (site / MANIFEST).write_text(broken)
        write(shares(NEW), site)
        assert texts(site) == {**NEW, "de/gone.html": "old"}


# --- all or nothing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/offers.yaml", "kind: school", "kind: schule"),
        ("data/pathways.yaml", "to: schule\n", "to: schuhle\n"),
        ("data/region.yaml", "name: Landkreis", "name Landkreis"),
        ("content/hilfe.md", "(offer:wegeberatung)", "(offer:gibt-es-nicht)"),
    ],
)
def test_an_error_leaves_the_site_as_it_was(
    file: str, old: str, new: str, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    build(copy, site)
    before = tree(tmp_path / "site")
    mini.replace(copy, file, old, new)
    capsys.readouterr()
    assert build(copy, site) == 1
    assert tree(site) == before
    said = capsys.readouterr().out
    assert f"{file}:" in said
    assert "unverändert" in said


def test_a_page_that_cannot_be_made_leaves_the_site_as_it_was(site: Path) -> None:
    def fail() -> dict[str, bytes]:
        raise RuntimeError

    for processes in (1, 2):
        with pytest.raises(RuntimeError):
            write([*shares(NEW), fail], site, processes)
    assert texts(site) == OLD
    assert leftovers(site) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Nur unter Unix baut mehr als ein Prozess.")
def test_a_process_that_is_killed_is_told_and_leaves_the_site_as_it_was(site: Path) -> None:
    """As a system does that has no memory left."""

    def killed() -> dict[str, bytes]:
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    with pytest.raises(CannotWrite, match="Arbeitsspeicher"):
        write([*shares(NEW), killed], site, 2)
    assert texts(site) == OLD
    assert leftovers(site) == []


def leftovers(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path != site)


@pytest.fixture(params=["at one stroke", "by renaming"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How the new site takes the old one's place: not every system has the first."""
    if request.param == "by renaming":
        monkeypatch.setattr(writing, "exchange", lambda *_: False)


class Broken:
    """A disk that refuses the *n*-th call of one kind."""

    def __init__(self, number: int, error: BaseException) -> None:
        self.left = number
        self.error = error

    def wrap(self, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **options: object) -> object:
            self.left -= 1
            if self.left == 0:
                raise self.error
            return call(*args, **options)

        return wrapped


def trouble(code: int) -> OSError:
    return OSError(code, os.strerror(code))


CALLS = [(Path, "write_bytes"), (os, "link"), (Path, "mkdir"), (Path, "rename")]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES], ids=["full", "forbidden"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize(("owner", "name"), CALLS, ids=[name for _, name in CALLS])
def test_a_full_disk_at_any_moment_leaves_the_old_site_whole(
    owner: object,
    name: str,
    number: int,
    code: int,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (site / "note.txt").write_text("mine")
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Broken(number, trouble(code)).wrap(getattr(owner, name)))
        try:
            write(shares(NEW), site)
            told = ""
        except CannotWrite as error:
            told = str(error)
    expected = {**(OLD if told else NEW), "note.txt": "mine"}
    assert texts(site) == expected
    assert leftovers(site) == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_build_that_was_stopped_leaves_the_old_site_and_the_next_one_works(
    number: int, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        broken = Broken(number, KeyboardInterrupt())
        patch.setattr(Path, "write_bytes", broken.wrap(Path.write_bytes))
        with pytest.raises(KeyboardInterrupt):
            write(shares(NEW), site)
    assert texts(site) == OLD
    write(shares(NEW), site)
    assert texts(site) == NEW
    assert leftovers(site) == []


# What a power cut may leave behind, at each of the three moments of the swap


def test_a_half_written_new_site_is_thrown_away(site: Path) -> None:
    half = site.with_name(".site.neu")
    (half / "de").mkdir(parents=True)
    (half / "de/half.html").write_text("half")
    write(shares(NEW), site)
    assert texts(site) == NEW
    assert leftovers(site) == []


def test_a_site_that_was_put_aside_is_put_back(site: Path) -> None:
    """Between the two renames: files that no build wrote are in the old one only."""
    (site / "note.txt").write_text("mine")
    site.rename(site.with_name(".site.alt"))
    half = site.with_name(".site.neu")
    half.mkdir()
    (half / "index.html").write_text("new")
    write(shares(NEW), site)
    assert texts(site) == {**NEW, "note.txt": "mine"}
    assert leftovers(site) == []


def test_an_old_site_beside_the_new_one_is_thrown_away(site: Path) -> None:
    old = site.with_name(".site.alt")
    old.mkdir()
    (old / "index.html").write_text("very old")
    write(shares(NEW), site)
    assert texts(site) == NEW
    assert leftovers(site) == []


def test_that_the_old_site_cannot_be_thrown_away_is_no_failure(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one stands; what a program still holds open is the next build's matter."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", Broken(1, trouble(errno.EACCES)).wrap(os.unlink))
        write(shares(NEW), site)
    assert texts(site) == NEW
    write(shares(OLD), site)
    assert texts(site) == OLD
    assert leftovers(site) == []


# --- where to --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "Schreibrechte"),
        (errno.EPERM, "Schreibrechte"),
        (errno.EROFS, "nur lesbar"),
        (errno.ENOSPC, "voll"),
        (errno.EBUSY, "benutzt"),
        (errno.EIO, "Grund"),
    ],
)
def test_why_nothing_can_be_written_is_told_in_german(
    code: int,
    words: str,
    site: Path,
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Path, "mkdir", Broken(1, trouble(code)).wrap(Path.mkdir))
    assert build(copy, site) == 1
    said = capsys.readouterr().out
    assert words in said
    assert str(site) in said
    assert "Traceback" not in said
    assert texts(site) == OLD


IN_THE_WAY = {
    "a folder where a page was": "de/a.html/note.txt",
    "a file where a folder comes": "ar",
    "a folder where the list of all files was": "bildungswege.json/note.txt",
}


@pytest.mark.parametrize("name", IN_THE_WAY.values(), ids=IN_THE_WAY.keys())
def test_what_is_not_ours_and_in_the_way_is_named_and_stays(name: str, site: Path) -> None:
    place = site / name
    if place.parent.is_file():
        place.parent.unlink()
    place.parent.mkdir(exist_ok=True)
    place.write_text("mine")
    before = tree(site)
    with pytest.raises(CannotWrite, match=f"„{name}“.*Umbenennen oder löschen"):
        write(shares(NEW), site)
    assert tree(site) == before
    assert leftovers(site) == []


def test_a_link_where_a_folder_of_pages_was_is_in_the_way(site: Path, tmp_path: Path) -> None:
    """Its pages would be somebody's files elsewhere."""
    (site / "de").rename(tmp_path / "elsewhere")
    try:
        (site / "de").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    except OSError:
        pytest.skip("Hier lassen sich keine Verweise anlegen.")
    with pytest.raises(CannotWrite, match="„de“"):
        write(shares(NEW), site)
    assert (site / "de").is_symlink()


def test_a_file_where_the_site_should_be_is_not_touched(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.write_text("mine")
    with pytest.raises(CannotWrite, match="Datei"):
        write(shares(NEW), site)
    assert site.read_text() == "mine"
    assert leftovers(site) == []


def test_a_site_may_be_a_link_to_a_folder_elsewhere(site: Path, tmp_path: Path) -> None:
    """To where a web server looks, for example."""
    link = tmp_path / "link"
    try:
        link.symlink_to(site, target_is_directory=True)
    except OSError:
        pytest.skip("Hier lassen sich keine Verweise anlegen.")
    for expected in (NEW, OLD):
        write(shares(expected), link)
        assert link.is_symlink()
        assert texts(site) == expected


def test_the_folder_one_is_in_may_be_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write(shares(NEW), Path())
    assert texts(tmp_path / "here") == NEW


def test_the_site_may_lie_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    write(shares(NEW), tmp_path / "not" / "yet" / "site")
    assert texts(tmp_path / "not" / "yet" / "site") == NEW


@pytest.mark.parametrize("where", [".", "..", "data"])
def test_the_sources_are_never_replaced_by_the_site(where: str, copy: Path) -> None:
    """The folder is put aside and thrown away: no place for the only copy of the data."""
    before = tree(copy)
    assert build(copy, copy / where) != 0
    assert tree(copy) == before


def test_a_first_build_that_fails_leaves_no_folder(copy: Path, tmp_path: Path) -> None:
    mini.replace(copy, "data/offers.yaml", "kind: school", "kind: schule")
    assert build(copy, tmp_path / "out" / "site") == 1
    assert not (tmp_path / "out").exists()
