// What happened: how many characters are left, and photos that go up as soon as they are chosen.

const form = document.getElementById("details-form");

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
