pub const CONSOLE_SENDING: &str = "/console/sending";
pub const CONSOLE_SENDING_LIMITS: &str = "/console/sending/limits";

/// The list of undelivered messages before one of them.
pub fn undelivered_before(id: &str) -> String {
    super::with_query(CONSOLE_SENDING, &[("before", id)])
}
