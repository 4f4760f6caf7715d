"""What happens beside the editing: clocks, other programs, and what somebody does with the site.

As in tests.edits: each takes the folder of a guide and a source of chance.
"""

import os
import shutil
from pathlib import Path
from random import Random

from guide.write import MANIFEST
from tests.edits import WRITTEN, Edit, files, flipped, reword

# --- the clock, and programs beside ours ---------------------------------------------------------


def reword_unseen(root: Path, chance: Random) -> None:
    flipped(chance.choice(files(root, *WRITTEN)), chance)


def touch(root: Path, chance: Random) -> None:
    chance.choice(files(root, *WRITTEN, "templates/*", "assets/*")).touch()


def set_clock_back(root: Path, chance: Random) -> None:
    reword(root, chance)
    for path in files(root, *WRITTEN):
        os.utime(path, (1, 1))


def leave_a_lock(root: Path, chance: Random) -> None:
    """Emacs marks a file that somebody is writing: by a link that leads nowhere."""
    path = root / chance.choice(("data/.#offers.yaml", "content/.#start.md", "assets/.#style.css"))
    if not path.is_symlink():
        path.symlink_to("somebody@machine.1234:5678")


def nothing(root: Path, chance: Random) -> None:
    """Nobody did anything."""


# --- what others do with the site ----------------------------------------------------------------


def _page(root: Path, chance: Random) -> Path | None:
    found = files(root, "site/**/*") if (root / "site").is_dir() else []
    return chance.choice(found) if found else None


def spoil_page(root: Path, chance: Random) -> None:
    if path := _page(root, chance):
        path.write_bytes(path.read_bytes()[: chance.randrange(99)])


def spoil_page_unseen(root: Path, chance: Random) -> None:
    if path := _page(root, chance):
        flipped(path, chance)


def drop_page_of_site(root: Path, chance: Random) -> None:
    if path := _page(root, chance):
        path.unlink()


def drop_folder_of_site(root: Path, chance: Random) -> None:
    folders = sorted(path for path in (root / "site").glob("*") if path.is_dir())
    if folders:
        shutil.rmtree(chance.choice(folders))


def drop_site(root: Path, chance: Random) -> None:
    shutil.rmtree(root / "site", ignore_errors=True)


def add_stranger(root: Path, chance: Random) -> None:
    names = ("note.txt", "de/note.txt", ".htpasswd", "upload/2026/a.pdf", "de/angebot/alt.html")
    path = root / "site" / chance.choice(names)
    if (root / "site").is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(chance.random()))


def link_page(root: Path, chance: Random) -> None:
    """A page is a link now, to something that was there before."""
    if (path := _page(root, chance)) and path.name != "other.html":
        other = root / "other.html"
        shutil.copyfile(path, other)
        path.unlink()
        path.symlink_to(other)


def break_manifest(root: Path, chance: Random) -> None:
    texts = ("", "[1", "5", "null", "[[]]", "[" * 50_000, '"de/index.html"', "\ufeff[]", "{}")
    if (root / "site").is_dir():
        (root / "site" / MANIFEST).write_text(chance.choice(texts))


BESIDE: tuple[Edit, ...] = (
    *(reword_unseen, touch, set_clock_back, leave_a_lock, nothing, spoil_page, spoil_page_unseen),
    *(drop_page_of_site, drop_folder_of_site, drop_site, add_stranger, link_page, break_manifest),
)
