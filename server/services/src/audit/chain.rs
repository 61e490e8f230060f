//! The chain of hashes. Whoever changes, removes or inserts a sealed row breaks it from there on; whoever removes the
//! newest rows is found out by the head, whose hash is also logged each hour, outside the database.

use super::{record, store};
use crate::{
    context::{Ctx, Platform},
    db::Db,
    error::Result,
    outbox::{self, Job},
    random, times,
};
use domain::{dates::Millis, permissions::Permission};
use sha2::{Digest, Sha256};

/// Rows sealed in one transaction.
const BATCH: i64 = 500;
/// Rows read at once by a check.
const READ: i64 = 2_000;

/// The hash of a row: of the one before it, its place, and every column, each with its length, so that no text can pass
/// for two.
fn hash_of(before: &[u8], seq: i64, row: &store::Row) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let (seq, at) = (seq.to_string(), row.at.to_string());
    let parts: [&[u8]; 9] = [
        before,
        seq.as_bytes(),
        row.id.as_bytes(),
        at.as_bytes(),
        row.actor_kind.as_bytes(),
        row.actor_id.as_bytes(),
        row.event.as_bytes(),
        row.subject.as_bytes(),
        row.detail.as_bytes(),
    ];
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

/// Seals what was written since the last time; called every second on every node. Returns how many rows it sealed.
pub async fn seal(platform: &Platform) -> Result<usize> {
    let mut all = 0;
    while store::any_unsealed(&platform.db).await? {
        let sealed = platform
            .db
            .tx(|tx| async move {
                let (mut seq, mut hash) = store::head_to_seal(&tx).await?;
                let rows = store::unsealed(&tx, BATCH).await?;
                for row in &rows {
                    seq += 1;
                    hash = hash_of(&hash, seq, row);
                    store::seal(&tx, &row.id, seq, &hash).await?;
                }
                store::move_head(&tx, seq, &hash).await?;
                Ok(rows.len())
            })
            .await?;
        all += sealed;
        if sealed == 0 {
            break;
        }
    }
    Ok(all)
}

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every sealed row is as it was written, up to this hash.
    Whole { rows: i64, head: String },
    /// The first row that is not what was sealed, or whose place is empty.
    Broken { seq: i64, id: String },
}

/// Walks the whole chain from its first row.
pub async fn verify(db: &Db) -> Result<Verdict> {
    // Rows that are sealed during the walk are left to the next one.
    let (end, head) = store::head(db).await?;
    let (mut seq, mut hash) = (0, Vec::new());
    while seq < end {
        let rows = store::sealed(db, seq, READ).await?;
        for sealed in &rows {
            if sealed.seq > end {
                break;
            }
            let expected = hash_of(&hash, seq + 1, &sealed.row);
            if sealed.seq != seq + 1 || sealed.hash.as_deref() != Some(expected.as_slice()) {
                return Ok(Verdict::Broken {
                    seq: seq + 1,
                    id: sealed.row.id.clone(),
                });
            }
            (seq, hash) = (sealed.seq, expected);
        }
        if rows.is_empty() {
            break;
        }
    }
    if seq == end && hash == head {
        Ok(Verdict::Whole {
            rows: end,
            head: random::hex(&head),
        })
    } else {
        Ok(Verdict::Broken {
            seq: seq + 1,
            id: String::new(),
        })
    }
}

/// The newest check of the whole chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub asked_at: Millis,
    /// Not yet, if the check still runs.
    pub finished_at: Option<Millis>,
    pub checked: i64,
    /// Place and id of the first bad row; the id is empty where a row is missing at the end.
    pub broken: Option<(i64, String)>,
}

/// What the newest check found, for staff who may read the audit.
pub async fn newest_check(ctx: &Ctx) -> Result<Option<Check>> {
    ctx.actor.require(Permission::AuditRead)?;
    Ok(store::newest_check(&ctx.db).await?.map(|row| Check {
        asked_at: Millis(row.asked_at),
        finished_at: row.finished_at.map(Millis),
        checked: row.checked,
        broken: row.broken_seq.zip(row.broken_id),
    }))
}

/// Staff ask for a check now; the worker does it.
pub async fn ask_for_check(ctx: &Ctx) -> Result<()> {
    ctx.actor.require(Permission::AuditRead)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let id = random::id(now);
            store::add_check(&tx, &id, now).await?;
            record(&tx, &actor, "audit.check-asked", &id, "", now).await?;
            outbox::enqueue(
                &tx,
                &Job::CheckAudit(id.clone()),
                &id,
                &format!("audit-check:{id}"),
                now,
            )
            .await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

/// Queues one check a day, whichever node comes first, and writes the head into the log.
pub async fn check_daily(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let (seq, hash) = store::head(&platform.db).await?;
    tracing::info!(seq, hash = %random::hex(&hash), "audit.head");
    let today = times::day_of(now).0;
    platform
        .db
        .tx(move |tx| async move {
            let id = random::id(now);
            let key = format!("audit-check:{today}");
            if outbox::enqueue_once(&tx, &Job::CheckAudit(id.clone()), &id, &key, now).await? {
                store::add_check(&tx, &id, now).await?;
            }
            Ok(())
        })
        .await
}

/// The worker's part: walks the chain and notes what it found. A broken chain is an alarm in the log.
pub(crate) async fn run_check(ctx: &Ctx, id: &str) -> Result<()> {
    let verdict = verify(&ctx.db).await?;
    let (checked, broken) = match verdict {
        Verdict::Whole { rows, .. } => (rows, None),
        Verdict::Broken { seq, id } => {
            tracing::error!(seq, row = %id, "audit.broken");
            (seq - 1, Some((seq, id)))
        }
    };
    let (id, now) = (id.to_owned(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move { store::finish_check(&tx, &id, now, checked, broken).await })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(event: &str, subject: &str) -> store::Row {
        store::Row {
            id: "1".into(),
            at: 7,
            actor_kind: "system".into(),
            actor_id: String::new(),
            event: event.into(),
            subject: subject.into(),
            detail: String::new(),
        }
    }

    proptest! {
        #[test]
        fn letters_that_move_to_the_next_column_change_the_hash(text in ".{0,12}", cut in 0_usize..12) {
            let cut = text.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(text.len());
            let (event, subject) = text.split_at(cut);
            let moved = hash_of(&[], 1, &row(&text, "")) == hash_of(&[], 1, &row(event, subject));
            prop_assert_eq!(moved, subject.is_empty());
        }
    }

    #[test]
    fn the_hash_knows_its_place_and_what_came_before() {
        let row = row("a", "b");
        assert_ne!(hash_of(&[], 1, &row), hash_of(&[], 2, &row));
        assert_ne!(hash_of(&[], 1, &row), hash_of(&[0], 1, &row));
    }
}
