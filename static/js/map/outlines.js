// Outlines and names of areas under the pins, and the chosen area's in blue.
//
//   const outlines = outlinesOf(map, "/map/outlines/");
//   outlines.load("vyshnehrad");   // what is in view now; "" when no area is chosen

const { L } = window;
const LETTER = 8; // pixels: a name stands where its area is wide enough

const boxOf = (element) => element.getBoundingClientRect();

/** Prepare a layer of outlines on a map; its ground may name areas already, these are not named twice. */
export function outlinesOf(map, address) {
  const pane = map.createPane("outlines");
  pane.style.zIndex = 350; // over the ground, under whatever is found
  pane.style.pointerEvents = "none";
  const layer = L.layerGroup().addTo(map);
  let shown = "";
  map.on("found", uncover);

  /** The tiles in view as a rectangle: it stays the same while the map moves a little. */
  function rectangle(zoom) {
    const { min, max } = map.getPixelBounds();
    const north = map.unproject(min.divideBy(256).floor().multiplyBy(256), zoom);
    const south = map.unproject(max.divideBy(256).ceil().multiplyBy(256).subtract([1, 1]), zoom);
    return [north.lng, south.lat, south.lng, north.lat].map((value) => value.toFixed(5)).join(",");
  }

  async function load(area) {
    const zoom = Math.round(map.getZoom());
    const words = new URLSearchParams({ bbox: rectangle(zoom), zoom, area, lang: document.documentElement.lang });
    if (String(words) === shown) return;
    shown = String(words);
    const answer = await fetch(`${address}?${words}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    if (!found || shown !== String(words)) return;
    draw(found, new Set(await map.groundReady));
  }

  function draw({ zoom, lines, chosen, names }, known) {
    layer.clearLayers();
    const line = (steps, className) => L.polyline(unfold(steps, zoom), { pane: "outlines", interactive: false, className, smoothFactor: 0 });
    for (const steps of lines) line(steps, "map-outline").addTo(layer);
    for (const steps of chosen) line(steps, "map-outline map-outline-chosen").addTo(layer);
    for (const [x, y, name, width] of names) {
      if (known.has(name) || width < name.length * LETTER) continue;
      const words = document.createElement("span");
      words.textContent = name;
      const icon = L.divIcon({ html: words, className: "map-area-name", iconSize: [0, 0] });
      L.marker(map.unproject([x, y], zoom), { icon, pane: "outlines", interactive: false, keyboard: false, alt: "" }).addTo(layer);
    }
    uncover();
  }

  /** Leave away the names that a disc lies over: the half of a name reads like another one. */
  function uncover() {
    const discs = [...map.getPane("markerPane").querySelectorAll(".cluster-icon")].map(boxOf);
    for (const name of pane.querySelectorAll(".map-area-name span")) {
      const { left, right, top, bottom } = boxOf(name);
      const covers = (disc) => disc.left < right && disc.right > left && disc.top < bottom && disc.bottom > top;
      name.classList.toggle("is-covered", discs.some(covers));
    }
  }

  function unfold([x, y, ...steps], zoom) {
    const points = [L.point(x, y)];
    for (let at = 0; at < steps.length; at += 2) points.push(points.at(-1).add([steps[at], steps[at + 1]]));
    return points.map((point) => map.unproject(point, zoom));
  }

  return { load };
}
