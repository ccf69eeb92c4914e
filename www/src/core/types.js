// Names for the types that the modules share. This file holds no code.

/**
 * @typedef {typeof import("../../types/raftarium.js")} Glue
 * @typedef {import("../../types/raftarium.js").Universe} Universe
 * @typedef {import("../../types/raftarium.js").ClusterView} ClusterView
 * @typedef {import("../../types/raftarium.js").NodeView} NodeView
 * @typedef {import("../../types/raftarium.js").ClientView} ClientView
 * @typedef {import("../../types/raftarium.js").RequestView} RequestView
 * @typedef {import("../../types/raftarium.js").CommandView} CommandView
 * @typedef {import("../../types/raftarium.js").EntryView} EntryView
 * @typedef {import("../../types/raftarium.js").MessageView} MessageView
 * @typedef {import("../../types/raftarium.js").EventView} EventView
 * @typedef {import("../../types/raftarium.js").Explanation} Explanation
 * @typedef {import("../../types/raftarium.js").Finding} Finding
 * @typedef {import("../../types/raftarium.js").ScriptErrorView} ScriptErrorView
 * @typedef {import("../../types/raftarium.js").CompletionView} CompletionView
 * @typedef {import("../../types/raftarium.js").OfferView} OfferView
 * @typedef {import("../../types/raftarium.js").WordView} WordView
 * @typedef {import("../../types/raftarium.js").StoryView} StoryView
 * @typedef {import("../../types/raftarium.js").StoryPlace} StoryPlace
 * @typedef {import("../../types/raftarium.js").CardView} CardView
 * @typedef {import("../../types/raftarium.js").GoalView} GoalView
 * @typedef {import("../../types/raftarium.js").CaptionView} CaptionView
 * @typedef {import("../../types/raftarium.js").Mark} Mark
 * @typedef {import("../../types/raftarium.js").Advance} Advance
 * @typedef {import("../../types/raftarium.js").Difference} Difference
 * @typedef {import("./i18n.js").I18n} I18n
 */

/**
 * What is chosen on the stage.
 * @typedef {{kind: "node", id: string}
 *   | {kind: "link", id: string, a: string, b: string}
 *   | {kind: "message", id: string, message: MessageView}} Selection
 */

/**
 * The narration as it stands: the newest telling event, and those before it.
 * @typedef {object} Telling
 * @property {EventView | null} headline
 * @property {EventView[]} recent Newest first, without the headline.
 */

/**
 * @typedef {object} Marks
 * @property {number} extentUs What the whole time bar spans.
 * @property {Record<string, Map<number, number>>} columns Of each kind, how many marks stand in which column.
 * @property {number} revision Grows with every change.
 */

/**
 * Why a universe was lost: what the machine said, and the script that led there.
 * @typedef {{message: string, script: string}} Failure
 */

/**
 * The way to a place in a run: how much of it is done, if that is known, and where it has come to.
 * @typedef {{part: number | null, nowUs: number}} Way
 */

/**
 * A text that is being written. The editor's own form of it, so that no key costs the whole text; it is joined when it is
 * run, copied or kept.
 * @typedef {{length: number, toString(): string}} Draft
 */

/**
 * What the space-time diagram shows.
 * @typedef {object} Spacetime
 * @property {boolean} open On a narrow page it is a tab of its own.
 * @property {boolean} follow Whether it follows the present; else it stands at `leftUs`.
 * @property {number} leftUs
 * @property {number} usPerPx
 * @property {string[]} order Of the lanes, as far as the person chose it.
 * @property {boolean} asTable
 */

/**
 * What the core says; `core/run/` writes it.
 * @typedef {object} Said
 * @property {boolean} behind Whether the machine cannot keep the pace.
 * @property {string} scene
 * @property {ClusterView | null} view
 * @property {ClusterView | null} logs The newest view that holds the logs and the key-value state; `view` may lack them.
 * @property {Float64Array} messages
 * @property {Float64Array} fates Of the messages that left the flight since the last look, 8 numbers each.
 * @property {number} nowUs
 * @property {number} endUs How far the universe was ever run; what lies beyond now is its future.
 * @property {import("./run/universes.js").Entry[]} universes
 * @property {number} universe The one in hand.
 * @property {ClusterView | null} twinView
 * @property {Float64Array} twinMessages
 * @property {Difference & {with: number} | null} difference Where the one in hand and another differ first.
 * @property {string} script
 * @property {StoryView | null} story What the script tells.
 * @property {StoryPlace | null} reading Where the reader of the story is.
 * @property {{error: ScriptErrorView, source: "script" | "client" | "stage", text: string} | null} error
 * @property {Telling} telling
 * @property {Marks} marks
 * @property {Failure | null} failure
 * @property {Way | null} journey The way to where a link, a file or the last session leads.
 * @property {Explanation | null} explanation Its answer; none if nothing is asked, or not about anything here.
 */

/**
 * What the person chose.
 * @typedef {object} Chosen
 * @property {string} lang
 * @property {string} theme `auto`, `light` or `dark`.
 * @property {boolean} large Whether everything is half as large again, for a lecture hall.
 * @property {string} tab `stage`, `diagram`, `logs`, `client`, `why`, `conditions` or `script`.
 * @property {boolean} playing
 * @property {number} speed Index into `SPEEDS`.
 * @property {string} landmark What one goes to by the buttons beside play: `event`, `message`, `election`, `commit` or `fault`.
 * @property {number | null} twin The one that is shown beside it.
 * @property {Draft | null} draft The script as the person edits it; none while it follows the run.
 * @property {Selection | null} selection
 * @property {{inside: string[], outside: string[]} | null} wall One that was just drawn, and asks for the clients' side.
 * @property {string | null} facts The node whose facts are shown.
 * @property {boolean} routine Whether routine events are told too.
 * @property {boolean} asTable
 * @property {string} client The client that the panel speaks for.
 * @property {string} target The node that it shall ask; nothing lets it choose.
 * @property {number} logFrom
 * @property {number} logColumns
 * @property {boolean} followLog
 * @property {{question: string} | null} why What is asked, as src/lab/question.rs reads it; another object asks again.
 * @property {Spacetime} spacetime
 * @property {number | null} chosenEvent The event whose past and future are looked at.
 * @property {Record<number, number>} predictions What the reader of the story answered, by the place of the card.
 * @property {boolean} home Whether the lessons are chosen from, above everything else.
 * @property {{name: string, question: string | null} | null} quiz The quiz that is open above everything else, and the question
 *   that was asked for.
 * @property {boolean} letters Whether single letters are shortcuts.
 */

/**
 * What follows from where the page stands, and what is told in passing.
 * @typedef {object} Follows
 * @property {string} place The mode in hand.
 * @property {"wide" | "narrow"} mode
 * @property {boolean} reducedMotion
 * @property {string} note Id of a short notice, or nothing.
 * @property {Record<string, string | number>} noteArgs
 */

/** @typedef {Said & Chosen & Follows} State */

/**
 * What the worker is told to paint.
 * @typedef {object} Painting
 * @property {OffscreenCanvas} canvas
 * @property {[width: number, height: number]} size In pixels of the screen.
 * @property {[d: string, fill: string, stroke: string, width: number][]} looks What marks look like; an empty fill is none.
 * @property {Float32Array} marks Of each mark its look, x, y, the cosine and the sine of its turn, both times its size,
 *   and how much of its outline is drawn; 0 is all.
 */

/**
 * What a person can do. Views call these and know nothing of what they do.
 * @typedef {object} Actions
 * @property {(statement: string, source?: "client" | "stage") => boolean} act
 * @property {() => void} togglePlay
 * @property {(playing: boolean) => void} play
 * @property {(kind: string, forward: boolean) => void} seekLandmark
 * @property {(event: number) => void} seekEvent
 * @property {(question: string, told?: EventView | null) => void} why Asks why something is so, or is not; time stands
 *   still, and so does what is told, if it is asked about.
 * @property {(us: number) => void} pass Lets so much time pass at once.
 * @property {(us: number) => void} seekUs
 * @property {() => void} seekEnd
 * @property {(id: number) => void} switchTo Goes on with another universe.
 * @property {(id: number, name: string) => void} rename
 * @property {(id: number) => void} compare
 * @property {(id: number | null) => void} showTwin
 * @property {(index: number) => void} setSpeed
 * @property {(script: string) => boolean} run
 * @property {() => void} runAgain
 * @property {(key: string, value: string | null) => void} setUp Begins the same script anew with another set-up.
 * @property {() => void} discard Leaves what was edited in the script, and what was wrong with it.
 * @property {() => void} goOn After a lost universe.
 * @property {() => void} bringBack
 * @property {() => void} readOn The reader of a story goes on.
 * @property {(card: number) => void} readBack
 * @property {(card: number) => void} readAgain
 * @property {(answer: number) => void} predict
 * @property {(id: string) => void} openLesson
 * @property {(script: string, scene: string) => void} openTold Opens a script and goes to the first place where it tells something.
 * @property {(mode: string, place: string) => void} goTo Goes to an address of the page.
 * @property {(id: string) => void} openScene
 * @property {(nodes: number) => void} openFresh
 * @property {(selection: Selection | null) => void} select
 * @property {(id: number) => void} selectMessage
 * @property {(id: number | null) => void} chooseEvent Looks at the past and the future of an event.
 * @property {(client: string) => void} speakAs
 * @property {(patch: Partial<Chosen>) => void} set
 * @property {(note: string, args?: Record<string, string | number>) => void} tell Tells a short notice.
 * @property {(lang: string) => void} setLanguage
 * @property {(theme: string) => void} setTheme
 * @property {(large: boolean) => void} setLarge
 * @property {(text: string) => Promise<void>} copy
 * @property {() => void} help
 * @property {(ids: string[], opener: HTMLElement) => void} openMenu A menu of some commands beside what opens it.
 * @property {() => void} palette Everything that can be done, by name.
 * @property {() => void} goToTime Whoever is where something ends goes on at what plays and stops time.
 * @property {() => void} share Opens what can be done with a run beyond this page.
 * @property {() => void} leaveJourney
 * @property {() => void} redraw Something that no state tells of has changed, such as a size.
 */

/** @typedef {{i18n: I18n, actions: Actions, captions: import("./captions.js").Captions, glossary: import("./glossary.js").Glossary, language: import("./run/language.js").Language, registry: import("./registry.js").Registry, scenes: string[], speeds: number[], languages: string[]}} Context */

/**
 * What a feature is made of that is fetched late.
 * @typedef {object} Parts
 * @property {(id: string) => HTMLElement} byId
 * @property {Context} context
 * @property {import("./run/lab-client.js").Lab} lab
 * @property {(call: () => void) => void} safely Runs what may trap.
 * @property {() => void} wake Sees to it that a frame is drawn.
 */

export {};
