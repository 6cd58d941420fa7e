// The page of a report: copy its address, print it. Without this module neither is offered.

const share = document.querySelector("[data-share]");
const print = document.querySelector("[data-print]");

if (share && navigator.clipboard) {
  share.hidden = false;
  const button = share.querySelector("button");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      button.querySelector("[role=status]").textContent = button.dataset.shareDone;
    } catch {
      share.hidden = true; // the browser does not allow it: the address bar still does
    }
  });
}

if (print) {
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
}
