// The entry point: creates the parts, connects them, and starts. The only module that reads a real clock.

import { createClientPanel } from "../client/panel.js";
import { createConditions } from "../conditions/conditions.js";
import { el } from "../core/dom.js";
import { isEmbedded } from "../core/embedded.js";
import { errorWords } from "../core/errors.js";
import { createCaptions } from "../core/captions.js";
import { createGlossary } from "../core/glossary.js";
import { createI18n, LANGUAGES } from "../core/i18n.js";
import { createLibrary, Missing, OPENING, SCENES } from "../core/library.js";
import { clusterHere, EVENTS_MAX, followNodes, isFromNode } from "../core/live.js";
import { createRegistry } from "../core/registry.js";
import { createJourney } from "../core/run/journey.js";
import { createLab, Trap } from "../core/run/lab-client.js";
import { createLanguage } from "../core/run/language.js";
import { createLoop, SPEEDS } from "../core/run/loop.js";
import { loadSession, saveSession } from "../core/run/record.js";
import { createSession } from "../core/run/session.js";
import { sentence } from "../core/sentences.js";
import { createStore, savePreferences, saysNew } from "../core/store.js";
import { createTurns } from "../core/turns.js";
import { savedFragment } from "../core/within.js";
import { registerFilm } from "../film/index.js";
import { registerLearn } from "../learn/index.js";
import { registerFutures } from "../futures/index.js";
import { createKv } from "../logs/kv.js";
import { registerLive } from "../live/index.js";
import { createLogs } from "../logs/logs.js";
import { createNarration } from "../narration/narration.js";
import { registerRules } from "../rules/index.js";
import { registerScript } from "../script/index.js";
import { fragmentName, isLink } from "../share/fragment.js";
import { registerSpacetime } from "../spacetime/index.js";
import { createBar } from "../stage/bar.js";
import { createFacts } from "../stage/facts.js";
import { createInspector } from "../stage/inspector.js";
import { createStage, registerStage } from "../stage/stage.js";
import { createWall } from "../stage/wall.js";
import { registerTerminal } from "../terminal/index.js";
import { createTimebar } from "../time/timebar.js";
import { createTwin } from "../universes/twin.js";
import { createUniverses } from "../universes/universes.js";
import { registerWhy } from "../why/index.js";
import { createActions } from "./actions.js";
import { createAlarms } from "./alarms.js";
import { createCommandMenu } from "./command-menu.js";
import { createHeader } from "./header.js";
import { createHelp } from "./help.js";
import { initialState } from "./initial.js";
import { listenToKeys } from "./keys.js";
import { createPalette } from "./palette.js";
import { follow, routeOf } from "./routes.js";
import { createScenes } from "./scenes.js";
import { createTabs, tabIn } from "./tabs.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** The latest time at which the page fetches files that it may need later. */
const SPARE_AFTER_MS = 3_000;
/** Real time that a short notice stays. */
const NOTE_MS = 7_000;

const clock = () => performance.now();
const wide = matchMedia("(min-width: 1100px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const { said, chosen, follows } = initialState(wide.matches, still.matches);
const store = createStore(said, chosen, follows);
const lab = createLab();
const library = createLibrary();
const i18n = createI18n();
const registry = createRegistry();
const loop = createLoop({
  lab, clock,
  pace: () => ({ playing: store.get().playing, speed: SPEEDS[store.get().speed] ?? 1, ...session.pace() }),
  guard: (call) => session.safely(call),
  onFrame: (tick) => { session.frame(journey.frame(tick)); render(); },
});
const session = createSession({ lab, library, store, loop, clock });
const journey = createJourney({ lab, store, loop, clock, guard: session.safely, arrive: session.arrive });

// A page that was saved as one file opens the fragment it was saved with.
if (savedFragment() !== "") history.replaceState(null, "", savedFragment());

/** Everything that the page needs to start, requested at once. */
const core = lab.start(), opening = library.scene(OPENING);
for (const coming of [core, opening]) coming.catch(() => {});
i18n.use(chosen.lang, await library.words(chosen.lang).catch(cannotBegin));

/** The last state rendered, and whether to render again although the state is the same. */
let told = /** @type {State | null} */ (null), outdated = true;
const actions = createActions({
  store, session, journey,
  shell: {
    copy, focusOn, goTo, remember, useTheme, useLanguage: (lang) => { void useLanguage(lang); },
    // Updated at once: the user waits for it, and it may close and open again between two turns.
    chosen: () => { inspector.update(store.get()); bar.update(store.get()); },
    spoken: () => { render(); clientPanel.focus(); },
    help: () => help.open(),
    openMenu: (ids, opener) => commandMenu(ids, opener),
    // Not loaded late: the letters typed after its key must reach it.
    palette: () => palette.open(),
    copyLink: (script, film) => { void import("../share/sharing.js").then(({ linkTo }) => linkTo(script, store.get().tab, film)).then(copy, tellMissing("sharing.js")); },
    follow: () => { void followCluster().then((found) => { if (!found) store.tell("note-missing", { file: "cluster.json" }); }); },
    share: () => { void beyond().then(({ share }) => share.open()).catch(tellMissing("sharing.js")); },
    redraw: () => { outdated = true; loop.wake(); },
  },
});

/** @type {Context} */
const context = { i18n, actions, captions: createCaptions({ library, i18n, wake: actions.redraw }), glossary: createGlossary({ library, i18n, wake: actions.redraw }), language: createLanguage({ lab, library, i18n, safely: session.safely }), registry, scenes: SCENES, speeds: SPEEDS, languages: LANGUAGES };
const family = el("div", { class: "universes" });
// First, so that its keys are at the top of the list of keys.
const timebar = createTimebar(byId("timebar"), family, context);
const parts = { byId, context, lab, safely: session.safely, wake: loop.wake, library, clock };
// Its mode comes before `explore`.
const learn = registerLearn({ context, library, byId });
registerFilm(parts);
const stage = createStage(byId("stage"), context);
registerStage(context);
const stageName = /** @type {HTMLElement} */ (document.querySelector("#stage .stage-name"));
stageName.append(learn.wayBack());
const scenes = createScenes(stageName, context);
// Its mode comes after `explore`.
stageName.append(registerRules(parts).notice);
const clientPanel = createClientPanel(byId("panel-client"), context);
const logs = createLogs(byId("panel-logs"), context);
const inspector = createInspector(byId("stage"), stage.layout, context);
const bar = createBar(byId("stage"), stage.layout, context);
registry.view(60, { update: stage.nodes });
registry.view(150, { update: stage.clients });
registry.view(60, timebar);
registry.view(60, logs);
registry.view(200, createKv(byId("panel-kv"), context));
registry.view(200, clientPanel);
registry.view(100, createNarration(byId("narration"), context));
registry.view("rare", scenes);
registry.view("rare", createAlarms(byId("alarms"), document.body, context));
registry.view("rare", createConditions(byId("panel-conditions"), context));
registry.view("rare", inspector);
registry.view("rare", bar);
registry.view("rare", createWall(byId("stage"), context));
registry.view("rare", createFacts(byId("node-facts"), context));
registry.view("rare", createUniverses(family, context));
registerWhy(parts);
registerFutures(parts);
registerScript(parts);
registerTerminal(parts);
registerLive(parts);
const diagram = registerSpacetime(parts);
registry.view("rare", createHeader(byId("header"), context));
const commandMenu = createCommandMenu(document.body, store.get, { i18n, registry });
const help = createHelp(byId("help"), context);
const palette = createPalette(document.body, store.get, context);
// Views updated every frame; the tabs first, since they decide what is visible.
registry.view("frame", createTabs(byId("tabs"), context));
registry.view("frame", stage);
registry.view("frame", createTwin(byId("twin"), stage.picture, createStage, context));

const viewsOf = (/** @type {"frame" | "rare"} */ pace) => registry.views().filter((one) => one.pace === pace).map(({ view }) => view);
const moving = viewsOf("frame"), rare = viewsOf("rare");
/** Views that write text take turns while time plays: nobody reads sixty times a second. */
const turns = createTurns([
  ...registry.views().flatMap(({ pace, view }) => (typeof pace === "number" ? [{ everyMs: pace, update: (/** @type {State} */ state) => /** @type {any} */ (view.update(state)) }] : [])),
  { everyMs: 100, update: rarely },
]);
const live = byId("live");
/** Consecutive frames that may skip the diagram. */
const FULL_FRAMES = 3;
let fullFrames = 0;
/** @type {State["view"]} */
let seen = null;
let looked = false;

/** Updates the rare views. Returns false, to leave the turn to another part. @param {State} state */
function rarely(state) {
  for (const view of rare) view.update(state);
  return false;
}

function render() {
  const state = store.get();
  logs.settle();
  // While time stands still and only the diagram is moved, all other parts are up to date.
  const tells = state.playing || outdated || saysNew(state, told, registry.kept());
  told = state;
  outdated = false;
  if (tells) for (const view of moving) view.update(state);
  if (tells && !state.playing) turns.all(state);
  // A frame that took a snapshot takes no turn, unless every frame takes one.
  looked = state.view !== seen && !looked;
  seen = state.view;
  const full = state.playing && !looked && turns.next(state, clock()) && ++fullFrames < FULL_FRAMES;
  if (!full) { fullFrames = 0; diagram.update(state); }
  if (tells) showLate(state);
  const event = session.announce();
  if (event) live.textContent = sentence(event, i18n);
}

/** Views of panels that load when they are first visible; null while loading.
 * @type {Map<string, import("../core/registry.js").View | null>} */
const late = new Map();

/** Updates the visible panel, if it loads late. @param {State} state */
function showLate(state) {
  const panel = registry.panels().find(({ id }) => id === state.tab);
  if (!panel?.load) return;
  const view = late.get(panel.id);
  if (view) view.update(state);
  if (view !== undefined) return;
  late.set(panel.id, null);
  panel.load().then((made) => { late.set(panel.id, made); actions.redraw(); }, () => {
    late.delete(panel.id);
    store.chosen({ tab: state.mode === "wide" ? "logs" : "stage" });
    store.tell("note-missing", { file: `${panel.id}.js` });
  });
}

/** Goes to an address of the page, with an entry in the browser's history.
 * @param {string} mode @param {string} place */
function goTo(mode, place) {
  const address = place === "" ? `#${mode}` : `#${mode}/${place}`;
  // The same address again fires no `hashchange`.
  if (location.hash === address) follow(address, registry, store);
  else location.hash = address;
}

/** @param {string} selector */
function focusOn(selector) {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}

function remember() {
  const { lang, theme, speed, large } = store.get();
  if (isEmbedded()) return;
  savePreferences({ lang, theme, speed, large });
}

/** @param {string} lang */
async function useLanguage(lang) {
  try {
    i18n.use(lang, await library.words(lang));
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    store.tell("note-missing", { file: error.path });
    return;
  }
  store.chosen({ lang });
  remember();
  localize();
}

function localize() {
  document.documentElement.lang = i18n.lang();
  i18n.localize(document.body);
  actions.redraw();
}

/** The page cannot start without its texts or its core: shows the message that is in the HTML.
 * @param {unknown} error @returns {never} */
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
    store.tell("note-copied");
  } catch {
    // A sandboxed frame may not write to the clipboard; the user can still copy manually.
    store.tell("note-not-copied");
  }
}

/** Shows the error of a statement from the stage as a notice. @param {State} state */
function tellStageError(state) {
  if (state.error?.source !== "stage") return;
  const { error } = state.error;
  store.said({ error: null });
  store.tell("note-error", { error: errorWords(error, i18n) });
}

let noteTimer = 0;
let notedArgs = follows.noteArgs;
let large = false;
store.subscribe((state) => {
  loop.wake();
  if (clock() - recordMs > RECORD_MS) record();
  tellStageError(state);
  if (large !== (state.large && wide.matches)) { large = !large; document.documentElement.classList.toggle("large", large); }
  if (state.note === "" || state.noteArgs === notedArgs) return;
  notedArgs = state.noteArgs;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => store.follows({ note: "" }), NOTE_MS);
});

/** Sharing, loaded on first use. */
const fetchBeyond = () => Promise.all([import("../share/sharing.js"), import("../share/dialog.js")]);
const beyond = once(async () => {
  const [{ createSharing }, { createShare }] = await fetchBeyond();
  const sharing = createSharing({ lab, store, session, library, journey, i18n, captions: context.captions, scenes: SCENES, picture: () => stage.picture, speeds: SPEEDS.length, clock });
  return { sharing, share: createShare(document.body, sharing, context) };
});

/** Makes a value once; retries after a failure. @template T @param {() => Promise<T>} make */
function once(make) {
  /** @type {Promise<T> | null} */
  let made = null;
  return () => made ??= make().catch((error) => { made = null; throw error; });
}

/** Returns a handler that reports a missing file. @param {string} file */
function tellMissing(file) { return () => { store.tell("note-missing", { file }); }; }

/** Opens files that were dropped anywhere on the page. @param {DragEvent} event */
function drop(event) {
  const files = [...event.dataTransfer?.files ?? []];
  if (files.length === 0) return;
  event.preventDefault();
  void beyond().then(({ sharing }) => sharing.openFiles(files)).catch(tellMissing("sharing.js"));
}

/** Name of the link that was opened, or could not be; recorded with the session. */
let fragment = "";

/** Opens the link in the address bar. It stays there, so that the user can copy it. */
async function openFragment() {
  fragment = fragmentName(location.hash);
  try {
    return await (await beyond()).sharing.openLink(location.hash);
  } catch {
    tellMissing("sharing.js")();
    return false;
  }
}

/** Least real time between two records of the session. */
const RECORD_MS = 1_000;
let recordMs = 0;

/** Records the session for a reload. Not during a journey, whose end is not known yet. */
function record() {
  recordMs = clock();
  // An embedded page always starts afresh; and several frames would share one storage.
  // A trace has no script from which it could be opened again.
  if (!lab.alive() || lab.isTold() || journey.active() || isEmbedded()) return;
  const { playing, speed, scene, tab, why, draft, reading, film } = store.get();
  session.safely(() => {
    const { nowUs: us, event, endUs } = lab.place();
    saveSession({ script: lab.script(), place: { us, event, endUs }, playing, speed, scene, tab, question: why?.question ?? null, draft, card: reading?.stands ? reading.card : null, film: film?.step ?? null, fragment, more: session.universes.record() });
  });
}

/** Opens the link in the address, the place it names, the last session, or else the opening scene.
 * @param {string} script */
async function begin(script) {
  if (location.hash === "" && await followCluster()) return;
  const last = isEmbedded() ? null : loadSession();
  fragment = last?.fragment ?? "";
  const asked = isLink(location.hash) && fragmentName(location.hash) !== fragment;
  if (asked && await openFragment()) return;
  const route = routeOf(location.hash), mode = registry.modes().find(({ id }) => id === route?.mode);
  const isMode = Boolean(route && mode && (route.place === "" || mode.covers?.(route.place)));
  // The place of the address is opened, unless the last session has the same scene.
  const isElsewhere = !isLink(location.hash) && !isMode && (route === null || last?.scene !== route.place);
  if (isElsewhere && follow(location.hash, registry, store)) return;
  if (!bringBack(last)) session.run(script, OPENING);
  if (isMode) follow(location.hash, registry, store);
  else if (route && !isElsewhere) store.follows({ place: route.mode });
}

/** How far the page may fall behind a running cluster before it skips what happened, µs: a hidden tab stands still. */
const BEHIND_US = 3_000_000;

/** Follows the cluster of the node that serves the page. Returns whether there is one.
 * @param {import("../core/live.js").Cluster | null} [former] The cluster that was followed until now. */
async function followCluster(former = null) {
  const isFollowed = () => store.get().live?.nodes === cluster?.nodes;
  let isWanted = former ? isFollowed : session.wish(), isOpen = false;
  const cluster = former ?? (isFromNode() ? await clusterHere() : null);
  if (!cluster || !isWanted()) return false;
  const mirror = lab.mirror(Object.keys(cluster.nodes).length);
  followNodes(mirror, cluster, {
    epochMs: () => Date.now(), guarded: lab.guarded,
    // Not if another universe was opened.
    isWanted: () => isWanted(),
    onLeft() { if (!isOpen) mirror.free(); },
    onRefused: () => store.tell("note-live-refused"),
    onMore(more) {
      const { live } = store.get();
      if (live && live.more !== more) store.said({ live: { ...live, more } });
    },
    onEvents() {
      if (!isOpen) {
        isOpen = true;
        session.openLive(mirror, cluster);
        isWanted = isFollowed;
        if (former) store.tell("note-live-full", { n: EVENTS_MAX });
        return;
      }
      const { playing, nowUs, speed } = store.get();
      session.safely(() => {
        const { endUs } = lab.place();
        store.said({ endUs });
        if (playing && SPEEDS[speed] === 1 && endUs - nowUs > BEHIND_US) session.seekUs(endUs);
      });
    },
    onFull: () => { void followCluster(cluster); },
    onWrong(error) {
      if (error instanceof Trap) session.lost(error); else store.tell("note-live-over");
    },
  });
  return true;
}

/** Restores the last session.
 * @param {import("../core/run/record.js").Session | null} last @returns {boolean} Whether it was restored. */
function bringBack(last) {
  if (!last || session.open(last.script, last.scene) !== null || !lab.alive()) return false;
  const { playing, tab, speed, question = null, draft = null, card = null, film = null } = last;
  session.universes.restore(last.more);
  store.chosen({ playing: false, draft, ...(document.getElementById(`tab-${tab}`) ? { tab } : {}), ...(SPEEDS[speed] ? { speed } : {}) });
  journey.go(last.place, null, (arrived) => {
    if (!arrived) return;
    // Time stood at a card.
    if (card !== null) session.readBack(card);
    // A film was shown.
    if (film !== null) session.watch(film);
    store.chosen({ playing, ...(question === null ? {} : { why: { question } }) });
  });
  return true;
}

/** Registers the service worker, if allowed. */
async function stayOffline() {
  const { canBeKept, keepOffline } = await import("../offline/offline.js");
  if (canBeKept(isEmbedded())) await keepOffline(context, { header: byId("header"), before: record });
}

listenToKeys({
  registry, state: store.get, letGo: () => actions.select(null),
  nodeOf: (name) => stage.picture.querySelector(`[data-kind="node"][data-id="${name}"]`),
});
wide.addEventListener("change", () => {
  store.follows({ mode: wide.matches ? "wide" : "narrow" });
  store.chosen({ tab: tabIn(wide.matches, store.get().tab, registry.panels()) });
});
still.addEventListener("change", () => store.follows({ reducedMotion: still.matches }));
document.addEventListener("visibilitychange", () => { record(); loop.resume(); });
addEventListener("pagehide", record);
addEventListener("hashchange", () => { if (isLink(location.hash)) void openFragment(); else follow(location.hash, registry, store); });
document.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
document.addEventListener("drop", drop);

useTheme(chosen.theme);
localize();
const [script] = await Promise.all([opening, core]).catch(cannotBegin);
await begin(script);
// A node that was pressed before the page had started.
const { early } = document.documentElement.dataset;
if (early) requestAnimationFrame(() => actions.select({ kind: "node", id: early }));
// After the cluster runs: the diagram shows the past, so it is not needed earlier.
requestAnimationFrame(() => { void diagram.load().catch(() => { byId("spacetime").hidden = true; }); });
requestIdleCallback(() => { void Promise.all([library.prefetch(LANGUAGES), lab.spare(), fetchBeyond(), import("../why/why.js"), context.glossary.load(), stayOffline()]); }, { timeout: SPARE_AFTER_MS });
