// Trunk's hooks. Trunk compiles the crate; everything else in the page is made here.
//
//   node www/build.mjs bundle   while cargo compiles: js/main.js and css/main.css, each with all it imports, as one file, and the texts
//   node www/build.mjs finish   afterwards: shrink the wasm file and its glue, and see to it that the page keeps its policy
//
// Both write into Trunk's staging directory, so that nothing generated lies in a directory that Trunk watches.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const WWW = fileURLToPath(new URL(".", import.meta.url));

/** The modules that the browser loads by name: the page, and its workers. */
const ENTRY_POINTS = ["js/main.js", "js/worker.js", "js/spacetime-worker.js", "css/main.css"];

/** The catalogues of words, www/i18n/NAME.LANGUAGE.ftl. */
const CATALOGUES = ["core", "ui"];
const LANGUAGES = ["en", "fr"];

/**
 * Speed before size, as the crate's release profile says; `cargo xtask build` shows what that costs in bytes. The lowest
 * kilobyte is the far end of the stack: no pointer is made by adding to what lies below it, and so constants go into loads
 * and stores. A second round finds what the first laid open, and no browser reads the two sections that are left out.
 */
const WASM_OPT_ARGUMENTS = ["-O3", "--low-memory-unused", "-O3", "--strip-producers", "--strip-target-features"];

/** As in Trunk.toml and index.html. */
const NONCE = "TRUNK_NONCE";

/** @param {string} name */
function variable(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: Trunk runs this file, as Trunk.toml says`);
  return value;
}

async function esbuild() {
  // A fresh clone has no modules yet, and `trunk build` alone should work there as well.
  if (!existsSync(join(WWW, "node_modules"))) {
    console.log("www/node_modules is missing: running `npm ci`");
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: WWW, stdio: "inherit" });
  }
  return import("esbuild");
}

/**
 * @param {string} staging
 * @param {boolean} release
 */
async function bundle(staging, release) {
  const { build } = await esbuild();
  const result = build({
    absWorkingDir: WWW,
    entryPoints: ENTRY_POINTS.filter((path) => existsSync(join(WWW, path))),
    entryNames: "[name]",
    // What is loaded when it is first wanted lies in files of its own, and so does what it shares with the rest.
    splitting: true,
    chunkNames: "[name]-[hash]",
    outdir: staging,
    bundle: true,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    minify: release,
    sourcemap: release ? false : "linked",
    logLevel: "warning",
  });
  // It has said by then what is wrong and where; a stack of our own calls adds nothing.
  await result.catch(() => process.exit(1));
  // A visit needs one language and one scene, so each is a file that the page fetches.
  cpSync(join(WWW, "scenes"), join(staging, "scenes"), { recursive: true });
  await words(staging);
}

/**
 * A file a language, with the messages of its catalogues. They are parsed here, so that the page needs no parser.
 * @param {string} staging
 */
async function words(staging) {
  const { FluentResource } = await import("@fluent/bundle");
  mkdirSync(join(staging, "i18n"), { recursive: true });
  for (const language of LANGUAGES) {
    const messages = CATALOGUES.flatMap((name) => new FluentResource(readFileSync(join(WWW, `i18n/${name}.${language}.ftl`), "utf8")).body);
    writeFileSync(join(staging, `i18n/${language}.json`), JSON.stringify(messages));
  }
}

/** @param {string} staging */
async function shrink(staging) {
  const wasm = join(staging, "raftarium_bg.wasm");
  const before = statSync(wasm).size;
  const wasmOpt = join(WWW, "node_modules/.bin/wasm-opt");
  execFileSync(wasmOpt, [...WASM_OPT_ARGUMENTS, wasm, "-o", `${wasm}.smaller`], { stdio: "inherit" });
  renameSync(`${wasm}.smaller`, wasm);
  console.log(`raftarium_bg.wasm: ${before} bytes, ${statSync(wasm).size} after wasm-opt`);

  const { transform } = await esbuild();
  const glue = join(staging, "raftarium.js");
  const small = await transform(readFileSync(glue, "utf8"), { minify: true, format: "esm", target: "es2022" });
  writeFileSync(glue, small.code);
}

/**
 * The page's policy allows no inline script and no inline style. Only the reload script of `trunk serve` is inline, and
 * it alone bears the nonce; a page without it needs no nonce in its policy, and a fixed one would be an open door.
 * @param {string} staging
 */
function keepPolicy(staging) {
  const path = join(staging, "index.html");
  const html = readFileSync(path, "utf8");
  if (!html.includes('http-equiv="Content-Security-Policy"')) throw new Error("index.html has lost its policy");
  if (html.includes(`<script nonce="${NONCE}">`)) return;
  const strict = html.replaceAll(` 'nonce-${NONCE}'`, "").replaceAll(` nonce="${NONCE}"`, "");
  for (const inline of [/<script(?![^>]*\ssrc=)[^>]*>/i, /<style[\s>]/i, /\sstyle\s*=/i, /<[^>]*\son[a-z]+\s*=/i]) {
    const found = strict.match(inline);
    if (found) throw new Error(`index.html has an inline script or style, which its policy forbids: ${found[0]}`);
  }
  if (strict.includes(NONCE)) throw new Error(`index.html still says ${NONCE}`);
  writeFileSync(path, strict);
}

const staging = variable("TRUNK_STAGING_DIR");
const release = variable("TRUNK_PROFILE") === "release";

switch (process.argv[2]) {
  case "bundle":
    await bundle(staging, release);
    break;
  case "finish":
    if (release) await shrink(staging);
    keepPolicy(staging);
    break;
  default:
    throw new Error("usage: node www/build.mjs bundle|finish");
}
