pub const CONSOLE_AUDIT: &str = "/console/audit";
pub const CONSOLE_AUDIT_EXPORT: &str = "/console/audit/export";
pub const RECORD_VIEWS: &str = "/you/record-views";

/// The audit trail of one person or thing, by its id.
pub fn audit_about(id: &str) -> String {
    format!("{CONSOLE_AUDIT}?about={id}")
}

/// Who looked at my record, before an entry.
pub fn record_views_before(id: &str) -> String {
    format!("{RECORD_VIEWS}?before={id}")
}
