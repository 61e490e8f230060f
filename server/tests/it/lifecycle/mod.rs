//! Starting, stopping, and working together.

mod health;
mod nodes;
mod refusals;
mod stopping;
