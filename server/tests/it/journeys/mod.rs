//! What tenants and staff do, from the first page to the housing system's ledger.

mod drops;
mod invites;
mod photos;
mod registration;
mod reports;
mod sync;
mod test_system;
mod waiting;
