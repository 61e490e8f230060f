use super::store;
use crate::{
    auth::{self, Browser},
    context::Platform,
};
use domain::identity::Plane;

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage<'a> {
    /// The password was right.
    Half,
    Full,
    /// The member of staff who sees the portal as this customer.
    Viewed(&'a str),
}

/// Begins a session without asking for anything, and gives its cookie's value.
pub async fn session(platform: &Platform, plane: Plane, account: &str, stage: Stage<'_>) -> String {
    let (whose, viewer) = (
        account.to_owned(),
        match stage {
            Stage::Viewed(staff) => Some(staff.to_owned()),
            Stage::Half | Stage::Full => None,
        },
    );
    let (is_half, now) = (stage == Stage::Half, platform.clock.now());
    let begun = platform.db.tx(move |tx| async move {
        let tokens = auth::enter(&tx, plane, &whose, "test", &Browser::default(), false, now).await?;
        if is_half {
            store::make_half(&tx, plane, &tokens.session).await?;
        }
        if let Some(viewer) = viewer {
            let nowhere = Browser::default();
            let own = auth::enter(&tx, Plane::Console, &viewer, "test", &nowhere, false, now).await?;
            store::make_viewed(&tx, &tokens.session, &viewer, &own.session).await?;
        }
        Ok(tokens.session)
    });
    begun.await.expect("a session can begin")
}
