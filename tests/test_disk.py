"""A disk that is really full, folders and files that may not be read: the old site stays whole."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guide.write import CannotWrite, write
from tests.test_crash import ended, in_a_process
from tests.test_write import NEW, OLD, leftovers, shares, texts
from tests.tools import ROOT

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="Rechte wie unter Unix gibt es hier nicht."
)
NOBODY = 65534  # on Linux; root may read and write everything, so it becomes somebody else

# Runs where it may mount: a disk of 600 KB with less and less free, until nothing fits.
FULL = """
import sys
from pathlib import Path
from guide.write import CannotWrite, write
from tests.test_write import leftovers, shares, texts

disk = Path(sys.argv[1])
site, filler, free = disk / "site", disk / "filler", 280_000
old = {f"de/{n}.html": f"old {n}" * 500 for n in range(20)}
new = {f"de/{n}.html": f"new {n}" * 2000 for n in range(20)}
note = {"note.txt": "mine"}
write(shares(old), site)
(site / "note.txt").write_text("mine")
told = []
while free > 0:
    with filler.open("wb") as file:
        file.write(bytes(disk_free(disk) - free))
    try:
        write(shares(new), site)
    except CannotWrite as error:
        told.append(str(error))
    assert texts(site) == {**(old if told else new), **note}
    filler.unlink()
    assert leftovers(site) == []
    write(shares(old), site)
    free -= 17_000
assert len(told) > 9
assert all("voll" in message for message in told), told
write(shares(new), site)
assert texts(site) == {**new, **note}
"""
FREE = """
import os
def disk_free(disk):
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize
"""


def test_a_disk_that_is_really_full_leaves_the_old_site_whole(tmp_path: Path) -> None:
    mount = f"mount -t tmpfs -o size=600k tmpfs {tmp_path}"
    apart = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if not shutil.which("unshare") or subprocess.run([*apart, mount], check=False).returncode:
        pytest.skip("Hier darf kein Datenträger eingehängt werden (unshare --mount).")
    done = subprocess.run(
        [*apart, f'{mount} && exec "$0" -c "$1" "$2"', sys.executable, FREE + FULL, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def site() -> Iterator[Path]:
    """An old site in a folder of somebody who is not root."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name, "place", "site")
        site.parent.mkdir()
        if os.geteuid() == 0:
            for folder in (site.parent, site.parent.parent):
                os.chown(folder, NOBODY, NOBODY)
        assert as_somebody(lambda: write(shares(OLD), site)) == 0
        yield site


def as_somebody(task: Callable[[], object]) -> int:
    """Run *task* in a process that root's rights do not help; return 0 where it raises nothing."""

    def run() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        task()

    return ended(in_a_process(run))


def test_in_a_folder_that_is_read_only_the_message_says_so(site: Path) -> None:
    def task() -> None:
        site.parent.chmod(0o555)
        with pytest.raises(CannotWrite, match="Schreibrechte"):
            write(shares(NEW), site)
        site.parent.chmod(0o755)

    assert as_somebody(task) == 0
    assert texts(site) == OLD
    assert leftovers(site) == []


def test_files_of_others_in_a_folder_that_may_not_be_read_are_not_lost(site: Path) -> None:
    """What cannot be seen cannot be carried over: so nothing is replaced."""

    def task() -> None:
        (site / "private").mkdir()
        (site / "private/note.txt").write_text("mine")
        (site / "private").chmod(0)
        with pytest.raises(CannotWrite, match="private"):
            write(shares(NEW), site)
        (site / "private").chmod(0o755)

    assert as_somebody(task) == 0
    assert texts(site) == {**OLD, "private/note.txt": "mine"}
    assert leftovers(site) == []


def test_a_page_that_may_not_be_read_is_written_anew_and_others_files_stay(site: Path) -> None:
    def task() -> None:
        (site / "note.txt").write_text("mine")
        for name in ("de/a.html", "note.txt"):
            (site / name).chmod(0)
        write(shares(NEW), site)
        (site / "note.txt").chmod(0o644)

    assert as_somebody(task) == 0
    assert texts(site) == {**NEW, "note.txt": "mine"}
