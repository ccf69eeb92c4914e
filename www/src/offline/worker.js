// The service worker: it keeps one complete build of the page, and serves only that.
//
// `www/tools/seal.mjs` writes the first line of the served file: the digest of the build, and the path and SHA-256 of
// each file. The cache is named after the digest.
//
// - All or nothing: it is installed only when every file has arrived as listed. While a host deploys a new build, or
//   sends anything else, the old build stays in place.
// - One build per visit: a page loaded from this build gets all its files from this build. A newer one waits until the
//   user asks for it and no other window uses the old one; a page that was loaded without it is not taken over.
// - Files that load late are listed too. They are not fetched ahead, and are refused if they are of another build.

/**
 * @typedef {[path: string, hash: string]} Listed
 * @typedef {{digest: string, files: Listed[], late: Listed[]}} Build
 */

const worker = /** @type {any} */ (self);
/** @type {Build} */
const build = worker.BUILD;
/** @type {string} */
const scope = worker.registration.scope;
/** Caches of this page only: other pages of the host may have their own. */
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
  // A new response: a redirected one must not answer a navigation.
  return new Response(bytes, { headers: { "Content-Type": response.headers.get("Content-Type") ?? "" } });
}

async function install() {
  // Nothing is stored before all files have arrived.
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

/** Replaces the old build, unless another window still uses it. */
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
  // Other files in the scope are not the page's.
  if (known.has(path)) /** @type {any} */ (event).respondWith(serve(path));
});

export {};
