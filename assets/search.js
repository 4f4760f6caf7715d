/* Search: at once among the titles and keywords of the list on the page; among all texts when
   the reader asks for them. They come as a script, for a page from a USB stick may not fetch.
   docs/decisions/0021 explains the order of the results. */
(() => {
  const form = document.querySelector(".search");
  const [input, button] = form.elements;
  const [status, nothing, list, all] = document.querySelectorAll("[data-part]");
  const items = [...all.querySelectorAll("[data-k]")];
  const terms = new Map(); // a folded word -> the numbers of its items -> how much it counts there
  const hits = new Set(); // the terms that the last search has found
  let texts = [];

  // --- fold and words: the same as guide/fold.py, which says why; tests/cases/fold.tsv ---------
  const TABLE = {};
  const alike = { ا: "ٱ", ه: "ةھہە", ي: "ىیۍێېے", ک: "كڪ", گ: "ګ", و: "ۆ", ر: "ڕ", ل: "ڵ",
    г: "ґ", i: "ı", ss: "ß", o: "ø", l: "ł", d: "đ", ae: "æ", oe: "œ" };
  for (const letter in alike) for (const other of alike[letter]) TABLE[other] = letter;
  for (const [row, same, length] of [["٠", "0", 10], ["۰", "0", 10],
    ["ሠ", "ሰ", 8], ["ሐ", "ሀ", 8], ["ኀ", "ሀ", 8], ["ዐ", "አ", 8], ["ፀ", "ጸ", 8]])
    for (let n = 0; n < length; n++) TABLE[plus(row, n)] = plus(same, n);

  function plus(letter, n) {
    return String.fromCharCode(letter.charCodeAt() + n);
  }

  const words = text => text.replace(/['`´ʹ-ʿ‘-‛′＇]/g, "").normalize("NFKD")
    .replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0621]/g, "")
    .toLowerCase().replace(/[^ -~]/g, sign => TABLE[sign] || sign).match(/[\p{L}\p{N}]+/gu) || [];

  // --- how well a term answers a word ----------------------------------------------------------
  const add = (text, number, weight) => {
    const found = words(text);
    for (const word of found) {
      if (!terms.has(word)) terms.set(word, new Map());
      const where = terms.get(word);
      where.set(number, Math.max(weight, where.get(number) || 0));
    }
  };

  /* What else *word* may be: without ae for ä; without an article or a particle before it. */
  const variants = word => [word, word.replace(/([aou])e/g, "$1"),
    word.replace(/^([وفبکل]?ال|لل|[وفبلس])(?=...)|^[ንብዝምእክ](?=..)/, "")];

  /* Consonants only: Tigrinya differs in vowels, an Arabic plural changes the word inside. */
  const skeleton = word => word.replace(/[\u1200-\u137f]/g, sign => plus("ሀ", sign.charCodeAt() - 0x1200 & ~7))
    .replace(/[اويه]/g, "");

  const quality = (term, word) => {
    let same = 0;
    while (same < word.length && word[same] == term[same]) same++;
    const share = Math.min(term.length, word.length) / Math.max(term.length, word.length);
    return term == word ? 10
      : same == word.length ? 6 + 2 * share // a beginning
      : word.length > 2 && term.includes(word) ? 3 + 2 * share // a part of a compound
      : term.length > 3 && word.includes(term) ? 2 * share // a compound, a plural
      : same > 5 || same > 3 && Math.max(term.length, word.length) - same < 4 ? 1 + 2 * share // a stem
      : 0;
  };

  /* Levenshtein: how many letters are wrong, at most *most*; more than that is Infinity. */
  const wrong = (term, word, most) => {
    if (Math.abs(term.length - word.length) > most) return Infinity;
    let above = [...word, 0].map((_, n) => n);
    [...term].forEach((letter, row) => {
      let left = row + 1;
      above = above.map((up, n) => left = n ? Math.min(up + 1, left + 1, above[n - 1] + (letter != word[n - 1])) : row + 1);
    });
    return above[word.length] > most ? Infinity : above[word.length];
  };

  const misspelt = (term, word) => {
    const bones = skeleton(word);
    if (bones != word && bones.length > 2 && skeleton(term) == bones) return 5;
    const most = word.length > 6 && term[0] == word[0] ? 2 : word.length > 3 ? 1 : 0;
    const errors = Math.min(wrong(term, word, most), wrong(term.slice(0, word.length), word, most) + 1);
    return 3 / errors;
  };

  // --- which items answer the words ------------------------------------------------------------
  const answers = word => {
    const found = new Map();
    const rate = (judge, forms) => {
      let best = 0;
      for (const [term, where] of terms) {
        const rating = Math.max(...forms.map(form => judge(term, form)));
        if (!(rating > 0)) continue;
        best = Math.max(best, rating);
        hits.add(term);
        for (const [number, weight] of where)
          found.set(number, Math.max(rating * weight, found.get(number) || 0));
      }
      return best;
    };
    if (rate(quality, variants(word)) < 6) rate(misspelt, [word]);
    return found;
  };

  const search = text => {
    const asked = words(text);
    const total = new Map();
    hits.clear();
    for (const way of [asked, [asked.join("")]]) {
      const sums = new Map();
      for (const word of way) for (const [number, rating] of answers(word)) {
        const [sum, count] = sums.get(number) || [0, 0];
        sums.set(number, [sum + rating, count + 1]);
      }
      for (const [number, [sum, count]] of sums) {
        const matched = count * asked.length / way.length;
        total.set(number, Math.max(sum * matched * matched, total.get(number) || 0));
      }
    }
    return [...total].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([number]) => number);
  };

  // --- what the reader sees ----------------------------------------------------------------------
  const isHit = word => words(word).some(part => hits.has(part));

  const mark = node => {
    for (const child of [...node.childNodes])
      if (child.nodeType == 3)
        child.replaceWith(...child.data.split(/([\p{L}\p{M}\p{N}'’ʼ\u200c]+)/u).map(part => {
          if (!isHit(part)) return part;
          const marked = document.createElement("mark");
          marked.textContent = part;
          return marked;
        }));
      else mark(child);
  };

  /* The line of the text that has a hit, and of a long one the words around it. */
  const snippet = number => {
    const lines = (texts[number] || "").split("\n").map(line => line.split(" "));
    const line = lines.find(line => line.some(isHit));
    if (!line) return "";
    const from = Math.max(0, line.findIndex(isHit) - 9);
    return (from ? "… " : "") + line.slice(from, from + 24).join(" ") + (line[from + 24] ? " …" : "");
  };

  const show = () => {
    const asked = words(input.value).length;
    const found = search(input.value);
    list.replaceChildren(...found.slice(0, 20).map(number => {
      const item = items[number].cloneNode(true);
      mark(item);
      item.append(items[number].closest("section").querySelector("h2 span").cloneNode(true));
      const said = snippet(number);
      if (said) {
        const line = document.createElement("p");
        line.dir = "auto";
        line.textContent = said;
        mark(line);
        item.append(line);
      }
      return item;
    }));
    all.hidden = asked;
    nothing.hidden = !asked || found.length;
    status.textContent = asked ? form.dataset.found.replace("#1", found.length) : "";
  };

  form.onsubmit = event => {
    event.preventDefault();
    if (document.activeElement == button) status.focus(); // the button goes away
    button.disabled = true;
    const script = document.createElement("script");
    script.src = form.dataset.texts;
    script.onerror = () => {
      status.textContent = form.dataset.failed;
      button.disabled = false;
    };
    document.head.append(script);
  };

  /* The file of texts calls this: one text an item, in the order of the list. */
  globalThis.suchtexte = loaded => {
    texts = loaded;
    texts.forEach((text, number) => add(text, number, 1));
    button.hidden = true;
    show();
  };
  suchtexte.words = words; // for the tests

  items.forEach((item, number) => {
    add(item.textContent, number, 8);
    add(item.dataset.k, number, 6);
  });
  input.oninput = show;
  form.hidden = false;
  show();
})();
