"""How soon a cheap phone shows a page: one page of each layout, on slow 3G, and by Lighthouse.

    python benchmarks/phone.py [--languages de,ar,ti] [--rounds 3] [--lighthouse PROGRAM]

The page of each layout is its median by weight. The site is served as a host does that stores
copies packed with Brotli. Wanted (issue 5): largest contentful paint within 1.5 s on slow 3G
(400 kbit/s, 400 ms a request) with a processor six times slower, lists within 2.2 s, layout shift
0; by Lighthouse, whose program is named by --lighthouse, 1.0 s and 100 in all four categories.

Judges nothing: seconds depend on the machine and on what else it does, so its load is told.
"""

import argparse
import json
import mimetypes
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import brotli
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from guide.printing import browser as browsers

SITE = Path(__file__).resolve().parent.parent / "site"
LAYOUT = re.compile(rb'<body\b[^>]*\bdata-layout="([a-z]+)"')
SLOW_3G = {
    "offline": False,
    "latency": 400,  # milliseconds
    "downloadThroughput": 400_000 / 8,  # bytes a second
    "uploadThroughput": 400_000 / 8,
}
CPU = 6  # times slower
PHONE = {"width": 360, "height": 640}
# The last entry counts: the browser reports each element that is larger than those before.
OBSERVE = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.lcp = e.startTime })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.cls += e.value })
  .observe({type: "layout-shift", buffered: true});
"""
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Packed(SimpleHTTPRequestHandler):
    """Answers with the file packed by Brotli, as a host that has stored such copies."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        content = packed(path)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def log_message(self, *_: object) -> None:
        pass


@cache
def packed(path: Path) -> bytes:
    return brotli.compress(path.read_bytes(), quality=11)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = partial(Packed, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def typical(language: str) -> dict[str, str]:
    """Return for each layout the path of its median page by weight, from the site's folder."""
    found = defaultdict(list)
    for path in sorted((SITE / language).rglob("*.html")):
        if layout := LAYOUT.search(path.read_bytes()[:8000]):
            found[layout[1].decode()].append(path)
    middle = {name: sorted(paths, key=weight)[len(paths) // 2] for name, paths in found.items()}
    return {name: path.relative_to(SITE).as_posix() for name, path in middle.items()}


def weight(path: Path) -> int:
    return path.stat().st_size


def slow(browser: Browser, address: str) -> tuple[float, float]:
    """Return LCP in seconds and CLS of one cold visit on slow 3G with a slow processor."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(500)  # the browser tells what it saw only when it has time
    seen = page.evaluate("seen")
    context.close()
    return seen["lcp"] / 1000, seen["cls"]


def lighthouse(program: str, chromium: str, address: str) -> tuple[list[int], float, float]:
    """Return the four scores, LCP in seconds and CLS by Lighthouse's defaults for phones."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [program, address, "--quiet", "--output=json", f"--output-path={report.name}"]
        command.append(f"--chrome-flags={FLAGS}")
        environment = {**os.environ, "CHROME_PATH": chromium}
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
        told = json.loads(Path(report.name).read_bytes())
    scores = [round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES]
    audits = told["audits"]
    lcp = audits["largest-contentful-paint"]["numericValue"] / 1000
    return scores, lcp, audits["cumulative-layout-shift"]["numericValue"]


def main(languages: list[str], rounds: int, program: str) -> None:
    chromium = str(browsers.find())
    print(f"Medians of {rounds}; load {os.getloadavg()[0]:.1f}\n")
    print("| page | KB packed | slow 3G, 6x: LCP, CLS | Lighthouse: scores, LCP, CLS |")
    print("|---|---|---|---|")
    with served(SITE) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in languages:
            for path in typical(language).values():
                address = f"{root}/{path}"
                visits = [slow(browser, address) for _ in range(rounds)]
                told = f"{median(v[0] for v in visits):.2f} s, {max(v[1] for v in visits):.3f}"
                by = [
                    lighthouse(program, chromium, address) for _ in range(rounds if program else 0)
                ]
                size = len(packed(SITE / path)) / 1000
                print(f"| {path} | {size:.1f} | {told} | {summary(by)} |", flush=True)
        browser.close()


def summary(reports: list[tuple[list[int], float, float]]) -> str:
    if not reports:
        return "not asked"
    scores = [f"{median(column):.0f}" for column in zip(*(r[0] for r in reports), strict=True)]
    lcp, shift = median(r[1] for r in reports), max(r[2] for r in reports)
    return f"{'/'.join(scores)}, {lcp:.2f} s, {shift:.3f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default="de,ar,ti")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lighthouse", default="", metavar="PROGRAM")
    options = parser.parse_args()
    main(options.languages.split(","), options.rounds, options.lighthouse)
