/* A picture of the basket's link, loaded when somebody asks for it. Draws QR codes after
   ISO/IEC 18004 (2015): bytes, correction level L, always mask 0 - the standard would choose the
   mask that looks best, and readers take each. tests/test_qr.py compares every module. */
(() => {
"use strict";
/* Version, blocks, codewords of data and of correction in a block (table 9), distance of the
   alignment patterns (table E.1), version information (table D.1). Only versions whose blocks are
   all of a size: for texts of up to 106, 154, 230 and 321 bytes. */
const VERSIONS = [[5, 1, 108, 26, 24, 0], [7, 2, 78, 20, 16, 0x7c94], [9, 2, 116, 30, 20, 0x9a99],
  [11, 4, 81, 20, 24, 0xbbf6]];
const FORMAT = 0x77c4; // level L, mask 0 (table C.1)

/* Multiplication in GF(256) with the polynomial 0x11d. */
const times = (a, b) => {
  let product = 0;
  for (; b; b >>= 1, a = a << 1 ^ (a > 127) * 285) if (b & 1) product ^= a;
  return product;
};

/* The codewords of correction for a block: what is left of it divided by the generator. */
const correction = (block, length) => {
  let generator = [1];
  for (let n = 0, root = 1; n < length; n++, root = times(root, 2))
    generator = [...generator, 0].map((term, at) => term ^ times(generator[at - 1] || 0, root));
  const rest = [...block, ...Array(length).fill(0)];
  block.forEach((_, at) => {
    const lead = rest[at];
    generator.forEach((term, n) => rest[at + n] ^= times(term, lead));
  });
  return rest.slice(block.length);
};

/* All codewords in their order: one of each block in turn. */
const codewords = (bytes, [version, blocks, length, check]) => {
  const hex = (number, digits) => number.toString(16).padStart(digits, 0);
  const data = ("4" + hex(bytes.length, version > 9 ? 4 : 2) + bytes.map(byte => hex(byte, 2)).join("") + "0")
    .padEnd(2 * blocks * length, "ec11").match(/../g).map(pair => parseInt(pair, 16));
  const parts = Array.from({length: blocks}, (_, n) => data.slice(n * length, (n + 1) * length));
  const turns = lists => lists[0].flatMap((_, at) => lists.map(list => list[at]));
  return [...turns(parts), ...turns(parts.map(part => correction(part, check)))];
};

/* Rows of modules, 1 for dark; nothing where the text is too long. */
const modules = text => {
  const bytes = [...new TextEncoder().encode(text)];
  const chosen = VERSIONS.find(([version, blocks, length]) =>
    bytes.length <= blocks * length - (version > 9 ? 3 : 2));
  if (!chosen) return;
  const [version, , , , step, info] = chosen, size = version * 4 + 17, last = size - 7;
  const rows = Array.from({length: size}, () => Array(size));
  const set = (x, y, dark) => { if (rows[y] && x >= 0 && x < size) rows[y][x] = +!!dark; };
  const square = (x, y, radius, light) => {
    for (let dx = -radius; dx <= radius; dx++) for (let dy = -radius; dy <= radius; dy++)
      set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let n = 0; n < size; n++) set(6, n, n % 2 < 1), set(n, 6, n % 2 < 1); // timing
  const corner = n => n == 6 || n == last; // there stand the finders, but for one
  for (let x = 6; x <= last; x += step) for (let y = 6; y <= last; y += step)
    if (!corner(x) || !corner(y) || x + y == 2 * last) square(x, y, 2, [1]);
  square(3, 3, 4, [2, 4]), square(size - 4, 3, 4, [2, 4]), square(3, size - 4, 4, [2, 4]);
  for (let n = 0; n < 15; n++) {
    const dark = FORMAT >> n & 1; // from the last bit to the first
    set(8, n < 6 ? n : n < 8 ? n + 1 : size - 15 + n, dark);
    set(n < 8 ? size - 1 - n : n < 9 ? 7 : 14 - n, 8, dark);
  }
  set(8, size - 8, 1);
  for (let n = 0; info && n < 18; n++) {
    const across = size - 11 + n % 3, along = n / 3 | 0;
    set(across, along, info >> n & 1), set(along, across, info >> n & 1);
  }
  const words = codewords(bytes, chosen);
  for (let right = size - 1, at = 0; right > 0; right -= 2) {
    if (right == 6) right = 5; // the column of timing
    for (let n = 0; n < size; n++) for (const x of [right, right - 1]) {
      const y = right + 1 & 2 ? n : size - 1 - n; // down, up, down
      if (rows[y][x] == null) {
        set(x, y, (words[at >> 3] >> 7 - at % 8 & 1) ^ (x + y) % 2 < 1);
        at++;
      }
    }
  }
  return rows;
};

/* The code for a link as a drawing; nothing for a link into a folder of this computer, which is of
   no use to others. */
const draw = link => {
  const rows = /^http/.test(link) && modules(link);
  if (!rows) return "";
  const side = rows.length + 8; // with the quiet zone of four
  const dark = rows.flatMap((row, y) => row.map((dark, x) => dark ? `M${x},${y}h1v1h-1z` : ""));
  return `<svg viewBox="-4 -4 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M-4-4h${side}v${side}h-${side}z"/><path d="${dark.join("")}"/></svg>`;
};
globalThis.qr = modules; // for the tests
globalThis.drawn = draw; // for paper
const link = document.querySelector("[data-link]"), place = document.querySelector(".qr");
const show = () => place.parentNode.hidden = !(place.innerHTML = draw(link.href));
if (!place || place.innerHTML) return;
show();
new MutationObserver(show).observe(link, {attributeFilter: ["href"]});
})();
