//! The photo picker. Without scripts it is a plain file box with a button; with scripts each photo is made smaller on
//! the phone, sent by itself, and says how it is doing.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The picker's words, in the reader's language: no dictionary travels to the browser.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PickerWords {
    pub label: String,
    pub hint: String,
    pub upload: String,
    pub shrinking: String,
    pub sending: String,
    pub sent: String,
    pub failed: String,
    pub again: String,
    pub remove: String,
    pub interrupted: String,
    pub not_a_picture: String,
    pub too_big: String,
    pub too_many: String,
}

/// How a photo is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only a browser sends photos")
)]
enum State {
    Shrinking,
    Sending,
    Sent,
    /// Worth another try.
    Interrupted,
    NotAPicture,
    TooBig,
    TooMany,
}

impl State {
    const fn class(self) -> &'static str {
        match self {
            Self::Shrinking | Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Interrupted | Self::NotAPicture | Self::TooBig | Self::TooMany => "failed",
        }
    }

    fn sentence(self, words: &PickerWords) -> String {
        match self {
            Self::Shrinking => words.shrinking.clone(),
            Self::Sending => words.sending.clone(),
            Self::Sent => words.sent.clone(),
            Self::Interrupted => format!("{}. {}", words.failed, words.interrupted),
            Self::NotAPicture => format!("{}. {}", words.failed, words.not_a_picture),
            Self::TooBig => format!("{}. {}", words.failed, words.too_big),
            Self::TooMany => format!("{}. {}", words.failed, words.too_many),
        }
    }
}

/// One chosen photo.
#[derive(Clone, Copy, Debug)]
struct Upload {
    /// Place in the list of chosen files of this page.
    key: usize,
    state: RwSignal<State>,
}

/// The picker for the draft whose photos are posted to `upload`.
#[island]
pub fn PhotoPicker(upload: String, words: PickerWords, error: Option<String>) -> impl IntoView {
    let uploads = RwSignal::new(Vec::<Upload>::new());
    let names = StoredValue::new(Vec::<String>::new());
    let words = StoredValue::new(words);
    let file_box = NodeRef::<leptos::html::Input>::new();
    #[cfg(not(feature = "hydrate"))]
    let (choose, again) = (|_: leptos::ev::Event| {}, |_: Upload| {});
    #[cfg(feature = "hydrate")]
    let (choose, again) = {
        let address = StoredValue::new(upload.clone());
        let files = StoredValue::new_local(Vec::<web_sys::File>::new());
        let take = move |input: &web_sys::HtmlInputElement| {
            browser::take_chosen(input, |file| {
                let key = names.with_value(Vec::len);
                names.update_value(|all| all.push(file.name()));
                files.update_value(|all| all.push(file.clone()));
                let state = RwSignal::new(State::Shrinking);
                uploads.update(|all| all.push(Upload { key, state }));
                browser::send(file, address.get_value(), state);
            });
        };
        let choose = move |event: leptos::ev::Event| {
            if let Some(input) = browser::input_of(&event) {
                take(&input);
            }
        };
        // Photos chosen before this script arrived wait in the box.
        Effect::new(move |_| {
            if let Some(input) = file_box.get() {
                take(&input);
            }
        });
        let again = move |upload: Upload| {
            if let Some(file) = files.with_value(|all| all.get(upload.key).cloned()) {
                upload.state.set(State::Sending);
                browser::send(file, address.get_value(), upload.state);
            }
        };
        (choose, again)
    };
    // With scripts the photos go by themselves, so the button has nothing left to do.
    let has_scripts = RwSignal::new(false);
    Effect::new(move |_| has_scripts.set(true));
    let describes = if error.is_some() {
        "photos-hint photos-error"
    } else {
        "photos-hint"
    };
    let error = error.map(|error| view! { <p class="error" id="photos-error">{error}</p> });
    view! {
        <form class="picker" method="post" action=upload enctype="multipart/form-data">
            <label for="photos">{words.with_value(|words| words.label.clone())}</label>
            <p class="hint" id="photos-hint">{words.with_value(|words| words.hint.clone())}</p>
            {error}
            <input
                type="file"
                id="photos"
                name="photos"
                multiple
                accept="image/jpeg,image/png,image/webp"
                aria-describedby=describes
                node_ref=file_box
                on:change=choose
            />
            <ul class="uploads" aria-live="polite">
                <For each=move || uploads.get() key=|upload| upload.key let:upload>
                    <li class=move || upload.state.get().class()>
                        <span>
                            {names.with_value(|names| names.get(upload.key).cloned().unwrap_or_default())}" "
                            <span class="hint">
                                {move || words.with_value(|words| upload.state.get().sentence(words))}
                            </span>
                        </span>
                        <button
                            type="button"
                            class="link"
                            hidden=move || upload.state.get() != State::Interrupted
                            on:click=move |_| again(upload)
                        >
                            {words.with_value(|words| words.again.clone())}
                        </button>
                    </li>
                </For>
            </ul>
            <button class="button secondary" hidden=move || has_scripts.get()>
                {words.with_value(|words| words.upload.clone())}
            </button>
        </form>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::State;
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    /// The longer side of what is sent, as the server keeps it.
    const LONGEST_SIDE: f64 = 1600.0;
    const TRIES: u32 = 3;
    const UNPROCESSABLE: u16 = 422;
    const TOO_LARGE: u16 = 413;
    const CONFLICT: u16 = 409;

    /// The file box that was changed.
    pub fn input_of(event: &leptos::ev::Event) -> Option<web_sys::HtmlInputElement> {
        event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
    }

    /// Hands over the chosen files and empties the box, so that they are not sent a second time with the form.
    pub fn take_chosen(input: &web_sys::HtmlInputElement, mut each: impl FnMut(web_sys::File)) {
        if let Some(chosen) = input.files() {
            (0..chosen.length())
                .filter_map(|at| chosen.get(at))
                .for_each(&mut each);
        }
        input.set_value("");
    }

    /// Makes the photo smaller and sends it, again if the line breaks.
    pub fn send(file: web_sys::File, address: String, state: RwSignal<State>) {
        spawn_local(async move {
            // What this browser cannot read is sent as it is: the server decides.
            let picture = shrink(&file).await.unwrap_or_else(|_| file.clone().into());
            state.set(State::Sending);
            for attempt in 1..=TRIES {
                match post(&picture, &file.name(), &address).await {
                    Ok(answer) => {
                        state.set(match answer {
                            200..=299 => State::Sent,
                            TOO_LARGE => State::TooBig,
                            CONFLICT => State::TooMany,
                            UNPROCESSABLE => State::NotAPicture,
                            _ => State::Interrupted,
                        });
                        return;
                    }
                    Err(_) if attempt < TRIES => pause(attempt * 1000).await,
                    Err(_) => state.set(State::Interrupted),
                }
            }
        });
    }

    async fn shrink(file: &web_sys::File) -> Result<web_sys::Blob, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let bitmap: web_sys::ImageBitmap = JsFuture::from(window.create_image_bitmap_with_blob(file)?)
            .await?
            .dyn_into()?;
        let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
        let scale = (LONGEST_SIDE / width.max(height)).min(1.0);
        let document = window.document().ok_or(JsValue::NULL)?;
        let canvas: web_sys::HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        canvas.set_width(pixels(width * scale));
        canvas.set_height(pixels(height * scale));
        let context: web_sys::CanvasRenderingContext2d =
            canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
        context.draw_image_with_image_bitmap_and_dw_and_dh(
            &bitmap,
            0.0,
            0.0,
            width * scale,
            height * scale,
        )?;
        let promise = js_sys::Promise::new(&mut |resolve, reject| {
            let done = Closure::once_into_js(move |blob: JsValue| {
                let _nobody_waits = if blob.is_null() {
                    reject.call1(&JsValue::NULL, &blob)
                } else {
                    resolve.call1(&JsValue::NULL, &blob)
                };
            });
            let quality = JsValue::from_f64(0.8);
            let _rejected_by_the_browser =
                canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &quality);
        });
        JsFuture::from(promise).await?.dyn_into()
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 1,600 by construction"
    )]
    fn pixels(side: f64) -> u32 {
        side.max(1.0) as u32
    }

    async fn post(picture: &web_sys::Blob, name: &str, address: &str) -> Result<u16, JsValue> {
        let form = web_sys::FormData::new()?;
        form.append_with_blob_and_filename("photos", picture, name)?;
        let options = web_sys::RequestInit::new();
        options.set_method("POST");
        options.set_body(&form);
        let headers = web_sys::Headers::new()?;
        headers.set("accept", "application/json")?;
        options.set_headers(&headers);
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let response: web_sys::Response = JsFuture::from(window.fetch_with_str_and_init(address, &options))
            .await?
            .dyn_into()?;
        Ok(response.status())
    }

    async fn pause(millis: u32) {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            if let Some(window) = web_sys::window() {
                let _id = window.set_timeout_with_callback_and_timeout_and_arguments_0(
                    &resolve,
                    i32::try_from(millis).unwrap_or(1000),
                );
            }
        });
        let _always_resolves = JsFuture::from(promise).await;
    }
}
