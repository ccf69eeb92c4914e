// Links: they round-trip, and an invalid one fails early with a message, within limits.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { fragmentName, isLink } from "../src/share/fragment.js";
import { decodeLink, encodeLink, FRAGMENT_MAX, LinkError, SCRIPT_BYTES_MAX, textOf } from "../src/share/link.js";

const read = (/** @type {string} */ folder) => readdirSync(new URL(folder, import.meta.url)).filter((name) => name.endsWith(".raft"))
  .map((name) => readFileSync(new URL(folder + name, import.meta.url), "utf8"));

const SCRIPTS = [
  ...read("../scenes/"), ...read("../../tests/scripts/"),
  "", "\n", "\ufeffnodes 3\r\n", "set k \"é 🦀 \u202e مرحبا \u0000\"", "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "&d=0000000000000000&s=x#raftarium=2", "set x 1\n".repeat(20_000), "\u{10ffff}".repeat(1_000),
];

const shared = { digest: "0123456789abcdef", us: 3_184_210, event: 4_711, panel: "why", question: "entry n3 17", speed: 5, lesson: "exercise-2", card: 3, film: 4 };
const nothing = { digest: null, us: null, event: null, panel: null, question: null, speed: null, lesson: null, card: null, film: null };

/** @param {string} text */
const base64 = (text) => Buffer.from(text, "binary").toString("base64url");
/** @param {string | Buffer} bytes */
const zlib = (bytes) => deflateSync(bytes).toString("base64url");

/** @param {string} fragment @param {string} key */
const refuses = (fragment, key) => assert.rejects(decodeLink(fragment), (error) => error instanceof LinkError && error.key === key, `${fragment.slice(0, 80)}: ${key}`);

test("what is shared comes out as it went in", async () => {
  for (const script of SCRIPTS) {
    for (const how of [{}, { compress: false }]) {
      for (const rest of [shared, nothing]) {
        const fragment = await encodeLink({ script, ...rest }, how);
        assert.match(fragment, /^#raftarium=1[\w&=.-]*$/);
        assert.deepEqual(await decodeLink(fragment), { script, ...rest });
        assert.ok(isLink(fragment) && fragment.length <= FRAGMENT_MAX);
      }
    }
  }
});

test("a link is short", async () => {
  for (const script of SCRIPTS.slice(0, 9)) {
    const fragment = await encodeLink({ script, ...shared });
    assert.ok(fragment.length < 2_000, `${fragment.length} for ${script.slice(0, 60)}`);
  }
});

test("a fragment of something else is no link", async () => {
  for (const fragment of ["", "#", "#main", "#s=abc", "#Raftarium=1", "#x&raftarium=1"]) {
    assert.equal(await decodeLink(fragment), null);
    assert.equal(isLink(fragment), false);
  }
});

test("a damaged link says so", async () => {
  const script = SCRIPTS[0] ?? "";
  const good = await encodeLink({ script, ...shared });
  await refuses("#raftarium=1", "link-damaged");
  await refuses("#raftarium=1&s", "link-damaged");
  await refuses("#raftarium=1&s=", "link-damaged");
  await refuses("#raftarium=1&s=!!", "link-damaged");
  await refuses("#raftarium=1&s=AAAAA", "link-damaged");
  await refuses(good.replace("d=0", "d=x"), "link-damaged");
  await refuses(good.replace("t=3", "t=-3"), "link-damaged");
  await refuses(good.replace("t=3", "t=1e9"), "link-damaged");
  await refuses(good.replace("p=why", "p=<b>"), "link-damaged");
  await refuses(good.replace("q=entry.n3.17", "q=<b>"), "link-damaged");
  await refuses(good.replace("q=entry.n3.17", "q=a.b.c.d.e"), "link-damaged");
  await refuses(`#raftarium=1&u=${base64("\xff\xfe")}`, "link-no-text");
  await refuses(`#raftarium=1&s=${zlib(Buffer.from([0xc3, 0x28]))}`, "link-no-text");
  for (const version of ["", "0", "2", "1.0", "01", "1 "]) await refuses(`#raftarium=${version}&s=x`, "link-version");
});

test("a link that was cut off anywhere, or has a letter changed, is refused or is the same", async () => {
  const script = SCRIPTS[0] ?? "";
  const good = await encodeLink({ script, ...shared });
  const start = good.indexOf("&s=") + 3;
  for (let end = start; end < good.length; end++) await refuses(good.slice(0, end), "link-damaged");
  for (let at = start; at < good.length; at++) {
    const flipped = good.slice(0, at) + (good[at] === "A" ? "B" : "A") + good.slice(at + 1);
    // The last letter has unused bits.
    const found = await decodeLink(flipped).catch((error) => { assert.ok(error instanceof LinkError, String(error)); return null; });
    if (found) assert.equal(found.script, script);
  }
});

test("an oversized link is not even looked at", async () => {
  await refuses(`#raftarium=1&u=${"A".repeat(FRAGMENT_MAX)}`, "link-too-long");
  await assert.rejects(encodeLink({ script: "x".repeat(SCRIPT_BYTES_MAX + 1), ...nothing }), { key: "link-script-too-long" });
  await assert.rejects(encodeLink({ script: "é".repeat(SCRIPT_BYTES_MAX / 2 + 1), ...nothing }), { key: "link-script-too-long" });
  const most = "x".repeat(SCRIPT_BYTES_MAX);
  assert.equal((await decodeLink(await encodeLink({ script: most, ...nothing })))?.script.length, SCRIPT_BYTES_MAX);
  assert.equal((await decodeLink(await encodeLink({ script: most, ...nothing }, { compress: false })))?.script.length, SCRIPT_BYTES_MAX);
  assert.throws(() => textOf(new Uint8Array(SCRIPT_BYTES_MAX + 1)), { key: "link-script-too-long" });
});

test("a bomb is defused while it is small", async () => {
  // Half a gibibyte of zeros in half a mebibyte.
  const bomb = zlib(Buffer.alloc(512 << 20));
  assert.ok(bomb.length < FRAGMENT_MAX);
  const Plain = DecompressionStream;
  let made = 0;
  globalThis.DecompressionStream = class {
    constructor(/** @type {CompressionFormat} */ format) {
      const stream = new Plain(format);
      const count = new TransformStream({ transform(chunk, controller) { made += chunk.length; controller.enqueue(chunk); } }, undefined, { highWaterMark: 0 });
      this.writable = stream.writable;
      this.readable = stream.readable.pipeThrough(count);
    }
  };
  try {
    await refuses(`#raftarium=1&s=${bomb}`, "link-script-too-long");
  } finally {
    globalThis.DecompressionStream = Plain;
  }
  assert.ok(made > SCRIPT_BYTES_MAX && made < 4 * SCRIPT_BYTES_MAX, `${made} bytes were made`);
});

test("without the platform's streams a link is longer, and is read all the same", async () => {
  const Plain = [globalThis.CompressionStream, globalThis.DecompressionStream];
  Object.assign(globalThis, { CompressionStream: undefined, DecompressionStream: undefined });
  try {
    const fragment = await encodeLink({ script: "nodes 3\n", ...shared });
    assert.match(fragment, /&u=/);
    assert.equal((await decodeLink(fragment))?.script, "nodes 3\n");
    await refuses(`#raftarium=1&s=${zlib("nodes 3\n")}`, "link-unreadable");
  } finally {
    [globalThis.CompressionStream, globalThis.DecompressionStream] = /** @type {any} */ (Plain);
  }
});

test("a fragment is known again by its name", () => {
  assert.equal(fragmentName(""), "");
  assert.equal(fragmentName("#raftarium=1"), fragmentName("#raftarium=1"));
  assert.notEqual(fragmentName("#raftarium=1&s=a"), fragmentName("#raftarium=1&s=b"));
});
