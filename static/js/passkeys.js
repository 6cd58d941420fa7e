// Passkeys: forms with data-passkey="get" (sign in with one) or "create" (make one).
//
// The challenge comes from the JSON element named by data-options, or from the form's own address. The browser's answer
// goes into the field "credential" and the form is sent. A form that is hidden for want of JavaScript is shown here.

const toBytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
};

const toText = (buffer) => {
  const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(characters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withBytes = (list) => (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

const challenge = async (form) => {
  if (form.dataset.options) {
    return JSON.parse(document.getElementById(form.dataset.options).textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`No challenge: ${answer.status}`);
  }
  return answer.json();
};

const create = async (form) => {
  const { publicKey } = (await challenge(form)).creation_options;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(credential.response.clientDataJSON),
      attestationObject: toText(credential.response.attestationObject),
      transports: credential.response.getTransports ? credential.response.getTransports() : [],
    },
  };
};

const get = async (form) => {
  const { publicKey } = (await challenge(form)).request_options;
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(credential.response.clientDataJSON),
      authenticatorData: toText(credential.response.authenticatorData),
      signature: toText(credential.response.signature),
      userHandle: credential.response.userHandle ? toText(credential.response.userHandle) : null,
    },
  };
};

const say = (form, words) => {
  const note = form.querySelector("[data-passkey-failed]") || document.createElement("p");
  note.dataset.passkeyFailed = "";
  note.setAttribute("role", "alert");
  note.className = "field-error";
  note.textContent = words;
  form.append(note);
};

// A second factor is asked of somebody known: whoever has no passkey is offered none.
const isOffered = (form) => {
  if (form.dataset.passkey !== "get" || !form.dataset.options) {
    return true;
  }
  const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
  return (options.request_options.publicKey.allowCredentials || []).length > 0;
};

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = !isOffered(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      say(form, form.dataset.failed);
    }
  });
}
