//! Who may open a page or use a form. Declared beside each; there is no default.

use crate::error::AppError;
use domain::{identity::Plane, permissions::Permission};
use services::{
    auth::Session,
    context::{Actor, Customer, Staff},
};

/// Who may open a page or use a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, in this plane.
    Anyone(Plane),
    /// Between password and second factor.
    HalfSignedIn(Plane),
    /// A tenant, also one whose session is limited after a reset by email.
    Customer,
    /// A tenant whose session is not limited: money, documents, contact details, factors.
    UnlimitedCustomer,
    /// A tenant themselves, never staff who see the portal as them: sessions, devices, second steps.
    Own,
    /// As [`Access::Own`], in a session that is not limited.
    UnlimitedOwn,
    /// Every member of staff, whatever their role: their own password and devices.
    AnyStaff,
    /// Every member of staff, also one who has to add a passkey or an app before anything else.
    EnrollingStaff,
    /// Staff whose role has this permission.
    Staff(Permission),
}

impl Access {
    /// Somebody's own account in a plane.
    pub const fn own(plane: Plane) -> Self {
        match plane {
            Plane::Portal => Self::Own,
            Plane::Console => Self::AnyStaff,
        }
    }

    /// Somebody's own second steps: to look at.
    pub const fn own_factors(plane: Plane) -> Self {
        match plane {
            Plane::Portal => Self::Own,
            Plane::Console => Self::EnrollingStaff,
        }
    }

    /// Somebody's own second steps: to change.
    pub const fn change_factors(plane: Plane) -> Self {
        match plane {
            Plane::Portal => Self::UnlimitedOwn,
            Plane::Console => Self::EnrollingStaff,
        }
    }

    pub const fn plane(self) -> Plane {
        match self {
            Self::Anyone(plane) | Self::HalfSignedIn(plane) => plane,
            Self::Customer | Self::UnlimitedCustomer | Self::Own | Self::UnlimitedOwn => Plane::Portal,
            Self::AnyStaff | Self::EnrollingStaff | Self::Staff(_) => Plane::Console,
        }
    }

    /// Whether this session may look.
    pub fn admits(self, session: &Session) -> Result<(), AppError> {
        match (self, session) {
            (Self::Anyone(_), _)
            | (Self::HalfSignedIn(_), Session::Half(_))
            | (Self::Customer, Session::Full(Actor::Customer(_), _))
            | (Self::AnyStaff, Session::Full(Actor::Staff(_), _))
            | (
                Self::EnrollingStaff,
                Session::Full(Actor::Staff(_), _) | Session::Enrolling(Actor::Staff(_), _),
            ) => Ok(()),
            (Self::UnlimitedCustomer, Session::Full(Actor::Customer(customer), _)) => unlimited(customer),
            (Self::Own, Session::Full(Actor::Customer(customer), _)) => themselves(customer),
            (Self::UnlimitedOwn, Session::Full(Actor::Customer(customer), _)) => {
                themselves(customer).and_then(|()| unlimited(customer))
            }
            (Self::AnyStaff | Self::Staff(_), Session::Enrolling(..)) => Err(AppError::EnrolFirst),
            (Self::Staff(permission), Session::Full(Actor::Staff(staff), _)) => holds(staff, permission),
            _ => Err(AppError::SignIn),
        }
    }

    /// Whether this session may change something: not while staff look at the portal as a customer (SEC-Z9), but for
    /// leaving it.
    pub fn admits_change(self, session: &Session) -> Result<(), AppError> {
        match session {
            Session::Full(Actor::Customer(customer), _)
                if customer.viewer.is_some() && !matches!(self, Self::Anyone(_)) =>
            {
                Err(AppError::ReadOnly)
            }
            _ => self.admits(session),
        }
    }
}

const fn themselves(customer: &Customer) -> Result<(), AppError> {
    if customer.viewer.is_some() {
        Err(AppError::ReadOnly)
    } else {
        Ok(())
    }
}

const fn unlimited(customer: &Customer) -> Result<(), AppError> {
    if customer.is_limited {
        Err(AppError::Limited)
    } else {
        Ok(())
    }
}

const fn holds(staff: &Staff, permission: Permission) -> Result<(), AppError> {
    if staff.permissions.contains(permission) {
        Ok(())
    } else {
        Err(AppError::Denied)
    }
}
