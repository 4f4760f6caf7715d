/* What the buttons with data-do do: share, copy, read aloud. assets/app.js loads this when
   it is wanted. Shares the page's own address, wherever the guide lies. Text is read by voices
   that are on the phone: German words by a German one, if there is one. */
(() => {
if (self.act) return;
self.act = 1;
const find = selector => document.querySelector(selector);
// The basket's page offers another address than its own
const link = () => (find("[data-link]") || location).href;
const title = document.title, speech = self.speechSynthesis;
const said = document.createElement("p"); // for reading voices
said.className = "skip";
said.role = "status";
document.body.prepend(said);
find("[data-do=share]").disabled = !navigator.share; // never hidden: nothing moves

const voices = speech ? speech.getVoices().filter(voice => voice.localService) : [];
const voiceOf = lang => voices.find(voice => voice.lang.startsWith(lang));

/** An utterance for each sentence, and for each German word within one, in the page's order. */
const sentences = () => {
  const found = [], walker = document.createTreeWalker(find("main"), 4); // 4: texts
  let node, last = [];
  while ((node = walker.nextNode())) {
    const near = node.parentElement, block = near.closest("h1,h2,h3,p,li,dt,dd");
    const voice = voiceOf(near.closest("[lang]").lang) || voiceOf(document.documentElement.lang);
    if (!block || near.closest("nav,[data-do],details:not([open])>:not(summary)")) continue;
    if (last[0] !== voice || last[1] !== block) found.push(last = [voice, block, ""]);
    last[2] += node.data;
  }
  return found.flatMap(([voice, , text]) =>
    (text.match(/[^.!?؟]*\p{L}[^.!?؟]*[.!?؟]*/gu) || []).map(part => {
      const one = new SpeechSynthesisUtterance(part);
      [one.voice, one.lang] = [voice, voice.lang];
      return one;
    }));
};

let reading = false;
const deeds = {
  share: () => navigator.share({title, url: link()}),
  send(button) { location.href = button.dataset.to + encodeURIComponent(title + "\n" + link()); },
  copy(button, label) {
    const text = button.parentElement.querySelector("[data-copy]");
    const field = document.createElement("textarea"); // works over http and from a folder too
    field.value = text ? text.textContent : link();
    button.append(field);
    field.select();
    // Browsers copy at a tap alone. If this script came too late for it, nothing is said, and
    // the next tap copies
    const done = document.execCommand("copy");
    field.remove();
    button.focus();
    if (done) said.textContent = label.textContent = find(".act").dataset.copied;
  },
  read(button, label) {
    const turn = () => [label.textContent, button.dataset.stop] =
      [button.dataset.stop, label.textContent];
    speech.cancel();
    turn();
    if (reading = !reading) sentences().forEach((one, at, all) => {
      if (!all[at + 1]) one.onend = () => reading && (reading = false, turn());
      speech.speak(one);
    });
  },
};
document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  // Other words, the same place for it and for what is beside it
  button.style.cssText = `min-width:${button.getBoundingClientRect().width}px;text-align:start`;
  deeds[button.dataset.do]?.(button, button.lastChild);
});
addEventListener("pagehide", () => speech?.cancel());
})();
