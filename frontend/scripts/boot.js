// Wakes the islands of a page. A page without one loads nothing more.
const parents = [];

async function wake(node, mod) {
  const island = node.localName === "leptos-island";
  const children = node.localName === "leptos-children";
  if (island) {
    // Children of an island hydrate with the context their parent kept for them.
    parents[parents.length - 1]?.();
    await mod[node.dataset.component]?.(node);
  }
  if (children) parents.push(node.$$on_hydrate);
  for (const child of [...node.children]) await wake(child, mod);
  if (children) parents.pop();
}

if (document.querySelector("leptos-island")) {
  const mod = await import("__GLUE__");
  await mod.default({ module_or_path: new URL("__WASM__", import.meta.url) });
  mod.hydrate();
  await wake(document.body, mod);
  document.documentElement.dataset.awake = "";
}
