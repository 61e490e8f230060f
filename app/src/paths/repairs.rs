use domain::{
    ids::{CategoryId, DraftId, PhotoId, RepairId},
    repairs::Step,
};

pub const REPAIRS: &str = "/repairs";
pub const REPORT: &str = "/repairs/report";
pub const CONSOLE_REPAIRS: &str = "/console/repairs";

pub fn repair(id: &RepairId) -> String {
    format!("/repairs/{id}")
}

pub fn repair_sent(id: &RepairId) -> String {
    format!("/repairs/{id}/sent")
}

pub fn repair_cancel(id: &RepairId) -> String {
    format!("/repairs/{id}/cancel")
}

pub fn report(draft: &DraftId, step: Step) -> String {
    format!("/repairs/report/{draft}/{}", step.as_str())
}

/// What is on offer in one category, also where the draft holds another by now.
pub fn report_in(draft: &DraftId, category: &CategoryId) -> String {
    format!("{}?in={category}", report(draft, Step::Problem))
}

/// A step that leads back to the check page when it is answered.
pub fn report_change(draft: &DraftId, step: Step) -> String {
    format!("{}?back=check", report(draft, step))
}

/// Where photos of a draft are posted to.
pub fn report_upload(draft: &DraftId) -> String {
    format!("/repairs/report/{draft}/upload")
}

pub fn photo(id: &PhotoId) -> String {
    format!("/photos/{id}")
}

/// The console's address of the same picture: each plane has its own cookies.
pub fn console_photo(id: &PhotoId) -> String {
    format!("/console/photos/{id}")
}

pub fn console_repair(id: &str) -> String {
    format!("/console/repairs/{id}")
}

pub fn console_repairs_shown(filter: &str) -> String {
    if filter.is_empty() {
        CONSOLE_REPAIRS.to_owned()
    } else {
        format!("{CONSOLE_REPAIRS}?show={filter}")
    }
}
