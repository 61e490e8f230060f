//! Starting, stopping, and working together.

mod audit;
mod health;
mod nodes;
mod refusals;
mod stopping;
