// Painting one tile of a base map onto a canvas: the ground, and the names on it.

import { touches } from "map/ground";

const WIDTHS = {
  main: { 11: 1.2, 12: 2.2, 13: 4.5, 14: 8, 15: 11, 16: 16, 17: 24, 18: 36, 19: 56 },
  road: { 11: 0.8, 12: 1.4, 13: 3, 14: 5, 15: 8, 16: 12, 17: 18, 18: 28, 19: 44 },
  minor: { 12: 0.5, 13: 1.4, 14: 3.2, 15: 5.5, 16: 9.5, 17: 16, 18: 26, 19: 42 },
  lane: { 13: 0.8, 14: 2, 15: 3.5, 16: 6, 17: 10, 18: 17, 19: 28 },
};
const STREAM = { 12: 1, 13: 1.8, 14: 3, 15: 5, 16: 8, 17: 13, 18: 22, 19: 36 };
const RAIL = { 11: 0.8, 12: 1, 13: 1.4, 14: 2, 15: 2.6, 16: 3.4, 17: 4.5, 18: 6, 19: 8 };
const MARGIN = 40; // pixels around a tile within which a wide line or a dot still shows

/** The colours of the map from the page's custom properties, light or dark as the page is. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
  const names = ["land", "built", "building", "street", "main", "main-edge", "water", "park", "forest", "label", "park-label", "water-label", "tree", "pitch"];
  return Object.fromEntries(names.map((name) => [name, colour(name)]));
}

/** Paint the tile whose north-western corner is at (left, top) pixels of the zoom level; all lengths in CSS pixels. */
export function paintTile(context, ground, { left, top, size, scale, zoom, colours }) {
  const box = [(left - MARGIN) / scale, (top - MARGIN) / scale, (left + size + MARGIN) / scale, (top + size + MARGIN) / scale];
  const seen = (layer) => (ground[layer] ?? []).filter((shape) => touches(shape.box, box));
  const trace = (rings) => {
    for (const ring of rings) {
      ring.forEach(([x, y], index) => context[index ? "lineTo" : "moveTo"](x * scale - left, y * scale - top));
    }
  };
  const fill = (layer, colour) => {
    context.beginPath();
    for (const { rings } of seen(layer)) trace(rings);
    context.fillStyle = colours[colour];
    context.fill("evenodd");
  };
  const stroke = (shapes, width, colour) => {
    context.beginPath();
    for (const { rings } of shapes) trace(rings);
    context.lineWidth = width;
    context.strokeStyle = colours[colour];
    context.stroke();
  };
  context.lineCap = context.lineJoin = "round";
  context.fillStyle = colours.land;
  context.fillRect(0, 0, size, size);
  fill("built", "built");
  fill("forest", "forest");
  fill("park", "park");
  fill("pitch", "pitch");
  if (zoom >= 14) dots(context, seen("tree"), { left, top, scale, size, radius: (zoom - 11) * 0.75, colour: colours.tree });
  fill("water", "water");
  stroke(seen("stream"), STREAM[zoom] ?? 0.6, "water");
  if (zoom >= 14) fill("building", "building");
  const rails = seen("rail");
  stroke(rails, RAIL[zoom] ?? 1, "main-edge");
  if (zoom >= 14) {
    context.setLineDash([RAIL[zoom] * 3, RAIL[zoom] * 3]);
    stroke(rails, RAIL[zoom] * 0.5, "land");
    context.setLineDash([]);
  }
  streets(seen("street"), zoom, stroke);
}

/** Write the names that reach into the tile whose north-western corner is at (left, top), on what is there. */
export function paintNames(context, labels, { left, top, size, colours }) {
  for (const label of labels) {
    const near = [label.box[0] - left, label.box[1] - top, label.box[2] - left, label.box[3] - top];
    if (touches(near, [0, 0, size, size])) write(context, label, left, top, colours);
  }
}

function streets(shapes, zoom, stroke) {
  const ranked = (rank) => shapes.filter(({ properties }) => properties.rank === rank);
  for (const rank of ["lane", "minor"]) {
    if (WIDTHS[rank][zoom]) stroke(ranked(rank), WIDTHS[rank][zoom], "street");
  }
  for (const rank of ["road", "main"]) stroke(ranked(rank), (WIDTHS[rank][zoom] ?? 0.8) + 2, "main-edge");
  for (const rank of ["road", "main"]) stroke(ranked(rank), WIDTHS[rank][zoom] ?? 0.8, "main");
}

function dots(context, shapes, { left, top, scale, size, radius, colour }) {
  context.fillStyle = colour;
  for (const { rings } of shapes) {
    for (const [x, y] of rings[0]) {
      const [px, py] = [x * scale - left, y * scale - top];
      if (px < -radius || py < -radius || px > size + radius || py > size + radius) continue;
      context.beginPath();
      context.arc(px, py, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

const INK = { park: "park-label", river: "water-label" };
const HALO = { park: "park", river: "water" };

function write(context, { kind, font, glyphs }, left, top, colours) {
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours[HALO[kind] ?? (kind === "street" ? "street" : "land")];
  context.fillStyle = colours[INK[kind] ?? "label"];
  for (const draw of ["strokeText", "fillText"]) {
    for (const { letter, x, y, angle } of glyphs) {
      context.save();
      context.translate(x - left, y - top);
      context.rotate(angle);
      context[draw](letter, 0, 0);
      context.restore();
    }
  }
}
