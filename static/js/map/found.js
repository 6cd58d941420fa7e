// What was found on a map, drawn: a pin for a report alone, a disc with a ring for several.
//
//   import { drawFound } from "map/found";
//   const pins = drawFound(map, layer, found, { open: "Open the report", many: "reports at this place", cards: "/map/cards/" });

import { addPin } from "map/base";

const { L } = window;
const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = ["late", "open", "waiting", "solved", "ended"]; // of a cell, after its x and y
const RING = ["open", "waiting", "late", "solved", "ended"];
const TONES = { ended: "quiet" };

/** The tone of the pin of a report in this state. */
export const toneOf = (state) => TONES[state] ?? state;
const SIZES = [36, 40, 44, 52, 57, 62]; // pixels of a disc by the digits of its number; a cell has 64
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
  for (const [x, y, ...counts] of cells) {
    const corner = L.point(origin[0] + x + 0.5, origin[1] + y + 0.5).multiplyBy(256);
    const states = Object.fromEntries(COLUMNS.map((name, index) => [name, counts[index]]));
    cluster(map, layer, map.unproject(corner, level), states, words);
  }
  for (const group of byPlace(points)) {
    const at = L.latLng(group[0][1], group[0][0]);
    if (group.length === 1) {
      const [, , reference, kind, state] = group[0];
      pins.set(reference, pin(map, layer, at, { reference, state, icon: kinds[kind] }, words));
    } else {
      const states = Object.fromEntries(COLUMNS.map((name) => [name, group.filter((point) => point[4] === name).length]));
      const references = group.map((point) => point[2]);
      cluster(map, layer, at, states, words, references);
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

function byPlace(points) {
  const places = new Map();
  for (const point of points) {
    const place = `${point[0]},${point[1]}`;
    places.set(place, [...(places.get(place) ?? []), point]);
  }
  return places.values();
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

/** A disc with the number, its ring cut by the share of each state; it opens by coming closer, or shows its reports. */
function cluster(map, layer, at, states, words, references = []) {
  const count = COLUMNS.reduce((sum, name) => sum + states[name], 0);
  const size = SIZES[Math.min(String(count).length, SIZES.length) - 1];
  const face = document.createElement("span");
  face.className = "cluster";
  face.append(ring(states, count, size));
  const number = document.createElement("b");
  number.append(...shortOf(count));
  face.append(number);
  const icon = L.divIcon({ html: face, className: "cluster-icon", iconSize: [size, size] });
  const label = `${count} ${words.many}`;
  const marker = L.marker(at, { icon, title: label, alt: label, keyboard: true }).addTo(layer);
  if (references.length) {
    withCards(marker, references, words);
    return;
  }
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    map.setView(at, Math.min(map.getZoom() + 2, DEEPEST));
  });
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
  const place = document.createElement("p");
  place.textContent = `${report.place} · ${report.state.word}`;
  const link = document.createElement("a");
  link.href = report.url;
  link.textContent = words.open;
  if (window.self !== window.top) Object.assign(link, { target: "_blank", rel: "noopener" }); // no page of ours but this shows in a frame
  box.append(title, place, link);
  return box;
}
