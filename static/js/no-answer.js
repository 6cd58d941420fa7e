/*
 * When a part of the page asks for something and no answer comes, say so: what was typed still stands on the page.
 * A refusal brings its own sentence (403, plain text), which says what happened and what to do.
 */

const note = document.getElementById("no-answer");
const words = note.querySelector(".note-body");
const unanswered = words.textContent;

for (const event of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(event, ({ detail: { xhr } }) => {
    const refused = xhr.status === 403 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
    words.textContent = refused ? xhr.responseText : unanswered;
    note.hidden = false;
  });
}

document.addEventListener("htmx:beforeRequest", () => {
  note.hidden = true;
});
