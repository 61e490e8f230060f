//! Connections to outside systems.

use domain::integrations::Slot;

pub const CONSOLE_INTEGRATIONS: &str = "/console/integrations";
pub const CONSOLE_CIVICA_CX: &str = "/console/integrations/housing/civica-cx";
pub const CONSOLE_SMTP: &str = "/console/integrations/mail/smtp";
pub const CONSOLE_NOTIFY_MAIL: &str = "/console/integrations/mail/notify";
pub const CONSOLE_NOTIFY_TEXT: &str = "/console/integrations/text/notify";
pub const CONSOLE_TWILIO: &str = "/console/integrations/text/twilio";
/// 'Service status', for everybody.
pub const STATUS: &str = "/status";

/// The page of one slot.
pub const fn integration(slot: Slot) -> &'static str {
    match slot {
        Slot::Housing => "/console/integrations/housing",
        Slot::Mail => "/console/integrations/mail",
        Slot::Text => "/console/integrations/text",
        _ => CONSOLE_INTEGRATIONS,
    }
}

/// Where the connection of a slot is set, for each vendor of it.
pub const fn integration_settings(slot: Slot) -> &'static [(&'static str, &'static str)] {
    match slot {
        Slot::Housing => &[("civica-cx", CONSOLE_CIVICA_CX)],
        Slot::Mail => &[("smtp", CONSOLE_SMTP), ("notify", CONSOLE_NOTIFY_MAIL)],
        Slot::Text => &[("notify", CONSOLE_NOTIFY_TEXT), ("twilio", CONSOLE_TWILIO)],
        _ => &[],
    }
}
