// The search among the kinds of report, while typing; the words of each are written by the server, in both languages.

const form = document.getElementById("kind-form");
const q = form.elements.q;
const none = document.getElementById("kinds");
const kinds = [...form.querySelectorAll(".wizard-kind")];

/** A typed text as words are compared: lower case, without apostrophes. */
function wordsOf(text) {
  return text.toLocaleLowerCase("uk").replace(/['’‘ʼ`´]/g, "").replaceAll("ґ", "г").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

function filter() {
  const words = wordsOf(q.value);
  for (const kind of kinds) {
    kind.hidden = !words.every((word) => kind.dataset.words.includes(` ${word}`));
    kind.nextElementSibling.hidden = kind.hidden;
  }
  for (const group of form.querySelectorAll(".wizard-group")) {
    group.hidden = !group.querySelector(".wizard-kind:not([hidden])");
  }
  none.hidden = kinds.some((kind) => !kind.hidden);
}

// When the server has already filtered, only it knows the rest.
if (!q.defaultValue) {
  if (q.value) filter(); // typed before this script was here
  q.addEventListener("input", filter);
  q.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  form.querySelector("[value=find]").addEventListener("click", (event) => {
    event.preventDefault();
    filter();
  });
}
