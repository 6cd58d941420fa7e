// Where the names of a base map stand at one zoom: found once for the whole map, so that neighbouring tiles agree.

const SIZES = { district: 12, place: 12, park: 12, river: 14, street: 11.5 };
const WEIGHTS = { district: 640, place: 560, park: 620, river: 560, street: 560 };
const SPACING = { district: 1.6, river: 1 };
const STREET_FROM = { main: 13, road: 14, minor: 15, lane: 16 };
const REPEAT = 520; // pixels along a street between two times its name
const SHARPEST = 0.55; // radians that a name may turn from one letter to the next
const measure = document.createElement("canvas").getContext("2d");

/**
 * Return the labels of a zoom level, the weightier first and none over another. `scale` is pixels per world square.
 * A label is {kind, font, box, glyphs: [{letter, x, y, angle}]} in pixels.
 */
export function placeLabels(ground, zoom, scale, language) {
  const placed = [];
  const nameOf = ({ name, name_en: english }) => (language === "en" ? english || name : name);
  const keep = (label) => {
    if (label && !placed.some((other) => overlaps(label.box, other.box))) placed.push(label);
  };
  for (const { rings, properties } of ground.district ?? []) {
    if (zoom >= 12 && zoom <= 16) keep(straight("district", nameOf(properties).toLocaleUpperCase(language), rings[0][0], scale));
  }
  for (const { rings, properties } of ground["river-name"] ?? []) {
    if (zoom >= 12) for (const label of along("river", nameOf(properties), rings[0], scale, 900)) keep(label);
  }
  const streets = (ground.street ?? []).filter(({ properties }) => properties.name && zoom >= STREET_FROM[properties.rank]);
  const ranked = (ranks) => streets.filter(({ properties }) => ranks.includes(properties.rank));
  const named = ({ rings, properties }) => {
    for (const label of along("street", nameOf(properties), rings[0], scale, REPEAT)) keep(label);
  };
  ranked(["main", "road"]).forEach(named);
  for (const { rings, properties } of ground.place ?? []) {
    const kind = properties.green ? "park" : "place";
    if (zoom >= properties.zoom) keep(straight(kind, nameOf(properties), rings[0][0], scale));
  }
  ranked(["minor", "lane"]).forEach(named);
  return placed;
}

/**
 * Return the labels as they stand beside the marks of a map, boxes [west, north, east, south] in pixels: a name of a place
 * moves a little where one would lie over it, others are left away there.
 */
export function besideMarks(labels, marks) {
  const covered = (label) => partsOf(label).some((part) => marks.some((mark) => overlaps(part, mark)));
  const hidden = new Set(labels.filter(covered));
  const kept = labels.filter((label) => !hidden.has(label));
  for (const label of hidden) {
    const reach = grown(label.box, FARTHEST);
    const near = [...marks.filter((mark) => overlaps(mark, reach)), ...kept.map(({ box }) => box).filter((box) => overlaps(box, reach))];
    const shift = level(label) && SHIFTS.find((each) => !near.some((box) => overlaps(shifted(label.box, each), box)));
    if (shift) kept.push(moved(label, shift));
  }
  return kept;
}

const FARTHEST = 72; // pixels that a name may stand off its place
const SHIFTS = []; // the nearer ones first, up and down before to the side
for (let x = -FARTHEST; x <= FARTHEST; x += 6) for (let y = -FARTHEST; y <= FARTHEST; y += 6) SHIFTS.push([x, y]);
SHIFTS.sort(([ax, ay], [bx, by]) => Math.hypot(ax * 1.5, ay) - Math.hypot(bx * 1.5, by));

const level = ({ kind }) => kind !== "street" && kind !== "river";
const grown = ([west, north, east, south], by) => [west - by, north - by, east + by, south + by];
const shifted = ([west, north, east, south], [x, y]) => [west + x, north + y, east + x, south + y];

/** What of a label can be covered: a name along a bent line fills little of its box. */
function partsOf(label) {
  return level(label) ? [label.box] : label.glyphs.map(({ x, y }) => grown([x, y, x, y], 8));
}

function moved(label, [x, y]) {
  const glyphs = label.glyphs.map((glyph) => ({ ...glyph, x: glyph.x + x, y: glyph.y + y }));
  return { ...label, glyphs, box: shifted(label.box, [x, y]) };
}

function fontOf(kind) {
  const slant = kind === "river" ? "italic " : "";
  return `${slant}${WEIGHTS[kind]} ${SIZES[kind]}px "Manrope", system-ui, sans-serif`;
}

const known = new Map(); // measuring is most of the work, and there are few letters

function widthsOf(kind, text) {
  return [...text].map((letter) => {
    const key = `${kind} ${letter}`;
    if (!known.has(key)) {
      measure.font = fontOf(kind);
      known.set(key, measure.measureText(letter).width + (SPACING[kind] ?? 0));
    }
    return known.get(key);
  });
}

/** A name level with the page, its middle on a point; long ones on two lines. */
function straight(kind, text, point, scale) {
  const words = text.split(" ");
  const half = Math.ceil(words.length / 2);
  const lines = text.length > 16 && words.length > 1 ? [words.slice(0, half).join(" "), words.slice(half).join(" ")] : [text];
  const size = SIZES[kind];
  const [x, y] = [point[0] * scale, point[1] * scale];
  const glyphs = [];
  let widest = 0;
  lines.forEach((line, row) => {
    const widths = widthsOf(kind, line);
    const width = widths.reduce((sum, each) => sum + each, 0);
    widest = Math.max(widest, width);
    let at = x - width / 2;
    [...line].forEach((letter, index) => {
      glyphs.push({ letter, x: at + widths[index] / 2, y: y + (row - (lines.length - 1) / 2) * size * 1.25, angle: 0 });
      at += widths[index];
    });
  });
  const tall = (lines.length * size * 1.25) / 2 + 3;
  return { kind, font: fontOf(kind), glyphs, box: [x - widest / 2 - 5, y - tall, x + widest / 2 + 5, y + tall] };
}

/** A name along a line, once for every `repeat` pixels, where the line is long and straight enough. */
function* along(kind, text, line, scale, repeat) {
  const points = line.map(([x, y]) => [x * scale, y * scale]);
  const reached = [0];
  for (let index = 1; index < points.length; index += 1) {
    reached.push(reached[index - 1] + Math.hypot(points[index][0] - points[index - 1][0], points[index][1] - points[index - 1][1]));
  }
  const length = reached.at(-1);
  const widths = widthsOf(kind, text);
  const width = widths.reduce((sum, each) => sum + each, 0);
  if (length < width + 16) return;
  const times = Math.max(1, Math.floor(length / repeat));
  for (let time = 0; time < times; time += 1) {
    const middle = (length * (time + 0.5)) / times;
    for (const shift of [0, 0.25, -0.25]) {
      const label = spell(kind, text, widths, width, points, reached, middle + (shift * length) / times);
      if (label) {
        yield label;
        break;
      }
    }
  }
}

function spell(kind, text, widths, width, points, reached, middle) {
  const start = middle - width / 2;
  if (start < 4 || start + width > reached.at(-1) - 4) return null;
  const backwards = stand(points, reached, start)[0] > stand(points, reached, start + width)[0];
  const glyphs = [];
  let at = start;
  let previous = null;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [index, letter] of [...text].entries()) {
    const distance = at + widths[index] / 2;
    const [x, y, angle] = stand(points, reached, backwards ? 2 * middle - distance : distance);
    const turned = backwards ? angle + Math.PI : angle;
    if (previous !== null && Math.abs(Math.atan2(Math.sin(turned - previous), Math.cos(turned - previous))) > SHARPEST) return null;
    previous = turned;
    glyphs.push({ letter, x, y, angle: turned });
    box[0] = Math.min(box[0], x - 9);
    box[1] = Math.min(box[1], y - 9);
    box[2] = Math.max(box[2], x + 9);
    box[3] = Math.max(box[3], y + 9);
    at += widths[index];
  }
  return { kind, font: fontOf(kind), glyphs, box };
}

function stand(points, reached, distance) {
  let index = 1;
  while (index < reached.length - 1 && reached[index] < distance) index += 1;
  const [[ax, ay], [bx, by]] = [points[index - 1], points[index]];
  const share = (distance - reached[index - 1]) / (reached[index] - reached[index - 1] || 1);
  return [ax + (bx - ax) * share, ay + (by - ay) * share, Math.atan2(by - ay, bx - ax)];
}

function overlaps(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}
