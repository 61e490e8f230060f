//! The forms of categories.

use super::{CALL_US_MAX, HINT_MAX, Icon, NAME_MAX, seen};
use crate::{
    forms::{self, Code, Form, FormErrors},
    ids::CategoryId,
    text::clean_line,
};
use serde::{Deserialize, Serialize};

/// A text in both languages; Welsh may be missing, then English is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    pub en: String,
    pub cy: String,
}

/// Reads the two boxes of a text: the English one may have to be there, the Welsh one never stands alone.
pub(super) fn both(
    errors: &mut FormErrors,
    names: [&str; 2],
    typed: [&str; 2],
    max: u32,
    is_required: bool,
) -> Option<Both> {
    let [en, cy] = typed;
    let must_be = is_required || !clean_line(cy).is_empty();
    let en = if must_be {
        forms::required_text(errors, names[0], en, max)
    } else {
        forms::optional_text(errors, names[0], en, max)
    };
    let cy = forms::optional_text(errors, names[1], cy, max);
    Some(Both { en: en?, cy: cy? })
}

/// What a category is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryDetails {
    pub name: Both,
    /// In plain words: what belongs here.
    pub hint: Both,
    pub parent: Option<CategoryId>,
    pub icon: Option<Icon>,
    pub emergency: bool,
    /// What tenants are told to do in an emergency, besides the landlord's number.
    pub call_us: Both,
}

/// The boxes of a category.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryForm {
    /// Its id: of a new one, too, so that a second press adds no second one.
    pub category: String,
    /// The version that was shown; 0 for a new one.
    pub seen: String,
    pub category_name_en: String,
    pub category_name_cy: String,
    pub hint_en: String,
    pub hint_cy: String,
    pub category_parent: String,
    pub icon: String,
    pub emergency: String,
    pub call_us_en: String,
    pub call_us_cy: String,
}

/// A category that can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveCategory {
    /// `None`: no id at all, which is found nowhere.
    pub id: Option<CategoryId>,
    pub seen: i64,
    pub details: CategoryDetails,
}

impl Form for CategoryForm {
    type Parsed = SaveCategory;

    fn parse(&self) -> Result<SaveCategory, FormErrors> {
        let mut errors = FormErrors::default();
        let names = [
            clean_line(&self.category_name_en),
            clean_line(&self.category_name_cy),
        ];
        let name = both(
            &mut errors,
            ["category_name_en", "category_name_cy"],
            names.each_ref().map(String::as_str),
            NAME_MAX,
            true,
        );
        let hints = [clean_line(&self.hint_en), clean_line(&self.hint_cy)];
        let hint = both(
            &mut errors,
            ["hint_en", "hint_cy"],
            hints.each_ref().map(String::as_str),
            HINT_MAX,
            false,
        );
        let parent = CategoryId::parse(&self.category_parent);
        if parent.is_none() && !self.category_parent.is_empty() {
            errors.add("category_parent", Code::NotOffered);
        }
        let icon = Icon::parse(&self.icon);
        if icon.is_none() && !self.icon.is_empty() {
            errors.add("icon", Code::NotOffered);
        }
        let call_us = both(
            &mut errors,
            ["call_us_en", "call_us_cy"],
            [&self.call_us_en, &self.call_us_cy],
            CALL_US_MAX,
            false,
        );
        let emergency = self.emergency == "yes";
        // A text that nobody would be shown is not kept in silence.
        if !emergency && call_us.as_ref().is_some_and(|text| !text.en.is_empty()) {
            errors.add("emergency", Code::Required);
        }
        let details = name
            .zip(hint)
            .zip(call_us)
            .map(|((name, hint), call_us)| CategoryDetails {
                name,
                hint,
                parent,
                icon,
                emergency,
                call_us,
            });
        errors.or(details.map(|details| SaveCategory {
            id: CategoryId::parse(&self.category),
            seen: seen(&self.seen),
            details,
        }))
    }
}

/// A press on one category: delete it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryIdForm {
    pub category: String,
}

impl Form for CategoryIdForm {
    type Parsed = Option<CategoryId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(CategoryId::parse(&self.category))
    }
}

/// Whether tenants may choose a category.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SwitchCategoryForm {
    pub category: String,
    /// `yes` or nothing.
    pub active: String,
}

impl Form for SwitchCategoryForm {
    type Parsed = (Option<CategoryId>, bool);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok((CategoryId::parse(&self.category), self.active == "yes"))
    }
}

/// Moves a category among those that stand in the same one.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveCategoryForm {
    pub category: String,
    /// `up`, `down`, or `before`.
    pub way: String,
    /// The one that it is to stand before; nothing for the end.
    pub before: String,
}

/// Where a category goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
    Before(CategoryId),
    Last,
}

impl Form for MoveCategoryForm {
    type Parsed = (Option<CategoryId>, Option<Way>);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        let way = match self.way.as_str() {
            "up" => Some(Way::Up),
            "down" => Some(Way::Down),
            "before" if self.before.is_empty() => Some(Way::Last),
            "before" => CategoryId::parse(&self.before).map(Way::Before),
            _ => None,
        };
        Ok((CategoryId::parse(&self.category), way))
    }
}

impl Way {
    /// The place of `at` in a list of `order` after the move; `None` where it has to stay.
    pub fn moved<T: PartialEq<CategoryId> + Clone>(&self, order: &[T], at: usize) -> Option<Vec<T>> {
        let mut rest = order.to_vec();
        if at >= rest.len() {
            return None;
        }
        let moving = rest.remove(at);
        let to = match self {
            Self::Up => at.checked_sub(1)?,
            Self::Down if at >= rest.len() => return None,
            Self::Down => at + 1,
            Self::Before(other) => rest.iter().position(|one| one == other)?,
            Self::Last => rest.len(),
        };
        rest.insert(to, moving);
        Some(rest)
    }
}

crate::silent_debug!(CategoryForm, CategoryIdForm, SwitchCategoryForm, MoveCategoryForm);

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> CategoryForm {
        CategoryForm {
            category_name_en: " Heating  and\nhot water ".into(),
            ..CategoryForm::default()
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let form = CategoryForm {
            category_name_en: " ".into(),
            hint_cy: "Boeler".into(),
            category_parent: "x".into(),
            icon: "skull".into(),
            call_us_en: "c".repeat(501),
            ..CategoryForm::default()
        };
        let errors = form.parse().unwrap_err();
        for (field, code) in [
            ("category_name_en", Code::Required),
            ("hint_en", Code::Required),
            ("category_parent", Code::NotOffered),
            ("icon", Code::NotOffered),
            ("call_us_en", Code::TooLong { max: CALL_US_MAX }),
        ] {
            assert_eq!(errors.code(field), Some(&code), "{field}");
        }
    }

    #[test]
    fn a_name_is_one_line_and_welsh_may_be_missing() {
        let saved = form().parse().unwrap();
        assert_eq!(saved.details.name.en, "Heating and hot water");
        assert_eq!(saved.details.name.cy, "");
        assert_eq!((saved.id, saved.seen), (None, -1));
    }

    #[test]
    fn a_text_for_emergencies_wants_its_mark() {
        let text = CategoryForm {
            call_us_en: "Call us now.".into(),
            ..form()
        };
        let errors = text.parse().unwrap_err();
        assert_eq!(errors.code("emergency"), Some(&Code::Required));
        let marked = CategoryForm {
            emergency: "yes".into(),
            ..text
        };
        assert!(marked.parse().is_ok());
    }

    #[test]
    fn one_moves_by_a_step_or_before_another_and_stays_where_there_is_no_way() {
        let ids: Vec<_> = (1..=3)
            .map(|number| CategoryId::parse(&format!("00000000-0000-7000-8000-00000000000{number}")).unwrap())
            .collect();
        let order = |way: Way, at: usize| {
            let moved = way.moved(&ids, at)?;
            let places = moved
                .iter()
                .map(|one| ids.iter().position(|id| id == one).unwrap() + 1);
            Some(places.collect::<Vec<_>>())
        };
        assert_eq!(order(Way::Up, 1), Some(vec![2, 1, 3]));
        assert_eq!(order(Way::Up, 0), None);
        assert_eq!(order(Way::Down, 1), Some(vec![1, 3, 2]));
        assert_eq!(order(Way::Down, 2), None);
        assert_eq!(order(Way::Before(ids[0].clone()), 2), Some(vec![3, 1, 2]));
        assert_eq!(order(Way::Before(ids[2].clone()), 0), Some(vec![2, 1, 3]));
        assert_eq!(order(Way::Before(ids[1].clone()), 1), None, "before itself");
        assert_eq!(order(Way::Last, 0), Some(vec![2, 3, 1]));
    }
}
