//! What follows from what a page or form declares: written down apart from the product's own check of it.

use super::who::Who;
use Expected::{Denied, Limited, Opens, ReadOnly, SignIn};
use app::request::Access;
use domain::identity::Plane;

/// What somebody is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The page, the file, or the form's own answer.
    Opens,
    /// To the sign-in page of the plane; scripts are told 401.
    SignIn,
    /// Their role is not enough.
    Denied,
    /// Not in a session that is limited after a reset by email.
    Limited,
    /// Not while staff look at the portal as a customer.
    ReadOnly,
    /// As if it were not there.
    Missing,
}

impl Expected {
    /// In `docs/access.md`.
    pub const fn word(self) -> &'static str {
        match self {
            Opens => "yes",
            SignIn => "sign in",
            Denied => "no",
            Limited => "limited",
            ReadOnly => "looks only",
            Self::Missing => "404",
        }
    }
}

/// `/console` leads to the first place that a role opens.
pub fn first_place(who: Who) -> Expected {
    let opens = |access: &Access| matches!(access, Access::Staff(_)) && page(*access, who) == Opens;
    let has_a_place = app::routes::PAGES.iter().any(|(_, access)| opens(access));
    match page(Access::AnyStaff, who) {
        Opens if !has_a_place => Denied,
        answer => answer,
    }
}

pub fn page(access: Access, who: Who) -> Expected {
    let is_customer = matches!(
        who,
        Who::Tenant | Who::Joint | Who::Other | Who::Limited | Who::Viewer
    );
    let permissions = who.permissions();
    match access {
        Access::Anyone(_) => Opens,
        Access::HalfSignedIn(_) if who == Who::Half => Opens,
        Access::Own | Access::UnlimitedOwn if who == Who::Viewer => ReadOnly,
        Access::UnlimitedCustomer | Access::UnlimitedOwn if who == Who::Limited => Limited,
        Access::Customer | Access::UnlimitedCustomer | Access::Own | Access::UnlimitedOwn if is_customer => {
            Opens
        }
        Access::AnyStaff | Access::EnrollingStaff if permissions.is_some() => Opens,
        Access::Staff(needed) => match permissions {
            Some(held) if held.contains(needed) => Opens,
            Some(_) => Denied,
            None => SignIn,
        },
        _ => SignIn,
    }
}

pub fn form(access: Access, who: Who) -> Expected {
    let looks_only = who == Who::Viewer && access.plane() == Plane::Portal;
    if looks_only && !matches!(access, Access::Anyone(_)) {
        ReadOnly
    } else {
        page(access, who)
    }
}
