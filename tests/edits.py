"""What happens to a guide between two builds: a few dozen kinds of edits, chosen by chance.

Each takes the folder of a guide (with the program, the templates and the assets) and a source of
chance. It changes something, or does nothing where there is nothing of its kind to change. None
depends on more than its seed: the same seed gives the same sequence. Material of test_edits.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

Edit = Callable[[Path, Random], object]
Whole = dict[Path, tuple[bytes, int]]  # content and time of each file

WRITTEN = ("data/*.yaml", "content/*.md", "translations/*.po")
FOLDERS = ("data", "content", "translations", "templates", "assets", "guide")
SAID = re.compile(r"^[ -]*(?:name|title|summary|description|note|text): \"?\w[^\"{}\[\]#]*\w")
ID = re.compile(r"^ *- (?:\{)?id: ([\w-]+)")
TYPED = ("Wort", "ß", "\t", ": x", '"', "{term:x}", "- id: a", "<b>")


def files(root: Path, *patterns: str) -> list[Path]:
    found = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def sources(root: Path) -> Iterator[Path]:
    """Yield all that a build may read, links among it; what Python keeps for itself is not."""
    yield from (root / "build.py", root / "pyproject.toml")
    for name in FOLDERS:
        for folder, inner, names in os.walk(root / name):
            inner[:] = sorted(set(inner) - {"__pycache__"})
            yield from (Path(folder, name) for name in sorted(names))


def whole(root: Path) -> Whole:
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sources(root)
        if not path.is_symlink()
    }


def put_back(root: Path, state: Whole, *, times: bool = False) -> None:
    """Undo all edits; what was changed is written in place, with its old time where asked for."""
    for path in [path for path in sources(root) if path not in state]:
        path.unlink()
    for path, (content, time) in state.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            if times:
                os.utime(path, ns=(time, time))


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_bytes(change(path.read_bytes().decode("utf-8")).encode("utf-8"))


# --- words, records, pages -----------------------------------------------------------------------


def reword(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "data/*.yaml", "content/*.md"))
    lines = path.read_text(encoding="utf-8").split("\n")
    places = [place for place, line in enumerate(lines) if SAID.match(line)]
    if places:
        place = chance.choice(places)
        lines[place] = SAID.sub(lambda found: f"{found[0]} {chance.choice(WORDS)}", lines[place])
        path.write_text("\n".join(lines), encoding="utf-8")


WORDS = ("neu", "und mehr", "am Montag", "für dich", "Übung")


def add_text(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "content/*.md"))
    _rewrite(path, lambda text: f"{text}\nDas ist neu: {chance.choice(WORDS)}.\n")


def add_page(root: Path, chance: Random) -> None:
    number = chance.randrange(10**6)
    head = f'---\ntitle: "Seite {number}"\ndescription: "Neu."\n---\n\n'
    text = f"Lies das.\n\n## Teil {number}\n\nEnde.\n"
    (root / f"content/neu-{number}.md").write_text(head + text, encoding="utf-8")


def drop_file(root: Path, chance: Random) -> None:
    chance.choice(files(root, *WRITTEN)).unlink()


def drop_new_page(root: Path, chance: Random) -> None:
    for path in files(root, "content/neu-*.md")[:1]:
        path.unlink()


def rename_page(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "content/*.md"))
    path.rename(path.with_name(f"{path.stem[:20]}-{chance.randrange(99)}.md"))


def rename_file(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, *WRITTEN))
    path.rename(path.with_name(f"{path.stem}-neu{path.suffix}"))


def _ids(root: Path, *names: str) -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in files(root, *names))
    return [found[1] for text in texts for line in text.split("\n") if (found := ID.match(line))]


def rename_id(root: Path, chance: Random) -> None:
    """In all files at once, translations too."""
    ids = _ids(root, "data/*.yaml")
    if ids:
        old = chance.choice(ids)
        word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
        new = f"{old[:40]}-{chance.randrange(99)}"
        for path in files(root, *WRITTEN):
            _rewrite(path, lambda text: word.sub(new, text))


def _records(text: str) -> list[str]:
    """Cut a YAML file before each record of the outermost lists."""
    return re.split(r"(?m)^(?=- )", text)


def _rerecord(root: Path, chance: Random, change: Callable[[list[str], int], object]) -> None:
    path = chance.choice(files(root, "data/*.yaml"))
    records = _records(path.read_text(encoding="utf-8"))
    change(records, chance.randrange(len(records)))
    path.write_text("".join(records), encoding="utf-8")


def drop_record(root: Path, chance: Random) -> None:
    _rerecord(root, chance, lambda records, place: records.pop(place))


def add_record(root: Path, chance: Random) -> None:
    """A copy under an id of its own."""

    def copy(records: list[str], place: int) -> None:
        new = ID.sub(lambda found: f"{found[0][:60]}-{chance.randrange(99)}", records[place])
        records.insert(place, new)

    _rerecord(root, chance, copy)


def move_record(root: Path, chance: Random) -> None:
    _rerecord(root, chance, lambda r, place: r.insert(place, r.pop(chance.randrange(len(r)))))


def switch_language(root: Path, chance: Random) -> None:
    old, new = chance.choice(
        (
            ("- {tag: en, show: reviewed}\n", ""),
            ("- {tag: ar, show: unchecked}\n", ""),
            ("{tag: en, show: reviewed}", "{tag: en, show: unchecked}"),
            ("languages:\n", "languages:\n- {tag: uk, show: unchecked}\n"),
        )
    )
    _rewrite(root / "data/region.yaml", lambda text: text.replace(old, new))


def slip(root: Path, chance: Random) -> None:
    """What a hand does that slips: mostly a mistake."""
    path = chance.choice(files(root, *WRITTEN))
    lines = path.read_bytes().split(b"\n")
    place = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines.pop(place)
        case 1:
            lines.insert(place, chance.choice(lines))
        case 2:
            lines[place] = lines[place][:9]
        case 3:
            lines[place] += f" {chance.choice(TYPED)}".encode()
        case _:
            lines = lines[:place]
    path.write_bytes(b"\n".join(lines))


# --- translations --------------------------------------------------------------------------------


def _translations(root: Path, chance: Random, change: Callable[[str], str]) -> None:
    """Change one of the entries of one catalog."""
    catalogs = files(root, "translations/*.po")
    if catalogs:
        path = chance.choice(catalogs)
        entries = path.read_text(encoding="utf-8").split("\n\n")
        place = chance.randrange(len(entries))
        entries[place] = change(entries[place])
        path.write_text("\n\n".join(entries), encoding="utf-8")


def translate(root: Path, chance: Random) -> None:
    new = chance.choice(("Wort", "كلمة", "Word"))
    _translations(root, chance, lambda entry: re.sub(r'msgstr ".*"$', f'msgstr "{new}"', entry))


def doubt(root: Path, chance: Random) -> None:
    """A reviewed translation is a draft, or a draft a reviewed one."""

    def change(entry: str) -> str:
        return entry.replace("#, fuzzy\n", "") if "#, fuzzy" in entry else f"#, fuzzy\n{entry}"

    _translations(root, chance, change)


def forget(root: Path, chance: Random) -> None:
    _translations(root, chance, lambda entry: "")


# --- templates, assets, program ------------------------------------------------------------------


def retouch_template(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "templates/**/*.html"))
    _rewrite(path, lambda text: text.replace("</p>", f" {chance.randrange(99)}</p>", 1))


def break_template(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "templates/**/*.html"))
    _rewrite(path, lambda text: "{% if %}\n" + text)


def lose_program_file(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "templates/**/*", "assets/**/*"))
    if chance.random() < 0.5:
        path.unlink()
    else:
        path.rename(path.with_name(f"x-{path.name}"))


def restyle(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "assets/*.css", "assets/inline/*.css"))
    _rewrite(path, lambda text: f"{text}\n.x{chance.randrange(99)} {{ color: red; }}\n")


def rescript(root: Path, chance: Random) -> None:
    path = chance.choice(files(root, "assets/*.js", "assets/inline/*.js"))
    _rewrite(path, lambda text: f"{text}\n;{chance.choice(('', '// x', 'void 0'))};\n")


def flipped(path: Path, chance: Random) -> None:
    """Change one letter or bit; the file keeps its length, its time and its number."""
    time, content = path.stat().st_mtime_ns, bytearray(path.read_bytes())
    places = [place for place, byte in enumerate(content) if chr(byte).isalpha()]
    if places:
        place = chance.choice(places)
        content[place] = ord("q") if content[place] != ord("q") else ord("u")
        path.write_bytes(content)
        os.utime(path, ns=(time, time))


def redraw(root: Path, chance: Random) -> None:
    """Other bytes of the same length at the same time: only the system knows of it."""
    path = chance.choice(files(root, "assets/*.png", "assets/print/fonts/*"))
    flipped(path, chance)


def add_asset(root: Path, chance: Random) -> None:
    path = root / f"assets/{chance.choice(('', 'fonts/'))}neu-{chance.randrange(99)}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(str(chance.random()))


def reprogram(root: Path, chance: Random) -> None:
    path, old, new = chance.choice(
        (
            ("guide/outputs/hosting.py", '"no-cache"', '"no-cache, no-transform"'),
            ("guide/labels.py", '"Sport"', '"Sport und Spiel"'),
            ("guide/icalendar.py", '"""', '""" '),
        )
    )
    _rewrite(root / path, lambda text: text.replace(old, new, 1))


WRITING: tuple[Edit, ...] = (
    *(reword, reword, add_text, add_page, drop_new_page, rename_page, rename_id, add_record),
    *(drop_record, move_record, switch_language, translate, doubt, forget),
    *(drop_file, rename_file, slip, slip),
)
PROGRAMMING: tuple[Edit, ...] = (
    *(retouch_template, retouch_template, restyle, rescript, redraw, add_asset, reprogram),
    *(break_template, lose_program_file),
)
