/* Marks the conditions on a route page for a reader's answers, which live in the form alone:
   nothing is stored, nothing sent. judge, later and having mean what guide/profile.py says.
   Bildungswege, from guide/outputs/refine.py, holds the form and what the pages name by number. */
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
  certificate({foreign, none_of = [], one_of = []}, had) {
    if (foreign) return oneOf([foreign], had.foreign);
    if (none_of.length) return oneOf(none_of, had.certificates) === MET ? NOT_MET
      : metIf(had.certificates) || UNKNOWN;
    return one_of.length ? oneOf(one_of, had.certificates) : DECIDED;
  },
  residence({one_of = [], none_of = []}, {residence}) {
    if (!one_of.length && !none_of.length) return DECIDED;
    if (!residence) return UNKNOWN;
    return metIf((!one_of.length || one_of.includes(residence)) && !none_of.includes(residence));
  },
  school_duty({status}, {school_duty, passed}) {
    if (school_duty == null || (school_duty && passed >= 12)) return UNKNOWN;
    return metIf(school_duty === (status === "required"));
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

const told = Object.assign(window.Bildungswege ||= {}, {judge, later, having, kilometres});
const block = document.querySelector(".refine");
if (!block) return;
// Into the styles that the page names in its policy: from a folder (file://) no others may be changed
document.querySelector("style").sheet.insertRule(`@media all{${told.style}}`);
block.insertAdjacentHTML("beforeend", told.form);
const form = block.querySelector("form");
const MARKS = [["is-not", "not"], ["is-open", "unknown"], ["is-open", "open"], ["is-met", "met"]];
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const words = text => (text || "").match(/[\w-]+/g) || [];
const start = told.starts[block.dataset.start] || {}; // what the page's situation says
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
function verdict(condition, [low, high], [had, german], [least, most = least]) {
  const unasked = words(JSON.stringify(condition)).filter(
    id => !low.certificates || !offered.includes(id));
  const then = (profile, months) => {
    const aged = later(profile, months);
    return had.length || german ? having(aged, had, german) : aged;
  };
  const now = then(high, most);
  return judge(condition, then(low, least)) || Math.min(UNKNOWN, Math.max(
    judge(condition, now), judge(condition, having(now, unasked))));
}

function mark(chip, [state, key]) {
  all(".mark", chip).forEach(old => old.remove());
  chip.classList.remove("is-not", "is-open", "is-met");
  if (!state) return;
  chip.classList.add(state);
  chip.insertAdjacentHTML("beforeend", '<span class="mark"></span>');
  chip.lastChild.textContent = " – " + form.dataset[key];
}

/* The station that a step leads to, by its heading's link. */
const station = step => step.querySelector("h3 a").href.match(/([^/]+)\.html/)[1];

/* Marks what each step of a route asks; returns whether something is certainly not met. */
function fits(route, ends, answered) {
  let had = [], german = "", fit = true;
  all("[data-c]", route).forEach(step => {
    const {dataset} = step;
    const chips = all(".chips > li", step);
    words(dataset.c).forEach((number, place) => {
      const found = verdict(told.conditions[number], ends, [had, german], words(dataset.m).map(Number));
      if (chips[place]) mark(chips[place], answered ? MARKS[found] : []);
      fit &&= !answered || found !== NOT_MET;
    });
    const [more, level] = told.gains[station(step)] || [[], ""];
    had = [...had, ...more];
    german = rank(level) > rank(german) ? level : german;
  });
  return fit;
}

/* Kilometres as the crow flies between two "latitude longitude", as in guide/outputs/places.py. */
function kilometres(one, other) {
  const [lat1, lon1, lat2, lon2] = `${one} ${other}`.split(" ").map(deg => deg * Math.PI / 180);
  const chord = Math.sin((lat2 - lat1) / 2) ** 2
    + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(chord));
}

/* With each step the three contacts that are nearest to where the reader lives. */
function distances(home) {
  all("[data-c]").forEach(step => all(".contacts", step).forEach(list => {
    const known = told.contacts[station(step)];
    if (!known) return;
    before.has(list) || before.set(list, [...list.children]);
    if (!home) return list.replaceChildren(...before.get(list));
    const far = where => where ? kilometres(home, where) : 1e9;
    const near = [...known].sort((one, other) => far(one[2]) - far(other[2])).slice(0, 3);
    list.replaceChildren(...near.map(([id, name, where]) => {
      const item = document.createElement("li");
      item.innerHTML = '<a><bdi lang="de" dir="ltr"></bdi></a> <span class="far small"></span>';
      item.firstChild.href = `../angebot/${id}.html`;
      item.firstChild.firstChild.textContent = name;
      if (where) item.lastChild.textContent = form.dataset.far.replace("#1", Math.round(far(where)));
      return item;
    }));
  }));
}
const before = new Map(); // the contacts as the page lists them

function refine() {
  all("[data-if]", form).forEach(question => {
    question.hidden = !form.elements.residence.value.includes(question.dataset.if);
    if (question.hidden) question.querySelector("select").value = "";
  });
  const data = new FormData(form), ends = profiles(data), routes = all(".route");
  distances(data.get("home"));
  data.delete("home"); // it says who is near, not which way fits
  const answered = [...data.values()].some(Boolean);
  const fitting = routes.filter(route => {
    const fit = fits(route, ends, answered);
    route.classList.toggle("misfit", !fit);
    all(".misfit-note", route).forEach(note => note.remove());
    if (!fit) {
      const head = route.firstElementChild;
      head.insertAdjacentHTML("beforeend", ' <span class="misfit-note"></span>');
      head.lastChild.textContent = form.dataset.misfit;
    }
    return fit;
  });
  const count = {"#1": fitting.length, "#2": routes.length};
  form.querySelector("[role=status]").textContent = answered
    ? form.dataset.count.replace(/#\d/g, key => count[key]) : "";
}

form.addEventListener("change", refine);
form.addEventListener("reset", () => setTimeout(refine)); // the event comes before the reset
})();
