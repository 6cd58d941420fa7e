/* Words that were typed and not sent are not thrown away without a question, where their form is data-guarded. */

const GUARDED = "form[data-guarded]";
let sending = false;

const isTyped = (field) => Boolean(field.value.trim()) && field.value !== field.defaultValue;

/** Whether something was typed since the page came, or a form came back "written", with what was typed before. */
export const isHalfWritten = () =>
  document.querySelector(`${GUARDED}[data-guarded="written"]`) !== null ||
  [...document.querySelectorAll(`${GUARDED} :is(textarea, input[type="text"])`)].some(isTyped);

/** Leave without a question: it was asked already. */
export function letGo() {
  sending = true;
}

document.addEventListener("submit", (event) => {
  if (event.target.matches(GUARDED) || !isHalfWritten()) sending = true;
});

window.addEventListener("beforeunload", (event) => {
  if (!sending && isHalfWritten()) event.preventDefault();
});
