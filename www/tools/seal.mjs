// The last step of a build: writes the list of its files into its service worker, and makes the page installable.
//
//   node www/tools/seal.mjs DIRECTORY     seals it again, after a file in it was changed

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";

const WORKER = "sw.js", MANIFEST = "manifest.webmanifest";
/** Rarely used files, which are not fetched ahead. */
const LATE = ["single.html"];
const HEAD = "self.BUILD=";
/** Placeholder of the manifest link in index.html. */
const PLACE = "<!-- manifest -->";

/** The web app manifest. */
const ABOUT = {
  name: "Raftarium", short_name: "Raftarium", lang: "en",
  description: "A real Raft cluster in your browser, on a virtual clock: watch it elect a leader, hurt it, ask it why.",
  description_localized: { fr: "Un vrai cluster Raft dans votre navigateur, sur une horloge virtuelle : regardez-le élire un leader, malmenez-le, demandez-lui pourquoi." },
  start_url: "./", scope: "./", display: "standalone", background_color: "#fbfaf6", theme_color: "#0b62a4", categories: ["education"],
  icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
};

/** @param {string | Buffer} bytes */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The files of a build with their hashes, sorted, independent of the machine.
 * @param {string} directory @returns {[string, string][]} */
function filesOf(directory) {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(directory, path)).isFile() && path !== WORKER && !path.endsWith(".map"))
    .map((path) => path.split(sep).join("/")).sort()
    .map((path) => [path, sha256(readFileSync(join(directory, path)))]);
}

/**
 * Seals a build.
 * @param {string} directory @returns {string} Its digest.
 */
export function seal(directory) {
  writeFileSync(join(directory, MANIFEST), `${JSON.stringify(ABOUT)}\n`);
  const page = join(directory, "index.html"), html = readFileSync(page, "utf8"), link = `<link rel="manifest" href="${MANIFEST}">`;
  if (!html.includes(link) && !html.includes(PLACE)) throw new Error("index.html has no place for the manifest");
  writeFileSync(page, html.replace(PLACE, link));
  const all = filesOf(directory), late = all.filter(([path]) => LATE.includes(path)), files = all.filter(([path]) => !LATE.includes(path));
  const worker = join(directory, WORKER), digest = sha256(JSON.stringify(all)).slice(0, 16);
  const code = readFileSync(worker, "utf8").replace(new RegExp(`^${HEAD}.*\\n`), "");
  writeFileSync(worker, `${HEAD}${JSON.stringify({ digest, files, late })};\n${code}`);
  return digest;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(`sealed as ${seal(process.argv[2] ?? "dist")}`);
