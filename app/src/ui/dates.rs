use super::{Typed, boxes::error_line};
use leptos::prelude::*;

/// The words of a date in three boxes.
pub struct DateBoxes<'a> {
    pub question: &'a str,
    pub hint: &'a str,
    pub day: &'a str,
    pub month: &'a str,
    pub year: &'a str,
    /// Whether browsers may fill it in: it is asked of the person themselves.
    pub is_own: bool,
}

/// A date of birth in three boxes (UX-E3); what is wrong with any of them is said at the first.
pub fn date_of_birth(typed: &Typed, asked: &DateBoxes<'_>) -> impl IntoView + use<> {
    let error = typed.error_sentence("day");
    let wrong = error.is_some();
    let described = if wrong { "day-hint day-error" } else { "day-hint" };
    let is_own = asked.is_own;
    let boxes = [
        ("day", asked.day, "w-2", "bday-day"),
        ("month", asked.month, "w-10", "bday-month"),
        ("year", asked.year, "w-4", "bday-year"),
    ];
    let boxes = boxes
        .into_iter()
        .map(|(name, label, width, autocomplete)| {
            let autocomplete = if is_own { autocomplete } else { "off" };
            // Months may be words, so their keyboard has letters.
            let inputmode = (name != "month").then_some("numeric");
            view! {
                <div>
                    <label for=name>{label.to_owned()}</label>
                    <input
                        class=width
                        id=name
                        name=name
                        type="text"
                        inputmode=inputmode
                        value=typed.value_or(name, "")
                        autocomplete=autocomplete
                        spellcheck="false"
                        aria-invalid=wrong.then_some("true")
                    />
                </div>
            }
        })
        .collect_view();
    let error = error_line("day", error, typed.language);
    view! {
        <fieldset class=if wrong { "field wrong" } else { "field" } aria-describedby=described>
            <legend>{asked.question.to_owned()}</legend>
            <p class="hint" id="day-hint">{asked.hint.to_owned()}</p>
            {error}
            <div class="date">{boxes}</div>
        </fieldset>
    }
}
