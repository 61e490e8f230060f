//! Who may see which repairs. Store functions demand one of these scopes, so an unscoped read does not compile.

use crate::{
    context::{Actor, Customer},
    error::Result,
};
use domain::{ids::CustomerId, permissions::Permission};

/// The repairs of one customer's tenancies.
pub struct OwnTenancies(CustomerId);

impl OwnTenancies {
    pub fn customer(&self) -> &str {
        self.0.as_str()
    }
}

pub fn own(customer: &Customer) -> OwnTenancies {
    OwnTenancies(customer.id.clone())
}

/// Every repair: for staff.
pub struct AllRepairs(());

pub fn all(actor: &Actor) -> Result<AllRepairs> {
    actor.require(Permission::RepairsRead).map(|_| AllRepairs(()))
}

/// Sending a repair again.
pub fn may_retry(actor: &Actor) -> Result<()> {
    actor.require(Permission::RepairsManage).map(drop)
}
