/* What the buttons with data-do do: share, copy, read aloud. assets/app.js loads this when
   it is wanted. Shares the page's own address, wherever the guide lies. Text is read by voices
   that are on the phone: German words by a German one, if there is one. */
(() => {
const find = selector => document.querySelector(selector);
// The basket's page offers another address than its own
const link = () => (find("[data-link]") || location).href;
const {title} = document, speech = self.speechSynthesis;
const said = document.createElement("p"); // for reading voices
said.className = "skip";
said.role = "status";
document.body.prepend(said);
find("[data-do=share]").disabled = !navigator.share; // never hidden: nothing moves

const voiceOf = lang =>
  speech.getVoices().find(voice => voice.localService && voice.lang.startsWith(lang));

/** An utterance for each sentence, and for each German word within one, in the page's order. */
const sentences = () => {
  const found = [], walker = document.createTreeWalker(find("main"), 4); // 4: texts
  let node, last = [];
  while (node = walker.nextNode()) {
    const near = node.parentElement, block = near.closest("h1,h2,h3,p,li,dt,dd");
    const voice = voiceOf(near.closest("[lang]").lang) || voiceOf(find("html").lang);
    if (!block || near.closest("nav,[data-do],details:not([open])>:not(summary)")) continue;
    if (last[0] != voice || last[1] != block) found.push(last = [voice, block, ""]);
    last[2] += node.data;
  }
  return found.flatMap(([voice, , text]) =>
    (text.match(/[^.!?؟]*\p{L}[^.!?؟]*[.!?؟]*/gu) || []).map(part =>
      Object.assign(new SpeechSynthesisUtterance(part), {voice, lang: voice.lang})));
};

let reading;
const deeds = {
  share: () => navigator.share({title, url: link()}),
  send(button) { location.href = button.dataset.to + encodeURIComponent(title + "\n" + link()); },
  copy(button, label) {
    const field = document.createElement("textarea"); // works over http and from a folder too
    field.value = button.parentElement.querySelector("[data-copy]")?.textContent || link();
    button.append(field);
    field.select();
    // Browsers copy at a tap alone. If this script came too late for it, nothing is said, and
    // the next tap copies
    if (document.execCommand("copy"))
      said.textContent = label.textContent = find(".act").dataset.copied;
    field.remove();
    button.focus();
  },
  read(button, label) {
    const turn = () => [label.textContent, button.dataset.stop] =
      [button.dataset.stop, label.textContent];
    speech.cancel();
    turn();
    if (reading = !reading) sentences().map((one, at, all) => {
      if (!all[at + 1]) one.onend = () => reading && turn(reading = false);
      speech.speak(one);
    });
  },
};
document.onclick = ({target}) => {
  const button = target.closest("[data-do]");
  if (!button) return;
  // Other words, the same place for it and for what is beside it
  Object.assign(button.style, {minWidth: getComputedStyle(button).width, textAlign: "start"});
  deeds[button.dataset.do]?.(button, button.lastChild);
};
onpagehide = () => speech?.cancel();
})();
