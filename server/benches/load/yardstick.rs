//! What the framework costs: the same bytes as a constant, and the same queries with a plain string template.

use crate::Outcome;
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use domain::{dates::Millis, identity::Plane, repairs::Summary};
use secrecy::SecretString;
use services::{
    auth::{self, Passwords, Session},
    context::{Ctx, Platform},
    credentials::Flights,
    db::Db,
    hms::Refresher,
    home,
    integrations::Integrations,
    outbox::Wake,
    ports::clock::SystemClock,
    repairs::{self, PhotoStore},
    settings::SettingsCache,
    testing::{DirectoryDouble, SsoDouble, SwitchboardDouble},
    times,
    vault::Vault,
};
use std::{collections::HashMap, fmt::Write, sync::Arc};

#[derive(Clone)]
struct Shared {
    platform: Arc<Platform>,
    /// Everything around the content of each page, as the product wrote it.
    frames: Arc<HashMap<String, (String, String)>>,
    pages: Arc<HashMap<String, String>>,
}

pub async fn serve(database: &str, frames: &str) -> Outcome<()> {
    let (address, pages): (String, Vec<(String, String)>) = serde_json::from_slice(&std::fs::read(frames)?)?;
    let db = Db::open(database).await?;
    let key: SecretString = Vault::new_key();
    let vault = Vault::new(&key).ok_or("no key")?;
    let platform = Arc::new(Platform {
        settings: SettingsCache::load(&db).await?,
        clock: Arc::new(SystemClock),
        // Nothing outside is called.
        integrations: Integrations::load(
            Arc::new(SwitchboardDouble::default()),
            Arc::new(SystemClock),
            &db,
            &vault,
        )
        .await?,
        vault,
        passwords: Passwords::new()?,
        photos: PhotoStore::open(std::env::temp_dir().join("bench-photos"))?,
        folders: services::drops::Folders::new(std::env::temp_dir().join("bench-files")),
        sso: Arc::new(SsoDouble::default()),
        directory: Arc::new(DirectoryDouble::default()),
        flights: Flights::default(),
        refresher: Refresher::default(),
        wake: Wake::default(),
        base_url: String::new(),
        db,
    });
    let mut frames = HashMap::new();
    let mut router = Router::new()
        .route("/", get(home_page))
        .route("/repairs", get(list_page))
        .route("/repairs/{id}", get(repair_page));
    for (path, page) in &pages {
        let (before, rest) = page.split_once("tabindex=\"-1\">").ok_or("no main")?;
        let (_, after) = rest.split_once("</main>").ok_or("no end of main")?;
        frames.insert(
            path.clone(),
            (format!("{before}tabindex=\"-1\">"), format!("</main>{after}")),
        );
        let page: &'static str = Box::leak(page.clone().into_boxed_str());
        router = router.route(
            &format!("/constant{path}"),
            get(move || async move { Html(page) }),
        );
    }
    let shared = Shared {
        platform,
        frames: Arc::new(frames),
        pages: Arc::new(pages.into_iter().collect()),
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    server::http::listener::serve(listener, router.with_state(shared), std::future::pending()).await;
    Ok(())
}

async fn ctx(shared: &Shared, headers: &HeaderMap) -> Result<Ctx, Response> {
    let cookie = headers
        .get(header::COOKIE)
        .and_then(|line| line.to_str().ok())
        .unwrap_or_default();
    let token = cookie.strip_prefix("__Host-portal=");
    match auth::look_up(&shared.platform, Plane::Portal, token).await {
        Ok(Session::Full(actor, language)) => Ok(Ctx::new(actor, language, Arc::clone(&shared.platform))),
        _ => Err(StatusCode::UNAUTHORIZED.into_response()),
    }
}

fn failed(error: &services::error::Error) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The frame around `main`, padded to the bytes of the product's page, so that both send the same.
fn framed(shared: &Shared, path: &str, main: &str) -> Response {
    let Some(((before, after), whole)) = shared.frames.get(path).zip(shared.pages.get(path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut page = String::with_capacity(whole.len());
    page.push_str(before);
    page.push_str(main);
    while page.len() + after.len() < whole.len() {
        page.push(' ');
    }
    page.push_str(after);
    Html(page).into_response()
}

fn line(repair: &Summary, now: Millis, language: domain::identity::Language) -> String {
    format!(
        "<li><a href=\"/repairs/{}\">{}</a><p class=\"row\"><span class=\"tag\">{}</span><span class=\"muted\">{}</span></p></li>",
        repair.id,
        escape(&repair.title),
        repair.status.as_str(),
        times::short_day(repair.reported_at, now, language)
    )
}

async fn home_page(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let ctx = match ctx(&shared, &headers).await {
        Ok(ctx) => ctx,
        Err(response) => return response,
    };
    let overview = match home::overview(&ctx).await {
        Ok(overview) => overview,
        Err(error) => return failed(&error),
    };
    let now = ctx.clock.now();
    let mut main = format!("<div class=\"stack\"><h1>Hello, {}</h1>", escape(&overview.name));
    for repair in &overview.open_repairs {
        main.push_str(&line(repair, now, ctx.language));
    }
    for account in &overview.accounts {
        let _infallible = write!(main, "<p class=\"sum\">{}</p>", account.balance);
        if let Some((day, pence)) = &account.next_charge {
            let _infallible = write!(
                main,
                "<p>{pence} {}</p>",
                times::day_in_words(day, now, ctx.language)
            );
        }
    }
    if let Some(home) = &overview.home {
        main.push_str(&escape(&home.address.join("\n")));
    }
    main.push_str("</div>");
    framed(&shared, "/", &main)
}

async fn list_page(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let ctx = match ctx(&shared, &headers).await {
        Ok(ctx) => ctx,
        Err(response) => return response,
    };
    let page = match repairs::list(&ctx, None).await {
        Ok(page) => page,
        Err(error) => return failed(&error),
    };
    let now = ctx.clock.now();
    let mut main = "<h1>Your repairs</h1><table><tbody>".to_owned();
    for repair in &page.repairs {
        main.push_str(&line(repair, now, ctx.language));
    }
    main.push_str("</tbody></table>");
    framed(&shared, "/repairs", &main)
}

async fn repair_page(
    State(shared): State<Shared>,
    axum::extract::Path(id): axum::extract::Path<String>,
    headers: HeaderMap,
) -> Response {
    let ctx = match ctx(&shared, &headers).await {
        Ok(ctx) => ctx,
        Err(response) => return response,
    };
    let Some(repair) = domain::ids::RepairId::parse(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let details = match repairs::details(&ctx, &repair).await {
        Ok(details) => details,
        Err(error) => return failed(&error),
    };
    let now = ctx.clock.now();
    let mut main = format!(
        "<h1>{}</h1><p>{}</p>",
        escape(&details.summary.title),
        escape(&details.description)
    );
    for entry in &details.timeline {
        let day = times::day_in_words(&times::day_of(entry.at), now, ctx.language);
        let _infallible = write!(
            main,
            "<li><h3>{day}</h3><p>{}</p></li>",
            times::time_in_words(entry.at, ctx.language)
        );
    }
    framed(&shared, &format!("/repairs/{id}"), &main)
}
