// Servers besides those of the configuration: one that allows cross-origin requests, and one of a course page.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const WWW = fileURLToPath(new URL("..", import.meta.url));
/** Path of the built page, relative to www. */
export const PAGE = process.env.RAFTARIUM_PAGE ?? "../dist";

/**
 * Serves a directory. Returns the address, and a function that stops the server.
 * @param {string} directory @param {...string} options
 * @returns {Promise<{url: string, stop: () => void}>}
 */
export function serves(directory, ...options) {
  const server = spawn(process.execPath, ["tools/serve.mjs", directory, "--port", "0", ...options], { cwd: WWW, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.stdout.on("data", (words) => {
      const [url] = /http:\S+/.exec(String(words)) ?? [];
      if (url) resolve({ url, stop: () => { server.kill(); } });
    });
  });
}

/**
 * Serves another site's page.
 * @param {string} html @returns {Promise<{url: string, stop: () => void}>}
 */
export function hosts(html) {
  const server = createServer((_, response) => { response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html); });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    resolve({ url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`, stop: () => { server.close(); server.closeAllConnections(); } });
  }));
}
