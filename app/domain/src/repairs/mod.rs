//! Repairs: statuses, the rules of the report, and what screens show.

mod forms;
mod report;

pub use forms::*;
pub use report::*;

use crate::{
    dates::{Day, Millis},
    housing::Visit,
    ids::{PhotoId, RepairId},
};
use serde::{Deserialize, Serialize};

/// Longest description: the housing system takes 2,000 characters and our reference is added to them.
pub const DESCRIPTION_MAX: u32 = 1500;
/// Photos in one report (SEC-F2).
pub const PHOTOS_MAX: u32 = 10;
/// Size of one photo in MB (SEC-F2).
pub const PHOTO_MB_MAX: u32 = 10;

/// Where a repair is, in the few words a tenant sees (UX part 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Received by us or by the repairs team, no visit yet.
    Sent,
    Booked,
    InProgress,
    /// Waiting for a part or a decision.
    OnHold,
    /// Somebody came and could not get in.
    NoAccess,
    /// Work is reported as finished.
    Done,
    /// Finished and settled.
    Closed,
    Cancelled,
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::Sent,
        Self::Booked,
        Self::InProgress,
        Self::OnHold,
        Self::NoAccess,
        Self::Done,
        Self::Closed,
        Self::Cancelled,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Booked => "booked",
            Self::InProgress => "in-progress",
            Self::OnHold => "on-hold",
            Self::NoAccess => "no-access",
            Self::Done => "done",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Still to be done: listed on the home page.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Closed | Self::Cancelled)
    }
}

/// Whether the tenant may cancel, and if not, why (product R9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cancelling {
    Allowed,
    /// Already finished, cancelled, or somebody is at work.
    TooFarOn,
    /// The visit is nearer than the notice the landlord asks for.
    TooLate,
    /// The landlord takes cancellations by telephone only.
    SwitchedOff,
}

/// The landlord's rule for cancelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelRule {
    pub allowed: bool,
    /// Days before the visit; 0 = any time before it starts.
    pub notice_days: u32,
}

/// Decides whether a repair in `status` may be cancelled at `now`, where its next visit starts at `visit_starts`.
pub fn cancelling(rule: CancelRule, status: Status, visit_starts: Option<Millis>, now: Millis) -> Cancelling {
    if !rule.allowed {
        return Cancelling::SwitchedOff;
    }
    if !matches!(
        status,
        Status::Sent | Status::Booked | Status::OnHold | Status::NoAccess
    ) {
        return Cancelling::TooFarOn;
    }
    let notice_secs = i64::from(rule.notice_days) * 24 * 3600;
    match visit_starts {
        Some(starts) if status == Status::Booked && now >= starts.minus_secs(notice_secs) => {
            Cancelling::TooLate
        }
        _ => Cancelling::Allowed,
    }
}

/// A reference that is easy to read out: `TW-` and six letters or digits without I, L, O, U (Crockford's alphabet).
/// `draw` is a random number; equal draws give equal references.
pub fn reference(mut draw: u32) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut letters = [0_u8; 6];
    for letter in &mut letters {
        *letter = ALPHABET[(draw & 31) as usize];
        draw >>= 5;
    }
    format!("TW-{}", String::from_utf8_lossy(&letters))
}

/// Something that happened to a repair, for its timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Reported here; stored durably at this time (the legal clock, SEC-R16).
    Received,
    /// The housing system has it.
    PassedOn,
    /// Reported by another way and read from the housing system.
    Reported,
    /// The status changed in the housing system.
    Became(Status),
    /// A visit was booked or moved.
    VisitBooked(Visit),
    /// The tenant cancelled here.
    CancelAsked,
    /// The housing system took the cancellation.
    CancelConfirmed,
    /// The housing system refused the cancellation: work had begun.
    CancelRefused,
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub at: Millis,
    pub event: Event,
}

/// A repair in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub id: RepairId,
    pub reference: String,
    pub title: String,
    pub status: Status,
    pub reported_at: Millis,
    pub visit: Option<Visit>,
}

/// A repair's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub summary: Summary,
    pub description: String,
    /// The housing system has not confirmed it yet.
    pub waiting_to_be_passed_on: bool,
    /// By when the landlord means to have it done, where known.
    pub target: Option<Day>,
    pub timeline: Vec<TimelineEntry>,
    pub photos: Vec<PhotoId>,
    pub cancelling: Cancelling,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: CancelRule = CancelRule {
        allowed: true,
        notice_days: 0,
    };
    const NOON: Millis = Millis(1_800_000_000_000);

    #[test]
    fn a_visit_may_be_cancelled_until_it_starts() {
        let starts = Some(NOON);
        assert_eq!(
            cancelling(RULE, Status::Booked, starts, NOON.minus_secs(1)),
            Cancelling::Allowed
        );
        assert_eq!(
            cancelling(RULE, Status::Booked, starts, NOON),
            Cancelling::TooLate
        );
        let two_days = CancelRule {
            notice_days: 2,
            ..RULE
        };
        assert_eq!(
            cancelling(two_days, Status::Booked, starts, NOON.minus_secs(2 * 86_400)),
            Cancelling::TooLate
        );
        assert_eq!(
            cancelling(two_days, Status::Booked, starts, NOON.minus_secs(2 * 86_400 + 1)),
            Cancelling::Allowed
        );
    }

    #[test]
    fn finished_work_cannot_be_cancelled() {
        for status in [
            Status::InProgress,
            Status::Done,
            Status::Closed,
            Status::Cancelled,
        ] {
            assert_eq!(cancelling(RULE, status, None, NOON), Cancelling::TooFarOn);
        }
        assert_eq!(
            cancelling(
                CancelRule {
                    allowed: false,
                    ..RULE
                },
                Status::Sent,
                None,
                NOON
            ),
            Cancelling::SwitchedOff
        );
    }

    proptest! {
        #[test]
        fn references_can_be_read_out(draw in any::<u32>()) {
            let text = reference(draw);
            prop_assert_eq!(text.len(), 9);
            prop_assert!(!text[3..].contains(['I', 'L', 'O', 'U']));
        }
    }
}
