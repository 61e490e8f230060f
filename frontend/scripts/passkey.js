// Passkeys without wasm. Forms marked `data-passkey` are hidden until this script finds that the browser can use them,
// and what says otherwise is hidden then: `get` signs in, `create` adds a passkey. The form asks the server for a challenge, lets the person answer it, and is
// then sent as any other form.

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

/** Fills in the form's answer. False when the session is over and the page has to say so. */
async function answer(form) {
  const started = await fetch(form.dataset.start, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  });
  if (started.status === 401 || started.status === 403) return false;
  if (!started.ok) throw new Error(`status ${started.status}`);
  const options = readable(JSON.parse(await started.json()));
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create(options)
      : await navigator.credentials.get(options);
  form.elements.answer.value = JSON.stringify(writable(credential));
  return true;
}

function wake(form) {
  const failed = form.querySelector("[data-failed]");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    failed.hidden = true;
    try {
      if (await answer(form)) form.submit();
      else location.reload();
    } catch {
      // Stopped by the person, or the passkey is not on this device: the other ways are on the page.
      failed.hidden = false;
      busy = false;
    }
  });
  form.hidden = false;
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) wake(form);
  for (const words of document.querySelectorAll("[data-passkey-off]")) words.hidden = true;
}
