//! Use cases, SQL and ports. Knows no web framework.

pub mod ports;
