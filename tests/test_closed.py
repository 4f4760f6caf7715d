"""Nothing comes in and nothing goes out: pages run only named code, a build asks nobody."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guide.assets import policy_hash
from tests import dom, mini
from tests.tools import ROOT

HASH = re.compile(r"'sha256-[A-Za-z0-9+/]{43}='")
DATA = "application/ld+json"  # what is no code
BUILD = """
import sys
from guide import cli
sys.exit(cli.main(["build", "--root", sys.argv[1], "--output", sys.argv[2]]))
"""
CONNECT = "import socket; socket.create_connection(('192.0.2.1', 443), timeout=9)"  # RFC 5737
# Every event of the module socket, https://docs.python.org/3/library/audit_events.html
FORBID = """
import os, sys
def forbid(event, arguments):
    if event.startswith("socket."):
        os.write(2, f"asked for {event} {arguments}".encode())
        os._exit(7)
sys.addaudithook(forbid)
"""
SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{36}|\bglpat-[\w-]{20}|\bAKIA[0-9A-Z]{16}\b"
    rb"|\bxox[abp]-\w+|://[^/\s:@'\"]+:[^/\s:@'\"{]+@(?!example|a\b|b\b)"
)


# --- the policy of the pages ----------------------------------------------------------------------


def policies(page: dom.Element) -> list[str]:
    return [
        meta.attrs["content"]
        for meta in page.all("meta")
        if meta.attrs.get("http-equiv", "").lower() == "content-security-policy"
    ]


def faults(html: str) -> list[str]:
    """Return what in a page its policy does not name, or names without need."""
    page = dom.parse(html)
    found = policies(page)
    if len(found) != 1:
        return [f"{len(found)} policies"]
    inline = [e for e in page.all("script") if "src" not in e.attrs and e.attrs.get("type") != DATA]
    inline += page.all("style")
    used = {policy_hash(element.text.encode("utf-8")) for element in inline}
    told = set(HASH.findall(found[0]))
    told_of = [f"not named: {h}" for h in used - told] + [f"not needed: {h}" for h in told - used]
    told_of += [word for word in ("unsafe", "*", "http:", "https:", "data:") if word in found[0]]
    if "default-src 'none'" not in found[0] or "base-uri 'none'" not in found[0]:
        told_of.append("open by default")
    for element in page.all():
        told_of += [f"{name} of {element}" for name in element.attrs if name.startswith("on")]
        told_of += [f"style of {element}"] if "style" in element.attrs else []
    return told_of


def test_every_page_names_its_code_by_hash_and_has_no_other(mini_site: Path) -> None:
    pages = sorted(mini_site.rglob("*.html"))
    assert len(pages) > 200
    with_code = 0
    for path in pages:
        html = path.read_text(encoding="utf-8")
        if path.name == "404.html" or "http-equiv" in html:
            assert faults(html) == [], path
            with_code += "'sha256-" in html
    assert with_code > 100
    without = [p.relative_to(mini_site) for p in pages if "http-equiv" not in p.read_text("utf-8")]
    assert without == [], "a page without a policy"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</style>", "a{}</style>"),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ("<main", "<main onclick=x"),
        ("<main", "<main style=x"),
        ("default-src 'none'", "default-src *"),
        ("http-equiv", "http-none"),
    ],
)
def test_the_look_at_the_policy_sees_what_is_wrong(old: str, new: str, mini_site: Path) -> None:
    html = (mini_site / "de/suche.html").read_text(encoding="utf-8")
    assert faults(html) == []
    assert old in html
    assert faults(html.replace(old, new, 1)) != []


# --- a build without a network ------------------------------------------------------------------


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run *command* from the project with nothing in its environment but *environment*."""
    settings = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run(
        command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )


def without_network() -> list[str]:
    """Return what starts a command in a network namespace of its own, where not even lo is up.

    Some systems allow that to nobody but root; the test with the audit hook runs everywhere.
    """
    unshare = shutil.which("unshare")
    command = [unshare or "unshare", "--map-root-user", "--net"]
    if not unshare or run([*command, "true"]).returncode:
        pytest.skip("Hier darf kein Netz abgetrennt werden (unshare --map-root-user --net).")
    return command


def test_a_build_works_where_there_is_no_network(copy: Path, tmp_path: Path) -> None:
    apart = without_network()
    assert run([*apart, sys.executable, "-c", CONNECT]).returncode == 1, "there is a way out"
    site = tmp_path / "site"
    command = [sys.executable, "-c", BUILD, str(copy), str(site)]
    done = run([*apart, *command])
    assert done.returncode == 0, done.stderr
    assert (site / "de/index.html").exists()


def test_a_build_opens_no_socket_and_needs_nothing_from_the_environment(
    copy: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    done = run([sys.executable, "-c", f"{FORBID}\n{BUILD}", str(copy), str(site)])
    assert done.returncode == 0, done.stderr
    assert (site / "ar/index.html").exists()
    assert run([sys.executable, "-c", f"{FORBID}\n{CONNECT}"]).returncode == 7, "the hook does look"


# --- no secret ------------------------------------------------------------------------------------


def test_no_file_of_the_project_holds_a_secret() -> None:
    folders = ("guide", "data", "content", "translations", "templates", "docs", "locks")
    files = [path for name in folders for path in (ROOT / name).rglob("*") if path.is_file()]
    files += [
        *filter(Path.is_file, ROOT.glob("*.*")),
        *(ROOT / ".github").rglob("*.yml"),
        ROOT / ".gitlab-ci.yml",
    ]
    assert len(files) > 200
    assert [path for path in files if SECRETS.search(path.read_bytes())] == []
    assert SECRETS.search(b"-----BEGIN RSA " + b"PRIVATE KEY")
    assert SECRETS.search(b"https://name:word@" + b"host/")


def test_what_is_built_tells_nothing_about_the_machine(mini_site: Path) -> None:
    telling = [
        str(mini_site).encode(),
        str(mini.SOURCES).encode(),
        str(Path.home()).encode() + b"/",
    ]
    for path in mini_site.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [words for words in telling if words in content], path
