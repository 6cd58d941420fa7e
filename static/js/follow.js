// A circle to follow or to redraw: its middle is a click on the map, its radius what the form says.

import { addPin, createMap } from "map/base";

const { L } = window;
const form = document.getElementById("follow-form");
const section = form.querySelector("[data-circle]");
const canvas = section.querySelector(".follow-canvas");
const { lon, lat, radius, place } = form.elements;

section.hidden = false;
const given = lat.value ? `${lat.value},${lon.value}` : canvas.dataset.middle;
const chosen = given?.split(",").map(Number);
const start = chosen ?? [Number(canvas.dataset.lat || 49), Number(canvas.dataset.lon || 31.5)];
const map = createMap(canvas, { center: start, zoom: chosen ? 15 : 14 });
const circle = L.circle(start, { className: "follow-circle", radius: Number(radius.value) });
let pin = null;

function choose(position) {
  if (pin) pin.setLatLng(position);
  else {
    pin = addPin(map, position, { label: canvas.dataset.pin, draggable: true });
    pin.on("dragend", () => choose(pin.getLatLng()));
  }
  circle.setLatLng(position).setRadius(Number(radius.value)).addTo(map);
  map.fitBounds(circle.getBounds(), { maxZoom: 16 });
  const { lat: north, lng: east } = L.latLng(position);
  [lat.value, lon.value] = [north.toFixed(5), east.toFixed(5)];
}

if (chosen) choose(chosen);
map.on("click", ({ latlng }) => choose(latlng));
radius.addEventListener("change", () => {
  if (pin) choose(pin.getLatLng());
});

// A place written by hand is another middle.
place.addEventListener("input", () => {
  lon.value = lat.value = "";
  pin?.remove();
  pin = null;
  circle.remove();
});
