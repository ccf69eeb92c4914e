// The CI workflows: they parse, use the project's own commands, and have minimal permissions.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDocument } from "yaml";

const FOLDER = new URL("../../.github/workflows/", import.meta.url);

/** @typedef {{uses?: string, run?: string, with?: Record<string, unknown>}} Step */
/** @typedef {{permissions?: Record<string, string>, needs?: string, steps: Step[], "timeout-minutes"?: number}} Job */
/** @typedef {{on: Record<string, unknown>, permissions?: Record<string, string>, jobs: Record<string, Job>}} Workflow */

/** @type {[string, Workflow][]} */
const workflows = readdirSync(FOLDER).map((name) => {
  const document = parseDocument(readFileSync(new URL(name, FOLDER), "utf8"), { version: "1.2" });
  assert.deepEqual([...document.errors, ...document.warnings].map(({ message }) => message), [], name);
  return [name, document.toJS()];
});

test("every action has a version, and every job a limit", () => {
  for (const [name, { jobs, permissions }] of workflows) {
    assert.deepEqual(permissions, { contents: "read" }, `${name}: what is allowed by default`);
    for (const [id, job] of Object.entries(jobs)) {
      assert.ok(job["timeout-minutes"], `${name}: ${id} may run for ever`);
      for (const { uses } of job.steps) if (uses) assert.match(uses, /^actions\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/, name);
    }
  }
});

test("the page is published as the project builds it, by a job that may do that alone", () => {
  const pages = workflows.find(([name]) => name === "pages.yml")?.[1];
  assert.ok(pages);
  const { build, publish } = pages.jobs;
  assert.ok(build && publish);
  assert.ok(build.steps.some(({ run }) => run === "cargo xtask build"));
  assert.equal(build.steps.find(({ uses }) => uses?.startsWith("actions/upload-pages-artifact@"))?.with?.["path"], "dist");
  assert.equal(build.permissions, undefined);
  assert.equal(publish.needs, "build");
  assert.deepEqual(publish.permissions, { pages: "write", "id-token": "write" });
  assert.deepEqual(publish.steps.map(({ uses }) => uses?.split("@")[0]), ["actions/deploy-pages"]);
});
