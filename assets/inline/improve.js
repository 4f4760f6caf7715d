/* At a tap on "Stimmt etwas nicht?" in a page's foot each block of the page gets a link to its file
   and line in the forge, and one that opens a mail about it. guide/outputs/improve.py puts `Stellen`
   before this: by page [file, line, {part: line}]. Nothing is sent from here. What stands in the
   mail is for the Landkreis, so it is German. */
(() => {
"use strict";
const page = document, foot = page.querySelector(".improve"), made = [];
const {forge, mail, site, title, files, spots, texts} = Stellen;
const [improve, write, wrong, go] = texts[page.documentElement.lang];
const root = new URL(".", page.currentScript.src).href;
/** A page as `spots` calls it: its path in the language's folder, without .html. */
const name = href => href.startsWith(root)
  ? href.slice(root.length).replace(/[?#].*|^[\w-]+\//g, "").replace(/\.html$/, "") || "index" : "";

/** Give *block* its links, once: [file, line] as `spots` has them. */
const add = (block, [file, line], place = "beforeend") => {
  if (!block || block.dataset.at) return;
  const at = block.dataset.at = files[file] + (/md$/.test(files[file]) ? "?plain=1" : "") + "#L" + line;
  const told = block.querySelector("h1,h2,h3,strong,a") || block;
  const links = page.createElement("p"), link = (href, text) =>
    links.append(Object.assign(page.createElement("a"), {href, textContent: text, rel: "noreferrer"}), " ");
  links.className = "plain small";
  if (forge) link(forge + at, improve);
  if (mail) link(`mailto:${mail}?` + Object.entries({
    subject: title + ": " + told.textContent.trim(),
    body: `Seite: ${site}${location.href.slice(root.length).replace(/[?#].*/, "")}\n` +
      `Stelle: ${files[file]}, Zeile ${line}\n\n${wrong}\n`,
  }).map(([key, text]) => key + "=" + encodeURIComponent(text)).join("&"), forge ? write : improve);
  (block.matches("dl>*") ? block.lastElementChild : block).insertAdjacentElement(place, links);
  made.push(links);
};

const here = name(location.href), own = spots[here];
const node = id => spots["station/" + id] || spots["status/" + id];
/** The transition to *id*, as one of *holders* has it: [file, line]. */
const step = (id, ...holders) => {
  const holder = holders.find(one => one && one[2] && one[2][">" + id]);
  return holder && [holder[0], holder[2][">" + id]];
};
if (own) add(page.querySelector("main>.lead"), own);
for (const spot of [own, spots[here + "#"]]) for (const id in spot && spot[2]) {
  const part = page.getElementById(id), heading = part && /^H/.test(part.tagName);
  if (part) add(heading && part.closest(".head") || part, [spot[0], spot[2][id]], heading ? "afterend" : undefined);
}
const start = here.slice(4).split("--")[0]; // of weg/START--GOAL
page.querySelectorAll("main .card,main .step,main .list>li").forEach(block => {
  const link = block.querySelector("a"), before = block.previousElementSibling;
  if (!link) return;
  const to = name(link.href), id = to.split("/")[1];
  const last = before?.querySelector("h3 a"), from = last ? name(last.href).split("/")[1] : start;
  const at = block.matches(".step") ? step(id, node(from), node(start))
    : block.matches(".card") ? step(id, own) : block.children[1] && spots[to];
  if (at) add(block, at);
});
foot.insertAdjacentElement("beforeend", Object.assign(page.createElement("p"), {role: "status", textContent: go}));
foot.ontoggle = () => made.forEach(links => { links.hidden = !foot.open; });
})();
