// Ways to a place on the map: its name, or "where I am".

import { AROUND } from "map/base";

const { L } = window;
const CLOSE = 17;
const ROUNDED = 3; // decimals of a degree, about a hundred metres: what the map tells the server of where somebody is

/**
 * Let a form find places, streets, addresses and areas by name. A place is shown on the map; `openArea(slug, name)` is
 * called for an area. Without an answer the form itself leads to the search of the whole portal.
 */
export function findByName(map, form, openArea) {
  const { q } = form.elements;
  const found = form.querySelector("[data-found]");
  let waiting = null;
  let asked = "";

  q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    look();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") found.replaceChildren();
  });

  async function look() {
    const text = q.value.trim();
    asked = text;
    if (text.length < 2) {
      found.replaceChildren();
      return;
    }
    const answer = await fetch(`${form.dataset.places}?${new URLSearchParams({ q: text, areas: "" })}`).catch(() => null);
    const { results, areas } = answer?.ok ? await answer.json() : { results: [], areas: [] };
    if (text !== asked) return;
    const rows = [
      ...areas.map(({ slug, label, kind }) => row(label, kind, () => openArea(slug, label))),
      ...results.map(({ label, area, lat, lon }) => row(label, area, () => showPlace([lat, lon]))),
    ];
    found.replaceChildren(...(rows.length ? rows : [nothing(text)]));
  }

  function row(label, more, go) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-found-row";
    button.textContent = label;
    const small = document.createElement("small");
    small.textContent = more;
    button.append(" ", small);
    button.addEventListener("click", () => {
      found.replaceChildren();
      map.getContainer().focus();
      go();
    });
    return button;
  }

  function nothing(text) {
    const words = document.createElement("p");
    const link = document.createElement("a");
    link.href = `${form.action}?${new URLSearchParams({ q: text })}`;
    link.textContent = found.dataset.elsewhere;
    words.append(found.dataset.none, " ", link);
    return words;
  }

  function showPlace(position) {
    mark(map, position);
    map.setView(position, CLOSE);
  }
}

/**
 * Show where somebody is when they press a button, never before. The exact place is a mark in the browser alone: what
 * the map asks for, and its address, are around a rounded one.
 */
export function showWhereIAm(map, button, status) {
  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => {
    status.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        mark(map, [latitude, longitude]);
        map.setView([latitude, longitude].map((degrees) => Number(degrees.toFixed(ROUNDED))), AROUND);
      },
      () => {
        status.textContent = button.dataset.refused;
      },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  });
}

let marked = null;

/** Mark one place of the map; the last one is let go. */
function mark(map, position) {
  marked?.remove();
  marked = L.circleMarker(position, { radius: 9, className: "map-mark", interactive: false }).addTo(map);
}
