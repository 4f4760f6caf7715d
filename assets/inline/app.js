/* Within each page that asks for a script with data-script (guide/render.py): loads it at once, or
   when a <details> is first opened. A button that was tapped before is tapped again. */
const page = document;
const load = (host, button) => {
  const script = page.createElement("script");
  script.src = host.dataset.script;
  script.onload = () => button?.click();
  // What cannot work is not offered; the form of the directory and the foot work without
  script.onerror = () => (button || host).hidden = !host.closest("form,footer");
  page.head.append(script);
};
for (const host of page.querySelectorAll("[data-script]"))
  host.localName == "details" ? host.ontoggle = () => load(host, host.ontoggle = null) : load(host);
