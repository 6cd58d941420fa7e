// What was found on a map, drawn: a pin for a report alone, a disc with a ring for several.
//
//   import { drawFound } from "map/found";
//   const markOf = drawFound(map, layer, found, { open: "Open the report", many: "reports here", cards: "/map/cards/" });

import { apart, isPin, widthOf } from "map/apart";
import { addPin } from "map/base";

const { L } = window;
const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = ["late", "open", "waiting", "solved", "ended"]; // of a cell, after where it is
const CELL = 64; // pixels
const ABOVE = 68; // pixels at the top of a map, where its button stands
const EDGE = 8; // pixels between a popup and the edge of the map, or what stands over it
const WIDE = 600; // pixels: a map with room for a popup beside its buttons and its legend
const RING = ["open", "waiting", "late", "solved", "ended"];
const TONES = { ended: "quiet" };

/** The tone of the pin of a report in this state. */
export const toneOf = (state) => TONES[state] ?? state;
const MOST_CARDS = 20;
const DEEPEST = 19;
const FINEST = 26; // the level of the grid by which reports are placed
const BLUR = 6e-6; // degrees: places come with five decimals

/**
 * Draw the answer of the map's data ({ level, origin, cells, points }) into a layer; return `markOf(row)`, the marker that
 * stands for the report of a row (data-reference, and data-at: its "lon,lat") alone or with others.
 *
 * `words` are the `wordsOf` the page: `open` for the popup's link, `many` after the number of a disc, `some` or `all` below
 * the first reports of many; `cards`, the address that says what a popup shows, `list` the one that lists it all; and with
 * them `asked`, the query of the filters for both.
 */
export function drawFound(map, layer, { level, origin, cells, points, kinds }, words) {
  const pins = new Map();
  const byReference = new Map();
  const byCell = new Map();
  const focused = focusedIn(layer);
  layer.clearLayers();
  const grid = gridOf(map, level);
  const marks = cells.map(([x, y, across, down, ...counts]) => {
    const cell = [origin[0] + x, origin[1] + y];
    const states = Object.fromEntries(COLUMNS.map((name, index) => [name, counts[index]]));
    const at = grid.place([cell[0] + (across + 0.5) / CELL, cell[1] + (down + 0.5) / CELL]);
    return { at, states, points: [], cells: [cell] };
  });
  for (const point of points) {
    const states = Object.fromEntries(COLUMNS.map((name) => [name, Number(point[4] === name)]));
    marks.push({ at: L.latLng(point[1], point[0]), states, points: [point], cells: [] });
  }
  for (const mark of apart(map, marks)) {
    const marker = isPin(mark) ? pin(map, layer, mark, kinds, words) : cluster(map, layer, mark, grid, words);
    if (isPin(mark)) pins.set(mark.points[0][2], marker);
    for (const [, , reference] of mark.points) byReference.set(reference, marker);
    for (const cell of mark.cells) byCell.set(String(cell), marker);
    if (focused?.equals(mark.at)) marker.getElement().focus({ preventScroll: true });
  }
  nameThem(pins, words);
  map.fire("found");
  return ({ dataset: { reference, at } }) => byReference.get(reference) ?? (at && byCell.get(String(grid.cellAt(at))));
}

/** The place of the mark that has the focus, so that the next drawing can give it back. */
function focusedIn(layer) {
  return layer.getLayers().find((marker) => marker.getElement() === document.activeElement)?.getLatLng();
}

/** The grid of the cells of a level. */
function gridOf(map, level) {
  return {
    place: ([x, y]) => map.unproject(L.point(x, y).multiplyBy(256), level),
    cellAt(place) {
      const [lon, lat] = place.split(",").map(Number);
      const { x, y } = map.project([lat, lon], level).divideBy(256).floor();
      return [x, y];
    },
  };
}

/** The texts and addresses that an element has for what is found on its map. */
export function wordsOf({ dataset }) {
  const { openLabel: open, manyLabel: many, someLabel: some, allLabel: all, cards, list } = dataset;
  return { open, many, some, all, cards, list };
}

/**
 * Call `refresh` after each movement, but not while a popup is open: drawing anew would close it, and it moves the map.
 * Return whether one is open, for answers that come meanwhile: its closing asks again.
 */
export function onMove(map, refresh) {
  let reading = false;
  map.on("popupopen", () => {
    reading = true;
  });
  map.on("popupclose", () => {
    reading = false;
    refresh();
  });
  map.on("moveend", () => {
    if (!reading) refresh();
  });
  return () => reading;
}

/**
 * Show which mark stands for the row (data-reference) of a list under the pointer or with the focus; `markOf(row)` gives
 * its marker, and the row bears the class `mark` meanwhile. Call what is returned when the marks have been drawn anew.
 */
export function followRows(list, markOf, mark = "is-chosen") {
  const rowOf = (event) => event.target.closest("[data-reference]");
  let marker;
  const choose = (row) => {
    for (const marked of list.querySelectorAll(`.${mark}`)) marked.classList.remove(mark);
    marker?.getElement()?.classList.remove("is-chosen");
    marker = row && markOf(row);
    row?.classList.add(mark);
    marker?.getElement()?.classList.add("is-chosen");
  };
  list.addEventListener("mouseover", (event) => choose(rowOf(event)));
  list.addEventListener("focusin", (event) => choose(rowOf(event)));
  list.addEventListener("mouseleave", () => choose(null));
  return () => choose(list.querySelector(`.${mark}`));
}

/** Ask for the first reports of some references or of a rectangle: { reports, total }, the total of a rectangle alone. */
async function cardsOf(query, words) {
  const answer = await fetch(`${words.cards}?${query}`);
  return answer.ok ? answer.json() : { reports: [] };
}

const named = (references) => `refs=${references.slice(0, MOST_CARDS).join(",")}`;

/** Say of the first pins what they are, for whoever hears them or points at them. */
async function nameThem(pins, words) {
  if (!pins.size) return;
  const { reports } = await cardsOf(named([...pins.keys()]), words).catch(() => ({ reports: [] }));
  for (const report of reports) {
    const element = pins.get(report.reference)?.getElement();
    if (!element) continue;
    element.title = `${report.title}, ${report.state.word}`;
    element.setAttribute("aria-label", element.title);
  }
}

function pin(map, layer, { at, points: [[, , reference, kind, state]] }, kinds, words) {
  const marker = addPin(map, at, { icon: kinds[kind], tone: toneOf(state), label: reference });
  marker.remove();
  return withCards(map, marker.addTo(layer), named([reference]), reference, words);
}

/** Give a marker a popup that asks for its words when it opens: of the reports that a query finds. */
function withCards(map, marker, query, label, words) {
  const box = document.createElement("div");
  box.className = "map-popup";
  box.textContent = label;
  const maxHeight = Math.min(320, map.getSize().y - 2 * ABOVE);
  const [left, right] = besideCorners(map);
  marker.bindPopup(box, { maxWidth: 320, maxHeight, autoPanPaddingTopLeft: [left, ABOVE], autoPanPaddingBottomRight: [right, EDGE] });
  marker.once("popupopen", async () => {
    const { reports, total } = await cardsOf(query, words).catch(() => ({ reports: [] }));
    if (!reports.length) return;
    if (reports.length === 1 && !(total > 1)) box.replaceChildren(card(reports[0], words));
    else box.replaceChildren(cardList(reports, label), ...rest(reports.length, total, query, words));
    marker.getPopup().update();
    if (marker.isPopupOpen()) box.querySelector("a").focus({ preventScroll: true });
  });
  marker.on("popupclose", () => {
    if (document.activeElement === document.body) marker.getElement()?.focus({ preventScroll: true });
  });
  box.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") marker.closePopup();
  });
  return marker;
}

/** How many pixels a popup stays off the left and the right of a map: beside what stands over its lower corners. */
function besideCorners(map) {
  const frame = map.getContainer().getBoundingClientRect();
  if (frame.width < WIDE) return [EDGE, EDGE];
  const legend = document.querySelector(".map-legend")?.getBoundingClientRect();
  const zoom = map.getContainer().querySelector(".leaflet-control-zoom")?.getBoundingClientRect();
  const covered = legend?.width && legend.top < frame.bottom;
  return [covered ? legend.right - frame.left + EDGE : EDGE, zoom ? frame.right - zoom.left + EDGE : EDGE];
}

/** A disc with the number, its ring cut by the share of each state; it shows its reports, or opens by coming closer. */
function cluster(map, layer, mark, grid, words) {
  const { at, states, count, points, cells } = mark;
  const size = widthOf(count);
  const face = document.createElement("span");
  face.className = "cluster";
  face.append(ring(states, count, size));
  const number = document.createElement("b");
  number.append(...shortOf(count));
  face.append(number);
  const icon = L.divIcon({ html: face, className: "cluster-icon", iconSize: [size, size] });
  const label = `${count} ${words.many}`;
  const marker = L.marker(at, { icon, title: label, alt: label, keyboard: true }).addTo(layer);
  const isKnown = !cells.length;
  if (isKnown && points.length <= MOST_CARDS) {
    return withCards(map, marker, named(points.map((point) => point[2])), label, words);
  }
  if ((isKnown && atOnePlace(points)) || map.getZoom() >= DEEPEST) {
    return withCards(map, marker, `${words.asked}&${rectangleOf(mark, grid)}`, label, words);
  }
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    map.setView(at, Math.min(map.getZoom() + 2, DEEPEST));
  });
  return marker;
}

const atOnePlace = (points) => points.every(([lon, lat]) => lon === points[0][0] && lat === points[0][1]);

/** What a mark stands for, as the query of a rectangle. */
function rectangleOf({ points, cells }, grid) {
  const bounds = L.latLngBounds([]);
  for (const [x, y] of cells) bounds.extend(grid.place([x + 0.02, y + 0.02])).extend(grid.place([x + 0.98, y + 0.98]));
  for (const [lon, lat] of points) bounds.extend([lat - BLUR, lon - BLUR]).extend([lat + BLUR, lon + BLUR]);
  return `bbox=${bounds.toBBoxString()}&zoom=${FINEST}`;
}

const shorten = new Intl.NumberFormat(document.documentElement.lang || "uk", { notation: "compact", maximumFractionDigits: 1 });

/** The number of a disc, short enough for it, its unit below; the disc's label has the exact one. */
function shortOf(count) {
  if (count < 1000) return [String(count)];
  const [number, unit = ""] = shorten.format(count).split(/\s/);
  const below = document.createElement("small");
  below.textContent = unit;
  return unit ? [number, below] : [number];
}

function ring(states, count, size) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${size} ${size}`);
  const radius = size / 2 - 2.5;
  const around = 2 * Math.PI * radius;
  const parts = RING.filter((state) => states[state]);
  const gap = parts.length > 1 ? 2 : 0;
  let turned = 0;
  for (const state of parts) {
    const length = (states[state] / count) * around;
    const arc = document.createElementNS(SVG, "circle");
    const values = { cx: size / 2, cy: size / 2, r: radius, class: `arc-${state}` };
    values["stroke-dasharray"] = `${Math.max(length - gap, 0.5)} ${around}`;
    values["stroke-dashoffset"] = -turned;
    for (const [name, value] of Object.entries(values)) arc.setAttribute(name, value);
    drawing.append(arc);
    turned += length;
  }
  return drawing;
}

function card(report, words) {
  const box = document.createElement("section");
  const title = document.createElement("h2");
  title.textContent = report.title;
  title.lang = report.language;
  box.append(title, about(report), linkTo(report.url, words.open));
  return box;
}

/** Several reports, each under its title; the list is called as its mark is. */
function cardList(reports, label) {
  const list = document.createElement("ul");
  list.setAttribute("aria-label", label);
  for (const report of reports) {
    const row = document.createElement("li");
    const link = linkTo(report.url, report.title);
    link.lang = report.language;
    row.append(link, about(report));
    list.append(row);
  }
  return list;
}

function about({ kind, place, state }) {
  const words = document.createElement("p");
  words.textContent = [kind, place, state.word].join(" · ");
  return words;
}

/** What stands below the first reports of many: the way to all of them, or how many there are. */
function rest(shown, total, query, words) {
  if (!(total > shown)) return [];
  const below = document.createElement("p");
  if (words.list) below.append(linkTo(`${words.list}?list&${query}`, words.all.replace("{total}", total)));
  else below.textContent = words.some.replace("{shown}", shown).replace("{total}", total);
  return [below];
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  if (window.self !== window.top) Object.assign(link, { target: "_blank", rel: "noopener" }); // no page of ours but this shows in a frame
  return link;
}
