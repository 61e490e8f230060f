// Buttons that copy the text of the element that they name. They stay hidden where a browser lets no page copy.
function wake(button) {
  const source = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(source.textContent);
      said.textContent = button.dataset.copied;
    } catch {
      // Refused by the browser: the text is marked, so that the keyboard can copy it.
      getSelection().selectAllChildren(source);
    }
  });
  button.hidden = false;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) wake(button);
}
