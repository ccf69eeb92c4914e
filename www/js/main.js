// The entry: makes the parts, joins them, and starts. The only module that reads a real clock.

import { createLab } from "./lab-client.js";
import { createI18n, LANGUAGES, negotiate } from "./i18n.js";
import { createLibrary, Missing, OPENING, SCENES } from "./library.js";
import { createJourney } from "./journey.js";
import { fragmentName, isLink } from "./fragment.js";
import { createLoop, SPEEDS } from "./loop.js";
import { noMarks } from "./marks.js";
import { loadSession, saveSession } from "./record.js";
import { createSession } from "./session.js";
import { withConfig } from "./statements.js";
import { createStore, loadPreferences, savePreferences } from "./store.js";
import { createTurns } from "./turns.js";
import { createAlarms } from "./views/alarms.js";
import { createClientPanel } from "./views/client-panel.js";
import { createConditions } from "./views/conditions.js";
import { createHeader } from "./views/header.js";
import { createHelp } from "./views/help.js";
import { createInspector } from "./views/inspector.js";
import { createKv } from "./views/kv.js";
import { createLogs } from "./views/logs.js";
import { createNarration, sentence } from "./views/narration.js";
import { createScriptPanel, errorWords } from "./views/script-panel.js";
import { createStage } from "./views/stage.js";
import { createTabs, tabIn } from "./views/tabs.js";
import { createTimebar } from "./views/timebar.js";
import { createTwin } from "./views/twin.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Actions} Actions */
/** @typedef {import("./types.js").Context} Context */

/** 1/20 of real time: a message of 10 ms is 0.2 s on its way. */
const OPENING_SPEED = 5;
/** By then at the latest the page fetches what it may need later. */
const SPARE_AFTER_MS = 3_000;
/** How long a short notice stays. */
const NOTE_MS = 7_000;
/** On a page that is lower the diagram waits until it is asked for: the stage comes first. */
const DIAGRAM_FROM_PX = 720;
/** Some twelve messages' length is in sight. */
const DIAGRAM_US_PER_PX = 300;

const clock = () => performance.now();
const wide = matchMedia("(min-width: 1100px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const preferences = loadPreferences();
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {State} */
const initial = {
  lang: negotiate([preferences.lang ?? "", ...navigator.languages]),
  theme: ["auto", "light", "dark"].includes(preferences.theme ?? "") ? preferences.theme ?? "auto" : "auto",
  speed: Number.isInteger(preferences.speed) && SPEEDS[preferences.speed ?? -1] ? preferences.speed ?? OPENING_SPEED : OPENING_SPEED,
  mode: wide.matches ? "wide" : "narrow", tab: wide.matches ? "logs" : "stage",
  playing: true, behind: false, scene: OPENING, view: null, logs: null, messages: new Float64Array(0), nowUs: 0, endUs: 0,
  landmark: "event", universes: [], universe: 0, twin: null, twinView: null, twinMessages: new Float64Array(0), difference: null,
  script: "", draft: null, error: null, note: "", noteArgs: {}, lastStatement: "",
  selection: null, telling: { headline: null, recent: [] }, routine: false, marks: noMarks(), failure: null,
  why: null, explanation: null,
  journey: null, asTable: false, chosenEvent: null,
  spacetime: { open: innerHeight >= DIAGRAM_FROM_PX, follow: true, leftUs: 0, usPerPx: DIAGRAM_US_PER_PX, order: [], asTable: false },
  reducedMotion: still.matches, client: "c1", target: "", letters: true,
  logFrom: 1, logColumns: 12, followLog: true,
};

const store = createStore(initial);
const lab = createLab();
const library = createLibrary();
const i18n = createI18n();
const loop = createLoop({
  lab, clock,
  pace: () => ({ playing: store.get().playing, speed: SPEEDS[store.get().speed] ?? 1 }),
  guard: (call) => session.safely(call),
  onFrame: (tick) => { session.frame(journey.frame(tick)); render(); },
});
const session = createSession({ lab, library, store, loop, clock });
const journey = createJourney({ lab, store, loop, clock, guard: session.safely, arrive: session.arrive });

/** All that the page needs to begin, on its way at once. */
const core = lab.start(), opening = library.scene(OPENING);
for (const coming of [core, opening]) coming.catch(() => {});
i18n.use(initial.lang, await library.words(initial.lang).catch(cannotBegin));

/** @type {Actions} */
const actions = {
  act: (statement, source = "stage") => session.act(statement, source),
  togglePlay: () => actions.play(!store.get().playing),
  play: (playing) => {
    const { view, nowUs, endUs } = store.get();
    if (playing && view?.script.state === "failed" && endUs <= nowUs) store.set({ note: "note-stands", noteArgs: {} });
    else store.set({ playing });
  },
  seekLandmark: session.seekLandmark,
  seekEvent: session.seekEvent,
  seekUs: session.seekUs,
  seekEnd: session.seekEnd,
  pass: session.pass,
  why: (question, told = null) => {
    if (told && store.get().playing) session.stand(told);
    store.set({ why: { question }, tab: "why", playing: false });
  },
  switchTo: (id) => { const end = session.switchTo(id); if (end) journey.go(end, null, () => {}); },
  rename: session.universes.rename,
  compare: (id) => session.safely(() => session.universes.compare(id)),
  showTwin: (twin) => {
    store.set({ twin, twinView: null });
    if (twin !== null) actions.compare(twin);
    else focusOn("#timebar .universes > button");
  },
  setSpeed: (speed) => { store.set({ speed: Math.max(0, Math.min(SPEEDS.length - 1, speed)) }); remember(); },
  run: (script) => { const opened = session.run(script, "own"); if (opened) store.set({ draft: null, playing: true }); return opened; },
  runAgain: () => { if (session.run(store.get().script, store.get().scene)) store.set({ playing: true }); },
  setUp: (key, value) => {
    const { script, scene, draft } = store.get();
    if (session.run(withConfig(script, key, value), scene)) store.set({ playing: true, note: "note-set-up", noteArgs: {} });
    // It was not this that the person wrote.
    else store.set({ draft });
  },
  bringBack: () => { const former = session.universes.former(); if (former !== null) actions.switchTo(former); },
  openScene: session.openScene,
  openFresh: session.openFresh,
  // A hand waits for what it did, and it may close and open again between two turns.
  select: (selection) => { store.set({ selection }); inspector.update(store.get()); },
  selectMessage: session.selectMessage,
  chooseEvent: (chosenEvent) => store.set({ chosenEvent }),
  speakAs: (client) => { store.set({ client, tab: store.get().mode === "wide" ? "logs" : "client" }); render(); clientPanel.focus(); },
  set: (patch) => store.set(patch),
  setLanguage: (lang) => { void useLanguage(lang); },
  setTheme: (theme) => { store.set({ theme }); useTheme(theme); remember(); },
  copy,
  help: () => help.open(),
  goToTime: () => focusOn("#timebar .play"),
  share: () => { void beyond().then(({ share }) => share.open()).catch(tellMissing); },
  leaveJourney: journey.leave,
  redraw: () => loop.wake(),
};

/** @type {Context} */
const context = { i18n, actions, scenes: SCENES, speeds: SPEEDS, languages: LANGUAGES };
const stage = createStage(byId("stage"), context);
const clientPanel = createClientPanel(byId("panel-client"), context);
const help = createHelp(byId("help"), context);
/** What moves, every frame. */
const moving = [createTabs(byId("tabs"), context), stage, createTwin(byId("twin"), stage.picture, context)];
const logs = createLogs(byId("panel-logs"), context);
const narration = createNarration(byId("narration"), context);
const inspector = createInspector(byId("stage"), stage.layout, context);
/** What mostly has nothing to write. */
const rare = [
  createHeader(byId("header"), context), createAlarms(byId("alarms"), document.body, context), createScriptPanel(byId("panel-script"), context),
  createConditions(byId("panel-conditions"), context), inspector,
];
/** What is read, and how often at most while time plays: nobody reads sixty times a second. */
const turns = createTurns([
  { everyMs: 60, update: stage.nodes },
  { everyMs: 150, update: stage.clients },
  { everyMs: 60, ...createTimebar(byId("timebar"), context) },
  { everyMs: 60, ...logs },
  { everyMs: 200, ...createKv(byId("panel-kv"), context) },
  { everyMs: 200, update: clientPanel.update },
  { everyMs: 100, ...narration },
  { everyMs: 100, update: rarely },
]);
const live = byId("live");
/** So many frames in a row may leave the diagram for the next. */
const FULL_FRAMES = 3;
let fullFrames = 0;
/** Loaded once the cluster runs. @type {{update: (state: State) => void} | null} */
let diagram = null;
/** @type {State["view"]} */
let seen = null;
let looked = false;

/** It takes nobody's turn. @param {State} state */
function rarely(state) {
  for (const view of rare) view.update(state);
  return false;
}

function render() {
  const state = store.get();
  logs.settle();
  for (const view of moving) view.update(state);
  if (!state.playing) turns.all(state);
  // A frame that fetched a snapshot has done its share, unless every frame fetches one.
  looked = state.view !== seen && !looked;
  seen = state.view;
  const full = state.playing && !looked && turns.next(state, clock()) && ++fullFrames < FULL_FRAMES;
  if (!full) { fullFrames = 0; diagram?.update(state); }
  if (state.tab === "why") showWhy(state);
  const event = session.announce();
  if (event) live.textContent = sentence(event, i18n);
}

/** @type {{update: (state: State) => void} | null} */
let whyPanel = null;
let whyIsComing = false;

/** The panel of answers, which is fetched when it is first in sight. @param {State} state */
function showWhy(state) {
  if (whyPanel) { whyPanel.update(state); return; }
  if (whyIsComing) return;
  whyIsComing = true;
  import("./views/why.js").then(({ createWhy }) => {
    whyPanel = createWhy(byId("panel-why"), context);
    loop.wake();
  }, () => {
    whyIsComing = false;
    store.set({ tab: "logs", note: "note-missing", noteArgs: { file: "why.js" } });
  });
}

/** @param {string} selector */
function focusOn(selector) {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}

/** What is chosen, or else what is told. */
function askWhy() {
  const { selection } = store.get();
  if (selection && selection.kind !== "link") actions.why(selection.kind === "node" ? `role ${selection.id}` : `message ${selection.id}`);
  else narration.ask();
}

function remember() {
  const { lang, theme, speed } = store.get();
  savePreferences({ lang, theme, speed });
}

/** @param {string} lang */
async function useLanguage(lang) {
  try {
    i18n.use(lang, await library.words(lang));
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    store.set({ note: "note-missing", noteArgs: { file: error.path } });
    return;
  }
  store.set({ lang });
  remember();
  localize();
}

function localize() {
  document.documentElement.lang = i18n.lang();
  i18n.localize(document.body);
  loop.wake();
}

async function openDiagram() {
  const { createSpacetime } = await import("./views/spacetime.js");
  diagram = createSpacetime(byId("spacetime"), context, { ...lab, safely: session.safely });
  loop.wake();
}

/** Without its words or its core there is no page: says so, in the words that stand in it. @param {unknown} error @returns {never} */
function cannotBegin(error) {
  byId("not-loaded").hidden = false;
  byId("not-loaded-why").textContent = String(error);
  throw error;
}

/** @param {string} theme */
function useTheme(theme) { document.documentElement.dataset["theme"] = theme; }

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    store.set({ note: "note-copied", noteArgs: {} });
  } catch {
    // A sandboxed frame may not write to the clipboard; the person can still copy by hand.
    store.set({ note: "note-not-copied", noteArgs: {} });
  }
}

/** A statement that the stage could not make is told like any other notice. @param {State} state */
function tellStageError(state) {
  if (state.error?.source === "stage") store.set({ error: null, note: "note-error", noteArgs: { error: errorWords(state.error.error, i18n) } });
}

let noteTimer = 0;
let notedArgs = initial.noteArgs;
store.subscribe((state) => {
  loop.wake();
  if (clock() - recordMs > RECORD_MS) record();
  tellStageError(state);
  if (state.note === "" || state.noteArgs === notedArgs) return;
  notedArgs = state.noteArgs;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => store.set({ note: "" }), NOTE_MS);
});

/** What leads beyond this page, loaded when it is first wanted. */
const parts = () => Promise.all([import("./sharing.js"), import("./views/share.js")]);
const beyond = once(async () => {
  const [{ createSharing }, { createShare }] = await parts();
  const sharing = createSharing({ lab, store, session, journey, i18n, picture: () => stage.picture, speeds: SPEEDS.length, clock });
  return { sharing, share: createShare(document.body, sharing, context) };
});

/** What is made once, unless it could not be made. @template T @param {() => Promise<T>} make */
function once(make) {
  /** @type {Promise<T> | null} */
  let made = null;
  return () => made ??= make().catch((error) => { made = null; throw error; });
}

/** A part of the page could not be fetched. */
function tellMissing() { store.set({ note: "note-missing", noteArgs: { file: "sharing.js" } }); }

/** Opens a file that was dropped anywhere on the page. @param {DragEvent} event */
function drop(event) {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  void beyond().then(({ sharing }) => sharing.openFile(file)).catch(tellMissing);
}

/** The link that was opened, or could not be: the last session belongs to it. */
let fragment = "";

/** Opens the link in the address bar. It stays there, so that the person can copy it. */
async function openFragment() {
  fragment = fragmentName(location.hash);
  try {
    return await (await beyond()).sharing.openLink(location.hash);
  } catch {
    tellMissing();
    return false;
  }
}

/** Real time between two records of the session. */
const RECORD_MS = 1_000;
let recordMs = 0;

/** Keeps what a reload brings back. On the way to a place, where it leads is not known yet. */
function record() {
  recordMs = clock();
  if (!lab.alive() || journey.active()) return;
  const { playing, speed, scene, tab, draft } = store.get();
  session.safely(() => {
    const { nowUs: us, event, endUs } = lab.place();
    saveSession({ script: lab.script(), place: { us, event, endUs }, playing, speed, scene, tab, draft, fragment, more: session.universes.record() });
  });
}

/** Opens what this page was left with: the link that it was asked for, the last session, or else a running cluster. @param {string} script */
async function begin(script) {
  const last = loadSession();
  fragment = last?.fragment ?? "";
  const asked = isLink(location.hash) && fragmentName(location.hash) !== fragment;
  if (asked && await openFragment()) return;
  if (last && session.open(last.script, last.scene) === null && lab.alive()) {
    const { playing, tab, speed, draft = null } = last;
    session.universes.restore(last.more);
    store.set({ playing: false, draft, ...(document.getElementById(`tab-${tab}`) ? { tab } : {}), ...(SPEEDS[speed] ? { speed } : {}) });
    journey.go(last.place, null, (arrived) => { if (arrived) store.set({ playing }); });
    return;
  }
  session.run(script, OPENING);
}

/** @type {Record<string, () => void>} */
const SHORTCUTS = {
  " ": actions.togglePlay,
  ".": () => actions.seekLandmark("event", true),
  ",": () => actions.seekLandmark("event", false),
  "home": () => { actions.play(false); actions.seekUs(0); },
  "end": actions.seekEnd,
  "[": () => actions.setSpeed(store.get().speed - 1),
  "]": () => actions.setSpeed(store.get().speed + 1),
  "?": actions.help,
  "h": () => {
    // It would be a line of the script, and in the past begin another universe, for nothing.
    if (store.get().view?.cuts.length) actions.act("heal");
    else store.set({ note: "note-nothing-cut", noteArgs: {} });
  },
  "u": () => byId("universes").togglePopover(),
  "w": askWhy,
  "t": () => actions.set({ asTable: !store.get().asTable }),
  "s": () => actions.share(),
  "/": () => actions.speakAs(store.get().client),
};

/** Forward; with Shift, back. @type {Record<string, string>} */
const LANDMARK_KEYS = { e: "election", m: "message", c: "commit", f: "fault" };

/** Whether a key means something where it was pressed. @param {Element} target @param {string} key */
function isTaken(target, key) {
  if (target.closest("dialog, [popover], textarea, select")) return true;
  const type = target instanceof HTMLInputElement ? target.type : "";
  if (type === "checkbox") return key === " ";
  if (type === "range") return /^(?:Arrow|Page|Home$|End$)/.test(key);
  return type !== "";
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || isTaken(target, event.key)) return;
  if (event.key === "Escape" && store.get().selection) { actions.select(null); return; }
  if (!store.get().letters || (event.key === " " && target.closest("button, [role=button]"))) return;
  const landmark = LANDMARK_KEYS[event.key.toLowerCase()];
  const shortcut = landmark ? () => actions.seekLandmark(landmark, !event.shiftKey) : SHORTCUTS[event.key.toLowerCase()];
  const node = /^[1-9]$/.test(event.key) ? stage.picture.querySelector(`[data-kind="node"][data-id="n${event.key}"]`) : null;
  if (!shortcut && !node) return;
  event.preventDefault();
  if (shortcut) shortcut();
  else /** @type {SVGElement} */ (node).focus();
});

wide.addEventListener("change", () => store.set({ mode: wide.matches ? "wide" : "narrow", tab: tabIn(wide.matches, store.get().tab) }));
still.addEventListener("change", () => store.set({ reducedMotion: still.matches }));
document.addEventListener("visibilitychange", () => { record(); loop.resume(); });
addEventListener("pagehide", record);
addEventListener("hashchange", () => { if (isLink(location.hash)) void openFragment(); });
document.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
document.addEventListener("drop", drop);

useTheme(initial.theme);
localize();
const [script] = await Promise.all([opening, core]).catch(cannotBegin);
await begin(script);
// Once the cluster runs: what shows its past is not needed before it has one.
requestAnimationFrame(() => { void openDiagram().catch(() => { byId("spacetime").hidden = true; }); });
requestIdleCallback(() => { void Promise.all([library.prefetch(LANGUAGES), lab.spare(), parts(), import("./views/why.js")]); }, { timeout: SPARE_AFTER_MS });
