// Rows that can be dragged among their like. The buttons in each row do the same without this script.
const form = document.getElementById("sort");
const rows = [...document.querySelectorAll("[data-sort]")];
let held = null;

function among(row) {
  return rows.filter((other) => other.dataset.among === row.dataset.among);
}

function mark(row, way) {
  for (const other of rows) other.classList.remove("drop-before", "drop-after");
  if (row) row.classList.add(way);
}

// Where the held row lands: before the row under the pointer if it comes from below, else behind it.
function lands(row) {
  return rows.indexOf(held) > rows.indexOf(row) ? "drop-before" : "drop-after";
}

function wake(row) {
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    held = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.sort);
  });
  row.addEventListener("dragend", () => {
    held = null;
    mark(null);
  });
  row.addEventListener("dragover", (event) => {
    if (!held || held === row || held.dataset.among !== row.dataset.among) return;
    event.preventDefault();
    mark(row, lands(row));
  });
  row.addEventListener("drop", (event) => {
    if (!held || held === row || held.dataset.among !== row.dataset.among) return;
    event.preventDefault();
    const like = among(row);
    const next = like[like.indexOf(row) + 1];
    form.elements.category.value = held.dataset.sort;
    form.elements.before.value = lands(row) === "drop-before" ? row.dataset.sort : (next?.dataset.sort ?? "");
    form.requestSubmit();
  });
}

if (form) {
  for (const row of rows) wake(row);
  document.getElementById("sort-hint").hidden = false;
}
