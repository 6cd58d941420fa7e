// Every map of the portal: Leaflet over our own base map, drawn here, so that nobody is told where a reporter is looking.
//
//   import { addPin, createMap } from "map/base";
//   const map = createMap(element, { center: [lat, lng], zoom: 15 });   // or { bounds: [[south, west], [north, east]] }
//   const pin = addPin(map, [lat, lng], { icon: "lightbulb", tone: "waiting", label: "Street light out" });
//
// The page has {% map_head %} (templatetags/maps.py) in its block "head": Leaflet, the styles, and which base to draw.

import { loadGround } from "map/ground";
import { besideMarks, placeLabels } from "map/labels";
import { paintNames, paintTile, palette } from "map/paint";

const { L } = window;
const settings = document.querySelector('meta[name="map"]').dataset;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
export const AROUND = 16; // how close a map opens around what may be a single place
export const FIT = { maxZoom: AROUND, padding: [24, 40] }; // pins are within
const SVG = "http://www.w3.org/2000/svg";
let ground = null;

/** The base map, loaded once for all maps of a page; {} when this portal has none. */
function theGround() {
  ground ??= settings.base ? loadGround(settings.base) : Promise.resolve({});
  return ground;
}

const GroundLayer = L.GridLayer.extend({
  initialize(shapes, options) {
    L.GridLayer.prototype.initialize.call(this, { maxZoom: 19, keepBuffer: 3, updateWhenZooming: false, ...options });
    this.shapes = shapes;
    this.repaint = () => {
      this.colours = palette();
      this.redraw();
    };
    this.colours = palette();
  },
  onAdd(map) {
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.repaint);
    return L.GridLayer.prototype.onAdd.call(this, map);
  },
  onRemove(map) {
    this.scheme.removeEventListener("change", this.repaint);
    return L.GridLayer.prototype.onRemove.call(this, map);
  },
  createTile(place) {
    const tile = document.createElement("canvas");
    const sharp = Math.min(window.devicePixelRatio || 1, 3);
    tile.width = tile.height = this.getTileSize().x * sharp;
    const context = tile.getContext("2d");
    context.scale(sharp, sharp);
    this.paint(context, place);
    return tile;
  },
  paint(context, { x, y, z }) {
    const size = this.getTileSize().x;
    paintTile(context, this.shapes, { left: x * size, top: y * size, size, scale: size * 2 ** z, zoom: z, colours: this.colours });
  },
});

/** The names of the ground, over it in their own pane; they stand beside the marks of the map, not under them. */
const NamesLayer = GroundLayer.extend({
  initialize(shapes) {
    GroundLayer.prototype.initialize.call(this, shapes, { pane: "names" });
    this.labels = {};
    this.marks = [];
    this.painted = new Map(); // canvas: its place
    this.on("tileunload", ({ tile }) => this.painted.delete(tile));
    this.look = ({ layer }) => {
      if (!(layer instanceof L.Marker)) return;
      cancelAnimationFrame(this.waiting);
      this.waiting = requestAnimationFrame(() => this.standAside());
    };
  },
  onAdd(map) {
    const pane = map.getPane("names") ?? map.createPane("names");
    pane.style.zIndex = 360; // over the outlines of areas, under whatever is found
    pane.style.pointerEvents = "none";
    map.on("layeradd layerremove", this.look);
    this.marks = marksOf(map);
    return GroundLayer.prototype.onAdd.call(this, map);
  },
  onRemove(map) {
    map.off("layeradd layerremove", this.look);
    cancelAnimationFrame(this.waiting);
    return GroundLayer.prototype.onRemove.call(this, map);
  },
  createTile(place) {
    const tile = GroundLayer.prototype.createTile.call(this, place);
    this.painted.set(tile, place);
    return tile;
  },
  paint(context, { x, y, z }) {
    const size = this.getTileSize().x;
    const tile = { left: x * size, top: y * size, size, colours: this.colours };
    context.clearRect(0, 0, size, size);
    paintNames(context, this.labelsAt(z), tile);
  },
  /** The labels of a zoom as they stand beside the marks. */
  labelsAt(zoom) {
    this.labels[zoom] ??= placeLabels(this.shapes, zoom, this.getTileSize().x * 2 ** zoom, document.documentElement.lang);
    if (this.asideAt !== zoom) {
      this.aside = besideMarks(this.labels[zoom], this.marks.map((mark) => boxOf(this._map, mark, zoom)));
      this.asideAt = zoom;
    }
    return this.aside;
  },
  /** Paint the names anew when the marks of the map are others. */
  standAside() {
    const marks = marksOf(this._map);
    if (JSON.stringify(marks) === JSON.stringify(this.marks)) return;
    this.marks = marks;
    this.asideAt = null;
    for (const [tile, place] of this.painted) this.paint(tile.getContext("2d"), place);
  },
});

/** The marks of a map that stay where they are: { at, size, anchor }. */
function marksOf(map) {
  const marks = [];
  map.eachLayer((layer) => {
    if (!(layer instanceof L.Marker) || layer.options.draggable || layer.options.pane !== "markerPane") return;
    const { iconSize, iconAnchor } = layer.options.icon.options;
    const [width, height] = iconSize;
    marks.push({ at: layer.getLatLng(), size: [width, height], anchor: iconAnchor ?? [width / 2, height / 2] });
  });
  return marks;
}

function boxOf(map, { at, size, anchor }, zoom) {
  const { x, y } = map.project(at, zoom).subtract(anchor);
  return [x, y, x + size[0], y + size[1]];
}

/**
 * Make a Leaflet map in an element and return it; the base appears as soon as it has loaded.
 * `center` is [lat, lng] with `zoom`; `bounds` [[south, west], [north, east]] instead. A map that is not `interactive` is a
 * picture. The element needs an aria-label. `map.groundReady` resolves when the base is drawn or cannot be, to
 * the names of areas that stand on it (none: undefined).
 */
export function createMap(element, { center, zoom = 15, bounds, interactive = true } = {}) {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    keyboard: interactive,
    dragging: interactive,
    scrollWheelZoom: interactive,
    doubleClickZoom: interactive,
    boxZoom: interactive,
    touchZoom: interactive,
    zoomAnimation: !calm,
    fadeAnimation: false,
    markerZoomAnimation: !calm,
    inertia: !calm,
    minZoom: 6,
    maxZoom: 19,
  });
  L.control.attribution({ prefix: false, position: "bottomright" }).addAttribution(settings.attribution).addTo(map);
  if (interactive) {
    L.control.zoom({ position: "bottomright", zoomInTitle: settings.zoomIn, zoomOutTitle: settings.zoomOut }).addTo(map);
    scaleBar().addTo(map);
    element.setAttribute("role", "application");
  } else {
    element.setAttribute("role", "img");
    element.removeAttribute("tabindex");
  }
  if (bounds) map.fitBounds(bounds, { animate: false, ...FIT });
  else map.setView(center, zoom, { animate: false });
  map.groundReady = addGround(map);
  return map;
}

async function addGround(map) {
  if (settings.tiles) {
    L.tileLayer(settings.tiles, { maxZoom: 19, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
    return;
  }
  try {
    const [shapes] = await Promise.all([theGround(), document.fonts.load('560 12px "Manrope"', "Мa")]);
    new GroundLayer(shapes).addTo(map);
    new NamesLayer(shapes).addTo(map);
    return (shapes.district ?? []).flatMap(({ properties }) => [properties.name, properties.name_en]);
  } catch {
    map.attributionControl.addAttribution(settings.failed); // pins and places still work on bare ground
  }
}

/**
 * Put a pin on a map and return its Leaflet marker. `icon` is a name of the icon sprite, `tone` open, waiting, late or
 * solved, `label` what is read aloud; `draggable` and whatever else a marker takes are passed on.
 */
export function addPin(map, position, { icon = "geo-alt", tone = "open", label = "", ...options } = {}) {
  const drawing = L.divIcon({ html: pinOf(icon, tone), className: "map-pin-box", iconSize: [28, 38], iconAnchor: [14, 37] });
  return L.marker(position, { icon: drawing, alt: label, title: label, keyboard: Boolean(label), ...options }).addTo(map);
}

/** The drawing of a pin, 28 by 38 pixels, as an SVG element. */
export function pinOf(icon, tone) {
  const pin = draw("svg", { class: "map-pin", "data-tone": tone, width: 28, height: 38, viewBox: "0 0 28 38", "aria-hidden": "true" });
  pin.append(
    draw("path", { class: "map-pin-body", d: "M14 37C10.5 30.5 1.5 23 1.5 14a12.5 12.5 0 0 1 25 0c0 9-9 16.5-12.5 23z" }),
    draw("use", { class: "map-pin-icon", href: `${settings.sprite}#${icon}`, x: 7, y: 7, width: 14, height: 14 }),
  );
  return pin;
}

function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Leaflet's scale, with the units in the language of the page. */
function scaleBar() {
  const bar = L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 100 });
  const words = (unit) => new Intl.NumberFormat(document.documentElement.lang || "uk", { style: "unit", unit });
  bar._updateMetric = function (most) {
    const metres = this._getRoundNum(most);
    const said = metres < 1000 ? words("meter").format(metres) : words("kilometer").format(metres / 1000);
    this._updateScale(this._mScale, said, metres / most);
  };
  return bar;
}
