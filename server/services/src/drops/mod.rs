//! The landlord's record as CSV files (contract `csv-1`, docs/csv-1.md), for landlords whose housing system answers no
//! questions. A set of files is read row by row into tables of its own and checked; only then does one transaction put it in
//! the place of the one before, so that readers never see half a set and a killed process leaves the old one.

mod contradictions;
mod desk;
mod file;
mod folders;
mod out;
mod read;
mod record;
mod store;
mod upload;
mod watch;

pub use desk::{
    Key, Overview, PAGE_SIZE, ProblemPage, Report, ask, discard, export_began, export_part, out_file,
    overview, report,
};
pub use folders::Folders;
pub use out::{Sent, attach, find, of_tenancy, own_id, raise};
pub use read::read_waiting;
pub use record::{
    Found, account, around, asset, by_birth, by_postcode, by_reference, in_use, lookups, people_after,
    person, repairs_of, tenancies_of, transactions_of,
};
pub use store::{Current, FileRow, OutRow, ProblemRow, SetRow, TransactionKey};
pub use upload::{FILE_MB_MAX, Upload, Waiting};
pub use watch::{sweep, watch};

use crate::{context::Platform, db::Db, ports::clock::Clock};
use domain::integrations::Mode;
use std::sync::Arc;

/// What a housing adapter reads from and writes to.
#[derive(Clone)]
pub struct Shelf {
    pub db: Db,
    pub folders: Folders,
    pub clock: Arc<dyn Clock>,
    pub mode: Mode,
}

impl Shelf {
    pub fn of(platform: &Platform, mode: Mode) -> Self {
        Self {
            db: platform.db.clone(),
            folders: platform.folders.clone(),
            clock: Arc::clone(&platform.clock),
            mode,
        }
    }
}
