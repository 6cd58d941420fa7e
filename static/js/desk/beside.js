/* The map beside the queue: a pin for each row that has an exact place, in step with the rows. It is drawn, and asked for,
   only where there is room for it. */

import { mapTools } from "map/later";

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
  const { addPin, createMap } = await mapTools();
  const [{ followRows, toneOf }, { outlinesOf }] = await Promise.all([import("map/found"), import("map/outlines")]);
  const { L } = window;
  const places = points.map(([lon, lat]) => [lat, lon]);
  const map = createMap(element, { center: places[0] });
  map.fitBounds(L.latLngBounds(places), { padding: [48, 48], maxZoom: 16, animate: false });
  const outlines = outlinesOf(map, element.dataset.outlines);
  map.on("moveend", () => outlines.load(""));
  outlines.load("");
  const taken = new Map();
  for (const [lon, lat, reference, kind, state] of points) {
    const place = `${lon},${lat}`;
    const before = taken.get(place) ?? 0;
    taken.set(place, before + 1);
    const link = rows.get(reference).querySelector(".queue-title a");
    const look = { icon: kinds[kind], tone: toneOf(state), label: link.textContent, riseOnHover: true };
    const pin = addPin(map, [lat, lon], look);
    leadTo(link, pin, { shift: before * APART });
    pins.set(reference, pin);
  }
  followRows(list, (row) => pins.get(row.dataset.reference), "is-pointed");
  document.addEventListener("htmx:afterSettle", () => {
    if (element.isConnected || !pins.size) return; // a report stands in the place of the map
    pins = new Map();
    map.remove();
  });
}

/** Let a pin lead to the link of its row; `shift` are the pixels by which it stands beside others of its place. */
function leadTo(link, pin, { shift }) {
  const box = pin.getElement();
  box.style.marginLeft = `${parseInt(box.style.marginLeft, 10) + shift}px`;
  pin.on("click keypress", (event) => {
    if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
    link.closest(".queue-row").scrollIntoView({ block: "center" });
    link.focus();
  });
}

if (element) {
  wide.addEventListener("change", whenWide);
  whenWide();
}
