// "Clear and leave": at once, and so that the way back does not lead here.

for (const form of document.querySelectorAll("[data-leave]")) {
  form.addEventListener("submit", (event) => {
    // The beacon is sent although the page is gone; where the browser refuses it, the form goes its own way.
    // It asks for no way out: it would follow it, and tell another site of this page.
    const order = new FormData(form);
    order.set("stay", "1");
    if (navigator.sendBeacon(form.action, order)) {
      event.preventDefault();
      document.documentElement.hidden = true;
      location.replace(form.dataset.leave);
    }
  });
}
