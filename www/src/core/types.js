// Types that the modules share. This file contains no code.

/**
 * @typedef {typeof import("../../types/raftarium.js")} Glue
 * @typedef {import("../../types/raftarium.js").Universe} Universe
 * @typedef {import("../../types/raftarium.js").ClusterView} ClusterView
 * @typedef {import("../../types/raftarium.js").NodeView} NodeView
 * @typedef {import("../../types/raftarium.js").ClientView} ClientView
 * @typedef {import("../../types/raftarium.js").RequestView} RequestView
 * @typedef {import("../../types/raftarium.js").HttpView} HttpView
 * @typedef {import("../../types/raftarium.js").CommandView} CommandView
 * @typedef {import("../../types/raftarium.js").EntryView} EntryView
 * @typedef {import("../../types/raftarium.js").MessageView} MessageView
 * @typedef {import("../../types/raftarium.js").EventView} EventView
 * @typedef {import("../../types/raftarium.js").Explanation} Explanation
 * @typedef {import("../../types/raftarium.js").Finding} Finding
 * @typedef {import("../../types/raftarium.js").LanesView} LanesView
 * @typedef {import("../../types/raftarium.js").ScriptErrorView} ScriptErrorView
 * @typedef {import("../../types/raftarium.js").CompletionView} CompletionView
 * @typedef {import("../../types/raftarium.js").OfferView} OfferView
 * @typedef {import("../../types/raftarium.js").WordView} WordView
 * @typedef {import("../../types/raftarium.js").StoryView} StoryView
 * @typedef {import("../../types/raftarium.js").StoryPlace} StoryPlace
 * @typedef {import("../../types/raftarium.js").CardView} CardView
 * @typedef {import("../../types/raftarium.js").GoalView} GoalView
 * @typedef {import("../../types/raftarium.js").CaptionView} CaptionView
 * @typedef {import("../../types/raftarium.js").FilmView} FilmView
 * @typedef {import("../../types/raftarium.js").Mark} Mark
 * @typedef {import("../../types/raftarium.js").RuleView} RuleView
 * @typedef {import("../../types/raftarium.js").RulebookView} RulebookView
 * @typedef {import("../../types/raftarium.js").HuntView} HuntView
 * @typedef {import("../../types/raftarium.js").ShortView} ShortView
 * @typedef {import("../../types/raftarium.js").PresentView} PresentView
 * @typedef {import("../../types/raftarium.js").OpenEntryView} OpenEntryView
 * @typedef {import("../../types/raftarium.js").ShareView} ShareView
 * @typedef {import("../../types/raftarium.js").FuturesView} FuturesView
 * @typedef {import("../../types/raftarium.js").DecidingView} DecidingView
 * @typedef {import("../../types/raftarium.js").LossView} LossView
 * @typedef {import("../../types/raftarium.js").TurningView} TurningView
 * @typedef {import("../../types/raftarium.js").Advance} Advance
 * @typedef {import("../../types/raftarium.js").Difference} Difference
 * @typedef {import("./i18n.js").I18n} I18n
 */

/**
 * The selection on the stage.
 * @typedef {{kind: "node", id: string}
 *   | {kind: "link", id: string, a: string, b: string}
 *   | {kind: "message", id: string, message: MessageView}} Selection
 */

/**
 * The current narration: a headline event, and the events before it.
 * @typedef {object} Narration
 * @property {EventView | null} headline
 * @property {EventView[]} recent Newest first, without the headline.
 */

/**
 * @typedef {object} Marks
 * @property {number} extentUs The time that the whole bar spans.
 * @property {Record<string, Map<number, number>>} columns By kind of mark, the number of marks in each column.
 * @property {number} revision Grows with every change.
 */

/**
 * Why a universe was lost: the trap's message, and the script that led to it.
 * @typedef {{message: string, script: string}} Failure
 */

/**
 * The progress of a journey to a place in a run: the fraction done, if known, and the instant reached.
 * @typedef {{part: number | null, nowUs: number}} Way
 */

/**
 * A text that the user is editing, as the editor's own string type, so that a key stroke does not copy the whole text.
 * It is converted when it is run, copied or saved.
 * @typedef {{length: number, toString(): string}} Draft
 */

/**
 * What the space-time diagram shows.
 * @typedef {object} Spacetime
 * @property {boolean} open On a narrow page the diagram has its own tab instead.
 * @property {boolean} follow Whether it follows the present; else its left edge is at `leftUs`.
 * @property {number} leftUs
 * @property {number} usPerPx
 * @property {string[]} order Order of the lanes, as far as the user has chosen it.
 * @property {boolean} asTable
 */

/**
 * State that the core reports; written by `core/run/`.
 * @typedef {object} Said
 * @property {boolean} behind Whether the machine is too slow for the chosen speed.
 * @property {string} scene
 * @property {ClusterView | null} view
 * @property {ClusterView | null} logs The newest view that holds the logs and the key-value state; `view` may lack them.
 * @property {Float64Array} messages
 * @property {Float64Array} fates The messages that left flight since the last look, 8 numbers each.
 * @property {Float64Array} firings How often each rule fired and each flaw broke its rule, and the last such event; two
 *   numbers each. Up to date while the panel of rules is visible; empty before.
 * @property {number} nowUs
 * @property {number} endUs The latest instant the universe was run to; what is after `nowUs` is its future.
 * @property {import("./run/universes.js").Entry[]} universes
 * @property {number} universe Id of the current universe.
 * @property {ClusterView | null} twinView
 * @property {Float64Array} twinMessages
 * @property {Difference & {with: number} | null} difference The first difference between the current universe and
 *   another.
 * @property {boolean} told Whether the current universe is a trace: only told of, so that nothing in it can be changed.
 * @property {import("./live.js").Cluster | null} live The running cluster that is followed; null if none is.
 * @property {string} script
 * @property {StoryView | null} story The story in the script.
 * @property {StoryPlace | null} reading The reader's place in the story.
 * @property {{error: ScriptErrorView, source: "script" | "client" | "stage", text: string} | null} error
 * @property {Narration} narration
 * @property {Marks} marks
 * @property {{view: FilmView, script: string, step: number, moves: boolean} | null} film The film that is shown, the script it is of,
 *   the step at which it pauses or that it comes from, and whether the clock runs to the next.
 * @property {Failure | null} failure
 * @property {Way | null} journey The journey to the place that a link, a file or the last session names.
 * @property {LanesView | null} lanes Why an answer of this universe has no order; shown below its question.
 * @property {Explanation | null} explanation The answer to `why`; null if nothing is asked, or the question has no
 *   answer here.
 */

/**
 * State that the user chooses.
 * @typedef {object} Chosen
 * @property {string} lang
 * @property {string} theme `auto`, `light` or `dark`.
 * @property {boolean} large Whether everything is drawn 1.5 times as large, for a lecture hall.
 * @property {string} tab `stage`, `diagram`, `rules`, `logs`, `client`, `why`, `conditions` or
 *   `script`.
 * @property {boolean} playing
 * @property {number} speed Index into `SPEEDS`.
 * @property {string} landmark What the buttons beside play seek: `event`, `message`, `election`, `commit` or `fault`.
 * @property {number | null} twin The universe shown beside the current one.
 * @property {Draft | null} draft The script as the user edits it; null while the editor follows the run.
 * @property {Selection | null} selection
 * @property {{inside: string[], outside: string[]} | null} wall A wall just drawn, whose clients' sides are not chosen
 *   yet.
 * @property {string | null} facts The node whose facts are shown.
 * @property {boolean} routine Whether routine events are narrated too.
 * @property {boolean} asTable
 * @property {string} client The client that the client panel uses.
 * @property {string} target The node that the client shall send to; empty lets the client choose.
 * @property {number} logFrom
 * @property {number} logColumns
 * @property {boolean} followLog
 * @property {{question: string} | null} why The question, in the format of src/lab/question.rs; a new object asks
 *   again.
 * @property {Spacetime} spacetime
 * @property {number | null} chosenEvent The event whose causal past and future are highlighted.
 * @property {Record<number, number>} predictions The story reader's answers, by card index.
 * @property {boolean} home Whether the list of lessons is open, on top of the page.
 * @property {{name: string, question: string | null} | null} quiz The quiz that is open on top of the page, and the
 *   question that the address names.
 * @property {boolean} letters Whether single letters are shortcuts.
 */

/**
 * State that follows from the page's place and window, and short notices.
 * @typedef {object} Follows
 * @property {string} place Id of the current mode.
 * @property {"wide" | "narrow"} mode
 * @property {boolean} reducedMotion
 * @property {string} note Message id of a short notice, or empty.
 * @property {Record<string, string | number>} noteArgs
 */

/** @typedef {Said & Chosen & Follows} State */

/**
 * What the worker paints.
 * @typedef {object} Painting
 * @property {OffscreenCanvas} canvas
 * @property {[width: number, height: number]} size In pixels of the screen.
 * @property {[d: string, fill: string, stroke: string, width: number][]} looks The looks of marks; an empty fill draws
 *   none.
 * @property {Float32Array} marks For each mark: its look, x, y, the cosine and the sine of its rotation, both times its
 *   size, and the length of outline to draw; 0 is all.
 */

/**
 * The present, as futures begin at it.
 * @typedef {object} Present
 * @property {number} universe Id of its universe.
 * @property {PresentView} view
 * @property {string} script The script that leads there.
 * @property {(number: number) => void} enter Makes the future of a number current.
 */

/**
 * The user's actions. Views call them, independent of their implementation.
 * @typedef {object} Actions
 * @property {(statement: string, source?: "client" | "stage") => boolean} act
 * @property {() => void} togglePlay
 * @property {(playing: boolean) => void} play
 * @property {(kind: string, forward: boolean) => void} seekLandmark
 * @property {(event: number) => void} seekEvent
 * @property {(question: string, told?: EventView | null) => void} why Asks why something is so, or is not; time stops,
 *   and the narration stops at the event `told`, if the question is about it.
 * @property {(us: number) => void} pass Lets this much time pass at once.
 * @property {(us: number) => void} seekUs
 * @property {() => void} seekEnd
 * @property {(id: number) => void} switchTo Switches to another universe.
 * @property {(id: number, name: string) => void} rename
 * @property {(id: number) => void} compare
 * @property {(id: number | null) => void} showTwin
 * @property {(index: number) => void} setSpeed
 * @property {(script: string) => boolean} run
 * @property {() => void} runAgain
 * @property {(key: string, value: string | null) => void} setUp Restarts the script with another setting.
 * @property {() => void} discard Discards the draft of the script, and its error.
 * @property {() => void} goOn Dismisses the notice of a lost universe.
 * @property {() => void} bringBack Switches to the universe that was current before.
 * @property {() => void} readOn The reader of a story continues.
 * @property {(card: number) => void} readBack
 * @property {(card: number) => void} readAgain
 * @property {(answer: number) => void} predict
 * @property {(id: string) => void} openLesson
 * @property {(script: string, scene: string) => void} openTold Opens a script and goes to its first card.
 * @property {() => void} watch Shows the film of what is broken in this run.
 * @property {(script: string, scene: string) => void} watchScript Opens a script, and shows its film.
 * @property {(step: number) => void} filmTo Goes to a step of the film.
 * @property {() => void} leaveFilm
 * @property {(script: string, scene: string) => void} openMended Opens a script whose rules are mended, plays it, and says
 *   whether anything breaks.
 * @property {(script: string, scene: string) => void} openPaused Opens a script, runs it to its end, and pauses at its start.
 * @property {(script: string, scene: string) => void} openLanes Opens a script, runs it to its end, and shows the lanes of its
 *   first answer that no order explains.
 * @property {(event: number | null) => void} lanes Shows why the answer at this return has no order, as lanes; null is the first
 *   such answer of the run. Time stops.
 * @property {(script: string, other: string, scene: string, otherScene: string) => void} openBeside Opens two scripts, and
 *   shows the second beside the first, at its end.
 * @property {(script: string, film?: number) => void} copyLink Copies a link that opens a script at its end, or at a step
 *   of its film.
 * @property {(mode: string, place: string) => void} goTo Goes to an address of the page.
 * @property {(id: string) => void} openScene
 * @property {(nodes: number) => void} openFresh
 * @property {() => void} follow Follows the cluster of the node that serves the page.
 * @property {(selection: Selection | null) => void} select
 * @property {(id: number) => void} selectMessage
 * @property {(id: number | null) => void} chooseEvent Highlights the causal past and future of an event.
 * @property {(client: string) => void} speakAs
 * @property {(patch: Partial<Chosen>) => void} set
 * @property {(note: string, args?: Record<string, string | number>) => void} tell Shows a short notice.
 * @property {() => Present | null} present Pauses, and returns the present, from which futures begin.
 * @property {(lang: string) => void} setLanguage
 * @property {(theme: string) => void} setTheme
 * @property {(large: boolean) => void} setLarge
 * @property {(text: string) => Promise<void>} copy
 * @property {() => void} help
 * @property {(ids: string[], opener: HTMLElement) => void} openMenu Opens a menu of some commands beside `opener`.
 * @property {() => void} palette Opens the palette of all commands.
 * @property {() => void} goToTime Moves the focus to the play button.
 * @property {() => void} share Opens the share dialog.
 * @property {() => void} leaveJourney Cancels the journey.
 * @property {() => void} redraw Redraws after a change that is not in the state, such as of a size.
 */

/** @typedef {{i18n: I18n, actions: Actions, captions: import("./captions.js").Captions, glossary: import("./glossary.js").Glossary, language: import("./run/language.js").Language, registry: import("./registry.js").Registry, scenes: string[], speeds: number[], languages: string[]}} Context */

/**
 * What a feature that loads late is created from.
 * @typedef {object} Parts
 * @property {(id: string) => HTMLElement} byId
 * @property {Context} context
 * @property {import("./run/lab-client.js").Lab} lab
 * @property {(call: () => void) => void} safely Runs a call that may trap.
 * @property {() => void} wake Requests a frame.
 * @property {() => number} clock Real milliseconds.
 */

export {};
