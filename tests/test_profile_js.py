"""What a route page makes of a reader's answers, on the phone: assets/inline/profile.js.

It must judge as guide/profile.py does, and keep every answer to itself.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import cycle, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from guide.assets import policy_hash
from guide.conditions import Condition
from guide.onward import in_situation
from guide.outputs import refine
from guide.outputs.places import kilometres
from guide.profile import LEVELS, Profile, judge
from guide.reachability import Gap, axes_of, profile_of
from guide.site import Site
from tests import hosts
from tests.conftest import PHONE
from tests.test_accessibility import AXE, AXE_RULES, RUN_AXE
from tests.test_conditions import GROUPS, KINDS, kinds
from tests.tools import ROOT

pytestmark = pytest.mark.browser

SCRIPT = ROOT / "assets" / "inline" / "profile.js"

# --- The same verdicts as in Python --------------------------------------------------------

AGES = (None, (14, 14), (15, 17), (18, 27))
MONTHS_HERE = (None, 0, 14)
MONTHS_DULDUNG = (None, 3, 12)
GERMAN = (None, "A2", "B1", "C1")
CERTIFICATES = (None, (), ("hauptschulabschluss", "bfs-dual"))
FOREIGN = (None, (), ("school",))
RESIDENCES = (None, "gestattung", "duldung")
SCHOOL_DUTY = (None, True, False)
PASSED = (0, 4, 11, 12, 40)  # in turn: five divides no run of the grid

LEAVES: list[Any] = [
    *({name: {}} for name in KINDS if name != "school_duty"),
    *({"age": age} for age in ({"from": 15}, {"to": 17}, {"from": 16, "to": 25}, {"from": 0})),
    *({"german": {"at_least": at, "rule": "law"}} for at in LEVELS),
    *({"german": {"rule": rule}} for rule in ("law", "decided_by", "usual", "none")),
    *({"german": {"at_least": "B1", "rule": rule}} for rule in ("decided_by", "usual", "none")),
    {"certificate": {"one_of": ["hauptschulabschluss"]}},
    {"certificate": {"one_of": ["abitur", "bfs-dual"]}},
    {"certificate": {"foreign": "school"}},
    {"certificate": {"foreign": "vocational", "one_of": ["hauptschulabschluss"]}},
    {"certificate": {"none_of": ["hauptschulabschluss"]}},
    {"residence": {"one_of": ["duldung", "anerkannt"]}},
    {"residence": {"none_of": ["duldung"]}},
    {"residence": {"one_of": ["duldung", "gestattung"], "none_of": ["gestattung"]}},
    *({"school_duty": {"status": status}} for status in ("required", "fulfilled")),
    *(
        {"waiting_time": {"since": since} | months}
        for since in ("arrival", "duldung", "permit")
        for months in ({}, {"months": 4}, {"months": 15})
    ),
    {"work_permit": {"if_residence": ["duldung"]}},
]


def nested() -> Iterable[Any]:
    """Groups of leaves that stand far apart, and groups in groups."""
    for one, other in zip(LEAVES, LEAVES[7:] + LEAVES[:7], strict=True):
        yield {"all_of": [one, other]}
        yield {"any_of": [one, other]}
    for one, other in pairwise(LEAVES[::3]):
        yield {"any_of": [{"all_of": [one, other]}, {"certificate": {"one_of": ["abitur"]}}]}
        yield {"all_of": [{"any_of": [one, other]}, {"german": {"at_least": "A2", "rule": "law"}}]}


def grid() -> list[Profile]:
    """All combinations of the answers above, and every level and age by itself: 11 845 profiles."""
    answers = product(
        AGES,
        MONTHS_HERE,
        MONTHS_DULDUNG,
        GERMAN,
        map_sets(CERTIFICATES),
        map_sets(FOREIGN),
        RESIDENCES,
        SCHOOL_DUTY,
    )
    return [
        *(Profile(*given, passed=passed) for given, passed in zip(answers, cycle(PASSED))),
        *(Profile(german=level) for level in LEVELS),
        *(Profile(age=(age, age + more)) for age in range(29) for more in range(6)),
    ]


def map_sets(choices: Iterable[tuple[str, ...] | None]) -> list[frozenset[str] | None]:
    return [None if choice is None else frozenset(choice) for choice in choices]


def conditions_of(site: Site) -> list[Condition]:
    """Every distinct condition of the guide's transitions, then the invented ones."""
    made = [Condition.model_validate(written) for written in [*LEAVES, *nested()]]
    conditions = [*guide_conditions(site), *made]
    return list({json.dumps(data(condition)): condition for condition in conditions}.values())


def data(condition: Condition) -> Any:
    """As it stands in data-c."""
    return condition.model_dump(mode="json", by_alias=True, exclude_none=True)


def plain(profile: Profile) -> dict[str, Any]:
    """As JSON has it: lists for sets and tuples."""
    made: dict[str, Any] = json.loads(json.dumps(asdict(profile), default=sorted))
    return made


@pytest.fixture
def script(page: Page) -> Page:
    page.add_script_tag(path=SCRIPT)
    return page


def verdicts(page: Page, conditions: list[Condition], profiles: list[Profile]) -> list[str]:
    """The phone's: for each condition one digit a profile."""
    found: list[str] = page.evaluate(
        """([conditions, profiles]) => conditions.map(condition =>
            profiles.map(profile => Bildungswege.judge(condition, profile)).join(""))""",
        [[data(condition) for condition in conditions], [plain(profile) for profile in profiles]],
    )
    return found


def test_the_invented_conditions_have_every_type_and_nesting() -> None:
    made = [Condition.model_validate(written) for written in [*LEAVES, *nested()]]
    assert set().union(*map(kinds, made)) == {*KINDS, *GROUPS}


def test_the_phone_judges_every_condition_as_python_does(real: Site, script: Page) -> None:
    """11 845 profiles against some 280 conditions, 90 of them the guide's: 3 million verdicts."""
    profiles, conditions = grid(), conditions_of(real)
    assert len(profiles) == 11_845
    said = verdicts(script, conditions, profiles)
    wrong = [
        f"{data(condition)}: {differences(condition, profiles, phone)}"
        for condition, phone in zip(conditions, said, strict=True)
        if phone != "".join(str(judge(condition, profile).value) for profile in profiles)
    ]
    assert wrong == []
    assert set("".join(said)) == set("0123")


def test_the_phone_judges_the_guide_as_python_does_for_everybody(real: Site, script: Page) -> None:
    """All 61 600 readers of `check reachability`, and every condition of the guide.

    The phone makes them itself from the axes: to send them would take longer than to judge.
    """
    axes = axes_of(real.graph)
    readers = [profile_of(real.graph, reader) for reader in Gap((), axes).readers]
    assert len(readers) == 61_600
    conditions = guide_conditions(real)
    held = {
        name: [name, *real.graph.stations[name].includes]
        for name in axes[0]
        if name in real.graph.stations
    }
    said = script.evaluate(EVERYBODY, [[data(c) for c in conditions], axes, held, FOREIGNERS])
    for condition, phone in zip(conditions, said, strict=True):
        own = "".join(str(judge(condition, reader).value) for reader in readers)
        assert phone == own, data(condition)


FOREIGNERS = {"foreign:school": ["school"], "foreign:vocational": ["vocational"]}
EVERYBODY = """([conditions, [certificates, levels, ages, months, statuses], held, foreign]) => {
    const readers = [];
    for (const name of certificates) for (const german of levels) for (const age of ages)
    for (const months_here of months) for (const residence of statuses) readers.push({
        age: [age, age], months_here, german, residence, passed: 0,
        certificates: held[name] || [], foreign: foreign[name] || [],
    });
    return conditions.map(condition =>
        readers.map(reader => Bildungswege.judge(condition, reader)).join(""));
}"""


def guide_conditions(site: Site) -> list[Condition]:
    own = [condition for step in site.graph.steps for condition in step.transition.conditions]
    return list({json.dumps(data(condition)): condition for condition in own}.values())


def differences(condition: Condition, profiles: list[Profile], phone: str) -> str:
    pairs = zip(profiles, phone, strict=True)
    wrong = [(p, found) for p, found in pairs if found != str(judge(condition, p).value)]
    return f"{len(wrong)} differ, the first: phone says {wrong[0][1]} of {wrong[0][0]}"


def test_time_passes_and_certificates_are_gained_as_in_python(script: Page) -> None:
    """624 profiles, and what becomes of each by twelve steps."""
    profiles = grid()[::19]  # nineteen divides no run of the grid
    steps = list(product((0, 7, 24), ((), ("abitur", "bfs-dual")), (None, "B1")))
    found = script.evaluate(
        """([profiles, steps]) => profiles.map(profile => steps.map(([months, had, german]) => {
            const {later, having} = Bildungswege;
            const then = having(later(profile, months), had, german);
            return {...then, certificates: then.certificates.sort()};
        }))""",
        [[plain(profile) for profile in profiles], steps],
    )
    wanted = [
        [plain(profile.later(months).having(had, german)) for months, had, german in steps]
        for profile in profiles
    ]
    assert len(profiles) == 624
    assert found == wanted


# --- On a page -----------------------------------------------------------------------------

ROUTES = ".route{margin:0}"  # the styles within a page; the script adds its own to them
CSP = (
    f"default-src 'none'; style-src 'self' {policy_hash(ROUTES.encode())}; script-src 'self'; "
    "form-action 'none'; base-uri 'none'"
)
PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{csp}"><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Weg</title>
<link rel="stylesheet" href="style.css"><style>{styles}</style>
<script src="refine.js" defer></script></head>
<body><main><h1>Weg</h1>
<details class="refine" data-start="{start}"><summary>?</summary></details>
<h2>Wege</h2>{routes}</main></body></html>"""
Step = tuple[tuple[str, str], list[Any]]

B1 = {"german": {"at_least": "B1", "rule": "law"}}
SCHOOL = {"certificate": {"one_of": ["hauptschulabschluss"]}}
LONG: list[Step] = [
    (
        ("class", 'data-m="0"'),
        [{"age": {"from": 16}}, B1, SCHOOL, {"contract": {"with": "company"}}],
    ),
    (
        ("work", 'data-m="12"'),
        [{"age": {"from": 18}}, B1, SCHOOL],
    ),
]
SHORT: list[Step] = [
    (
        ("work", 'data-m="0"'),
        [
            {"waiting_time": {"months": 6, "since": "duldung"}},
            {"certificate": {"one_of": ["bfs-dual"]}},
            {"school_duty": {"status": "fulfilled"}},
            {"age": {"to": 20}},
        ],
    )
]


def route(steps: list[Step]) -> str:
    listed = "".join(map(step, steps))
    return f'<section class="route"><h2>Weg</h2><ol class="steps">{listed}</ol></section>'


def step(written: Step) -> str:
    (to, months), conditions = written
    head = f'<h3><a href="../station/{to}.html">{to}</a></h3>'
    numbers = " ".join(str(ASKED.index(condition)) for condition in conditions)
    chips = "<li>x</li>" * len(conditions)
    asked = f'<ul class="chips">{chips}</ul>'
    return f'<li class="step" {months} data-c="{numbers}">{head}{asked}</li>'


ASKED = [condition for _, conditions in [*LONG, *SHORT] for condition in conditions]
GAINS = {"class": [["bes-klasse-2", "hauptschulabschluss"], "B1"]}


@pytest.fixture
def write(tmp_path: Path, real: Site) -> Callable[..., Path]:
    """A function that writes a page with the real form, script and styles and two routes."""
    parts = ("style.css", "inline/routes.css")
    styles = [(ROOT / "assets" / name).read_text("utf-8") for name in parts]
    (tmp_path / "style.css").write_text("\n".join(styles), encoding="utf-8")

    def write(tag: str = "de", start: Profile | None = None) -> Path:
        edition = next(e for e in real.editions if e.language.tag == tag)
        starts = {"here": plain(start)} if start else {}
        told = {**refine.data(real, edition), "starts": starts, "conditions": ASKED, "gains": GAINS}
        script = f"Bildungswege={json.dumps(told)};" + SCRIPT.read_text("utf-8")
        (tmp_path / "refine.js").write_text(script, encoding="utf-8")
        html = PAGE.format(
            csp=CSP,
            styles=ROUTES,
            lang=tag,
            dir=edition.language.direction,
            start="here",
            routes=route(LONG) + route(SHORT),
        )
        path = tmp_path / f"{tag}.html"
        path.write_text(html, encoding="utf-8")
        return path

    return write


@pytest.fixture
def open_form(page: Page, write: Callable[..., Path]) -> Callable[..., Page]:
    """A function that opens such a page from its folder, with the questions unfolded."""

    def open_form(*args: Any) -> Page:
        page.goto(hosts.address(write(*args)))
        page.locator(".refine summary").click()
        return page

    return open_form


def states(page: Page) -> list[str]:
    """Of every condition: met, open, unknown (told apart by the text alone), not, or no mark."""
    found: list[str] = page.evaluate(
        """() => { const texts = document.querySelector(".refine form").dataset;
            return [...document.querySelectorAll(".chips li")].map(chip => {
                const text = (chip.querySelector(".mark") || {}).textContent || "";
                const key = ["met", "open", "unknown", "not"].find(k => text === " – " + texts[k]);
                const own = ["is-met", "is-open", "is-not"].filter(c => chip.classList.contains(c));
                const wanted = "is-" + (key === "unknown" ? "open" : key);
                const agree = key ? own.join() === wanted : !text && !own.length;
                return agree ? key || "" : `${own} says ${text}`;
            });
        }"""
    )
    return found


def summary(page: Page) -> list[str]:
    said = page.locator(".refine [role=status]").inner_text()
    return [word for word in said.replace(".", " ").split() if word.isdigit()]


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_an_answer_marks_the_conditions_and_the_route_that_does_not_fit(
    tag: str, open_form: Callable[..., Page]
) -> None:
    page = open_form(tag)
    assert states(page) == [""] * 11

    page.select_option("[name=age]", "17 17")
    first = ["met", "unknown", "unknown", "open"]
    second = ["met", "met", "met"]  # a year on, with the German and the certificate gained
    assert states(page) == [*first, *second, "unknown", "unknown", "unknown", "met"]
    assert summary(page) == ["2", "2"]
    expect(page.locator(".misfit-note >> visible=true")).to_have_count(0)

    page.select_option("[name=german]", "A2")
    assert states(page)[:2] == ["met", "not"]
    assert summary(page) == ["1", "2"]
    expect(page.locator(".route").first).to_have_class("route misfit")
    expect(page.locator(".route").last).to_have_class("route")
    expect(page.locator(".misfit-note >> visible=true")).to_have_count(1)

    page.locator(".refine [type=reset]").click()
    expect(page.locator(".mark")).to_have_count(0)
    expect(page.locator(".misfit, .misfit-note >> visible=true")).to_have_count(0)
    assert states(page) == [""] * 11
    assert summary(page) == []


@pytest.mark.parametrize(
    ("months", "state"), [("0 2", "not"), ("3 8", "unknown"), ("9 11", "met"), ("", "unknown")]
)
def test_a_time_answered_roughly_fails_only_where_all_of_it_is_too_short(
    months: str, state: str, open_form: Callable[..., Page]
) -> None:
    page = open_form()
    question = page.locator("[name=duldung]")
    expect(question).to_be_hidden()
    page.select_option("[name=residence]", "duldung")
    question.select_option(months)
    assert states(page)[7] == state
    page.select_option("[name=residence]", "anerkannt")  # the question goes, with its answer
    expect(question).to_be_hidden()
    assert states(page)[7] == "unknown"


@pytest.mark.parametrize(
    ("after", "state"), [("12", "not"), ("12 24", "not"), ("12 72", "unknown")]
)
def test_a_stay_of_one_to_six_years_fails_only_where_all_of_it_is_too_short(
    after: str, state: str, open_form: Callable[..., Page]
) -> None:
    """From 18, for somebody of 15."""
    page = open_form()
    page.locator(".step").nth(1).evaluate("(step, after) => { step.dataset.m = after; }", after)
    page.select_option("[name=age]", "15 15")
    assert states(page)[4] == state


def test_a_certificate_counts_against_nobody_unless_they_were_asked(
    open_form: Callable[..., Page],
) -> None:
    page = open_form()
    page.get_by_label("Noch kein Abschluss").check()
    assert (states(page)[2], states(page)[6], states(page)[8]) == ("not", "met", "unknown")
    page.get_by_label("Noch kein Abschluss").uncheck()
    assert states(page) == [""] * 11  # nothing is answered any more
    page.get_by_label("Hauptschulabschluss").check()
    assert (states(page)[2], states(page)[6], states(page)[8]) == ("met", "met", "unknown")


def test_what_the_situation_says_is_known_until_the_reader_says_more(
    real: Site, open_form: Callable[..., Page]
) -> None:
    start = in_situation(Profile(), real.graph.stations["neu-15-bis-17"])
    assert (start.age, start.school_duty) == ((15, 17), True)
    page = open_form("de", start)
    page.select_option("[name=german]", "B1")
    assert [states(page)[n] for n in (0, 1, 9, 10)] == ["unknown", "met", "not", "met"]
    page.select_option("[name=age]", "15 15")
    assert states(page)[0] == "not"


@pytest.mark.parametrize("served", [True, False])
def test_no_answer_leaves_the_phone_or_stays_on_it(
    served: bool, write: Callable[..., Path], server: Callable[[Path], str], page: Page
) -> None:
    requests: list[str] = []
    path = write()
    address = server(path.parent) + path.name if served else path.as_uri()
    page.goto(address)
    page.on("request", lambda sent: requests.append(sent.url))
    kept = """JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
        location.href, history.length])"""
    before = page.evaluate(kept)
    page.locator(".refine summary").click()
    page.select_option("[name=age]", "17 17")
    page.get_by_label("Hauptschulabschluss").check()
    page.locator("[name=residence]").press("Enter")
    assert "" not in states(page)
    assert page.evaluate(kept) == before
    assert json.loads(before)[:4] == [{}, {}, "", address]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert requests == []
    page.goto("about:blank")
    page.go_back()
    assert page.locator("[name=age]").input_value() == ""  # nor does the browser bring it back


SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""

PAINTED = """() => new Promise(done => new PerformanceObserver(
    list => list.getEntriesByName("first-contentful-paint").forEach(() => done()))
    .observe({type: "paint", buffered: true}))"""

# The browser tells of a file when it has time, which may be after the script has run
FETCHED = """() => new Promise(done => new PerformanceObserver(list => list.getEntries()
    .filter(file => /js$/.test(file.name)).forEach(file => done(file.responseEnd)))
    .observe({type: "resource", buffered: true}))"""


def test_nothing_moves_when_the_script_comes_late(
    write: Callable[..., Path], server: Callable[[Path], str], page: Page
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/refine.js", hold)
    path = write()
    with page.expect_request("**/refine.js"):
        page.goto(server(path.parent) + path.name, wait_until="commit")
    page.evaluate(PAINTED)
    held[0].continue_()
    expect(page.locator(".refine summary")).to_be_visible()
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < page.evaluate(FETCHED)
    assert page.evaluate(SHIFT) == 0


def test_without_javascript_there_is_no_form_and_no_gap(
    write: Callable[..., Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(scripts=False)
    page.goto(hosts.address(write()))
    assert page.locator(".refine").bounding_box() is None
    page.context.close()


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_the_open_form_has_no_barrier(tag: str, open_form: Callable[..., Page]) -> None:
    page = open_form(tag)
    page.select_option("[name=residence]", "duldung")
    page.select_option("[name=german]", "A2")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, AXE_RULES) == []


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_the_form_fits_a_small_phone_and_a_thumb(tag: str, open_form: Callable[..., Page]) -> None:
    page = open_form(tag)
    page.select_option("[name=residence]", "duldung")
    page.select_option("[name=age]", "17 17")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    targets = page.locator(".refine select, .refine fieldset label, .refine button").all()
    low = [target.inner_text()[:20] for target in targets if height(target.bounding_box()) < 44]
    assert targets
    assert low == []


def height(box: Any) -> float:
    assert box
    return float(box["height"])


@pytest.mark.browser
def test_the_phone_measures_distances_as_python_does(real: Site, script: Page) -> None:
    places = real.guide.region.municipalities
    pairs = [(one, other) for one in places for other in places[:5]]
    asked = [[f"{p.latitude} {p.longitude}" for p in pair] for pair in pairs]
    found = script.evaluate("pairs => pairs.map(pair => Bildungswege.kilometres(...pair))", asked)

    assert found == pytest.approx([kilometres(*pair) for pair in pairs], abs=0.01)


@pytest.mark.browser
def test_the_nearest_contact_comes_first_where_a_place_is_named(
    page: Page, server: Callable[[Path], str], built_site: Path
) -> None:
    """A pupil in Velpke is not sent past the school in Velpke."""
    page.goto(f"{server(built_site)}de/weg/neu-15-bis-17--ziel-fachkraft.html")
    page.click("details.refine summary")
    page.select_option("#refine-home", label="Velpke")

    first = page.locator(".route[open] .contacts").first.locator("li").first
    expect(first).to_contain_text("Velpke")
    expect(first).to_contain_text("0 km")
