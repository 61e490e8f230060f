//! Types, codes and pure rules of TenantWise. No framework, no input or output: everything here can be tested in
//! microseconds and builds for the browser as well.

pub mod administrators;
pub mod approvals;
pub mod catalogue;
pub mod credentials;
pub mod customers;
pub mod dates;
pub mod delivery;
pub mod domains;
pub mod drops;
pub mod forms;
pub mod housing;
pub mod identity;
pub mod ids;
pub mod integrations;
pub mod invites;
pub mod messages;
pub mod money;
pub mod permissions;
pub mod registration;
pub mod repairs;
pub mod sso;
pub mod tables;
pub mod templates;
pub mod test_system;
pub mod text;
