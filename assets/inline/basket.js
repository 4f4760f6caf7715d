/* The basket for a conversation. What is chosen stands in the fragment of the address and nowhere
   else: codes with points between, in the order of choosing. "#+code" adds one to those that are
   there: links of other pages say it to the window named "merkliste". The records come with this
   script (guide/outputs/basket.py); of a fragment nothing is ever shown but what they hold. */
(() => {
"use strict";
const MOST = 8;
const find = (selector, part = document) => part.querySelector(selector);
const all = (selector, part = document) => [...part.querySelectorAll(selector)];
const {groups, gone} = Merkliste;
const [form, status, trouble, search, choice, send, to, link, packet] = [".basket",
  ".basket>p", ".basket>div", "#q", ".choice", ".send", "#to", "[data-link]", ".packet",
].map(selector => find(selector));
const {address, count, full, many, unknown, gone: lost} = form.dataset;
const cards = new Map(groups.flatMap(([, rows]) => rows.map(([code, , card]) => [code, card])));
let codes = [];

choice.innerHTML = groups.map(([heading, rows]) => `<fieldset><legend>${heading}</legend>` +
  rows.map(([code, name]) => `<label><input type="checkbox" value="${code}"><span>${name}</span></label>`).join("")
).join("</fieldset>");
const boxes = all("[type=checkbox]", choice);

const show = more => {
  const hash = codes.join("."), any = codes.length;
  for (const box of boxes) box.checked = codes.includes(box.value);
  for (const other of all(".languages a,.notice a,.de")) other.hash = hash;
  const url = new URL(to.value, location); // from a folder: the address on the web, if there is one
  if (address && url.protocol == "file:") url.href = new URL(to.value, address);
  url.hash = hash;
  link.href = url;
  // An address in a folder says nothing to a reader, and is not printed
  link.textContent = url.protocol == "file:" ? to.selectedOptions[0].text : url;
  status.textContent = count.replace("#1", any).replace("#2", MOST) + " " + (more || "");
  packet.innerHTML = codes.map(code => cards.get(code)).join("");
  packet.toggleAttribute("data-filled", any);
  send.hidden = !any;
};

const write = () => history.replaceState(null, "", "#" + codes.join("."));

/* Reads the fragment. What it names in vain is told, and stays in the address: told again when
   the page is loaded again. */
const read = () => {
  const hash = location.hash.slice(1);
  if (document.getElementById(hash)) { // a link to a part of this page
    write();
    return show();
  }
  const words = hash.toLowerCase().match(/\w+/g) || [], more = hash[0] == "+";
  const asked = [...new Set(more ? [...codes, ...words] : words)];
  const known = asked.filter(code => cards.has(code));
  trouble.replaceChildren();
  const tell = (...parts) => {
    const line = document.createElement("p");
    line.append(...parts);
    trouble.append(line);
  };
  let strange = 0;
  for (const code of asked) if (Object.hasOwn(gone, code)) {
    const [before, after] = lost.split("#1"), name = document.createElement("bdi");
    name.lang = "de";
    name.textContent = gone[code];
    tell(before, name, after);
  } else strange ||= !cards.has(code);
  if (strange) tell(unknown);
  if (known[MOST]) tell(more ? full : many);
  trouble.hidden = !trouble.firstChild;
  codes = known.slice(0, MOST);
  if (more) write();
  show();
};

const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
search.oninput = () => {
  const words = fold(search.value).split(" ");
  for (const box of boxes) {
    const text = fold(box.parentNode.textContent);
    box.parentNode.hidden = !box.checked && !words.every(word => text.includes(word));
  }
  for (const group of all("fieldset", choice)) group.hidden = !find("label:not([hidden])", group);
};
form.onchange = ({target}) => {
  if (target.type != "checkbox") return;
  const over = target.checked && codes.length >= MOST;
  if (!over) {
    codes = codes.filter(code => code != target.value);
    if (target.checked) codes.push(target.value);
    write();
  }
  show(over && full);
};
form.onsubmit = () => false;
to.onchange = () => show();
addEventListener("hashchange", read);
read();
find("details", form).open = !codes.length;
form.hidden = false;
})();
