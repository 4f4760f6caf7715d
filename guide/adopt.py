"""The guide of another Landkreis: this one's program, ways and words, with nothing of its places.

Stations, ways, words and amounts are law of the Land or of Germany and come along; offers, phones
and who has checked something do not. A statement that only sources of here prove is unproved there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guide.catalog import TRANSLATIONS, Catalog, Message, write_catalog
from guide.contents import CONTENT
from guide.forms import make_id
from guide.load import DATA, Guide
from guide.local import Home, Name, home, renamed, renamed_data, unlinked
from guide.model import PublishedLanguage
from guide.site import Site

PROGRAM = (  # what is copied as it is; what is missing is passed over
    *(
        "build.py",
        "pyproject.toml",
        "locks",
        ".gitignore",
        ".gitlab-ci.yml",
        ".ci",
        ".github",
        ".vscode",
    ),
    *("guide", "templates", "assets", "docs", "tests", "CONTRIBUTING.md"),
)
LEFTOVERS = shutil.ignore_patterns("__pycache__", "*.pyc")
OF_HERE = re.compile(r'\b(?:real|built_site)\b|ROOT / "(?:data|content|translations)\b')
TEST_FILES = {".py", ".tsv", ".json", ".txt"}
UNPROVED = "uebernommen"  # the id of the source of what is not proved there
_UNPROVED = f"""- id: {UNPROVED}
  title: "Noch ohne Quelle: aus dem Wegweiser eines anderen Landkreises übernommen"
- id: kreis-webseite
  title: "Webseite des Landkreises"
"""
EXAMPLE = "Musterort"  # as long as most names, so that pictures of lines stay in line
EXAMPLE_NUMBER = "23125000"  # +49 30 23125: reserved for films


@dataclass(frozen=True)
class Place:
    """A municipality as its Landkreis tells it; what it does not tell stays blank."""

    name: str
    postcodes: tuple[str, ...] = ()
    spot: tuple[str, str] | None = None  # latitude, longitude


@dataclass(frozen=True)
class Adopter:
    """The other Landkreis."""

    name: Name
    places: tuple[Place, ...]
    publisher: str
    state: str
    languages: tuple[PublishedLanguage, ...]


def adopt(guide: Guide, program: Path, target: Path, new: Adopter) -> None:
    """Write the guide of *new* into the folder *target*, all but its translations.

    *program* is the folder of build.py, *guide* the guide whose words come along.
    """
    old = home(guide)
    _copy_program(program, target, guide, old)
    for path in sorted((guide.root / CONTENT).glob("*.md")):
        text = unlinked(_read(path), "{leer:Telefonnummer}")
        _write(target / CONTENT / path.name, renamed(text, old, new.name))
    data = {path.name: _read(path) for path in sorted((guide.root / DATA).glob("*.yaml"))}
    for name, text in _data(data, guide, old, new, target / "templates" / "region").items():
        _write(target / DATA / name, text)
    shutil.copytree(program / DATA / "schema", target / DATA / "schema")
    readme = _read(program / "templates" / "region" / "README.md")
    _write(target / "README.md", _filled(readme, name=new.name.region, state=new.state))
    adopt_terms(guide, target, old, new.name)


# --- the program --------------------------------------------------------------------------------


def _copy_program(program: Path, target: Path, guide: Guide, old: Home) -> None:
    for name in PROGRAM:
        path = program / name
        if path.is_dir():
            shutil.copytree(path, target / name, ignore=LEFTOVERS)
        elif path.is_file():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target / name)
    for path in _tests_of_here(target / "tests", old):
        path.unlink()
    contributing = target / "CONTRIBUTING.md"
    _write(contributing, _examples(_read(contributing), guide, old))


def _tests_of_here(tests: Path, old: Home) -> Iterator[Path]:
    """Yield what tests this Landkreis's guide: the rest works with the small one of tests/site."""
    files = {path: _read(path) for path in sorted(tests.rglob("*")) if path.suffix in TEST_FILES}
    named = {path for path, text in files.items() if old.at_home.search(text)}
    lists = [path.name for path in named if path.suffix != ".py"]
    for path, text in files.items():
        test = path.name.startswith("test_")
        if path in named or (test and (OF_HERE.search(text) or any(x in text for x in lists))):
            yield path


def _examples(text: str, guide: Guide, old: Home) -> str:
    """Return instructions whose examples are of nowhere: no name and no number of here."""
    ways = {value for node in guide.pathways.stations for value in (node.id, node.name)}
    for service in guide.offers.services:
        kind, name = service.id.split("-")[0], service.name.split()[0]
        if service.id not in ways:
            text = re.sub(rf"\b{service.id}\b", f"{kind}-{EXAMPLE.lower()}", text)
            text = re.sub(rf"\b{service.id[:-1]}\b", f"{kind}-{EXAMPLE[:-1].lower()}", text)
        if service.name not in ways:
            text = text.replace(service.name, f"{name} {EXAMPLE}")
    text = old.at_home.sub(lambda found: EXAMPLE if found[0][0].isupper() else "musterort", text)
    text = re.sub(r'https?://[^/\s"]*musterort[^\s")]*', "https://www.example.org", text)
    text = re.sub(r"\+49[ \d]{7,}\d", f"+49 30 {EXAMPLE_NUMBER}", text)
    text = re.sub(r"\b0\d{3,4} (?:\d{4,}|(?=…))", f"030 {EXAMPLE_NUMBER}", text)
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{_NOTE}\n{rest}"


_NOTE = (
    "**Die Beispiele zeigen einen erfundenen Ort.** Suchen Sie in Ihren Dateien ähnliche Zeilen."
)

# --- the data -----------------------------------------------------------------------------------


def _data(
    data: dict[str, str], guide: Guide, old: Home, new: Adopter, forms: Path
) -> dict[str, str]:
    """Return by name the files of data/ as they are in the other Landkreis."""
    local = {s.id for s in guide.sources.sources if old.at_home.search(f"{s.title} {s.url}")}
    facts = _without_section(data["facts.yaml"], "phones", _read(forms / "phones.yaml"))
    facts = _examples_in_notes(facts, old)
    pathways = re.sub(r"^ +service: \S+\n", "", data["pathways.yaml"], flags=re.MULTILINE)
    pathways = _without_section(pathways, "retired", "")
    said = {
        "pathways.yaml": pathways,
        "facts.yaml": facts,
        "glossary.yaml": data["glossary.yaml"],
        "employers.yaml": re.sub(r"^ +contacts: \[.*\]\n", "", data["employers.yaml"], flags=re.M),
    }
    said = {name: renamed_data(_reproved(t, local), old, new.name) for name, t in said.items()}
    used = set(re.findall(r"[\w-]+", " ".join(_SOURCES.findall("\n".join(said.values())))))
    return {
        **said,
        "sources.yaml": _only(data["sources.yaml"], used) + _UNPROVED,
        "offers.yaml": _notes(data["offers.yaml"]) + _read(forms / "offers.yaml"),
        "placements.yaml": _read(forms / "placements.yaml"),
        "changes.yaml": _read(forms / "changes.yaml"),
        "region.yaml": _region(guide, old, new, _read(forms / "region.yaml")),
    }


_SOURCES = re.compile(r"^ *(?:- )?sources: \[([^\]]*)\]", re.MULTILINE)
_PROOF = re.compile(
    r"^(?P<in> *(?:- )?)sources: \[(?P<ids>[^\]]*)\](?:(?P<to>\n *confidence: )(?P<how>\w+))?",
    re.MULTILINE,
)


def _reproved(text: str, local: set[str]) -> str:
    """Take out sources of here, and say less surely what they proved; nobody has asked there."""

    def proof(found: re.Match[str]) -> str:
        ids = [source.strip() for source in found["ids"].split(",")]
        left = [source for source in ids if source not in local]
        if left == ids:
            return found[0]
        said = found["how"] or "sourced"  # a statement for firms that says nothing else
        how = ("mixed" if said == "sourced" else said) if left else "unknown"
        line = f"{found['in']}sources: [{', '.join(left or [UNPROVED])}]"
        to = found["to"] or f"\n{' ' * len(found['in'])}confidence: "
        return f"{line}{to}{how}  # prüfen: Quellen fehlen"

    return re.sub(r"^ +assured: .*\n", "", _PROOF.sub(proof, text), flags=re.MULTILINE)


def _without_section(text: str, name: str, instead: str) -> str:
    """Return *text* with the lines of the list *name* replaced."""
    return re.sub(rf"^{name}:.*\n(?:[ \-#].*\n|\n)*", lambda _: instead, text, flags=re.MULTILINE)


def _examples_in_notes(text: str, old: Home) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(_example(line, old) if line.startswith("#") else line for line in lines)


def _example(line: str, old: Home) -> str:
    line = old.at_home.sub(EXAMPLE.lower(), line)
    return re.sub(r"\+49[ \d]+\d", f"+49 30 {EXAMPLE_NUMBER}", line)


def _only(text: str, used: set[str]) -> str:
    """Return the list of sources without those that nothing refers to."""
    head, *records = re.split(r"^(?=- id: )", text, flags=re.MULTILINE)
    return head + "".join(r for r in records if r.split("\n", 1)[0].removeprefix("- id: ") in used)


def _notes(text: str) -> str:
    """Return the comment that a file begins with."""
    found = re.match(r"(?:#.*\n)*", text)
    return found[0] if found else ""


def _region(guide: Guide, old: Home, new: Adopter, form: str) -> str:
    region, taken = guide.region, list[str]()
    return _filled(
        form,
        name=_quoted(new.name.region),
        title=_quoted(renamed(region.title, old, new.name)),
        claim=_quoted(renamed(region.claim, old, new.name)),
        state=_quoted(new.state),
        publisher=_quoted(new.publisher),
        licence=_quoted(renamed(region.licence, old, new.name)),
        languages="\n".join(f"- {{tag: {x.tag}, show: {x.show}}}" for x in new.languages),
        municipalities="\n".join(_place(place, taken) for place in new.places),
    )


def _place(place: Place, taken: list[str]) -> str:
    taken.append(make_id(place.name, taken))
    lines = [f"- id: {taken[-1]}", f"  name: {_quoted(place.name)}"]
    if place.postcodes:
        lines.append(f"  postcodes: [{', '.join(map(_quoted, place.postcodes))}]")
    if place.spot:
        lines += [f"  latitude: {place.spot[0]}", f"  longitude: {place.spot[1]}"]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return f'"{text}"'


def _filled(form: str, **values: str) -> str:
    return re.sub(r"\[(\w+)\](?!\()", lambda found: values.get(found[1], found[0]), form)


# --- translations, and what is left -------------------------------------------------------------


def adopt_translations(catalogs: Iterable[Catalog], theirs: Site, old: Home) -> None:
    """Write to *theirs* the translations of German texts that stayed as they were."""
    kept: set[Message] = set(theirs.messages)
    for catalog in catalogs:
        entries = {
            message: entry
            for message, entry in catalog.entries.items()
            if message in kept and not old.at_home.search(entry.text)
        }
        write_catalog(theirs.guide.root, replace(catalog, entries=entries))


def adopt_terms(guide: Guide, target: Path, old: Home, new: Name) -> None:
    """Copy what words are called in other languages; a note may name the Landkreis."""
    for path in sorted((guide.root / TRANSLATIONS / "terms").glob("*.yaml")):
        text = re.sub(rf"\b{re.escape(old.own)}\b", new.own, _read(path))
        _write(target / TRANSLATIONS / "terms" / path.name, text)


def left_over(root: Path, old: Home, folders: Sequence[str]) -> list[tuple[Path, int, str]]:
    """Return the lines of *folders* that still have a name of the old Landkreis."""
    return [
        (path.relative_to(root), number, line.strip())
        for folder in folders
        for path in sorted((root / folder).rglob("*") if (root / folder).is_dir() else [])
        if path.suffix in {".yaml", ".md", ".po", ".html", ".py"}
        for number, line in enumerate(_read(path).splitlines(), 1)
        if old.at_home.search(line)
    ]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
