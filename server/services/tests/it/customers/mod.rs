//! Customers as staff find and keep them.

mod account;
mod deletion;
mod search;
mod viewing;
