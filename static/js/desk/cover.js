/* Drawing over a photo: pulled, a pointer draws a box of any size; a click takes the box under it away, or ticks the field
   of the grid. The keyboard ticks fields, and takes boxes away in their list. */

const SVG = "http://www.w3.org/2000/svg";
const LEAST = 6; // pixels; a pointer that moved less has clicked
const grid = document.querySelector("[data-cover]");
const drawing = document.querySelector(".cover-boxes");
const list = document.querySelector(".cover-list");
const rows = list.querySelector(".cover-rows");
const boxes = new Map([...rows.querySelectorAll("input")].map((tick, at) => [tick, drawing.children[at]]));
let begun = null;

/** Where a pointer is on the photo, as shares of its width and height. */
function placeOf({ clientX, clientY }) {
  const { left, top, width, height } = grid.getBoundingClientRect();
  const share = (value) => Math.min(Math.max(value, 0), 1);
  return { x: share((clientX - left) / width), y: share((clientY - top) / height) };
}

function shape(rect, from, to) {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  const sides = { x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
  for (const [name, value] of Object.entries(sides)) rect.setAttribute(name, value);
  return [x, y, x + sides.width, y + sides.height];
}

/** Put a drawn box into the list, in which it can be taken away again. */
function keep(rect, edges) {
  const row = document.createElement("label");
  row.className = "choice";
  const value = edges.map((edge) => edge.toFixed(4)).join(",");
  const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: "boxes", value, checked: true });
  const words = Object.assign(document.createElement("span"), { className: "choice-words" });
  words.textContent = list.dataset.box.replace("{number}", boxes.size + 1);
  row.append(tick, words);
  rows.append(row);
  boxes.set(tick, rect);
}

function show(tick) {
  boxes.get(tick).setAttribute("visibility", tick.checked ? "visible" : "hidden");
}

/** The tick of the topmost box at a place. */
function boxAt({ x, y }) {
  const holds = ([tick]) => {
    const [left, top, right, bottom] = tick.value.split(",").map(Number);
    return tick.checked && left <= x && x <= right && top <= y && y <= bottom;
  };
  return [...boxes].reverse().find(holds)?.[0];
}

grid.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.isPrimary) return;
  grid.setPointerCapture(event.pointerId);
  const rect = document.createElementNS(SVG, "rect");
  drawing.append(rect);
  begun = { rect, at: placeOf(event), event };
});

grid.addEventListener("pointermove", (event) => {
  if (begun) shape(begun.rect, begun.at, placeOf(event));
});

grid.addEventListener("pointerup", (event) => {
  if (!begun) return;
  const { rect, at, event: first } = begun;
  begun = null;
  const edges = shape(rect, at, placeOf(event));
  const [across, down] = [Math.abs(event.clientX - first.clientX), Math.abs(event.clientY - first.clientY)];
  if (Math.min(across, down) >= LEAST && edges[0] < edges[2] && edges[1] < edges[3]) {
    keep(rect, edges);
    return;
  }
  rect.remove();
  if (Math.max(across, down) < LEAST) click(event); // a thin drag is no click: it must not uncover what lies at its end
});

grid.addEventListener("pointercancel", () => {
  begun?.rect.remove();
  begun = null;
});

function click(event) {
  const tick = boxAt(placeOf(event));
  if (tick) {
    tick.checked = false;
    show(tick);
    return;
  }
  const field = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-cover] input");
  if (field) field.checked = !field.checked;
}

/** The click that follows would undo the field; one from the keyboard comes without a pointer and counts. */
grid.addEventListener("click", (event) => {
  if (event.detail) event.preventDefault();
});

list.addEventListener("change", ({ target }) => show(target));
for (const [name, marked] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  list.addEventListener(name, ({ target }) => {
    const tick = target.closest(".choice")?.querySelector("input");
    if (tick) boxes.get(tick).classList.toggle("is-pointed", marked);
  });
}
