/* On every page, within it. Loads a feature's script where an element asks for it with
   data-script: at once, or when a <details> is first opened. */
(() => {
"use strict";
const load = host => {
  const script = document.createElement("script");
  script.src = host.dataset.script;
  document.head.append(script);
  return script;
};
document.querySelectorAll("[data-script]").forEach(host =>
  host.localName === "details"
    ? host.addEventListener("toggle", () => {
      load(host).onerror = () => { host.hidden = true; }; // what cannot work is not offered
    }, {once: true}) : load(host));
})();
