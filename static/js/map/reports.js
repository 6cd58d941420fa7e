// The public map: clusters that open, pins close in, and the list beside it in step with what is shown.

import { FIT, createMap } from "map/base";
import { drawFound, followRows, onMove, wordsOf } from "map/found";
import { outlinesOf } from "map/outlines";
import { isPrinting, printable } from "map/paper";
import { timeOf } from "map/time";
import { findByName, showWhereIAm } from "map/ways";

const { L } = window;
const stage = document.querySelector("[data-reports]");
const list = document.querySelector("[data-list]");
const filter = document.querySelector("#map-filter");
const noAnswer = document.querySelector("#no-answer");

const map = createMap(stage, startOf(stage));
const time = timeOf(filter, () => refresh());
const layer = L.layerGroup().addTo(map);
const outlines = outlinesOf(map, stage.dataset.outlines);
let markOf = () => null;
let waiting;
let asked = 0;

document.body.classList.add("map-ready");
const isReading = onMove(map, () => refresh());
filter.addEventListener("change", ({ target }) => {
  if (target.name === "area") openArea();
  else refresh();
});
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  refresh();
});
addEventListener("popstate", () => {
  const words = new URLSearchParams(location.search);
  for (const field of filter.elements) if (field.name) setField(field, words.get(field.name) ?? "");
  time.follow();
  const { center, zoom } = startOf(stage);
  if (center) map.setView(center, zoom, { animate: false });
  refresh();
});
const chooseAgain = followRows(list, (row) => markOf(row));
findByName(map, document.querySelector("#map-search"), (slug, name) => {
  const field = filter.elements.area;
  field.value = slug;
  if (field.value !== slug) field.append(new Option(name, slug, false, true));
  openArea();
});
printable(map);
showWhereIAm(map, document.querySelector("#map-here"), document.querySelector("#map-said"));
refresh();

/** Where the map opens: the address ("at=lat,lng,zoom"), else the area. */
function startOf(element) {
  const at = (new URLSearchParams(location.search).get("at") ?? "").split(",").map(Number);
  if (at.length === 3 && at.every(Number.isFinite)) return { center: [at[0], at[1]], zoom: at[2] };
  if (!element.dataset.bounds) return { center: [49, 31.4], zoom: 6 };
  const [west, south, east, north] = element.dataset.bounds.split(",").map(Number);
  return { bounds: [[south, west], [north, east]] };
}

/** Choose a value; an area that the field has folded away since is offered again, with those around it. */
function setField(field, value) {
  field.value = value;
  if (field.name !== "area" || field.value === value) return;
  field.append(new Option(value, value, false, true));
  unfold();
}

/** Offer the areas around the chosen one; resolves to the [west, south, east, north] of its map, or nothing. */
async function unfold() {
  const field = filter.elements.area;
  const chosen = field.value;
  const answer = await fetch(`${stage.dataset.areas}?${filters()}`).catch(() => null);
  if (!answer?.ok) return null;
  const { offered, bounds } = await answer.json();
  if (field.value !== chosen) return null; // another one has been chosen meanwhile
  field.replaceChildren(...offered.map(([value, words]) => new Option(words, value, false, value === chosen)));
  return bounds;
}

/** Go where the chosen area is; the movement asks for what is shown there. */
async function openArea() {
  const bounds = await unfold();
  map.closePopup();
  if (bounds) map.fitBounds([[bounds[1], bounds[0]], [bounds[3], bounds[2]]], FIT);
  else refresh();
}

function filters() {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(filter)) if (value) words.set(name, value);
  return words;
}

/** The filters and the rectangle as a query. */
function query() {
  const words = filters();
  const bounds = map.getBounds();
  const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  words.set("bbox", corners.map((value) => value.toFixed(5)).join(","));
  words.set("zoom", String(Math.round(map.getZoom())));
  return words;
}

/** Ask for what is shown now, a moment after the last movement. */
function refresh() {
  clearTimeout(waiting);
  if (!isPrinting()) waiting = setTimeout(load, 120);
}

async function load() {
  const words = query();
  const turn = ++asked;
  remember(words);
  time.load(words);
  outlines.load(words.get("area") ?? "");
  renew(words, turn);
  try {
    const answer = await fetch(`${stage.dataset.source}?${words}`);
    const found = await answer.json();
    if (turn !== asked || isReading()) return; // the map has moved on, or is asked again afterwards
    if (!answer.ok) throw new Error(found.error);
    draw(found);
  } catch {
    if (turn === asked) stage.dataset.failed = stage.dataset.errorLabel;
  }
}

/** Put the list of what is shown now in the place of the last one: the server answers with it alone. */
async function renew(words, turn) {
  const answer = await fetch(`${filter.action}?${words}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (turn !== asked) return;
  noAnswer.hidden = Boolean(answer?.ok);
  if (answer?.ok) list.innerHTML = await answer.text();
}

/** Keep filters and view in the address, so that it can be shared and the back button works. */
function remember(words) {
  const shown = new URLSearchParams(words);
  const centre = map.getCenter();
  shown.delete("bbox");
  shown.delete("zoom");
  shown.set("at", `${centre.lat.toFixed(5)},${centre.lng.toFixed(5)},${map.getZoom()}`);
  const address = `?${shown}`;
  if (address === location.search) return;
  // The first view replaces the address that led here; each later one is a step that the back button undoes.
  history[asked > 1 ? "pushState" : "replaceState"](null, "", address);
}

function draw(found) {
  delete stage.dataset.failed;
  markOf = drawFound(map, layer, found, { ...wordsOf(stage), asked: filters() });
  chooseAgain();
}
