//! Credential Manager.

use domain::ids::CredentialId;

pub const CONSOLE_CREDENTIALS: &str = "/console/credentials";
pub const CONSOLE_CREDENTIAL_NEW: &str = "/console/credentials/new";

/// Credentials before a row of the list.
pub fn credentials_before(before: &str) -> String {
    super::with_query(CONSOLE_CREDENTIALS, &[("before", before)])
}

pub fn credential(id: &CredentialId) -> String {
    format!("{CONSOLE_CREDENTIALS}/{id}")
}

/// The same page in the window that went to Microsoft.
pub fn credential_in_popup(id: &CredentialId) -> String {
    format!("{CONSOLE_CREDENTIALS}/{id}?popup=yes")
}

pub fn credential_edit(id: &CredentialId) -> String {
    format!("{CONSOLE_CREDENTIALS}/{id}/edit")
}

/// Begins a journey for consent.
pub fn credential_consent(id: &CredentialId) -> String {
    format!("{CONSOLE_CREDENTIALS}/{id}/consent")
}

pub fn credential_delete(id: &CredentialId) -> String {
    format!("{CONSOLE_CREDENTIALS}/{id}/delete")
}
