// Where a photo was taken, as the photo itself says it. It is read here, on the reporter's device; nothing is sent.

const GPS = 0x8825;
const [LATITUDE, LONGITUDE] = [2, 4]; // the tag before each says north or south, east or west
const METRES_OF_A_DEGREE = 111_320;

/** The place stored in a photo file (JPEG, HEIC, WebP, PNG), { lat, lon } in degrees, or null when it holds none. */
export async function placeOf(file) {
  const view = new DataView(await file.arrayBuffer());
  for (const start of headers(view)) {
    const place = placeAt(view, start);
    if (place) return place;
  }
  return null;
}

/** How far two places are from each other, in metres; exact enough for a town. */
export function metresBetween(one, other) {
  const north = (one.lat - other.lat) * METRES_OF_A_DEGREE;
  const east = (one.lon - other.lon) * METRES_OF_A_DEGREE * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** Where a TIFF header stands: every format keeps its EXIF data as one, each in a wrapping of its own. */
function* headers(view) {
  const bytes = new Uint8Array(view.buffer);
  for (let at = 0; at + 8 <= bytes.length; at += 1) {
    if (bytes[at] !== bytes[at + 1] || (bytes[at] !== 0x49 && bytes[at] !== 0x4d)) continue;
    const head = view.getUint32(at);
    if (head === 0x49492a00 || head === 0x4d4d002a) yield at;
  }
}

function placeAt(view, start) {
  const little = view.getUint8(start) === 0x49;
  const number = (at) => view.getUint32(start + at, little);
  /** The entries of a directory, by tag: where the value of each stands, or its address. */
  const directory = (at) => {
    const entries = new Map();
    const count = view.getUint16(start + at, little);
    for (let entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
      entries.set(view.getUint16(start + entry, little), entry + 8);
    }
    return entries;
  };
  try {
    const found = directory(number(4)).get(GPS);
    if (!found) return null;
    const entries = directory(number(found));
    const degrees = (tag) => {
      const at = number(entries.get(tag));
      const parts = [0, 8, 16].map((part) => number(at + part) / number(at + part + 4));
      const side = String.fromCharCode(view.getUint8(start + entries.get(tag - 1)));
      return (parts[0] + parts[1] / 60 + parts[2] / 3600) * ("SW".includes(side) ? -1 : 1);
    };
    const [lat, lon] = [degrees(LATITUDE), degrees(LONGITUDE)];
    // A camera that knows nothing writes noughts, or divides by nought.
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat || lon) ? { lat, lon } : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // cut short, or no directory at all
    throw error;
  }
}
