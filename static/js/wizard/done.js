// The secret code: copy it, print it.

for (const actions of document.querySelectorAll("[data-copy]")) {
  const code = document.getElementById(actions.dataset.copy);
  const copy = actions.querySelector("[data-act=copy]");
  const print = actions.querySelector("[data-act=print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  copy.hidden = copy.disabled || !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent.trim());
    copy.querySelector("span").textContent = copy.dataset.done;
  });
}
