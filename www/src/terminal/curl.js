// `curl` on the ports of the nodes. Its own messages are those of the real curl.

import { addressOf, isKnown, nodeAt } from "./names.js";
import { options, Wrong } from "./options.js";

/** @typedef {import("./types.js").Machine} Machine */
/** @typedef {import("./types.js").Output} Output */
/** @typedef {import("../core/types.js").HttpView} HttpView */

const OPTIONS = {
  "-X": "method=", "--request": "method=", "-H": "header=", "--header": "header=", "-d": "data=", "--data": "data=", "--data-raw": "data=",
  "--data-binary": "data=", "--data-ascii": "data=", "--json": "data=", "-s": "silent", "--silent": "silent", "-S": "show-error",
  "--show-error": "show-error", "-i": "include", "--include": "include", "-L": "location", "--location": "location", "-w": "write-out=",
  "--write-out": "write-out=", "-o": "output=", "--output": "output=", "-f": "fail", "--fail": "fail", "-I": "head", "--head": "head",
  "-m": "max-time=", "--max-time": "max-time=", "--connect-timeout": "connect-timeout=", "-v": "include", "--verbose": "include", "-A": "agent=", "--user-agent": "agent=",
  "--url": "url=", "-4": "plain", "-k": "plain", "--compressed": "plain", "-g": "plain", "--http1.1": "plain", "-N": "plain", "--no-progress-meter": "plain",
};

/** Redirects that `-L` follows. */
const REDIRECTS_MAX = 5;
/** How long curl waits without `-m`, µs: longer than a client of the simulation does. */
const PATIENCE_US = 11_000_000;
/** The script language's methods. */
const METHODS = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/**
 * What a command line of curl asks for.
 * @param {string[]} words
 * @returns {{url: string, method: string, body: string, key: string | null, flags: string[], writeOut: string, maxUs: number | null, quiet: boolean}}
 */
export function requestOf(words) {
  const { given, rest } = options(words, OPTIONS);
  const last = (/** @type {string} */ name) => given.findLast((one) => one.name === name)?.value;
  const all = (/** @type {string} */ name) => given.filter((one) => one.name === name).map(({ value }) => value);
  const flags = given.map(({ name }) => name), data = all("data");
  const urls = [...all("url"), ...rest];
  const [url] = urls;
  if (url === undefined) throw new Wrong("terminal-curl-no-url", {});
  if (urls.length > 1) throw new Wrong("terminal-curl-one-url", {});
  if (data.some((one) => one.startsWith("@"))) throw new Wrong("terminal-curl-no-file", {});
  const method = last("method") ?? (flags.includes("head") ? "HEAD" : data.length > 0 ? "POST" : "GET");
  if (!METHODS.test(method)) throw new Wrong("terminal-curl-method", { method });
  const key = all("header").map((header) => /^idempotency-key:\s*(.*?)\s*$/i.exec(header)?.[1]).find((value) => value !== undefined) ?? null;
  const seconds = Number(last("max-time") ?? NaN);
  return {
    url, method, body: data.join("&"), key: key === "" ? null : key, flags, writeOut: last("write-out") ?? "",
    maxUs: Number.isFinite(seconds) ? Math.round(seconds * 1e6) : null, quiet: last("output") !== undefined,
  };
}

/** A JSON object stands in a script as it is; any other text is a JSON string there. @param {string} body */
function written(body) {
  if (body === "") return "";
  try {
    const read = JSON.parse(body);
    if (typeof read === "object" && read !== null && !Array.isArray(read) && body.startsWith("{") && body.endsWith("}") && !/[\r\n]/.test(body)) return ` ${body}`;
  } catch {
    // The node that is asked says what is wrong with the body.
  }
  return ` ${JSON.stringify(body)}`;
}

/** @param {string} word */
const quotedIfNeeded = (word) => (/^[\w.~/-]+$/.test(word) ? word : JSON.stringify(word));

/** The statement that makes a request. @param {{method: string, path: string, body: string, key: string | null, node: string, client: string}} request */
export function statement({ method, path, body, key, node, client }) {
  return `http ${method} ${/["#|]/.test(path) ? JSON.stringify(path) : path}${written(body)}${key === null ? "" : ` key ${quotedIfNeeded(key)}`} to ${node} from ${client}`;
}

/** What curl prints of an answer. @param {HttpView} answer @param {ReturnType<typeof requestOf>} asked @param {string} url */
function printed(answer, asked, url) {
  const { flags, writeOut } = asked, body = answer.answer ?? "";
  const length = new TextEncoder().encode(body).length;
  const head = [`HTTP/1.1 ${answer.status} ${answer.reason ?? ""}`, ...answer.headers.map(([name, value]) => `${name}: ${value}`), `Content-Length: ${length}`, "", ""].join("\n");
  const fails = flags.includes("fail") && (answer.status ?? 0) >= 400;
  const shown = (flags.includes("include") || flags.includes("head") ? head : "") + (flags.includes("head") || fails || asked.quiet ? "" : body);
  const took = ((answer.returnUs ?? answer.callUs) - answer.callUs) / 1e6;
  const out = writeOut.replace(/%\{(\w+)\}|\\n|\\t|%%/g, (all, name) => {
    if (all === "\\n") return "\n";
    if (all === "\\t") return "\t";
    if (all === "%%") return "%";
    return { http_code: String(answer.status), response_code: String(answer.status), time_total: took.toFixed(6), size_download: String(length), url_effective: url, method: asked.method, content_type: answer.headers.find(([header]) => header === "Content-Type")?.[1] ?? "" }[/** @type {string} */ (name)] ?? "";
  });
  return { shown: shown + out, fails };
}

/**
 * Why curl has no answer, in its words, and its exit code.
 * @param {string | null} failed @param {string} host @param {string} port @param {number} waitedUs @returns {[code: number, words: string]}
 */
function failure(failed, host, port, waitedUs) {
  if (failed === "refused") return [7, `Failed to connect to ${host} port ${port}: Connection refused`];
  if (failed === "reset") return [52, "Empty reply from server"];
  return [28, `Operation timed out after ${Math.round(waitedUs / 1000)} milliseconds with 0 bytes received`];
}

/** @param {string} text */
function parsedUrl(text) {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    return null;
  }
}

/**
 * Makes one request of one node, and returns its answer.
 * @param {Machine} machine @param {string} node @param {string} path @param {ReturnType<typeof requestOf>} asked
 * @returns {Promise<HttpView | null>} null if it was interrupted, or took longer than `-m`.
 */
async function once(machine, node, path, asked) {
  // It only reads the node's own state, so it needs no statement and no time.
  if (asked.method === "GET" && path === "/debug" && asked.body === "") {
    const state = machine.debug(node);
    if (state) return state;
    await machine.wait(() => false, asked.maxUs ?? PATIENCE_US);
    return null;
  }
  const client = machine.freeClient();
  machine.act(statement({ method: asked.method, path, body: asked.body, key: asked.key, node, client }));
  const done = await machine.wait(() => machine.http(client)?.returnUs != null, asked.maxUs ?? PATIENCE_US);
  return done ? machine.http(client) : null;
}

/** @param {string[]} words @param {Machine} machine @returns {Promise<Output>} */
export async function curl(words, machine) {
  const asked = requestOf(words), { flags } = asked, nodes = machine.nodes().map(({ name }) => name);
  const fail = (/** @type {number} */ code, /** @type {string} */ words) => ({ out: "", code, err: flags.includes("silent") && !flags.includes("show-error") ? "" : `curl: (${code}) ${words}` });
  let text = asked.url;
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const url = parsedUrl(text);
    if (!url) return fail(3, "URL using bad/illegal format or missing URL");
    if (url.protocol !== "http:") return fail(url.protocol === "https:" ? 35 : 1, url.protocol === "https:" ? "OpenSSL: error:0A00010B:SSL routines::wrong version number" : `Protocol "${url.protocol.slice(0, -1)}" not supported`);
    const port = url.port === "" ? 80 : Number(url.port), node = nodeAt(url.hostname, port, nodes);
    if (node === null) return isKnown(url.hostname, nodes) ? fail(...failure("refused", url.hostname, String(port), 0)) : fail(6, `Could not resolve host: ${url.hostname}`);
    const began = machine.nowUs();
    const answer = await once(machine, node, url.pathname + url.search, asked);
    if (machine.interrupted()) return { out: "", err: "", code: 130 };
    if (!answer || answer.failed) return fail(...failure(answer?.failed ?? null, url.hostname, String(port), machine.nowUs() - began));
    const { shown, fails } = printed(answer, asked, url.href);
    const location = answer.headers.find(([name]) => name === "Location")?.[1];
    if (answer.status === 307 && location !== undefined && flags.includes("location")) { text = location; continue; }
    return fails ? { ...fail(22, `The requested URL returned error: ${answer.status}`), out: shown } : { out: shown, err: "", code: 0 };
  }
  return fail(47, `Maximum (${REDIRECTS_MAX}) redirects followed`);
}

/** Addresses to begin with, for completion. @param {string[]} nodes */
export const addresses = (nodes) => nodes.flatMap((node) => ["/kv", "/debug"].map((path) => addressOf(node) + path));
export const curlOptions = Object.keys(OPTIONS).filter((option) => OPTIONS[/** @type {keyof typeof OPTIONS} */ (option)] !== "plain");
