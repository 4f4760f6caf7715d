"""The same offers as a guide of this project, and the real guide in 12 languages.

Each is a whole project in a folder of its own, program included, and is built as an editor does
it. The small guide around the offers is that of the tests; translations are copies, as drafts.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.speed.content import TAGS, Offer, offers, said, terms
from guide.catalog import Catalog, Translation, write_catalog
from guide.codes import code
from guide.languages import LANGUAGES
from guide.load import load
from guide.site import make_site

PROJECT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ("guide", "templates", "assets", "build.py", "pyproject.toml")
GUIDE = ("data", "content", "translations")
REAL_LANGUAGES = 12


def write(folder: Path, count: int) -> None:
    """Write a guide with *count* more offers than that of the tests has, and 60 more words."""
    _copy(PROJECT / "tests/site", folder)
    _add(folder / "data/offers.yaml", map(_service, _told_apart(offers(count))))
    spoken = [vars(term) | {"say": "FACH-wort"} for term in terms()]
    _add(folder / "data/glossary.yaml", (f"- {json.dumps(term)}\n" for term in spoken))
    region = folder / "data/region.yaml"
    before, _, rest = region.read_text(encoding="utf-8").partition("languages:\n")
    after = rest[rest.index("\n\n") :]
    listed = "".join(f"- {{tag: {tag}, show: unchecked}}\n" for tag in TAGS[1:])
    region.write_text(f"{before}languages:\n{listed}{after}", encoding="utf-8")
    translate(folder, TAGS[1:])


def write_real(folder: Path) -> None:
    """Write the real guide in 12 languages; what is not translated becomes a copy."""
    _copy(PROJECT, folder)
    path = folder / "data/region.yaml"
    text = path.read_text(encoding="utf-8")
    guide, problems = load(folder)
    if guide is None:
        raise ValueError(problems)
    published = [language.tag for language in guide.region.languages]
    more = [tag for tag in LANGUAGES if tag not in ("de", *published)]
    more = more[: REAL_LANGUAGES - 1 - len(published)]
    lines = "".join(f"- {{tag: {tag}, show: unchecked}}\n" for tag in more)
    at = text.index("languages:\n") + len("languages:\n")
    rest = text[at:].replace("show: reviewed", "show: unchecked")
    path.write_text(text[:at] + lines + rest, encoding="utf-8")
    translate(folder, [*published, *more])


def translate(folder: Path, tags: Iterable[str]) -> None:
    """Give every text without a draft one in each of *tags*: a copy."""
    guide, problems = load(folder)
    if guide is None:
        raise ValueError("\n".join(map(str, problems)))
    site = make_site(guide, [])
    for tag in tags:
        known = site.catalogs[tag].entries if tag in site.catalogs else {}
        drafts = {
            message: found
            if (found := known.get(message)) and found.text
            else Translation(said(tag, message.german))
            for message in site.messages
        }
        write_catalog(folder, Catalog(LANGUAGES[tag], drafts))


def change(folder: Path, text: str) -> None:
    """Put *text* into the first note of an offer, in all languages."""
    offered = folder / "data/offers.yaml"
    _, _, rest = offered.read_text(encoding="utf-8").partition("  note: ")
    old = str(json.loads(rest.partition("\n")[0]))
    for path in [offered, *(folder / "translations").glob("*.po")]:
        content = path.read_text(encoding="utf-8")
        path.write_text(content.replace(old, text), encoding="utf-8")


def _copy(source: Path, folder: Path) -> None:
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in PROGRAM:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, folder / name, ignore=unwanted)
        else:
            shutil.copy(PROJECT / name, folder / name)
    for name in GUIDE:
        shutil.copytree(source / name, folder / name)


def _told_apart(listed: Iterable[Offer]) -> Iterator[Offer]:
    """Yield *listed*; where the short codes of two are the same, the build demands another id."""
    taken: set[str] = set()
    for offer in listed:
        name = offer.id
        while code("offer", name) in taken:
            name += "x"
        taken.add(code("offer", name))
        yield replace(offer, id=name)


def _service(offer: Offer) -> str:
    """YAML; strings as JSON, which YAML reads alike."""
    fields = vars(offer)
    text = {n: json.dumps(fields[n]) for n in ("name", "summary", "for_whom", "hours", "note")}
    low, high = fields["ages"]
    return (
        f"- id: {fields['id']}\n"
        f"  kind: {fields['kind']}\n"
        f"  name: {text['name']}\n"
        "  organization: kreis\n"
        "  places: [musterstadt]\n"
        "  locations: [kreishaus]\n"
        f"  summary: {text['summary']}\n"
        f"  for_whom: {text['for_whom']}\n"
        f"  age: {{from: {low}, to: {high}}}\n"
        f"  german_needed: {fields['level']}\n"
        "  languages_spoken: [de]\n"
        "  cost: {kind: free}\n"
        f"  hours: {text['hours']}\n"
        "  phones: [beratung]\n"
        f'  website: "https://example.org/{fields["id"]}"\n'
        f"  note: {text['note']}\n"
        "  sources: [probeblatt]\n"
        "  confidence: sourced\n"
    )


def _add(path: Path, records: Iterable[str]) -> None:
    """Put *records* at the end of the list `services` or `terms`."""
    text = path.read_text(encoding="utf-8")
    name = "services:\n" if "services:\n" in text else "terms:\n"
    path.write_text(text.replace(name, name + "".join(records)), encoding="utf-8")
