// The slider of the map's period: a bar for each week, month or year, and a thumb for each end.
//
//   const time = timeOf(form, () => refresh());
//   time.load(filters);   // bars of these filters (URLSearchParams), as often as the question differs
//   time.follow();        // thumbs where the fields of the form say

const SVG = "http://www.w3.org/2000/svg";
const TALL = 40;
const DAY = 86_400_000;
const language = document.documentElement.lang === "en" ? "en-GB" : "uk"; // the day before the month, as on our pages
const dates = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
const iso = (time) => new Date(time).toISOString().slice(0, 10);

/** Join the slider and the fields "period", "since" and "until" of a form; `changed()` is called when a thumb rests. */
export function timeOf(form, changed) {
  const { period, since, until } = form.elements;
  const box = form.querySelector("#map-time");
  const bars = box.querySelector("svg");
  const words = box.querySelector("output");
  const [first, last] = box.querySelectorAll("[type=range]");
  let starts = []; // milliseconds; the end of the last step is today
  let asked = null;

  const endOf = (step) => (step + 1 < starts.length ? starts[step + 1] - DAY : Date.now());

  function load(filters) {
    const question = new URLSearchParams();
    for (const name of ["kind", "state", "area"]) if (filters.get(name)) question.set(name, filters.get(name));
    if (String(question) === asked) return;
    asked = String(question);
    fetch(`${box.dataset.source}?${question}`)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((found) => String(question) === asked && draw(found))
      .catch(() => {
        asked = null; // the select of periods still works; the next question asks again
      });
  }

  function draw(found) {
    starts = found.starts.map(Date.parse);
    const most = Math.max(...found.counts, 1);
    bars.setAttribute("viewBox", `0 0 ${starts.length} ${TALL}`);
    bars.replaceChildren(
      ...found.counts.map((count, step) => {
        const height = count && Math.max((count / most) * TALL, 2);
        const bar = document.createElementNS(SVG, "rect");
        const sizes = { x: step + 0.1, y: TALL - height, width: 0.8, height };
        for (const [name, value] of Object.entries(sizes)) bar.setAttribute(name, value);
        return bar;
      }),
    );
    for (const thumb of [first, last]) thumb.max = starts.length - 1;
    box.hidden = starts.length < 2;
    follow();
  }

  function follow() {
    const within = (day) => Math.max(starts.findLastIndex((start) => start <= day), 0);
    const days = Number(period.value);
    const begin = days ? Date.parse(iso(Date.now() - days * DAY)) : Date.parse(since.value);
    first.value = begin ? within(begin) : 0;
    last.value = until.value ? within(Date.parse(until.value)) : starts.length - 1;
    show();
  }

  function show() {
    const [from, to] = [Number(first.value), Number(last.value)];
    first.setAttribute("aria-valuetext", dates.format(starts[from]));
    last.setAttribute("aria-valuetext", dates.format(endOf(to)));
    first.classList.toggle("is-above", from > (starts.length - 1) / 2); // of two on one spot, the one that can move
    words.textContent = dates.formatRange(starts[from], endOf(to));
    [...bars.children].forEach((bar, step) => bar.classList.toggle("is-in", step >= from && step <= to));
  }

  /** A thumb does not pass the other one. */
  function keepApart({ target }) {
    if (Number(first.value) > Number(last.value)) target.value = (target === first ? last : first).value;
    show();
  }

  function choose() {
    const [from, to] = [Number(first.value), Number(last.value)];
    const whole = from === 0 && to === starts.length - 1;
    period.value = whole ? "all" : "dates";
    since.value = whole ? "" : iso(starts[from]);
    until.value = to === starts.length - 1 ? "" : iso(endOf(to));
    changed();
  }

  for (const thumb of [first, last]) {
    thumb.addEventListener("input", keepApart);
    thumb.addEventListener("change", (event) => {
      event.stopPropagation(); // the form would ask a second time
      choose();
    });
  }
  period.addEventListener("change", () => {
    if (period.value !== "dates") since.value = until.value = "";
    if (starts.length) follow();
  });
  return { load, follow: () => starts.length && follow() };
}
