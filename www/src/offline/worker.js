// The service worker: it keeps one build of the page whole, and serves that alone.
//
// `www/tools/seal.mjs` writes the first line of the file that is served: which build this is, and of each file the path
// and the SHA-256. What is kept is named by the digest of that list.
//
// - All or nothing: it is installed only when every file has come as the list says. A host that is halfway through a
//   deployment, or that sends something else, leaves what was there before.
// - One build a visit: whoever was loaded from this build gets all files of this build. A newer one waits until the
//   person asks for it and nobody else is at the old one; nothing is taken over from a page that came without it.
// - Files that are fetched late are listed as well. They are not fetched ahead, and are refused if they are of another build.

/**
 * @typedef {[path: string, hash: string]} Listed
 * @typedef {{digest: string, files: Listed[], late: Listed[]}} Build
 */

const worker = /** @type {any} */ (self);
/** @type {Build} */
const build = worker.BUILD;
/** @type {string} */
const scope = worker.registration.scope;
/** Of this page alone: other pages of the host may keep something too. */
const FAMILY = `raftarium ${scope} `;
const CACHE = FAMILY + build.digest;
const known = new Map([...build.files, ...build.late]);

/** @param {ArrayBuffer} bytes */
async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Fetches a file of this build, or fails. @param {string} path */
async function fetchFile(path) {
  const response = await fetch(scope + path, { cache: "no-cache" });
  const bytes = await response.arrayBuffer();
  if (!response.ok || await hashOf(bytes) !== known.get(path)) throw new Error(`${path} is not the one of this build`);
  // Made anew: the answer to a redirected request must not answer a navigation.
  return new Response(bytes, { headers: { "Content-Type": response.headers.get("Content-Type") ?? "" } });
}

async function install() {
  // Nothing is kept before all is there.
  const fetched = await Promise.all(build.files.map(async ([path]) => /** @type {[string, Response]} */ ([scope + path, await fetchFile(path)])));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(fetched.map(([address, response]) => cache.put(address, response)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  for (const other of await caches.keys()) if (other.startsWith(FAMILY) && other !== CACHE) await caches.delete(other);
}

/** @param {string} path */
async function serve(path) {
  const cache = await caches.open(CACHE), kept = await cache.match(scope + path);
  if (kept) return kept;
  try {
    const fetched = await fetchFile(path);
    await cache.put(scope + path, fetched.clone());
    return fetched;
  } catch {
    return Response.error();
  }
}

/** Takes the place of the build before, unless another window is still at that. */
async function takeOver() {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const mine = windows.filter((/** @type {{url: string}} */ { url }) => url.startsWith(scope));
  if (mine.length <= 1) await worker.skipWaiting();
  else for (const one of mine) one.postMessage("others");
}

addEventListener("install", (event) => { /** @type {any} */ (event).waitUntil(install()); });
addEventListener("activate", (event) => { /** @type {any} */ (event).waitUntil(forgetOthers()); });
addEventListener("message", (event) => { if (event.data === "take over") /** @type {any} */ (event).waitUntil(takeOver()); });
addEventListener("fetch", (event) => {
  /** @type {{request: Request, respondWith: (answer: Promise<Response>) => void}} */
  const { request } = /** @type {any} */ (event);
  const address = request.url.replace(/[?#].*$/, "");
  if (request.method !== "GET" || !address.startsWith(scope)) return;
  const path = address.slice(scope.length) || "index.html";
  // Whatever else lies there is none of the page's.
  if (known.has(path)) /** @type {any} */ (event).respondWith(serve(path));
});

export {};
