// File inputs say in the words of the page what was chosen; see the end of static/css/forms.css.

function show(input) {
  const names = input.closest(".files")?.querySelector(".files-names");
  if (names) names.textContent = [...input.files].map(({ name }) => name).join(", ") || names.dataset.none;
}

document.documentElement.classList.add("shows-files");
document.addEventListener("change", ({ target }) => {
  if (target.type === "file") show(target);
});
// A browser that leads back to a page gives it the files again that were chosen there.
window.addEventListener("pageshow", () => document.querySelectorAll(".files [type=file]").forEach(show));
