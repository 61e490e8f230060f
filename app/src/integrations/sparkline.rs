//! The last hour as bars, one a minute, drawn here: it needs no script, and says in words what it shows.

use domain::identity::Language;
use leptos::prelude::*;
use services::integrations::Minute;

const BAR: usize = 3;
const HEIGHT: i64 = 28;

fn sums(minutes: &[Minute]) -> Minute {
    minutes.iter().fold(Minute::default(), |sum, minute| Minute {
        calls: sum.calls + minute.calls,
        faults: sum.faults + minute.faults,
        total_ms: sum.total_ms + minute.total_ms,
        slowest_ms: sum.slowest_ms.max(minute.slowest_ms),
    })
}

const fn average(minute: &Minute) -> i64 {
    if minute.calls == 0 {
        0
    } else {
        minute.total_ms / minute.calls
    }
}

pub fn sparkline(minutes: &[Minute], language: Language) -> AnyView {
    let all = sums(minutes);
    if all.calls == 0 {
        return view! { <span class="muted">{words::integration_no_calls(language)}</span> }.into_any();
    }
    let text = words::integration_speed(
        language,
        &all.calls.to_string(),
        &all.faults.to_string(),
        &average(&all).to_string(),
        &all.slowest_ms.to_string(),
    );
    let tallest = minutes.iter().map(average).max().unwrap_or_default().max(1);
    let bars = minutes
        .iter()
        .enumerate()
        .filter(|(_, minute)| minute.calls > 0)
        .map(|(place, minute)| {
            // A call of no length is still seen.
            let height = (average(minute) * HEIGHT / tallest).max(2);
            let class = if minute.faults > 0 { "fault" } else { "sound" };
            view! { <rect class=class x=place * BAR y=HEIGHT - height width=BAR - 1 height=height></rect> }
        })
        .collect_view();
    let frame = format!("0 0 {} {HEIGHT}", minutes.len() * BAR);
    view! {
        <figure class="sparkline">
            <svg viewBox=frame aria-hidden="true" focusable="false">{bars}</svg>
            <figcaption class="small muted">{text}</figcaption>
        </figure>
    }
    .into_any()
}
