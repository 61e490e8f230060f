//! Registration: asking for an account, letters with a code, and the queue of staff.

pub mod api;
pub mod console;
pub mod letter;
pub mod portal;
