//! One-time answers to a form: a notice, or what was typed and what is to be mended. Kept on the server, bound to one
//! browser by a cookie, shown once.

mod store;

use crate::{context::Ctx, error::Result, random};
use domain::forms::FormErrors;
use serde::{Deserialize, Serialize};

/// How long an answer waits to be shown. An hour, so that what somebody typed survives a sign-in in between.
const LIFE_SECS: i64 = 3600;

/// What the next page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// A notice's name.
    pub notice: Option<String>,
    /// The endpoint of the form whose answer this is.
    pub form: String,
    /// Its boxes as JSON, without secrets.
    pub values: serde_json::Value,
    pub errors: FormErrors,
    /// Something else went wrong; a name that the screen turns into words.
    pub problem: Option<String>,
}

/// Keeps `flash` for the page at `path` in the browser that holds `browser` (a random token). `account` limits it to
/// one person: what one has typed is never shown to the next who signs in.
pub async fn keep(ctx: &Ctx, browser: &str, path: &str, account: &str, flash: &Flash) -> Result<()> {
    let now = ctx.clock.now();
    let (browser, path, account) = (random::hash(browser), path.to_owned(), account.to_owned());
    let payload = serde_json::to_string(flash)?;
    ctx.db
        .execute(
            store::KEEP,
            store::keep(&browser, &path, &account, &payload, now.plus_secs(LIFE_SECS)),
        )
        .await?;
    Ok(())
}

/// What a page found.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    pub flash: Option<Flash>,
    /// Other pages of this browser have answers waiting, so its token must live on.
    pub others_wait: bool,
}

/// Takes what waits for this browser on the page at `path`; it is gone afterwards. `account` is who is signed in now.
pub async fn take(ctx: &Ctx, browser: &str, path: &str, account: &str) -> Result<Taken> {
    let (browser, path, account, now) = (
        random::hash(browser),
        path.to_owned(),
        account.to_owned(),
        ctx.clock.now(),
    );
    let (payload, others_wait) = ctx
        .db
        .tx(move |tx| async move { store::take(&tx, &browser, &path, &account, now).await })
        .await?;
    let flash = payload
        .map(|payload| serde_json::from_str(&payload))
        .transpose()?;
    Ok(Taken { flash, others_wait })
}

/// Forgets answers that were never fetched.
pub async fn sweep(ctx: &Ctx) -> Result<()> {
    ctx.db
        .execute(store::SWEEP, store::sweep(ctx.clock.now()))
        .await?;
    Ok(())
}
