/* The report beside the queue: which row is open, the end of the thread, and Ctrl + Enter. */

import { isHalfWritten, letGo } from "desk/unsent";
import "files";

const chosen = document.getElementById("chosen");
const wide = matchMedia("(min-width: 62rem)");

const linkOf = (row) => row.querySelector(".queue-title a");

function show() {
  const reference = document.querySelector(".report")?.dataset.reference ?? "";
  for (const row of document.querySelectorAll(".queue-row")) {
    const here = row.dataset.reference === reference;
    row.classList.toggle("is-chosen", here);
    if (here) linkOf(row).setAttribute("aria-current", "true");
    else linkOf(row).removeAttribute("aria-current");
    if (here) row.scrollIntoView({ block: "nearest" });
  }
  const kept = document.querySelector('#bulk [name="chosen"]');
  if (kept) kept.value = reference;
  const thread = document.querySelector(".thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}

/**
 * A row on a phone opens a page of its own; the row of the open report leads into it; half-written words are not thrown
 * away without a question.
 */
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target !== chosen) return;
  if (wide.matches && event.detail.elt.hasAttribute("aria-current")) {
    event.preventDefault();
    document.querySelector(".report h1").focus();
    return;
  }
  const leave = !isHalfWritten() || confirm(chosen.dataset.unsent);
  if (leave && wide.matches) return;
  event.preventDefault();
  if (leave) {
    letGo();
    location.assign(event.detail.elt.href);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === chosen) {
    chosen.scrollTop = 0;
    show();
  }
  if (event.detail.target.id === "action") {
    event.detail.target.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
  }
});

/** Giving an action up leaves what stands in the composer alone. */
document.addEventListener("click", (event) => {
  if (!event.target.closest("#cancel")) return;
  event.preventDefault();
  document.getElementById("action").replaceChildren();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("#write, #action form");
  form?.requestSubmit(form.querySelector("[type=submit]"));
});

show();
