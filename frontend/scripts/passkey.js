// Passkeys without wasm. Forms marked `data-passkey` are hidden until this script finds that the browser can use them,
// and what says otherwise is hidden then: `get` signs in, `create` adds a passkey. The form asks the server for a
// challenge, lets the person answer it, and is then sent as any other form.

/** From the base64url of JSON to bytes and back. */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => list?.map((item) => ({ ...item, id: bytes(item.id) }));

/** The server's challenge as the browser wants it. */
function readable({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
  if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
  return { publicKey: options };
}

/** The browser's answer as the server wants it. */
function writable(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) parts[part] = text(response[part]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: parts,
    extensions: {},
  };
}

/** The server's challenge for a form. Nothing when the session is over and the page has to say so. */
async function challenge(form) {
  const started = await fetch(form.dataset.start, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  });
  if (started.status === 401 || started.status === 403) return undefined;
  if (!started.ok) throw new Error(`status ${started.status}`);
  return readable(JSON.parse(await started.json()));
}

/** Sends the form with what the browser answered. */
function send(form, credential) {
  form.elements.answer.value = JSON.stringify(writable(credential));
  form.submit();
}

function wake(form, stopAutofill) {
  const failed = form.querySelector("[data-failed]");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    failed.hidden = true;
    try {
      // Browsers answer one question at a time.
      stopAutofill();
      const options = await challenge(form);
      if (!options) location.reload();
      else if (form.dataset.passkey === "create") send(form, await navigator.credentials.create(options));
      else send(form, await navigator.credentials.get(options));
    } catch {
      // Stopped by the person, or the passkey is not on this device: the other ways are on the page.
      failed.hidden = false;
      busy = false;
    }
  });
  form.hidden = false;
}

/**
 * Offers passkeys beside what the browser fills in. Whatever goes wrong is not said, because nobody asked for anything; a
 * challenge that grew old is replaced when the page is looked at again.
 */
function autofill(form) {
  const fresh = 4 * 60 * 1000;
  let waiting;
  let begun = 0;
  async function offer() {
    waiting?.abort();
    const mine = (waiting = new AbortController());
    begun = Date.now();
    try {
      const options = await challenge(form);
      if (!options || mine.signal.aborted) return;
      const credential = await navigator.credentials.get({ ...options, mediation: "conditional", signal: mine.signal });
      send(form, credential);
    } catch {
      if (waiting === mine) waiting = undefined;
    }
  }
  const renew = () => {
    if (!document.hidden && waiting && Date.now() - begun > fresh) offer();
  };
  document.addEventListener("visibilitychange", renew);
  document.addEventListener("focusin", renew);
  offer();
  return () => {
    waiting?.abort();
    waiting = undefined;
  };
}

async function canAutofill() {
  try {
    return await PublicKeyCredential.isConditionalMediationAvailable();
  } catch {
    return false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    let stop = () => {};
    wake(form, () => stop());
    if ("autofill" in form.dataset && (await canAutofill())) stop = autofill(form);
  }
  for (const words of document.querySelectorAll("[data-passkey-off]")) words.hidden = true;
}
