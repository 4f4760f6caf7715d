/* A sheet of paper from a page: German beside the reader's language, a row an idea, as
   `build.py print` makes them (docs/decisions/0030). Loaded when somebody prints. The German comes
   from the German page, in a frame that nobody sees: it works from a folder, too, and costs only
   who prints. Both pages are made by the same templates, so their parts are paired by their order;
   where tags or links differ German is left out: nothing beside another is better than something
   else. */
(() => {
"use strict";
const PATIENCE = 5000; // milliseconds for the German page
const PAGE = 258 * 96 / 25.4, PAGES = 2; // what rows take of an A4 page, in CSS pixels
const SIZES = [10.5, 10, 9.5, 9]; // points
const SPACE = Array(3).fill("line"); // for notes
const LEFT_OUT = "nav,form:not(.basket),button,aside,script,.act,.de,.kind,.qr,.refine,.paper,.notes,.send,.basket>:not(.unchecked)," +
  ".prose,.in-german,section:has(#hierher,#woerter,#ziele,#betriebe),.step>.small,dl>div:has([href$='#weiter'])";
const ONE = "h1,h2,h3,h4,p,summary,dl>div,.list li", SEVERAL = "h1,h2,h3,h4,p,li,dl";
const HIDDEN = "[hidden],details:not(.route,[open]),details:not([open])>:not(summary)";
const BOXES = ".chips,.needs";
const STYLE = `
@page{@bottom-right{content:counter(page) " / " counter(pages);direction:ltr;font:8pt sans-serif}}
.sheet{color:#000;background:#fff;line-height:1.3;inline-size:184mm}
.sheet *{margin:0;padding:0;color:#000;background:none}
.sheet :is(a,summary,li){all:unset;padding:0!important;display:inline!important}
.sheet dt{margin-inline-end:.4em}
.sheet :lang(ar),.sheet :lang(fa),.sheet :lang(ps),.sheet :lang(ti){line-height:1.5}
.sheet :is(.i,button){display:none}
.sheet .top,.two{display:flex;gap:6mm;direction:ltr}
.two>*{flex:1;padding-block:.4mm;min-inline-size:0;unicode-bidi:isolate}
.two>i{flex:0 0 3.6mm;block-size:3.6mm;margin-block-start:1mm;padding:0}
.tick>i{border:.35mm solid}
.two{break-inside:avoid}
.two:is(.h1,.h2,.h3,.h4,.summary){break-after:avoid;font-weight:700;padding-block-start:1.2mm}
.two.h1{font-size:1.4em}
.two:is(.h2,.summary){border-block-end:.3mm solid}
.sheet :is(h1,h2,h3,h4,dt,dd,p,strong,li){display:inline;font-size:inherit}
.sheet .chip{border:0;padding:0;font-weight:400}
.sheet :is(dd ul,dd li){display:inline}
.sheet small{display:block}
.sheet summary::before{content:none}
.sheet .line{block-size:8mm;border-block-end:.2mm solid}
.sheet .more{text-align:center;direction:ltr;font-size:.9em}
.two.nth{counter-increment:step}
.nth>div::before{content:counter(step) ". "}
.sheet .top{align-items:flex-start;border-block-end:.6mm solid;margin-block-end:1mm;padding-block-end:1mm}
.sheet .top>:first-child{flex:1}
.sheet .address{max-inline-size:80mm;direction:ltr;font-weight:700;overflow-wrap:anywhere}
.sheet .qr svg{display:block;inline-size:23mm;block-size:23mm}
@media screen{.sheet{position:fixed;inset:0 auto auto 0;visibility:hidden}}
@media print{body>:not(.sheet){display:none!important}.sheet{inline-size:auto}}`;
const page = document, root = page.documentElement, find = (what, where = page) => where.querySelector(what);

const parts = (element, found = []) => {
  for (const part of element.children)
    if (part.matches(LEFT_OUT)) continue;
    else if (!part.matches(ONE) && find(SEVERAL, part)) parts(part, found);
    else if (part.textContent.trim()) found.push(part);
  return found;
};
const shape = list => list.map(part =>
  [part.localName, ...[...part.querySelectorAll("a:not(i a)")].map(a => a.getAttribute("href"))]).join();

/* The <main> of the German page; nothing where it cannot be had. */
const german = () => new Promise(done => {
  const frame = page.createElement("iframe"), end = main => {
    removeEventListener("message", hear);
    frame.remove();
    done(main);
  };
  const hear = ({source, data}) => source == frame.contentWindow &&
    end(new DOMParser().parseFromString(data, "text/html").body);
  addEventListener("message", hear);
  setTimeout(end, PATIENCE);
  frame.hidden = true;
  frame.onload = () => frame.contentWindow.postMessage("", "*");
  frame.src = find("header a[lang=de]").href.split("#")[0] + location.hash;
  page.body.append(frame);
});

const cell = (part, lang) => {
  const one = page.createElement("div"), copy = page.importNode(part, true);
  one.lang = lang;
  one.dir = lang == root.lang ? root.dir : "ltr";
  for (const first of copy.querySelectorAll("i[lang]")) first.remove(); // it stands beside
  for (const other of [copy, ...copy.querySelectorAll("[id]")]) other.removeAttribute("id");
  one.append(copy);
  return one;
};
const row = (kind, own, other) => {
  const two = page.createElement("div");
  two.className = "two " + kind;
  two.append(...other ? [cell(other, "de")] : [], page.createElement("i"), cell(own, root.lang));
  return two;
};

/* Smaller letters; then less of what there is most of, until it fits: of the longest list the last
   item, and how many more there are. Of a route desks are left out before conditions, and steps
   last of all: the code leads to the page that has them. */
const fit = (sheet, rows, bounded) => {
  const fits = () => sheet.offsetHeight <= PAGE * PAGES;
  for (const size of SIZES) {
    sheet.style.fontSize = size + "pt";
    if (fits()) return;
  }
  if (!bounded) return; // a list of all there is stays whole
  const lists = new Map; // of each list its items, of each item its rows
  const around = (part, two) => {
    for (let item = part.closest("li"); item; item = item.parentNode.closest("li")) {
      const items = lists.get(item.parentNode) || new Map;
      lists.set(item.parentNode, items.set(item, [...items.get(item) || [], two]));
    }
  };
  for (const [part, two] of rows) around(part, two);
  const left = new Map([...lists.keys()].map(list => [list, [...lists.get(list).keys()]]));
  const first = list => lists.get(list).get(left.get(list)[0])[0];
  const shorten = (kind, least) => {
    while (!fits()) {
      const [longest] = [...left.keys()].filter(list => list.matches(kind) && first(list).isConnected)
        .sort((one, other) => left.get(other).length - left.get(one).length);
      const items = longest && left.get(longest);
      if (!items || items.length <= least) return;
      const gone = lists.get(longest).get(items.pop()), before = gone[0].previousSibling;
      for (const two of gone) two.remove();
      if (before.nextSibling.list == longest) before.nextSibling.remove();
      const told = empty("more", `+ ${lists.get(longest).size - items.length} …`);
      told.list = longest;
      before.after(told);
      around(longest, told);
    }
  };
  shorten("ul", 3);
  for (const [part, two] of rows) if (!fits() && find(".contacts", part)) two.remove();
  shorten("ul", 1);
  shorten("ol", 4);
};

const empty = (kind, ...inside) => {
  const one = page.createElement("div");
  one.className = kind;
  one.append(...inside);
  return one;
};

const made = async () => {
  const main = find("main"), other = root.lang != "de" && await german();
  const own = parts(main), theirs = other ? parts(other) : [];
  const paired = shape(own) == shape(theirs);
  const sheet = empty("sheet");
  const two = (kind, part, beside) => row(kind, part, paired && beside);
  // What stands in the page for paper: next appointment, notes
  const blanks = [main, other].map(side => side ? [...side.querySelectorAll(".paper>p")] : []);
  const blank = (kind, number) => two(kind, blanks[0][number], blanks[1][number]);
  const rows = own.map((part, at) =>
    [part, two(part.localName + (part.closest(BOXES) ? " tick" : part.matches("ol h3") ? " nth" : ""), part, theirs[at])])
    .filter(([part]) => !part.closest(HIDDEN));
  // Where the page is on the web; an address that is none yet (urls.is_placeholder) is not printed
  const {href} = find("[data-link]") || find("link[rel=canonical]");
  const known = /^http/.test(href) && !/\.example\//.test(href);
  const top = empty("top", empty("", find(".brand").cloneNode(true)));
  if (known) {
    top.append(empty("address", href.split("//")[1]), empty("qr"));
    top.lastChild.innerHTML = drawn(href);
  }
  sheet.append(top);
  const notice = find(".notice span");
  if (notice) sheet.append(notice.cloneNode(true));
  sheet.append(...rows.map(([, two]) => two));
  if (blanks[0][1]) sheet.append(blank("h4", 0), empty("line"), blank("h4", 1), ...SPACE.map(kind => empty(kind)));
  page.body.append(sheet);
  fit(sheet, rows, blanks[0][0]);
};
const style = new CSSStyleSheet;
style.replaceSync(STYLE);
page.adoptedStyleSheets.push(style);
const away = () => find(".sheet")?.remove();
page.addEventListener("click", async ({target}) => {
  if (!target.closest("[data-do=print]")) return;
  away();
  try { await made(); } catch {} // what cannot be had is left out: the page itself is printed
  print();
});
addEventListener("afterprint", away);
})();
