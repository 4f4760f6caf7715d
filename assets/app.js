/* On every page, within it. Loads a feature's script where an element asks for it with
   data-script: at once, or when a <details> is first opened. What the buttons with data-do can
   do is in assets/act.js: it is loaded at the first tap, which is then made again. */
(() => {
"use strict";
const load = (host, from = host) => {
  const script = document.createElement("script");
  script.src = from.dataset.script;
  script.onload = () => host.click(); // does nothing but on a button
  // What cannot work is not offered; the form of the directory works without
  script.onerror = () => { host.hidden = host.localName !== "form"; };
  document.head.append(script);
};
document.querySelectorAll("[data-script]").forEach(host =>
  host.localName === "details"
    ? host.addEventListener("toggle", () => load(host), {once: true}) : load(host));
const actions = document.querySelector(".act details"), speech = window.speechSynthesis;
if (!actions) return;
document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (button && !window.act) load(button, actions);
});
// Only a voice on the phone itself: others send the text away
if (speech) (speech.onvoiceschanged = () => {
  document.querySelector("[data-do=read]").disabled = !speech.getVoices().some(voice =>
    voice.localService && voice.lang.startsWith(document.documentElement.lang));
})();
})();
