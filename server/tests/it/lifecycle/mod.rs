//! Starting, stopping, and working together.

mod audit;
mod health;
mod nodes;
mod owner;
mod refusals;
mod stopping;
