/* On every page, within it. Loads a feature's script where an element asks for it with
   data-script: at once, or when a <details> is first opened. What the buttons with data-do can
   do is in assets/act.js: it is loaded at the first tap, which is then made again. */
(() => {
const page = document, find = selector => page.querySelector(selector);
const load = (host, from = host) => page.head.append(Object.assign(page.createElement("script"), {
  src: from.dataset.script,
  onload: () => host.click(), // does nothing but on a button
  // What cannot work is not offered; the form of the directory and the foot work without
  onerror: () => { host.hidden = !host.closest("form,footer"); },
}));
page.querySelectorAll("[data-script]").forEach(host => host.localName == "details"
  ? host.ontoggle = () => { host.ontoggle = null; load(host); } : load(host));
const actions = find(".act details"), speech = window.speechSynthesis;
if (!actions) return;
page.onclick = ({target}) => {
  const button = target.closest("[data-do]");
  if (button && !window.act) load(button, actions);
};
// Only a voice on the phone itself: others send the text away
if (speech) (speech.onvoiceschanged = () => {
  find("[data-do=read]").disabled = !speech.getVoices().some(voice =>
    voice.localService && voice.lang.startsWith(page.documentElement.lang));
})();
})();
