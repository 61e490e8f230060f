//! The rules, asked each time before a message is handed to the mail system.

use super::store;
use crate::{
    context::Ctx,
    db::Tx,
    error::{Error, Result},
    random, settings, times,
};
use domain::{
    dates::Millis,
    integrations::Mode,
    permissions::Permission,
    templates::{Kind, SendingRules, Urgency},
};

/// Counts are kept this long, in seconds.
const KEPT_SECS: i64 = 3 * 24 * 3600;
/// Tests that one address or number is sent in a day.
const TESTS_TO_ONE_A_DAY: i64 = 30;
/// Tests in a day, to whomever.
const TESTS_A_DAY: i64 = 100;

/// Why a message waits, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// It is night.
    Quiet(Millis),
    /// As many as one address, or all of them, may be sent in a day.
    Full(Millis),
}

/// When the quiet hours end, if `at` lies in them.
fn night_ends(at: Millis) -> Option<Millis> {
    times::in_daytime(at, 0).filter(|morning| *morning > at)
}

/// Eight in the morning of the next day: by the clock on the wall, whether or not clocks change in the night.
pub fn morning_after(at: Millis) -> Millis {
    times::next_day(&times::day_of(at))
        .and_then(|day| times::start_of(&day, "08:00"))
        .unwrap_or_else(|| at.plus_secs(24 * 3600))
}

/// Whether the message `job` to `to` has to wait. It is counted once a day, however often it is tried, so a node that is
/// killed and another that goes on with it take no place twice.
pub(crate) async fn held(ctx: &Ctx, job: &str, kind: Kind, to: &str, now: Millis) -> Result<Option<Held>> {
    let urgency = kind.urgency();
    if urgency == Urgency::Always {
        return Ok(None);
    }
    if let Some(morning) = night_ends(now).filter(|_| urgency == Urgency::News) {
        return Ok(Some(Held::Quiet(morning)));
    }
    let settings = ctx.settings.get();
    // What is only tried out takes no place of live's.
    let apart = match ctx.mode() {
        Mode::Live => "",
        Mode::Test => "test-mode:",
    };
    let limits = [
        (
            format!("{apart}{}", recipient(to)),
            settings.messages_to_one_a_day,
        ),
        (apart.to_owned(), settings.messages_a_day),
    ];
    let (job, day) = (job.to_owned(), times::day_of(now));
    let counted = ctx
        .db
        .tx(move |tx| async move {
            if !store::mark_counted(&tx, &job, &day).await? {
                return Ok(());
            }
            for (recipient, limit) in limits {
                if !store::count(&tx, &day, &recipient, limit).await? {
                    // Takes back the mark and the other count.
                    return Err(Error::Throttled(0));
                }
            }
            Ok(())
        })
        .await;
    match counted {
        Ok(()) => Ok(None),
        Err(Error::Throttled(_)) => Ok(Some(Held::Full(morning_after(now)))),
        Err(error) => Err(error),
    }
}

/// An address as it is counted: whoever reads the table learns none.
fn recipient(to: &str) -> String {
    random::hex(&random::hash(&to.to_lowercase()))
}

/// Whether one more test may go to this address or number today. Where it may not the transaction must not stand.
pub(crate) async fn counts_test(tx: &Tx, to: &str, now: Millis) -> Result<bool> {
    let (day, place) = (times::day_of(now), format!("test:{}", recipient(to)));
    Ok(store::count(tx, &day, &place, TESTS_TO_ONE_A_DAY).await?
        && store::count(tx, &day, "test:", TESTS_A_DAY).await?)
}

/// Sets the limits of a day.
pub async fn save_rules(ctx: &Ctx, rules: SendingRules) -> Result<()> {
    ctx.actor.require(Permission::MessagesManage)?;
    settings::change(ctx, "sending", move |settings| {
        settings.messages_to_one_a_day = rules.to_one;
        settings.messages_a_day = rules.to_all;
    })
    .await
}

/// Forgets the counts of past days.
pub(crate) async fn sweep(tx: &Tx, now: Millis) -> Result<()> {
    store::forget_counts(tx, &times::day_of(now.minus_secs(KEPT_SECS))).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::dates::Day;

    fn at(day: &str, time: &str) -> Millis {
        times::start_of(&Day(day.into()), time).unwrap()
    }

    #[test]
    fn quiet_hours_follow_the_clock_on_the_wall() {
        for (day, time, ends) in [
            ("2026-11-24", "12:00", None),
            ("2026-11-24", "20:59", None),
            ("2026-11-24", "21:00", Some(("2026-11-25", "08:00"))),
            ("2026-11-25", "07:59", Some(("2026-11-25", "08:00"))),
            ("2026-11-25", "08:00", None),
            // In spring the night is an hour shorter, in autumn an hour longer.
            ("2027-03-27", "21:00", Some(("2027-03-28", "08:00"))),
            ("2026-10-24", "21:00", Some(("2026-10-25", "08:00"))),
            ("2026-10-25", "01:30", Some(("2026-10-25", "08:00"))),
        ] {
            let ends = ends.map(|(day, time)| at(day, time));
            assert_eq!(night_ends(at(day, time)), ends, "{day} {time}");
        }
        let hours = |day: &str, next: &str| at(next, "08:00").secs_since(at(day, "21:00")) / 3600;
        assert_eq!(hours("2027-03-27", "2027-03-28"), 10);
        assert_eq!(hours("2026-10-24", "2026-10-25"), 12);
    }

    #[test]
    fn no_night_lasts_longer_than_twelve_hours_and_ends_outside_itself() {
        let begin = at("2026-01-01", "00:00");
        for quarter in 0..4 * 24 * 400 {
            let now = begin.plus_secs(quarter * 900);
            if let Some(morning) = night_ends(now) {
                assert!((1..=12 * 3600).contains(&morning.secs_since(now)), "{now:?}");
                assert_eq!(night_ends(morning), None);
            }
            let tomorrow = morning_after(now);
            assert!(
                (7 * 3600..=33 * 3600).contains(&tomorrow.secs_since(now)),
                "{now:?}"
            );
            assert_eq!(night_ends(tomorrow), None);
        }
    }
}
