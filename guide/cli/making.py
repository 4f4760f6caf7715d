"""new offer | placement | station | …: ask in German, write it, say what is missing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from guide import enlist, forms, insert
from guide.arguments import Commands, add_command
from guide.cli import adopting
from guide.cli.asking import given
from guide.cli.clock import today
from guide.cli.telling import make, tell
from guide.contents import TAKEN
from guide.forms import Answer, Form, Question, Refused
from guide.languages import LANGUAGES, SPOKEN
from guide.load import Guide, load
from guide.problems import Problem, has_errors, quote
from guide.questions import FORMS
from guide.references import TARGETS
from guide.source import Items, find

ALL: Mapping[str, Form] = {**FORMS, "language": enlist.FORM}
SHOWN = 12  # examples of what may be typed
GERMAN = {"offer": "Angebot", "station": "Station", "term": "Wort", "page": "Seite"}


def add_commands(commands: Commands) -> None:
    command = add_command(commands, "new", _new, "etwas Neues eintragen: fragt und schreibt es")
    what = [*ALL, adopting.REGION]
    command.add_argument("what", choices=what, metavar="WAS", help=", ".join(what))
    command.add_argument(
        "folder", nargs="?", type=Path, metavar="ORDNER", help="bei region: ein leerer Ordner"
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FELD=ANTWORT",
        help="eine Antwort, nach der dann nicht gefragt wird; auch id=…",
    )
    command.add_argument(
        "--no-questions", action="store_true", help="nichts fragen, nur --set benutzen"
    )


def _new(options: argparse.Namespace) -> int:
    if options.what == adopting.REGION:
        return adopting.run(options)
    guide, problems = load(options.root)
    if guide is None:
        tell(problems, options.root)
        print("Erst diese Fehler beheben; dann kann etwas Neues dazu.")
        return 1
    form = ALL[options.what]
    try:
        said = given(options.set, _fields(form))
        answers = _answers(guide, form, said, silent=options.no_questions)
        if form is enlist.FORM:
            return _write_language(guide, str(answers["tag"]), str(answers["show"]))
        identifier = _id(guide, form, answers, said.get("id"))
    except Refused as error:
        print(f"{error}\nNichts wurde verändert.")
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nAbgebrochen. Nichts wurde verändert.")
        return 1
    return _write(guide, form, identifier, answers)


def _fields(form: Form) -> list[str]:
    fields = [question.key for question in form.questions]
    return ["id", *fields] if form.named_by else fields


# --- questions --------------------------------------------------------------------------------


def _answers(
    guide: Guide, form: Form, given: Mapping[str, str], *, silent: bool
) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    if not silent:
        print("Enter überspringt, was freiwillig ist. Strg+C bricht ab, ohne etwas zu ändern.")
    for asked in form.questions:
        key, wanted = asked.only_if
        if key and answers.get(key) != wanted:
            continue
        question = _required(asked, answers)
        known = _known(guide, question.target)
        if question.key in given or silent:
            answer = _said(form, question, given.get(question.key, ""), known)
        else:
            answer = _asked(form, question, known)
        if answer:
            answers[question.key] = answer
    return answers


def _required(question: Question, answers: Mapping[str, Answer]) -> Question:
    """Return *question*, required where it is the last that could be answered."""
    missing = bool(question.instead_of) and not any(key in answers for key in question.instead_of)
    return replace(question, required=question.required or missing)


def _said(form: Form, question: Question, typed: str, known: Mapping[str, str]) -> Answer:
    """Return the answer; raises Refused, which names the question."""
    typed = typed.strip() or question.default
    if not typed and question.required:
        raise Refused(f"„{question.key}“ fehlt: {question.text}")
    try:
        if question.target == enlist.EDITION:
            return enlist.read(typed, known)
        answer = forms.read(form, question, typed, known) if typed else ""
        if question.not_over and str(answer) < today().isoformat():
            raise Refused(f"Der {quote(typed)} ist schon vorbei.")
        return answer
    except Refused as error:
        raise Refused(f"„{question.key}“: {error}") from error


def _asked(form: Form, question: Question, known: Mapping[str, str]) -> Answer:
    """Ask until the answer can be taken; a script that answers gets one try."""
    print("\n" + "\n".join(_shown(question, known)))
    while True:
        try:
            return _said(form, question, input("> "), known)
        except Refused as error:
            if not sys.stdin.isatty():
                raise
            print(f"  {error}")


def _shown(question: Question, known: Mapping[str, str]) -> Iterator[str]:
    duty = "" if question.required else " (freiwillig)"
    default = f" (Enter: {question.default})" if question.default else duty
    yield f"{question.text}{default}"
    if question.example:
        yield f"  zum Beispiel: {question.example}"
    for choice, meaning in question.choices.items():
        yield f"  {choice}: {meaning}" if meaning else f"  {choice}"
    if known:
        more = f" … und {len(known) - SHOWN} weitere" if len(known) > SHOWN else ""
        yield f"  möglich: {', '.join([*known][:SHOWN])}{more}"


def _known(guide: Guide, target: str) -> dict[str, str]:
    """Return by id the names of the records that an answer may name."""
    if target == enlist.EDITION:
        return enlist.free(guide)
    if target == "language":
        return {tag: tag for tag in (*LANGUAGES, *SPOKEN)}
    return {
        insert.said(item, "id"): insert.said(item, "name") or insert.said(item, "title")
        for file, section in TARGETS.get(target, ())
        for item in _section(guide, file, section).items
    }


def _section(guide: Guide, file: str, section: str) -> Items:
    found = find(guide.documents[file], [section])[0]
    return found if isinstance(found, Items) else Items((), guide.documents[file].origin)


# --- writing ----------------------------------------------------------------------------------


def _id(guide: Guide, form: Form, answers: Mapping[str, Answer], wanted: str | None) -> str:
    taken = _taken(guide, form)
    if wanted is None:
        name = " ".join(str(answers[key]) for key in form.named_by.split())
        if not form.group and (found := forms.make_id(name, ())) in taken:
            raise Refused(f"„{quote(name)}“ gibt es schon: Kennung {found}. Dort ändern.")
        return forms.make_id(name, taken)
    if not forms.PLAIN.fullmatch(wanted) or forms.make_id(wanted, ()) != wanted:
        raise Refused(f"„{quote(wanted)}“ ist keine Kennung: nur a bis z, Ziffern, Bindestriche.")
    if wanted in taken:
        raise Refused(f"Die Kennung „{wanted}“ gibt es schon.")
    return wanted


def _taken(guide: Guide, form: Form) -> set[str]:
    if not form.section:
        return {page.name for page in guide.pages} | TAKEN
    sections = [(form.file.stem, form.section)]
    if form.section == "stations":  # both are stops of a pathway
        sections.append(("pathways", "residence_statuses"))
    return {insert.said(item, "id") for name in sections for item in _section(guide, *name).items}


def _write(guide: Guide, form: Form, identifier: str, answers: dict[str, Answer]) -> int:
    """Write the record, and take it back where the guide would then have an error."""
    path = guide.root / (form.file if form.section else form.file / f"{identifier}.md")
    old = path.read_bytes() if form.section else None
    new = _with(guide, form, old, identifier, answers) if old else forms.page(answers).encode()
    try:
        path.write_bytes(new)
    except OSError as error:
        print(f"„{path}“ kann nicht geschrieben werden: {error.strerror}.")
        return 1
    _, problems = make(guide.root)
    if has_errors(problems):
        path.unlink() if old is None else path.write_bytes(old)
        tell(problems, guide.root)
        print("Damit gäbe es diese Fehler. Nichts wurde verändert.")
        return 1
    _tell(path.relative_to(guide.root), identifier, new, problems, guide.root)
    return 0


def _with(
    guide: Guide, form: Form, old: bytes, identifier: str, answers: dict[str, Answer]
) -> bytes:
    record = forms.lines({"id": identifier, **answers})
    listed = guide.documents[form.file.stem].fields.get(form.section)
    if not isinstance(listed, Items):
        return insert.new_section(old, form.section, record)
    section = _section(guide, form.file.stem, form.section)
    place: Callable[[Items, str, str], int] = (
        insert.place_in_group if form.group else insert.place_by_alphabet
    )
    field = form.group or form.named_by
    after = place(section, field, str(answers[field]))
    return insert.insert(old, section, after, record)


def _tell(path: Path, identifier: str, new: bytes, problems: list[Problem], root: Path) -> None:
    lines = new.decode("utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, 1) if text.endswith(f"id: {identifier}")), 1)
    print(f"Eingetragen: {path.as_posix()} Zeile {line}, Kennung „{identifier}“.")
    own = [problem for problem in problems if problem.origin.path == path]
    near = [problem for problem in own if problem.origin.line >= line]
    ends = [n for n, text in enumerate(lines, 1) if n > line and text.lstrip().startswith("- id:")]
    mine = [problem for problem in near if problem.origin.line < min(ends, default=len(lines) + 1)]
    if mine:
        print("Das ist noch zu tun:\n")
        tell(mine, root)
    if path.name == "pathways.yaml":
        print("Noch zu tun: eine Zeile im Inhaltsverzeichnis oben in der Datei, und die Wege:")
        print("leads_to: hier, wohin es weitergeht; bei anderen Stationen, wie man herkommt.")
    print("Ansehen: python3 build.py serve. Nichts raten; was unbekannt ist, bleibt weg.")


def _write_language(guide: Guide, tag: str, show: str) -> int:
    """Write the empty catalog and the line; take both back where the guide would have an error."""
    region = guide.root / enlist.REGION
    old = region.read_bytes()
    new = enlist.with_line(guide, old, tag, show)
    site, problems = make(guide.root)
    if site is None:
        tell(problems, guide.root)
        print("Erst diese Fehler beheben. Nichts wurde verändert.")
        return 1
    catalog = guide.root / enlist.write_empty(guide.root, tag, site.messages)
    region.write_bytes(new)
    _, problems = make(guide.root)
    if has_errors(problems):
        region.write_bytes(old)
        catalog.unlink()
        tell(problems, guide.root)
        print("Damit gäbe es diese Fehler. Nichts wurde verändert.")
        return 1
    written = new.decode("utf-8-sig").splitlines()
    place = next(n for n, text in enumerate(written, 1) if f"tag: {tag}," in text)
    print(f"Eingetragen: {enlist.REGION.as_posix()} Zeile {place}: {written[place - 1]}")
    print(f"Geschrieben: {catalog.relative_to(guide.root).as_posix()} ({len(site.messages)} Texte)")
    later = enlist.SWITCH[show == enlist.LATER]
    print(enlist.NEXT.format(tag=tag, german=LANGUAGES[tag].german, on=later))
    return 0
