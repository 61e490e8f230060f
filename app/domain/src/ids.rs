//! Identifiers as types, so that a repair's id can never be passed where a tenancy's is wanted.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads an id as it stands in an address or a form: a lower-case hyphenated UUID, else `None`.
            pub fn parse(text: &str) -> Option<Self> {
                is_uuid(text).then(|| Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A tenant's account here (not the person in the housing system).
    CustomerId
);
id!(
    /// A member of staff.
    StaffId
);
id!(
    /// A role that the landlord made.
    RoleId
);
id!(
    /// A comparison with the housing system.
    SyncId
);
id!(
    /// A session's name on screen; it opens nothing.
    SessionId
);
id!(
    /// A remembered device's name on screen; it opens nothing.
    DeviceId
);
id!(
    /// A repair, reported here or copied from the housing system.
    RepairId
);
id!(
    /// A repair report that is still being written.
    DraftId
);
id!(
    /// A photo of a draft or of a repair.
    PhotoId
);
id!(
    /// A category of repairs, the first thing a tenant chooses.
    CategoryId
);
id!(
    /// A definition: a tenant's words for a job, with what the housing system needs to know of it.
    DefinitionId
);
id!(
    /// One press of a button: made by the server with the form, so that a second press is recognised (UX-E6).
    SubmissionId
);
id!(
    /// A passkey or an authenticator app of an account.
    FactorId
);
id!(
    /// An invitation of a tenant.
    InviteId
);
id!(
    /// A table of people to be invited.
    ImportId
);
id!(
    /// A credential for outside systems.
    CredentialId
);
id!(
    /// A request for something that takes two.
    ApprovalId
);
id!(
    /// A set of files of the landlord's record.
    DropId
);
id!(
    /// One waiting delivery to an outside system.
    JobId
);

id!(
    /// Somebody's wish for an account, until it is decided.
    RegistrationId
);
id!(
    /// A letter with a code, sent to a tenant's home.
    LetterId
);

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// A tenancy by its id in the housing system: an opaque string.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenancyId(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_lower_case_uuid_and_nothing_else() {
        assert!(RepairId::parse("01890a5d-ac96-774b-bcce-b302099a8057").is_some());
        for wrong in [
            "",
            "1",
            "01890A5D-AC96-774B-BCCE-B302099A8057",
            "01890a5d-ac96-774b-bcce-b302099a805\0",
            "../../etc/passwd",
        ] {
            assert!(RepairId::parse(wrong).is_none(), "{wrong}");
        }
    }
}
