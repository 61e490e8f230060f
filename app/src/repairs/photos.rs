//! Pictures of a repair.

use domain::{identity::Language, ids::PhotoId};
use leptos::prelude::*;

/// Pictures side by side, each opening in full.
pub fn gallery(
    photos: &[PhotoId],
    link: fn(&PhotoId) -> String,
    language: Language,
) -> impl IntoView + use<> {
    let items = photos
        .iter()
        .enumerate()
        .map(|(at, photo)| {
            let name = words::repair_photo(language, &(at + 1).to_string());
            let href = link(photo);
            view! {
                <li><figure><a href=href><img src=link(photo) alt=name width="160" height="120" loading="lazy"/></a></figure></li>
            }
        })
        .collect_view();
    view! { <ul class="photos">{items}</ul> }
}
