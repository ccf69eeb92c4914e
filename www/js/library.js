// The page's texts, which lie beside it as files: the catalogues of words and the scenes.

/** @typedef {ReturnType<typeof createLibrary>} Library */

/** The scene that the page opens on, and that a fresh cluster of another size is made from. */
export const OPENING = "living-cluster";

/** The scenes of the menu, in its order. Their titles are in the catalogues. */
export const SCENES = [
  OPENING, "first-election", "split-vote", "leader-failover", "partition", "full-restart", "figure-7", "figure-8", "stale-read",
  "lease-drift", "pre-vote", "transfer", "joint-consensus", "snapshot", "torn-disk",
];

/** A text that should lie beside the page could not be fetched. */
export class Missing extends Error {
  /** @param {string} path */
  constructor(path) {
    super(path);
    this.path = path;
  }
}

/** @param {string} path */
async function download(path) {
  try {
    const response = await fetch(new URL(path, document.baseURI));
    if (response.ok) return await response.text();
  } catch {
    // No network, or no answer: as missing as a file that is not there.
  }
  throw new Missing(path);
}

/** What was fetched once is kept, so that the page works offline from then on. */
export function createLibrary() {
  /** @type {Map<string, Promise<string>>} */
  const texts = new Map();

  /** @param {string} path */
  function text(path) {
    const known = texts.get(path);
    if (known) return known;
    const coming = download(path);
    texts.set(path, coming);
    // What failed is asked for again the next time.
    coming.catch(() => texts.delete(path));
    return coming;
  }

  /** @param {string} lang */
  const words = (lang) => text(`i18n/${lang}.json`);
  /** @param {string} id */
  const scene = (id) => text(`scenes/${id}.raft`);

  return {
    words, scene,
    /** Fetches all that the person may want later. What is missing is told when it is wanted. @param {readonly string[]} languages */
    async prefetch(languages) {
      await Promise.allSettled([...languages.map(words), ...SCENES.map(scene)]);
    },
  };
}
