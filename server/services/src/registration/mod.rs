//! Registration of people who are tenants already (product S11). Everybody is answered alike, whether or not the landlord
//! knows them: what somebody typed is stored, the look-up is a job, and only who holds the right mailbox learns more.
//!
//! Two mailboxes are proved: the one that was typed, by a code, before anything else; and the one that the landlord has
//! on record, which may be the same. Where the record has none, the mobile on record, a letter or a member of staff takes
//! its place.

mod ask;
pub(crate) mod codes;
mod create;
pub mod desk;
mod look_up;
mod prove;
mod settle;
mod store;

pub use ask::ask;
pub(crate) use create::{Made, from_letter};
pub(crate) use look_up::run as look_up;
pub use prove::{Proved, ask_staff, check_email_code, check_file_code, finish, resend};
pub use store::DeskRow;

use crate::{
    context::{Ctx, Platform},
    error::{Error, Result},
    random,
};
use domain::{dates::Millis, identity::Email};

/// Whoever never proves a mailbox is forgotten after a day, everybody else after 30.
const UNPROVED_KEPT_SECS: i64 = 24 * 3600;
const KEPT_SECS: i64 = 30 * 24 * 3600;
/// After this the person is told that the landlord's record is not answering.
const SLOW_SECS: i64 = 60;

/// How far somebody is, as far as they may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// This browser asked for nothing, or it is over.
    Nothing,
    /// A code is on its way to the mailbox that was typed.
    ProveEmail(Email),
    /// The landlord's record is asked; after a minute it is called slow.
    Looking { is_slow: bool },
    /// Only the button is missing.
    Ready,
    /// If we found them, a code is on its way to the mailbox or the mobile on record.
    ProveFile,
    /// Staff decide.
    WithStaff(Email),
}

fn browser_hash(token: Option<&str>) -> Result<Vec<u8>> {
    token.map(random::hash).ok_or(Error::NotFound)
}

/// How far the person at this browser is.
pub async fn progress(ctx: &Ctx, token: Option<&str>) -> Result<Progress> {
    let Some(token) = token else {
        return Ok(Progress::Nothing);
    };
    let Some(row) = store::by_browser(&ctx.db, &random::hash(token)).await? else {
        return Ok(Progress::Nothing);
    };
    let Some(email) = Email::parse(&row.email) else {
        return Ok(Progress::Nothing);
    };
    let now = ctx.clock.now();
    Ok(match (row.state.as_str(), row.settled_at) {
        ("asked", _) => Progress::ProveEmail(email),
        ("open", _) if row.asked_staff_at.is_some() => Progress::WithStaff(email),
        ("open", None) => Progress::Looking {
            is_slow: now.secs_since(Millis(row.confirmed_at.unwrap_or(now.0))) >= SLOW_SECS,
        },
        ("open", Some(_)) if row.is_ready => Progress::Ready,
        ("open", Some(_)) => Progress::ProveFile,
        _ => Progress::Nothing,
    })
}

/// Forgets what is over: what people typed is theirs, and nobody needs it any more.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    platform
        .db
        .tx(move |tx| async move {
            store::sweep(
                &tx,
                now.minus_secs(UNPROVED_KEPT_SECS),
                now.minus_secs(KEPT_SECS),
                now.minus_secs(24 * 3600),
            )
            .await
        })
        .await
}
