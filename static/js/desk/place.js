/* The exact place of a report and the public one beside it. Where they lie never leaves the page. */

import { addPin, createMap } from "map/base";

const { L } = window;

function draw(element) {
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

function drawAll() {
  for (const element of document.querySelectorAll(".place-map:not(.leaflet-container)")) draw(element);
}

document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
