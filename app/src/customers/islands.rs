//! The search box. Without scripts it is a plain form; with scripts it answers while somebody types, in place of the list
//! that is shown. An older question that is still on its way is given up.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The box's words, in the reader's language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FinderWords {
    pub label: String,
    pub hint: String,
    pub button: String,
    pub clear: String,
    pub caption: String,
    pub name: String,
    pub home: String,
    pub reference: String,
    pub status: String,
    pub failed: String,
}

/// A customer who is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub href: String,
    pub name: String,
    pub email: String,
    pub address: String,
    pub reference: String,
    pub is_disabled: bool,
    pub status: String,
}

/// What a question finds: the first few, and a sentence about how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub status: String,
    pub rows: Vec<Hit>,
}

/// The box, and the list below it.
#[island]
pub fn Finder(
    /// The list's own address.
    here: String,
    /// Where questions are posted to while somebody types.
    ask: String,
    /// What the list below was found by.
    typed: String,
    words: FinderWords,
    children: Children,
) -> impl IntoView {
    // Nothing while the box holds what the list below was found by.
    let answers = RwSignal::new(None::<Answers>);
    #[cfg(not(feature = "hydrate"))]
    let (input, keys) = (
        move |_: leptos::ev::Event| _ = &ask,
        |_: leptos::ev::KeyboardEvent| {},
    );
    #[cfg(feature = "hydrate")]
    let (input, keys) = {
        let asking = browser::Asking::new(ask, words.failed.clone(), answers);
        let listed = typed.clone();
        let input = move |event: leptos::ev::Event| asking.typed(&event_target_value(&event), &listed);
        (input, |event: leptos::ev::KeyboardEvent| browser::walk(&event))
    };
    let status = move || {
        answers.with(|found| {
            found
                .as_ref()
                .map_or_else(String::new, |found| found.status.clone())
        })
    };
    let is_answered = move || answers.with(Option::is_some);
    let has_rows = move || answers.with(|found| found.as_ref().is_some_and(|found| !found.rows.is_empty()));
    let rows =
        move || answers.with(|found| found.as_ref().map(|found| found.rows.clone()).unwrap_or_default());
    let heads = StoredValue::new([
        words.name.clone(),
        words.home.clone(),
        words.reference.clone(),
        words.status.clone(),
    ]);
    let head = move |at: usize| heads.with_value(|heads| heads.get(at).cloned().unwrap_or_default());
    let clear = (!typed.is_empty()).then(|| view! { <a href=here.clone()>{words.clear.clone()}</a> });
    view! {
        <div class="finder stack" on:keydown=keys>
            <form method="get" action=here role="search">
                <div class="field">
                    <label for="q">{words.label}</label>
                    <p class="hint" id="q-hint">{words.hint}</p>
                    <div class="row">
                        <input
                            class="w-30"
                            type="search"
                            id="q"
                            name="q"
                            value=typed
                            autocomplete="off"
                            spellcheck="false"
                            autocapitalize="none"
                            aria-describedby="q-hint"
                            on:input=input
                        />
                        <button class="button small">{words.button}</button>
                        {clear}
                    </div>
                </div>
            </form>
            <p class="found-status" role="status">{status}</p>
            <table class="dense cards found" hidden=move || !has_rows()>
                <caption class="visually-hidden">{words.caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.name}</th>
                        <th scope="col">{words.home}</th>
                        <th scope="col">{words.reference}</th>
                        <th scope="col">{words.status}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=rows key=|hit| hit.href.clone() let:hit>
                        <tr>
                            <th scope="row" data-label=head(0)>
                                <a href=hit.href.clone()>{hit.name.clone()}</a>
                                <p class="small muted break">{hit.email.clone()}</p>
                            </th>
                            <td data-label=head(1)>{hit.address.clone()}</td>
                            <td data-label=head(2) class="nowrap">{hit.reference.clone()}</td>
                            <td data-label=head(3)>
                                <span class=if hit.is_disabled { "tag danger" } else { "tag quiet" }>{hit.status.clone()}</span>
                            </td>
                        </tr>
                    </For>
                </tbody>
            </table>
            <div class="listed" hidden=is_answered>{children()}</div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Answers;
    use leptos::prelude::*;
    use std::{cell::RefCell, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    /// Whoever types goes on typing within this time.
    const PAUSE: Duration = Duration::from_millis(150);

    /// Asks what is typed, one question at a time.
    #[derive(Clone)]
    pub struct Asking {
        address: String,
        failed: String,
        answers: RwSignal<Option<Answers>>,
        /// The newest question's number; answers to older ones are late.
        newest: StoredValue<u32>,
        running: Rc<RefCell<Option<web_sys::AbortController>>>,
    }

    impl Asking {
        pub fn new(address: String, failed: String, answers: RwSignal<Option<Answers>>) -> Self {
            Self {
                address,
                failed,
                answers,
                newest: StoredValue::new(0),
                running: Rc::default(),
            }
        }

        /// The box holds something new; `listed` is what the list below was found by.
        pub fn typed(&self, text: &str, listed: &str) {
            let number = self.newest.get_value().wrapping_add(1);
            self.newest.set_value(number);
            if let Some(older) = self.running.borrow_mut().take() {
                older.abort();
            }
            if text.trim() == listed.trim() {
                self.answers.set(None);
                return;
            }
            let (asking, text) = (self.clone(), text.to_owned());
            set_timeout(
                move || {
                    if asking.newest.get_value() == number {
                        spawn_local(async move { asking.ask(number, &text).await });
                    }
                },
                PAUSE,
            );
        }

        async fn ask(&self, number: u32, text: &str) {
            let answer = self.post(text).await;
            if self.newest.get_value() != number {
                return;
            }
            self.answers.set(Some(answer.unwrap_or_else(|_| Answers {
                status: self.failed.clone(),
                rows: Vec::new(),
            })));
        }

        async fn post(&self, text: &str) -> Result<Answers, JsValue> {
            let control = web_sys::AbortController::new()?;
            let body = web_sys::UrlSearchParams::new()?;
            body.append("q", text);
            let headers = web_sys::Headers::new()?;
            headers.set("accept", "application/json")?;
            let options = web_sys::RequestInit::new();
            options.set_method("POST");
            options.set_body(&body);
            options.set_headers(&headers);
            options.set_signal(Some(&control.signal()));
            *self.running.borrow_mut() = Some(control);
            let window = web_sys::window().ok_or(JsValue::NULL)?;
            let fetched = JsFuture::from(window.fetch_with_str_and_init(&self.address, &options)).await?;
            let response: web_sys::Response = fetched.dyn_into()?;
            if response.status() == UNAUTHORIZED {
                // The page itself leads to sign-in and back.
                window.location().reload()?;
            }
            if !response.ok() {
                return Err(JsValue::NULL);
            }
            let text = JsFuture::from(response.text()?)
                .await?
                .as_string()
                .unwrap_or_default();
            serde_json::from_str(&text).map_err(|_| JsValue::NULL)
        }
    }

    const UNAUTHORIZED: u16 = 401;

    /// Arrow keys walk from the box through the answers and back.
    pub fn walk(event: &leptos::ev::KeyboardEvent) {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        if move_focus(step).is_some() {
            event.prevent_default();
        }
    }

    fn move_focus(step: i32) -> Option<()> {
        let document = web_sys::window()?.document()?;
        let shown = document
            .query_selector_all(
                "#q, .finder table.found:not([hidden]) tbody a, .finder .listed:not([hidden]) tbody a",
            )
            .ok()?;
        let focused: JsValue = document.active_element()?.into();
        let here = (0..shown.length())
            .find(|at| shown.get(*at).is_some_and(|node| JsValue::from(node) == focused))?;
        let next = here.checked_add_signed(step)?;
        shown
            .get(next)?
            .dyn_into::<web_sys::HtmlElement>()
            .ok()?
            .focus()
            .ok()
    }
}
