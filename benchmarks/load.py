"""What nginx serves of the built site, on this machine alone, by the recipe of docs/publishing.md.

Run: python -m benchmarks.load [seconds in all] [at once]     needs nginx and ab (apache2-utils)

ab asks for one address at a time, so the time is shared out among what a reader asks for: the
first page, a page of routes, an offer, the styles, what a search loads, a pack. Each is asked for
as a phone does it, ready to take gzip. Both share this machine's cores, and ab computes with one
of them: what is counted is a lower bound.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from guide import cli
from tests.hosts import nginx

SECONDS, AT_ONCE = 60, 50
ASKED = (  # the first file that fits
    "de/index.html",
    "ar/weg/*.html",
    "uk/angebot/*.html",
    "assets/style.*.css",
    "such-index/ar.js",
    "offline/de.*.pack",
)
SAID = {
    "requests/s": r"Requests per second:\s+([\d.]+)",
    "requests": r"Complete requests:\s+(\d+)",
    "failed": r"Failed requests:\s+(\d+)",
    "not 200": r"Non-2xx responses:\s+(\d+)",
    "99 % within ms": r"\s99%\s+(\d+)",
}


def main(seconds: int, at_once: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        web = Path(folder)
        web.chmod(0o755)
        site = web / "root"
        cli.main(["build", "--compressed", "--output", str(site)])
        paths = list(_paths(site))
        print(f"\n{seconds} s, {at_once} at once, load {os.getloadavg()[0]:.1f}\n")
        print(f"| asked for | bytes (gzip) | {' | '.join(SAID)} |\n|---|---|{'---|' * len(SAID)}")
        with nginx(web, str(web / "root"), "") as port:
            errors = sum(_try(site, path, port, seconds // len(paths), at_once) for path in paths)
    print(f"\nErrors: {errors}")
    return int(errors > 0)


def _paths(site: Path) -> Iterator[str]:
    for pattern in ASKED:
        found = sorted(path for path in site.glob(pattern) if path.is_file())
        if found:
            yield found[0].relative_to(site).as_posix()


def _try(site: Path, path: str, port: int, seconds: int, at_once: int) -> int:
    """Print a row for *path*; return how many of the answers were none."""
    address = f"http://127.0.0.1:{port}/{path}"
    often = ["-t", str(seconds), "-n", "100000000", "-c", str(at_once), "-k"]
    command = ["ab", "-q", *often, "-H", "Accept-Encoding: gzip", address]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {name: re.search(pattern, done) for name, pattern in SAID.items()}
    told = {name: match[1] if match else "0" for name, match in found.items()}
    packed = site / f"{path}.gz"
    size = (packed if packed.is_file() else site / path).stat().st_size
    print(f"| {path} | {size:,} | {' | '.join(told.values())} |", flush=True)
    return int(told["failed"]) + int(told["not 200"])


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3]), *(SECONDS, AT_ONCE)[len(sys.argv[1:3]) :]))
