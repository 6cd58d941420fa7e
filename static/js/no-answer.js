/* When a part of the page asks for something and no answer comes, say so: what was typed still stands on the page. */

const note = document.getElementById("no-answer");

for (const event of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(event, () => {
    note.hidden = false;
  });
}

document.addEventListener("htmx:beforeRequest", () => {
  note.hidden = true;
});
