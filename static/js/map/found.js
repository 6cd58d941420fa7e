// What was found on a map, drawn: a pin for a report alone, a disc with a ring for several.
//
//   import { drawFound } from "map/found";
//   const pins = drawFound(map, layer, found, { open: "Open the report", many: "reports at this place" });

import { addPin } from "map/base";

const { L } = window;
const SVG = "http://www.w3.org/2000/svg";
const STATES = ["open", "waiting", "late", "solved", "ended"];

/**
 * Draw the answer of the map's data ({ places, cells }) into a layer and return the pins by reference. `words` are the
 * texts of the page: `open` for the popup's link, `many` after the number of a disc.
 */
export function drawFound(map, layer, { places, cells }, words) {
  const pins = new Map();
  layer.clearLayers();
  for (const found of [...cells, ...places]) {
    if (found.report) pins.set(found.report.reference, pin(map, layer, found, words));
    else cluster(map, layer, found, words);
  }
  return pins;
}

/** Show which pin belongs to the row (data-reference) of a list under the pointer or with the focus; `pinsNow()` gives them. */
export function followRows(list, pinsNow) {
  const rowOf = (event) => event.target.closest("[data-reference]");
  const choose = (row) => {
    for (const chosen of list.querySelectorAll(".is-chosen")) chosen.classList.remove("is-chosen");
    for (const marker of pinsNow().values()) marker.getElement()?.classList.remove("is-chosen");
    if (!row) return;
    row.classList.add("is-chosen");
    pinsNow().get(row.dataset.reference)?.getElement()?.classList.add("is-chosen");
  };
  list.addEventListener("mouseover", (event) => choose(rowOf(event)));
  list.addEventListener("focusin", (event) => choose(rowOf(event)));
  list.addEventListener("mouseleave", () => choose(null));
}

function latLng([lon, lat]) {
  return [lat, lon];
}

function pin(map, layer, { at, report }, words) {
  const marker = addPin(map, latLng(at), { icon: report.icon, tone: report.state.tone, label: `${report.title}, ${report.state.word}` });
  marker.remove();
  return marker.addTo(layer).bindPopup(() => popup(report, words), { maxWidth: 320 });
}

/** A disc with the number, its ring cut by the share of each state; it opens by coming closer. */
function cluster(map, layer, { at, count, states }, words) {
  const size = count < 10 ? 36 : count < 40 ? 44 : 54;
  const face = document.createElement("span");
  face.className = "cluster";
  face.append(ring(states, count, size));
  const number = document.createElement("b");
  number.textContent = String(count);
  face.append(number);
  const icon = L.divIcon({ html: face, className: "cluster-icon", iconSize: [size, size] });
  const label = `${count} ${words.many}`;
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

function popup(report, words) {
  const box = document.createElement("div");
  box.className = "map-popup";
  const title = document.createElement("h2");
  title.textContent = report.title;
  title.lang = report.language;
  const place = document.createElement("p");
  place.textContent = `${report.place} · ${report.state.word}`;
  const link = document.createElement("a");
  link.href = report.url;
  link.textContent = words.open;
  box.append(title, place, link);
  return box;
}
