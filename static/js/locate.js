// "Use my location": only where the browser can, and only when asked; it opens the map there, to a hundred metres.

const button = document.querySelector("[data-locate]");

if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        location.href = `${button.dataset.locate}?at=${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)},16`;
      },
      () => {
        button.disabled = false;
        button.textContent = button.dataset.failed;
      },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
