//! 'Approved Domains'.

pub const CONSOLE_DOMAINS: &str = "/console/domains";
