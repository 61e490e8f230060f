//! A report being written: what is on offer, the draft, and the order of its steps.

use crate::{
    catalogue::Icon,
    ids::{CategoryId, DefinitionId, DraftId, PhotoId, RepairId},
};
use serde::{Deserialize, Serialize};

/// A category on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    /// The one that it stands in.
    pub parent: Option<CategoryId>,
    pub name: String,
    pub hint: String,
    pub icon: Option<Icon>,
    /// Problems here, or where this stands in, may be dangerous: "call us" is shown first.
    pub emergency: bool,
    /// What to do then, in the landlord's words.
    pub call_us: String,
}

/// A definition on offer: what the tenant picks and must know. What the housing system needs stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub id: DefinitionId,
    pub category: CategoryId,
    pub name: String,
    pub safety_notice: Option<String>,
    /// Whose job it is, in the landlord's words: "is it yours or ours".
    pub guidance: String,
    /// A photo of this helps so much that it is asked for.
    pub photo_wanted: bool,
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
    /// What was chosen is no longer on offer, so it is chosen anew; everything else stays.
    pub taken_off: bool,
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
    /// Lets go of a choice that is not, or no longer, on offer.
    pub fn keep_to(&mut self, offered: &[Category]) {
        let Some(chosen) = &self.category else {
            return;
        };
        if let Some(today) = offered.iter().find(|category| category.id == chosen.id) {
            self.category = Some(today.clone());
        } else {
            self.category = None;
            self.definition = None;
            self.taken_off = true;
        }
    }

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
            parent: None,
            name: "Heating".into(),
            hint: String::new(),
            icon: None,
            emergency: false,
            call_us: String::new(),
        });
        Draft {
            id: DraftId::parse(id).unwrap(),
            definition: category.clone().map(|category| Definition {
                id: DefinitionId::parse(id).unwrap(),
                category: category.id,
                name: "No hot water".into(),
                safety_notice: Some("Switch the boiler off.".into()),
                guidance: String::new(),
                photo_wanted: false,
            }),
            category,
            safety_accepted: false,
            description: "Cold since Monday".into(),
            photos: vec![],
            sent_as: None,
            taken_off: false,
        }
    }

    #[test]
    fn a_choice_that_is_taken_off_the_list_is_asked_for_again_and_nothing_typed_is_lost() {
        let mut draft = draft();
        draft.safety_accepted = true;
        let offered = [draft.category.clone().unwrap()];
        draft.keep_to(&offered);
        assert_eq!((draft.reached(), draft.taken_off), (Step::Check, false));
        draft.keep_to(&[]);
        assert_eq!((draft.reached(), draft.taken_off), (Step::Category, true));
        assert_eq!(draft.description, "Cold since Monday");
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
