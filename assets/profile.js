/* Marks the conditions on a route page for a reader's answers, which live in the form alone:
   nothing is stored, nothing sent. judge, later and having mean what guide/profile.py says. */
(() => {
"use strict";
const NOT_MET = 0, UNKNOWN = 1, DECIDED = 2, MET = 3;
const rank = level => ["A0", "A1", "A2", "B1", "B2", "C1", "C2"].indexOf(level);
const metIf = fact => fact ? MET : NOT_MET;
const oneOf = (wanted, had) => had ? metIf(wanted.some(id => had.includes(id))) : UNKNOWN;

const judges = {
  age({from = 0, to = 99}, {age, passed}) {
    if (!age) return UNKNOWN;
    const youngest = age[0] + Math.floor(passed / 12), oldest = age[1] + Math.ceil(passed / 12);
    if (oldest < from || youngest > to) return NOT_MET;
    return from <= youngest && oldest <= to ? MET : UNKNOWN;
  },
  german({at_least, rule}, {german}) {
    if (rule === "none") return MET;
    if (!at_least) return DECIDED;
    if (!german) return UNKNOWN;
    return rank(german) >= rank(at_least) ? MET : rule === "law" ? NOT_MET : DECIDED;
  },
  certificate({foreign, none_yet, one_of = []}, had) {
    if (foreign) return oneOf([foreign], had.foreign);
    if (none_yet) return had.certificates ? DECIDED : UNKNOWN;
    return one_of.length ? oneOf(one_of, had.certificates) : DECIDED;
  },
  residence({one_of = [], none_of = []}, {residence}) {
    if (!one_of.length && !none_of.length) return DECIDED;
    if (!residence) return UNKNOWN;
    return metIf((!one_of.length || one_of.includes(residence)) && !none_of.includes(residence));
  },
  school_duty({status}, {school_duty}) {
    return school_duty == null ? UNKNOWN : metIf(school_duty === (status === "required"));
  },
  waiting_time({months, since}, {months_here, months_duldung, passed}) {
    if (!months || since === "permit") return DECIDED;
    const clock = since === "duldung" ? months_duldung : months_here;
    return clock == null ? UNKNOWN : metIf(clock + passed >= months);
  },
  work_permit({if_residence = []}, {residence}) {
    if (!if_residence.length) return DECIDED;
    return !residence ? UNKNOWN : if_residence.includes(residence) ? DECIDED : MET;
  },
  choice: () => MET,
};

function judge(condition, profile) {
  const [[type, details]] = Object.entries(condition);
  const inner = () => details.map(part => judge(part, profile));
  if (type === "all_of") return Math.min(MET, ...inner());
  if (type === "any_of") return Math.max(...inner());
  return judges[type] ? judges[type](details, profile) : DECIDED;
}

const later = (profile, months) => ({...profile, passed: profile.passed + months});
const having = (profile, certificates, german) => ({
  ...profile,
  certificates: [...new Set([...profile.certificates || [], ...certificates])],
  german: rank(german) > rank(profile.german) ? german : profile.german,
});

window.Bildungswege = {judge, later, having, kilometres};

const form = document.querySelector(".refine form");
if (!form) return;
const MARKS = [["is-not", "not"], ["is-open", "unknown"], ["is-open", "open"], ["is-met", "met"]];
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const words = text => (text || "").match(/[\w-]+/g) || [];
const start = JSON.parse(form.dataset.profile || "{}"); // what the page's situation says
const offered = all("[name=certificate]", form).flatMap(box => words(box.value));

/* The profile at the lower and at the upper end of answers such as "3 to 8 months". */
function profiles(data) {
  const [age, here, duldung] = ["age", "here", "duldung"].map(
    name => words(data.get(name)).map(Number));
  const listed = form.querySelector("input:checked");
  const foreign = [...data.getAll("foreign"), ...start.foreign || []];
  return [0, 1].map(end => ({
    age: age.length ? age : start.age,
    months_here: here[end],
    months_duldung: duldung[end],
    german: data.get("german"),
    certificates: listed && data.getAll("certificate").flatMap(words),
    foreign: listed || foreign.length ? foreign : null,
    residence: data.get("residence") || start.residence,
    school_duty: start.school_duty,
    passed: 0,
  }));
}

/* Not met only where it is so at both ends, whatever certificates the form did not ask for. */
function verdict(chip, [low, high]) {
  const {after, had, german} = chip.closest(".step").dataset;
  const condition = JSON.parse(chip.dataset.c);
  const unasked = words(chip.dataset.c).filter(id => !low.certificates || !offered.includes(id));
  const [least, most = least] = words(after).map(Number);
  const then = (profile, months) => {
    const aged = later(profile, months);
    return had || german ? having(aged, words(had), german) : aged;
  };
  return judge(condition, then(low, least))
    || Math.min(UNKNOWN, judge(condition, having(then(high, most), unasked)));
}

function mark(chip, [state, key]) {
  all(".mark", chip).forEach(old => old.remove());
  chip.classList.remove("is-not", "is-open", "is-met");
  if (!state) return;
  chip.classList.add(state);
  chip.insertAdjacentHTML("beforeend", '<span class="mark"></span>');
  chip.lastChild.textContent = " – " + form.dataset[key];
}

/* Kilometres as the crow flies between two "latitude longitude", as in guide/outputs/places.py. */
function kilometres(one, other) {
  const [lat1, lon1, lat2, lon2] = `${one} ${other}`.split(" ").map(deg => deg * Math.PI / 180);
  const chord = Math.sin((lat2 - lat1) / 2) ** 2
    + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(chord));
}

/* How far each contact is from where the reader lives; the nearest first. */
function distances(home) {
  const far = contact => contact.dataset.at ? kilometres(home, contact.dataset.at) : 1e9;
  all("[data-at]").forEach(contact => {
    all(".far", contact).forEach(old => old.remove());
    if (!home) return;
    contact.insertAdjacentHTML("beforeend", ' <span class="far small"></span>');
    contact.lastChild.textContent = form.dataset.far.replace("#1", Math.round(far(contact)));
  });
  if (home) all(".contacts").forEach(list =>
    list.append(...[...list.children].sort((one, other) => far(one) - far(other))));
}

function refine() {
  all("[data-if]", form).forEach(question => {
    question.hidden = !form.elements.residence.value.includes(question.dataset.if);
    if (question.hidden) question.querySelector("select").value = "";
  });
  const data = new FormData(form), ends = profiles(data), routes = all(".route");
  distances(data.get("home"));
  data.delete("home"); // it says who is near, not which way fits
  const answered = [...data.values()].some(Boolean);
  all("li[data-c]").forEach(chip => mark(chip, answered ? MARKS[verdict(chip, ends)] : []));
  routes.forEach(route => {
    const misfit = all(".is-not", route).length > 0;
    route.classList.toggle("misfit", misfit);
    all(".misfit-note", route).forEach(note => { note.hidden = !misfit; });
  });
  const count = {"#1": all(".route:not(.misfit)").length, "#2": routes.length};
  form.querySelector("[role=status]").textContent = answered
    ? form.dataset.count.replace(/#\d/g, key => count[key]) : "";
}

form.addEventListener("change", refine);
form.addEventListener("reset", () => setTimeout(refine)); // the event comes before the reset
refine();
})();
