//! The forms of administrators and roles, from typed boxes to values that cannot be wrong.

use super::{NAME_MAX, Role};
use crate::{
    forms::{Code, Form, FormErrors},
    identity::Email,
    ids::{RoleId, StaffId, SubmissionId},
    permissions::{Permission, Permissions},
    text,
};
use serde::{Deserialize, Serialize};

/// 'Add Administrator'.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddForm {
    pub submission: String,
    pub first_name: String,
    pub last_name: String,
    pub staff_email: String,
    pub sso_only: String,
    pub role: String,
}

/// A new administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    /// The same for every press of one form's button.
    pub submission: Option<SubmissionId>,
    pub first_name: String,
    pub last_name: String,
    pub email: Email,
    pub sso_only: bool,
    pub role: Role,
}

fn line(errors: &mut FormErrors, field: &str, raw: &str) -> Option<String> {
    let text = text::clean_line(raw);
    if text.is_empty() {
        errors.add(field, Code::Required);
        return None;
    }
    if text.chars().count() > NAME_MAX as usize {
        errors.add(field, Code::TooLong { max: NAME_MAX });
        return None;
    }
    Some(text)
}

fn chosen_role(errors: &mut FormErrors, raw: &str) -> Option<Role> {
    let role = Role::parse(raw);
    if role.is_none() {
        let code = if raw.is_empty() {
            Code::Required
        } else {
            Code::NotOffered
        };
        errors.add("role", code);
    }
    role
}

impl Form for AddForm {
    type Parsed = Add;

    fn parse(&self) -> Result<Add, FormErrors> {
        let mut errors = FormErrors::default();
        let first_name = line(&mut errors, "first_name", &self.first_name);
        let last_name = line(&mut errors, "last_name", &self.last_name);
        let email = Email::parse(&self.staff_email);
        if self.staff_email.trim().is_empty() {
            errors.add("staff_email", Code::Required);
        } else if email.is_none() {
            errors.add("staff_email", Code::Malformed);
        }
        let role = chosen_role(&mut errors, &self.role);
        let boxes = first_name.zip(last_name).zip(email.zip(role));
        errors.or(boxes.map(|((first_name, last_name), (email, role))| Add {
            submission: SubmissionId::parse(&self.submission),
            first_name,
            last_name,
            email,
            sso_only: !self.sso_only.is_empty(),
            role,
        }))
    }
}

/// The page of one administrator. `seen` is when what it showed was stored.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    pub administrator: String,
    pub seen: String,
    pub first_name: String,
    pub last_name: String,
    pub sso_only: String,
    pub role: String,
}

/// What an administrator is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Nothing if what was sent is no id.
    pub administrator: Option<StaffId>,
    pub seen: String,
    pub first_name: String,
    pub last_name: String,
    pub sso_only: bool,
    pub role: Role,
}

impl Form for ChangeForm {
    type Parsed = Change;

    fn parse(&self) -> Result<Change, FormErrors> {
        let mut errors = FormErrors::default();
        let first_name = line(&mut errors, "first_name", &self.first_name);
        let last_name = line(&mut errors, "last_name", &self.last_name);
        let role = chosen_role(&mut errors, &self.role);
        let boxes = first_name.zip(last_name).zip(role);
        errors.or(boxes.map(|((first_name, last_name), role)| Change {
            administrator: StaffId::parse(&self.administrator),
            seen: self.seen.clone(),
            first_name,
            last_name,
            sso_only: !self.sso_only.is_empty(),
            role,
        }))
    }
}

/// A button beside one administrator: 'Delete', 'Send the invitation again'.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub administrator: String,
}

impl Form for PersonForm {
    type Parsed = Option<StaffId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(StaffId::parse(&self.administrator))
    }
}

/// A role of the landlord's own: a new one if `role` is empty.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    pub submission: String,
    pub role: String,
    pub seen: String,
    pub role_name: String,
    pub permissions: Vec<String>,
}

/// What a role is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepRole {
    pub submission: Option<SubmissionId>,
    /// The role that is changed, or its id if it is new.
    pub role: Option<RoleId>,
    pub is_new: bool,
    pub seen: String,
    pub name: String,
    pub permissions: Permissions,
}

impl Form for RoleForm {
    type Parsed = KeepRole;

    fn parse(&self) -> Result<KeepRole, FormErrors> {
        let mut errors = FormErrors::default();
        let name = line(&mut errors, "role_name", &self.role_name);
        let ticked: Option<Permissions> = self
            .permissions
            .iter()
            .map(|name| Permission::parse(name))
            .collect();
        match ticked {
            None => errors.add("permissions", Code::NotOffered),
            Some(Permissions::NONE) => errors.add("permissions", Code::Required),
            Some(_) => {}
        }
        errors.or(name.zip(ticked).map(|(name, permissions)| KeepRole {
            submission: SubmissionId::parse(&self.submission),
            role: RoleId::parse(&self.role),
            is_new: self.role.is_empty(),
            seen: self.seen.clone(),
            name,
            permissions,
        }))
    }
}

/// 'Delete' beside a role.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoveRoleForm {
    pub role: String,
}

impl Form for RemoveRoleForm {
    type Parsed = Option<RoleId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(RoleId::parse(&self.role))
    }
}

crate::silent_debug!(AddForm, ChangeForm, PersonForm, RoleForm, RemoveRoleForm);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::BuiltInRole;

    #[test]
    fn all_that_is_missing_is_said_at_once() {
        let errors = AddForm::default().parse().map(drop);
        let fields =
            errors.map_err(|errors| errors.0.into_iter().map(|error| error.field).collect::<Vec<_>>());
        assert_eq!(
            fields,
            Err(["first_name", "last_name", "staff_email", "role"]
                .map(str::to_owned)
                .to_vec())
        );
    }

    #[test]
    fn an_administrator_is_read() {
        let form = AddForm {
            first_name: "  Siân ".into(),
            last_name: "O'Connor".into(),
            staff_email: " Sian@Landlord.example ".into(),
            sso_only: "yes".into(),
            role: "repairs".into(),
            ..AddForm::default()
        };
        let add = form
            .parse()
            .map(|add| (add.first_name, add.email, add.sso_only, add.role));
        let email = Email::parse("sian@landlord.example");
        assert_eq!(
            add.map(|(name, email, sso, role)| (name, Some(email), sso, role)),
            Ok(("Siân".into(), email, true, Role::BuiltIn(BuiltInRole::Repairs)))
        );
    }

    #[test]
    fn a_role_needs_a_name_and_something_that_we_know() {
        let code = |permissions: &[&str]| {
            let form = RoleForm {
                role_name: "Night desk".into(),
                permissions: permissions.iter().map(|one| (*one).to_owned()).collect(),
                ..RoleForm::default()
            };
            form.parse()
                .map(|role| role.permissions.to_text())
                .map_err(|errors| errors.code("permissions").cloned())
        };
        assert_eq!(code(&["repairs-read"]), Ok("repairs-read".into()));
        assert_eq!(code(&[]), Err(Some(Code::Required)));
        assert_eq!(code(&["repairs-read", "fly"]), Err(Some(Code::NotOffered)));
    }
}
