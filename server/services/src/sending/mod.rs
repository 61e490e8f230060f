//! When a message may leave, and what became of those that did not: the limits of a day, the quiet hours, and the list of
//! undelivered messages (UX-E27, SEC-Q6).

mod rules;
mod store;
mod undelivered;

pub(crate) use rules::{Held, counts_test, held, sweep};
pub use rules::{morning_after, save_rules};
pub use undelivered::{give_up, try_again};
