//! Repairs: statuses, the rules of the report, and what screens show.

use crate::{
    dates::{Day, Millis},
    forms::{self, Code, Form, FormErrors},
    housing::Visit,
    ids::{CategoryId, DefinitionId, DraftId, PhotoId, RepairId},
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

/// A category on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub hint: String,
    /// Problems here may be dangerous: "call us" is shown first.
    pub emergency: bool,
}

/// A definition on offer: what the tenant picks and must know. What the housing system needs stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub id: DefinitionId,
    pub category: CategoryId,
    pub name: String,
    pub safety_notice: Option<String>,
}

/// A report being written. Every step is stored, so it can go on elsewhere (UX-E7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub category: Option<Category>,
    pub definition: Option<Definition>,
    /// The notice of the chosen definition was accepted, with today's wording.
    pub safety_accepted: bool,
    pub description: String,
    pub photos: Vec<DraftPhoto>,
    /// Set once it is sent: Back and second presses lead there.
    pub sent_as: Option<RepairId>,
}

/// A photo that has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPhoto {
    pub id: PhotoId,
    /// The name on the tenant's phone, shown as text only.
    pub name: String,
}

/// The steps of a report in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Category,
    Problem,
    Safety,
    Describe,
    Photos,
    Check,
}

impl Step {
    pub const ALL: [Self; 6] = [
        Self::Category,
        Self::Problem,
        Self::Safety,
        Self::Describe,
        Self::Photos,
        Self::Check,
    ];

    /// As it stands in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Problem => "problem",
            Self::Safety => "safety",
            Self::Describe => "describe",
            Self::Photos => "photos",
            Self::Check => "check",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }
}

impl Draft {
    /// The furthest step that may be shown: everything before it is answered.
    pub fn reached(&self) -> Step {
        if self.category.is_none() {
            Step::Category
        } else if self.definition.is_none() {
            Step::Problem
        } else if self.needs_safety() && !self.safety_accepted {
            Step::Safety
        } else if self.description.is_empty() {
            Step::Describe
        } else {
            Step::Check
        }
    }

    /// The chosen definition has a safety notice (product R3).
    pub fn needs_safety(&self) -> bool {
        self.definition
            .as_ref()
            .is_some_and(|definition| definition.safety_notice.is_some())
    }

    /// The step after `step` for this draft.
    pub fn after(&self, step: Step) -> Step {
        match step {
            Step::Category => Step::Problem,
            Step::Problem if self.needs_safety() => Step::Safety,
            Step::Problem | Step::Safety => Step::Describe,
            Step::Describe => Step::Photos,
            Step::Photos | Step::Check => Step::Check,
        }
    }

    /// The step before `step`; `None` leads out of the report.
    pub fn before(&self, step: Step) -> Option<Step> {
        match step {
            Step::Category => None,
            Step::Problem => Some(Step::Category),
            Step::Describe if self.needs_safety() => Some(Step::Safety),
            Step::Safety | Step::Describe => Some(Step::Problem),
            Step::Photos => Some(Step::Describe),
            Step::Check => Some(Step::Photos),
        }
    }
}

macro_rules! choice_form {
    ($(#[$doc:meta])* $form:ident, $parsed:ident, $id:ident, $field:ident, $field_name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Default, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $form {
            pub draft: String,
            pub $field: String,
            /// `check` when the answer is changed from the check page.
            pub back_to: String,
        }

        /// The choice, readable.
        pub struct $parsed {
            pub draft: Option<DraftId>,
            pub $field: $id,
            pub back_to_check: bool,
        }

        impl Form for $form {
            type Parsed = $parsed;

            fn parse(&self) -> Result<$parsed, FormErrors> {
                if self.$field.is_empty() {
                    return Err(FormErrors::one($field_name, Code::Required));
                }
                let $field = $id::parse(&self.$field).ok_or_else(|| FormErrors::one($field_name, Code::NotOffered))?;
                Ok($parsed { draft: DraftId::parse(&self.draft), $field, back_to_check: self.back_to == Step::Check.as_str() })
            }
        }
    };
}

choice_form!(
    /// The first page: what is it about? Without a draft it begins one.
    ChooseCategoryForm, ChooseCategory, CategoryId, category, "category"
);
choice_form!(
    /// The second page: what is wrong?
    ChooseDefinitionForm, ChooseDefinition, DefinitionId, definition, "definition"
);

/// "I have read this" under a safety notice.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptSafetyForm {
    pub draft: String,
    pub accepted: String,
    pub back_to: String,
}

/// The notice is accepted.
pub struct AcceptSafety {
    pub draft: Option<DraftId>,
    pub back_to_check: bool,
}

impl Form for AcceptSafetyForm {
    type Parsed = AcceptSafety;

    fn parse(&self) -> Result<AcceptSafety, FormErrors> {
        if self.accepted != "yes" {
            return Err(FormErrors::one("accepted", Code::Required));
        }
        Ok(AcceptSafety {
            draft: DraftId::parse(&self.draft),
            back_to_check: self.back_to == Step::Check.as_str(),
        })
    }
}

/// What is wrong, in the tenant's words.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeForm {
    pub draft: String,
    pub description: String,
    pub back_to: String,
}

/// A description that can be sent.
pub struct Describe {
    pub draft: Option<DraftId>,
    pub description: String,
    pub back_to_check: bool,
}

impl Form for DescribeForm {
    type Parsed = Describe;

    fn parse(&self) -> Result<Describe, FormErrors> {
        let mut errors = FormErrors::default();
        let description =
            forms::required_text(&mut errors, "description", &self.description, DESCRIPTION_MAX);
        errors.or(description.map(|description| Describe {
            draft: DraftId::parse(&self.draft),
            description,
            back_to_check: self.back_to == Step::Check.as_str(),
        }))
    }
}

/// The forms that name only a draft: sending it, or removing one photo of it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    pub draft: String,
    pub photo: String,
}

/// A draft and, where it is about one, a photo.
pub struct DraftAction {
    pub draft: Option<DraftId>,
    pub photo: Option<PhotoId>,
}

impl Form for DraftForm {
    type Parsed = DraftAction;

    fn parse(&self) -> Result<DraftAction, FormErrors> {
        Ok(DraftAction {
            draft: DraftId::parse(&self.draft),
            photo: PhotoId::parse(&self.photo),
        })
    }
}

/// Cancels one repair.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CancelForm {
    pub repair: String,
    pub reason: String,
}

/// A cancellation with the tenant's reason, which may be empty.
pub struct Cancel {
    pub repair: Option<RepairId>,
    pub reason: String,
}

/// Longest reason for a cancellation.
pub const REASON_MAX: u32 = 500;

impl Form for CancelForm {
    type Parsed = Cancel;

    fn parse(&self) -> Result<Cancel, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = forms::optional_text(&mut errors, "reason", &self.reason, REASON_MAX);
        errors.or(reason.map(|reason| Cancel {
            repair: RepairId::parse(&self.repair),
            reason,
        }))
    }
}

crate::silent_debug!(
    ChooseCategoryForm,
    ChooseDefinitionForm,
    AcceptSafetyForm,
    DescribeForm,
    DraftForm,
    CancelForm
);

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

    fn draft() -> Draft {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let category = CategoryId::parse(id).map(|id| Category {
            id,
            name: "Heating".into(),
            hint: String::new(),
            emergency: false,
        });
        Draft {
            id: DraftId::parse(id).unwrap(),
            definition: category.clone().map(|category| Definition {
                id: DefinitionId::parse(id).unwrap(),
                category: category.id,
                name: "No hot water".into(),
                safety_notice: Some("Switch the boiler off.".into()),
            }),
            category,
            safety_accepted: false,
            description: "Cold since Monday".into(),
            photos: vec![],
            sent_as: None,
        }
    }

    #[test]
    fn a_safety_notice_stands_in_the_way_until_it_is_accepted() {
        let mut draft = draft();
        assert_eq!(draft.reached(), Step::Safety);
        draft.safety_accepted = true;
        assert_eq!(draft.reached(), Step::Check);
        assert_eq!(draft.after(Step::Problem), Step::Safety);
    }

    #[test]
    fn without_a_notice_there_is_no_safety_step() {
        let mut draft = draft();
        draft.definition.as_mut().unwrap().safety_notice = None;
        assert_eq!(draft.after(Step::Problem), Step::Describe);
        assert_eq!(draft.before(Step::Describe), Some(Step::Problem));
    }

    #[test]
    fn descriptions_are_refused_with_the_limit_and_counted_in_characters() {
        let typed = |text: String| {
            DescribeForm {
                description: text,
                ..DescribeForm::default()
            }
            .parse()
            .map(|d| d.description)
        };
        assert_eq!(
            typed(" \u{0} ".into()),
            Err(FormErrors::one("description", Code::Required))
        );
        assert!(typed("💧".repeat(1500)).is_ok());
        assert_eq!(
            typed("💧".repeat(1501)),
            Err(FormErrors::one("description", Code::TooLong { max: 1500 }))
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
