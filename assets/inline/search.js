/* Search: at once among the titles of the list on the page and the keywords that come with this
   script, which calls this with them (guide/outputs/search.py); among all texts when the reader asks for them. They come as a
   script, for a page from a USB stick may not fetch.
   docs/decisions/0021 explains the order of the results. */
(([old, keywords, places, stamp]) => {
  const form = document.querySelector(".search");
  const [input, button] = form.elements;
  const [status, nothing, list, all] = document.querySelectorAll("[data-part]");
  const items = [...all.querySelectorAll("li")];
  const terms = { __proto__: null }; // a folded word -> by item number: how much it counts there
  const hits = new Set(); // the terms that the last search has found
  let loaded = [];
  // A page that the browser has kept is older than the files: their numbers are not of its list
  const fitting = stamp => form.dataset.texts.endsWith(stamp);
  if (!fitting(stamp)) old = keywords = "";

  // --- fold and words: the same as guide/fold.py, which says why; tests/cases/fold.tsv ---------
  const table = {};
  const plus = (letter, n) => String.fromCharCode(letter.charCodeAt() + n);
  for (const [letter, ...others] of "اٱ هةھہە يىیۍێېے ککڪك گګ وۆ رڕ لڵ гґ".split(" "))
    for (const other of others) table[other] = letter;
  for (const [row, same] of ["٠0", "۰0", "ሠሰ", "ሐሀ", "ኀሀ", "ዐአ", "ፀጸ"])
    for (let n = same > -1 ? 10 : 8; n--;) table[plus(row, n)] = plus(same, n);

  const words = text => text.replace(/['`´ʹ-ʿ‘-‛′＇]/g, "").normalize("NFKD").toLowerCase().toUpperCase().toLowerCase()
    .replace(/[\p{M}\p{Cf}ـء]/gu, "").replace(/[^ -~]/g, sign => table[sign] || sign)
    .match(/[\p{L}\p{N}]+/gu) || [];

  const put = (word, number, weight) => (terms[word] ||= [])[number] =
    Math.max(weight, terms[word][number] || 0);

  /* A title's first words name the page; those behind them only say more, and so do those of a
     long title. */
  const learn = (text, number, weight) => words(text).map((word, place, all) =>
    put(word, number, weight + 3 * weight / (place + all.length + 2)));

  /* Numbers of items, as guide/outputs/keywords.py writes them: a letter is a step. */
  const numbers = (steps, number = -1) =>
    [...steps].map(step => number += step.charCodeAt() - 34);

  // --- how well a term answers a word ----------------------------------------------------------
  /* Consonants only: Tigrinya differs in vowels, an Arabic plural changes the word inside. */
  const skeleton = word => word.replace(/[ሀ-፼]/g, sign => plus(sign, -sign.charCodeAt() % 8))
    .replace(/^ال|ات$|[اويه]/g, "");

  const fits = (term, word) => {
    let same = 0;
    while (word[same] && word[same] == term[same]) same++;
    const long = Math.max(term.length, word.length);
    const share = Math.min(term.length, word.length) / long;
    const bones = skeleton(word);
    return term == word ? 9
      : same == word.length ? 6 + 2 * share // its beginning
      : same > 3 && long - same < (same > 5 ? 4 : 3) ? 5 + share // another ending; keywords.py relies on it
      : bones != word && bones[2] && skeleton(term) == bones ? 5
      : word[word > "~" ? 2 : 3] && term.includes(word) ? 3 + 2 * share // a part of a compound
      : share > .5 && word.includes(term) ? 2 * share // a compound that is not there
      : same > 5 || same > 3 && word.length - same < 3 ? 1 + share // the same stem
      : 0;
  };

  /* Whether *term* begins with *word*, when so many letters are wrong, missing or swapped. */
  const near = (term, word, errors) => !word
    || term[0] == word[0] && near(term.slice(1), word.slice(1), errors)
    || errors && (near(term, word.slice(1), --errors) || term && near(term.slice(1), word, errors)
      || near(term.slice(1), word.slice(1), errors)
      || term[0] == word[1] && term[1] == word[0] && near(term.slice(2), word.slice(2), errors));

  const nearly = (term, word) => word[3] && near(term, word, 1) ? 4 + word.length / term.length
    : word[6] && term[0] == word[0] && near(term, word, 2) ? 2 + word.length / term.length
    : 0;

  // --- which items answer the words ------------------------------------------------------------
  const answers = (word, least) => {
    const rated = items.map(() => 0);
    let best = 0;
    // ae may be ä; in Arabic an article or a particle, in Tigrinya a particle, may stand before it
    const forms = [word, word.replace(/([aou])e/g, "$1"),
      word.replace(/^([وفبکل]?ال|لل|[وفبلس])(?=...)|^[ንብዝምእክ](?=..)/, "")];
    for (const judge of [fits, nearly]) if (best < 6) for (const term in terms) {
      const rating = Math.max(...forms.map(form => judge(term, form)));
      best = Math.max(best, rating);
      if (rating > least) {
        hits.add(term);
        terms[term].map((weight, number) =>
          rated[number] = Math.max(rated[number], rating * weight));
      }
    }
    return rated;
  };

  const search = asked => {
    const total = [];
    hits.clear();
    // as it was typed; and as one word, "Ausbildungs platz", of which a stem is not enough
    for (const [way, least] of [[asked, 0], [[asked.join("")], 2]]) {
      const all = way.map(word => answers(word, least));
      items.map((_, number) => total[number] = Math.max(total[number] || 0,
        all.reduce((product, rated) => product * (1 + rated[number]), 1) ** (1 / way.length) - 1));
    }
    // What was checked long ago stands below what is as good
    numbers(old).map(number => total[number] *= .9);
    const least = Math.max(...total) / 9;
    return [...items.keys()].filter(number => total[number] > least)
      .sort((a, b) => total[b] - total[a]);
  };

  // --- what the reader sees ----------------------------------------------------------------------
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const isHit = text => words(text).some(word => hits.has(word));

  const mark = node => [...node.childNodes].map(child => child.data
    ? child.replaceWith(...child.data.split(/([\p{L}\p{M}\p{N}'’ʼ\u200c]+)/u)
      .map(part => isHit(part) ? make("mark", { textContent: part }) : part))
    : mark(child));

  /* The first sentence of an item's text that has a hit. */
  const snippet = number => loaded[number]?.match(/.+?([.?!؟።] |$)/gm)?.find(isHit);

  const show = () => {
    const asked = words(input.value);
    const chosen = asked[0] ? search(asked) : [];
    list.replaceChildren(...chosen.slice(0, 20).map(number => {
      const item = items[number].cloneNode(true);
      const said = make("p", { textContent: snippet(number), dir: "auto" });
      mark(item);
      mark(said);
      item.append(items[number].closest("section").querySelector("h2 span").cloneNode(true), said);
      return item;
    }));
    all.hidden = asked[0];
    nothing.hidden = !asked[0] || chosen[0] >= 0;
    status.textContent = asked[0] ? form.dataset.found.replace("#1", chosen.length) : "";
  };

  const fail = () => {
    status.textContent = form.dataset.failed;
    button.disabled = false;
  };

  form.onsubmit = () => {
    if (button.matches(":focus")) status.focus(); // the button goes away
    button.disabled = true;
    form.append(make("script", {
      src: form.dataset.texts,
      onerror: fail,
    }));
    return false;
  };

  /* The file of texts calls this: one text an item, in the order of the list. */
  suchtexte = (texts, stamp) => {
    if (!fitting(stamp)) return fail();
    loaded = texts;
    texts.map((text, number) => learn(text, number, 1));
    button.hidden = true;
    show();
  };

  items.map((item, number) => learn(item.textContent, number, 8));
  let before = "";
  keywords.match(/[A-Z][^A-Z]*/g)?.map((part, at) => {
    before = before.slice(0, part.charCodeAt() - 65) + part.slice(1);
    numbers(places.split(" ")[at]).map(number => put(before, number, 6));
  });
  input.oninput = show;
  form.hidden = false;
  show();
})
