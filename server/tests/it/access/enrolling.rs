//! With the landlord's switch on, staff without a passkey or an app reach nothing but where they add one.

use super::who::account;
use crate::site::{STAFF, Site};
use app::request::{Access, declared_forms};
use domain::identity::Plane;
use services::{
    context::Ctx,
    settings::{self, Settings},
    testing::{Stage, session},
};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_without_a_strong_factor_reach_only_where_they_add_one() {
    let site = Site::on_sqlite().await;
    let platform = &site.node.platform;
    let switched = Settings {
        staff_need_strong_factor: true,
        ..Settings::clone(&platform.settings.get())
    };
    settings::save(&Ctx::system(Arc::clone(platform)), switched)
        .await
        .unwrap();
    let officer = account(&site, Plane::Console, STAFF.email).await;
    let enter = || async {
        let visitor = site.visitor();
        let token = session(platform, Plane::Console, &officer, Stage::Full).await;
        visitor.put_cookie("__Host-console", &token);
        visitor
    };
    let own = app::paths::factors(Plane::Console);
    let visitor = enter().await;
    for (pattern, access) in app::routes::PAGES {
        if access.plane() == Plane::Portal || matches!(access, Access::Anyone(_)) {
            continue;
        }
        let path = pattern.replace("{id}", "00000000-0000-7000-8000-000000000000");
        let answer = visitor.get(&path).await;
        match access {
            Access::EnrollingStaff => assert!(
                [200, 404].contains(&answer.status),
                "{pattern}: {}",
                answer.status
            ),
            Access::HalfSignedIn(_) => assert_eq!(answer.status, 303, "{pattern}"),
            _ => assert_eq!((answer.status, answer.leads_to()), (303, own), "{pattern}"),
        }
    }
    for form in declared_forms().await {
        let Some(access @ (Access::AnyStaff | Access::Staff(_))) = form.access else {
            continue;
        };
        let answer = enter().await;
        let answer = answer.send(answer.script("POST", form.path)).await;
        assert_eq!(answer.status, 403, "{} for {access:?}", form.path);
    }
    let photo = visitor
        .get("/console/photos/00000000-0000-7000-8000-000000000000")
        .await;
    assert_eq!(photo.status, 404);
    site.stop().await;
}
