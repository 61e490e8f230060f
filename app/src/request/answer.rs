//! What a form's server function wants the browser to do. Set by `submit`, carried out by the server's form layer.

use std::sync::{Arc, Mutex, PoisonError};

/// Where to go and what to remember.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// A path on this site.
    pub location: String,
    /// Whole `Set-Cookie` values.
    pub cookies: Vec<String>,
    /// The cookie of a one-time answer, for callers that show pages: scripts show what they are told at once.
    pub(super) flash_cookie: Option<String>,
    /// Other headers, for example to clear the browser's cache at sign-out.
    pub headers: Vec<(&'static str, &'static str)>,
    /// For callers that want JSON: the status of an error. Forms are redirected instead.
    pub status: Option<u16>,
    /// The browser's token under which something waits for it.
    pub(super) flash_token: Option<String>,
}

/// A place that the form layer hands into the server function's context.
#[derive(Clone, Default)]
pub struct FormAnswer(Arc<Mutex<Option<Answer>>>);

impl FormAnswer {
    pub fn set(&self, answer: Answer) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    pub fn take(&self) -> Option<Answer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
