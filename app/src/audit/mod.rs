//! The audit: for staff to search, for customers to see who looked at their record.

pub mod api;
pub mod console;
pub mod views;
