// The page of a report: send its address on, copy it, print the page. Without this module the address stands there.

const share = document.querySelector("[data-share]");
const print = document.querySelector("[data-print]");

if (share && (navigator.share || navigator.clipboard)) {
  const { share: url, title } = share.dataset;
  const send = share.querySelector("[data-send]");
  const copy = share.querySelector("[data-copy]");
  share.hidden = false;
  send.hidden = !navigator.share;
  copy.hidden = !navigator.clipboard;
  send.addEventListener("click", async () => {
    try {
      await navigator.share({ title, url });
    } catch (refusal) {
      send.hidden = refusal.name !== "AbortError"; // whoever changes their mind may change it again
    }
  });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(url);
      copy.querySelector("[role=status]").textContent = copy.dataset.copy;
    } catch {
      copy.hidden = true; // the browser does not allow it: the address still stands beside it
    }
  });
}

if (print) {
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
}
