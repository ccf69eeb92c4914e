// What the chapter calls the nodes: services, containers and ports, of its TypeScript and of its Python.

/** For each variant, the port before that of node1. */
const PORTS = [3000, 5000];
/** The ports inside the containers. */
const INSIDE = [3000, 5000];

/** The name of the node that a service, a container or a node's own name stands for; null if none does.
 * @param {string} word @param {string[]} nodes */
export function nodeNamed(word, nodes) {
  const [, digits] = /^(?:(?:(?:python|typescript)-)?raft-)?(?:node|n)([1-9])(?:[-_]1)?$/.exec(word) ?? [];
  const name = `n${digits}`;
  return nodes.includes(name) ? name : null;
}

/** The node behind a host and a port; null if there is none. @param {string} host @param {number} port @param {string[]} nodes */
export function nodeAt(host, port, nodes) {
  if (/^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])$/.test(host)) {
    const number = PORTS.map((first) => port - first).find((one) => one >= 1 && one <= 9);
    return number !== undefined && nodes.includes(`n${number}`) ? `n${number}` : null;
  }
  return INSIDE.includes(port) || port === 80 ? nodeNamed(host, nodes) : null;
}

/** Whether a host has a name here. @param {string} host @param {string[]} nodes */
export const isKnown = (host, nodes) => /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])$/.test(host) || nodeNamed(host, nodes) !== null;

/** @param {string} node */
const number = (node) => Number(node.slice(1));
/** The container of a node, as the chapter names it. @param {string} node */
export const containerOf = (node) => `raft-node${number(node)}`;
/** @param {string} node */
export const serviceOf = (node) => `node${number(node)}`;
/** @param {string} node */
export const portsOf = (node) => PORTS.map((first) => `${first + number(node)}->${first}`).join(", ");
/** The address of a node. @param {string} node */
export const addressOf = (node) => `http://localhost:${3000 + number(node)}`;
