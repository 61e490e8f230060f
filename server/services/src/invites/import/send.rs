//! Sending a table that was shown, and stopping what has not gone out.

use super::{COUNTED_SECS, Row, Shown, Verdict, open, stored, takes_two};
use crate::{
    approvals::{self, Asked, Deed},
    audit,
    context::{Ctx, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    invites::{send::place, store},
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    ids::{ApprovalId, ImportId, StaffId},
    invites::{NewInvite, SendTable},
    permissions::Permission,
};

/// What became of pressing 'Send'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    Sent(ImportId),
    /// A second person has to agree.
    Waits(ApprovalId),
    /// It took two, and there is nobody else: every administrator is told.
    SentAlone(ImportId),
}

/// Invites everybody who was shown as ready, once however often it is pressed: all of them or, if we are stopped half-way,
/// nobody. Where they are very many, a second person agrees first.
pub async fn send(ctx: &Ctx, cmd: SendTable) -> Result<Pressed> {
    let by = ctx.actor.require(Permission::InvitesManage)?.id.clone();
    let import = cmd.import.ok_or(Error::NotFound)?;
    let kept = stored::find(&ctx.db, &import, &by).await?;
    let kept = kept
        .filter(|kept| kept.staff_id == by.as_str())
        .ok_or(Error::NotFound)?;
    let now = ctx.clock.now();
    if kept.sent_at.is_none() && kept.expires_at > now.0 {
        let people = open(ctx, &import, &kept.lines)?.ready();
        let lately = stored::sent_since_now(&ctx.db, &by, now.minus_secs(COUNTED_SECS)).await?;
        if takes_two(ctx, lately, people) {
            let deed = Deed::SendInvites {
                import: import.clone(),
                people,
                mode: ctx.db.mode(),
            };
            return Ok(match approvals::ask(ctx, deed, &cmd.reason).await? {
                Asked::Waits(approval) => Pressed::Waits(approval),
                Asked::Done(_) => Pressed::SentAlone(import),
            });
        }
    }
    let (whole, id) = (ctx.clone(), import.clone());
    ctx.db
        .tx(move |tx| async move { send_alone(&tx, &whole, &id, &by, now).await })
        .await?;
    ctx.wake.now();
    Ok(Pressed::Sent(import))
}

async fn send_alone(
    tx: &Tx,
    platform: &Platform,
    import: &ImportId,
    by: &StaffId,
    now: Millis,
) -> Result<()> {
    stored::line_up(tx, by).await?;
    let kept = stored::locked(tx, import, by).await?.ok_or(Error::NotFound)?;
    if kept.sent_at.is_some() {
        return Ok(());
    }
    if kept.expires_at <= now.0 {
        return Err(Error::NotFound);
    }
    let table = open(platform, import, &kept.lines)?;
    let lately = stored::sent_since(tx, by, now.minus_secs(COUNTED_SECS)).await?;
    if takes_two(platform, lately, table.ready()) {
        // Another table of theirs went out in the same moment.
        return Err(Error::Conflict(Conflict::ChangedMeanwhile));
    }
    if send_table(tx, table, import, by, now).await? {
        Ok(())
    } else {
        Err(Error::Form(FormErrors::one("import", Code::Required)))
    }
}

/// Keeps a table until a second person has answered.
pub(crate) async fn keep_for_approval(
    tx: &Tx,
    import: &ImportId,
    approval: &str,
    until: Millis,
) -> Result<()> {
    stored::keep_for_approval(tx, import, approval, until).await
}

/// Invites everybody in a table to which a second person has agreed. False, and nobody is invited, if it is not there any
/// more, was sent, or everybody in it has come another way.
pub(crate) async fn send_in(
    tx: &Tx,
    platform: &Platform,
    import: &ImportId,
    by: &StaffId,
    now: Millis,
) -> Result<bool> {
    let kept = stored::locked(tx, import, by).await?;
    match kept.filter(|kept| kept.sent_at.is_none() && kept.expires_at > now.0) {
        Some(kept) => send_table(tx, open(platform, import, &kept.lines)?, import, by, now).await,
        None => Ok(false),
    }
}

/// False if there is nobody to invite.
async fn send_table(tx: &Tx, table: Shown, import: &ImportId, by: &StaffId, now: Millis) -> Result<bool> {
    let all = table.rows.len();
    let mut ready: Vec<_> = table.rows.into_iter().filter_map(ready).collect();
    // Two who send the same people meet them in the same order, so that neither waits for the other in a ring.
    ready.sort_by(|(one, _), (other, _)| one.email.as_str().cmp(other.email.as_str()));
    let mut invited = 0;
    for (new, person) in ready {
        // Whoever came in or was invited another way since it was shown is left out.
        if store::has_account_in(tx, new.email.as_str()).await? {
            continue;
        }
        let Some(invite) = place(tx, &new, by, now).await? else {
            continue;
        };
        store::link_person(tx, &invite, &person).await?;
        stored::await_turn(tx, &invite, import, now).await?;
        audit::record_for_staff(tx, by.as_str(), "invite.sent", &invite, "import", now).await?;
        invited += 1;
    }
    if invited == 0 {
        return Ok(false);
    }
    let left_out = i64::try_from(all).unwrap_or(i64::MAX) - invited;
    stored::sent(tx, import, now, invited, left_out).await?;
    let count = invited.to_string();
    audit::record_for_staff(tx, by.as_str(), "invites.imported", import.as_str(), &count, now).await?;
    Ok(true)
}

fn ready(row: Row) -> Option<(NewInvite, String)> {
    match row.verdict {
        Verdict::Ready(new, person) => Some((new, person)),
        _ => None,
    }
}

/// Cancels the invitations of a table that have not gone out yet.
pub async fn stop(ctx: &Ctx, id: Option<ImportId>) -> Result<ImportId> {
    let by = ctx.actor.require(Permission::InvitesManage)?.id.clone();
    let id = id.ok_or(Error::NotFound)?;
    let (actor, now, import) = (ctx.actor.clone(), ctx.clock.now(), id.clone());
    ctx.db
        .tx(move |tx| async move {
            stored::locked(&tx, &import, &by).await?.ok_or(Error::NotFound)?;
            for invite in stored::stop(&tx, &import, now).await? {
                audit::record(&tx, &actor, "invite.cancelled", &invite, "import", now).await?;
            }
            Ok(())
        })
        .await?;
    Ok(id)
}
