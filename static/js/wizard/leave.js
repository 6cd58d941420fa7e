// "Clear and leave": at once, and so that the way back does not lead here.

for (const form of document.querySelectorAll("[data-leave]")) {
  form.addEventListener("submit", (event) => {
    // The beacon is sent although the page is gone; where the browser refuses it, the form goes its own way.
    if (navigator.sendBeacon(form.action, new FormData(form))) {
      event.preventDefault();
      document.documentElement.hidden = true;
      location.replace(form.dataset.leave);
    }
  });
}
