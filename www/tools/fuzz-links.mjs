// Fuzzes links: damages known links and files in seeded ways, and checks that each is refused with a message, or opens
// a universe that runs, within limits and in time.
//
//   node www/tools/fuzz-links.mjs [DIRECTORY] [--seconds N] [--seed N]     exit 1 on the first failure

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";
import { decodeLink, encodeLink, FRAGMENT_MAX, LinkError, SCRIPT_BYTES_MAX, textOf } from "../src/share/link.js";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: "string" }, seed: { type: "string" } } });
const directory = positionals[0] ?? "dist";
const SECONDS = Number(values.seconds ?? 10);
const SEED = Number(values.seed ?? 1);

/** Most real time for one link: a longer one counts as a hang. */
const LONGEST_MS = 5_000;
/** Events to run in a universe that opens. */
const STEPS = 2_000;

/** A generator of numbers below a limit, the same for a seed (mulberry32). @param {number} seed */
function numbers(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

async function core() {
  const source = readFileSync(join(directory, "raftarium.js"));
  /** @type {typeof import("../types/raftarium.js")} */
  const glue = await import(`data:text/javascript;base64,${source.toString("base64")}`);
  await glue.default({ module_or_path: readFileSync(join(directory, "raftarium_bg.wasm")) });
  return glue;
}

const folders = ["../scenes/", "../../tests/scripts/"].map((path) => new URL(path, import.meta.url));
const scripts = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".raft")).map((name) => readFileSync(new URL(name, folder), "utf8")));
const ALPHABET = [..."ABCabc019-_=&#%s u", "raftarium=", "&s=", "&u=", "&d=", "&t=99999999999999999", "&e=", "&p=", "\u0000", "\ud800", "🦀", "\n"];
const STATEMENTS = ["crash n1", "run 24h", "nodes 9", "load every 1us", "set \"\\u0000\" \"\\ud83e\"", "partition n1 | n2", "\"", "expect safe", "wipe n1", "step 18446744073709551615"];

/** @param {string} text @param {(below: number) => number} draw @param {string[]} signs */
function damage(text, draw, signs) {
  let letters = text;
  for (let i = draw(4); i >= 0; i--) {
    const at = draw(letters.length + 1), sign = signs[draw(signs.length)] ?? "";
    switch (draw(5)) {
      case 0: letters = letters.slice(0, at); break;
      case 1: letters = letters.slice(0, at) + sign + letters.slice(at); break;
      case 2: letters = letters.slice(0, at) + sign + letters.slice(at + 1); break;
      case 3: letters = letters.slice(0, at) + letters.slice(at + draw(40)); break;
      default: letters += letters.slice(at);
    }
  }
  return letters;
}

/** A link, valid or damaged in one of several ways. @param {(below: number) => number} draw */
async function link(draw) {
  const script = scripts[draw(scripts.length)] ?? "";
  const good = () => encodeLink({ script, digest: "0123456789abcdef", us: draw(1e9), event: draw(2) ? draw(1e6) : null, panel: "logs", question: null, speed: draw(16), lesson: draw(2) ? "exercise-2" : null, card: draw(2) ? draw(20) : null, film: draw(4) ? null : draw(10) }, { compress: draw(2) === 0 });
  switch (draw(6)) {
    case 0: return damage(await good(), draw, ALPHABET);
    // A valid link with a damaged script.
    case 1: return encodeLink({ script: damage(script, draw, STATEMENTS.map((line) => `\n${line}\n`)), digest: null, us: null, event: null, panel: null, question: null, speed: null, lesson: null, card: null, film: null });
    case 2: return `#raftarium=1&s=${deflateSync(Buffer.from(Array.from({ length: draw(300) }, () => draw(256)))).toString("base64url")}`;
    case 3: return `#raftarium=1&s=${Buffer.from(Array.from({ length: draw(300) }, () => draw(256))).toString("base64url")}`;
    // A decompression bomb: up to 64 MiB of one byte.
    case 4: return draw(20) ? good() : `#raftarium=1&s=${deflateSync(Buffer.alloc(draw(64 << 20), draw(128))).toString("base64url")}`;
    default: return damage(damage(await good(), draw, ALPHABET), draw, ALPHABET);
  }
}

const { Universe, Export } = await core();

/** Opens a script as the page does. Returns whether the script is valid. @param {string} script */
function opens(script) {
  let universe;
  try {
    universe = new Universe(script);
  } catch (error) {
    const { line, column, expected } = /** @type {import("../types/raftarium.js").ScriptErrorView} */ (error);
    if (error instanceof Error || !(line >= 1) || !(column >= 1) || typeof expected !== "string") throw error;
    return false;
  }
  universe.runScript(STEPS);
  universe.snapshot(1, 20, 20);
  universe.feed();
  const digest = new Export(universe.script(), "digest");
  digest.go(STEPS);
  digest.free();
  universe.free();
  return true;
}

const counts = { refused: 0, wrong: 0, opened: 0, foreign: 0 };
const end = performance.now() + SECONDS * 1_000;
for (let seed = SEED; performance.now() < end; seed++) {
  const draw = numbers(seed);
  const fragment = await link(draw);
  const began = performance.now();
  try {
    const shared = draw(10) ? await decodeLink(fragment) : { script: textOf(new TextEncoder().encode(fragment)) };
    if (shared === null) counts.foreign++;
    else if (new TextEncoder().encode(shared.script).length > SCRIPT_BYTES_MAX || fragment.length > FRAGMENT_MAX) throw new Error("over the limit");
    else if (opens(shared.script)) counts.opened++;
    else counts.wrong++;
  } catch (error) {
    if (!(error instanceof LinkError)) {
      console.error(`seed ${seed}: ${JSON.stringify(fragment.slice(0, 2_000))}`);
      throw error;
    }
    counts.refused++;
  }
  const took = performance.now() - began;
  if (took > LONGEST_MS) throw new Error(`seed ${seed} took ${Math.round(took)} ms: ${JSON.stringify(fragment.slice(0, 2_000))}`);
}
console.log(`${Object.values(counts).reduce((sum, count) => sum + count, 0)} links in ${SECONDS} s: ${JSON.stringify(counts)}`);
if (counts.opened === 0 || counts.refused === 0 || counts.wrong === 0) throw new Error("the damage is one-sided: not every end was seen");
