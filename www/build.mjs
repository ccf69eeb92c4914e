// Trunk's hooks. Trunk compiles the crate; this file makes everything else in the page.
//
//   node www/build.mjs bundle   during cargo's compilation: bundles src/shell/main.js and main.css with their
//                               imports, and writes the texts
//   node www/build.mjs finish   afterwards: shrinks the wasm file and its glue, draws the opening cluster into the
//                               HTML, checks the policy, makes the single-file page, and seals the build for
//                               offline use
//
// Both write into Trunk's staging directory, so that no generated file is in a directory that Trunk watches.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogues, editorCatalogue, futuresCatalogue, glossary, ledgerCatalogue, LANGUAGES, quizCatalogue, rulesCatalogue, terminalCatalogue, tracesCatalogue } from "./tools/catalogues.mjs";
import { seal } from "./tools/seal.mjs";

const WWW = fileURLToPath(new URL(".", import.meta.url));

/** Files that the browser loads by name: scripts, style sheets and workers. */
const ENTRY_POINTS = [
  { in: "src/shell/main.js", out: "main" },
  { in: "src/shell/main.css", out: "main" },
  { in: "src/learn/learn.css", out: "learn" },
  { in: "src/shell/early.js", out: "early" },
  { in: "src/shell/embed.css", out: "embed" },
  { in: "src/learn/print.css", out: "print" },
  { in: "src/offline/worker.js", out: "sw" },
  { in: "src/stage/worker.js", out: "stage-worker" },
  { in: "src/spacetime/worker.js", out: "spacetime-worker" },
  { in: "src/rules/hunt-worker.js", out: "hunt-worker" },
  { in: "src/futures/worker.js", out: "futures-worker" },
];

/**
 * Speed before size, as in the crate's release profile; `cargo xtask build` shows the cost in bytes.
 * --low-memory-unused: the lowest kilobyte is the far end of the stack, and no pointer is computed from an address
 * below it, so constants can be folded into loads and stores. The second -O3 uses what the first exposes; no browser
 * reads the stripped sections.
 */
const WASM_OPT_ARGUMENTS = ["-O3", "--low-memory-unused", "-O3", "--strip-producers", "--strip-target-features"];

/** Same as in Trunk.toml and index.html. */
const NONCE = "TRUNK_NONCE";

/** @param {string} name */
function variable(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: Trunk runs this file, as Trunk.toml says`);
  return value;
}

async function esbuild() {
  // A fresh clone has no modules yet, and `trunk build` alone should work there too.
  if (!existsSync(join(WWW, "node_modules"))) {
    console.log("www/node_modules is missing: running `npm ci`");
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: WWW, stdio: "inherit" });
  }
  return import("esbuild");
}

/**
 * The editor's style-mod uses a constructed style sheet in a shadow root, and a `<style>` element in a document, which
 * the page's policy forbids. Every supported browser can construct style sheets for documents too, so the condition is
 * removed. The build fails if the source of style-mod changes there.
 * @type {import("esbuild").Plugin}
 */
const CONSTRUCTED_STYLES = {
  name: "constructed-styles",
  setup(build) {
    build.onLoad({ filter: /[\\/]style-mod[\\/]src[\\/]style-mod\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8"), only = "if (!root.head && root.adoptedStyleSheets";
      if (source.split(only).length !== 2) throw new Error(`${path} no longer says: ${only}`);
      return { contents: source.replace(only, "if (root.adoptedStyleSheets"), loader: "js" };
    });
  },
};

/** Scripts that a module imports are text. @type {import("esbuild").Plugin} */
const SCRIPTS = {
  name: "scripts",
  setup(build) {
    build.onLoad({ filter: /\.raft$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8"), loader: "text" }));
  },
};

/**
 * Styles of modules that load late are part of them: a style sheet that a module imports as text is minified like the
 * page's own. The page constructs a style sheet from the text; see core/styles.js.
 * @param {boolean} release @returns {import("esbuild").Plugin}
 */
const lateStyles = (release) => ({
  name: "late-styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path, with: { type } }) => {
      if (type !== "text") return null;
      const { code } = await build.esbuild.transform(readFileSync(path, "utf8"), { loader: "css", minify: release, target: "es2022" });
      return { contents: code, loader: "text" };
    });
  },
});

/**
 * @param {string} staging
 * @param {boolean} release
 */
async function bundle(staging, release) {
  const { build } = await esbuild();
  const result = build({
    absWorkingDir: WWW,
    entryPoints: ENTRY_POINTS,
    // Modules that load late are in files of their own, and so is the code they share with the rest.
    splitting: true,
    chunkNames: "[name]-[hash]",
    outdir: staging,
    bundle: true,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    plugins: [CONSTRUCTED_STYLES, SCRIPTS, lateStyles(release)],
    minify: release,
    sourcemap: release ? false : "linked",
    logLevel: "warning",
  });
  // esbuild has reported the error; a stack trace adds nothing.
  await result.catch(() => process.exit(1));
  // A visit needs one language and one scene, so each is a file that the page fetches.
  cpSync(join(WWW, "scenes"), join(staging, "scenes"), { recursive: true });
  await words(staging);
  await lessons(staging);
}

/** The lessons: their scripts, their texts, and the list of them. @param {string} staging */
async function lessons(staging) {
  const { captionsOf, groups, indexOf, scriptOf } = await import("./tools/lessons.mjs");
  mkdirSync(join(staging, "lessons"), { recursive: true });
  const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(staging, "lessons", name), text);
  for (const id of groups().flatMap((group) => group.lessons)) {
    write(`${id}.raft`, scriptOf(id));
    for (const language of LANGUAGES) write(`${id}.${language}.json`, JSON.stringify(captionsOf(id, language)));
  }
  for (const language of LANGUAGES) write(`index.${language}.json`, JSON.stringify(indexOf(language)));
  await quizzes(staging);
}

/** The questions of each quiz in each language, and their runs. @param {string} staging */
async function quizzes(staging) {
  const { listOfQuizzes, questionsOf, runOf } = await import("./tools/quizzes.mjs");
  mkdirSync(join(staging, "lessons/quiz/runs"), { recursive: true });
  for (const { id } of listOfQuizzes().quizzes) {
    for (const language of LANGUAGES) writeFileSync(join(staging, `lessons/quiz/${id}.${language}.json`), JSON.stringify(questionsOf(id, language)));
    for (const { id: run, seen } of questionsOf(id, "en")) if (seen.length > 0) writeFileSync(join(staging, `lessons/quiz/runs/${run}.raft`), runOf(run));
  }
}

/**
 * Eight files per language: the messages that the page starts with, and those that load late: explanations of the script
 * language, the glossary, the quiz, the panels of rules and of futures, the film, and the terminal. They are parsed here, so that the page needs no parser.
 * @param {string} staging
 */
async function words(staging) {
  const { FluentResource } = await import("@fluent/bundle");
  mkdirSync(join(staging, "i18n"), { recursive: true });
  const messages = (/** @type {URL} */ path) => new FluentResource(readFileSync(path, "utf8")).body;
  for (const language of LANGUAGES) {
    writeFileSync(join(staging, `i18n/${language}.json`), JSON.stringify(catalogues(language).flatMap(messages)));
    writeFileSync(join(staging, `i18n/words.${language}.json`), JSON.stringify(messages(editorCatalogue(language))));
    writeFileSync(join(staging, `i18n/glossary.${language}.json`), JSON.stringify(glossary(language).flatMap(messages)));
    writeFileSync(join(staging, `i18n/quiz.${language}.json`), JSON.stringify(messages(quizCatalogue(language))));
    writeFileSync(join(staging, `i18n/ledger.${language}.json`), JSON.stringify(messages(ledgerCatalogue(language))));
    writeFileSync(join(staging, `i18n/rules.${language}.json`), JSON.stringify(messages(rulesCatalogue(language))));
    writeFileSync(join(staging, `i18n/futures.${language}.json`), JSON.stringify(messages(futuresCatalogue(language))));
    writeFileSync(join(staging, `i18n/traces.${language}.json`), JSON.stringify(messages(tracesCatalogue(language))));
    writeFileSync(join(staging, `i18n/terminal.${language}.json`), JSON.stringify(messages(terminalCatalogue(language))));
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
 * The page's policy allows no inline script and no inline style. The only inline script is the reload script of
 * `trunk serve`, with the nonce; a page without it needs no nonce in its policy, and a fixed one would be unsafe.
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
    // Imported here: in a fresh clone its module is installed only by the bundle step.
    await (await import("./prerender.mjs")).prerender(staging);
    keepPolicy(staging);
    await (await import("./tools/single.mjs")).single(staging, [CONSTRUCTED_STYLES, SCRIPTS], release);
    // A development build must not be kept by the service worker.
    if (release) seal(staging);
    break;
  default:
    throw new Error("usage: node www/build.mjs bundle|finish");
}
