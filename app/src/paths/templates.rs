use domain::templates::Kind;

pub const CONSOLE_TEMPLATES: &str = "/console/templates";

/// The wording of one kind of message.
pub fn template(kind: Kind) -> String {
    format!("{CONSOLE_TEMPLATES}/{}", kind.as_str())
}
