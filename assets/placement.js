/* On the page where a firm tells of a free place: writes a record for data/placements.yaml from
   what is typed. It sends nothing and keeps nothing; the model (guide/employers.py) judges it. */
(() => {
"use strict";
const form = document.querySelector(".placing"), made = form.querySelector(".made");
const [text, copy, file] = ["textarea", "button", "a"].map(name => made.querySelector(name));
const field = name => form.elements[name];
const UMLAUTS = {ä: "ae", ö: "oe", ü: "ue", ß: "ss"};
const today = new Date();

// As guide.forms.make_id: what is left of a name in an address
const slug = name => name.toLowerCase().replace(/[äöüß]/g, letter => UMLAUTS[letter])
  .normalize("NFKD").replace(/[^\x00-\x7f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
const quoted = typed => '"' + typed.replace(/\s+/g, " ").replace(/[\\"]/g, "\\$&") + '"';
// 0999 1234 -> +49 999 1234
const phone = typed => typed.replace(/^00/, "+").replace(/[ /-]+/g, " ").replace(/^0/, "+49 ");

const identifier = () => {
  const end = "-" + slug(field("kind").value) + "-" + field("expires").value;
  const name = slug(field("employer").value).slice(0, 60 - end.length).replace(/-$/, "");
  return (name || "betrieb") + end;
};
const value = ({type, name, value}) => {
  const typed = value.trim();
  if (type == "tel") return quoted(phone(typed));
  return /^(select-one|number|date)$/.test(type) ? typed : quoted(typed);
};
const record = () => {
  const lines = {id: identifier()}; // a field's name is its place: contact.role
  for (const one of form.elements) if (one.name && one.value.trim()) {
    const [outer, inner] = one.name.split(".");
    if (inner) (lines[outer] ||= []).push(inner + ": " + value(one));
    else lines[outer] = value(one);
  }
  return "- " + Object.entries(lines).map(([key, said]) =>
    key + ": " + (said.map ? "{" + said.join(", ") + "}" : said)).join("\n  ") + "\n";
};

form.oninput = () => {
  const reached = ["phone", "email", "website"].some(way => field("contact." + way).value.trim());
  field("contact.phone").setCustomValidity(reached ? "" : field("contact.phone").dataset.missing);
  made.hidden = true;
};
form.onsubmit = event => {
  event.preventDefault();
  text.value = record();
  file.href = "data:text/yaml;charset=utf-8," + encodeURIComponent(text.value);
  made.hidden = false;
  text.select();
};
copy.onclick = () => {
  text.select(); // where a page may not copy, the reader can
  navigator.clipboard?.writeText(text.value);
};
field("expires").min = today.toISOString().slice(0, 10);
form.oninput();
form.hidden = false;
})();
