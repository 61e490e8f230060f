//! Use cases, SQL and ports. Knows no web framework.

pub mod administrators;
pub mod approvals;
pub mod audit;
pub mod auth;
pub mod context;
pub mod credentials;
pub mod csv;
pub mod customers;
pub mod db;
pub mod domains;
pub mod drops;
pub mod error;
pub mod flash;
pub mod hms;
pub mod home;
pub mod integrations;
pub mod invites;
pub mod letters;
pub mod mails;
pub mod messages;
pub mod outbox;
pub mod ports;
pub mod random;
pub mod registration;
pub mod repairs;
pub mod sending;
pub mod settings;
pub mod sso;
pub mod templates;
pub mod test_system;
#[cfg(feature = "testing")]
#[expect(clippy::expect_used, reason = "what fails here fails a test")]
pub mod testing;
pub mod times;
pub mod tokens;
pub mod vault;
