"""A host by the system's rsync or sftp: they know keys, proxies and ~/.ssh/config, we do not.

rsync sends only the parts of a file that changed, and needs rsync on the host too. sftp needs
nothing but an account there. Both put each file in its place by renaming.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from guide.publish import CannotPublish, Target
from guide.targets import HALF
from guide.write import MANIFEST

ADDRESS = re.compile(r"((?:[\w.-]+@)?[A-Za-z0-9][\w.-]+):([^\x00-\x1f\"\\*?\[\]:]+)")
SECONDS = 20  # until a host counts as out of reach
TOOLS = ("rsync", "sftp")


@dataclass(frozen=True)
class Host:
    name: str  # user@host, or a name of ~/.ssh/config
    folder: str  # without / at its end


def parse(text: str) -> Host | None:
    """Return the host that `user@host:/folder` names; None where *text* is something else."""
    found = ADDRESS.fullmatch(text)
    return Host(found[1], found[2].rstrip("/") or "/") if found and "//" not in text else None


def target(host: Host, tool: str | None = None) -> Target:
    """Return *host*, reached by *tool*, or by what is installed; raises CannotPublish."""
    wanted = [tool] if tool else TOOLS
    found = next(filter(shutil.which, wanted), None)
    if found is None:
        raise CannotPublish(_NO_TOOL.format(" und ".join(wanted)))
    rsync = found == "rsync"
    return Target(
        partial(_rsync_read if rsync else _sftp_read, host),
        partial(_rsync_occupied if rsync else _sftp_occupied, host),
        partial(_rsync_put if rsync else _sftp_put, host),
        partial(_rsync_delete if rsync else _sftp_delete, host),
    )


# --- rsync ------------------------------------------------------------------------------------


def _rsync(
    host: Host, *arguments: str, names: Iterable[str] = ()
) -> subprocess.CompletedProcess[str]:
    """-s: the host's shell does not read paths; -I: same size and time is not the same file."""
    ssh = f"ssh -o ConnectTimeout={SECONDS} -o BatchMode={'no' if sys.stdin.isatty() else 'yes'}"
    return _run(["rsync", "-s", "-I", "-e", ssh, *arguments], "\0".join(names))


def _place(host: Host, name: str = "") -> str:
    return f"{host.name}:{host.folder}/{name}"


def _rsync_read(host: Host) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        done = _rsync(host, _place(host, MANIFEST), f"{folder}/")
        if done.returncode and _missing(done):
            return None
        _judge(host, done)
        return (Path(folder) / MANIFEST).read_bytes()


def _rsync_occupied(host: Host) -> bool:
    done = _rsync(host, "--list-only", _place(host))
    if done.returncode and _missing(done):
        return False
    _judge(host, done)
    return any(line and line.split()[-1] != "." for line in done.stdout.splitlines())


def _rsync_put(host: Host, source: Path, names: Sequence[str]) -> None:
    options = ("-z", "--times", "--chmod=D755,F644", *_FROM_LIST)
    _judge(host, _rsync(host, *options, f"{source}/", _place(host), names=names))


def _rsync_delete(host: Host, names: Sequence[str]) -> None:
    """What is in the list and not in a folder without files is deleted on the host, no more."""
    with tempfile.TemporaryDirectory() as empty:
        for folder in _folders(names):  # one that is missing here would be a complaint
            (Path(empty) / folder).mkdir(parents=True, exist_ok=True)
        options = ("--delete-missing-args", "--no-implied-dirs", *_FROM_LIST)
        _judge(host, _rsync(host, *options, f"{empty}/", _place(host), names=names))


def _missing(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 23 and "No such file" in done.stderr


_FROM_LIST = ("--files-from=-", "--from0")


# --- sftp -------------------------------------------------------------------------------------


def _sftp(host: Host, lines: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run *lines* one after the other; the first that fails ends it, unless it begins with -."""
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "batch"
        batch.write_text("\n".join([*lines, ""]), encoding="utf-8")
        silent = f"-oBatchMode={'no' if sys.stdin.isatty() else 'yes'}"
        waiting = f"-oConnectTimeout={SECONDS}"
        return _run(["sftp", "-q", silent, waiting, "-b", str(batch), host.name])


def _sftp_read(host: Host) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / MANIFEST
        _judge(host, _sftp(host, [f"-get {_quoted(host, MANIFEST)} {_local(here)}"]))
        return here.read_bytes() if here.exists() else None


def _sftp_occupied(host: Host) -> bool:
    done = _sftp(host, [f"-ls -1a {_quoted(host)}"])
    _judge(host, done)
    listed = [line for line in done.stdout.splitlines() if line and not line.startswith("sftp>")]
    return any(line.rstrip("/").rsplit("/", 1)[-1] not in (".", "..") for line in listed)


def _sftp_put(host: Host, source: Path, names: Sequence[str]) -> None:
    half = _quoted(host, HALF)
    lines = [f"-mkdir {_quoted(host, folder)}" for folder in ["", *_folders(names)]]
    for name in names:
        lines += [f"put {_local(source / name)} {half}", f"chmod 644 {half}"]
        lines += [f"rename {half} {_quoted(host, name)}"]
    _judge(host, _sftp(host, lines))


def _sftp_delete(host: Host, names: Sequence[str]) -> None:
    _judge(host, _sftp(host, [f"-rm {_quoted(host, name)}" for name in names]))


def _folders(names: Sequence[str]) -> list[str]:
    """Return the folders of *names*, the outer before the inner."""
    above = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    return sorted(above - {"."})


def _quoted(host: Host, name: str = "") -> str:
    return f'"{PurePosixPath(host.folder) / name}"'


def _local(path: Path) -> str:
    """In a batch \\ * ? [ mean something; names on the site have none, folders above it may."""
    return '"' + re.sub(r'([\\*?\[\]"])', r"\\\1", path.as_posix()) + '"'


# --- what went wrong --------------------------------------------------------------------------


def _run(command: list[str], said: str = "") -> subprocess.CompletedProcess[str]:
    english = {**os.environ, "LC_ALL": "C"}  # so that the reasons below are found
    try:
        return subprocess.run(
            command,
            input=said,
            env=english,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise CannotPublish(_NO_TOOL.format(command[0])) from error


def _judge(host: Host, done: subprocess.CompletedProcess[str]) -> None:
    """Raise CannotPublish with the first reason that is found, looking from the end."""
    if done.returncode == 0:
        return
    said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    for line in reversed(said):
        for pattern, sentence in _REASONS:
            if re.search(pattern, line):
                raise CannotPublish(sentence.format(host=host.name, folder=host.folder))
    last = said[-1] if said else f"Fehler {done.returncode}"
    raise CannotPublish(f"Die Übertragung zu „{host.name}“ ist gescheitert: {last}")


_NO_TOOL = (
    "Auf diesem Rechner fehlt {}. Unter Debian und Ubuntu: sudo apt-get install rsync "
    "openssh-client. Oder in einen Ordner oder eine zip-Datei veröffentlichen."
)
_REASONS = (
    ("Could not resolve hostname", "Den Rechner „{host}“ findet niemand. Ist der Name richtig?"),
    (
        "Host key verification failed",
        "Der Rechner „{host}“ ist noch unbekannt oder hat einen neuen Schlüssel. Einmal von Hand "
        "anmelden (ssh {host}) und den Fingerabdruck mit der IT-Abteilung vergleichen.",
    ),
    (
        r"[Pp]ermission denied \(|Too many authentication|Permission denied, please try",
        "Der Rechner „{host}“ hat die Anmeldung abgelehnt. Ist dort ein Schlüssel hinterlegt?",
    ),
    (
        "Connection refused|timed out|No route to host|Network is unreachable",
        "Der Rechner „{host}“ ist nicht erreichbar. Besteht eine Verbindung, ist ein VPN nötig?",
    ),
    (
        r"No space left|[Qq]uota exceeded|write.*: Failure",
        "Auf „{host}“ ist kein Platz mehr. Platz schaffen und noch einmal veröffentlichen.",
    ),
    ("[Pp]ermission denied", "Auf „{host}“ fehlen Schreibrechte im Ordner „{folder}“."),
    ("Read-only file system", "Auf „{host}“ ist der Ordner „{folder}“ nur lesbar."),
    (
        r"rsync: (command )?not found|rsync: No such file|remote command not found",
        "Auf „{host}“ fehlt rsync. Mit --via sftp geht es auch ohne.",
    ),
    ("[Nn]o such file|not found", "Auf „{host}“ gibt es den Ordner „{folder}“ nicht."),
    (
        "Connection closed|Connection reset|Broken pipe|connection unexpectedly closed",
        "Die Verbindung zu „{host}“ ist abgebrochen. Noch einmal veröffentlichen.",
    ),
)
