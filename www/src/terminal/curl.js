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
  "-m": "max-time=", "--max-time": "max-time=", "--connect-timeout": "connect-timeout=", "-v": "verbose", "--verbose": "verbose", "-A": "agent=", "--user-agent": "agent=",
  "--url": "url=", "-4": "plain", "-k": "plain", "--compressed": "plain", "-g": "globoff", "--globoff": "globoff", "--http1.1": "plain", "-N": "plain", "--no-progress-meter": "plain",
};

/** Redirects that `-L` follows. */
const REDIRECTS_MAX = 5;
/** How long curl waits without `-m`, µs: longer than a client of the simulation does. */
const PATIENCE_US = 11_000_000;
/** The longest idempotency key, body and path that a statement holds, in bytes; a body may be one byte longer. */
const KEY_BYTES_MAX = 256, BODY_BYTES_MAX = 65_536, PATH_BYTES_MAX = 16_384;
/** Addresses of one command. */
const URLS_MAX = 100;
/** The script language's methods. */
const METHODS = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
/** The requests that have an idempotency key. */
const KEYED = /^(?:POST \/kv|DELETE \/kv\/[^/?]+)\/?(?:\?|$)/;

/** How many bytes a text has. @param {string} text */
const bytes = (text) => new TextEncoder().encode(text).length;

/** The addresses that a text such as `localhost:300{1,2}` or `localhost:300[1-3]` stands for. @param {string} text @returns {string[]} */
function addressed(text) {
  const match = /\{([^{}]*)\}|\[(\d{1,4})-(\d{1,4})\]/.exec(text);
  if (!match) return [text];
  const [all, set, first = "", last] = match;
  const parts = set?.split(",") ?? Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, i) => String(Number(first) + i).padStart(first.length, "0"));
  // A range that goes down is left as it is, which curl refuses.
  const urls = parts.length > 0 ? parts.flatMap((part) => addressed(text.replace(all, () => part))) : [text];
  if (urls.length > URLS_MAX) throw new Wrong("terminal-curl-urls", { max: String(URLS_MAX) });
  return urls;
}

/**
 * What a command line of curl asks for.
 * @param {string[]} words
 * @returns {{urls: string[], method: string, body: string, key: string | null, flags: string[], writeOut: string, maxUs: number | null, quiet: boolean}}
 */
export function requestOf(words) {
  const { given, rest } = options(words, OPTIONS);
  const last = (/** @type {string} */ name) => given.findLast((one) => one.name === name)?.value;
  const all = (/** @type {string} */ name) => given.filter((one) => one.name === name).map(({ value }) => value);
  const flags = given.map(({ name }) => name), data = all("data");
  const urls = [...all("url"), ...rest].flatMap((url) => (flags.includes("globoff") ? [url] : addressed(url)));
  if (urls.length === 0) throw new Wrong("terminal-curl-no-url", {});
  if (data.some((one) => one.startsWith("@"))) throw new Wrong("terminal-curl-no-file", {});
  const method = last("method") ?? (flags.includes("head") ? "HEAD" : data.length > 0 ? "POST" : "GET");
  if (!METHODS.test(method)) throw new Wrong("terminal-curl-method", { method });
  const key = all("header").map((header) => /^idempotency-key:\s*(.*?)\s*$/i.exec(header)?.[1]).find((value) => value !== undefined) ?? null;
  const seconds = Number(last("max-time") ?? NaN);
  return {
    urls, method, body: data.join("&"), key: key === "" ? null : key, flags, writeOut: last("write-out") ?? "",
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

/** The head of an answer. @param {HttpView} answer */
const headOf = ({ status, reason, headers, answer }) => [`HTTP/1.1 ${status} ${reason ?? ""}`, ...headers.map(([name, value]) => `${name}: ${value}`), `Content-Length: ${bytes(answer ?? "")}`, "", ""].join("\n");

/** What `-w` prints. @param {HttpView | null} answer @param {ReturnType<typeof requestOf>} asked @param {string} url @param {number} tookUs */
function writtenOut(answer, { writeOut, method }, url, tookUs) {
  const code = String(answer?.status ?? 0).padStart(3, "0"), type = answer?.headers.find(([header]) => header === "Content-Type")?.[1] ?? "";
  /** @type {Record<string, string>} */
  const values = { http_code: code, response_code: code, time_total: (tookUs / 1e6).toFixed(6), size_download: String(bytes(answer?.answer ?? "")), url_effective: url, method, content_type: type };
  return writeOut.replace(/%\{(\w+)\}|\\n|\\t|%%/g, (all, name) => ({ "\\n": "\n", "\\t": "\t", "%%": "%" })[all] ?? values[name] ?? "");
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
  // A browser would mend these.
  if (/[\0- \x7f]/.test(text)) return null;
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
async function once(machine, node, path, { method, body, key, maxUs }) {
  const keyBytes = bytes(key ?? ""), isLongKey = keyBytes > KEY_BYTES_MAX, isLong = bytes(body) > BODY_BYTES_MAX;
  // A server that refuses a key has done nothing, and no statement holds such a key.
  const isRefused = isLongKey && !isLong && KEYED.test(`${method} ${path}`);
  // `/debug` only reads the node's own state, so it needs no statement and no time.
  if (isRefused || (method === "GET" && path === "/debug" && body === "")) {
    const state = machine.debug(node);
    if (!state) await machine.wait(() => false, maxUs ?? PATIENCE_US);
    return !state || state.failed || !isRefused ? state : { ...state, status: 400, reason: "Bad Request", answer: JSON.stringify({ error: `Idempotency-Key: expected 1 to ${KEY_BYTES_MAX} bytes, found ${keyBytes}` }) };
  }
  const client = machine.freeClient();
  machine.act(statement({
    // What is too long is cut to a length that the server still refuses. Escapes become letters first: none is cut in two.
    method, node, client, path: path.length > PATH_BYTES_MAX ? path.replace(/%../g, "x").slice(0, PATH_BYTES_MAX) : path,
    body: isLong ? body.replace(/[^ -~]/g, "?").padEnd(BODY_BYTES_MAX + 1, "?").slice(0, BODY_BYTES_MAX + 1) : body, key: isLongKey ? null : key,
  }));
  const done = await machine.wait(() => machine.http(client)?.returnUs != null, maxUs ?? PATIENCE_US);
  return done ? machine.http(client) : null;
}

/** @param {string} text An address. @param {ReturnType<typeof requestOf>} asked @param {Machine} machine @returns {Promise<Output>} */
async function fetched(text, asked, machine) {
  const { flags, method } = asked, nodes = machine.nodes().map(({ name }) => name), started = machine.nowUs();
  let err = "";
  const fail = (/** @type {number} */ code, /** @type {string} */ words) => ({ out: writtenOut(null, asked, text, machine.nowUs() - started), code, err: flags.includes("silent") && !flags.includes("show-error") ? err : `${err}curl: (${code}) ${words}` });
  const at = flags.includes("globoff") ? -1 : text.replace("[::1]", "-").search(/[[\]{}]/);
  if (at >= 0) return fail(3, `bad range or unmatched brace in URL position ${at + 1}`);
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const url = parsedUrl(text);
    if (!url) return fail(3, "URL using bad/illegal format or missing URL");
    if (url.protocol !== "http:") return fail(url.protocol === "https:" ? 35 : 1, url.protocol === "https:" ? "OpenSSL: error:0A00010B:SSL routines::wrong version number" : `Protocol "${url.protocol.slice(0, -1)}" not supported`);
    const port = url.port === "" ? 80 : Number(url.port), node = nodeAt(url.hostname, port, nodes), path = url.pathname + url.search;
    if (node === null) return isKnown(url.hostname, nodes) ? fail(...failure("refused", url.hostname, String(port), 0)) : fail(6, `Could not resolve host: ${url.hostname}`);
    const began = machine.nowUs(), answer = await once(machine, node, path, asked);
    if (machine.interrupted()) return { out: "", err, code: 130 };
    if (!answer || answer.failed) return fail(...failure(answer?.failed ?? null, url.hostname, String(port), machine.nowUs() - began));
    const head = headOf(answer), isHead = flags.includes("head");
    if (flags.includes("verbose")) err += `> ${method} ${path} HTTP/1.1\n> Host: ${url.host}\n>\n${head.trimEnd().replace(/^/gm, "< ")}\n<\n`;
    const location = answer.headers.find(([name]) => name === "Location")?.[1];
    if (answer.status === 307 && location !== undefined && flags.includes("location")) { text = location; continue; }
    const fails = flags.includes("fail") && (answer.status ?? 0) >= 400;
    const out = (flags.includes("include") || isHead ? head : "") + (isHead || fails || asked.quiet ? "" : answer.answer ?? "") + writtenOut(answer, asked, url.href, (answer.returnUs ?? answer.callUs) - answer.callUs);
    return fails ? { ...fail(22, `The requested URL returned error: ${answer.status}`), out } : { out, err, code: 0 };
  }
  return fail(47, `Maximum (${REDIRECTS_MAX}) redirects followed`);
}

/** @param {string[]} words @param {Machine} machine @returns {Promise<Output>} */
export async function curl(words, machine) {
  const asked = requestOf(words), all = { out: "", err: "", code: 0 };
  for (const url of asked.urls) {
    const { out, err, code } = await fetched(url, asked, machine);
    all.out += out;
    all.err += err === "" || all.err === "" ? err : `\n${err}`;
    all.code = code;
    if (machine.interrupted()) break;
  }
  return all;
}

/** Addresses to begin with, for completion. @param {string[]} nodes */
export const addresses = (nodes) => nodes.flatMap((node) => ["/kv", "/debug"].map((path) => addressOf(node) + path));
export const curlOptions = Object.keys(OPTIONS).filter((option) => OPTIONS[/** @type {keyof typeof OPTIONS} */ (option)] !== "plain");
