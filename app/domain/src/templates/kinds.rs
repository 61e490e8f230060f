//! The registry: one entry for each kind of message. What we send and what staff can edit both come from here.

use Placeholder::{
    Action, Code, Colleague, Count, Day, EmergencyPhone, Landlord, Link, Name, Phone, Reference, Time, Until,
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
    /// A kind of message; its name in the database, in addresses, and in the messages `template-…`.
    Kind {
        SignInCode = "sign-in-code",
        Reset = "reset",
        Waiting = "waiting",
        MustReset = "must-reset",
        PasswordChanged = "password-changed",
        PasswordLimited = "password-limited",
        FactorChanged = "factor-changed",
        EmailChanged = "email-changed",
        SignInChanged = "sign-in-changed",
        RecoveryCodeUsed = "recovery-code-used",
        ManyWrongCodes = "many-wrong-codes",
        SecondStepsRemoved = "second-steps-removed",
        MailboxReplaced = "mailbox-replaced",
        AccountDeleted = "account-deleted",
        Invited = "invited",
        InvitedBorn = "invited-born",
        InviteReminder = "invite-reminder",
        RegistrationCode = "registration-code",
        AlreadyRegistered = "already-registered",
        RegistrationResumed = "registration-resumed",
        RegistrationApproved = "registration-approved",
        RegistrationTold = "registration-told",
        RegistrationRefused = "registration-refused",
        RepairReceived = "repair-received",
        CancelRefused = "cancel-refused",
        AdministratorInvited = "administrator-invited",
        SsoChanged = "sso-changed",
        SecretEnds = "secret-ends",
        CustomersUnseen = "customers-unseen",
        ModeSwitched = "mode-switched",
        ApprovalAsked = "approval-asked",
        ApprovalGiven = "approval-given",
        ApprovalRefused = "approval-refused",
        ApprovalLapsed = "approval-lapsed",
        ApprovalOver = "approval-over",
        DoneAlone = "done-alone",
        VaultRotated = "vault-rotated",
    }
}

names! {
    /// What stands for a value until a message is written: `((code))`.
    Placeholder {
        Code = "code",
        Link = "link",
        Name = "name",
        Reference = "reference",
        Time = "time",
        Day = "day",
        Until = "until",
        Count = "count",
        Colleague = "colleague",
        Action = "action",
        Landlord = "landlord",
        Phone = "phone",
        EmergencyPhone = "emergency-phone",
    }
}

impl Placeholder {
    /// As it is typed.
    pub const fn mark(self) -> &'static str {
        match self {
            Code => "((code))",
            Link => "((link))",
            Name => "((name))",
            Reference => "((reference))",
            Time => "((time))",
            Day => "((day))",
            Until => "((until))",
            Count => "((count))",
            Colleague => "((colleague))",
            Action => "((action))",
            Landlord => "((landlord))",
            Phone => "((phone))",
            EmergencyPhone => "((emergency-phone))",
        }
    }

    /// Alone in a paragraph it is shown large.
    pub(super) const fn is_big(self) -> bool {
        matches!(self, Code | Reference)
    }
}

names! {
    /// Kinds that belong together, for a page that lists them.
    Group {
        SignIn = "sign-in",
        Security = "security",
        Accounts = "accounts",
        Repairs = "repairs",
        Staff = "staff",
    }
}

/// What may hold a message back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Nothing: codes, ways in, notices of security. Whoever could fill up a limit could silence a warning.
    Always,
    /// The limits of a day: answers to what somebody has just done.
    Prompt,
    /// The limits of a day and the night: what the product says by itself.
    News,
}

struct Facts {
    group: Group,
    urgency: Urgency,
    /// Values besides those that every message knows.
    values: &'static [Placeholder],
    /// Without these the email is of no use.
    required: &'static [Placeholder],
    /// What a text message must have, for kinds that can be one.
    sms: Option<&'static [Placeholder]>,
}

const fn facts(
    group: Group,
    urgency: Urgency,
    values: &'static [Placeholder],
    required: &'static [Placeholder],
    sms: Option<&'static [Placeholder]>,
) -> Facts {
    Facts {
        group,
        urgency,
        values,
        required,
        sms,
    }
}

impl Kind {
    const fn facts(self) -> Facts {
        use Group::{Accounts, Repairs, Security, SignIn, Staff};
        use Urgency::{Always, News, Prompt};
        const MOMENT: &[Placeholder] = &[Time, Day];
        const LINK: &[Placeholder] = &[Link];
        match self {
            Self::SignInCode => facts(SignIn, Always, &[Code, Time], &[Code, Time], None),
            Self::Reset => facts(SignIn, Always, &[Link, Time], &[Link, Time], None),
            Self::Waiting => facts(SignIn, Always, &[Link, Time], LINK, None),
            Self::MustReset => facts(SignIn, Always, LINK, LINK, None),
            Self::PasswordChanged | Self::FactorChanged | Self::EmailChanged => {
                facts(Security, Always, &[Time, Day, Link], MOMENT, None)
            }
            Self::PasswordLimited => facts(
                Security,
                Always,
                &[Time, Day, Until, Link],
                &[Time, Day, Until],
                None,
            ),
            Self::SignInChanged
            | Self::RecoveryCodeUsed
            | Self::ManyWrongCodes
            | Self::SecondStepsRemoved => facts(Security, Always, MOMENT, MOMENT, None),
            Self::MailboxReplaced | Self::AccountDeleted | Self::RegistrationTold => {
                facts(Security, Always, &[], &[], None)
            }
            Self::Invited | Self::InvitedBorn => facts(Accounts, Prompt, &[Name, Link], LINK, None),
            Self::InviteReminder => facts(Accounts, News, &[Name, Link, Time, Day], LINK, None),
            Self::RegistrationCode => facts(
                Accounts,
                Always,
                &[Code, Time],
                &[Code, Time],
                Some(&[Landlord, Code]),
            ),
            // It answers the same question as the code does, so it comes as fast (SEC-A6).
            Self::AlreadyRegistered => facts(Accounts, Always, LINK, LINK, None),
            Self::RegistrationResumed | Self::RegistrationApproved => {
                facts(Accounts, Prompt, LINK, LINK, None)
            }
            Self::RegistrationRefused => facts(Accounts, Prompt, &[], &[], None),
            Self::RepairReceived => facts(Repairs, Prompt, &[Reference, Link], &[Reference, Link], None),
            Self::CancelRefused => facts(Repairs, News, &[Reference], &[Reference], None),
            Self::AdministratorInvited => facts(Staff, Always, LINK, LINK, None),
            Self::SsoChanged | Self::VaultRotated => facts(Staff, Always, MOMENT, MOMENT, None),
            Self::CustomersUnseen => facts(Staff, News, &[Count, Link], LINK, None),
            Self::ModeSwitched => facts(Staff, Always, &[Time, Day, Link], &[Time, Day, Link], None),
            Self::SecretEnds => facts(Staff, News, &[Day, Link], LINK, None),
            Self::ApprovalAsked => facts(
                Staff,
                Prompt,
                &[Colleague, Action, Time, Day, Link],
                &[Colleague, Action, Link],
                None,
            ),
            Self::ApprovalGiven | Self::ApprovalRefused => {
                facts(Staff, Prompt, &[Colleague, Action, Link], &[Action, Link], None)
            }
            Self::ApprovalLapsed | Self::ApprovalOver => {
                facts(Staff, Prompt, &[Action, Link], &[Action, Link], None)
            }
            // Nobody else agreed: that everybody hears of it is all that protects the landlord.
            Self::DoneAlone => facts(
                Staff,
                Always,
                &[Colleague, Action, Time, Day],
                &[Colleague, Action, Time, Day],
                None,
            ),
        }
    }

    pub const fn group(self) -> Group {
        self.facts().group
    }

    pub const fn urgency(self) -> Urgency {
        self.facts().urgency
    }

    /// Every value that may stand in its email.
    pub fn values(self) -> impl Iterator<Item = Placeholder> + Clone {
        let always = [Landlord, Phone, EmergencyPhone];
        self.facts().values.iter().copied().chain(always)
    }

    pub const fn required(self) -> &'static [Placeholder] {
        self.facts().required
    }

    /// What its text message must have; nothing if it is never one.
    pub const fn sms_required(self) -> Option<&'static [Placeholder]> {
        self.facts().sms
    }

    /// Nobody is to learn that links beside codes are pressed.
    pub const fn has_code(self) -> bool {
        matches!(self, Self::SignInCode | Self::RegistrationCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_required_is_known_and_marks_are_names_in_brackets() {
        for kind in Kind::ALL.iter().copied() {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            let mut wanted = kind
                .required()
                .iter()
                .chain(kind.sms_required().unwrap_or_default());
            assert!(
                wanted.all(|wanted| kind.values().any(|known| known == *wanted)),
                "{kind:?}"
            );
            let has_code = kind.values().any(|value| value == Code);
            assert_eq!(kind.has_code(), has_code, "{kind:?}");
            assert!(!has_code || kind.values().all(|value| value != Link), "{kind:?}");
        }
        for placeholder in Placeholder::ALL {
            assert_eq!(placeholder.mark(), format!("(({}))", placeholder.as_str()));
        }
    }

    #[test]
    fn whatever_lets_somebody_in_or_warns_them_is_never_held_back() {
        for kind in Kind::ALL {
            let held = kind.urgency() != Urgency::Always;
            let is_way_in = matches!(kind, Kind::AdministratorInvited | Kind::SsoChanged);
            let is_alarm = matches!(kind, Kind::DoneAlone | Kind::VaultRotated);
            let opens_or_warns = kind.has_code()
                || is_way_in
                || is_alarm
                || matches!(kind.group(), Group::SignIn | Group::Security);
            assert!(!(held && opens_or_warns), "{kind:?}");
        }
    }
}
