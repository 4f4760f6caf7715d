"""Whatever stops a build, and wherever: the site is the old one or the new one, and whole."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from guide import write as writing
from guide.lock import alone_in
from guide.swap import exchange
from guide.write import MANIFEST, Share, write

# A few files of each kind: that is touched alike for each, and each point costs three builds
OLD = {f"{tag}/{n}.html": f"{tag} {n}" for tag in ("de", "ar") for n in range(12)}
NEW = {
    **{path: text for path, text in OLD.items() if not path.endswith("1.html")},
    **{f"de/{n}.html": "changed" for n in range(3)},
    **{f"uk/{n}.html": "new" for n in range(12)},
}
FOREIGN = {"note.txt": "mine", "de/kept.pdf": "mine"}
TOUCHING = ("open", "os.link", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "ctypes.dlsym")


def shares(texts: dict[str, str]) -> list[Share]:
    files = [(path, text.encode()) for path, text in texts.items()]
    return [partial(dict, files[::2]), partial(dict, files[1::2])]


def texts(site: Path) -> dict[str, str]:
    files = [path for path in site.rglob("*") if path.is_file() and path.name != MANIFEST]
    return {path.relative_to(site).as_posix(): path.read_text() for path in files}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "place" / "site"
    write(shares(OLD), site)
    for name, text in FOREIGN.items():
        (site / name).write_text(text)
    return site


def in_a_process(task: Callable[[], object]) -> int:
    """Run *task* in a copy of this process; returns its id."""
    if process := os.fork():
        return process
    try:
        task()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed_at(point: int, task: Callable[[], object]) -> int:
    """Run *task* in a process that is killed when it touches the disk for the *point*-th time."""
    left = point

    def count(event: str, _: object) -> None:
        nonlocal left
        if event in TOUCHING:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        sys.addaudithook(count)
        task()

    return ended(in_a_process(run))


def test_a_build_killed_at_any_point_leaves_one_whole_site_and_the_next_one_heals(
    site: Path,
) -> None:
    whole = ({**OLD, **FOREIGN}, {**NEW, **FOREIGN})
    points = 0
    while (code := killed_at(points + 1, partial(write, shares(NEW), site))) == -signal.SIGKILL:
        points += 1
        assert texts(site) in whole
        write(shares(OLD), site)
        assert texts(site) == whole[0]
        assert [path.name for path in site.parent.iterdir()] == ["site"]
    assert code == 0
    assert texts(site) == whole[1]
    assert points > 90


@pytest.mark.parametrize("point", [8, 16, 24, 32])
def test_the_processes_of_a_killed_build_do_not_spoil_the_next_one(point: int, site: Path) -> None:
    """They go on for a while, and hold the folder's lock as long."""
    assert killed_at(point, partial(write, shares(NEW), site, 2)) != 0
    write(shares(NEW), site, 2)
    assert texts(site) == {**NEW, **FOREIGN}
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_two_builds_at_once_wait_for_each_other(site: Path) -> None:
    for _ in range(10):
        running = [in_a_process(partial(write, shares(text), site)) for text in (OLD, NEW)]
        assert [ended(process) for process in running] == [0, 0]
        assert texts(site) in ({**OLD, **FOREIGN}, {**NEW, **FOREIGN})
        assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_folder_that_stays_locked_is_told_after_some_patience(tmp_path: Path) -> None:
    with alone_in(tmp_path), pytest.raises(BlockingIOError), alone_in(tmp_path, patience=0):
        pass
    with alone_in(tmp_path, patience=0):
        pass


def test_the_new_site_takes_the_old_ones_place_at_one_stroke(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system that can; there is no moment without a site."""
    strokes: list[bool] = []

    def seen(one: Path, other: Path) -> bool:
        strokes.append(exchange(one, other))
        assert site.is_dir()
        return strokes[-1]

    monkeypatch.setattr(writing, "exchange", seen)
    write(shares(NEW), site)
    assert strokes == [sys.platform in ("linux", "darwin")]
