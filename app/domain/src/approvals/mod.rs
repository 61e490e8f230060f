//! What nobody does alone (SEC-Z8): which acts there are, who may agree to them, and for how long.

mod forms;

pub use forms::{ApprovalForm, AskForm, REASON_MAX, Refuse, RefuseForm, reason};

use crate::{
    ids::StaffId,
    permissions::{Permission, Permissions},
};

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($(#[$each:meta])* $name:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type { $($(#[$each])* $name),+ }

        impl $type {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

names! {
    /// An act that takes two; its name in the database and in the messages `approval-title-…` and `approval-action-…`.
    Kind {
        /// Take out the list of all customers.
        ExportCustomers = "export-customers",
        /// Mail very many people.
        SendInvites = "send-invites",
        /// Change how staff sign in with the landlord's directory.
        EnableSso = "enable-sso",
        DisableSso = "disable-sso",
    }
}

names! {
    /// Where a request is; its name in the database and in the messages `approval-state-…`.
    State {
        Waiting = "waiting",
        /// A second person agreed, and it happened in the same moment.
        Done = "done",
        /// It happened without a second person, because there is none.
        Alone = "alone",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Expired = "expired",
        /// Somebody agreed, but it could no longer be done.
        Failed = "failed",
    }
}

names! {
    /// Why something that was agreed to could not be done; its name in the database and in the messages
    /// `problem-approval-…`.
    Failure {
        /// Whoever asked has left, or lost the right to it.
        Asker = "asker",
        /// What it was about is not what it was.
        Changed = "changed",
    }
}

/// A request waits for so long, in seconds: long enough for a weekend.
pub const LIFE_SECS: i64 = 72 * 3600;
/// Colleagues whom somebody added, or whose access they changed, cannot agree to what that person asks for so long, in
/// seconds.
pub const NEW_SECS: i64 = 72 * 3600;
/// So long after the answer an approved file waits for whoever asked, in seconds.
pub const FETCH_SECS: i64 = 24 * 3600;
/// So long it can be downloaded once they have begun, in seconds.
pub const FILE_SECS: i64 = 3600;

impl Kind {
    /// Who may ask for it, and who may agree to it.
    pub const fn permission(self) -> Permission {
        match self {
            Self::ExportCustomers => Permission::CustomersExport,
            Self::SendInvites => Permission::InvitesManage,
            Self::EnableSso | Self::DisableSso => Permission::SignInManage,
        }
    }

    /// Those that somebody may ask for and agree to.
    pub fn open_to(permissions: Permissions) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(move |kind| permissions.contains(kind.permission()))
    }

    /// Whether it gives a file to whoever asked.
    pub const fn gives_file(self) -> bool {
        matches!(self, Self::ExportCustomers)
    }
}

/// A member of staff, as far as they could agree to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub id: StaffId,
    pub holds: Permissions,
    /// They have a way in at this moment.
    pub can_sign_in: bool,
    /// Whoever asks added them, or changed their access, a short while ago.
    pub is_new: bool,
}

/// Why somebody cannot agree; its name in the messages `approval-bar-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// It is their own request.
    Own,
    /// They lack the permission themselves, or have no way in.
    NoRight,
    /// They owe their access to whoever asks.
    New,
}

impl Colleague {
    /// Why they cannot agree to this; nothing if they can.
    pub fn bar(&self, kind: Kind, asker: &StaffId) -> Option<Bar> {
        if self.id == *asker {
            Some(Bar::Own)
        } else if !self.can_sign_in || !self.holds.contains(kind.permission()) {
            Some(Bar::NoRight)
        } else {
            self.is_new.then_some(Bar::New)
        }
    }
}

/// How somebody comes to do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// One of these agrees first.
    With(Vec<StaffId>),
    /// There is nobody else: they may, and everybody hears of it.
    Alone,
    /// There was somebody else until they saw to it themselves.
    NotYet,
}

/// How `asker` comes to do it; `cleared` if they took the right to agree away from somebody a short while ago.
pub fn way(kind: Kind, asker: &StaffId, colleagues: &[Colleague], cleared: bool) -> Way {
    let others: Vec<StaffId> = colleagues
        .iter()
        .filter(|colleague| colleague.bar(kind, asker).is_none())
        .map(|colleague| colleague.id.clone())
        .collect();
    match (others.is_empty(), cleared) {
        (false, _) => Way::With(others),
        (true, true) => Way::NotYet,
        (true, false) => Way::Alone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::BuiltInRole;
    use proptest::prelude::*;

    fn id(number: u8) -> StaffId {
        StaffId::parse(&format!("00000000-0000-7000-8000-0000000000{number:02x}")).unwrap()
    }

    fn colleague(number: u8, role: BuiltInRole, can_sign_in: bool, is_new: bool) -> Colleague {
        Colleague {
            id: id(number),
            holds: role.permissions(),
            can_sign_in,
            is_new,
        }
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for kind in Kind::ALL.iter().copied() {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        for state in State::ALL.iter().copied() {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        assert_eq!(Kind::parse("reset"), None);
        assert_eq!(Kind::open_to(Permissions::NONE).count(), 0);
        assert_eq!(Kind::open_to(Permissions::all()).count(), Kind::ALL.len());
    }

    #[test]
    fn each_reason_why_somebody_cannot_agree_is_told_apart() {
        let bar = |colleague: &Colleague| colleague.bar(Kind::EnableSso, &id(1));
        assert_eq!(
            bar(&colleague(1, BuiltInRole::Owner, true, false)),
            Some(Bar::Own)
        );
        assert_eq!(
            bar(&colleague(2, BuiltInRole::Owner, false, false)),
            Some(Bar::NoRight)
        );
        assert_eq!(
            bar(&colleague(2, BuiltInRole::Manager, true, false)),
            Some(Bar::NoRight)
        );
        assert_eq!(
            bar(&colleague(2, BuiltInRole::Integrations, true, true)),
            Some(Bar::New)
        );
        assert_eq!(bar(&colleague(2, BuiltInRole::Integrations, true, false)), None);
    }

    #[test]
    fn alone_is_only_who_has_nobody_and_did_not_see_to_that() {
        let [asker, reader, manager] = [
            colleague(1, BuiltInRole::Owner, true, false),
            colleague(2, BuiltInRole::ReadOnly, true, false),
            colleague(3, BuiltInRole::Manager, true, false),
        ];
        let way = |colleagues: &[Colleague], cleared| way(Kind::ExportCustomers, &id(1), colleagues, cleared);
        assert_eq!(way(&[asker.clone(), reader.clone()], false), Way::Alone);
        assert_eq!(way(&[asker.clone(), reader.clone()], true), Way::NotYet);
        let with = Way::With(vec![id(3)]);
        assert_eq!(way(&[asker.clone(), reader, manager], true), with);
        let made = colleague(3, BuiltInRole::Manager, true, true);
        assert_eq!(way(&[asker, made], false), Way::Alone);
    }

    proptest! {
        #[test]
        fn nobody_agrees_to_their_own_wish_or_without_the_right(
            kind in 0..Kind::ALL.len(),
            crowd in proptest::collection::vec((0..5_u8, 0..7_usize, any::<bool>(), any::<bool>()), 0..8),
            cleared in any::<bool>(),
        ) {
            let kind = Kind::ALL[kind];
            let crowd: Vec<Colleague> = crowd
                .into_iter()
                .map(|(number, role, can_sign_in, is_new)| colleague(number, BuiltInRole::ALL[role], can_sign_in, is_new))
                .collect();
            if let Way::With(others) = way(kind, &id(0), &crowd, cleared) {
                prop_assert!(!others.is_empty());
                for other in others {
                    prop_assert_ne!(&other, &id(0));
                    let fits = |one: &&Colleague| one.id == other && one.can_sign_in && !one.is_new && one.holds.contains(kind.permission());
                    prop_assert!(crowd.iter().any(|one| fits(&one)));
                }
            }
        }
    }
}
