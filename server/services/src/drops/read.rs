//! Reading a set: every file whole or not at all, then the set whole or not at all.

use super::{
    contradictions,
    file::{self, Outcome},
    folders,
    out::own_id,
    store,
};
use crate::{
    audit,
    context::{Actor, Platform},
    db::Tx,
    error::{Conflict, Error, Result},
    random, repairs,
};
use domain::{
    dates::Millis,
    drops::{Aim, Code, File, FileState, Manifest, Problem, SetState, Source},
    integrations::Mode,
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// A node that has not told of itself for so long has died; another one begins anew.
const LEASE_SECS: i64 = 120;
/// So often is a set begun before it is refused.
const TRIES: i64 = 5;

/// A set while this node reads it.
pub(super) struct Work {
    pub platform: Arc<Platform>,
    pub set: store::Claimed,
    pub mode: Mode,
    pub folder: PathBuf,
}

impl Work {
    /// Goes on holding the set, or fails because another node has it.
    pub async fn renew(&self, tx: &Tx) -> Result<()> {
        let until = self.platform.clock.now().plus_secs(LEASE_SECS);
        if store::renew(tx, &self.set, until).await? {
            Ok(())
        } else {
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        }
    }
}

/// Reads the sets that wait. Returns how many there were.
pub async fn read_waiting(platform: &Arc<Platform>) -> Result<usize> {
    let mut count = 0;
    while let Some(work) = claim(platform).await? {
        count += 1;
        match run(&Arc::new(work)).await {
            // Another node has it, because this one was away too long.
            Err(Error::Conflict(Conflict::ChangedMeanwhile)) => {}
            read => read?,
        }
    }
    Ok(count)
}

async fn claim(platform: &Arc<Platform>) -> Result<Option<Work>> {
    let now = platform.clock.now();
    if !store::any_waiting(&platform.db, now).await? {
        return Ok(None);
    }
    let claimed = platform
        .db
        .tx(move |tx| async move {
            let Some(set) = store::claim(&tx, now, now.plus_secs(LEASE_SECS)).await? else {
                return Ok(None);
            };
            // What an earlier, killed reading has left.
            store::forget_findings(&tx, &set.id).await?;
            Ok(Some(set))
        })
        .await?;
    let Some(set) = claimed else { return Ok(None) };
    let unreadable = || Error::stored("a set of files cannot be read");
    let mode = Mode::parse(&set.mode).ok_or_else(unreadable)?;
    let source = Source::parse(&set.source).ok_or_else(unreadable)?;
    Ok(Some(Work {
        folder: platform.folders.of(mode, source),
        platform: Arc::clone(platform),
        set,
        mode,
    }))
}

async fn run(work: &Arc<Work>) -> Result<()> {
    let manifest = match manifest(work).await? {
        Ok(manifest) => manifest,
        Err(problems) => return refuse(work, problems).await,
    };
    let current: BTreeMap<File, store::Current> = store::current(&work.platform.db, work.mode)
        .await?
        .into_iter()
        .filter_map(|row| Some((File::parse(&row.file)?, row)))
        .collect();
    let mut outcomes = Vec::new();
    for entry in &manifest.0 {
        let same = current
            .get(&entry.file)
            .filter(|current| current.sha256 == entry.sha256 && current.row_count == entry.rows);
        outcomes.push(match same {
            Some(current) => Outcome::same(entry, current.reading),
            None => file::read(work, entry).await?,
        });
    }
    contradictions::find(work, &current, &mut outcomes).await?;
    let rejected_before = current.get(&File::RepairsRejected).map(|row| row.reading);
    finish(work, outcomes, rejected_before).await
}

async fn manifest(work: &Work) -> Result<std::result::Result<Manifest, Vec<Problem>>> {
    if work.set.lease > TRIES {
        return Ok(Err(vec![Problem::of_file(Code::GaveUp)]));
    }
    let Some(bytes) = folders::manifest(&work.folder).await? else {
        return Ok(Err(vec![Problem::of_file(Code::NotThere)]));
    };
    // Another set has come in meanwhile; it is read for itself.
    if digest(&bytes) != work.set.digest {
        return Ok(Err(vec![Problem::of_file(Code::OtherBytes)]));
    }
    Ok(Manifest::read(&bytes))
}

/// By what a manifest, and with it the whole set, is recognised.
pub(super) fn digest(manifest: &[u8]) -> String {
    random::hex(&Sha256::digest(manifest))
}

/// The file by whose name the report tells of the manifest.
const MANIFEST_FILE: &str = "manifest";

async fn refuse(work: &Arc<Work>, problems: Vec<Problem>) -> Result<()> {
    let worker = Arc::clone(work);
    work.platform
        .db
        .tx(move |tx| async move {
            worker.renew(&tx).await?;
            store::add_problems(&tx, &worker.set.id, MANIFEST_FILE, 0, &problems).await?;
            let count = i64::try_from(problems.len()).unwrap_or(i64::MAX);
            store::add_manifest(&tx, &worker.set.id, count).await?;
            end(&tx, &worker, SetState::Refused, 0).await
        })
        .await
}

/// How a set ends, by how its files did.
fn verdict(aim: Aim, outcomes: &[Outcome]) -> SetState {
    let any = |state| outcomes.iter().any(|outcome| outcome.state == state);
    if any(FileState::Contradicts) || (any(FileState::Refused) && !any(FileState::Good)) {
        return SetState::Refused;
    }
    match aim {
        Aim::Check => SetState::Checked,
        Aim::TakeOver => SetState::Taken,
    }
}

async fn finish(work: &Arc<Work>, outcomes: Vec<Outcome>, rejected_before: Option<i64>) -> Result<()> {
    let aim = Aim::parse(&work.set.aim).ok_or_else(|| Error::stored("a set of files has no aim"))?;
    let state = verdict(aim, &outcomes);
    let worker = Arc::clone(work);
    work.platform
        .db
        .tx(move |tx| async move {
            worker.renew(&tx).await?;
            let now = worker.platform.clock.now();
            for outcome in &outcomes {
                store::add_file(&tx, &worker.set.id, outcome).await?;
            }
            let new: Vec<&Outcome> = outcomes
                .iter()
                .filter(|outcome| state == SetState::Taken && outcome.state == FileState::Good)
                .collect();
            for outcome in &new {
                store::put_in_use(&tx, worker.mode, outcome, now).await?;
            }
            if new.iter().any(|outcome| outcome.file == File::Repairs) {
                store::forget_answered(&tx, worker.mode).await?;
            }
            if new.iter().any(|outcome| outcome.file == File::RepairsRejected) {
                reject(&tx, worker.mode, rejected_before, now).await?;
            }
            end(&tx, &worker, state, new.len()).await
        })
        .await
}

async fn end(tx: &Tx, work: &Work, state: SetState, files: usize) -> Result<()> {
    let now = work.platform.clock.now();
    store::end(tx, &work.set.id, state, now).await?;
    let event = match state {
        SetState::Taken => "drop.taken",
        SetState::Checked => "drop.checked",
        _ => "drop.refused",
    };
    audit::record(tx, &Actor::System, event, &work.set.id, &files.to_string(), now).await
}

/// Repairs of ours that the landlord's system did not take go back to the repairs team, who may send them again.
async fn reject(tx: &Tx, mode: Mode, before: Option<i64>, now: Millis) -> Result<()> {
    for reference in store::reject(tx, mode, before, now).await? {
        let id = mode.mark(&own_id(&reference));
        repairs::deliver::sent_back(tx, &reference, &id, now).await?;
    }
    Ok(())
}
