"""Bytes -> text: what editors' programs do to a file, told in words, never a traceback."""

from __future__ import annotations

from pathlib import Path

from guide.problems import Origin, Problem, Severity, quote

MB = 1_000_000
MOST, MOST_OF_A_CATALOG = 5 * MB, 10 * MB  # bytes; a catalog says every text twice


def read_text(root: Path, path: Path, problems: list[Problem]) -> str | None:
    """Return the text of *path* (relative to *root*), or None where an editor must act first."""
    try:
        raw = (root / path).read_bytes()
    except OSError as error:
        problems.append(_unreadable(root, path, error))
        return None
    return _decode(raw, path, problems)


def _decode(raw: bytes, path: Path, problems: list[Problem]) -> str | None:
    most = MOST_OF_A_CATALOG if path.suffix == ".po" else MOST
    if len(raw) > most:
        told = f"Die Datei ist größer als {most // MB} MB"
        problems.append(Problem(Origin(path), "datei-zu-gross", told, _TOO_LARGE))
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.append(Problem(Origin(path), "kodierung", *_UTF16))
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        problems.append(Problem(Origin(path), "bom", *_BOM, severity=Severity.WARNING))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(_encoding_problem(raw, error, path))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding_problem(raw: bytes, error: UnicodeDecodeError, path: Path) -> Problem:
    raw = raw.removeprefix(b"\xef\xbb\xbf")  # the decoder counts without it
    before = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    typed = raw[error.start : error.start + 1].decode("cp1252", "replace")
    return Problem(
        Origin(path, line, column),
        "kodierung",
        f"Die Datei ist nicht als UTF-8 gespeichert (hier steht vermutlich „{quote(typed)}“)",
        _SAVE_AS_UTF8,
    )


def _unreadable(root: Path, path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(Origin(path), "datei-fehlt", _MISSING[0], _renamed(root, path))
    if (root / path).is_dir():
        return Problem(Origin(path), "datei-unlesbar", *_FOLDER)
    if isinstance(error, PermissionError):
        return Problem(Origin(path), "datei-unlesbar", *_FORBIDDEN)
    return Problem(Origin(path), "datei-unlesbar", *_UNREADABLE)


def _renamed(root: Path, path: Path) -> str:
    """Return the remedy: the file may lie beside its place as Facts.yaml or facts.yml."""
    folder = (root / path).parent
    for other in sorted(folder.iterdir()) if folder.is_dir() else ():
        if other.stem.lower() == path.stem and other.suffix.lower() in (".yaml", ".yml", ".txt"):
            return f"Im selben Ordner liegt {quote(other.name)}: umbenennen in {path.name}"
    return _MISSING[1]


_SAVE_AS_UTF8 = "Im Editor „Speichern mit Kodierung … UTF-8“ wählen und noch einmal speichern."
_MISSING = (
    "Diese Datei fehlt",
    "Die Datei wiederherstellen; ihr Name darf nicht geändert werden.",
)
_FOLDER = (
    "Hier liegt ein Ordner, es muss aber eine Datei sein",
    "Den Ordner umbenennen und die Datei wiederherstellen.",
)
_FORBIDDEN = (
    "Diese Datei darf nicht gelesen werden",
    "Die Rechte der Datei ändern: Wer die Seiten baut, muss sie lesen dürfen.",
)
_UNREADABLE = (
    "Diese Datei lässt sich nicht lesen",
    "Prüfen, ob sich die Datei in einem Editor öffnen lässt.",
)
_TOO_LARGE = "Wurde aus Versehen etwas Großes eingefügt? Die letzte Änderung rückgängig machen."
_UTF16 = ("Die Datei ist als UTF-16 gespeichert", _SAVE_AS_UTF8)
_BOM = (
    "Die Datei beginnt mit einem unsichtbaren Zeichen (BOM)",
    "Das stört hier nicht. Beim nächsten Speichern „UTF-8“ statt „UTF-8 mit BOM“ wählen.",
)
