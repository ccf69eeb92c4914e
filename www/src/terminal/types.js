// The types that the commands of the terminal share.

/**
 * A command's output; `err` is what it would write to the standard error.
 * @typedef {{out: string, err: string, code: number}} Output
 */

/**
 * The cluster, as the commands use it.
 * @typedef {object} Machine
 * @property {() => {name: string, state: "up" | "paused" | "down", leads: boolean, knows: boolean}[]} nodes Whether each leads, or knows who does.
 * @property {() => [string, string][]} cuts Pairs of a sender and a receiver.
 * @property {Set<string>} disconnected The nodes that were disconnected from the network here.
 * @property {() => number} nowUs Virtual time.
 * @property {(statements: string) => void} act Executes statements now. Throws `Wrong` if the run takes none.
 * @property {(isDone: () => boolean, maxUs: number) => Promise<boolean>} wait Lets virtual time pass until something is so.
 * @property {(look: () => void) => Promise<void>} watch Lets virtual time pass, and looks now and then, until the user interrupts.
 * @property {() => boolean} interrupted Whether the user interrupted the command.
 * @property {() => string} freeClient A client that waits for nothing.
 * @property {(client: string) => import("../core/types.js").HttpView | null} http The client's request that is under way, or was last.
 * @property {(node: string) => import("../core/types.js").HttpView | null} debug The node's state; null if it is paused.
 * @property {(node: string, after: number, lines: number) => {id: number, text: string}[]} log
 * @property {(nodes: number) => void} fresh Opens a fresh cluster of this size.
 * @property {(text: string) => void} print Prints before the command is over.
 * @property {(id: string, args?: Record<string, string | number>) => string} say A sentence of the catalogues.
 */

export {};
