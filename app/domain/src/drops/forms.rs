//! What staff may do with a set.

use super::{Aim, Source};
use crate::forms::{Code, Form, FormErrors};
use serde::{Deserialize, Serialize};

/// 'Check only' or 'Take over'.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadForm {
    pub source: String,
    pub aim: String,
}

impl Form for ReadForm {
    type Parsed = (Source, Aim);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Source::parse(&self.source)
            .zip(Aim::parse(&self.aim))
            .ok_or_else(|| FormErrors::one("aim", Code::NotOffered))
    }
}

/// 'Use these files': the version of the connection that was on the screen.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UseForm {
    pub version: String,
}

impl Form for UseForm {
    type Parsed = i64;

    fn parse(&self) -> Result<i64, FormErrors> {
        self.version
            .parse()
            .map_err(|_| FormErrors::one("version", Code::Malformed))
    }
}

crate::silent_debug!(ReadForm, UseForm);
