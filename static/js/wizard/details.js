// What happened: how many characters are left, photos that go up as soon as they are chosen, and the place they know.

import "files";
import { metresBetween, placeOf } from "wizard/photo-place";

const form = document.getElementById("photos").closest("form");

const counter = form.querySelector(".wizard-count");
const words = document.getElementById(counter.dataset.for);
const number = new Intl.NumberFormat(document.documentElement.lang);

function count() {
  const left = Number(counter.dataset.most) - words.value.length;
  counter.classList.toggle("is-over", left < 0);
  counter.textContent = left < 0
    ? counter.dataset.over.replace("{over}", number.format(-left))
    : counter.dataset.words.replace("{left}", number.format(left));
}

words.addEventListener("input", count);
if (words.value) count();

// The button "Add" sends the whole form; here it is pressed by choosing, and the page says how far it is.
form.addEventListener("change", ({ target }) => {
  if (target.type !== "file" || !target.files.length) return;
  if (!target.name) return; // it stays on this device
  if (offer) offerPlace([...target.files]);
  const data = new FormData(form);
  data.set("action", "photos");
  const bar = form.querySelector(".wizard-progress");
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.open("POST", location.pathname);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = (100 * loaded) / total;
  });
  request.addEventListener("load", () => {
    const fresh = request.response?.getElementById("photos");
    if (!fresh) {
      form.querySelector("[value=photos]").click();
      return;
    }
    document.getElementById("photos").replaceWith(document.adoptNode(fresh));
    document.getElementById("photos-heading").focus();
  });
  request.addEventListener("error", () => {
    bar.hidden = true; // the button is still there
  });
  request.send(data);
});

// The place of a photo is read here and offered, where the page has room for that; it goes along only when the person
// takes it.
const offer = document.getElementById("photo-place");
const NEAR = 50; // metres from the chosen place within which a photo tells nothing new

async function offerPlace(photos) {
  const { lat, lon } = offer.dataset;
  for (const photo of photos) {
    const place = await placeOf(photo);
    const away = place && lat ? metresBetween(place, { lat: Number(lat), lon: Number(lon) }) : Infinity;
    if (!place || away < NEAR) continue;
    [offer.querySelector("[name=lat]").value, offer.querySelector("[name=lon]").value] = [place.lat.toFixed(6), place.lon.toFixed(6)];
    if (lat) {
      const metres = number.format(Math.round(away / 10) * 10);
      offer.querySelector("p").textContent = offer.dataset.away.replace("{metres}", metres);
    }
    offer.hidden = false;
    return;
  }
}

offer?.querySelector("[value=place]").addEventListener("click", () => {
  for (const field of offer.querySelectorAll("input")) field.disabled = false;
});
offer?.querySelector("[type=button]").addEventListener("click", () => {
  offer.hidden = true;
});
