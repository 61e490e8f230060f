//! The folder of each mode, and what is left of old sets.

use super::{Shelf, folders, out, read::digest, store};
use crate::{
    audit,
    context::{Actor, Platform},
    error::Result,
    random,
};
use domain::{
    drops::{Aim, Source},
    integrations::Mode,
};
use std::{ffi::OsStr, fs, path::Path, sync::Arc, time::Duration};

/// Sets that are kept for staff to look at.
const KEPT: i64 = 50;
/// Nothing is written for so long.
const LEFT_AFTER: Duration = Duration::from_hours(24);
/// Rows forgotten at once, so that nobody waits long for the database.
const FORGOTTEN_AT_ONCE: i64 = 5_000;

/// Queues a set that the landlord's programs have laid into the folder of `mode` since the last one.
pub async fn watch(platform: &Arc<Platform>, mode: Mode) -> Result<()> {
    out::finish(&Shelf::of(platform, mode)).await?;
    let Some(manifest) = folders::manifest(&platform.folders.of(mode, Source::Folder)).await? else {
        return Ok(());
    };
    let digest = digest(&manifest);
    if store::newest_digest(&platform.db, mode, Source::Folder)
        .await?
        .as_deref()
        == Some(&digest)
    {
        return Ok(());
    }
    let now = platform.clock.now();
    platform
        .db
        .tx(move |tx| async move {
            let set = store::NewSet {
                id: random::id(now),
                mode,
                source: Source::Folder,
                aim: Aim::TakeOver,
                digest,
                asked_by: String::new(),
            };
            // One set at a time: this one is found again.
            if store::add_set(&tx, &set, now).await? {
                audit::record(&tx, &Actor::System, "drop.found", &set.id, "", now).await?;
            }
            Ok(())
        })
        .await
}

/// Forgets old sets, and rows that nobody reads any more.
pub async fn sweep(platform: &Arc<Platform>) -> Result<()> {
    for mode in [Mode::Live, Mode::Test] {
        platform
            .db
            .tx(move |tx| async move { store::forget_sets(&tx, mode, KEPT).await })
            .await?;
    }
    tidy(platform)?;
    for reading in store::unused_readings(&platform.db).await? {
        loop {
            let forgotten = platform
                .db
                .tx(move |tx| async move { store::forget_rows(&tx, reading, FORGOTTEN_AT_ONCE).await })
                .await?;
            if forgotten == 0 {
                break;
            }
        }
    }
    Ok(())
}

/// Removes what an upload or a writing that was killed has left. Parts of repairs stay: the next try goes on with them.
fn tidy(platform: &Platform) -> Result<()> {
    for mode in [Mode::Live, Mode::Test] {
        let upload = platform.folders.of(mode, Source::Upload);
        remove_old(&upload, |name| {
            Path::new(name).extension() == Some(OsStr::new("part"))
        })?;
        remove_old(&platform.folders.out(mode), |name| name.starts_with('.'))?;
    }
    Ok(())
}

fn remove_old(folder: &Path, is_left: impl Fn(&str) -> bool) -> Result<()> {
    let Ok(files) = fs::read_dir(folder) else {
        return Ok(());
    };
    for file in files {
        let file = file?;
        let age = file.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > LEFT_AFTER && file.file_name().to_str().is_some_and(&is_left) {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}
