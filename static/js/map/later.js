// For pages that are used before their map: Leaflet, and what draws with it, fetched when the first map is drawn.
//
//   import { mapTools } from "map/later";
//   const { addPin, createMap } = await mapTools();
//
// The page has {% map_head later=True %}; where it has a plain {% map_head %}, Leaflet is there already.

let tools = null;

/** The exports of map/base, as soon as they can be used. */
export function mapTools() {
  tools ??= load();
  return tools;
}

async function load() {
  if (!window.L) {
    const script = document.createElement("script");
    script.src = document.querySelector('meta[name="map"]').dataset.leaflet;
    await new Promise((resolve, reject) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }
  return import("map/base");
}
