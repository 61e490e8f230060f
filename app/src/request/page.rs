//! Pages: read first, then one view, written in one piece.

use super::{Access, Cookies, Next, RequestContext, forms::redirect, submit::go_on};
use crate::{error::AppError, paths, ui};
use axum::{
    Extension,
    body::Body,
    extract::{
        Path, Query,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{MethodRouter, get},
};
use domain::{
    forms::FormErrors,
    identity::{Language, Plane},
};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use services::{
    approvals,
    auth::{self, Session},
    context::{Actor, Ctx},
    flash::{self, Flash},
    settings::Settings,
};
use std::{collections::HashMap, sync::Arc};

impl Screen {
    /// A table for spreadsheets, written while it is read. `part` is asked again and again, with the key it gave last,
    /// until it gives none, so that a long table needs little memory. An error cuts the file short, which browsers tell.
    pub fn csv<Part, Reading>(name: &str, head: String, part: Part) -> Self
    where
        Part: Fn(Option<String>) -> Reading + Send + 'static,
        Reading: Future<Output = services::error::Result<Option<(String, String)>>> + Send + 'static,
    {
        let rest = futures_util::stream::try_unfold((None, part), |(key, part)| async move {
            let next = part(key)
                .await
                .inspect_err(|error| tracing::error!(%error, "download.cut"))?;
            Ok::<_, services::error::Error>(next.map(|(lines, key)| (lines, (Some(key), part))))
        });
        let head = futures_util::stream::once(async move { Ok(head) });
        Self::Download {
            name: name.to_owned(),
            content_type: "text/csv; charset=utf-8",
            body: Body::from_stream(futures_util::StreamExt::chain(head, rest)),
        }
    }
}

/// Everything a page is made from.
pub struct Page {
    pub ctx: Ctx,
    pub request: RequestContext,
    pub settings: Arc<Settings>,
    /// Requests that wait for this member of staff, or are their own.
    pub waiting: i64,
    params: HashMap<String, String>,
    query: HashMap<String, String>,
    flash: Option<Flash>,
}

/// A finished page, or why there is none.
pub type PageResult = Result<Screen, AppError>;

/// What a page's function gives back.
pub enum Screen {
    Html(String),
    /// A page whose address holds a secret: no page after it is told where people came from (SEC-A15).
    Secret(String),
    /// Another page has the answer.
    Elsewhere(String),
    /// On to somewhere else, with what the browser is to keep: a sign-in that goes to another site and comes back.
    Next(Next),
    /// A file to keep: its name and its bytes, written as they are read.
    Download {
        name: String,
        content_type: &'static str,
        body: Body,
    },
}

/// Whoever finds us busy is to wait this long, in seconds.
pub(super) const RETRY_AFTER: &str = "60";

impl Page {
    /// A page of which only the frame is known.
    fn bare(request: &RequestContext) -> Self {
        let ctx = request.ctx();
        Self {
            settings: ctx.settings.get(),
            ctx,
            request: request.clone(),
            waiting: 0,
            params: HashMap::new(),
            query: HashMap::new(),
            flash: None,
        }
    }

    pub fn language(&self) -> Language {
        self.request.language
    }

    /// An id or name in the address.
    pub fn param<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, AppError> {
        self.params
            .get(name)
            .and_then(|text| parse(text))
            .ok_or(AppError::NotFound)
    }

    pub fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// What was typed into `form` and sent back, or an untouched form.
    pub fn typed(&self, form: &str) -> ui::Typed {
        let mine = self.flash.as_ref().filter(|flash| flash.form == form);
        ui::Typed {
            values: mine.map(|flash| flash.values.clone()).unwrap_or_default(),
            errors: mine.map(|flash| flash.errors.clone()).unwrap_or_default(),
            language: self.language(),
        }
    }

    pub(crate) fn notice(&self) -> Option<&'static str> {
        let notice = self.flash.as_ref()?.notice.as_deref()?;
        words::find(self.language(), &format!("notice-{notice}"))
    }

    pub(crate) fn problem(&self) -> Option<String> {
        let problem = self.flash.as_ref()?.problem.as_deref()?;
        if let Some(secs) = problem.strip_prefix("throttled:") {
            let secs: i64 = secs.parse().unwrap_or(60);
            return Some(words::problem_throttled(self.language(), secs.div_euclid(60) + 1));
        }
        if let Some(code) = problem.strip_prefix(super::submit::REFUSED) {
            return Some(words::problem_integration_refused_as(self.language(), code));
        }
        words::find(self.language(), &format!("problem-{problem}")).map(str::to_owned)
    }

    pub(crate) fn form_errors(&self) -> Option<&FormErrors> {
        self.flash
            .as_ref()
            .map(|flash| &flash.errors)
            .filter(|errors| !errors.is_empty())
    }

    /// Writes a page whose heading and browser title is `title`.
    pub fn screen(&self, title: &str, content: impl IntoView + 'static) -> PageResult {
        Ok(Screen::Html(ui::shell(self, title, &[], &content.to_html())))
    }

    /// As [`Page::screen`], with a small script.
    pub fn screen_with(
        &self,
        title: &str,
        script: ui::Script,
        content: impl IntoView + 'static,
    ) -> PageResult {
        Ok(Screen::Html(ui::shell(
            self,
            title,
            &[script],
            &content.to_html(),
        )))
    }

    /// As [`Page::screen`], for a page whose address holds a secret.
    pub fn secret_screen(&self, title: &str, content: impl IntoView + 'static) -> PageResult {
        Ok(Screen::Secret(ui::shell(self, title, &[], &content.to_html())))
    }

    /// As [`Page::screen`], for the pages that `routes.rs` lists as holding an island: only these load wasm.
    pub fn screen_with_island<V: IntoView + 'static>(
        &self,
        title: &str,
        content: impl FnOnce() -> V,
    ) -> PageResult {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| ui::shell(self, title, &[ui::Script::Islands], &content().to_html()));
        owner.cleanup();
        Ok(Screen::Html(html))
    }
}

/// Makes a route of a page's function. Strangers are sent to the sign-in page of the plane and come back here.
pub fn page<S, F, Rendering>(access: Access, render: F) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    F: Fn(Page) -> Rendering + Clone + Send + Sync + 'static,
    Rendering: Future<Output = PageResult> + Send + 'static,
{
    let handler = move |Extension(request): Extension<RequestContext>,
                        params: Result<Path<HashMap<String, String>>, PathRejection>,
                        query: Result<Query<HashMap<String, String>>, QueryRejection>| {
        let render = render.clone();
        let params = params.map(|Path(params)| params).unwrap_or_default();
        let query = query.map(|Query(query)| query).unwrap_or_default();
        async move { serve(request, params, query, access, render).await }
    };
    get(handler)
}

async fn serve<F, Rendering>(
    request: RequestContext,
    params: HashMap<String, String>,
    query: HashMap<String, String>,
    access: Access,
    render: F,
) -> Response
where
    F: Fn(Page) -> Rendering,
    Rendering: Future<Output = PageResult>,
{
    if let Err(refusal) = access.admits(&request.session) {
        return error_page(&request, &refusal);
    }
    let ctx = request.ctx();
    let mut forget_token = false;
    let mut flash = None;
    if let (Some(token), false) = (&request.flash_token, request.is_prefetch) {
        match flash::take(&ctx, token, &request.path, request.account()).await {
            Ok(taken) => {
                forget_token = !taken.others_wait;
                flash = taken.flash;
            }
            // The page itself matters more than the answer to the last form.
            Err(error) => tracing::warn!(%error, "flash.unreadable"),
        }
    }
    let settings = ctx.settings.get();
    let waiting = waiting(&request, &ctx).await;
    let page = Page {
        ctx,
        request: request.clone(),
        settings,
        waiting,
        params,
        query,
        flash,
    };
    let mut response = match render(page).await {
        Ok(Screen::Html(html)) => Html(html).into_response(),
        Ok(Screen::Secret(html)) => (
            [
                (header::REFERRER_POLICY, "no-referrer"),
                (header::CACHE_CONTROL, "no-store"),
            ],
            Html(html),
        )
            .into_response(),
        Ok(Screen::Elsewhere(path)) => Redirect::to(&path).into_response(),
        Ok(Screen::Next(next)) => {
            forget_token = false;
            redirect(go_on(&request, next).await)
        }
        Ok(Screen::Download {
            name,
            content_type,
            body,
        }) => download(&name, content_type, body),
        Err(error) => error_page(&request, &held_back(&request, error).await),
    };
    if forget_token {
        let cookies = Cookies(request.cookies);
        if let Ok(cookie) = HeaderValue::from_str(&cookies.clear(&cookies.flash())) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// For the navigation of the console; the page itself matters more.
async fn waiting(request: &RequestContext, ctx: &Ctx) -> i64 {
    if !matches!(&request.session, Session::Full(Actor::Staff(_), _)) {
        return 0;
    }
    approvals::count(ctx).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "approvals.not_counted");
        0
    })
}

/// A file never shows as a page of ours, whatever is in it (SEC-F6). Names are ours: letters, digits, dots, dashes.
fn download(name: &str, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// What a signed-in person is told who asked for something that is not there or not theirs: after too many of these, to
/// come back later.
pub(super) async fn held_back(request: &RequestContext, error: AppError) -> AppError {
    if error != AppError::NotFound || request.account().is_empty() {
        return error;
    }
    match auth::strayed(&request.ctx(), request.plane, request.account()).await {
        Ok(()) => error,
        Err(refusal) => refusal.into(),
    }
}

/// The page for a thing with an id that is not there, or that is somebody else's.
pub async fn missing_page(request: &RequestContext) -> Response {
    error_page(request, &held_back(request, AppError::NotFound).await)
}

/// The page for an address that we do not have, or that is somebody else's: the same bytes.
pub fn not_found_page(request: &RequestContext) -> Response {
    error_page(request, &AppError::NotFound)
}

fn error_page(request: &RequestContext, error: &AppError) -> Response {
    if *error == AppError::EnrolFirst {
        return Redirect::to(paths::factors(request.plane)).into_response();
    }
    if *error == AppError::SignIn || *error == AppError::ProveFirst {
        let here = request.here();
        let (page, next) = match error {
            AppError::ProveFirst => (request.prove_page(), here.as_str()),
            _ if here == paths::first(request.plane) => (paths::sign_in(request.plane), ""),
            _ => (paths::sign_in(request.plane), here.as_str()),
        };
        return Redirect::to(&paths::with_next(page, next)).into_response();
    }
    let page = Page::bare(request);
    failure(&page, error, ui::failure(&page, error))
}

/// For a form that cannot be taken now, from the page at `back`: it says to wait, so that nobody comes at once again
/// (SEC-Q3).
pub(super) fn busy_page(request: &RequestContext, back: &str) -> Response {
    let page = Page::bare(request);
    failure(&page, &AppError::Busy, ui::busy(&page, back))
}

fn failure(page: &Page, error: &AppError, (title, content): (&'static str, AnyView)) -> Response {
    let html = ui::shell(page, title, &[], &content.to_html());
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Html(html)).into_response();
    let wait = match error {
        AppError::Busy => Some(HeaderValue::from_static(RETRY_AFTER)),
        AppError::SlowDown { secs } => Some(HeaderValue::from(*secs)),
        _ => None,
    };
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

impl Page {
    pub fn plane(&self) -> Plane {
        self.request.plane
    }
}
