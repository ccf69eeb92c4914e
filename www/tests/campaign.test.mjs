// The manifest of a campaign on a cluster: Kubernetes takes it, and its pods search the whole range of seeds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Job } from "kubernetes-models/batch/v1";
import { parseDocument } from "yaml";

const read = () => {
  const document = parseDocument(readFileSync(new URL("../../deploy/campaign.yaml", import.meta.url), "utf8"));
  assert.deepEqual([...document.errors, ...document.warnings].map(({ message }) => message), []);
  return document.toJS();
};

test("the manifest fits the schema of a Job, and the schema refuses a wrong one", () => {
  new Job(read()).validate();
  const wrong = read();
  wrong.spec.completions = "many";
  assert.throws(() => new Job(wrong).validate(), /completions must be integer/);
});

test("each pod takes the part of its index, and all parts are there", () => {
  const { spec } = read(), [container] = spec.template.spec.containers, { args } = container;
  assert.equal(spec.completionMode, "Indexed");
  assert.equal(args[args.indexOf("--share") + 1], `$(JOB_COMPLETION_INDEX)/${spec.completions}`);
  assert.match(args[args.indexOf("--seeds") + 1], /^0\.\.\d+$/);
  assert.equal(spec.podFailurePolicy.rules[0].onExitCodes.containerName, container.name);
});
