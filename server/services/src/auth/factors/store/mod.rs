//! The tables of second steps, those of tenants and those of staff alike.

mod accounts;
mod challenges;
mod enrolments;
mod factors;
mod recovery_codes;

pub use accounts::*;
pub use challenges::*;
pub use enrolments::*;
pub use factors::*;
pub use recovery_codes::*;
