// The base map as data: our own GeoJSON, projected once to the square of the Web Mercator world (0 to 1 on both axes).

const POLYGONS = new Set(["built", "forest", "park", "pitch", "water", "building"]);

/** [lon, lat] in degrees to [x, y] in the world square. */
export function project([lon, lat]) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Load a base map; resolves to {layer: [shape]}, a shape being {rings, box, properties} in the world square. */
export async function loadGround(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The base map answered ${answer.status}.`);
  const ground = {};
  for (const { geometry, properties } of (await answer.json()).features) {
    const shapes = (ground[properties.layer] ??= []);
    for (const rings of partsOf(geometry, POLYGONS.has(properties.layer))) {
      shapes.push({ rings, box: boxOf(rings), properties });
    }
  }
  return ground;
}

function partsOf({ type, coordinates }) {
  switch (type) {
    case "Point":
      return [[[project(coordinates)]]];
    case "MultiPoint":
    case "LineString":
      return [[coordinates.map(project)]];
    case "MultiLineString":
      return coordinates.map((line) => [line.map(project)]);
    case "Polygon":
      return [coordinates.map((ring) => ring.map(project))];
    case "MultiPolygon":
      return coordinates.map((rings) => rings.map((ring) => ring.map(project)));
    default:
      return [];
  }
}

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of rings.flat()) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Whether two boxes [west, north, east, south] touch. */
export function touches(a, b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
