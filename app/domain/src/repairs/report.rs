//! A report being written: what is on offer, the draft, and the order of its steps.

use crate::ids::{CategoryId, DefinitionId, DraftId, PhotoId, RepairId};
use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
