use domain::ids::ApprovalId;

pub const CONSOLE_APPROVALS: &str = "/console/approvals";

pub fn approval(id: &ApprovalId) -> String {
    format!("{CONSOLE_APPROVALS}/{id}")
}

/// The file that an approved request gives.
pub fn approval_file(id: &ApprovalId) -> String {
    format!("{CONSOLE_APPROVALS}/{id}/file")
}

/// Requests that are over, before one of them.
pub fn approvals_before(id: &ApprovalId) -> String {
    super::with_query(CONSOLE_APPROVALS, &[("before", id.as_str())])
}
