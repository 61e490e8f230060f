//! Repairs for the landlord's system: one file each, `repairs_out_{n}.csv`, which appears whole and once.
//!
//! The number is drawn with the row. The file is first written beside its place, then, under the row's lock, becomes
//! `….csv.part`, and only when that is committed is it given its name: a process that is killed leaves either nothing that
//! anybody reads, or a part whose last renaming [`finish`] does. Renaming happens once, because the part is gone then.

use super::{
    Shelf,
    store::{self, OutRow},
};
use crate::{
    csv,
    error::{Error, Result},
    ports::housing::RaiseRepair,
    random,
};
use domain::drops::{File, Repair};
use std::{
    fs::{self, File as Disk},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The columns, by the names of the UK Housing Data Standards' message `RaiseRepair`, flattened.
const COLUMNS: [&str; 11] = [
    "external_ref",
    "DescriptionOfWork",
    "Priority.PriorityCode",
    "WorkClass.WorkClassCode",
    "WorkElement.RateScheduleItem.CustomCode",
    "WorkElement.RateScheduleItem.Quantity.Amount",
    "ContractReference",
    "SitePropertyUnit.Reference.ID",
    "Customer.Reference.ID",
    "Tenancy.Reference.ID",
    "DateReported",
];

/// Where a repair of ours stands.
#[derive(Clone, Debug)]
pub enum Sent {
    /// The landlord's system has it.
    Answered(Box<Repair>),
    /// It was written out and is not answered yet.
    Out(Box<RaiseRepair>, OutRow),
}

/// The id of a repair that we raised, from the beginning on: the landlord's system gives its own later.
pub fn own_id(external_ref: &str) -> String {
    format!("our:{external_ref}")
}

fn name(number: i64) -> String {
    format!("repairs_out_{number}.csv")
}

/// Looks for a repair by our reference; nothing if it was not written out, or was sent back.
pub async fn find(shelf: &Shelf, external_ref: &str) -> Result<Option<Sent>> {
    let answered = store::by_other(&shelf.db, shelf.mode, File::Repairs, external_ref, 1).await?;
    if let Some(row) = answered.first() {
        return Ok(Some(Sent::Answered(serde_json::from_str(row)?)));
    }
    let Some(row) = store::out(&shelf.db, shelf.mode, external_ref).await? else {
        return Ok(None);
    };
    if row.written_at.is_none() || row.rejected_at.is_some() || row.data.is_empty() {
        return Ok(None);
    }
    finish_one(&shelf.folders.out(shelf.mode), row.number)?;
    Ok(Some(Sent::Out(Box::new(serde_json::from_str(&row.data)?), row)))
}

/// The repairs of a tenancy that were written out and are not answered yet.
pub async fn of_tenancy(shelf: &Shelf, tenancy_ref: &str) -> Result<Vec<Sent>> {
    let rows = store::out_of_tenancy(&shelf.db, shelf.mode, tenancy_ref).await?;
    let mut found = Vec::new();
    for row in rows {
        found.extend(find(shelf, &row.external_ref).await?);
    }
    Ok(found)
}

/// Writes a repair out, unless that was done.
pub async fn raise(shelf: &Shelf, repair: &RaiseRepair) -> Result<Sent> {
    if let Some(sent) = find(shelf, &repair.external_reference).await? {
        return Ok(sent);
    }
    let (wanted, data, now) = (repair.clone(), serde_json::to_string(repair)?, shelf.clock.now());
    let mode = shelf.mode;
    let row = shelf
        .db
        .tx(move |tx| async move { store::prepare_out(&tx, mode, &wanted, &data, now).await })
        .await?;
    let text = lines(repair, &row)?;
    shelf.folders.make(shelf.mode)?;
    let folder = shelf.folders.out(shelf.mode);
    let number = row.number;
    let written = {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || write_beside(&folder, &text)).await??
    };
    let part = folder.join(format!("{}.part", name(number)));
    let (reference, place) = (repair.external_reference.clone(), Arc::new(written));
    shelf
        .db
        .tx(move |tx| async move {
            // Of two that write the same repair one finds the row written and lays nothing down.
            if store::mark_written(&tx, mode, &reference, now).await? {
                fs::rename(&place.0, &part)?;
            }
            Ok(())
        })
        .await?;
    finish_one(&folder, number)?;
    find(shelf, &repair.external_reference)
        .await?
        .ok_or_else(|| Error::stored("a repair was sent back while it was written"))
}

fn lines(repair: &RaiseRepair, row: &OutRow) -> Result<String> {
    let reported = crate::times::utc(domain::dates::Millis(row.created_at));
    csv::lines([
        COLUMNS.to_vec(),
        vec![
            repair.external_reference.as_str(),
            repair.description.as_str(),
            repair.priority.as_str(),
            repair.repair_type.as_str(),
            repair.sor_code.as_str(),
            "1",
            repair.contract.as_str(),
            repair.asset_id.as_str(),
            repair.person_id.as_str(),
            repair.tenancy_id.as_str(),
            reported.as_str(),
        ],
    ])
}

/// A file that goes away unless it is renamed.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _renamed_already = fs::remove_file(&self.0);
    }
}

/// Writes a file under a name of its own, safe on the disk before this returns.
fn write_beside(folder: &Path, bytes: impl AsRef<[u8]>) -> io::Result<Beside> {
    let beside = Beside(folder.join(format!(".{}", random::hex(&random::bytes::<16>()))));
    let mut file = Disk::create(&beside.0)?;
    file.write_all(bytes.as_ref())?;
    file.sync_all()?;
    Ok(beside)
}

/// Gives a file that is whole and noted its name.
fn finish_one(folder: &Path, number: i64) -> Result<()> {
    let whole = folder.join(name(number));
    let part = folder.join(format!("{}.part", name(number)));
    match fs::rename(part, &whole) {
        Ok(()) => Ok(Disk::open(folder)?.sync_all()?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Does the last renaming of files whose process was killed just before.
pub(super) async fn finish(shelf: &Shelf) -> Result<()> {
    let folder = shelf.folders.out(shelf.mode);
    let Ok(files) = fs::read_dir(&folder) else {
        return Ok(());
    };
    for file in files {
        let file = file?.file_name();
        let number = file
            .to_str()
            .and_then(|name| name.strip_prefix("repairs_out_")?.strip_suffix(".csv.part"))
            .and_then(|number| number.parse().ok());
        if let Some(number) = number
            && store::is_written(&shelf.db, shelf.mode, number).await?
        {
            finish_one(&folder, number)?;
        }
    }
    Ok(())
}

/// Lays a picture beside its repair. The name holds the picture's hash, so the same one never lies there twice.
pub async fn attach(shelf: &Shelf, external_ref: &str, name: &str, jpeg: Vec<u8>) -> Result<()> {
    shelf.folders.make(shelf.mode)?;
    let folder = shelf.folders.out(shelf.mode);
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .take(64)
            .collect::<String>()
    };
    let whole = folder.join(format!("photo_{}_{}.jpg", plain(external_ref), plain(name)));
    tokio::task::spawn_blocking(move || {
        let beside = write_beside(&folder, jpeg)?;
        fs::rename(&beside.0, whole)
    })
    .await??;
    Ok(())
}

/// The text of a file that was written out, for staff whose landlord has no folder.
pub(super) fn text(row: &OutRow) -> Result<String> {
    lines(&serde_json::from_str(&row.data)?, row)
}

pub(super) fn file_name(row: &OutRow) -> String {
    name(row.number)
}
