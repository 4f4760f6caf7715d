/* On the page "read without internet": saves the pages of its language with sw.js, and deletes
   them. What it says stands in the page's data attributes. */
(() => {
const box = document.querySelector("[data-tag]"), {tag} = box.dataset;
const ROOT = new URL(box.dataset.root, location).href;
const COPIES = new URL(ROOT).pathname + "|bildungswege|"; // as in sw.js
const [save, remove] = box.querySelectorAll("button"), bar = box.querySelector("progress");
const phone = navigator.serviceWorker;
if (!phone || !self.caches || !self.DecompressionStream || !ROOT.startsWith("http"))
  return box.remove(); // the page says what to do instead

const say = (what, at) => {
  const day = at && new Date(at).toLocaleDateString(
    document.documentElement.lang + "-u-ca-gregory-nu-latn", {dateStyle: "long"});
  box.querySelector("[role=status]").textContent = box.dataset[what].replace("{day}", day);
};
const show = (element, yes) => element.style.visibility = yes ? "visible" : "hidden";
const busy = yes => {
  save.disabled = remove.disabled = yes;
  show(bar, yes);
};
const look = async () => {
  const note = await caches.match(ROOT + "offline", {cacheName: COPIES + tag});
  const copy = note && await note.json();
  show(remove, copy);
  if (copy) say(copy.old ? "old" : "saved", copy.at);
};

new BroadcastChannel(COPIES).onmessage = ({data}) => {
  if (data.tag !== tag) return;
  bar.value = data.done;
  busy(data.failed == null);
  if (data.failed) say("failed"); else if (data.failed === 0) look();
};
save.onclick = async () => {
  busy(true);
  say("saving");
  try {
    navigator.storage.persist?.();
    await phone.register(ROOT + "sw.js", {updateViaCache: "none"});
    (await phone.ready).active.postMessage(tag);
  } catch {
    busy(false);
    say("failed");
  }
};
remove.onclick = async () => {
  await caches.delete(COPIES + tag);
  const left = (await caches.keys()).some(name => name.startsWith(COPIES));
  if (!left) (await phone.getRegistration(ROOT))?.unregister();
  show(remove, false);
  say("deleted");
};
busy(false);
look();
box.hidden = false;
})();
