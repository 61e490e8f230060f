// Warns two minutes before the session ends, and says when it has ended. Asking the server how long it lives still does
// not make it last longer. The page itself stays as it is, with everything that was typed.
const place = document.querySelector("[data-look]");
const box = place.firstElementChild;
const form = box.querySelector("form");
const warn = Number(place.dataset.warn);
// When to ask.
let due = Date.now() + (place.dataset.left - warn) * 1000;
// Where the keyboard was before it went to the button.
let from;

const show = (state) => {
  for (const part of box.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  box.hidden = !state;
};

/** Shows what is to be said now, and notes when to ask again: sleeping computers stop timers, but not the time. */
function plan({ left, final }) {
  if (left <= 0) show("over");
  else if (left <= warn) show(final ? "final" : "soon");
  else show("");
  const wait = left > warn ? left - warn : Math.min(left, 10);
  due = left > 0 ? Date.now() + wait * 1000 : Infinity;
}

async function look() {
  due = Date.now() + 15000;
  try {
    const answer = await fetch(place.dataset.look);
    const now = await answer.json();
    // Somebody went on, here or in another tab: the sentence at the foot is out of date.
    if (now.left > warn) document.getElementById("signed-in-until").hidden = true;
    plan(now);
  } catch {
    // Without signal nothing is known; it is asked again soon.
  }
}

form.addEventListener("focusin", (event) => {
  from = event.relatedTarget;
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const headers = { accept: "application/json" };
    await fetch(form.action, { method: "POST", headers, body: new URLSearchParams({ next: "" }) });
  } catch {
    show("failed");
    return;
  }
  await look();
  (from ?? document.querySelector("main")).focus();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !box.hidden) look();
});
setInterval(() => {
  if (Date.now() >= due) look();
}, 5000);
