//! Our own set of pictures, drawn on 24 by 24 with a line of 2.

use domain::{catalogue::Icon, identity::Language};
use leptos::prelude::*;

const fn drawing(icon: Icon) -> &'static str {
    match icon {
        Icon::Flame => "M12 3c1 4 5 5.5 5 10.5a5 5 0 0 1-10 0c0-2 1-3.5 2-4.5.3 1.7 1 2.5 2 3 .8-3-.5-6 1-9Z",
        Icon::Drop => "M12 3c3.5 4.5 6 7.5 6 11a6 6 0 0 1-12 0c0-3.5 2.5-6.5 6-11Z",
        Icon::Bolt => "M13 2 5 14h6l-1 8 8-12h-6l1-8Z",
        Icon::Mould => {
            "M7 15a4 4 0 1 1 .2-8 5 5 0 0 1 9.5 1.2A3.5 3.5 0 1 1 17 15H7ZM8 19h.01M12 21h.01M16 19h.01"
        }
        Icon::Door => "M6 21V3h12v18M3 21h18M14.5 12h.01",
        Icon::Window => "M4 4h16v16H4ZM12 4v16M4 12h16",
        Icon::Roof => "M3 11l9-7 9 7M6 9v11h12V9",
        Icon::Key => "M8 16a4 4 0 1 1 0-8 4 4 0 0 1 0 8ZM12 12h9v4M17 12v3",
        Icon::Toilet => "M6 3h4v9h9a6.5 6.5 0 0 1-6.5 6H12l1 3H8l1-3.5A7 7 0 0 1 6 12V3Z",
        Icon::Stairs => "M3 20h4v-4h4v-4h4V8h4V4h2",
        Icon::Tree => "M12 21v-9M12 15a5 5 0 0 1-4-8 4 4 0 0 1 8 0 5 5 0 0 1-4 8Z",
        Icon::Bug => {
            "M8 9a4 4 0 0 1 8 0v6a4 4 0 0 1-8 0ZM12 9v10M4 8l4 2M20 8l-4 2M3 14h5M16 14h5M5 20l3-3M19 20l-3-3"
        }
        Icon::Fence => "M5 21V7l2-3 2 3v14M15 21V7l2-3 2 3v14M2 11h20M2 17h20",
        Icon::Tool => {
            "M20 7.5a4.5 4.5 0 0 1-6.2 4.9L7 19.2a2 2 0 0 1-2.8-2.8L11 9.6a4.5 4.5 0 0 1 5.6-5.8L14 6.5l.6 2.8 2.8.6L20 7.5Z"
        }
    }
}

/// A picture beside words that say the same, so those who hear the page need not hear it.
pub fn icon(icon: Icon) -> impl IntoView + use<> {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d=drawing(icon)/>
        </svg>
    }
}

/// What a picture shows.
pub fn icon_words(icon: Icon, language: Language) -> &'static str {
    words::find(language, &format!("icon-{}", icon.as_str())).unwrap_or_default()
}
