// A map at a glance: what stands around here, without moving about; the page links to the whole map.

import { createMap } from "map/base";
import { drawFound } from "map/found";

const { L } = window;

for (const element of document.querySelectorAll("[data-glance]")) show(element);

async function show(element) {
  const [west, south, east, north] = element.dataset.bounds.split(",").map(Number);
  const map = createMap(element, { bounds: [[south, west], [north, east]] });
  map.scrollWheelZoom.disable();
  const layer = L.layerGroup().addTo(map);
  const words = { open: element.dataset.openLabel, many: element.dataset.manyLabel };
  const refresh = async () => {
    const bounds = map.getBounds();
    const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const query = new URLSearchParams(element.dataset.query ?? "");
    query.set("bbox", corners.map((value) => value.toFixed(5)).join(","));
    query.set("zoom", String(Math.round(map.getZoom())));
    const answer = await fetch(`${element.dataset.source}?${query}`);
    if (answer.ok) drawFound(map, layer, await answer.json(), words);
  };
  map.on("moveend", refresh);
  await refresh();
}
