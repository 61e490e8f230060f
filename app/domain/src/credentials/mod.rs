//! Credentials for outside systems (product I3): what an application may do at Microsoft, and how far it got.

mod forms;
mod standing;

pub use forms::{CredentialForm, CredentialPress, Keep};
pub use standing::{Badge, Event, Standing};

use std::collections::BTreeSet;

/// How a credential comes by its consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// 'OAuth 2.0': an administrator at Microsoft is asked by us.
    OAuth,
    /// 'Manual Configuration': somebody grants it there without us.
    Manual,
}

impl Method {
    pub const ALL: [Self; 2] = [Self::OAuth, Self::Manual];

    /// The name in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::Manual => "manual",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// What an application may do at Microsoft, as far as the product makes use of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Read the `SharePoint` sites that were opened to it.
    ReadSites,
    /// Send mail through Exchange Online.
    SendMail,
}

impl Right {
    pub const ALL: [Self; 2] = [Self::ReadSites, Self::SendMail];

    /// Microsoft's name of it, in a token's `roles`; also in the database and in forms.
    pub const fn role(self) -> &'static str {
        match self {
            Self::ReadSites => "Sites.Selected",
            Self::SendMail => "SMTP.SendAsApp",
        }
    }

    /// The scope of the tokens that carry it.
    pub const fn scope(self) -> &'static str {
        match self {
            Self::ReadSites => "https://graph.microsoft.com/.default",
            Self::SendMail => "https://outlook.office365.com/.default",
        }
    }

    pub fn parse(role: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.role() == role)
    }
}

/// A set of rights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights(BTreeSet<Right>);

impl Rights {
    /// Reads names separated by white space; what the product makes no use of is left out.
    pub fn parse(text: &str) -> Self {
        text.split_whitespace().filter_map(Right::parse).collect()
    }

    /// Names separated by spaces, in a fixed order.
    pub fn to_text(&self) -> String {
        let names: Vec<_> = self.iter().map(Right::role).collect();
        names.join(" ")
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, right: Right) -> bool {
        self.0.contains(&right)
    }

    /// Whether all of them are in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    pub fn iter(&self) -> impl Iterator<Item = Right> {
        self.0.iter().copied()
    }

    /// The scopes whose tokens carry them, each once.
    pub fn scopes(&self) -> Vec<&'static str> {
        let scopes: BTreeSet<_> = self.iter().map(Right::scope).collect();
        scopes.into_iter().collect()
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Self {
        Self(rights.into_iter().collect())
    }
}

macro_rules! failures {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Why a credential does not work, or a journey for consent came to nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Failure { $($(#[$doc])* $name),+ }

        impl Failure {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the database, in the audit and in the message `problem-…`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

failures! {
    WrongTenant = "credential-wrong-tenant",
    UnknownClient = "credential-unknown-client",
    WrongSecret = "credential-wrong-secret",
    ExpiredSecret = "credential-expired-secret",
    /// Refused for want of consent, or a token that carries none of the rights.
    NoConsent = "credential-no-consent",
    /// A token that lacks some of the rights.
    Incomplete = "credential-incomplete",
    /// What was asked for is unknown in the directory.
    NoResource = "credential-no-resource",
    Unreachable = "credential-unreachable",
    Broken = "credential-broken",
    Unexplained = "credential-unexplained",
    /// The administrator at Microsoft said no.
    Declined = "credential-declined",
    /// Begun too long ago, used already, in another session or in another browser.
    Lapsed = "credential-lapsed",
    /// Consent was given for another directory.
    OtherTenant = "credential-other-tenant",
    /// The credential was changed while the journey was on its way.
    Changed = "credential-changed",
}

impl Failure {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|failure| failure.as_str() == text)
    }

    /// Whether it means that the credential holds nothing any more; the others say nothing about what it holds.
    pub const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::WrongTenant
                | Self::UnknownClient
                | Self::WrongSecret
                | Self::ExpiredSecret
                | Self::NoConsent
        )
    }
}

/// Days before a secret's end on which we warn.
pub const WARN_DAYS: [i64; 3] = [1, 7, 30];

/// The warning that is due with so many days left: the closest, so that one that was missed is not made up for.
pub fn warning_due(days_left: i64) -> Option<i64> {
    (days_left >= 0)
        .then(|| WARN_DAYS.into_iter().find(|days| days_left <= *days))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_read_as_they_are_written_and_others_are_left_out() {
        let both: Rights = Right::ALL.into_iter().collect();
        assert_eq!(Rights::parse(&both.to_text()), both);
        assert_eq!(
            Rights::parse("Mail.Read  SMTP.SendAsApp\n").to_text(),
            "SMTP.SendAsApp"
        );
        assert_eq!(both.scopes().len(), 2);
        assert!(Rights::default().is_within(&both) && !both.is_within(&Rights::default()));
    }

    #[test]
    fn every_name_is_read_back() {
        for failure in Failure::ALL {
            assert_eq!(Failure::parse(failure.as_str()), Some(*failure));
        }
        for method in Method::ALL {
            assert_eq!(Method::parse(method.as_str()), Some(method));
        }
    }

    #[test]
    fn we_warn_thirty_seven_and_one_day_before_the_end() {
        let due: Vec<_> = [31, 30, 8, 7, 2, 1, 0, -1].map(warning_due).into();
        assert_eq!(
            due,
            [None, Some(30), Some(30), Some(7), Some(7), Some(1), Some(1), None]
        );
    }
}
