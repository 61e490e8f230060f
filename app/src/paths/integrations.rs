//! Connections to outside systems.

use domain::integrations::Slot;

pub const CONSOLE_INTEGRATIONS: &str = "/console/integrations";
pub const CONSOLE_CIVICA_CX: &str = "/console/integrations/housing/civica-cx";
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

/// Where the connection of a slot is set, if this version of the product has a page for it.
pub const fn integration_settings(slot: Slot) -> Option<&'static str> {
    match slot {
        Slot::Housing => Some(CONSOLE_CIVICA_CX),
        _ => None,
    }
}
