// The conditions of the cluster. Changes of the setup restart the script; all others are statements.

import { changes, el } from "../core/dom.js";
import { putUnlessHeld } from "../core/focus.js";
import { range } from "../core/statements.js";
import { createMembers, createSetup } from "./cluster.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */

/** @type {{key: string, of: (view: ClusterView) => [number, number]}[]} */
const RANGES = [
  { key: "election-timeout", of: ({ config }) => config.electionTimeoutUs },
  { key: "heartbeat", of: ({ config }) => [config.heartbeatUs, config.heartbeatUs] },
  { key: "latency", of: ({ config }) => config.latencyUs },
  { key: "fsync", of: ({ config }) => config.fsyncUs },
];

/** @type {{key: string, of: (view: ClusterView) => number}[]} */
const CHANCES = [
  { key: "loss", of: ({ config }) => config.lossPpm },
  { key: "duplicate", of: ({ config }) => config.duplicatePpm },
];

/** Presets of several conditions. @type {Record<string, string>} */
const WEATHERS = {
  calm: "config latency 5ms..15ms\nconfig loss 0%\nconfig duplicate 0%\nconfig fsync 1ms",
  rough: "config latency 5ms..120ms\nconfig loss 15%\nconfig duplicate 5%\nconfig fsync 1ms..20ms",
  far: "config latency 60ms..90ms\nconfig loss 1%\nconfig duplicate 0%\nconfig fsync 1ms",
  slow: "config latency 5ms..15ms\nconfig loss 0%\nconfig duplicate 0%\nconfig fsync 20ms..60ms",
};

/** @param {HTMLElement} root @param {Context} context */
export function createConditions(root, context) {
  context.registry.panel({ id: "conditions", needsRun: true, order: 50, parts: ["panel-conditions"] });
  const { actions } = context;
  const act = (/** @type {string} */ statement) => { actions.act(statement, "stage"); };
  const number = (/** @type {string} */ l10n, /** @type {() => void} */ change, /** @type {number} */ max, step = "any") =>
    el("input", { type: "number", class: "data", min: 0, max, step, l10n, change, required: true });
  const ok = (/** @type {HTMLInputElement[]} */ ...inputs) => inputs.every((input) => input.reportValidity());

  const chances = CHANCES.map(({ key, of }) => {
    const input = number(`condition-${key}-input`, () => { if (ok(input)) act(`config ${key} ${Number(input.value)}%`); }, 100);
    return { of, input, row: el("div", { class: "condition" }, el("span", { l10n: `condition-${key}` }), el("span", { class: "inputs" }, input, el("span", { l10n: "unit-percent" }))) };
  });
  const ranges = RANGES.map(({ key, of }) => {
    const single = key === "heartbeat";
    /** The edited end is kept; the other end follows if needed.
     * @param {HTMLInputElement} written @param {HTMLInputElement} other */
    const change = (written, other) => {
      if (!ok(low, high)) return;
      if (single || Number(high.value) < Number(low.value)) other.value = written.value;
      act(`config ${key} ${range(Math.round(Number(low.value) * 1_000), Math.round(Number(high.value) * 1_000))}`);
    };
    const low = number(`condition-${key}-low`, () => change(low, high), 3_600_000), high = number(`condition-${key}-high`, () => change(high, low), 3_600_000);
    const inputs = single ? [low] : [low, el("span", {}, "–"), high];
    return { of, low, high, row: el("div", { class: "condition" }, el("span", { l10n: `condition-${key}` }), el("span", { class: "inputs" }, ...inputs, el("span", { l10n: "unit-ms-name" }))) };
  });
  const pace = number("condition-load-input", () => { if (load.checked && ok(pace)) act(`load every ${range(pace.valueAsNumber * 1_000, pace.valueAsNumber * 1_000)}`); }, 60_000, "1");
  pace.value = "100";
  const load = el("input", { type: "checkbox", id: "load", change: () => act(load.checked ? `load every ${pace.value}ms` : "load off") });

  root.append(
    el("div", { class: "panel-head" }, el("h2", { l10n: "conditions" })),
    el("p", { class: "about", l10n: "conditions-about" }),
    el("div", { class: "weathers", role: "group", l10n: "weathers" }, ...Object.entries(WEATHERS).map(([name, statement]) =>
      el("button", { l10n: `weather-${name}`, click: () => act(statement) }))),
    el("h3", { l10n: "conditions-network" }), ...chances.map(({ row }) => row), ...ranges.slice(2, 3).map(({ row }) => row),
    el("h3", { l10n: "conditions-nodes" }), ...ranges.filter((_, i) => i !== 2).map(({ row }) => row),
    el("h3", { l10n: "conditions-clients" }),
    el("div", { class: "condition" }, el("label", { for: "load", class: "check" }, load, el("span", { l10n: "condition-load" })), el("span", { class: "inputs" }, pace, el("span", { l10n: "unit-ms-name" }))));
  const members = createMembers(root, context), setup = createSetup(root, context);

  const changed = changes();
  return {
    /** @param {State} state */
    update(state) {
      const view = state.view;
      members.update(state);
      setup.update(state);
      if (!view || !changed(JSON.stringify(view.config), view.loadEveryUs, state.lang)) return;
      for (const { of, input } of chances) putUnlessHeld(input, String(of(view) / 10_000));
      for (const { of, low, high } of ranges) { const [a, b] = of(view); putUnlessHeld(low, String(a / 1_000)); putUnlessHeld(high, String(b / 1_000)); }
      load.checked = view.loadEveryUs != null;
      if (view.loadEveryUs != null) putUnlessHeld(pace, String(view.loadEveryUs / 1_000));
    },
  };
}
