//! What a housing system can do beyond what all of them can.

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Something that some housing systems can do and others cannot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Capability { $($(#[$doc])* $name),+ }

        impl Capability {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in settings and messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }
    };
}

capabilities! {
    /// Tells who changed since a moment, so that many customers can be synced at night.
    ChangedSince = "changed-since",
    /// Tells of the entries of an account.
    Transactions = "transactions",
    /// Takes payments in.
    PostPayments = "post-payments",
    /// Repairs can be cancelled.
    CancelRepairs = "cancel-repairs",
    /// Repairs take photos.
    RepairPhotos = "repair-photos",
    /// Visits can be booked, moved and cancelled.
    BookSlots = "book-slots",
    /// How somebody is reached can be changed.
    ChangeContactMethods = "change-contact-methods",
    /// Cases can be read.
    Cases = "cases",
    /// Cases can be opened, added to and closed.
    WriteCases = "write-cases",
}

/// A set of capabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities(u16);

impl Capabilities {
    pub const NONE: Self = Self(0);

    pub fn all() -> Self {
        Capability::ALL.iter().copied().collect()
    }

    pub const fn has(self, capability: Capability) -> bool {
        self.0 & (1 << capability as u16) != 0
    }

    #[must_use]
    pub const fn without(self, capability: Capability) -> Self {
        Self(self.0 & !(1 << capability as u16))
    }
}

impl FromIterator<Capability> for Capabilities {
    fn from_iter<I: IntoIterator<Item = Capability>>(all: I) -> Self {
        Self(
            all.into_iter()
                .fold(0, |bits, capability| bits | (1 << capability as u16)),
        )
    }
}
