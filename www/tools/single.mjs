// The page as one file, which works from a disk: it contains scripts, styles, texts and the core, and its policy allows
// nothing else to run, and no requests. The page fetches it when the user saves it, and writes into it what it opens.

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const WWW = fileURLToPath(new URL("..", import.meta.url));
const NAME = "single.html";
/** Texts that the page fetches by their paths. */
const FOLDERS = ["i18n", "lessons", "scenes"];

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
/** Escapes text that would end its element. @param {string} script */
const asScript = (script) => script.replaceAll(/<\/(script|style)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
/** @param {unknown} data */
const asJson = (data) => JSON.stringify(data).replaceAll("<", "\\u003c");

/** The wasm glue as a function that makes a fresh instance, as needed after a trap. @param {string} staging */
async function glueOf(staging) {
  const source = readFileSync(join(staging, "raftarium.js"), "utf8");
  const { code } = await transform(source, { format: "iife", globalName: "glue", minify: true, target: "es2022", define: { "import.meta.url": "\"\"" } });
  return `globalThis.raftariumGlue=()=>{${code.trim()}return glue};`;
}

/**
 * All scripts of the page as one module.
 * @param {import("esbuild").Plugin[]} plugins @param {boolean} release
 */
async function scriptOf(plugins, release) {
  const { outputFiles: [file] } = await build({
    absWorkingDir: WWW, entryPoints: ["src/shell/main.js"], write: false, bundle: true, format: "esm", target: ["es2022"], charset: "utf8",
    loader: { ".svg": "dataurl", ".png": "dataurl" }, plugins, minify: release, logLevel: "warning",
  });
  return file?.text ?? "";
}

/** The body of the page, without its end tag, and without the prerendered picture: a saved page may open another run.
 * @param {string} html */
function bodyOf(html) {
  const body = (/<body[^]*(?=<\/body>)/.exec(html)?.[0] ?? "").replace(/<div class="first-picture[^]*?<\/svg><\/div>\s*/g, "");
  if (!body.includes("id=\"stage\"") || body.includes("first-picture") || /\s(?:src|href)="/.test(body)) throw new Error("the body of the page is not what the one file expects");
  return body;
}

/** The files of a folder and its subfolders. @param {string} staging @param {string} folder */
const filesIn = (staging, folder) => readdirSync(join(staging, folder), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => relative(staging, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));

/**
 * Writes the single-file page beside the page.
 * @param {string} staging @param {import("esbuild").Plugin[]} plugins @param {boolean} release
 */
export async function single(staging, plugins, release) {
  const script = asScript(`${await glueOf(staging)}\n${await scriptOf(plugins, release)}`);
  const style = ["main.css", "learn.css", "print.css"].map((name) => readFileSync(join(staging, name), "utf8").replace(/\/\*# sourceMappingURL.*?\*\//, "")).join("\n");
  const texts = Object.fromEntries(FOLDERS.flatMap((folder) => filesIn(staging, folder)).map((path) => [path, readFileSync(join(staging, path), "utf8")]));
  const core = readFileSync(join(staging, "raftarium_bg.wasm")).toString("base64"), icon = readFileSync(join(staging, "icon.svg")).toString("base64");
  const policy = `default-src 'none'; script-src ${hashOf(script)} 'wasm-unsafe-eval'; style-src ${hashOf(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  const body = bodyOf(readFileSync(join(staging, "index.html"), "utf8"));
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Raftarium</title>
<link rel="icon" href="data:image/svg+xml;base64,${icon}">
<style>${style}</style>
</head>
${body}
<script type="application/json" id="within-opens">""</script>
<script type="application/json" id="within-texts">${asJson(texts)}</script>
<script type="text/plain" id="within-core">${core}</script>
<script type="module">${script}</script>
</body>
</html>
`;
  writeFileSync(join(staging, NAME), html);
}
