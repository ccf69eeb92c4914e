// Paints the crowd off the main thread. It knows nothing of messages: the page sends the looks of marks, and their
// places. It has its own animation frames, so that it paints only the newest data when the screen is ready, and never
// outdated ones.

/** @typedef {import("../core/types.js").Painting} Painting */

/** @type {OffscreenCanvas} */
let canvas;
/** @type {OffscreenCanvasRenderingContext2D} */
let pen;
/** @type {{path: Path2D, fill: string, stroke: string, width: number}[]} */
let looks = [];
/** @type {Float32Array} */
let marks = new Float32Array(0);
let scheduled = false;

addEventListener("message", (/** @type {MessageEvent<Partial<Painting>>} */ { data }) => {
  if (data.canvas) {
    canvas = data.canvas;
    pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    postMessage(0);
  }
  if (data.size) [canvas.width, canvas.height] = data.size;
  if (data.looks) looks = data.looks.map(([d, fill, stroke, width]) => ({ path: new Path2D(d), fill, stroke, width }));
  marks = data.marks ?? marks;
  if (!scheduled) requestAnimationFrame(paint);
  scheduled = true;
});

function paint() {
  scheduled = false;
  pen.resetTransform();
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < marks.length; i += 6) {
    const [look = 0, x = 0, y = 0, cos = 0, sin = 0, dash = 0] = marks.subarray(i);
    const { path, fill, stroke, width } = /** @type {typeof looks[0]} */ (looks[look]);
    pen.setTransform(cos, sin, -sin, cos, x, y);
    pen.fillStyle = fill;
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.setLineDash(dash > 0 ? [dash, 999] : []);
    if (fill !== "") pen.fill(path);
    pen.stroke(path);
  }
}
