"""What happens to files: slips of the hand, broken programs, and malice. Material of tests.fuzz.

A mutation takes a source of chance and a text, and gives what stands in the file afterwards.
"""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

Mutation = Callable[[Random, str], str]

NAUGHTY: list[str] = json.loads(
    (Path(__file__).parent / "naughty" / "blns.json").read_text(encoding="utf-8")
)
CHARACTERS = [
    *"\"'`{}[]()<>|&*!%@#:;,-?=+\\/$^~\t\r\n\0",
    *("\ufeff", "\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\u2028", "\u0085", "\u00a0"),
    *("\ue000", "\uffff", "\U0001f468\u200d\U0001f469", "e" + "\u0301" * 40, "\x1b[31m", "\x7f"),
]
PIECES = [
    "{{ 7*7 }}",
    "{% for x in range(9999999) %}x{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "{#",
    "{0.__class__}",
    "{count:>999999999}",
    "{leer:",
    "{tel:../../etc/passwd}",
    "{betrag:}",
    "{frist:x y}",
    "[[",
    "[[antrag|",
    "]]",
    "[a](javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](page:../../x)",
    '[a](station:schule#" onclick="alert(1))',
    "![x](https://example.org/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></title><svg onload=alert(1)>",
    "<!--",
    "]]>",
    "&#0;",
    "&#xE000;/../x",
    "&#8238;",
    "&#27;&#xFDD0;",
    "&anker",
    "*anker",
    "<<: *anker",
    "!!python/object/apply:os.system ['true']",
    "!!binary |",
    "!<tag:yaml.org,2002:str>",
    "%YAML 9.9",
    "--- ",
    "...",
    "? ",
    "- - - - - -",
    "|",
    ">+9",
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"\\0"',
    '"\\ue000/../x"',
    '"\\u202e"',
    '"\\x1b"',
    '"\\U00110000"',
    '"\\L\\P\\N\\_"',
    "9" * 400,
    "-9e999",
    ".inf",
    ".nan",
    "0x7fffffffffffffff",
    "0000-00-00",
    "9999-12-31",
    "2026-02-30",
    "1_000",
    "٣",
    "²",
    "<<<<<<<",
    "=======",
    "## ",
    "## x {#x}",
    "{#x}",
    "| a | b |\n|---|---|",
    "> " * 60,
    "* " * 60,
    "```",
    "    ",
    "[x]: https://example.org",
    "[^1]",
    "www.example.org",
    "#, fuzzy",
    '#| msgid "x"',
    "#~ msgid",
    'msgctxt "ui"',
    'msgid "x"',
    'msgid_plural "x"',
    'msgstr[9] "x"',
    'msgstr "\\',
    'msgstr "\\v\\b\\f\\r"',
    '"',
]


def _lines(change: Callable[[Random, list[str]], None]) -> Mutation:
    def mutate(random: Random, text: str) -> str:
        lines = text.split("\n")
        change(random, lines)
        return "\n".join(lines)

    return mutate


def _delete(random: Random, lines: list[str]) -> None:
    start = random.randrange(len(lines))
    del lines[start : start + random.choice((1, 1, 2, 9))]


def _duplicate(random: Random, lines: list[str]) -> None:
    start = random.randrange(len(lines))
    block = lines[start : start + random.choice((1, 1, 3, 12))]
    lines[start:start] = block * random.choice((1, 1, 1, 30))


def _swap(random: Random, lines: list[str]) -> None:
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _indent(random: Random, lines: list[str]) -> None:
    place = random.randrange(len(lines))
    line = lines[place]
    lines[place] = random.choice((f" {line}", f"  {line}", f"\t{line}", line.lstrip(), f"- {line}"))


def _insert_line(random: Random, lines: list[str]) -> None:
    lines.insert(random.randrange(len(lines) + 1), random.choice(PIECES + NAUGHTY))


def _value(random: Random, lines: list[str]) -> None:
    """What stands behind a colon is something else now; the shape of the file stays."""
    places = [place for place, line in enumerate(lines) if re.match(r"[\s-]*\w+: .", line)]
    if not places:
        return
    place = random.choice(places)
    new = random.choice(random.choice((PIECES, NAUGHTY, VALUES)))
    if random.random() < 0.5:
        new = json.dumps(new, ensure_ascii=random.random() < 0.3)
    lines[place] = f"{lines[place].partition(': ')[0]}: {new}"


VALUES = [
    "",
    "''",
    "~",
    "null",
    "[]",
    "{}",
    "[[[]]]",
    "{a: {b: c}}",
    "yes",
    "no",
    "-1",
    "0",
    "[de]",
]


def _character(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(CHARACTERS) * random.choice((1, 1, 3)) + text[place:]


def _replaced(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(CHARACTERS) + text[place + random.choice((1, 1, 5)) :]


def _piece(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(random.choice((PIECES, NAUGHTY))) + text[place:]


def _cut(random: Random, text: str) -> str:
    return text[: random.randrange(len(text) + 1)]


def _deep(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    unit = random.choice(("[", "{", "{a: ", "- ", "> ", "(", "[x](", "**", "[[", "<b>", "  - x\n"))
    return text[:place] + unit * random.choice((13, 90, 250, 5000)) + text[place:]


def _long(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    unit = random.choice(("x", "ab ", "* ", "_", "é", "[", "\\", "`", "!", "&", "a@"))
    return text[:place] + unit * random.choice((300, 1990, 5000, 12000)) + text[place:]


def _twice(_: Random, text: str) -> str:
    return text + text


def _breaks(random: Random, text: str) -> str:
    return text.replace("\n", random.choice(("\r\n", "\r", "\n\n", "\u2028", "\n\r")))


def _mark(random: Random, text: str) -> str:
    return random.choice(("\ufeff", "\ufeff\ufeff", "\0", "\n\n", "---\n", "%TAG ! x\n")) + text


def _flipped(random: Random, text: str) -> str:
    """Quotes of one kind are another kind, somewhere."""
    old, new = random.choice(
        (('"', "'"), ('"', ""), ("'", '"'), (": ", ":"), ("- ", "-"), ("]", ""))
    )
    return text.replace(old, new, random.choice((1, 2, -1)))


MUTATIONS: Sequence[Mutation] = (
    *map(_lines, (_delete, _duplicate, _swap, _indent, _insert_line, _value, _value, _value)),
    *(_character, _replaced, _piece, _piece, _cut, _deep, _long, _twice, _breaks, _mark, _flipped),
)


def mutated(random: Random, text: str) -> bytes:
    """Return the bytes of a file that one to three mutations have changed; some break its UTF-8."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = random.choice(MUTATIONS)(random, text)
    raw = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.03:
        place = random.randrange(len(raw) + 1)
        raw = (
            raw[:place] + random.choice((b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8")) + raw[place:]
        )
    return raw.decode("utf-8", "replace").encode("utf-16") if random.random() < 0.005 else raw
