//! The language switch: on every page, and the page stays.

use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, submit},
};
use domain::{
    forms::{Code, Form, FormErrors},
    identity::{Language, Plane},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// The chosen language and the page to stay on.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    pub language: String,
    pub next: String,
}

impl Form for LanguageForm {
    type Parsed = (Language, String);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        let language =
            Language::parse(&self.language).ok_or_else(|| FormErrors::one("language", Code::NotOffered))?;
        Ok((language, self.next.clone()))
    }
}

/// Where the switch of a plane posts to.
pub fn switch_url(plane: Plane) -> &'static str {
    match plane {
        Plane::Portal => SwitchLanguage::url(),
        Plane::Console => SwitchConsoleLanguage::url(),
    }
}

#[server(endpoint = "portal/language")]
pub async fn switch_language(#[server(flatten)] form: LanguageForm) -> Result<(), AppError> {
    switch(Plane::Portal, form).await
}

#[server(endpoint = "console/language")]
pub async fn switch_console_language(#[server(flatten)] form: LanguageForm) -> Result<(), AppError> {
    switch(Plane::Console, form).await
}

async fn switch(plane: Plane, form: LanguageForm) -> Result<(), AppError> {
    submit(
        Access::Anyone(plane),
        "language",
        form,
        |_, request, (language, next)| async move {
            let cookie = Cookies(request.cookies).set_language(language.tag());
            Ok(Next::to_local(&next, paths::first(plane)).with_cookie(cookie))
        },
    )
    .await
}

domain::silent_debug!(LanguageForm);
