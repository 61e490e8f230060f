//! The forms of definitions.

use super::{Both, CODE_MAX, GUIDANCE_MAX, NAME_MAX, NOTICE_MAX, categories::both, seen};
use crate::{
    forms::{self, Code, Form, FormErrors},
    ids::{CategoryId, DefinitionId},
    text::clean_line,
};
use serde::{Deserialize, Serialize};

/// What a definition is: a tenant's words for a job, and what the housing system wants to know of it (product R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefinitionDetails {
    pub category: CategoryId,
    pub name: Both,
    /// What tenants have to accept before they report it; nothing, if it is empty.
    pub notice: Both,
    pub order: Order,
    /// Whose job it is: "is it yours or ours".
    pub guidance: Both,
    pub photo_wanted: bool,
}

/// What the housing system wants to know, in its own codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub sor_table: String,
    pub sor_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
}

/// The boxes of a definition.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DefinitionForm {
    /// Its id: of a new one, too, so that a second press adds no second one.
    pub definition: String,
    /// The version that was shown; 0 for a new one.
    pub seen: String,
    pub definition_name_en: String,
    pub definition_name_cy: String,
    pub notice_en: String,
    pub notice_cy: String,
    pub definition_category: String,
    pub sor_table: String,
    pub sor_code: String,
    /// Words to find a code by.
    pub find_code: String,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
    pub guidance_en: String,
    pub guidance_cy: String,
    pub photo_wanted: String,
}

/// A definition that can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveDefinition {
    /// `None`: no id at all, which is found nowhere.
    pub id: Option<DefinitionId>,
    pub seen: i64,
    pub details: DefinitionDetails,
}

impl Form for DefinitionForm {
    type Parsed = SaveDefinition;

    fn parse(&self) -> Result<SaveDefinition, FormErrors> {
        let mut errors = FormErrors::default();
        let names = [
            clean_line(&self.definition_name_en),
            clean_line(&self.definition_name_cy),
        ];
        let name = both(
            &mut errors,
            ["definition_name_en", "definition_name_cy"],
            names.each_ref().map(String::as_str),
            NAME_MAX,
            true,
        );
        let notice = both(
            &mut errors,
            ["notice_en", "notice_cy"],
            [&self.notice_en, &self.notice_cy],
            NOTICE_MAX,
            false,
        );
        let category = CategoryId::parse(&self.definition_category);
        if category.is_none() {
            let code = if self.definition_category.is_empty() {
                Code::Required
            } else {
                Code::NotOffered
            };
            errors.add("definition_category", code);
        }
        let mut code = |field: &str, typed: &str| {
            let typed = clean_line(typed);
            forms::optional_text(&mut errors, field, &typed, CODE_MAX)
        };
        let (sor_table, sor_code) = (
            code("sor_table", &self.sor_table),
            code("sor_code", &self.sor_code),
        );
        let (repair_type, priority, contract) = (
            code("repair_type", &self.repair_type),
            code("priority", &self.priority),
            code("contract", &self.contract),
        );
        if sor_code.as_ref().is_some_and(String::is_empty) {
            errors.add("sor_code", Code::Required);
        }
        let guidance = both(
            &mut errors,
            ["guidance_en", "guidance_cy"],
            [&self.guidance_en, &self.guidance_cy],
            GUIDANCE_MAX,
            false,
        );
        let details = || {
            Some(DefinitionDetails {
                category: category?,
                name: name?,
                notice: notice?,
                order: Order {
                    sor_table: sor_table?,
                    sor_code: sor_code?,
                    repair_type: repair_type?,
                    priority: priority?,
                    contract: contract?,
                },
                guidance: guidance?,
                photo_wanted: self.photo_wanted == "yes",
            })
        };
        errors.or(details().map(|details| SaveDefinition {
            id: DefinitionId::parse(&self.definition),
            seen: seen(&self.seen),
            details,
        }))
    }
}

/// The same boxes, of which none has to be right yet: the codes of the chosen table are to be shown.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodesForm(pub DefinitionForm);

/// Which table's codes, and for which definition; `None` for a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedCodes {
    pub definition: Option<DefinitionId>,
    pub table: String,
}

impl Form for CodesForm {
    type Parsed = WantedCodes;

    fn parse(&self) -> Result<WantedCodes, FormErrors> {
        let form = &self.0;
        Ok(WantedCodes {
            definition: DefinitionId::parse(&form.definition).filter(|_| form.seen != "0"),
            table: clean_line(&form.sor_table),
        })
    }
}

/// Whether tenants may choose a definition.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SwitchDefinitionForm {
    pub definition: String,
    /// `yes` or nothing.
    pub active: String,
}

impl Form for SwitchDefinitionForm {
    type Parsed = (Option<DefinitionId>, bool);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok((DefinitionId::parse(&self.definition), self.active == "yes"))
    }
}

crate::silent_debug!(DefinitionForm, CodesForm, SwitchDefinitionForm);

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn form() -> DefinitionForm {
        DefinitionForm {
            definition: ID.into(),
            seen: "0".into(),
            definition_name_en: " A tap\n drips ".into(),
            definition_category: ID.into(),
            sor_code: " 610101 ".into(),
            ..DefinitionForm::default()
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let form = DefinitionForm {
            notice_cy: "Diffoddwch ef".into(),
            sor_table: "t".repeat(41),
            guidance_en: "g".repeat(501),
            ..DefinitionForm::default()
        };
        let errors = form.parse().unwrap_err();
        for (field, code) in [
            ("definition_name_en", Code::Required),
            ("notice_en", Code::Required),
            ("definition_category", Code::Required),
            ("sor_table", Code::TooLong { max: CODE_MAX }),
            ("sor_code", Code::Required),
            ("guidance_en", Code::TooLong { max: GUIDANCE_MAX }),
        ] {
            assert_eq!(errors.code(field), Some(&code), "{field}");
        }
    }

    #[test]
    fn names_and_codes_are_one_line() {
        let saved = form().parse().unwrap();
        assert_eq!(saved.details.name.en, "A tap drips");
        assert_eq!(saved.details.order.sor_code, "610101");
        assert_eq!((saved.id, saved.seen), (DefinitionId::parse(ID), 0));
    }

    #[test]
    fn codes_are_shown_before_anything_else_is_right() {
        let shown = |seen: &str| {
            let form = DefinitionForm {
                sor_table: " HEATING ".into(),
                seen: seen.into(),
                definition: ID.into(),
                ..DefinitionForm::default()
            };
            CodesForm(form).parse().unwrap()
        };
        assert_eq!(
            (shown("0").definition, shown("0").table.as_str()),
            (None, "HEATING")
        );
        assert_eq!(shown("3").definition, DefinitionId::parse(ID));
    }
}
