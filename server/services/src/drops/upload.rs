//! Files that staff send with the form: laid beside each other until somebody has them checked or taken over.

use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
    random,
};
use domain::{
    drops::{File, MANIFEST, Source},
    integrations::Mode,
    permissions::Permission,
};
use std::{fs, io, path::PathBuf};
use tokio::io::AsyncWriteExt;

/// The largest file that is taken over the web; the folder takes larger ones.
pub const FILE_MB_MAX: u32 = 200;

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub name: String,
    pub bytes: u64,
}

/// A file while it comes in.
pub struct Upload {
    ctx: Ctx,
    name: &'static str,
    part: PathBuf,
    whole: PathBuf,
    file: tokio::fs::File,
    left: u64,
}

/// The name as the contract has it.
fn known(name: &str) -> Option<&'static str> {
    if name == MANIFEST {
        return Some(MANIFEST);
    }
    File::named(name).map(File::file_name)
}

impl Upload {
    /// Begins a file of this name; nothing if the contract has none of it.
    pub async fn begin(ctx: &Ctx, mode: Mode, name: &str) -> Result<Option<Self>> {
        ctx.actor.require(Permission::IntegrationsManage)?;
        let Some(name) = known(name) else { return Ok(None) };
        ctx.folders.make(mode)?;
        let folder = ctx.folders.of(mode, Source::Upload);
        let part = folder.join(format!("{name}.{}.part", random::hex(&random::bytes::<8>())));
        Ok(Some(Self {
            ctx: ctx.clone(),
            name,
            file: tokio::fs::File::create(&part).await?,
            whole: folder.join(name),
            part,
            left: u64::from(FILE_MB_MAX) * 1024 * 1024,
        }))
    }

    /// False once the file is too big.
    pub async fn write(&mut self, piece: &[u8]) -> Result<bool> {
        let Some(left) = self.left.checked_sub(piece.len() as u64) else {
            return Ok(false);
        };
        self.left = left;
        self.file.write_all(piece).await?;
        Ok(true)
    }

    /// The whole file takes the place of one of the same name.
    pub async fn finish(mut self) -> Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        tokio::fs::rename(&self.part, &self.whole).await?;
        let (actor, now, name) = (self.ctx.actor.clone(), self.ctx.clock.now(), self.name);
        self.ctx
            .db
            .tx(move |tx| async move { audit::record(&tx, &actor, "drop.uploaded", name, "", now).await })
            .await
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let _renamed_already = fs::remove_file(&self.part);
    }
}

/// What lies there, the manifest last.
pub(super) fn waiting(ctx: &Ctx, mode: Mode) -> Vec<Waiting> {
    let folder = ctx.folders.of(mode, Source::Upload);
    let names = File::ALL.iter().map(|file| file.file_name()).chain([MANIFEST]);
    names
        .filter_map(|name| {
            let about = fs::metadata(folder.join(name)).ok()?;
            Some(Waiting {
                name: name.to_owned(),
                bytes: about.len(),
            })
        })
        .collect()
}

pub(super) fn remove(ctx: &Ctx, mode: Mode) -> Result<()> {
    let folder = ctx.folders.of(mode, Source::Upload);
    for waiting in waiting(ctx, mode) {
        match fs::remove_file(folder.join(waiting.name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::Files(error)),
            _ => {}
        }
    }
    Ok(())
}
