/* Makes lists of the directory's links, so that several choices work together and at once.
   An offer carries its marks (guide.facets.marks) in data-f. One that says nothing about a
   facet is not hidden: it moves to the list of those where nobody knows. */
(() => {
const find = (selector, part = document) => [...part.querySelectorAll(selector)];
const [form,, status, reset, doubt] = find(".facets,.facets>*,#unbekannt ul");
const {all, fit, open, none} = form.dataset;
const offers = find("[data-f]").map(row =>
  [row, row.parentNode, ` t-${row.closest("section").id} ${row.dataset.f} `]);

for (const facet of find("details", form)) {
  const label = document.createElement("label"), list = document.createElement("select");
  list.append(new Option(all, ""), ...find("a", facet).map(({textContent, dataset, firstChild}) =>
    Object.assign(new Option(textContent, dataset.v), {lang: firstChild.lang || ""})));
  label.append(...find("summary", facet)[0].childNodes, list);
  facet.replaceWith(label);
}

form.onchange = () => {
  const count = [0, 0, 0]; // no, nobody knows, yes
  const chosen = find("select", form).map(list => list.value).filter(value => value);
  for (const [row, home, marks] of offers) {
    const state = Math.min(2, ...chosen.map(value => {
      const has = mark => marks.includes(" " + mark), facet = value.slice(0, 2);
      return has(value + " ") || has(facet + "*") ? 2
        : has(facet + "?") || /[kads]-/.test(facet) && !has(facet);
    }));
    count[state]++;
    row.hidden = !state;
    (state == 1 ? doubt : home).append(row);
  }
  for (const part of find("section")) part.hidden = !find("li:not([hidden])", part)[0];
  const [, maybe, yes] = count;
  status.textContent = yes + maybe
    ? fit.replace("#", yes) + (maybe ? " · " + open.replace("#", maybe) : "") : none;
  reset.hidden = !chosen[0];
};
form.onreset = () => setTimeout(form.onchange);

// angebote.html#freizeit: the page of leisure leads here with a kind chosen; #sport works too
const wanted = find("option", form).find(choice => choice.value == "t-" + location.hash.slice(1));
if (wanted) {
  wanted.selected = true;
  form.onchange();
}
})();
