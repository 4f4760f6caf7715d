"""new region FOLDER: the guide of another Landkreis, made in an empty folder."""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide import adopt, forms
from guide.adopt import Adopter, Place
from guide.arguments import ROOT
from guide.catalog import TRANSLATIONS, read_catalog
from guide.cli.asking import given
from guide.cli.clock import today
from guide.cli.telling import make, many, tell
from guide.contents import CONTENT
from guide.forms import Refused
from guide.languages import LANGUAGES
from guide.load import DATA, Guide, load
from guide.local import DISTRICT, Name, home
from guide.problems import Problem, did_you_mean, has_errors, quote
from guide.site import make_site

REGION = "region"
TASKS = "AUFGABEN.md"
LATITUDES, LONGITUDES = (47, 56), (5, 16)  # as in guide.fields.Placed


@dataclass(frozen=True)
class Question:
    key: str
    text: str
    example: str
    default: Callable[[Guide, Mapping[str, str]], str] | None = None


QUESTIONS = (
    Question("name", "Wie heißt der Landkreis, wie er sich selbst nennt?", "Landkreis Musterland"),
    Question(
        "municipalities",
        "Welche Gemeinden hat er? Mit Semikolon dazwischen; was dahinter steht, darf fehlen.",
        "Musterstadt 00001 52.20 11.00; Musterdorf 00002",
    ),
    Question(
        "seat",
        "In welchem Ort ist die Kreisverwaltung?",
        "Musterstadt",
        lambda _, given: _places(given["municipalities"])[0].name,
    ),
    Question(
        "publisher", "Wer gibt den Wegweiser heraus?", "Landkreis", lambda _, given: given["name"]
    ),
    Question(
        "languages",
        "Welche Sprachen, außer Deutsch? Mit Komma dazwischen.",
        "uk, ar",
        lambda guide, _: ", ".join(language.tag for language in guide.region.languages),
    ),
    Question("state", "In welchem Land?", "Niederland", lambda guide, _: guide.region.state),
)


def run(options: argparse.Namespace) -> int:
    guide, problems = load(options.root)
    if guide is None:
        tell(problems, options.root)
        print("Erst diese Fehler beheben; dann kann der Wegweiser weitergegeben werden.")
        return 1
    try:
        folder = _folder(options.folder, options.root)
        said = given(options.set, [question.key for question in QUESTIONS])
        new = _adopter(guide, _answers(guide, said, silent=options.no_questions))
    except Refused as error:
        print(f"{error}\nNichts wurde geschrieben.")
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nAbgebrochen. Nichts wurde geschrieben.")
        return 1
    return _write(guide, folder, new)


def _folder(folder: Path | None, root: Path) -> Path:
    """Return the folder to write to, which must be empty: nothing of anybody's is overwritten."""
    if folder is None:
        raise Refused("Es fehlt der Ordner: python3 build.py new region ../mein-landkreis")
    full = folder.resolve()
    if any(full.is_relative_to(place.resolve()) for place in (root, ROOT)):
        raise Refused("Der Ordner liegt in diesem Wegweiser. Einen Ordner daneben wählen.")
    if full.exists() and (not full.is_dir() or any(full.iterdir())):
        raise Refused(f"„{folder}“ ist nicht leer. Einen leeren oder neuen Ordner wählen.")
    return full


# --- questions --------------------------------------------------------------------------------


def _answers(guide: Guide, given: dict[str, str], *, silent: bool) -> dict[str, str]:
    if not silent:
        print("Strg+C bricht ab, ohne etwas zu schreiben.")
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        default = question.default(guide, answers) if question.default else ""
        typed = given.get(question.key, "")
        if not typed and not silent:
            hint = f" (Enter: {default})" if default else ""
            print(f"\n{question.text}{hint}\n  zum Beispiel: {question.example}")
            typed = input("> ").strip()
        answers[question.key] = typed or default
        if not answers[question.key]:
            raise Refused(f"„{question.key}“ fehlt: {question.text}")
        _plain(question, answers[question.key])
    return answers


def _plain(question: Question, typed: str) -> None:
    """A name is written into texts and YAML as it is."""
    if re.search(r'["\\\x00-\x1f{}\[\]<>]', typed):
        raise Refused(f"„{question.key}“: Gerade Anführungszeichen, Klammern und \\ gehen nicht.")


def _adopter(guide: Guide, answers: Mapping[str, str]) -> Adopter:
    places = _places(answers["municipalities"])
    names = [place.name for place in places]
    seat = answers["seat"]
    if seat not in names:
        near = did_you_mean(seat, names) or f"Möglich sind: {', '.join(names)}."
        raise Refused(f"Der Ort „{quote(seat)}“ ist nicht unter den Gemeinden. {near}")
    published = {language.tag: language for language in guide.region.languages}
    tags = re.split(r"[\s,;]+", answers["languages"].strip())
    for tag in tags:
        if tag not in published:
            near = did_you_mean(tag, published) or f"Möglich sind: {', '.join(published)}."
            raise Refused(f"In der Sprache „{quote(tag)}“ gibt es den Wegweiser nicht. {near}")
    return Adopter(
        Name(answers["name"], seat),
        tuple(places),
        answers["publisher"],
        answers["state"],
        tuple(published[tag] for tag in dict.fromkeys(tags)),
    )


def _places(typed: str) -> list[Place]:
    separator = ";" if ";" in typed else ","
    places = [_place(part.strip()) for part in typed.split(separator) if part.strip()]
    if not places:
        raise Refused("„municipalities“ fehlt: mindestens eine Gemeinde nennen.")
    if twice := sorted({p.name for p in places if [q.name for q in places].count(p.name) > 1}):
        raise Refused(f"Die Gemeinde „{quote(twice[0])}“ steht zweimal da.")
    return places


PLACE = re.compile(
    r"(?P<name>\D+?)(?P<codes>(?:\s+\d{5})*)(?:\s+(?P<lat>\d+\.\d+)[\s/]+(?P<lon>\d+\.\d+))?"
)


def _place(typed: str) -> Place:
    found = PLACE.fullmatch(typed)
    if not found:
        raise Refused(
            f"„{quote(typed)}“ ist keine Gemeinde. So schreiben: Musterstadt 00001 52.20 11.00"
        )
    forms.make_id(found["name"], ())
    spot = (found["lat"], found["lon"]) if found["lat"] else None
    for number, (low, high) in zip(spot or (), (LATITUDES, LONGITUDES), strict=False):
        if not low <= float(number) <= high:
            raise Refused(
                f"„{quote(typed)}“: {number} liegt nicht in Deutschland. Erst die Breite "
                "(um 52), dann die Länge (um 10) nennen."
            )
    return Place(found["name"].strip(), tuple(found["codes"].split()), spot)


# --- writing ----------------------------------------------------------------------------------


def _write(guide: Guide, folder: Path, new: Adopter) -> int:
    """Make it beside *folder* and put it there when it is whole: all or nothing."""
    made = folder.with_name(f".{folder.name}.neu")
    shutil.rmtree(made, ignore_errors=True)
    try:
        problems = _make(guide, made, new)
        if has_errors(problems):
            tell(problems, made)
            print("So ließe er sich nicht bauen. Nichts wurde geschrieben.")
            return 1
        left = adopt.left_over(made, home(guide), [str(CONTENT), str(DATA), str(TRANSLATIONS)])
        (made / TASKS).write_text(_tasks(new, made, problems, left), encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except OSError as error:
        print(f"„{folder}“ kann nicht geschrieben werden: {error.strerror}.")
        return 1
    finally:
        shutil.rmtree(made, ignore_errors=True)
    _report(guide, folder, new, problems, left)
    return 0


def _make(guide: Guide, made: Path, new: Adopter) -> list[Problem]:
    adopt.adopt(guide, ROOT, made, new)
    theirs, problems = load(made)
    if theirs is None:
        return problems
    tags = sorted(path.stem for path in (guide.root / TRANSLATIONS).glob("*.po"))
    catalogs = [read_catalog(guide.root, LANGUAGES[tag], []) for tag in tags if tag in LANGUAGES]
    adopt.adopt_translations(catalogs, make_site(theirs, [], today(None)), home(guide))
    return make(made)[1]


Left = list[tuple[Path, int, str]]


def _tasks(new: Adopter, made: Path, problems: list[Problem], left: Left) -> str:
    """Return the list of what is to be done, in Markdown, with the lines of this first day."""
    lines = [
        f"# Was zu tun ist: {new.name.region}",
        "",
        "Die Zeilen sind die vom ersten Tag. `python3 build.py check` nennt die von heute.",
    ]
    by_rule: dict[str, list[Problem]] = {}
    for problem in problems:
        by_rule.setdefault(problem.rule, []).append(problem)
    for found in by_rule.values():
        lines += ["", f"## {_HEADINGS.get(found[0].rule, found[0].message)}", ""]
        lines += [f"- [ ] {_task(made, problem)}" for problem in found]
    if left:
        lines += ["", "## Hier steht noch ein Name von dort", ""]
        lines += [f"- [ ] `{path.as_posix()}:{n}` {quote(text, 100)}" for path, n, text in left]
    return "\n".join([*lines, ""])


def _task(made: Path, problem: Problem) -> str:
    """Return the place and the line itself where it is marked, else what is missing."""
    place = f"`{problem.origin.path.as_posix()}:{problem.origin.line}`"
    if problem.rule != "zu-pruefen":
        return f"{place} {problem.message}"
    lines = (made / problem.origin.path).read_text(encoding="utf-8").splitlines()
    return f"{place} {quote(lines[problem.origin.line - 1].strip(), 120)}"


_HEADINGS = {
    "zu-pruefen": "Stimmt das auch hier? Diese Zeilen nannten einen Ort, eine Stelle oder eine "
    "Quelle von dort",
    "leerstelle": "Lücken auf den Seiten",
    "lage-fehlt": "Orte ohne Lage",
    "postleitzahl-fehlt": "Orte ohne Postleitzahl",
}


def _report(guide: Guide, folder: Path, new: Adopter, problems: list[Problem], left: Left) -> None:
    print(f"Geschrieben: der Wegweiser für {new.name.region}, in {folder}.")
    print("Ohne Angebote, Telefonnummern und Quellen von hier; ohne Fehler.")
    print(f"{many(len(problems), 'Hinweis steht', 'Hinweise stehen')} in {TASKS}: was zu tun ist.")
    for path, number, text in left:
        print(f"Noch ein Name von hier: {path.as_posix()}:{number} {quote(text, 100)}")
    if new.state != guide.region.state:
        print(f"Achtung: Schule ist Sache des Landes. Die Wege gelten für {guide.region.state}.")
        print(f"Für {new.state} muss jemand data/pathways.yaml ganz lesen.")
    if not new.name.region.startswith(DISTRICT):
        print("Lesen Sie content/start.md und content/ueber.md: Passt der Name in die Sätze?")
    print(f"Weiter: cd {folder}, dann python3 build.py. Schritt für Schritt: docs/uebernehmen.md")
