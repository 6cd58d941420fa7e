// Turning notifications on for this browser. Without this module, or where the browser cannot, nothing offers it.

const section = document.querySelector("[data-push]");
const button = section.querySelector("button");
const status = section.querySelector("[role=status]");

if ("serviceWorker" in navigator && "PushManager" in window) {
  section.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = "";
    try {
      await turnOn();
      location.reload();
    } catch (error) {
      status.textContent = error.sentence ?? section.dataset.failed;
      button.disabled = false;
    }
  });
}

async function turnOn() {
  const worker = await navigator.serviceWorker.register(section.dataset.worker);
  const given = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: section.dataset.key });
  const { endpoint, keys } = given.toJSON();
  const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, name: nameOf() });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(section.dataset.push, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { sentence: (await answer.json()).detail });
}

/** What the browser calls itself and its system: enough for a person to tell their devices apart. */
function nameOf() {
  const agent = navigator.userAgent;
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`)) ?? "";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((name) => agent.includes(name)) ?? "";
  const known = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser;
  return [known, system].filter(Boolean).join(", ") || section.dataset.device;
}
