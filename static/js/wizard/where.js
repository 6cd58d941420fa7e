// The place of a report: a pin on the map that mouse, finger and keyboard can set, and suggestions while typing where the
// form names their address.

import { mapTools } from "map/later";
import { placeOf } from "wizard/photo-place";

const section = document.getElementById("pin");
const form = section.closest("form");
const found = document.getElementById("found");
const canvas = section.querySelector(".wizard-canvas");
const status = section.querySelector("[role=status]");
const q = form.elements.q;
const [lon, lat] = [form.elements.lon, form.elements.lat];

const { addPin, createMap } = await mapTools();
section.hidden = false;
const start = [Number(lat.value || canvas.dataset.lat), Number(lon.value || canvas.dataset.lon)];
const map = createMap(canvas, view());
let pin = null;
if (start[0]) showPin(start);

/** What the map opens on: the place chosen before, the point that led here, the area around it, or the country. */
function view() {
  if (start[0]) return { center: start, zoom: 17 };
  if (canvas.dataset.near) return { center: canvas.dataset.near.split(" ").map(Number), zoom: 17 };
  if (!canvas.dataset.extent) return { center: [49, 31.5], zoom: 6 };
  const [west, south, east, north] = canvas.dataset.extent.split(" ").map(Number);
  return { bounds: [[south, west], [north, east]] };
}

function showPin(position) {
  if (pin) pin.setLatLng(position);
  else {
    pin = addPin(map, position, { label: canvas.dataset.pin, draggable: true });
    pin.on("dragend", () => choosePin(pin.getLatLng()));
  }
}

/** Take a point of the map as the place; what was chosen by name is let go. */
function choosePin(position) {
  showPin(position);
  // A digit more than the place of a photo has: what was chosen never reads like what stood here before.
  [lat.value, lon.value] = [position.lat.toFixed(7), position.lng.toFixed(7)];
  for (const choice of form.querySelectorAll("[name=entry]")) {
    if (choice.type === "radio") choice.checked = false;
    else choice.value = "";
  }
  say(status.dataset.set);
}

function say(words, refused = false) {
  status.textContent = words;
  status.classList.toggle("is-refused", refused);
}

map.on("click", (event) => choosePin(event.latlng));
section.querySelector("[data-act=middle]").addEventListener("click", () => choosePin(map.getCenter()));
const here = section.querySelector("[data-act=here]");
here.hidden = !navigator.geolocation;
here.addEventListener("click", () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const position = window.L.latLng(coords.latitude, coords.longitude);
      map.setView(position, 17);
      choosePin(position);
    },
    () => say(here.dataset.refused, true),
    { enableHighAccuracy: true, timeout: 10_000 },
  );
});

// The field has no name: the photo stays on the device, and only the pin goes along.
const fromPhoto = section.querySelector("[type=file]");
fromPhoto.addEventListener("change", async () => {
  const place = fromPhoto.files.length ? await placeOf(fromPhoto.files[0]) : null;
  fromPhoto.value = "";
  if (!place) return say(fromPhoto.dataset.refused, true);
  const position = window.L.latLng(place.lat, place.lon);
  map.setView(position, 17);
  choosePin(position);
});

// A place chosen by name moves the pin, and is itself the answer.
form.addEventListener("change", ({ target }) => {
  if (target.name !== "entry") return;
  lon.value = lat.value = "";
  say("");
  for (const other of form.querySelectorAll("select[name=entry], [name=entry][type=radio]")) {
    if (other === target) continue;
    if (other.type === "radio") other.checked = false;
    else other.value = "";
  }
  const { lon: east, lat: north } = (target.selectedOptions?.[0] ?? target).dataset;
  if (east) {
    showPin([Number(north), Number(east)]);
    map.setView([Number(north), Number(east)], 17);
  }
});

// Words that are typed ask for another place than the pin's.
q.addEventListener("input", () => {
  if (!lat.value) return;
  lon.value = lat.value = "";
  pin?.remove();
  pin = null;
  say("");
});

// Suggestions, in the same list that the page shows without a script.
let waiting = null;
let asked = q.defaultValue.trim();
if (form.dataset.places) suggest();

function suggest() {
  if (q.value.trim() !== asked) look(); // typed before this script was here
  q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 200);
  });
  q.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(waiting);
    look();
  });
  form.querySelector("[value=find]").addEventListener("click", (event) => {
    event.preventDefault();
    look();
  });
}

async function look() {
  const text = q.value.trim();
  if (text === asked && found.childElementCount) return;
  asked = text;
  if (text.length < 2) {
    found.replaceChildren();
    return;
  }
  try {
    const answer = await fetch(`${form.dataset.places}?${new URLSearchParams({ q: text })}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const { results } = await answer.json();
    if (text === asked) found.replaceChildren(...(results.length ? results.map(choice) : [nothing()]));
  } catch {
    found.replaceChildren(); // the button without a script asks the server in another way
    form.querySelector("[value=find]").replaceWith(form.querySelector("[value=find]").cloneNode(true));
  }
}

function choice({ code, label, area, lon: east, lat: north }) {
  const row = document.createElement("label");
  row.className = "choice";
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "entry", value: `place:${code}` });
  [radio.dataset.lon, radio.dataset.lat] = [east, north];
  const words = Object.assign(document.createElement("span"), { className: "choice-words", textContent: label });
  words.append(Object.assign(document.createElement("span"), { className: "choice-help", textContent: area }));
  row.append(radio, words);
  return row;
}

function nothing() {
  return Object.assign(document.createElement("p"), { className: "small muted", textContent: found.dataset.none });
}
