"""The links of the guide that lead out of it: where each stands, and what is wrong with it.

What cannot be told without asking a server is told by guide.fetch; here it is put into words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from guide.checks.texts import Line, lines
from guide.fetch import Answer, Kind, as_json, from_json
from guide.load import Guide
from guide.markup import references, scheme
from guide.problems import Origin, Problem, Severity, quote
from guide.urls import is_placeholder

CACHE = Path(".cache") / "links.json"
REMEMBERED = 7  # days: one run a week asks everybody once, and a second one on the same day nobody
WEB = ("http", "https")
CALLED = re.compile(r"\+[1-9][0-9]{5,14}|0[0-9]{4,14}|1[0-9]{2,5}")  # 112, 115, 116117 too
WRITTEN_TO = re.compile(r"[^@\s<>?,]+@[^@\s<>?,]+\.[A-Za-z]{2,}(\?\S*)?")
SENTENCE = re.compile(r"(?<=[.!?]) +")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    address: str
    origin: Origin
    told: str  # whose it is: Webseite von „Jugendamt“


def links(guide: Guide) -> list[Link]:
    """Return all links that lead out of the guide, in the order of the files."""
    found = [*_records(guide), *_texts(guide)]
    return sorted(set(found), key=lambda link: (link.origin, link.address))


def _records(guide: Guide) -> Iterator[Link]:
    for number, source in enumerate(guide.sources.sources):
        if source.url:
            told = f"Quelle „{quote(source.title)}“"
            yield Link(source.url, guide.origin("sources", "sources", number, "url"), told)
    for section in ("organizations", "services", "proofs"):
        for number, record in enumerate(getattr(guide.offers, section)):
            origin = guide.origin("offers", section, number, "website")
            if record.website:
                yield Link(record.website, origin, f"Webseite von „{quote(record.name)}“")
    if not is_placeholder(guide.region.site_url):
        origin = guide.origin("region", "site_url")
        yield Link(guide.region.site_url, origin, "Adresse dieser Seiten")


def _texts(guide: Guide) -> Iterator[Link]:
    for line in lines(guide):
        for kind, address, position, length in references(line.text):
            if kind == "link" and scheme(address) in (*WEB, "mailto", "tel", "sms"):
                told = f"Im Satz „{quote(_sentence(line, position))}“"
                yield Link(address, line.at(position, length), told)


def _sentence(line: Line, position: int) -> str:
    """Return the sentence around *position*, without its Markdown links' addresses."""
    start = 0
    for end in SENTENCE.finditer(line.text):
        if end.start() > position:
            return _said(line.text[start : end.start()])
        start = end.end()
    return _said(line.text[start:])


def _said(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip(" -*#")


def to_ask(listed: list[Link]) -> list[str]:
    """Return the addresses of *listed* that a web server has to be asked about."""
    return sorted(
        {x.address for x in listed if scheme(x.address) in WEB and not badly_formed(x.address)}
    )


# --- what can be told without asking --------------------------------------------------------------


def badly_formed(address: str) -> str:
    """Return what to do about an address that cannot be right; "" where nothing is to be done."""
    kind, _, rest = address.partition(":")
    match kind.lower():
        case "tel" | "sms" if not CALLED.fullmatch(rest.partition("?")[0]):
            return "Nur Ziffern, ohne Leerzeichen: tel:+49… Besser im Text: {tel:kennung}"
        case "mailto" if not WRITTEN_TO.fullmatch(rest):
            return "So schreiben: mailto:name@beispiel.de"
        case "http" | "https" if not _has_host(address):
            return "So schreiben: https://www.beispiel.de/seite"
    return ""


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def form(listed: list[Link]) -> Iterator[Problem]:
    for link in listed:
        if remedy := badly_formed(link.address):
            message = f"{link.told}: „{quote(link.address)}“ kann nicht stimmen"
            yield Problem(link.origin, "link-form", message, remedy, Severity.WARNING)


# --- what servers said ---------------------------------------------------------------------------


def told(listed: list[Link], answers: Mapping[str, Answer]) -> Iterator[Problem]:
    """Yield what is wrong, at every place where the address stands."""
    for link in listed:
        answer = answers.get(link.address)
        if answer is None or answer.kind is Kind.OK:
            continue
        message, remedy = WORDS[answer.kind]
        detail = f" ({quote(answer.detail)})" if answer.detail else ""
        said = f"{link.told}: {message}{detail}: {quote(link.address, 200)}"
        remedy = remedy.format(target=quote(answer.target, 200))
        yield Problem(link.origin, f"link-{answer.kind}", said, remedy, Severity.WARNING)


WORDS = {
    Kind.MOVED: ("Die Seite ist für immer umgezogen", "Die neue Adresse eintragen: {target}"),
    Kind.GONE: (
        "Diese Seite gibt es nicht mehr",
        "Die Seite dort suchen und die neue Adresse eintragen. Gibt es keine, den Link löschen.",
    ),
    Kind.CLOSED: (
        "Die Seite lässt Programme nicht hinein",
        "Selbst im Browser öffnen. Geht sie dort auf, ist nichts zu tun.",
    ),
    Kind.FAILING: (
        "Der Server meldet einen Fehler",
        "In einigen Tagen noch einmal prüfen. Bleibt es so, eine andere Seite suchen.",
    ),
    Kind.SLOW: (
        "Der Server antwortet nicht in der Zeit",
        "In einigen Tagen noch einmal prüfen. Bleibt es so, eine andere Seite suchen.",
    ),
    Kind.UNREACHABLE: (
        "Der Server nimmt keine Verbindung an",
        "In einigen Tagen noch einmal prüfen. Bleibt es so, eine andere Seite suchen.",
    ),
    Kind.NO_HOST: (
        "Den Namen dieser Webseite kennt das Netz nicht",
        "Schreibfehler prüfen. Gibt es die Webseite nicht mehr, eine neue Adresse suchen.",
    ),
    Kind.LOOP: (
        "Die Seite leitet im Kreis weiter",
        "Selbst im Browser öffnen. Geht sie dort nicht auf, eine andere Seite suchen.",
    ),
    Kind.TLS: (
        "Die sichere Verbindung geht nicht; Browser warnen vor der Seite",
        "Selbst im Browser öffnen. Warnt er auch, die Stelle anrufen; bis dahin den Link löschen.",
    ),
    Kind.ODD: (
        "Die Antwort ist nicht zu verstehen",
        "Selbst im Browser öffnen. Geht sie dort nicht auf, eine andere Seite suchen.",
    ),
}


# --- remembered answers --------------------------------------------------------------------------


def remembered(root: Path, day: date) -> dict[str, Answer]:
    """Return answers of the last REMEMBERED days; a broken cache is an empty one."""
    try:
        kept = json.loads((root / CACHE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = kept.items() if isinstance(kept, dict) else ()
    answers = {address: from_json(said) for address, said in entries if _is_new(said, day)}
    return {address: answer for address, answer in answers.items() if answer}


def _is_new(said: object, day: date) -> bool:
    try:
        age = (day - date.fromisoformat(said["on"])).days  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return False
    return 0 <= age < REMEMBERED


def remember(root: Path, answers: Mapping[str, Answer], day: date) -> None:
    """Keep good *answers* of *day* beside those that are still new.

    Raises OSError.
    """
    path = root / CACHE
    path.parent.mkdir(exist_ok=True)
    kept = _kept(path, day) | dict(as_json(answers, day.isoformat()))
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _kept(path: Path, day: date) -> dict[str, object]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = kept.items() if isinstance(kept, dict) else ()
    return {address: said for address, said in entries if _is_new(said, day)}
