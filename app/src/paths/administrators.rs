use domain::ids::{RoleId, StaffId};

pub const CONSOLE_ADMINISTRATORS: &str = "/console/administrators";
pub const CONSOLE_ADMINISTRATOR_NEW: &str = "/console/administrators/new";
pub const CONSOLE_ROLES: &str = "/console/roles";
pub const CONSOLE_ROLE_NEW: &str = "/console/roles/new";

/// The list after one of its rows.
pub fn administrators_after(name: &str, id: &str) -> String {
    super::with_query(CONSOLE_ADMINISTRATORS, &[("after", name), ("id", id)])
}

pub fn administrator(id: &StaffId) -> String {
    format!("{CONSOLE_ADMINISTRATORS}/{id}")
}

pub fn administrator_delete(id: &StaffId) -> String {
    format!("{CONSOLE_ADMINISTRATORS}/{id}/delete")
}

pub fn role(id: &RoleId) -> String {
    format!("{CONSOLE_ROLES}/{id}")
}

pub fn role_delete(id: &RoleId) -> String {
    format!("{CONSOLE_ROLES}/{id}/delete")
}
