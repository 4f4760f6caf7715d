"""Build the guide: the one command of this project.

    python3 build.py          builds the whole guide into site/
    python3 build.py test     checks and tests everything
    python3 build.py --help   says what else there is

Python 3.11 is all it asks for. What else the guide needs it installs into the folder .venv
beside this file: an editor should not have to know what a virtual environment is. So this
file starts with little of the standard library alone; it runs every time.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

# Old Pythons understand this file as a whole: they must get an answer, not a traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Bildungswege braucht Python 3.11 oder neuer (python.org), hier läuft {}.{}.".format(
            *sys.version_info
        )
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.txt"  # written last: a .venv without it is half-made and made anew

LOCKS = ROOT / "locks"  # versions and hashes of all packages, written by uv: docs/security.md
# What only one command needs (of `translations` only `review`, which takes pictures of pages)
EXTRAS = {"test": ("test", "print"), "print": ("print",), "bench": ("bench",)}
EXTRAS |= {"translations review": EXTRAS["print"]}
EXTRAS |= {"licences": EXTRAS["test"], "sbom": EXTRAS["test"]}  # they ask each package

NO_VENV = """Diesem Python fehlt das Modul „venv“, mit dem .venv eingerichtet wird.
Unter Debian und Ubuntu hilft:  sudo apt-get install python3-venv
Danach denselben Befehl noch einmal starten."""
NO_PACKAGES = """Die Umgebung .venv ließ sich nicht einrichten. Zuletzt hieß es:\n\n{}\n
Besteht eine Internetverbindung? Im Netz einer Verwaltung ist oft ein Proxy nötig: dann die
Umgebungsvariable HTTPS_PROXY setzen (die Adresse kennt die IT-Abteilung).
Danach denselben Befehl noch einmal starten."""


def main(args: list[str]) -> int:
    """Run in this process where all that is needed is here, otherwise in .venv."""
    if args in ([], ["build"]) and (said := unchanged()):
        print(said)
        return 0
    command = "".join(args[:1])
    extras = EXTRAS.get(command) or EXTRAS.get(" ".join(args[:2]), ())
    wanted = requirements(extras)
    if not ready(wanted):
        return run_in_venv(wanted, extras, args)
    if command == "test":
        from tests.tools import run_checks

        return run_checks(args[1:])
    if command == "bench":
        from benchmarks.speed.__main__ import main as bench

        return bench(args[1:])
    from guide.cli import main as guide

    return guide(args)


def unchanged() -> str | None:
    """What the last build said, where nothing has changed since: no need to load anything."""
    from guide.unchanged import said_again

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return said_again(ROOT, ROOT / "site", [epoch or time.strftime("%Y-%m-%d")])


def requirements(extras: tuple[str, ...]) -> list[str]:
    """The packages that pyproject.toml names, the only list of them."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    return [*project["dependencies"], *(name for extra in extras for name in optional[extra])]


def ready(wanted: list[str]) -> bool:
    """In .venv the stamp answers at once; another Python is asked for each package."""
    return {*wanted, locked()} <= installed() if inside() else all(map(satisfied, wanted))


def inside() -> bool:
    """Compare the folders, not their names: a path may hold links or differ in case only."""
    return VENV.exists() and VENV.samefile(sys.prefix)


def installed() -> set[str]:
    """What .venv holds: nothing where its Python is gone or has become another version."""
    outgrown = inside() and not any(path.startswith(sys.prefix) for path in sys.path)
    if outgrown or not PYTHON.exists() or not STAMP.exists():
        return set()
    return set(STAMP.read_text(encoding="utf-8").splitlines())


def satisfied(requirement: str) -> bool:
    """Judge "name>=lower,<upper", the one form in pyproject.toml; any other means: use .venv."""
    from importlib.metadata import PackageNotFoundError, version

    name, _, bounds = requirement.partition(">=")
    lower, _, upper = bounds.partition(",<")
    try:
        return numbers(lower) <= numbers(version(name)) < numbers(upper)
    except PackageNotFoundError:
        return False


def numbers(version: str) -> tuple[int, ...]:
    """2.10 is newer than 2.9, which text does not know."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def locked() -> str:
    """What the locks say, in short: another lock makes .venv out of date."""
    import hashlib

    content = b"".join(path.read_bytes() for path in sorted(LOCKS.glob("*.lock")))
    return f"locks: {hashlib.sha256(content).hexdigest()}"


def to_install(wanted: list[str], extras: tuple[str, ...]) -> list[str]:
    """What pip is told: exactly what is locked, by its hash; without a lock what fits."""
    lock = LOCKS / f"{extras[0] if extras else 'guide'}.lock"
    return ["--require-hashes", "-r", str(lock)] if lock.exists() else wanted


def run_in_venv(wanted: list[str], extras: tuple[str, ...], args: list[str]) -> int:
    """Start again with the Python in .venv, set up first if need be."""
    complete = {*wanted, locked()} <= installed()
    if not complete and not set_up(wanted, to_install(wanted, extras)):
        return 1
    command = [str(PYTHON), str(ROOT / "build.py"), *args]
    if os.name != "nt":  # there exec would hand the shell back before the new process is done
        os.execv(PYTHON, command)
    return subprocess.call(command)


def set_up(wanted: list[str], packages: list[str]) -> bool:
    """Make .venv or bring it up to date; leave nothing behind that blocks the next try."""
    import importlib.util
    import shutil

    fresh = not installed()
    if fresh and not importlib.util.find_spec("ensurepip"):
        return say(NO_VENV)
    once = "Richte die Umgebung .venv ein (einmalig, etwa eine Minute) …"
    say(once if fresh else "Ergänze die Umgebung .venv …")
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    fill = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", *packages]
    trouble = (complaint(make) if fresh else "") or complaint(fill)
    if not trouble:
        STAMP.write_text("\n".join([*wanted, locked()]), encoding="utf-8")
        return True
    if fresh:
        shutil.rmtree(VENV, ignore_errors=True)
    return say(NO_PACKAGES.format(trouble))


def complaint(command: list[str]) -> str:
    """The end of what a failed command said; nothing when it went well."""
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, env=quiet, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()
    return "\n".join(said[-8:]) or "(keine Ausgabe)" if done.returncode else ""


def say(message: str) -> bool:
    """Tell on stderr, since stdout belongs to the command; False, for the caller to return."""
    print(message, file=sys.stderr, flush=True)
    return False


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
