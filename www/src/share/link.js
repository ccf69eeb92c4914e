// A run as a link: the script that leads to the shared instant, in the fragment of an address, which no server gets.
//
//   #raftarium=1&d=DIGEST&t=MICROSECONDS&e=EVENT&p=PANEL&q=QUESTION&v=SPEED&l=LESSON&c=CARD&f=STEP&s=SCRIPT
//
// `raftarium` is the version of the script language; `d` the digest of the run up to the instant, to detect a run that
// differs; `t` and `e` the instant and its last event. Without `e` the script ends at the instant. `q` is the question
// of the panel "Why", its words joined by dots: `entry.n3.17`. `f` is the step of the film of what the script breaks.
// `s` is the script as zlib data in base64url; where the browser cannot compress, `u` is the plain script. (zlib rather
// than raw deflate: its checksum distinguishes a damaged link from a run that differs, for six bytes.)
//
// A link is untrusted: its fields are validated and limited before use, and nothing is executed here.

import { isLink } from "./fragment.js";

/** The largest script, in bytes of UTF-8: the parser's limit. */
export const SCRIPT_BYTES_MAX = 1 << 20;
/** The longest fragment accepted: the largest script uncompressed, and the other fields. */
export const FRAGMENT_MAX = Math.ceil(SCRIPT_BYTES_MAX * 4 / 3) + 1_000;
/** Compressed bytes per step: deflate expands a byte to at most 1032, so the limit is exceeded by at most 0.5 MiB. */
const SLICE = 512;

const VERSION = "1";

/**
 * @typedef {object} Shared
 * @property {string} script
 * @property {string | null} digest
 * @property {number | null} us The shared instant.
 * @property {number | null} event The event recorded last; null if the script ends at the instant.
 * @property {string | null} panel
 * @property {string | null} question In the format of src/lab/question.rs.
 * @property {number | null} speed
 * @property {string | null} lesson The lesson that has the texts of the script's keys.
 * @property {number | null} card The card of the story at which time stands.
 * @property {number | null} film The step of the film that is shown.
 */

/** A link that cannot be opened. Its key is the id of the message that says why. */
export class LinkError extends Error {
  /** @param {string} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/**
 * The fragment of a link, with its `#`.
 * @param {Shared} shared
 * @param {{compress?: boolean}} [how] `compress: false` is for browsers that cannot compress.
 */
export async function encodeLink({ script, digest, us, event, panel, question, speed, lesson, card, film }, { compress = typeof CompressionStream === "function" } = {}) {
  const bytes = new TextEncoder().encode(script);
  if (bytes.length > SCRIPT_BYTES_MAX) throw new LinkError("link-script-too-long");
  const parts = [`raftarium=${VERSION}`];
  if (digest !== null) parts.push(`d=${digest}`);
  if (us !== null) parts.push(`t=${us}`);
  if (event !== null) parts.push(`e=${event}`);
  if (panel !== null) parts.push(`p=${panel}`);
  if (question !== null) parts.push(`q=${question.replaceAll(" ", ".")}`);
  if (speed !== null) parts.push(`v=${speed}`);
  if (lesson !== null) parts.push(`l=${lesson}`);
  if (card !== null) parts.push(`c=${card}`);
  if (film !== null) parts.push(`f=${film}`);
  parts.push(compress ? `s=${toBase64(await through(bytes, new CompressionStream("deflate"), Infinity))}` : `u=${toBase64(bytes)}`);
  return `#${parts.join("&")}`;
}

/**
 * Decodes a link; null if the fragment is no link. Throws a `LinkError`.
 * @param {string} fragment
 * @returns {Promise<Shared | null>}
 */
export async function decodeLink(fragment) {
  if (!isLink(fragment)) return null;
  if (fragment.length > FRAGMENT_MAX) throw new LinkError("link-too-long");
  /** @type {Map<string, string>} */
  const fields = new Map();
  for (const part of fragment.replace(/^#/, "").split("&", 50)) {
    const at = part.indexOf("=");
    // The first field of a name counts; unknown names are reserved for later versions.
    if (at > 0 && !fields.has(part.slice(0, at))) fields.set(part.slice(0, at), part.slice(at + 1));
  }
  if (fields.get("raftarium") !== VERSION) throw new LinkError("link-version");
  const script = await scriptOf(fields);
  return {
    script,
    digest: take(fields, "d", /^[0-9a-f]{16}$/),
    us: takeNumber(fields, "t"),
    event: takeNumber(fields, "e"),
    panel: take(fields, "p", /^[a-z]{1,20}$/),
    question: take(fields, "q", /^[a-z][a-z-]{0,19}(?:\.[a-z0-9-]{1,20}){0,3}$/)?.replaceAll(".", " ") ?? null,
    speed: takeNumber(fields, "v"),
    lesson: take(fields, "l", /^[a-z0-9-]{1,40}$/),
    card: takeNumber(fields, "c"),
    film: takeNumber(fields, "f"),
  };
}

/** @param {Map<string, string>} fields */
async function scriptOf(fields) {
  const packed = fields.get("s"), plain = fields.get("u");
  if (packed === undefined && plain === undefined) throw new LinkError("link-damaged");
  const bytes = fromBase64(packed ?? plain ?? "");
  if (packed === undefined) return textOf(bytes);
  if (typeof DecompressionStream !== "function") throw new LinkError("link-unreadable");
  try {
    return textOf(await through(bytes, new DecompressionStream("deflate"), SCRIPT_BYTES_MAX));
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError("link-damaged");
  }
}

/**
 * Decodes the bytes of a script, from a link or from a file.
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  if (bytes.length > SCRIPT_BYTES_MAX) throw new LinkError("link-script-too-long");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LinkError("link-no-text");
  }
}

/** @param {Map<string, string>} fields @param {string} name @param {RegExp} form */
function take(fields, name, form) {
  const found = fields.get(name);
  if (found === undefined) return null;
  if (!form.test(found)) throw new LinkError("link-damaged");
  return found;
}

/** @param {Map<string, string>} fields @param {string} name */
function takeNumber(fields, name) {
  const found = take(fields, name, /^\d{1,15}$/);
  return found === null ? null : Number(found);
}

/**
 * Pipes bytes through a stream; fails if it returns more than `most` bytes.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {CompressionStream | DecompressionStream} stream @param {number} most
 */
async function through(bytes, stream, most) {
  let at = 0;
  /** @type {ReadableStream<BufferSource>} */
  const source = new ReadableStream({
    // Each slice waits until the last is consumed, so that a decompression bomb is detected early.
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at += SLICE));
      else controller.close();
    },
  }, { highWaterMark: 0 });
  const reader = source.pipeThrough(stream).getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      throw new LinkError("link-script-too-long");
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) { all.set(chunk, end); end += chunk.length; }
  return all;
}

/** Most arguments of one call. */
const SPREAD = 8_192;

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let binary = "";
  for (let i = 0; i < bytes.length; i += SPREAD) binary += String.fromCharCode(...bytes.subarray(i, i + SPREAD));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function fromBase64(text) {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new LinkError("link-damaged");
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    throw new LinkError("link-damaged");
  }
}
