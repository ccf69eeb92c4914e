// The lessons: each has a script, and a catalogue per language; one list gives their order.

import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readFileSync } from "node:fs";
import { groupOfQuizzes } from "./quizzes.mjs";

const LESSONS = new URL("../lessons/", import.meta.url);

/**
 * A group of the list, as in index.json. `later` marks a group that is only announced.
 * @typedef {{en: string, fr: string, lessons: string[], later?: boolean}} Group
 */

/** @returns {Group[]} */
export const groups = () => JSON.parse(readFileSync(new URL("index.json", LESSONS), "utf8"));

/** @param {string} id */
export const scriptOf = (id) => readFileSync(new URL(`${id}.raft`, LESSONS), "utf8");

/**
 * The texts of a lesson by their keys. They are formatted here, since none has arguments, so the page needs no parser.
 * @param {string} id @param {string} language @returns {Record<string, string>}
 */
export function captionsOf(id, language) {
  const resource = new FluentResource(readFileSync(new URL(`${id}.${language}.ftl`, LESSONS), "utf8"));
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(resource);
  return Object.fromEntries(resource.body.flatMap(({ id: key, value }) => (value ? [[key, bundle.formatPattern(value)]] : [])));
}

/** The number in a heading statement of a script. @param {string} script @param {string} word */
const heading = (script, word) => Number(new RegExp(`^${word} (\\d+)`, "m").exec(script)?.[1] ?? 0);

/**
 * The list of lessons in a language, with the quizzes at its end.
 * @param {string} language
 */
export function indexOf(language) {
  const told = groups().map(({ lessons, later = false, ...group }) => ({
    name: language === "fr" ? group.fr : group.en,
    later,
    lessons: lessons.map((id) => {
      const script = scriptOf(id), captions = captionsOf(id, language), { title = id, about = "" } = captions;
      const goals = [...script.matchAll(/^goal .* says @([\w-]+)/gm)].map(([, key = ""]) => captions[key] ?? "");
      const asks = script.match(/^ask /gm)?.length ?? 0;
      return { id, title, about, minutes: heading(script, "minutes"), level: heading(script, "level"), goals, asks };
    }),
  }));
  return [...told, groupOfQuizzes(language)];
}
