// The mark beside the line of the script that the run has reached.

import { MapMode, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker } from "@codemirror/view";

/** The start of the line; null after the run has executed all lines.
 * @type {import("@codemirror/state").StateEffectType<number | null>} */
export const tellStand = StateEffect.define();

class Mark extends GutterMarker {
  /** @override */
  toDOM() { return document.createTextNode("▸"); }
}
const MARK = new Mark();
const LINE = Decoration.line({ class: "cm-stand" });

/** @type {StateField<number | null>} */
const stand = StateField.define({
  create: () => /** @type {number | null} */ (null),
  update(place, transaction) {
    const told = transaction.effects.find((effect) => effect.is(tellStand));
    if (told) return told.value;
    return place === null ? null : transaction.changes.mapPos(place, 1, MapMode.TrackDel);
  },
});

export const standing = [
  stand,
  EditorView.decorations.compute([stand, "doc"], (state) => {
    const place = state.field(stand);
    return place === null ? Decoration.none : Decoration.set(LINE.range(state.doc.lineAt(place).from));
  }),
  gutter({
    class: "cm-stand-gutter",
    lineMarker(view, line) {
      const place = view.state.field(stand);
      return place !== null && line.from <= place && place <= line.to ? MARK : null;
    },
    lineMarkerChange: (update) => update.startState.field(stand) !== update.state.field(stand),
    initialSpacer: () => MARK,
  }),
];
