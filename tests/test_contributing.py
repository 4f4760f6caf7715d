"""CONTRIBUTING.md: each task is done as it says, and each message is what the check says.

One copy of the real guide's files is edited task after task, as an editor would, and looked at as
a whole at the end. Commands that read all catalogs are tried with the small guide.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from openpyxl import load_workbook

from guide import cli
from guide.catalog import State
from guide.cli.telling import make
from guide.fetch import Answer, Kind
from guide.graph import PathwayGraph
from guide.languages import LANGUAGES
from guide.links import links, told
from guide.load import load
from guide.printing import browser
from guide.problems import describe, has_errors
from guide.questions import FORMS
from guide.reachability import AGE, Gap, Survey, axes_of, sentences
from guide.site import Site
from tests import mini
from tests.contributing import TEXT, Desk, Task, quotes, tasks, without_numbers
from tests.tools import ROOT

FACTS, PATHWAYS, OFFERS = "data/facts.yaml", "data/pathways.yaml", "data/offers.yaml"
PLACEMENTS, EMPLOYERS, CHANGES = (f"data/{n}.yaml" for n in ("placements", "employers", "changes"))
GLOSSARY, SOURCES, REGION = "data/glossary.yaml", "data/sources.yaml", "data/region.yaml"
EQ, JMD, LIBRARY = "einstiegsqualifizierung", "jmd-helmstedt", "stadtbuecherei-helmstedt"
NUMBER, DAY = "+49 30 23125000", "2027-01-15"
Capture = pytest.CaptureFixture[str]


def run(*arguments: str, root: Path) -> int:
    return cli.main([*arguments, "--root", str(root)])


def excerpt(desk: Desk, block: str, file: str) -> None:
    """What is shown of a record is in the file: the record, and each of the fields."""
    keys = re.findall(r"^(?:- |  )(\w+):", block, re.MULTILINE)
    identifier = re.findall(r"^- id: (\S+)", block)[0]
    assert [desk.field(file, key, identifier) for key in keys]


# --- the tasks ------------------------------------------------------------------------------------


def something_new(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (command,) = task.commands()
    assert command == ["new", "offer"]
    assert all(f"`{what}` " in TEXT for what in FORMS)
    given = ["--set=word=Merkblatt", "--set=say=MERK-blatt", "--set=explain=Ein Brief."]
    assert run("new", "term", "--no-questions", *given, root=small) == 0


def phone(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    excerpt(desk, task.yaml()[0], FACTS)
    desk.put_line(FACTS, desk.field(FACTS, "number", "bbs-helmstedt"), f'  number: "{NUMBER}"')
    desk.put_line(FACTS, desk.field(FACTS, "note", "bbs-helmstedt"), '  note: "Stand 2027."')


def amount(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    for block in task.yaml():
        excerpt(desk, block, FACTS)
    desk.put_line(FACTS, desk.field(FACTS, "euro", "kindergeld"), "  euro: 12.5")
    line = desk.field(FACTS, "valid_from", "kindergeld")
    desk.insert(FACTS, line + 1, "  valid_to: 2026-12-31")
    line = desk.field(FACTS, "date", "ukraine-schutz")
    desk.put_line(FACTS, line, "  yearly: 02-01\n  kind: from")


def station(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    excerpt(desk, task.yaml()[0], PATHWAYS)
    line = desk.field(PATHWAYS, "summary", EQ)
    desk.put_line(PATHWAYS, line, '  summary: "Ein langes Praktikum mit Geld."')


def typo(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (_, (*keep, place)) = [["status"], task.commands()[0]]
    assert (keep, place) == (["translations", "keep"], f"stations/{EQ}/summary")
    summary = "Du lernst Deutsch für Schule und Beruf."
    mini.replace(small, PATHWAYS, summary, "Du lernst Deutsch, für Schule und Beruf.")
    assert run(*keep, "stations/sprachkurs/summary", root=small) == 0
    assert not mini_outdated(small, "stations/sprachkurs/summary")
    money = "Der Kurs ist kostenlos."
    mini.replace(small, PATHWAYS, money, "Der Kurs kostet 5 Euro.")
    capsys.readouterr()
    run(*keep, "stations/sprachkurs/money", root=small)
    quoted = task.other()[1].strip().replace(f"stations/{EQ}/summary", "stations/sprachkurs/money")
    assert quoted in capsys.readouterr().out
    assert mini_outdated(small, "stations/sprachkurs/money")
    mini.replace(small, PATHWAYS, "Der Kurs kostet 5 Euro.", money)


def mini_outdated(root: Path, place: str) -> bool:
    site = mini.site_of(root)
    found = site.catalogs["ar"].resolve(site.messages)
    return State.OUTDATED in {r.state for message, r in found.items() if message.context == place}


def way(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    shown, conditions = task.yaml()
    first, end = desk.record(PATHWAYS, EQ, "berufssprachkurs")
    desk.delete(PATHWAYS, first, end)
    line = desk.field(PATHWAYS, "leads_to", EQ)
    desk.insert(PATHWAYS, line + 1, shown)
    line = desk.field(PATHWAYS, "decides", EQ, "berufssprachkurs")
    desk.insert(PATHWAYS, line, conditions)
    assert desk.errors() == []
    desk.delete(PATHWAYS, line, line + conditions.count("\n"))  # nobody meets all of them
    assert "`python3 build.py check reachability`" in TEXT
    graph = PathwayGraph(load(ROOT)[0].pathways)  # type: ignore[union-attr]
    axes = axes_of(graph)
    young = (*axes[:AGE], (6, 7, 8, 9), *axes[AGE + 1 :])
    (sentence,) = sentences(Survey(axes, [Gap(("neu-6-bis-9",), young)], 0))
    assert task.other()[-1].strip() == f"- {sentence}"


def recommended(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    excerpt(desk, block, PATHWAYS)
    desk.insert(PATHWAYS, len(desk.read(PATHWAYS).split("\n")), block.replace("id: ", "id: neuer-"))


def offer(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    excerpt(desk, block, OFFERS)
    for field in re.findall(r"^- `(\w+)`", TEXT[TEXT.index("### Ein neues Angebot") :], re.M)[:7]:
        assert field in FORMS["offer"].model.model_fields, field
    new = block.replace(LIBRARY, "neues-angebot", 1).replace("Stadtbücherei H", "Neue Bücherei H")
    desk.insert(OFFERS, desk.record(OFFERS, LIBRARY)[1], f"{new}\n")


def proof(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    excerpt(desk, block, OFFERS)
    new = block.replace("id: juleica", "id: neuer-nachweis")
    desk.insert(OFFERS, desk.record(OFFERS, "juleica")[1], new)


ASKED_OF_A_FIRM = (
    "kind=internship",
    "occupation.title=Bäckerin / Bäcker",
    "occupation.kldb=29222",
    "employer=Bäckerei Muster",
    "place=musterstadt",
    "start=2099-05-03",
    "german_needed=A2",
    "contact.role=Büro",
    "contact.phone=+49 999 12345",
    "expires=2099-04-30",  # 2027 will be over one day
)


def placement(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    (command,) = task.commands()
    given = [f"--set={field}" for field in ASKED_OF_A_FIRM]
    assert run(*command, "--no-questions", *given, root=small) == 0
    written = (small / PLACEMENTS).read_text(encoding="utf-8")
    assert block.replace("helmstedt", "musterstadt").replace("2027", "2099").strip() in written
    desk.write(PLACEMENTS, f"{desk.read(PLACEMENTS).rstrip()}\n{block}")
    message = task.other()[1]
    spoilt = re.sub(r"  contact: .*", '  contact: {role: "Büro"}', block)
    desk.replace(PLACEMENTS, block, spoilt)
    assert without_numbers(message.strip()) in [without_numbers(e) for e in desk.errors()]
    desk.replace(PLACEMENTS, spoilt, block)


def for_firms(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    line = desk.field(EMPLOYERS, "costs", "besuch")
    desk.insert(EMPLOYERS, line + 1, block.split("\n", 1)[1])


def improve(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    desk.write(REGION, f"{desk.read(REGION).rstrip()}\n{block}")
    guide = load(desk.root)[0]
    assert guide
    assert guide.region.repository
    assert guide.region.feedback_email == "hinweise@example.org"


def gaps(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    """It names a page, and places in the file of offers: both are there."""
    assert "(content/auf-einen-blick.md)" in TEXT
    assert (desk.root / "content/auf-einen-blick.md").is_file()


def new_language(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (command,) = task.commands()
    assert run(*command, "--no-questions", "--set=tag=Französisch", root=small) == 0
    assert (small / "translations/fr.po").is_file()


def news(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    entry = block.replace("sprachcafe-lehre", "neues-angebot")
    desk.write(CHANGES, f"{desk.read(CHANGES).rstrip()}\n{entry}")


def gone(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    desk.delete(OFFERS, *desk.record(OFFERS, JMD))
    places = [p for p in desk.problems() if f"„{JMD}“ gibt es nicht" in p.message]
    assert len(places) == desk.read(PATHWAYS).count(f"service: {JMD}\n")
    assert without_numbers(task.other()[0].strip()) in {
        without_numbers(describe(problem, desk.root)) for problem in places
    }
    desk.write(PATHWAYS, re.sub(rf" *service: {JMD}\n", "", desk.read(PATHWAYS)))
    desk.write(OFFERS, f"{desk.read(OFFERS)}\n{task.yaml()[1]}")


def word(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    excerpt(desk, block, GLOSSARY)
    new = block.replace("id: ausbildung", "id: ausbildungszeit").replace("word: ", "word: Neue ")
    new = re.sub(r"  forms: .*\n", "", new)
    desk.insert(GLOSSARY, desk.record(GLOSSARY, "ausbildung")[1], f"{new}\n")
    desk.replace("content/start.md", "[[ausbildung]]", "[[ausbildungszeit|Ausbildungen]]")


def keywords(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    excerpt(desk, task.yaml()[0], PATHWAYS)
    line = desk.field(OFFERS, "name", "neues-angebot")
    desk.insert(OFFERS, line + 1, '  keywords: "Bücher, Leihen"')
    desk.replace("content/ueber.md", 'keywords: "', 'keywords: "Anbieter, ')


def page(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    change, _, text, _ = task.other()
    before, after = [line.partition(":")[2].strip() for line in change.splitlines()]
    desk.replace("content/impressum.md", before, after.replace("05351 …", NUMBER))
    desk.write("content/ueber.md", f"{desk.read('content/ueber.md')}\n{text}")


def checked(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    assured = block.splitlines()[-1]
    line = desk.field(OFFERS, "confidence", LIBRARY)
    desk.insert(OFFERS, line + 1, assured)


def ten(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    listing, assure = task.commands()
    assert listing[:3] == ["check", "freshness", "--markdown"]
    target = desk.root / listing[3]
    assert run(*listing[:3], str(target), "--today", DAY, root=desk.root) == 0
    assert "python3 build.py assure " in target.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(*assure, "--today", "2026-11-24", root=desk.root) == 0
    assert task.other()[2].strip() == capsys.readouterr().out.strip()
    wrong = [a.replace("bruno", "brun") for a in assure]
    assert run(*wrong, "--today", "2026-11-24", root=desk.root) == 1
    assert task.other()[3].strip() == capsys.readouterr().out.strip()


def stale(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (command,) = task.commands()
    capsys.readouterr()
    calendar = str(desk.root / "termine.ics")
    run(*command, "--today", "2027-12-01", "--ics", calendar, root=desk.root)
    quoted = without_numbers(task.other()[1].strip())
    assert quoted in without_numbers(capsys.readouterr().out)
    assert (desk.root / "termine.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


def dead_links(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    """Without the internet: what the check says when a server says that a page has moved."""
    assert task.commands() == [["check", "links"]]
    old, new = re.findall(r"https://\S+(?: \[|$)", task.other()[1], re.MULTILINE)[0][:-2], ""
    new = task.other()[1].strip().split("eintragen: ")[1]
    before = desk.read(OFFERS)
    line = desk.field(OFFERS, "website", "landkreis-wolfenbuettel")
    desk.put_line(OFFERS, line, f"  website: {old}")
    guide = load(desk.root)[0]
    assert guide
    found = [
        describe(p, desk.root) for p in told(links(guide), {old: Answer(Kind.MOVED, target=new)})
    ]
    assert [without_numbers(text) for text in found] == [without_numbers(task.other()[1].strip())]
    desk.write(OFFERS, before)


def language(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    tags = re.findall(r"tag: (\w+)", block)
    assert set(tags) <= LANGUAGES.keys()
    assert desk.read(REGION).count("- {tag: ") == len(tags)
    mini.replace(small, REGION, "- {tag: en,", "- {tag: ru, show: unchecked}\n- {tag: en,")
    assert run("translations", "update", root=small) == 0
    assert (small / "translations/ru.po").is_file()


def checked_by_office(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    """Without a browser, so without pictures; tests/test_review.py looks at them."""
    review, back = task.commands()
    assert review[-2] == "--output"
    folder = small / review[-1]
    mini.translate_all(small)
    with mock.patch.object(browser, "find", return_value=None):
        assert run(*review[:-1], str(folder), root=small) == 0
    line = task.other()[1].strip()
    assert without_sizes(line.replace("pruefung-ar", str(folder))) in without_sizes(
        capsys.readouterr().out
    )
    book = load_workbook(folder / back[2])
    listed = book.worksheets[0].iter_rows(min_row=2)
    rows = {place: row for row in listed for place in str(row[9].value).split()}
    rows["stations/neu-hier/name"][3].value = "ja"
    rows["stations/praktikum/name"][4].value = "تدريب"
    rows["stations/neu-hier/summary"][3].value = "nein"
    rows["stations/neu-hier/summary"][5].value = "klingt fremd"
    rows["stations/sprachkurs/name"][4].value = "دورة {tel:foo}"
    book.save(folder / back[2])
    answers = [back[0], back[1], str(folder / back[2]), *back[3:]]
    assert run(*answers, "--today", "2026-11-24", root=small) == 1
    assert without_sizes(task.other()[3].strip()) in without_sizes(capsys.readouterr().out)
    (note,) = re.findall(r"`(# geprüft: .*?)`", TEXT)
    assert note in (small / "translations/ar.po").read_text(encoding="utf-8")


def without_sizes(said: str) -> str:
    return re.sub(r"\b\d+(\.\d+)?\b", "N", said)


def translation(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    entry, comment = task.other()[:2]
    context, german = entry.splitlines()[1:3]
    text = desk.read("translations/ar.po")
    start = text.index(f"#, fuzzy\n{context}\n{german}\n")
    head = text[start:].replace("#, fuzzy\n", f"{comment.splitlines()[0]}\n", 1)
    desk.write("translations/ar.po", text[:start] + head)


def excel(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    export, back = task.commands()
    file = small / back[-1]
    capsys.readouterr()
    assert run(*export, "--xlsx", str(file), root=small) == 0
    line = capsys.readouterr().out
    assert re.search(r"ar\.xlsx \(\d+ Zeilen\)", line)
    assert re.search(r"ar\.xlsx \(\d+ Zeilen\)", task.other()[1])
    assert run(*back[:-1], str(file), root=small) == 0
    assert "Übernommen nach translations/ar.po: " in capsys.readouterr().out


def outdated(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    assert task.commands() == [["translations", "status"]]
    mini.replace(small, PATHWAYS, "Der Kurs ist kostenlos.", "Der Kurs ist frei.")
    capsys.readouterr()
    assert run(*task.commands()[0], root=small) == 0
    out = capsys.readouterr().out
    head, *_, last = task.other()[1].strip().splitlines()
    assert last in out
    assert re.search(re.sub(r"\d+", r"\\d+", re.escape(head)).replace("Sprachen", "Sprachen?"), out)
    columns = re.findall(r"^\| (\w+) \|", TEXT[TEXT.index("| Spalte |") :], re.MULTILINE)[1:6]
    for column in columns:
        assert column in out.splitlines()[0], column


def source(desk: Desk, task: Task, small: Path, capsys: Capture) -> None:
    (block,) = task.yaml()
    excerpt(desk, block, SOURCES)
    desk.write(SOURCES, desk.read(SOURCES) + block.replace("id: ", "id: neue-"))
    line = desk.field(OFFERS, "sources", "neues-angebot")
    desk.put_line(OFFERS, line, "  sources: [neue-sh-buech]")


Replay = Callable[[Desk, Task, Path, Capture], None]
REPLAY: dict[str, Replay] = {
    "Etwas Neues eintragen, mit Fragen": something_new,
    "Eine Telefonnummer ändern": phone,
    "Einen Betrag oder eine Frist ändern": amount,
    "Den Text einer Station ändern": station,
    "Nur einen Tippfehler berichtigen (Übersetzungen bleiben gültig)": typo,
    "Einen neuen Weg eintragen": way,
    "Einen Weg empfehlen": recommended,
    "Ein neues Angebot eintragen": offer,
    "Einen Nachweis eintragen": proof,
    "Ein Angebot gibt es nicht mehr": gone,
    "Einen Platz in einem Betrieb eintragen": placement,
    "Etwas für Betriebe ändern": for_firms,
    "Ein Wort erklären": word,
    "Dafür sorgen, dass die Suche etwas findet": keywords,
    "Eine Seite ändern": page,
    "Etwas als geprüft eintragen": checked,
    "Zehn Angebote bestätigen": ten,
    "Was ist zu alt?": stale,
    "Was fehlt?": gaps,
    "Links prüfen": dead_links,
    "Fehler melden lassen": improve,
    "Eine neue Sprache anfangen": new_language,
    "Eine Sprache anschalten": language,
    "Eine Übersetzung prüfen": checked_by_office,
    "Eine Übersetzung in der Datei ändern": translation,
    "Eine Übersetzung als Excel-Datei verschicken und zurückholen": excel,
    "Was das Werkzeug zu veralteten Übersetzungen sagt": outdated,
    "Quellen: Woher wissen wir das?": source,
    "Was ist neu?": news,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def small_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini.copy_sources(tmp_path_factory.mktemp("small") / "guide")


def test_every_task_has_a_replay() -> None:
    assert list(tasks()) == list(REPLAY)


@pytest.mark.parametrize("title", REPLAY)
def test_a_task_is_done_as_it_says(
    title: str, desk: Desk, small_copy: Path, capsys: Capture
) -> None:
    before = desk.written
    REPLAY[title](desk, tasks()[title], small_copy, capsys)
    assert desk.written == before or desk.errors() == []


@pytest.fixture(scope="module")
def after(desk: Desk) -> Site:
    """The guide after all tasks, whether or not their tests have run."""
    site, problems = make(desk.root, date(2026, 11, 24))
    assert site, [describe(p, desk.root) for p in problems if has_errors([p])]
    return site


def test_after_all_tasks_the_pages_say_what_was_typed(after: Site) -> None:
    guide = after.guide
    assert [p.number for p in guide.facts.phones if p.id == "bbs-helmstedt"] == [NUMBER]
    assert [o.name for o in guide.offers.retired] == ["Sprachcafé"]
    library = next(s for s in guide.offers.services if s.id == LIBRARY)
    assert library.assured
    assert library.assured.on == date.fromisoformat(DAY)
    found = after.catalogs["ar"].resolve(after.messages)
    states = {m.context: r.state for m, r in found.items()}
    assert states[f"stations/{EQ}/summary"] is State.OUTDATED
    assert states[f"stations/{EQ}/name"] is State.REVIEWED


# --- the messages ---------------------------------------------------------------------------------


# Quoted: what changes in which line of the files of today, by the message's rule
PLACES: dict[tuple[str, str], tuple[str, ...]] = {
    (FACTS, "number"): ("bbs-helmstedt",),
    (FACTS, "date"): ("ukraine-schutz",),
    (FACTS, "euro"): ("kindergeld",),
    (PATHWAYS, "summary"): (EQ,),
    (PATHWAYS, "sources"): (EQ,),
    (OFFERS, "kind"): (LIBRARY,),
    (OFFERS, "id"): (LIBRARY,),
}
OF_TASKS = (
    "ueberfaellig",
    "link-moved",
    f"„{JMD}“",
    "[kontakt]",
)  # the replay of a task compares these


def quoted() -> list[re.Match[str]]:
    """Return the messages that are quoted whole and that no replay has compared."""
    return [q for q in quotes() if not any(word in q[0] for word in OF_TASKS) and "→ " in q[0]]


def spoil(desk: Desk, quote: re.Match[str]) -> None:
    """Make the mistake that *quote* tells of, whose line is the one that was typed."""
    file, text = quote["path"], (quote["text"] or "").replace("→", "\t")
    key = (re.findall(r"(\w+):", text) or [""])[0]
    special = next((spoil for word, spoil in SPECIAL.items() if word in quote[0]), None)
    if special:
        special(desk)
    elif key == "to":
        desk.put_line(file, desk.record(file, EQ, "berufssprachkurs")[0], text)
    elif key == "assured":
        desk.insert(file, desk.field(file, "confidence", LIBRARY) + 1, text)
    elif key == "repository":
        desk.write(file, f"{desk.read(file).rstrip()}\n{text}\n")
    elif key == "tag":
        desk.replace(file, "- {tag: uk, show: unchecked}", text)
    elif file.startswith(("content", "translations")):
        desk.put_line(file, int(quote["line"]), text)
    else:
        text += (
            ' Ausbildung in einem Betrieb hier."' if text.endswith(" zur") else ""
        )  # it is shown in part
        desk.put_line(file, desk.field(file, key, *PLACES[file, key]), text)


def no_interface(desk: Desk) -> None:
    ukrainian = "- {tag: uk, show: unchecked}\n"
    desk.replace(REGION, ukrainian, f"{ukrainian}- {{tag: ru, show: unchecked}}\n")
    desk.write("translations/ru.po", "")


def no_cost(desk: Desk) -> None:
    line = desk.field(OFFERS, "cost", LIBRARY)
    desk.delete(OFFERS, line, desk.field(OFFERS, "hours", LIBRARY))


def hard_words(desk: Desk) -> None:
    desk.put_line(PATHWAYS, desk.field(PATHWAYS, "summary", EQ), f'  summary: "{HARD}"')


def no_residence(desk: Desk) -> None:
    line = desk.field(PATHWAYS, "conditions", "anerkannt", "praktikum")
    desk.delete(PATHWAYS, line + 1, line + 2)


SPECIAL: dict[str, Callable[[Desk], None]] = {
    "oberflaeche": no_interface,
    "Es fehlt „cost:“": no_cost,
    "sehr schwer": hard_words,
    "[aufenthalt-fehlt]": no_residence,
}
HARD = (
    "Berufsvorbereitende Qualifizierungsmaßnahme zur Ausbildungsplatzvermittlung: individuelle "
    "Kompetenzfeststellung, sozialpädagogische Begleitung, betriebliche Praktikumsphasen, "
    "Bewerbungsunterstützung, Eignungsfeststellungsverfahren."
)


def in_rounds(found: list[re.Match[str]], key: str) -> list[list[re.Match[str]]]:
    """Return *found* in rounds; in none are two of the same *key*, which could hide each other."""
    rounds: list[list[re.Match[str]]] = [[] for _ in found]
    for quote in found:
        what = quote.expand(key)
        next(r for r in rounds if what not in {q.expand(key) for q in r}).append(quote)
    return [r for r in rounds if r]


LATER = (
    "po-zeile",
    "weg-doppelt",
    "projekt-",
    "aufenthalt-fehlt",
    "ausbildnug",
    "anker",
    "leer",
    "oberfl",
    "schwer",
)


def test_each_quoted_message_is_what_the_check_says(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    looks = {quote: any(word in quote[0] for word in LATER) for quote in quoted()}
    assert len(looks) > 20
    for late, key in ((False, r"\g<path>"), (True, r"\g<path>:\g<line>")):
        for together in in_rounds([quote for quote, later in looks.items() if later is late], key):
            for quote in together:
                spoil(desk, quote)
            problems = make(desk.root)[1] if late else desk.problems()
            heard = [without_numbers(describe(p, desk.root)).splitlines() for p in problems]
            for quote in together:
                told_as = without_numbers(quote[0].strip()).splitlines()
                assert [h for h in heard if set(told_as) <= set(h)], quote[0]
            for quote in together:
                desk.restore(quote["path"])
            desk.restore(REGION)
