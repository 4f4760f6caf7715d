"""The site while it is edited: read anew at each change, and only the page that is asked for made.

Nothing is written. Where an editor's mistake forbids a new site the last good one is shown, with
the mistake above it: its place, its line, what to do. What all files together make (packs for
reading offline) is not there: saved pages would hide what is edited.

A change is shown before it is judged: what the checks find beyond the shape of the files takes as
long as reading them, and is seldom anything.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import TemplateError
from markupsafe import Markup

from guide.artifact import Artifact
from guide.outputs import plan_common, plan_edition
from guide.problems import Origin, Problem, Severity, describe
from guide.site import Site

# The pages' strict policy would stop livereload's script, and the notice's styles
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
BODY = re.compile(rb"<body[^>]*>")
EMPTY = b"<!doctype html><head></head><body></body>"
SHOWN = 20  # mistakes; after the first few an editor looks again anyway

Read = Callable[[], tuple[Site | None, list[Problem]]]
Check = Callable[[Site], list[Problem]]


@dataclass
class Preview:
    root: Path
    read: Read
    check: Check
    site: Site | None = None  # the one that is shown
    good: Site | None = None  # the last one in which no check found an error
    errors: list[Problem] = field(default_factory=list)  # that stand above the pages
    found: tuple[Site | None, list[Problem]] = (None, [])  # at the last reading, not yet checked
    state: int = 0  # counts up whenever pages look different from then on
    made: dict[str, bytes] = field(default_factory=dict)
    planned: dict[str, Artifact] = field(default_factory=dict)
    plans: dict[str, Iterator[Artifact]] = field(default_factory=dict)  # what is not planned yet


@dataclass(frozen=True)
class Answer:
    status: str
    kind: str  # media type
    content: bytes = b""
    location: str = ""  # where else to look


def renew(preview: Preview) -> None:
    """Read everything again, and show it if it can be read; `judge` follows. Never raises."""
    try:
        site, problems = preview.read()
    except Exception as error:
        site, problems = None, [trouble(error)]
    preview.found = site, problems
    errors = _errors(problems)
    _show(preview, preview.good if errors else site, errors)


def judge(preview: Preview) -> list[Problem]:
    """Check what was read last; returns all problems, hints too. Never raises.

    Where there are errors, the last good site is shown again.
    """
    site, problems = preview.found
    if site is not None:
        try:
            problems = sorted({*problems, *preview.check(site)})
        except Exception as error:
            problems = [*problems, trouble(error)]
    errors = _errors(problems)
    if not errors:
        preview.good = site
    _show(preview, preview.good, errors)
    return problems


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _show(preview: Preview, site: Site | None, errors: list[Problem]) -> None:
    if site is preview.site and errors == preview.errors:
        return
    preview.state += 1
    preview.errors = errors
    if site is preview.site:
        return
    preview.site, preview.made, preview.planned, preview.plans = site, {}, {}, {}
    if site is not None:
        preview.plans = {"": plan_common(site)}
        preview.plans |= {e.language.tag: plan_edition(site, e) for e in site.editions}


def answer(preview: Preview, address: str) -> Answer:
    """Return what a browser gets that asks for *address*, a path with a slash before it."""
    path = address.lstrip("/")
    wanted = f"{path}index.html" if path == "" or path.endswith("/") else path
    content = _content(preview, wanted)
    if content is None and _content(preview, f"{path}/index.html") is not None:
        return Answer("301 Moved Permanently", "text/plain", location=f"{address}/")
    if content is not None:
        kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
        return Answer("200 OK", kind, _shown(preview, content) if kind == "text/html" else content)
    missing = _content(preview, "404.html") or EMPTY
    return Answer("404 Not Found", "text/html", _shown(preview, missing))


def _content(preview: Preview, path: str) -> bytes | None:
    if path in preview.made:
        return preview.made[path]
    try:
        artifact = _artifact(preview, path)
        if artifact is None:
            return None
        preview.made[path] = artifact.render()
    except Exception as error:  # a template; or what a check would have forbidden
        told = notice([trouble(error)], preview.root)
        return EMPTY.replace(b"</body>", f"{told}</body>".encode())
    return preview.made[path]


def _artifact(preview: Preview, path: str) -> Artifact | None:
    """Return what makes *path*, planning no further than that."""
    tag = path.split("/", maxsplit=1)[0]
    for name in [tag] if tag in preview.plans else preview.plans:
        while path not in preview.planned:
            artifact = next(preview.plans[name], None)
            if artifact is None:
                break
            preview.planned[artifact.path] = artifact
    return preview.planned.get(path)


def _shown(preview: Preview, page: bytes) -> bytes:
    page = POLICY.sub(b"", page)
    if not preview.errors:
        return page
    told = notice(preview.errors, preview.root).encode("utf-8")
    return BODY.sub(lambda body: body[0] + told, page, count=1)


def notice(errors: list[Problem], root: Path) -> Markup:
    """Return what stands above a page while there are *errors*: all of them, first things first."""
    title = "Ein Fehler" if len(errors) == 1 else f"{len(errors)} Fehler"
    items = [Markup("<li><pre>{}</pre></li>").format(describe(e, root)) for e in errors[:SHOWN]]
    more = len(errors) - SHOWN
    rest = Markup("<p>… und {} weitere</p>").format(more) if more > 0 else ""
    return NOTICE.format(title, Markup("").join(items), rest)


def trouble(error: Exception) -> Problem:
    """Return as a Problem what a template, or the program itself, failed with."""
    name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(error, TemplateError):
        file = Path("templates") / Path(name).name if name else Path("templates")
        told = "Diese Vorlage lässt sich nicht lesen"
        remedy = f"Jinja sagt: {error.message or error}"
        return Problem(Origin(file, line or 1), "vorlage", told, remedy)
    told = f"Das Programm hat einen Fehler: {type(error).__name__}: {error}"
    remedy = "Bitte der Entwicklung melden; mit „python3 build.py check“ steht mehr da."
    return Problem(Origin(Path("guide")), "programmfehler", told, remedy)


NOTICE = Markup(
    '<details open id="vorschau-fehler" lang="de" dir="ltr"><summary>{}: '
    "darunter steht der letzte gute Stand</summary><ol>{}</ol>{}</details><style>"
    "#vorschau-fehler{{position:fixed;inset:0 0 auto;z-index:99;max-height:60vh;overflow:auto;"
    "margin:0;padding:.8rem 1rem;background:#fff4f2;color:#300;border-bottom:4px solid #b00020;"
    "font:16px/1.4 system-ui,sans-serif;text-align:left}}"
    "#vorschau-fehler summary{{font-weight:700;cursor:pointer}}"
    "#vorschau-fehler pre{{white-space:pre-wrap;overflow-wrap:anywhere;margin:.6rem 0;"
    "font:14px/1.4 ui-monospace,monospace}}</style>"
)
