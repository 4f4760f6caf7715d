"""The tools of the tests that pip does not bring: a browser, an HTML validator, gettext.

Where the machine lets us (root on Debian or Ubuntu) they are installed; elsewhere their tests
are skipped with one line that says so. In CI nothing is skipped: a check that silently did not
run would look like one that passed. Only the standard library is used here.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from subprocess import DEVNULL

ROOT = Path(__file__).resolve().parent.parent
NPM = ROOT / ".venv" / "npm"
VALIDATOR = NPM / "node_modules" / "vnu-jar"
VALIDATOR_VERSION = "26.9.27"  # pinned: a newer validator knows new rules, a matter of its own
IN_CI = os.environ.get("CI") == "true"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_PATHS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)

# By program the Debian package: what sites are published with, and to
SERVERS = {
    "nginx": "nginx-light",
    "apache2": "apache2-bin",
    "rsync": "rsync",
    "sshd": "openssh-server",
}

# Languages that stand for all where a page of each would be the same but for its words: Latin
# letters, from right to left, a script that phones draw with a font of its own, long words.
DIFFERENT = ("de", "ar", "ti", "ru")
EVERY_PAGE = bool(os.environ.get("EVERY_PAGE"))  # then nothing stands for anything: by night

TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")  # a file by one: it may share what it has made
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy", "--strict", "guide", "build.py"],
}


def run_checks(pytest_args: list[str]) -> int:
    """Run every check although one fails, pytest last: its closing line sums up the tests."""
    say(f"Es laufen: Werkzeuge suchen, {', '.join(CHECKS)}, pytest.")
    codes = {"Werkzeuge": prepare()}
    for name, command in CHECKS.items():
        codes[name] = run_module(*command)
    if failed := [name for name, code in codes.items() if code]:
        say(f"Nicht bestanden: {', '.join(failed)}. Es bleibt pytest:")
    codes["pytest"] = run_module("pytest", *TWO_AT_ONCE, *pytest_args)
    return next(filter(None, codes.values()), 0)


def prepare() -> int:
    """Install what is missing and may be installed; non-zero when CI would lack a tool."""
    install_packages()
    install_validator()
    missing = missing_tools()
    for marker, what in missing.items():
        effect = "in CI ein Fehler" if IN_CI else f"Prüfungen „{marker}“ werden übersprungen"
        say(f"Es fehlt {what}: {effect}.")
    return int(IN_CI and bool(missing))


def missing_tools() -> dict[str, str]:
    """What is missing, by the pytest marker of the tests that need it."""
    missing = {}
    if not find_chromium():
        missing["browser"] = "ein Browser (Chromium oder Chrome, sonst CHROMIUM=Pfad setzen)"
    if not find_validator():
        missing["validator"] = "der HTML-Prüfer (er braucht Java und npm)"
    if not shutil.which("msgfmt"):
        missing["gettext"] = "gettext (msgfmt und msgcat, für die Übersetzungen)"
    if absent := [name for name in SERVERS if not find_program(name)]:
        missing["servers"] = f"{' und '.join(absent)} (zum Veröffentlichen)"
    return missing


@cache
def find_chromium() -> str | None:
    """Any recent Chromium serves; CHROMIUM names one that lies elsewhere."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else CHROMIUM_NAMES))
    usual = (path for path in CHROMIUM_PATHS if not named and Path(path).exists())
    return next(filter(None, [*found, *usual]), None)


def find_program(name: str) -> str | None:
    """Servers are where only root looks."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


@cache
def find_validator() -> list[str] | None:
    """The command that starts the validator."""
    return ["java", "-jar", str(jar())] if has_java() and has_validator() else None


def jar() -> Path:
    return VALIDATOR / "build" / "dist" / "vnu.jar"


def has_java() -> bool:
    """Start it: macOS has a `java` that only says where to get one."""
    if not shutil.which("java"):
        return False
    return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0


def has_validator() -> bool:
    """Only the pinned version counts."""
    manifest = VALIDATOR / "package.json"
    if not jar().exists() or not manifest.exists():
        return False
    return bool(json.loads(manifest.read_text(encoding="utf-8"))["version"] == VALIDATOR_VERSION)


def install_packages() -> None:
    """Ask Debian for what is missing, where nobody must be asked for a password."""
    packages = {
        "chromium": not find_chromium() and not os.environ.get("CHROMIUM"),
        "default-jre-headless": not has_java(),
        "npm": not has_validator() and not shutil.which("npm"),
        "gettext": not shutil.which("msgfmt"),
        **{package: not find_program(name) for name, package in SERVERS.items()},
    }
    wanted = [name for name, needed in packages.items() if needed]
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if not wanted or not may_install:
        return
    say(f"Installiere {', '.join(wanted)} (einmalig, für die Prüfungen) …")
    attempt("apt-get", "update")
    attempt("apt-get", "install", "-y", "--no-install-recommends", *wanted)
    find_chromium.cache_clear()


def install_validator() -> None:
    """Into .venv, which git ignores and which is thrown away as a whole."""
    npm = shutil.which("npm")  # under Windows the full name: npm.cmd
    if has_validator() or not has_java() or not npm:
        return
    say("Installiere den HTML-Prüfer (einmalig) …")
    NPM.mkdir(parents=True, exist_ok=True)
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts")
    attempt(npm, "install", "--prefix", str(NPM), *quiet, f"vnu-jar@{VALIDATOR_VERSION}")


def attempt(*command: str) -> None:
    """Run it quietly; where it fails, show the end of what it said and go on without it."""
    # Debian starts a server that it installs, but not in this runlevel
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(command, env=settings, stdin=DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()
        say("\n".join([f"„{' '.join(command[:2])}“ ist gescheitert:", *said[-6:]]))
        say("Besteht eine Internetverbindung? Hinter einem Proxy HTTPS_PROXY setzen.")


def run_module(*command: str) -> int:
    """Run a module with this Python, wherever its scripts may be."""
    return subprocess.call([sys.executable, "-m", *command], cwd=ROOT)


def say(message: str) -> None:
    print(message, flush=True)
