// The terminal: the chapter's commands, typed or pasted as printed, on the simulated cluster. Loaded when it is first opened.

import { changes, el, hide, text } from "../core/dom.js";
import { createLateWords } from "../core/late-words.js";
import { addStyles } from "../core/styles.js";
import { HELP, run } from "./commands.js";
import { complete, shared } from "./completion.js";
import { split, isWhole } from "./lines.js";
import { createMachine } from "./machine.js";
import css from "./terminal.css" with { type: "text" };

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** A message that every catalogue of the terminal contains. */
const WORDED = "terminal-title";
/** Entries, lines remembered, and lines that wait, at most; and letters that one entry shows. */
const ENTRIES_MAX = 300, HISTORY_MAX = 500, QUEUE_MAX = 200, LETTERS_MAX = 100_000;
/** Commands that are shown while nothing was typed. */
const SHOWN_FIRST = ["up", "write", "curl", "network"];

/** Lines that were typed, and the place among them. */
function createHistory() {
  /** @type {string[]} */
  const lines = [];
  let at = 0, draft = "";
  return {
    lines: () => lines,
    /** @param {string} line */
    add(line) {
      if (line.trim() !== "" && lines.at(-1) !== line) lines.push(line);
      if (lines.length > HISTORY_MAX) lines.shift();
      at = lines.length;
    },
    /** The line so many places further on; null beyond the first and the last. @param {number} by @param {string} typed */
    move(by, typed) {
      const to = at + by;
      if (to < 0 || to > lines.length) return null;
      if (at === lines.length) draft = typed;
      at = to;
      return lines[to] ?? draft;
    },
  };
}

/** What was printed. */
function createLog() {
  const root = el("div", { class: "terminal-log", role: "log", tabindex: 0, "aria-live": "polite" });
  /** @type {HTMLElement | null} */
  let entry = null;
  const isAtEnd = () => root.scrollHeight - root.scrollTop - root.clientHeight < 40;
  const follow = () => { root.scrollTop = root.scrollHeight; };
  /** @param {string} kind @param {string} words */
  function print(kind, words) {
    if (words === "") return;
    const shown = words.length > LETTERS_MAX ? `${words.slice(0, LETTERS_MAX)}…` : words;
    const stays = !isAtEnd() && kind === "out";
    (entry ?? root).append(el("pre", { class: `terminal-${kind}` }, shown.replace(/\n$/, "")));
    if (!stays) follow();
  }
  return {
    root, print,
    /** @param {string} line */
    begin(line) {
      entry = el("div", { class: "terminal-entry" }, el("pre", { class: "terminal-typed" }, el("span", { class: "terminal-sign", "aria-hidden": "true" }, "$ "), line));
      root.append(entry);
      while (root.children.length > ENTRIES_MAX) root.firstElementChild?.remove();
      follow();
    },
    /** @param {boolean} fromTop Whether the beginning is shown where there is not room for all. */
    end(fromTop) {
      if (fromTop && entry) root.scrollTop = entry.offsetTop - root.offsetTop;
      entry = null;
    },
    clear() { root.replaceChildren(); },
  };
}

/** The prompt: a field that grows with its lines. @param {{enter: (text: string) => void, interrupt: () => void, clear: () => void, tab: (line: string) => {from: number, words: string[]}, list: (words: string[]) => void}} does */
function createPrompt({ enter, interrupt, clear, tab, list }) {
  const history = createHistory();
  const field = el("textarea", { class: "terminal-field", rows: 1, l10n: "terminal-field", dir: "ltr", spellcheck: "false", autocomplete: "off", autocapitalize: "off", autocorrect: "off", enterkeyhint: "send" });
  const fit = () => { field.rows = Math.min(8, field.value.split("\n").length); };
  /** @param {string} value */
  function put(value) {
    field.value = value;
    fit();
    field.setSelectionRange(value.length, value.length);
  }
  /** The text for which the words were listed last. */
  let listed = "";
  /** Completes the word before the cursor. Returns false if there is nothing to complete: then Tab leaves the field. */
  function completes() {
    const at = field.selectionStart, { from, words } = tab(field.value.slice(0, at));
    const [word] = words;
    if (word === undefined || field.value.trim() === "") return false;
    const more = words.length === 1 ? `${word} ` : shared(words);
    if (words.length > 1 && from + more.length <= at) {
      if (listed === field.value) return false;
      listed = field.value;
      list(words);
    }
    field.setRangeText(more, from, at, "end");
    return true;
  }
  /** The lines that have an end are run, and what is left waits in the field. */
  function send() {
    if (!isWhole(field.value)) { field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end"); fit(); return; }
    const { value } = field;
    put("");
    for (const line of split(`${value}\n`).lines) history.add(line);
    enter(value);
  }
  field.addEventListener("input", fit);
  field.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!pasted.includes("\n")) return;
    event.preventDefault();
    // As in a terminal: whole lines are run at once, and the last one waits for Enter.
    field.setRangeText(pasted, field.selectionStart, field.selectionEnd, "end");
    const { lines, rest } = split(field.value);
    put(rest);
    for (const line of lines) { history.add(line); enter(line); }
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event, plain = !ctrlKey && !altKey && !metaKey;
    const first = field.value.lastIndexOf("\n", field.selectionStart - 1) < 0, last = field.value.indexOf("\n", field.selectionEnd) < 0;
    if (plain && key === "Enter" && !shiftKey) send();
    else if (plain && key === "Tab" && !shiftKey) { if (!completes()) return; }
    else if (plain && ((key === "ArrowUp" && first) || (key === "ArrowDown" && last))) {
      const line = history.move(key === "ArrowUp" ? -1 : 1, field.value);
      if (line !== null) put(line);
    } else if (ctrlKey && key === "c" && field.selectionStart === field.selectionEnd) { put(""); interrupt(); }
    else if (ctrlKey && key === "l") clear();
    else return;
    event.preventDefault();
  });
  return { field, put, history };
}

/**
 * Runs lines, one after the other.
 * @param {{machine: ReturnType<typeof createMachine>, log: ReturnType<typeof createLog>, history: () => string[], clear: () => void, tell: (works: boolean) => void}} parts
 */
function createRunner({ machine, log, history, clear, tell }) {
  /** @type {string[]} */
  const queue = [];
  let works = false, code = 0;

  /** @param {string} line */
  async function one(line) {
    const word = line.trim();
    if (word === "clear") { clear(); return; }
    log.begin(line);
    machine.begin();
    if (word === "history") log.print("out", history().join("\n"));
    else {
      code = await run(line, code, machine, ({ out, err }) => { log.print("err", err); log.print("out", out); });
      if (code !== 0) log.print("code", machine.say("terminal-code", { code }));
    }
    log.end(word === "help");
  }

  return {
    /** @param {string} typed */
    async enter(typed) {
      queue.push(...split(`${typed}\n`).lines.filter((line) => line.trim() !== "").slice(0, QUEUE_MAX - queue.length));
      if (works) return;
      works = true;
      tell(true);
      try {
        for (let line = queue.shift(); line !== undefined; line = queue.shift()) await one(line);
      } finally {
        // A fault of the terminal itself leaves no line behind.
        queue.length = 0;
        works = false;
        tell(false);
      }
    },
    /** Ends the command that runs, and forgets those behind it. */
    interrupt() {
      queue.length = 0;
      if (!works) return;
      machine.interrupt();
      log.print("out", "^C");
    },
  };
}

/**
 * @param {HTMLElement} root @param {Context} context
 * @param {Pick<import("../core/types.js").Parts, "lab" | "safely" | "clock"> & {library: import("../core/library.js").Library}} means
 */
export function createTerminal(root, context, { lab, library, clock, safely }) {
  const { i18n } = context;
  addStyles(css);
  const worded = createLateWords(library.terminalWords, WORDED, context);
  /** @type {State | null} */
  let seen = null;
  const log = createLog();
  const machine = createMachine({ context, lab, safely, clock }, {
    state: () => seen, print: (words) => log.print("out", words), acted: (statements) => log.print("acted", statements),
  });
  const runner = createRunner({ machine, log, clear, history: () => prompt.history.lines(), tell: (works) => { hide(stopButton, !works); if (works) hide(hint, true); } });
  const title = el("h2", {}), clearButton = el("button", { class: "quiet", click: clear }), stopButton = el("button", { class: "quiet", hidden: true, click: () => runner.interrupt() });
  const about = el("p", { class: "about" }), firsts = el("div", { class: "terminal-firsts" }), hint = el("div", { class: "terminal-hint" }, about, firsts);
  const prompt = createPrompt({
    enter: (typed) => { void runner.enter(typed); }, interrupt: () => runner.interrupt(), clear,
    tab: (line) => complete(line, machine.nodes().map(({ name }) => name)), list: (words) => log.print("out", words.join("  ")),
  });
  const form = el("form", { class: "terminal-prompt", submit: (event) => event.preventDefault() }, el("span", { class: "terminal-sign", "aria-hidden": "true" }, "$"), prompt.field);
  root.append(el("div", { class: "terminal-head" }, title, el("span", { class: "spacer" }), stopButton, clearButton), hint, log.root, form);
  // A click beside the text moves the focus to the field, unless it selects something.
  log.root.addEventListener("click", () => { if (String(getSelection()) === "") prompt.field.focus({ preventScroll: true }); });

  function clear() {
    log.clear();
    hide(hint, false);
    prompt.field.focus({ preventScroll: true });
  }

  /** A person who opens the panel by a press or by its key types at once. Arrow keys go on from tab to tab, a link moves no focus, and
   * on a touch screen a keyboard would cover the answers. */
  function opened() {
    const goesOn = document.activeElement?.matches(":focus-visible") ?? false;
    if (root.hidden || goesOn || !navigator.userActivation.hasBeenActive || !matchMedia("(pointer: fine)").matches) return;
    prompt.field.focus({ preventScroll: true });
  }

  new MutationObserver(opened).observe(root, { attributes: true, attributeFilter: ["hidden"] });
  opened();
  const localized = changes();

  return {
    /** @param {State} state */
    update(state) {
      seen = state;
      if (!worded() || !localized(state.lang)) return;
      text(title, i18n.t("terminal-title"));
      text(clearButton, i18n.t("terminal-clear"));
      text(stopButton, i18n.t("terminal-stop"));
      text(about, i18n.t("terminal-about"));
      firsts.replaceChildren(...HELP.filter(([name]) => SHOWN_FIRST.includes(name)).map(([, example]) =>
        el("button", { class: "terminal-first", click: () => { prompt.put(example); prompt.field.focus({ preventScroll: true }); } }, example)));
      i18n.localize(form);
      log.root.setAttribute("aria-label", i18n.t("terminal-log"));
    },
  };
}
