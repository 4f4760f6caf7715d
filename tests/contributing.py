"""CONTRIBUTING.md as a test reads it: its tasks, what it quotes, and a desk to try it at."""

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guide.load import load
from guide.problems import Problem, Severity, describe
from tests.tools import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUOTE = re.compile(
    r"^(?P<path>[\w./-]+\.\w+):(?P<line>\d+):(?P<column>\d+): (?:Fehler|Hinweis): .*\[[\w-]+\]\n"
    r"(?: *(?P=line) │ (?P<text>.*)\n +│ +\^+\n)?(?:    → .*\n)?",
    re.MULTILINE,
)
FOLDERS = ("data", "content", "translations")


@dataclass(frozen=True)
class Task:
    """A section that says how something is done: its title, and its blocks by language."""

    title: str
    blocks: tuple[tuple[str, str], ...]

    def yaml(self) -> list[str]:
        return [block for kind, block in self.blocks if kind == "yaml"]

    def other(self) -> list[str]:
        return [block for kind, block in self.blocks if not kind]

    def commands(self) -> list[list[str]]:
        """Return the arguments of build.py in each of its blocks."""
        lines = [line for block in self.other() for line in block.splitlines()]
        return [shlex.split(line)[2:] for line in lines if line.startswith("python3 build.py")]


def tasks() -> dict[str, Task]:
    """Return by title the sections that the table of tasks, or a heading below it, names."""
    blank = FENCE.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), TEXT)  # no headings in blocks
    heads = list(re.finditer(r"^(#{2,3}) (.+)$", blank, re.MULTILINE))
    ends = [head.start() for head in heads[1:]] + [len(TEXT)]
    linked = set(re.findall(r"^\| \[.*?\]\(#([\w-]+)\)", TEXT, re.MULTILINE))
    found = {}
    for head, end in zip(heads, ends, strict=True):
        above = [h[2] for h in heads if h[1] == "##" and h.start() <= head.start()][-1]
        if (head[1] == "###" and above == "Was möchten Sie tun?") or anchor(head[2]) in linked:
            found[head[2]] = Task(head[2], tuple(FENCE.findall(TEXT[head.start() : end])))
    return found


def anchor(title: str) -> str:
    """Return the anchor that GitHub and GitLab make of a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def quotes() -> Iterator[re.Match[str]]:
    """Yield each message that is quoted, with the line it quotes."""
    for _, block in FENCE.findall(TEXT):
        yield from QUOTE.finditer(block)


class Desk:
    """A copy of the real guide's files, to be edited as the instructions say."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written = 0  # how often
        for folder in FOLDERS:
            shutil.copytree(ROOT / folder, root / folder)

    def read(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        self.written += 1
        (self.root / file).write_text(text, encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        text = self.read(file)
        assert text.count(old) == 1, (file, old, text.count(old))
        self.write(file, text.replace(old, new))

    def put_line(self, file: str, number: int, text: str) -> None:
        lines = self.read(file).split("\n")
        lines[number - 1] = text
        self.write(file, "\n".join(lines))

    def restore(self, file: str) -> None:
        if (ROOT / file).exists():
            shutil.copy2(ROOT / file, self.root / file)
        else:
            (self.root / file).unlink(missing_ok=True)

    def problems(self) -> list[Problem]:
        return load(self.root)[1]

    def errors(self) -> list[str]:
        found = [p for p in self.problems() if p.severity is Severity.ERROR]
        return [describe(problem, self.root) for problem in found]

    def record(self, file: str, *place: str) -> tuple[int, int]:
        """Return the lines [first, end) of the record that *place* names: its id, then a `to:`."""
        lines = self.read(file).split("\n")
        first, end = 0, len(lines)
        for key, name in zip(("id", "to"), place, strict=False):
            pattern = re.compile(rf"^( *)- {key}: {re.escape(name)}$")
            first = next(n for n in range(first, end) if pattern.match(lines[n]))
            dash = lines[first].index("-")
            own = (n for n in range(first + 1, end) if lines[n].strip())
            out = (n for n in own if len(lines[n]) - len(lines[n].lstrip()) <= dash)
            end = next(out, end)
        return first + 1, end + 1

    def field(self, file: str, key: str, *place: str) -> int:
        """Return the number of the line with the field *key* of a record."""
        lines = self.read(file).split("\n")
        first, end = self.record(file, *place)
        own = range(first, end)
        return next(n for n in own if re.match(rf" *(- )?{key}:", lines[n - 1]))

    def insert(self, file: str, number: int, text: str) -> None:
        lines = self.read(file).split("\n")
        lines[number - 1 : number - 1] = text.rstrip("\n").split("\n")
        self.write(file, "\n".join(lines))

    def delete(self, file: str, first: int, end: int) -> None:
        lines = self.read(file).split("\n")
        del lines[first - 1 : end - 1]
        self.write(file, "\n".join(lines))


def without_numbers(said: str) -> str:
    """Line numbers, and how many texts and which, change with every file: the rest is compared."""
    said = re.sub(r" +$", "", said, flags=re.MULTILINE)
    said = re.sub(r"(\.(?:yaml|md|po)):\d+:", r"\1:N:", said)
    said = re.sub(r"(zum Beispiel) „[^“]*“ \[", r"\1 „…“ [", said)
    return re.sub(r"^ *\d+ │|(?<=Zeile )\d+|\d+(?= Texte)|-?\d+(?=, gut)", "N", said, flags=re.M)
