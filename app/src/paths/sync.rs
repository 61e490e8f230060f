pub const CONSOLE_SYNC: &str = "/console/sync";

/// Those who are no longer told of, from behind somebody.
pub fn console_sync_after(customer: &str) -> String {
    super::with_query(CONSOLE_SYNC, &[("after", customer)])
}
