// What was found on a map, drawn: a pin for a report alone, a disc with a ring for several.
//
//   import { drawFound } from "map/found";
//   const pins = drawFound(map, layer, found, { open: "Open the report", many: "reports here", cards: "/map/cards/" });

import { apart, widthOf } from "map/apart";
import { addPin } from "map/base";

const { L } = window;
const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = ["late", "open", "waiting", "solved", "ended"]; // of a cell, after its x and y
const RING = ["open", "waiting", "late", "solved", "ended"];
const TONES = { ended: "quiet" };

/** The tone of the pin of a report in this state. */
export const toneOf = (state) => TONES[state] ?? state;
const MOST_CARDS = 20;
const DEEPEST = 19;

/**
 * Draw the answer of the map's data ({ level, origin, cells, points }) into a layer and return the pins by reference.
 * `words` are the texts of the page: `open` for the popup's link, `many` after the number of a disc; and `cards`, the
 * address that says what a popup shows.
 */
export function drawFound(map, layer, { level, origin, cells, points, kinds }, words) {
  const pins = new Map();
  layer.clearLayers();
  const marks = cells.map(([x, y, ...counts]) => {
    const corner = L.point(origin[0] + x + 0.5, origin[1] + y + 0.5).multiplyBy(256);
    const states = Object.fromEntries(COLUMNS.map((name, index) => [name, counts[index]]));
    return { at: map.unproject(corner, level), states, points: null };
  });
  for (const point of points) {
    const states = Object.fromEntries(COLUMNS.map((name) => [name, Number(point[4] === name)]));
    marks.push({ at: L.latLng(point[1], point[0]), states, points: [point] });
  }
  for (const mark of apart(map, marks)) {
    if (mark.points?.length === 1) {
      const [, , reference, kind, state] = mark.points[0];
      pins.set(reference, pin(map, layer, mark.at, { reference, state, icon: kinds[kind] }, words));
    } else {
      cluster(map, layer, mark, words);
    }
  }
  nameThem(pins, words);
  map.fire("found");
  return pins;
}

/** Call `refresh` after each movement, but not while a popup is open: drawing anew would close it, and it moves the map. */
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
}

/**
 * Show which pin belongs to the row (data-reference) of a list under the pointer or with the focus; `pinsNow()` gives the
 * pins, and the row bears the class `mark` meanwhile.
 */
export function followRows(list, pinsNow, mark = "is-chosen") {
  const rowOf = (event) => event.target.closest("[data-reference]");
  const choose = (row) => {
    for (const marked of list.querySelectorAll(`.${mark}`)) marked.classList.remove(mark);
    for (const marker of pinsNow().values()) marker.getElement()?.classList.remove("is-chosen");
    if (!row) return;
    row.classList.add(mark);
    pinsNow().get(row.dataset.reference)?.getElement()?.classList.add("is-chosen");
  };
  list.addEventListener("mouseover", (event) => choose(rowOf(event)));
  list.addEventListener("focusin", (event) => choose(rowOf(event)));
  list.addEventListener("mouseleave", () => choose(null));
}

async function cardsOf(references, words) {
  const answer = await fetch(`${words.cards}?refs=${references.slice(0, MOST_CARDS).join(",")}`);
  return answer.ok ? (await answer.json()).reports : [];
}

/** Say of the first pins what they are, for whoever hears them or points at them. */
async function nameThem(pins, words) {
  if (!pins.size) return;
  for (const report of await cardsOf([...pins.keys()], words).catch(() => [])) {
    const element = pins.get(report.reference)?.getElement();
    if (!element) continue;
    element.title = `${report.title}, ${report.state.word}`;
    element.setAttribute("aria-label", element.title);
  }
}

function pin(map, layer, at, { reference, state, icon }, words) {
  const marker = addPin(map, at, { icon, tone: toneOf(state), label: reference });
  marker.remove();
  return withCards(marker.addTo(layer), [reference], words);
}

/** Give a marker a popup that asks for its words when it opens. */
function withCards(marker, references, words) {
  const box = document.createElement("div");
  box.className = "map-popup";
  box.textContent = references.slice(0, MOST_CARDS).join(", ");
  marker.bindPopup(box, { maxWidth: 320, maxHeight: 320 });
  marker.once("popupopen", async () => {
    const cards = (await cardsOf(references, words).catch(() => [])).map((report) => card(report, words));
    if (!cards.length) return;
    box.replaceChildren(...cards);
    marker.getPopup().update();
  });
  return marker;
}

/** A disc with the number, its ring cut by the share of each state; it shows its reports, or opens by coming closer. */
function cluster(map, layer, { at, states, count, points }, words) {
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
  if (points && (points.length <= MOST_CARDS || atOnePlace(points) || map.getZoom() >= DEEPEST)) {
    const references = points.map((point) => point[2]);
    withCards(marker, references, words);
    return;
  }
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    map.setView(at, Math.min(map.getZoom() + 2, DEEPEST));
  });
}

const atOnePlace = (points) => points.every(([lon, lat]) => lon === points[0][0] && lat === points[0][1]);

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
  const place = document.createElement("p");
  place.textContent = `${report.place} · ${report.state.word}`;
  const link = document.createElement("a");
  link.href = report.url;
  link.textContent = words.open;
  if (window.self !== window.top) Object.assign(link, { target: "_blank", rel: "noopener" }); // no page of ours but this shows in a frame
  box.append(title, place, link);
  return box;
}
