/* On every page, within it. Loads a feature's script where an element asks for it with
   data-script: at once, or when a <details> is first opened. What the buttons with data-do can
   do is in assets/act.js, what "print" does in assets/inline/paper.js: loaded at the first tap, which
   is then made again. Ctrl+P taps "print". A page of this site that holds this one in a frame is told
   its matter: so a sheet of paper gets the German one. */
(() => {
const page = document, find = selector => page.querySelector(selector);
const load = (host, from = host) => page.head.append(Object.assign(page.createElement("script"), {
  src: from.dataset.script,
  onload: () => host.click(), // does nothing but on a button
  // What cannot work is not offered; the form of the directory works without
  onerror: () => { host.hidden = host.localName != "form"; },
}));
page.querySelectorAll("[data-script]:not(button)").forEach(host => host.localName == "details"
  ? host.ontoggle = () => { host.ontoggle = null; load(host); } : load(host));
const actions = find(".act details"), speech = window.speechSynthesis;
page.onclick = ({target}) => {
  const button = target.closest("[data-do]"), from = button && button.dataset.script ? button : actions;
  if (button && !from.loaded) from.loaded = 1, load(button, from);
};
page.onkeydown = event => {
  const button = find("[data-do=print]");
  if (button && event.key == "p" && (event.ctrlKey || event.metaKey)) event.preventDefault(), button.click();
};
onmessage = event => event.origin == origin && event.source == parent &&
  parent.postMessage([page.documentElement.lang, find("main").innerHTML], "*");
// Only a voice on the phone itself: others send the text away
if (speech && find("[data-do=read]")) (speech.onvoiceschanged = () => {
  find("[data-do=read]").disabled = !speech.getVoices().some(voice =>
    voice.localService && voice.lang.startsWith(page.documentElement.lang));
})();
})();
