//! What an attacker tries over HTTP (SEC parts 2 and 3).

mod addresses;
mod codes;
mod consent;
mod forms;
mod framing;
mod headers;
mod limits;
mod logs;
mod origins;
mod reading;
mod recovery;
mod sessions;
mod sso;
mod strangers;
mod straying;
mod viewing;
