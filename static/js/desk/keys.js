/* The queue by keyboard: j k move, Enter opens, a takes, r replies, x ticks, / searches. Letters go by their place on
   the keyboard, so that they work in the Ukrainian layout too. The hint bar shows them and can switch them off. */

const bar = document.getElementById("queue-keys");
const toggle = document.getElementById("keys-switch");
const STORE = "desk-keys";

const rows = () => [...document.querySelectorAll("#queue .queue-row")];
const linkOf = (row) => row.querySelector(".queue-title a");
const tickOf = (row) => row.querySelector(".queue-tick");
const isOn = () => toggle.getAttribute("aria-pressed") === "true";

function current() {
  return document.activeElement.closest?.(".queue-row") ?? document.querySelector(".queue-row.is-chosen");
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  // Beyond the end the list begins again: what was just dealt with has moved down there.
  const next = all[at < 0 ? 0 : (at + step + all.length) % all.length];
  if (next) linkOf(next).focus();
}

function tick(row) {
  tickOf(row).checked = !tickOf(row).checked;
}

/** Take the ticked reports, or the one that is current. */
function take() {
  const form = document.getElementById("bulk");
  if (!rows().some((row) => tickOf(row).checked)) {
    const row = current();
    if (!row) return;
    tickOf(row).checked = true;
  }
  form.requestSubmit(form.querySelector('[value="take"]'));
}

/** Reply to the current report: open it first when another one is open. */
function reply() {
  const row = current();
  const open = document.querySelector(".report")?.dataset.reference;
  const field = () => document.querySelector("#write textarea");
  if (!row || row.dataset.reference === open) {
    field()?.focus();
    return;
  }
  document.addEventListener("htmx:afterSettle", () => field()?.focus(), { once: true });
  linkOf(row).click();
}

const KEYS = {
  KeyJ: () => move(1),
  KeyK: () => move(-1),
  KeyA: take,
  KeyR: reply,
  KeyX: () => current() && tick(current()),
};

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable]");
}

if (bar) {
  bar.hidden = false;
  if (localStorage.getItem(STORE) === "off") toggle.setAttribute("aria-pressed", "false");
  toggle.addEventListener("click", () => {
    const on = !isOn();
    toggle.setAttribute("aria-pressed", String(on));
    localStorage.setItem(STORE, on ? "on" : "off");
  });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.closest("#write, #action, .desk-search")) {
    const row = document.querySelector(".queue-row.is-chosen") ?? rows()[0];
    if (row) linkOf(row).focus();
    return;
  }
  if (!bar || !isOn() || isTyping(event.target)) return;
  const act = event.key === "/" || event.code === "Slash" ? () => document.getElementById("desk-search").focus() : KEYS[event.code];
  if (!act) return;
  event.preventDefault();
  act();
});
