// Photos on the first page: the place they know is read here and offered; it goes along only when the person takes it.

import "files";
import { placeOf } from "wizard/photo-place";

const section = document.getElementById("photo-first");
const offer = document.getElementById("photo-place");
const take = offer.querySelector("[type=checkbox]");
const [lat, lon] = offer.querySelectorAll("[type=hidden]");

function decide(taken) {
  take.checked = taken;
  lat.disabled = lon.disabled = !taken;
}

take.addEventListener("change", () => decide(take.checked));

section.addEventListener("change", async ({ target }) => {
  if (target.type !== "file") return;
  const places = await Promise.all([...target.files].map(placeOf));
  const place = places.find(Boolean);
  decide(false);
  offer.hidden = !place;
  if (place) [lat.value, lon.value] = [place.lat.toFixed(6), place.lon.toFixed(6)];
});
