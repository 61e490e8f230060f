//! Faults a mail server may have.

use serde::{Deserialize, Serialize};

/// An armed fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the control plane's word")]
pub struct Fault {
    pub at: Stage,
    pub fault: Kind,
    /// For `reply`: the whole line.
    #[serde(default)]
    pub reply: Option<String>,
    /// How often it strikes at most; for ever without it.
    #[serde(default)]
    pub count: Option<u32>,
    /// For `drip`: the time between two bytes.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// Only for this recipient.
    #[serde(default)]
    pub to: Option<String>,
}

/// When it strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Connect,
    /// At `EHLO`.
    Greet,
    /// At `STARTTLS`.
    StartTls,
    Auth,
    Mail,
    Rcpt,
    /// At the command.
    Data,
    /// After the first lines of the message; nothing is kept.
    Body,
    /// After the final dot.
    Message,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Reply,
    Silence,
    Cut,
    /// The usual reply, byte by byte.
    Drip,
    /// At `STARTTLS` alone: the usual reply, and then no TLS.
    NoTls,
}

/// The first armed fault for this stage and these recipients; it is used up by one.
pub fn draw(armed: &mut [Fault], at: Stage, recipients: &[String]) -> Option<Fault> {
    let concerns = |fault: &&mut Fault| {
        let addressed = fault
            .to
            .as_ref()
            .is_none_or(|to| recipients.iter().any(|known| known.eq_ignore_ascii_case(to)));
        fault.at == at && addressed && fault.count != Some(0)
    };
    let fault = armed.iter_mut().find(concerns)?;
    fault.count = fault.count.map(|left| left - 1);
    Some(fault.clone())
}
