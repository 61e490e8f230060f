//! How long somebody stays signed in: a sentence for everybody, and a warning where scripts run (product S10).

use crate::{auth, paths, request::Page};
use domain::identity::{Language, sessions::WARNING_SECS};
use leptos::prelude::*;
use services::times;

/// At the foot of the page, rounded down to the minute.
pub fn sentence(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let life = page.request.life()?;
    let time = times::time_in_words(life.until(), language);
    let sentence = if life.is_final() {
        words::signed_in_final(language, &time)
    } else {
        words::signed_in_until(language, &time)
    };
    Some(view! { <p class="small muted" id="signed-in-until">{sentence}</p> })
}

/// What `session.js` shows when the time has come. The place is there from the start, so that screen readers say what
/// appears in it; they do not stop what somebody is doing for it.
pub fn warning(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let life = page.request.life()?;
    let plane = page.plane();
    let left = life.until().secs_since(page.ctx.clock.now()).max(0);
    Some(view! {
        <div
            class="timeout-place"
            role="status"
            data-left=left.to_string()
            data-warn=WARNING_SECS.to_string()
            data-look=paths::session_left(plane)
        >
            <div class="timeout" hidden=true>
                <div>
                    <p data-when="soon">{words::time_out_soon(language)}</p>
                    <p data-when="failed">{words::time_out_failed(language)}</p>
                    <p data-when="final">{words::time_out_final(language)}</p>
                    <p data-when="over">{words::time_out_over(language)}</p>
                    <form method="post" action=auth::sessions::stay_url(plane) data-when="soon failed">
                        <button class="button">{words::time_out_stay(language)}</button>
                    </form>
                    <p data-when="over">
                        <a class="button" target="_blank" href=paths::sign_in(plane)>
                            {words::time_out_again(language)}
                        </a>
                    </p>
                </div>
            </div>
        </div>
    })
}
