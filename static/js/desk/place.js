/* The exact place of a report and the public one beside it. Where they lie never leaves the page. */

import { mapTools } from "map/later";

function draw(element, { addPin, createMap }) {
  const { L } = window;
  const { lat, lon, icon, publicLat, publicLon } = element.dataset;
  const exact = [Number(lat), Number(lon)];
  const map = createMap(element, { center: exact, zoom: 17, interactive: false });
  if (publicLat) {
    const shown = [Number(publicLat), Number(publicLon)];
    map.fitBounds(L.latLngBounds(exact, shown).pad(0.6), { maxZoom: 17, animate: false });
    L.polyline([exact, shown], { className: "place-line", weight: 2, interactive: false }).addTo(map);
    L.circleMarker(shown, { className: "place-public", radius: 6, interactive: false }).addTo(map);
  }
  addPin(map, exact, { icon, tone: "open", interactive: false });
}

async function drawAll() {
  const waiting = ".place-map:not(.leaflet-container)";
  if (!document.querySelector(waiting)) return;
  const tools = await mapTools();
  for (const element of document.querySelectorAll(waiting)) draw(element, tools);
}

document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
