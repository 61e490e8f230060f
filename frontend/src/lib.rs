//! The browser's entry: wakes the islands of a page. Everything visible comes from `app`.

use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by `boot.js` on pages that hold an island.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
