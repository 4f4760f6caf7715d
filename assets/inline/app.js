/* On every page, within it. Loads a feature's script where an element asks for it with
   data-script: at once, or when a <details> is first opened. What the buttons with data-do can
   do is in assets/act.js, what "print" does in assets/inline/paper.js: loaded at the first tap, which
   is then made again. Ctrl+P taps "print". */
(() => {
const page = document, find = selector => page.querySelector(selector);
const load = (host, from = host) => from.src || page.head.append(Object.assign(page.createElement("script"), {
  src: from.src = from.dataset.script,
  onload: () => host.click(), // does nothing but on a button
  // What cannot work is not offered; the form of the directory works without
  onerror: () => { host.hidden = host.localName != "form"; },
}));
page.querySelectorAll("[data-script]:not(button)").forEach(host => host.localName == "details"
  ? host.ontoggle = () => load(host) : load(host));
const actions = find(".act details"), reader = find("[data-do=read]"), speech = window.speechSynthesis;
page.onclick = ({target}) => {
  const button = target.closest("[data-do]");
  if (button) load(button, button.dataset.script ? button : actions);
};
// What is not there to be tapped leaves the keys to the browser: an argument after ?. is not looked at
// In braces: a handler that returned false would swallow every key
page.onkeydown = event => {
  if (event.ctrlKey && event.key == "p") find("[data-do=print]")?.click(event.preventDefault());
};
// Only a voice on the phone itself: others send the text away
if (speech && reader) (speech.onvoiceschanged = () => {
  reader.disabled = !speech.getVoices().some(voice =>
    voice.localService && voice.lang.startsWith(page.documentElement.lang));
})();
})();
