/* Drawing over a photo: pulled across the grid, a pointer does to every field what it did to the first. */

const grid = document.querySelector("[data-cover]");
let covering = null;

const fieldAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-cover] input");

grid.addEventListener("pointerdown", (event) => {
  const field = fieldAt(event);
  if (!field || event.button !== 0) return;
  covering = !field.checked;
  field.checked = covering;
});

grid.addEventListener("pointermove", (event) => {
  if (covering === null) return;
  const field = fieldAt(event);
  if (field) field.checked = covering;
});

/** The click that follows would undo the first field; one from the keyboard comes without a pointer and counts. */
grid.addEventListener("click", (event) => {
  if (event.detail) event.preventDefault();
});

for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    covering = null;
  });
}
