//! How each mail and text stands: queued, sent, delivered, or failed for good and why. Whoever passes them on brings news
//! in any order and more than once; an address or number that takes nothing is marked on the customer's record.

mod ask;
mod numbers;
mod send;
mod store;
mod texts;

pub use ask::ask_due;
pub use numbers::{Unusable, mobile};
pub(crate) use send::{mail, text};
pub use store::{Failed, Line, Unreachable};
pub(crate) use store::{forget, queued, revived};
pub(crate) use texts::worded;
pub use texts::{Text, registration_code};

use crate::{
    context::{Ctx, Platform},
    db::{Db, Tx},
    error::Result,
    ports::messages::{Callback, Disbelieved, Taken},
    random,
};
use domain::{
    dates::Millis,
    ids::CustomerId,
    integrations::Mode,
    messages::{Channel, FIRST_SECS, State, Why},
    permissions::Permission,
};

/// Failures on one page.
pub const PAGE_SIZE: i64 = 50;
/// Messages on a customer's record.
const SHOWN: i64 = 10;
/// What stands for the kind of a message that only tries whoever passes messages on.
pub(crate) const TEST: &str = "test";
/// What became of a message is kept this long.
const KEPT_SECS: i64 = 90 * 24 * 3600;

/// The place of a message: enough to recognise an address, too little to write to it.
fn place(address: &str) -> Vec<u8> {
    random::hash(address)
}

/// Stores that the other side has a message, or what became of it there.
pub(crate) async fn taken(tx: &Tx, id: &str, taken: &Taken, now: Millis) -> Result<()> {
    let Some(row) = store::lock(tx, id).await? else {
        return Ok(());
    };
    note(tx, &row, taken, now).await
}

/// It was given up here, before anybody had it.
pub(crate) async fn given_up(tx: &Tx, id: &str, why: Why, now: Millis) -> Result<()> {
    let taken = Taken {
        vendor_id: String::new(),
        state: State::Failed,
        why: Some(why),
    };
    self::taken(tx, id, &taken, now).await
}

async fn note(tx: &Tx, row: &store::Row, news: &Taken, now: Millis) -> Result<()> {
    let is_other_copy =
        !row.vendor_id.is_empty() && !news.vendor_id.is_empty() && row.vendor_id != news.vendor_id;
    if is_other_copy {
        tracing::warn!(message = row.id, "messages.second_copy");
        // One that arrived counts, whichever it is; what failed may have been the other.
        if news.state != State::Delivered {
            return Ok(());
        }
    }
    let before = State::parse(&row.state).unwrap_or(State::Queued);
    let state = before.after(news.state);
    let is_named = row.vendor_id.is_empty() && !news.vendor_id.is_empty();
    if state == before && !is_named {
        return Ok(());
    }
    let why = match (state == before, state, news.why) {
        (true, ..) => row.why.as_str(),
        (false, State::Failed, why) => why.unwrap_or(Why::Refused).as_str(),
        (false, ..) => "",
    };
    let name = if is_named { &news.vendor_id } else { &row.vendor_id };
    // Whoever tells nothing for an hour is asked.
    let is_open = state == State::Sent && !name.is_empty();
    let ask_at = is_open.then(|| now.plus_secs(FIRST_SECS));
    store::advance(tx, &row.id, state, why, name, ask_at, now).await
}

/// What became of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Stored, or known already.
    Noted,
    /// Of a message that we do not know, or no longer.
    Unknown,
    Not(Disbelieved),
}

/// News that came by themselves to `channel`. Whoever sends them may repeat them as often as they like.
pub async fn hear(ctx: &Ctx, channel: Channel, callback: &Callback<'_>) -> Result<Heard> {
    // News of live's messages come in test mode as well. Where nothing is set up nobody is believed.
    let mut heard = Err(Disbelieved::NotTheirs);
    for mode in Mode::ALL {
        let report = match channel {
            Channel::Mail => ctx.integrations.mail(mode).map(|mail| mail.hear(callback)),
            Channel::Text => ctx.integrations.text(mode).map(|text| text.hear(callback)),
        };
        match report {
            Ok(Ok(report)) => {
                heard = Ok((report, mode));
                break;
            }
            Ok(Err(Disbelieved::Unreadable)) => heard = Err(Disbelieved::Unreadable),
            Ok(Err(Disbelieved::NotTheirs)) | Err(_) => {}
        }
    }
    let (report, mode) = match heard {
        Ok(heard) => heard,
        Err(why) => return Ok(Heard::Not(why)),
    };
    let now = ctx.clock.now();
    ctx.db
        .tx(move |tx| async move {
            let row = match &report.id {
                Some(id) => store::lock(&tx, id).await?,
                None => store::lock_by_vendor(&tx, &report.taken.vendor_id).await?,
            };
            // Whoever passes the test system's messages on says nothing about those of live.
            let may_tell = |row: &store::Row| {
                row.channel == channel.as_str() && (mode == Mode::Live || row.mode == mode.as_str())
            };
            let Some(row) = row.filter(may_tell) else {
                return Ok(Heard::Unknown);
            };
            note(&tx, &row, &report.taken, now).await?;
            Ok(Heard::Noted)
        })
        .await
}

/// The newest messages to a customer, and the address or numbers of theirs that take none.
pub(crate) async fn of_customer(
    db: &Db,
    customer: &CustomerId,
    email: &str,
) -> Result<(Vec<Line>, Vec<Unreachable>)> {
    let mailbox = place(email);
    tokio::try_join!(
        store::newest(db, customer, SHOWN),
        store::unreachable(db, customer, &mailbox),
    )
}

/// Messages that failed for good, newest first, before the one named `before`; one more than a page, if there are.
pub async fn failures(ctx: &Ctx, before: Option<&str>) -> Result<Vec<Failed>> {
    ctx.actor.require(Permission::MessagesManage)?;
    store::failures(&ctx.db, before.unwrap_or("~"), PAGE_SIZE + 1).await
}

/// Forgets what became of messages long ago.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let before = platform.clock.now().minus_secs(KEPT_SECS);
    platform
        .db
        .tx(move |tx| async move { store::sweep(&tx, before).await })
        .await
}
