//! What members of staff may do. A role is a name and a set of permissions; the set decides, the name explains.

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// One thing that a member of staff may or may not do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Permission { $($(#[$doc])* #[serde(rename = $text)] $name),+ }

        impl Permission {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the database, in forms, and in the message `permission-…`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

permissions! {
    /// See reported repairs with their photos.
    RepairsRead = "repairs-read",
    /// Send a repair again.
    RepairsManage = "repairs-manage",
    /// Set up what tenants may report: categories and definitions.
    RepairsSetUp = "repairs-set-up",
    /// Find customers and open their record.
    CustomersRead = "customers-read",
    /// Delete customers, end their sessions, help with a lost factor, write notes.
    CustomersManage = "customers-manage",
    /// Take the list of customers out of the product.
    CustomersExport = "customers-export",
    /// See the portal as one customer sees it.
    CustomersViewAs = "customers-view-as",
    /// Invite people and follow their invites.
    InvitesManage = "invites-manage",
    /// Accept or refuse people who ask for an account.
    RegistrationsDecide = "registrations-decide",
    /// See who works here and with which role.
    AdministratorsRead = "administrators-read",
    /// Add, change and delete administrators.
    AdministratorsManage = "administrators-manage",
    /// Make and change custom roles.
    RolesManage = "roles-manage",
    /// Set how staff sign in: single sign-on, strong factors.
    SignInManage = "sign-in-manage",
    /// Connect outside systems: connections, credentials, their states.
    IntegrationsManage = "integrations-manage",
    /// Word the messages that people are sent.
    TemplatesManage = "templates-manage",
    /// See undelivered messages, send them again, set how many are sent.
    MessagesManage = "messages-manage",
    /// Search the audit.
    AuditRead = "audit-read",
    /// Take the audit out of the product.
    AuditExport = "audit-export",
}

/// Permissions that belong together, for a page that lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    Repairs,
    Customers,
    Administrators,
    Integrations,
    Messages,
    Audit,
}

impl Area {
    pub const ALL: [Self; 6] = [
        Self::Repairs,
        Self::Customers,
        Self::Administrators,
        Self::Integrations,
        Self::Messages,
        Self::Audit,
    ];

    /// The name in the message `area-…`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Repairs => "repairs",
            Self::Customers => "customers",
            Self::Administrators => "administrators",
            Self::Integrations => "integrations",
            Self::Messages => "messages",
            Self::Audit => "audit",
        }
    }

    pub fn permissions(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| permission.area() == self)
    }
}

impl Permission {
    pub const fn area(self) -> Area {
        match self {
            Self::RepairsRead | Self::RepairsManage | Self::RepairsSetUp => Area::Repairs,
            Self::CustomersRead
            | Self::CustomersManage
            | Self::CustomersExport
            | Self::CustomersViewAs
            | Self::InvitesManage
            | Self::RegistrationsDecide => Area::Customers,
            Self::AdministratorsRead
            | Self::AdministratorsManage
            | Self::RolesManage
            | Self::SignInManage => Area::Administrators,
            Self::IntegrationsManage => Area::Integrations,
            Self::TemplatesManage | Self::MessagesManage => Area::Messages,
            Self::AuditRead | Self::AuditExport => Area::Audit,
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|permission| permission.as_str() == text)
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Permissions(u32);

impl Permissions {
    pub const NONE: Self = Self(0);

    /// Everything, also what later versions add.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// What a role allows: a built-in one by the product, one of the landlord's own by what is stored of it.
    pub fn of_role(role: &str, stored: &str) -> Self {
        BuiltInRole::parse(role).map_or_else(|| Self::parse(stored), BuiltInRole::permissions)
    }

    /// Whether nothing is in `self` that is not in `other`: whoever holds `other` may grant `self`.
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.contains(*permission))
    }

    /// Reads names separated by commas; names of other versions are left out.
    pub fn parse(text: &str) -> Self {
        text.split(',')
            .filter_map(|name| Permission::parse(name.trim()))
            .collect()
    }

    /// Names separated by commas, in a fixed order.
    pub fn to_text(self) -> String {
        self.iter().map(Permission::as_str).collect::<Vec<_>>().join(",")
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(
            permissions
                .into_iter()
                .fold(0, |set, permission| set | permission.bit()),
        )
    }
}

/// The roles that every landlord has. Custom roles are rows; these are part of the product, so that a permission which a
/// new version adds finds its place by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltInRole {
    Owner,
    Manager,
    Repairs,
    Income,
    Content,
    Integrations,
    ReadOnly,
}

impl BuiltInRole {
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Manager,
        Self::Repairs,
        Self::Income,
        Self::Content,
        Self::Integrations,
        Self::ReadOnly,
    ];

    /// The name in the database, in forms, and in the message `role-…`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Repairs => "repairs",
            Self::Income => "income",
            Self::Content => "content",
            Self::Integrations => "integrations",
            Self::ReadOnly => "read-only",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn permissions(self) -> Permissions {
        use Permission as P;
        let some: &[P] = match self {
            Self::Owner => return Permissions::all(),
            Self::Manager => &[
                P::RepairsRead,
                P::RepairsManage,
                P::RepairsSetUp,
                P::CustomersRead,
                P::CustomersManage,
                P::CustomersExport,
                P::CustomersViewAs,
                P::InvitesManage,
                P::RegistrationsDecide,
                P::AdministratorsRead,
                P::TemplatesManage,
                P::MessagesManage,
                P::AuditRead,
            ],
            Self::Repairs => &[
                P::RepairsRead,
                P::RepairsManage,
                P::RepairsSetUp,
                P::CustomersRead,
            ],
            Self::Income => &[P::CustomersRead, P::InvitesManage],
            Self::Content => &[P::RepairsRead, P::TemplatesManage],
            Self::Integrations => &[
                P::RepairsRead,
                P::RepairsManage,
                P::SignInManage,
                P::IntegrationsManage,
                P::MessagesManage,
            ],
            Self::ReadOnly => &[P::RepairsRead, P::CustomersRead, P::AdministratorsRead],
        };
        some.iter().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_read_as_it_is_written_and_forgets_unknown_names() {
        for role in BuiltInRole::ALL {
            assert_eq!(
                Permissions::parse(&role.permissions().to_text()),
                role.permissions()
            );
            assert_eq!(BuiltInRole::parse(role.as_str()), Some(role));
        }
        assert_eq!(Permissions::parse("fly,repairs-read").to_text(), "repairs-read");
    }

    #[test]
    fn only_the_owner_holds_everything() {
        for role in BuiltInRole::ALL {
            assert!(role.permissions().is_within(Permissions::all()));
            assert_eq!(
                Permissions::all().is_within(role.permissions()),
                role == BuiltInRole::Owner
            );
        }
    }
}
