// A map at a glance: what stands around here; the page links to the whole map. A list of the same page with
// data-glance-list is in step with its pins; the areas of data-outlines are drawn below them.

import { createMap } from "map/base";
import { drawFound, followRows, onMove, wordsOf } from "map/found";
import { outlinesOf } from "map/outlines";

const { L } = window;

for (const element of document.querySelectorAll("[data-glance]")) show(element);

async function show(element) {
  const [west, south, east, north] = element.dataset.bounds.split(",").map(Number);
  const map = createMap(element, { bounds: [[south, west], [north, east]] });
  map.scrollWheelZoom.disable();
  const layer = L.layerGroup().addTo(map);
  const outlines = outlinesOf(map, element.dataset.outlines);
  const words = { ...wordsOf(element), asked: element.dataset.query ?? "" };
  let markOf = () => null;
  let asked = 0;
  const refresh = async () => {
    const turn = ++asked;
    const bounds = map.getBounds();
    const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const query = new URLSearchParams(element.dataset.query ?? "");
    query.set("bbox", corners.map((value) => value.toFixed(5)).join(","));
    query.set("zoom", String(Math.round(map.getZoom())));
    outlines.load(query.get("area") ?? "");
    const answer = await fetch(`${element.dataset.source}?${query}`);
    if (!answer.ok) return;
    const found = await answer.json();
    if (turn !== asked || isReading()) return; // the map has moved on, or is asked again afterwards
    markOf = drawFound(map, layer, found, words);
    chooseAgain?.();
  };
  const list = document.querySelector("[data-glance-list]");
  const chooseAgain = list && followRows(list, (row) => markOf(row));
  const isReading = onMove(map, refresh);
  await refresh();
}
