//! The SQL of customers.

mod deletion;
mod reading;
mod search;
mod writing;

pub use deletion::*;
pub use reading::*;
pub use search::*;
pub use writing::*;
