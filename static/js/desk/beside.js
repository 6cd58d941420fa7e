/* The map beside the queue: a pin for each row that has an exact place, in step with the rows. It is drawn, and asked for,
   only where there is room for it. */

import { addPin, createMap } from "map/base";
import { followRows, toneOf } from "map/found";

const { L } = window;
const APART = 14; // pixels between the pins of one place
const list = document.querySelector(".split-list");
const element = document.getElementById("queue-map");
const wide = matchMedia("(min-width: 62rem)");
let pins = new Map();

function whenWide() {
  if (!wide.matches) return;
  wide.removeEventListener("change", whenWide);
  show();
}

async function show() {
  const rows = new Map([...list.querySelectorAll(".queue-row")].map((row) => [row.dataset.reference, row]));
  const answer = await fetch(`${element.dataset.source}?refs=${[...rows.keys()].join(",")}`).catch(() => null);
  // Whoever was signed out meanwhile is led elsewhere.
  if (!answer?.ok || answer.redirected || !element.isConnected) return;
  const { points, kinds, words } = await answer.json();
  document.getElementById("queue-map-words").textContent = words;
  if (!points.length) return;
  const places = points.map(([lon, lat]) => [lat, lon]);
  const map = createMap(element, { center: places[0] });
  map.fitBounds(L.latLngBounds(places), { padding: [48, 48], maxZoom: 16, animate: false });
  const taken = new Map();
  for (const [lon, lat, reference, kind, state] of points) {
    const place = `${lon},${lat}`;
    const before = taken.get(place) ?? 0;
    taken.set(place, before + 1);
    pins.set(reference, pinOfRow(map, [lat, lon], rows.get(reference), { icon: kinds[kind], state, shift: before * APART }));
  }
  document.addEventListener("htmx:afterSettle", () => {
    if (element.isConnected || !pins.size) return; // a report stands in the place of the map
    pins = new Map();
    map.remove();
  });
}

function pinOfRow(map, at, row, { icon, state, shift }) {
  const link = row.querySelector(".queue-title a");
  const marker = addPin(map, at, { icon, tone: toneOf(state), label: link.textContent, riseOnHover: true });
  const box = marker.getElement();
  box.style.marginLeft = `${parseInt(box.style.marginLeft, 10) + shift}px`;
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    row.scrollIntoView({ block: "center" });
    link.focus();
  });
  return marker;
}

if (element) {
  followRows(list, () => pins, "is-pointed");
  wide.addEventListener("change", whenWide);
  whenWide();
}
