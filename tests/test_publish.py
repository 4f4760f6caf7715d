"""Publishing: only what changed, new before old, and nothing that is not ours."""

import errno
import getpass
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from guide import cli, publish, remote, targets
from guide.publish import CannotPublish, Plan, Target
from guide.write import MANIFEST
from tests import ports, tools

OLD = {
    "index.html": "old start",
    "de/index.html": "old page with assets/style.00000001.css",
    "de/gone.html": "a page that will go",
    "assets/style.00000001.css": "old style",
    "sw.js": "old worker",
    "same.txt": "same",
    ".htaccess": "rules",
}
NEW = {
    "index.html": "new start",
    "de/index.html": "new page with assets/style.00000002.css",
    "de/more/new.html": "a new page",
    "assets/style.00000002.css": "new style",
    "sw.js": "new worker",
    "same.txt": "same",
    ".htaccess": "rules",
}
STEP = Plan(
    ("assets/style.00000002.css", "de/more/new.html"),
    ("de/index.html", "index.html", "sw.js"),
    ("assets/style.00000001.css", "de/gone.html"),
)


def fill(folder: Path, files: dict[str, str]) -> Path:
    """Make *folder* hold just *files*."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return fill(tmp_path / "site", OLD)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "there"


# --- what is done, in which order ----------------------------------------------------------------


def test_the_first_time_everything_is_new(site: Path, there: Path) -> None:
    plan = publish.publish(site, targets.folder(there))
    assert plan == Plan(tuple(sorted(OLD)), (), ())
    assert tree(there) == OLD


def test_only_what_changed_is_written(site: Path, there: Path) -> None:
    publish.publish(site, targets.folder(there))
    before = (there / "same.txt").stat()
    assert publish.publish(fill(site, NEW), targets.folder(there)) == STEP
    assert tree(there) == NEW
    assert (there / "same.txt").stat() == before


def test_a_second_run_writes_nothing(site: Path, there: Path) -> None:
    publish.publish(site, targets.folder(there))
    silent = replace(targets.folder(there), put=never, delete=never)
    assert publish.publish(site, silent) == Plan((), (), ())


def never(*_: object) -> None:
    raise AssertionError("nothing should be written")


def test_a_trial_run_changes_nothing(site: Path, there: Path) -> None:
    publish.publish(site, targets.folder(there))
    silent = replace(targets.folder(there), put=never, delete=never)
    assert publish.publish(fill(site, NEW), silent, dry_run=True) == STEP


def test_assets_come_before_pages_and_pages_before_deletions(site: Path, there: Path) -> None:
    publish.publish(site, targets.folder(there))
    done: list[str] = []
    publish.publish(fill(site, NEW), recorded(targets.folder(there), done))
    assert done == [
        MANIFEST,
        "assets/style.00000002.css",
        "de/more/new.html",
        "de/index.html",
        "index.html",
        "sw.js",  # tells saved copies of the new pages, so these must be there
        "- assets/style.00000001.css",
        "- de/gone.html",
        MANIFEST,
    ]


def recorded(target: Target, done: list[str]) -> Target:
    def put(source: Path, names: Sequence[str]) -> None:
        done.extend(names)
        target.put(source, names)

    def delete(names: Sequence[str]) -> None:
        done.extend(f"- {name}" for name in names)
        target.delete(names)

    return replace(target, put=put, delete=delete)


def test_an_asset_that_a_build_changed_under_its_name_comes_before_the_pages() -> None:
    """And what a page asks for with a fingerprint behind the name, which a phone keeps as such."""
    search = "such-index/de.js"
    plan = Plan((), ("a.html", "assets/b.01234567.js", "offline/de.json", search), ())
    assert [names for names in publish.order(plan) if names] == [
        ["assets/b.01234567.js", search],
        ["a.html"],
        ["offline/de.json"],
    ]


class Stopped(Exception):
    """The cable was pulled."""


def stopping(target: Target, left: int) -> Target:
    """Put and delete file by file, and break off after *left* of them."""
    count = [left]

    def step() -> None:
        if not count[0]:
            raise Stopped
        count[0] -= 1

    def put(source: Path, names: Sequence[str]) -> None:
        for name in names:
            step()
            target.put(source, [name])

    def delete(names: Sequence[str]) -> None:
        for name in names:
            step()
            target.delete([name])

    return replace(target, put=put, delete=delete)


@pytest.mark.parametrize("left", range(9))
def test_broken_off_anywhere_it_works_and_the_next_run_heals_it(
    site: Path, there: Path, left: int
) -> None:
    publish.publish(site, targets.folder(there))
    (there / "theirs.pdf").write_text("not ours")
    with pytest.raises(Stopped):
        publish.publish(fill(site, NEW), stopping(targets.folder(there), left))
    page = (there / "de/index.html").read_text()
    assert (there / page.rpartition(" ")[2]).exists()
    third = {**NEW, "assets/style.00000003.css": "newest"}
    del third["assets/style.00000002.css"], third["de/more/new.html"]
    publish.publish(fill(site, third), targets.folder(there))
    assert tree(there) == {**third, "theirs.pdf": "not ours"}


def test_a_manifest_that_broke_off_deletes_nothing_and_sends_everything(
    site: Path, there: Path
) -> None:
    publish.publish(site, targets.folder(there))
    (there / MANIFEST).write_text('{"de/index.html": "12')
    publish.publish(fill(site, NEW), targets.folder(there))
    assert tree(there) == {**OLD, **NEW}


# --- what is not ours -----------------------------------------------------------------------------


def test_what_it_did_not_write_is_never_deleted(site: Path, there: Path) -> None:
    publish.publish(site, targets.folder(there))
    (there / "de/theirs.pdf").write_text("not ours")
    fill(site, {"index.html": "alone"})
    publish.publish(site, targets.folder(there))
    assert tree(there) == {"index.html": "alone", "de/theirs.pdf": "not ours"}
    assert not (there / "assets").exists()  # empty folders go


def test_a_folder_with_other_files_is_left_alone_unless_allowed(site: Path, there: Path) -> None:
    fill(there, {"index.html": "somebody's", "other.html": "somebody's"})
    with pytest.raises(CannotPublish, match="--replace"):
        publish.publish(site, targets.folder(there))
    assert tree(there) == {"index.html": "somebody's", "other.html": "somebody's"}
    publish.publish(site, targets.folder(there), replace=True)
    assert tree(there) == {**OLD, "other.html": "somebody's"}


def test_a_site_that_was_copied_there_by_hand_is_taken_over(site: Path, there: Path) -> None:
    """A build's own list names files without fingerprints."""
    shutil.copytree(site, there)
    (there / MANIFEST).write_text(json.dumps([*OLD, MANIFEST]))
    publish.publish(fill(site, NEW), targets.folder(there))
    assert tree(there) == NEW


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "de/../../out.txt", "a\nb", "", "."]
)
def test_a_forged_manifest_leads_nowhere_else(
    site: Path, there: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out.txt").write_text("outside")
    publish.publish(site, targets.folder(there))
    marks = json.loads((there / MANIFEST).read_text())
    (there / MANIFEST).write_text(json.dumps({**marks, name: "x"}))
    assert publish.publish(site, targets.folder(there)).gone == ()
    assert (tmp_path / "out.txt").read_text() == "outside"


def test_hidden_files_and_links_are_not_published(site: Path, there: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (site / "link.txt").symlink_to(tmp_path / "secret")
    (site / ".git").mkdir()
    (site / ".git/config").write_text("private")
    (site / ".well-known").mkdir()
    (site / ".well-known/security.txt").write_text("public")
    publish.publish(site, targets.folder(there))
    assert tree(there) == {**OLD, ".well-known/security.txt": "public"}


def test_a_name_that_a_host_could_misread_is_refused(site: Path, there: Path) -> None:
    (site / 'a"b.html').write_text("")
    with pytest.raises(CannotPublish, match='„a"b'):
        publish.publish(site, targets.folder(there))
    assert not there.exists()


# --- zip ------------------------------------------------------------------------------------------


def test_a_zip_file_holds_the_site_and_is_the_same_each_time(site: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        assert targets.publish_zip(site, tmp_path / name).new == tuple(sorted(OLD))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        archive.extractall(tmp_path / "out")
    assert tree(tmp_path / "out") == OLD


def test_a_zip_file_is_written_only_when_something_changed(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    assert targets.publish_zip(site, file, dry_run=True).new
    assert not file.exists()
    targets.publish_zip(site, file)
    before = file.stat()
    assert targets.publish_zip(site, file) == Plan((), (), ())
    assert file.stat() == before
    assert targets.publish_zip(fill(site, NEW), file) == STEP


def test_somebody_elses_zip_file_is_not_replaced(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "photos.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"")
    before = file.read_bytes()
    with pytest.raises(CannotPublish, match="nicht von hier"):
        targets.publish_zip(site, file)
    assert file.read_bytes() == before


# --- what can go wrong here -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "Der Datenträger ist voll"),
        (errno.EACCES, "Keine Schreibrechte"),
        (errno.EROFS, "nur lesbar"),
    ],
)
def test_the_reason_is_said_in_german_and_nothing_half_is_left(
    site: Path, there: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    publish.publish(site, targets.folder(there))

    def fail(source: Path, target: Path) -> None:
        Path(target).write_text("half")
        raise OSError(number, os.strerror(number), str(target))

    monkeypatch.setattr(shutil, "copyfile", fail)
    with pytest.raises(CannotPublish, match=said):
        publish.publish(fill(site, NEW), targets.folder(there))
    assert tree(there) == OLD


def test_a_file_in_the_way_is_named(site: Path, there: Path) -> None:
    there.write_text("a file")
    with pytest.raises(CannotPublish, match="liegt eine Datei"):
        publish.publish(site, targets.folder(there))


# --- the command ----------------------------------------------------------------------------------


def run(copy: Path, *arguments: str) -> int:
    return cli.main(["publish", "--root", str(copy), *arguments])


def test_the_command_builds_publishes_and_says_what_it_did(
    copy: Path, there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(copy, str(there), "--dry-run") == 0
    assert "Neu wäre: .htaccess" in (said := capsys.readouterr().out)
    assert "Nur eine Probe, nichts wurde verändert: " in said
    assert not there.exists()
    assert run(copy, str(there)) == 0
    assert f"Veröffentlicht: „{there}“: " in capsys.readouterr().out
    assert (there / "de/index.html").read_bytes() == (copy / "site/de/index.html").read_bytes()
    assert run(copy, str(there)) == 0
    assert "ist schon auf dem neuesten Stand." in capsys.readouterr().out


def test_a_guide_with_a_mistake_is_not_published(copy: Path, there: Path) -> None:
    (copy / "data/glossary.yaml").write_text("terms: [")
    assert run(copy, str(there)) == 1
    assert not there.exists()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("https://example.org/", "ist kein Rechner"),
        ("ftp://example.org/seiten", "ist kein Rechner"),
        ("site", "gebauten Seiten selbst"),
        ("data/seiten", "Dort stehen die Quellen"),
        (".", "gebauten Seiten selbst"),
    ],
)
def test_an_impossible_target_is_refused_before_anything_is_built(
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    target: str,
    said: str,
) -> None:
    monkeypatch.chdir(copy)
    assert run(copy, target) == 1
    assert said in capsys.readouterr().out
    assert not (copy / "site").exists()


# --- hosts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("web@example.org:/var/www", remote.Host("web@example.org", "/var/www")),
        ("probe:seiten/", remote.Host("probe", "seiten")),
        ("probe:/", remote.Host("probe", "/")),
        ("C:\\seiten", None),
        ("C:/seiten", None),
        ("-oProxyCommand=x:/a", None),
        ("probe:/a\nrm b", None),
        ('probe:/a"b', None),
        ("sftp://probe/a", None),
        ("folder/x", None),
    ],
)
def test_a_host_is_told_from_a_folder(text: str, host: remote.Host | None) -> None:
    assert remote.parse(text) == host


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotPublish, match="fehlt rsync und sftp"):
        remote.target(remote.Host("probe", "/a"))
    with pytest.raises(CannotPublish, match="fehlt sftp"):
        remote.target(remote.Host("probe", "/a"), "sftp")


# What OpenSSH 9.2 and rsync 3.2.7 say
@pytest.mark.parametrize(
    ("tool", "line", "said"),
    [
        ("rsync", "ssh: Could not resolve hostname probe: Name or service not known", "findet"),
        ("rsync", "ssh: connect to host probe port 22: Connection refused", "nicht erreichbar"),
        ("sftp", "ssh: connect to host probe port 22: Connection timed out", "nicht erreichbar"),
        ("sftp", "Host key verification failed.", "Fingerabdruck"),
        ("rsync", "web@probe: Permission denied (publickey,password).", "Anmeldung abgelehnt"),
        (
            "rsync",
            'rsync: [receiver] mkstemp "/a/.x" failed: Permission denied (13)',
            "abgelehnt|fehlen",
        ),
        ("sftp", 'dest open "/a/x": Permission denied', "fehlen Schreibrechte"),
        (
            "rsync",
            'rsync: [receiver] write failed on "/a/x": No space left on device (28)',
            "Platz",
        ),
        ("sftp", 'write remote "/a/x": Failure', "kein Platz mehr"),
        ("rsync", "bash: line 1: rsync: command not found", "--via sftp"),
        ("sftp", 'dest open "/a/x": No such file or directory', "gibt es den Ordner"),
        ("sftp", "client_loop: send disconnect: Broken pipe", "abgebrochen"),
        ("sftp", "something new", "something new"),
    ],
)
def test_what_the_tools_complain_of_is_said_in_german(
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tool: str,
    line: str,
    said: str,
) -> None:
    """With a stand-in for the tool that says *line* and fails."""
    (tmp_path / "line").write_text(
        f"{line}\nrsync error: some code\n"[: None if tool == "rsync" else len(line)]
    )
    stand_in(tmp_path, tool, f'cat "{tmp_path}/line" >&2; exit 255')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with pytest.raises(CannotPublish, match=said):
        publish.publish(site, remote.target(remote.Host("probe", "/a"), tool))


def stand_in(folder: Path, tool: str, script: str) -> None:
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / tool
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A real sshd with keys of its own, called `probe` by the ssh and sftp in the folder."""
    folder = tmp_path_factory.mktemp("ssh")
    with ports.held() as port, sshd(folder, port):
        yield folder


@contextmanager
def sshd(folder: Path, port: int) -> Iterator[None]:
    for key in ("host", "key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)]
        subprocess.run(command, check=True)
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/key.pub\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nSubsystem sftp internal-sftp\n"
    )
    (folder / "config").write_text(
        f"Host probe\nHostName 127.0.0.1\nPort {port}\nUser {getpass.getuser()}\n"
        f"IdentityFile {folder}/key\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known\n"
        "StrictHostKeyChecking accept-new\n"
    )
    for tool in ("ssh", "sftp"):
        stand_in(folder, tool, f'exec {shutil.which(tool)} -F "{folder}/config" "$@"')
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd locks itself in; gone at each restart
    with (folder / "log").open("wb") as log:
        command = [
            tools.find_program("sshd") or "sshd",
            "-D",
            "-e",
            "-f",
            str(folder / "sshd_config"),
        ]
        with subprocess.Popen(command, stderr=log) as process:
            try:
                if not ports.answers(process, port):
                    pytest.fail(f"sshd does not answer: {(folder / 'log').read_text()}")
                yield
            finally:
                process.terminate()


@pytest.fixture(params=remote.TOOLS)
def host(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, there: Path
) -> Callable[[], Target]:
    """A function that returns the folder `there`, reached through the real tool and sshd."""
    if tools.missing_tools().get("servers"):
        pytest.skip("no sshd")
    probe: Path = request.getfixturevalue("probe")
    monkeypatch.setenv("PATH", str(probe / "bin"), prepend=os.pathsep)
    return lambda: remote.target(remote.Host("probe", str(there)), request.param)


@pytest.mark.servers
def test_a_host_gets_the_site_and_then_what_changed(
    site: Path, there: Path, host: Callable[[], Target]
) -> None:
    assert publish.publish(site, host()).new == tuple(sorted(OLD))
    assert tree(there) == OLD
    (there / "de/theirs.pdf").write_text("not ours")
    inode = (there / "same.txt").stat().st_ino
    assert publish.publish(fill(site, NEW), host(), dry_run=True) == STEP
    assert tree(there) == {**OLD, "de/theirs.pdf": "not ours"}
    assert publish.publish(site, host()) == STEP
    assert tree(there) == {**NEW, "de/theirs.pdf": "not ours"}
    assert (there / "same.txt").stat().st_ino == inode
    assert publish.publish(site, host()) == Plan((), (), ())


@pytest.mark.servers
def test_a_change_that_keeps_size_and_time_is_sent(
    site: Path, there: Path, host: Callable[[], Target]
) -> None:
    publish.publish(site, host())
    before = (site / "same.txt").stat()
    (site / "same.txt").write_text("emas")
    os.utime(site / "same.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    publish.publish(site, host())
    assert (there / "same.txt").read_text() == "emas"


@pytest.mark.servers
def test_a_hosts_folder_with_other_files_is_left_alone(
    site: Path, there: Path, host: Callable[[], Target]
) -> None:
    fill(there, {"index.html": "somebody's"})
    with pytest.raises(CannotPublish, match="--replace"):
        publish.publish(site, host())
    assert tree(there) == {"index.html": "somebody's"}
    publish.publish(site, host(), replace=True)
    assert tree(there) == OLD


@pytest.mark.servers
def test_a_host_that_was_broken_off_is_healed(
    site: Path, there: Path, host: Callable[[], Target]
) -> None:
    publish.publish(site, host())
    with pytest.raises(Stopped):
        publish.publish(fill(site, NEW), stopping(host(), 4))  # between two pages
    page = (there / "de/index.html").read_text()
    assert (there / page.rpartition(" ")[2]).exists()
    publish.publish(site, host())
    assert tree(there) == NEW


@pytest.mark.servers
def test_names_with_spaces_and_umlauts_reach_the_host(
    site: Path, there: Path, host: Callable[[], Target]
) -> None:
    (site / "Flyer für März 'neu' $HOME;x.pdf").write_text("flyer")
    publish.publish(site, host())
    assert (there / "Flyer für März 'neu' $HOME;x.pdf").read_text() == "flyer"


@pytest.mark.servers
def test_a_folder_that_cannot_be_made_is_named(
    site: Path, there: Path, host: Callable[[], Target]
) -> None:
    there.write_text("a file")
    with pytest.raises(CannotPublish, match=r"probe|Im Ziel liegen"):
        publish.publish(site, host())
    assert there.read_text() == "a file"
