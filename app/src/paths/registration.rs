use domain::ids::{CustomerId, RegistrationId};

pub const REGISTER: &str = "/register";
pub const REGISTER_CODE: &str = "/register/code";
pub const REGISTER_LETTER: &str = "/register/letter";
pub const REGISTER_MAILBOX: &str = "/register/mailbox";
/// Another mailbox than the one that was typed first.
pub const REGISTER_MAILBOX_CHANGE: &str = "/register/mailbox?change=yes";
pub const CONSOLE_REGISTRATIONS: &str = "/console/registrations";

pub fn console_registration(id: &str) -> String {
    format!("{CONSOLE_REGISTRATIONS}/{id}")
}

pub fn console_registration_letter(id: &RegistrationId) -> String {
    format!("{CONSOLE_REGISTRATIONS}/{id}/letter")
}

/// The queue from behind somebody.
pub fn console_registrations_after(id: &str) -> String {
    format!("{CONSOLE_REGISTRATIONS}?after={id}")
}

/// A letter for a customer who has lost their mailbox.
pub fn console_customer_letter(id: &CustomerId) -> String {
    format!("/console/customers/{id}/letter")
}
