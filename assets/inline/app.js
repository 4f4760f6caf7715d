/* Within each page that asks for a script with data-script (guide/render.py): loads it at once, when
   a <details> is first opened, or when a button is tapped, which is then tapped again. Ctrl+P taps
   the button that prints. */
const page = document;
const load = (host, button) => host.src || page.head.append(Object.assign(page.createElement("script"), {
  src: host.src = host.dataset.script,
  onload: () => button?.click(),
  // What cannot work is not offered, or stays hidden; the form of the directory and the foot work
  // without
  onerror: () => (button || host).hidden ||= !host.closest("form,footer"),
}));
for (const host of page.querySelectorAll("[data-script]:not(button)")) {
  host.ontoggle = () => load(host);
  host.open ?? load(host); // only <details> can be open or not
}
onclick = ({target}) => {
  const button = target.closest("[data-do]");
  if (button) load(button.dataset.script ? button : page.querySelector(".act details"), button);
};
// What is not there to be tapped leaves the keys to the browser: what follows ?. is then not done.
// In braces, since a handler that returned false would swallow every key
onkeydown = event => {
  if (event.ctrlKey && event.key == "p")
    page.querySelector("[data-do=print]")?.click(event.preventDefault());
};
