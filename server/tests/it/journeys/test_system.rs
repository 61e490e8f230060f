//! The Test System over HTTP: the banner on every page, the way of whoever switches, and who may.

use crate::{
    on_both_engines,
    site::{Form, Person, STAFF, Site, Visitor},
};
use domain::integrations::Mode;
use services::{context::Ctx, settings};
use std::sync::Arc;

const BANNER: &str = "This is not real. Nothing you do here reaches the live systems, and nobody comes.";
const HOME: &str = "/console/test-system";
const SWITCH: &str = "/console/test-system/switch";

async fn set(site: &Site, mode: Mode) {
    let ctx = Ctx::system(Arc::clone(&site.node.platform));
    settings::change(&ctx, "test", move |settings| {
        settings.mode = mode;
        settings.test_inbox = "tests@landlord.example".into();
    })
    .await
    .unwrap();
}

/// Every page without an id, and one that is not there, as far as it is a page for this visitor.
async fn pages(visitor: &Visitor) -> Vec<(String, bool)> {
    let mut pages = Vec::new();
    let all = app::routes::PAGES.iter().map(|(pattern, _)| *pattern);
    for path in all
        .filter(|path| !path.contains('{'))
        .chain(["/nothing-here", "/console/nothing-here"])
    {
        let answer = visitor.get(path).await;
        let is_page = answer.header("content-type").starts_with("text/html") && answer.status != 303;
        if is_page {
            pages.push((path.to_owned(), answer.says(BANNER)));
        }
    }
    pages
}

fn press(to: &str, since: &str, understood: &str) -> Form {
    let fields = [("to", to), ("since", since), ("understood", understood)];
    Form {
        action: "/api/console/test-system/switch".to_owned(),
        fields: fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
    }
}

on_both_engines! {
    async fn every_page_of_both_planes_says_that_it_is_a_test_and_none_does_in_live(site: &Site) {
        let (megan, officer, visitor) = (site.signed_in(Person::MEGAN).await, site.signed_in(STAFF).await, site.visitor());
        for mode in [Mode::Test, Mode::Live] {
            set(site, mode).await;
            for (who, least) in [(&megan, 10), (&officer, 25), (&visitor, 5)] {
                let pages = pages(who).await;
                assert!(pages.len() >= least, "{pages:?}");
                for (path, says) in pages {
                    assert_eq!(says, mode == Mode::Test, "{path} in {mode:?}");
                }
            }
        }
    }

    async fn whoever_switches_names_the_inbox_is_told_what_happens_and_says_that_they_understand(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let page = officer.get(HOME).await;
        assert!(page.says("Live") && page.says("Name the inbox first.") && !page.says(BANNER));
        let mut form = page.form("/api/console/test-system/inbox");
        form.fields.push(("test_inbox".into(), "tests@landlord.example".into()));
        let saved = officer.submit(form).await;
        assert!(officer.follow(&saved).await.says("The inbox is saved."));
        let confirm = officer.get(SWITCH).await;
        assert!(confirm.says("All emails go to tests@landlord.example.") && confirm.says("within two seconds"));
        let refused = officer.submit(confirm.form("/api/console/test-system/switch")).await;
        assert!(officer.follow(&refused).await.says("Tick that you understand what happens"));
        assert_eq!(site.node.platform.db.mode(), Mode::Live);
        let switched = officer.submit(press("test", "0", "yes")).await;
        let page = officer.follow(&switched).await;
        assert!(page.says(BANNER) && page.says("Test mode is on."), "{}", page.text());
        assert!(page.says("Sam Officer"));
        let back = officer.get(SWITCH).await;
        assert!(back.says("Switch back to live?") && back.says("you too"));
        // A page that is old by now switches nothing.
        let late = officer.submit(press("live", "0", "yes")).await;
        officer.follow(&late).await;
        assert_eq!(site.node.platform.db.mode(), Mode::Test);
    }

    async fn each_mode_has_connections_of_its_own_in_the_integration_manager(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let live = officer.get("/console/integrations/housing").await;
        assert!(live.says("In use now") && live.says("Civica Cx"));
        let page = officer.get("/console/integrations/housing?mode=test").await;
        assert!(page.says("Not in use now") && page.says("Not set up"));
        let settings = officer.get("/console/integrations/housing/civica-cx?mode=test").await;
        let form = settings.form("/api/console/integrations/civica-cx");
        assert!(form.fields.contains(&("mode".into(), "test".into())) && form.fields.contains(&("version".into(), "0".into())));
        let with_live = officer.get("/console/integrations/housing/civica-cx").await;
        let form = with_live.form("/api/console/integrations/civica-cx");
        assert!(form.fields.contains(&("mode".into(), "live".into())));
    }
}
