pub const CONSOLE_DROPS: &str = "/console/drops";
/// Where the form sends files to.
pub const CONSOLE_DROPS_UPLOAD: &str = "/console/drops/upload";

/// The report of one set.
pub fn drop_report(id: &str) -> String {
    format!("{CONSOLE_DROPS}/{id}")
}

/// The report as a file.
pub fn drop_export(id: &str) -> String {
    format!("{CONSOLE_DROPS}/{id}/export")
}

/// A repair that was written out, as its file.
pub fn drop_out(number: i64) -> String {
    format!("{CONSOLE_DROPS}/out/{number}")
}
