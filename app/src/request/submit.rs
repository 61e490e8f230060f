//! Every form's way in: may they, is it right, act, and then: go on, or back to the form with everything that was typed.

use super::{Access, Answer, Cookies, FormAnswer, RequestContext, declared::Declaring, page::held_back};
use crate::{error::AppError, paths};
use domain::{
    forms::{Form, FormErrors},
    identity::{Plane, factors::PressForm},
};
use leptos::prelude::use_context;
use services::{
    auth::{HalfSession, Session},
    context::Ctx,
    error::Error,
    flash::{self, Flash},
    random,
};

/// Where a form leads once it is done.
#[derive(Clone, Debug, Default)]
pub struct Next {
    path: String,
    notice: Option<&'static str>,
    problem: Option<String>,
    cookies: Vec<String>,
    headers: Vec<(&'static str, &'static str)>,
    keeps: bool,
    /// The form and what was typed into it, once it is known that they are kept.
    typed: Option<(&'static str, serde_json::Value)>,
}

/// Before the code of a refusal.
pub(super) const REFUSED: &str = "refused:";

impl Next {
    /// A path made by `paths`.
    pub fn to(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..Self::default()
        }
    }

    /// A path that came from outside; anything but a page of ours leads to `otherwise`.
    pub fn to_local(raw: &str, otherwise: &str) -> Self {
        Self::to(paths::local(raw).unwrap_or(otherwise))
    }

    /// Shows the message `notice-…` once on that page.
    pub fn saying(mut self, notice: &'static str) -> Self {
        self.notice = Some(notice);
        self
    }

    /// Shows the message `problem-…` once on that page.
    pub fn complaining(mut self, problem: &'static str) -> Self {
        self.problem = Some(problem.to_owned());
        self
    }

    /// Says that an outside system refused something, with its own code for why.
    pub fn complaining_of_refusal(mut self, code: &str) -> Self {
        const LONGEST: usize = 60;
        let code: String = code.chars().take(LONGEST).collect();
        self.problem = Some(format!("{REFUSED}{code}"));
        self
    }

    /// Shows the form again with everything that was typed: it was looked at, not taken.
    pub fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }

    pub fn with_cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }

    pub fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// Who pressed the button: for forms that need more of the request than its boxes.
pub fn whose_form() -> Result<RequestContext, AppError> {
    use_context::<RequestContext>().ok_or_else(|| Error::stored("a form outside its layer").into())
}

/// The half session behind a code form.
pub fn half_session(request: &RequestContext) -> Result<HalfSession, Error> {
    match &request.session {
        Session::Half(half) => Ok(half.clone()),
        _ => Err(Error::SignIn),
    }
}

/// Answers a script of ours with a value and a cookie. Nothing was typed, so nothing is kept.
pub async fn answer_script<T: Default, Act, Acting>(access: Access, act: Act) -> Result<T, AppError>
where
    Act: FnOnce(Ctx, RequestContext) -> Acting + Send,
    Acting: Future<Output = Result<(T, String), Error>> + Send,
{
    if let Some(declaring) = use_context::<Declaring>() {
        declaring.tell(access, &PressForm::default());
        return Ok(T::default());
    }
    let request = whose_form()?;
    let place = use_context::<FormAnswer>().unwrap_or_default();
    let outcome = match access.admits_change(&request.session) {
        Ok(()) => act(request.ctx(), request.clone()).await.map_err(AppError::from),
        Err(refusal) => Err(refusal),
    };
    let mut answer = Answer {
        // A browser that sent this as a form shows its page again.
        location: request
            .referer
            .as_deref()
            .and_then(paths::local)
            .unwrap_or(paths::first(access.plane()))
            .to_owned(),
        ..Answer::default()
    };
    let outcome = match outcome {
        Err(error) => Err(held_back(&request, error).await),
        done => done,
    };
    match outcome {
        Ok((value, cookie)) => {
            answer.cookies.push(cookie);
            place.set(answer);
            Ok(value)
        }
        Err(error) => {
            answer.status = Some(error.status());
            place.set(answer);
            Err(error)
        }
    }
}

/// Runs a form named `name`: checks `access`, parses, acts. Whatever happens the browser is told where to go; nothing
/// typed is lost, except secrets.
pub async fn submit<F, Act, Acting>(
    access: Access,
    name: &'static str,
    form: F,
    act: Act,
) -> Result<(), AppError>
where
    F: Form,
    Act: FnOnce(Ctx, RequestContext, F::Parsed) -> Acting + Send,
    Acting: Future<Output = Result<Next, Error>> + Send,
{
    submit_from(access, name, None, form, act).await
}

/// As [`submit`], for a form that knows its own `page`: browsers do not name pages whose address holds a secret.
pub async fn submit_from<F, Act, Acting>(
    access: Access,
    name: &'static str,
    page: Option<String>,
    form: F,
    act: Act,
) -> Result<(), AppError>
where
    F: Form,
    Act: FnOnce(Ctx, RequestContext, F::Parsed) -> Acting + Send,
    Acting: Future<Output = Result<Next, Error>> + Send,
{
    if let Some(declaring) = use_context::<Declaring>() {
        declaring.tell(access, &form);
        return Ok(());
    }
    let request = whose_form()?;
    let place = use_context::<FormAnswer>().unwrap_or_default();
    let ctx = request.ctx();
    let outcome = match access.admits_change(&request.session) {
        Ok(()) => match form.parse() {
            Ok(parsed) => act(ctx, request.clone(), parsed).await.map_err(AppError::from),
            Err(errors) => Err(AppError::Invalid(errors)),
        },
        Err(refusal) => Err(refusal),
    };
    let outcome = match outcome {
        Err(error) => Err(held_back(&request, error).await),
        done => done,
    };
    match outcome {
        Ok(mut next) => {
            next.typed = next.keeps.then(|| (name, kept_values(&form)));
            place.set(go_on(&request, next).await);
            Ok(())
        }
        Err(error) => {
            let page = page
                .as_deref()
                .unwrap_or_else(|| came_from(&request, access.plane()));
            let back = send_back(&request, access.plane(), page, name, kept_values(&form), &error).await;
            // What was typed cannot be kept while the database is away; the page says so and leads back.
            let mut answer = match back {
                Ok(answer) => answer,
                Err(AppError::Busy) => Answer {
                    location: page.to_owned(),
                    ..Answer::default()
                },
                Err(error) => return Err(error),
            };
            answer.status = Some(error.status());
            place.set(answer);
            Err(error)
        }
    }
}

/// What the browser is told to do next.
pub(super) async fn go_on(request: &RequestContext, next: Next) -> Answer {
    let mut answer = Answer {
        location: next.path,
        cookies: next.cookies,
        headers: next.headers,
        ..Answer::default()
    };
    if next.notice.is_some() || next.problem.is_some() || next.typed.is_some() {
        // What somebody typed is for that person.
        let account = if next.typed.is_some() {
            request.account()
        } else {
            ""
        };
        let (form, values) = next.typed.unwrap_or_default();
        let flash = Flash {
            form: form.to_owned(),
            values,
            notice: next.notice.map(str::to_owned),
            problem: next.problem,
            ..Flash::default()
        };
        // It is done; only its notice is lost.
        let _logged = keep(request, &mut answer, None, account, &flash).await;
    }
    answer
}

/// The page that a form was sent from, or the first of the plane.
pub(super) fn came_from(request: &RequestContext, plane: Plane) -> &str {
    request
        .referer
        .as_deref()
        .and_then(paths::local)
        .unwrap_or(paths::first(plane))
}

/// Back to the form's own page, or to sign-in with the form's page as the way on, keeping what was typed.
pub(super) async fn send_back(
    request: &RequestContext,
    plane: Plane,
    page: &str,
    name: &str,
    values: serde_json::Value,
    error: &AppError,
) -> Result<Answer, AppError> {
    let signed_out = *error == AppError::SignIn;
    let flash = Flash {
        form: name.to_owned(),
        values,
        errors: match error {
            AppError::Invalid(errors) => errors.clone(),
            _ => FormErrors::default(),
        },
        // After signing in or proving there is nothing left to explain.
        problem: error
            .problem()
            .filter(|_| !signed_out && *error != AppError::ProveFirst),
        ..Flash::default()
    };
    // What somebody typed waits for that person: whoever else signs in here does not see it.
    let account = match (signed_out, request.expired_account.as_deref()) {
        (true, Some(account)) => account,
        (true, None) => "",
        (false, _) => request.account(),
    };
    let mut answer = Answer {
        location: match error {
            AppError::SignIn => paths::with_next(paths::sign_in(plane), page),
            AppError::ProveFirst => paths::with_next(request.prove_page(), page),
            AppError::EnrolFirst => paths::factors(plane).to_owned(),
            _ => page.to_owned(),
        },
        ..Answer::default()
    };
    let keeps = !signed_out || request.expired_account.is_some();
    if keeps {
        keep(request, &mut answer, Some(page), account, &flash).await?;
    }
    if signed_out && keeps {
        let explains = Flash {
            problem: error.problem(),
            ..Flash::default()
        };
        keep(request, &mut answer, Some(paths::sign_in(plane)), "", &explains).await?;
    }
    Ok(answer)
}

async fn keep(
    request: &RequestContext,
    answer: &mut Answer,
    page: Option<&str>,
    account: &str,
    flash: &Flash,
) -> Result<(), AppError> {
    let token = answer
        .flash_token
        .clone()
        .or_else(|| request.flash_token.clone())
        .unwrap_or_else(random::token);
    let page = page.unwrap_or(&answer.location);
    let path = page.split('?').next().unwrap_or(page);
    flash::keep(&request.ctx(), &token, path, account, flash).await?;
    if answer.flash_token.is_none() {
        answer.flash_cookie = Some(Cookies(request.cookies).set_flash(&token));
    }
    answer.flash_token = Some(token);
    Ok(())
}

fn kept_values<F: Form>(form: &F) -> serde_json::Value {
    let mut values = serde_json::to_value(form).unwrap_or_default();
    if let Some(boxes) = values.as_object_mut() {
        for secret in F::SECRETS {
            boxes.remove(*secret);
        }
    }
    values
}
