/* The service worker: gives out the pages that a reader has saved. A page registers it at the tap
   on "save", never before. It lies at the root of the site, and its folder is its scope.

   A language is saved as parts: gzip of [lines, {path: numbers of its lines}]. They stay packed on
   the phone, and a page is taken out when it is opened. A note says which path is in which part,
   with the fingerprint of each. It is written last: what is half fetched is never given out, and
   the next try goes on from there. A page that has changed since is kept by itself; the note has
   those under the part "". See guide/outputs/packs.py. */
const {href: ROOT, pathname} = new URL("./", location);
const COPIES = pathname + "|bildungswege|"; // a host may hold several guides
const channel = new BroadcastChannel(COPIES);
const NOTE = ROOT + "offline"; // in each copy
let queue = Promise.resolve();

const open = async name => {
  const cache = await caches.open(name), note = await cache.match(NOTE);
  return [cache, await note?.json()];
};
const get = async path => {
  const response = await fetch(ROOT + path, {cache: "no-cache"});
  if (!response.ok) throw 0;
  return response;
};
const unpack = async response => { // JSON never begins like gzip: it may come unpacked already
  const blob = await response.blob(), packed = await blob.slice(0, 1).text() == "\x1f";
  return new Response(packed ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob).json();
};
const all = parts => Object.assign({}, ...Object.values(parts));

const save = (tag, asked) => queue = queue.catch(() => {}).then(async () => { // one after the other
  const [cache, copy] = await open(COPIES + tag), seen = Date.now();
  if (!asked && seen - copy.seen < 36e5) return; // at most once an hour
  const keep = note => cache.put(NOTE, new Response(JSON.stringify({...note, seen})));
  const news = await (await get(`offline/${tag}.json`)).json();
  let parts = copy?.parts || {};
  if (copy?.v != news.v) {
    const list = await unpack(await get(news.v));
    const had = all(parts), now = all(list);
    const changed = Object.keys(now).filter(path => now[path] != had[path]);
    if (copy && changed.length <= 20) {
      const pages = await Promise.all(changed.map(async path => (await get(path)).blob()));
      for (const files of Object.values(parts))
        for (const path in files) if (files[path] != now[path]) delete files[path];
      for (const path of changed) {
        await cache.put(ROOT + path, new Response(pages.shift()));
        (parts[""] ||= {})[path] = now[path];
      }
    } else if (asked) {
      let done = 0;
      for (const part in parts = list) {
        if (!await cache.match(ROOT + part)) {
          const response = await get(part);
          await unpack(response.clone()); // a server may break off without saying so
          await cache.put(ROOT + part, response);
        }
        channel.postMessage({tag, done: ++done / news.n});
      }
    } else return keep({...copy, old: 1}); // so much is fetched only when a reader says so
  }
  await keep({...news, parts, at: seen});
  const wanted = {offline: 1, ...parts, ...parts[""]};
  for (const {url} of await cache.keys()) if (!(url.slice(ROOT.length) in wanted)) cache.delete(url);
});

const take = async (cache, part, path) => {
  if (!part) return cache.match(ROOT + path);
  const [lines, files] = await unpack(await cache.match(ROOT + part));
  const type = {css: "text/css", js: "text/javascript", svg: "image/svg+xml"}[path.split(".").pop()];
  return new Response(files[path].map(line => lines[line]).join("\n"),
    {headers: {"content-type": type || "text/html"}});
};

const answer = async event => {
  const {request} = event, page = request.mode == "navigate";
  const path = request.url.slice(ROOT.length).replace(/[?#].*/, "").replace(/(^|\/)$/, "$1index.html");
  let near, old;
  for (const name of await caches.keys()) if (name.startsWith(COPIES)) {
    const [cache, copy] = await open(name);
    if (!copy) continue;
    const own = path.startsWith(copy.tag + "/");
    if (own || !near) near = copy;
    for (const part in copy.parts) if (path in copy.parts[part]) {
      if (page && own) event.waitUntil(save(copy.tag));
      old = () => take(cache, part, path);
      if (!copy.old) try { return await old(); } catch {} // lost: as if it were not saved
    }
  }
  try {
    return await fetch(request);
  } catch {
    return old ? old() : page && near ? Response.redirect(ROOT + near.page + "#kein-netz") : Response.error();
  }
};

oninstall = skipWaiting;
onmessage = event => {
  const tag = event.data;
  event.waitUntil(save(tag, 1).then(() => 0, () => 1)
    .then(failed => channel.postMessage({tag, done: 1, failed})));
};
onfetch = event => {
  if (event.request.url.startsWith(ROOT)) event.respondWith(answer(event));
};
