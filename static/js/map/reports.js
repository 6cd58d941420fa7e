// The public map: clusters that open, pins close in, and the list beside it in step with what is shown.

import { addPin, createMap } from "map/base";

const { L, htmx } = window;
const SVG = "http://www.w3.org/2000/svg";
const STATES = ["open", "waiting", "late", "solved", "ended"];
const stage = document.querySelector("[data-reports]");
const list = document.querySelector("[data-list]");
const filter = document.querySelector("#map-filter");

const map = createMap(stage, startOf(stage));
const layer = L.layerGroup().addTo(map);
const pins = new Map();
let waiting;
let asked = 0;

document.body.classList.add("map-ready");
map.on("moveend", () => refresh());
filter.addEventListener("change", () => {
  refresh();
});
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  refresh();
});
list.addEventListener("mouseover", (event) => choose(rowOf(event)));
list.addEventListener("focusin", (event) => choose(rowOf(event)));
list.addEventListener("mouseleave", () => choose(null));
refresh();

/** Where the map opens: the address ("at=lat,lng,zoom"), else the area. */
function startOf(element) {
  const at = (new URLSearchParams(location.search).get("at") ?? "").split(",").map(Number);
  if (at.length === 3 && at.every(Number.isFinite)) return { center: [at[0], at[1]], zoom: at[2] };
  if (!element.dataset.bounds) return { center: [49, 31.4], zoom: 6 };
  const [west, south, east, north] = element.dataset.bounds.split(",").map(Number);
  return { bounds: [[south, west], [north, east]] };
}

/** The filters and the rectangle as a query. */
function query() {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(filter)) if (value) words.set(name, value);
  const bounds = map.getBounds();
  const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  words.set("bbox", corners.map((value) => value.toFixed(5)).join(","));
  words.set("zoom", String(Math.round(map.getZoom())));
  return words;
}

/** Ask for what is shown now, a moment after the last movement. */
function refresh() {
  clearTimeout(waiting);
  waiting = setTimeout(load, 120);
}

async function load() {
  const words = query();
  const turn = ++asked;
  remember(words);
  htmx.ajax("GET", `${filter.action}?${words}`, { target: list, swap: "innerHTML" });
  try {
    const answer = await fetch(`${stage.dataset.source}?${words}`);
    const found = await answer.json();
    if (turn !== asked) return; // the map has moved on
    if (!answer.ok) throw new Error(found.error);
    draw(found);
  } catch {
    if (turn === asked) stage.dataset.failed = stage.dataset.errorLabel;
  }
}

/** Keep filters and view in the address, so that it can be shared and the back button works. */
function remember(words) {
  const shown = new URLSearchParams(words);
  const centre = map.getCenter();
  shown.delete("bbox");
  shown.delete("zoom");
  shown.set("at", `${centre.lat.toFixed(5)},${centre.lng.toFixed(5)},${map.getZoom()}`);
  history.replaceState(null, "", `?${shown}`);
}

function draw({ places, cells }) {
  delete stage.dataset.failed;
  layer.clearLayers();
  pins.clear();
  for (const found of [...cells, ...places]) {
    if (found.report) pin(found);
    else cluster(found);
  }
}

function latLng([lon, lat]) {
  return [lat, lon];
}

function pin({ at, report }) {
  const marker = addPin(map, latLng(at), { icon: report.icon, tone: report.state.tone, label: `${report.title}, ${report.state.word}` });
  marker.remove();
  marker.addTo(layer).bindPopup(() => popup(report), { maxWidth: 320 });
  pins.set(report.reference, marker);
}

/** A disc with the number, its ring cut by the share of each state; it opens by coming closer. */
function cluster({ at, count, states }) {
  const size = count < 10 ? 36 : count < 40 ? 44 : 54;
  const face = document.createElement("span");
  face.className = "cluster";
  face.append(ring(states, count, size));
  const number = document.createElement("b");
  number.textContent = String(count);
  face.append(number);
  const icon = L.divIcon({ html: face, className: "cluster-icon", iconSize: [size, size] });
  const label = `${count} ${stage.dataset.manyLabel}`;
  const marker = L.marker(latLng(at), { icon, title: label, alt: label, keyboard: true }).addTo(layer);
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    map.setView(latLng(at), Math.min(map.getZoom() + 2, 19));
  });
}

function ring(states, count, size) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${size} ${size}`);
  const radius = size / 2 - 2.5;
  const around = 2 * Math.PI * radius;
  const parts = STATES.filter((state) => states[state]);
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

function popup(report) {
  const box = document.createElement("div");
  box.className = "map-popup";
  const title = document.createElement("h2");
  title.textContent = report.title;
  title.lang = report.language;
  const place = document.createElement("p");
  place.textContent = `${report.place} · ${report.state.word}`;
  const link = document.createElement("a");
  link.href = report.url;
  link.textContent = stage.dataset.openLabel;
  box.append(title, place, link);
  return box;
}

function rowOf(event) {
  return event.target.closest("[data-reference]");
}

/** Show which pin belongs to the row under the pointer or with the focus. */
function choose(row) {
  for (const chosen of document.querySelectorAll(".map-row.is-chosen")) chosen.classList.remove("is-chosen");
  for (const marker of pins.values()) marker.getElement()?.classList.remove("is-chosen");
  if (!row) return;
  row.classList.add("is-chosen");
  pins.get(row.dataset.reference)?.getElement()?.classList.add("is-chosen");
}
