"""Reading and resolving 12 catalogs of 3,000 messages, as a ratio to polib's reading alone.

Run: python benchmarks/catalogs.py [rounds]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).parent.parent))

from guide.catalog import Catalog, Message, Translation, read_catalog, write_catalog
from guide.languages import LANGUAGES

MESSAGES = 3_000
TEXT = "Du gehst in die Schule und lernst Deutsch bis zur Prüfung im Sommer"


def main(rounds: int) -> None:
    languages = [language for language in LANGUAGES.values() if language.tag != "de"]
    messages = [Message(f"stations/s{n}/summary", _text(n)) for n in range(MESSAGES)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for language in languages:
            write_catalog(root, Catalog(language, {m: Translation(m.german) for m in messages}))

        def ours() -> None:
            for language in languages:
                read_catalog(root, language, []).resolve(messages)

        def bare() -> None:
            for language in languages:
                polib.pofile(str(root / "translations" / f"{language.tag}.po"), wrapwidth=0)

        pairs = [(_seconds(ours), _seconds(bare)) for _ in range(rounds)]
    seconds = statistics.median(own for own, _ in pairs)
    ratio = statistics.median(own / other for own, other in pairs)
    print(f"{len(languages)} x {MESSAGES} messages read and resolved: {seconds:.2f} s")
    print(f"polib's reading alone: x {1 / ratio:.2f} of that (median of {rounds} rounds)")


def _text(number: int) -> str:
    words = TEXT.split()
    return f"{' '.join(words[number % 7 :] + words[: number % 5])} {number}."


def _seconds(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
