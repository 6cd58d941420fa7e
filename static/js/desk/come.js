/* Above the queue: how many reports have come since it was shown. The list itself stays as it is until somebody asks. */

const EVERY = 30_000;
const place = document.getElementById("queue-come");
const link = place.querySelector("a");
let asked = Date.now();

async function ask() {
  if (document.hidden || Date.now() - asked < EVERY) return;
  asked = Date.now();
  const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } }).catch(() => null);
  // No answer is no news; whoever was signed out meanwhile is led elsewhere.
  if (!answer?.ok || answer.redirected) return;
  const { count, words } = await answer.json();
  link.textContent = words;
  link.hidden = !count;
}

// Twice as often as it asks, so that a tab which comes back neither waits long nor asks at each glance.
setInterval(ask, EVERY / 2);
document.addEventListener("visibilitychange", ask);
