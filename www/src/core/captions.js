// The texts of a story: inline in its script, or from its own catalogue, which is fetched on first use.

import { Missing } from "./library.js";

/** @typedef {import("./types.js").CaptionView} CaptionView */
/** @typedef {ReturnType<typeof createCaptions>} Captions */

/**
 * @param {object} parts
 * @param {Pick<import("./library.js").Library, "captions">} parts.library
 * @param {import("./i18n.js").I18n} parts.i18n
 * @param {() => void} parts.wake Called when more texts can be shown.
 */
export function createCaptions({ library, i18n, wake }) {
  /** The texts by lesson and language; null while they load. @type {Map<string, Record<string, string> | null>} */
  const catalogues = new Map();
  let revision = 0;

  /** @param {string} scene */
  function catalogue(scene) {
    const lang = i18n.lang(), name = `${scene} ${lang}`;
    const known = catalogues.get(name);
    if (known !== undefined) return known;
    catalogues.set(name, null);
    library.captions(scene, lang).then((text) => JSON.parse(text), (error) => {
      if (!(error instanceof Missing)) throw error;
      // A script that a user wrote has no catalogue: its keys are shown.
      return {};
    }).then((texts) => { catalogues.set(name, texts); revision++; wake(); });
    return null;
  }

  return {
    /** The title of a scene or a lesson. @param {string} scene */
    nameOf: (scene) => (scene.startsWith("run-") ? i18n.t("scene-run") : i18n.has(`scene-${scene}`) ? i18n.t(`scene-${scene}`) : catalogue(scene)?.["title"] ?? ""),
    /** Changes whenever more texts are loaded. */
    revision: () => revision,
    /**
     * A text in the current language; empty while its catalogue loads.
     * @param {CaptionView} caption @param {string} scene The scene that the script was opened as.
     */
    text({ key, en, fr }, scene) {
      if (key === null) return (i18n.lang() === "fr" ? fr : en) ?? "";
      const texts = catalogue(scene);
      return texts === null ? "" : texts[key] ?? `@${key}`;
    },
  };
}
