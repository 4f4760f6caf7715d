/* Within each page that asks for a script with data-script (guide/render.py): loads it at once, or
   when a <details> is first opened. A button that was tapped before is tapped again. */
const load = (host, button) => document.head.append(Object.assign(document.createElement("script"), {
  src: host.dataset.script,
  onload() { button?.click(); },
  // What cannot work is not offered; the form of the directory works without
  onerror() { (button || host).hidden = host.localName != "form"; },
}));
for (const host of document.querySelectorAll("[data-script]"))
  host.localName == "details"
    ? host.ontoggle = () => load(host, host.ontoggle = null) : load(host);
