// A minimal static host: no headers except the type, and 404 for missing files.
//
//   node www/tools/serve.mjs DIRECTORY [--port N] [--base /some/sub/path/] [--cors]
//
// Port 0 is any free port; the printed address names it.
//
// With `--cors` any page may load the files, as on GitHub Pages: a sandboxed frame has no origin of its own.
//
// With a base, every path outside it is a 404 too, so that absolute addresses in the page are detected.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { parseArgs } from "node:util";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".raft": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "8081" }, base: { type: "string", default: "/" }, cors: { type: "boolean", default: false } },
});
const root = resolve(positionals[0] ?? "dist");
const base = values.base;
/** @type {Record<string, string>} */
const headers = values.cors ? { "Access-Control-Allow-Origin": "*" } : {};
if (!base.startsWith("/") || !base.endsWith("/")) throw new Error(`--base must start and end with a slash: ${base}`);

/**
 * The file that an address names, or null.
 * @param {string} pathname
 */
function fileAt(pathname) {
  if (!pathname.startsWith(base)) return null;
  const path = normalize(join(root, pathname.slice(base.length)));
  if (path !== root && !path.startsWith(root + sep)) return null;
  const file = pathname.endsWith("/") ? join(path, "index.html") : path;
  return existsSync(file) && statSync(file).isFile() ? file : null;
}

const server = createServer((request, response) => {
  /** @type {string | null} */
  let file = null;
  try {
    file = fileAt(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
  } catch {
    // An address that cannot be decoded names no file.
  }
  if (file === null) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("not found\n");
    return;
  }
  response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});

server.listen(Number(values.port), "127.0.0.1", () => {
  const address = server.address();
  console.log(`${root} at http://127.0.0.1:${typeof address === "object" ? address?.port : values.port}${base}`);
});
