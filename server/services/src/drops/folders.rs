//! Where files lie. Only names that this program made or the contract has are ever joined to it.

use crate::error::Result;
use domain::{
    drops::{MANIFEST, Source},
    integrations::Mode,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder that the environment names. For each mode it has one folder in which the landlord's programs lay sets, with
/// `upload` for those of the console and `out` for repairs.
#[derive(Clone, Debug)]
pub struct Folders(Arc<Path>);

impl Folders {
    pub fn new(root: PathBuf) -> Self {
        Self(root.into())
    }

    /// Where the sets of a source are.
    pub fn of(&self, mode: Mode, source: Source) -> PathBuf {
        let own = self.0.join(mode.as_str());
        match source {
            Source::Folder => own,
            Source::Upload => own.join("upload"),
        }
    }

    /// Where repairs are written out.
    pub fn out(&self, mode: Mode) -> PathBuf {
        self.0.join(mode.as_str()).join("out")
    }

    /// Makes what is missing.
    pub fn make(&self, mode: Mode) -> Result<()> {
        for folder in [self.of(mode, Source::Upload), self.out(mode)] {
            fs::create_dir_all(folder)?;
        }
        Ok(())
    }
}

/// The longest manifest: there are few files.
const MANIFEST_MAX: u64 = 64 * 1024;

/// The manifest's bytes; nothing where there is none, or something that cannot be one.
pub(super) async fn manifest(folder: &Path) -> Result<Option<Vec<u8>>> {
    let path = folder.join(MANIFEST);
    match tokio::fs::metadata(&path).await {
        Ok(about) if about.is_file() && about.len() <= MANIFEST_MAX => {}
        _ => return Ok(None),
    }
    match tokio::fs::read(&path).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
