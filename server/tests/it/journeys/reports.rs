use crate::{
    on_both_engines,
    site::{BOILER, CATEGORY, Person, STAFF, Site, TAP, WORDS, eventually, reference, repair_of},
};
use domain::identity::Language::English;
use serde_json::json;

on_both_engines! {
    async fn a_report_reaches_the_housing_system_exactly_once(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let draft = megan.draft(BOILER).await;
        let sent = megan.send_draft(&draft).await;
        let repair = repair_of(&sent);
        let page = megan.follow(&sent).await;
        assert!(page.says(words::sent_title(English)));
        let reference = reference(&megan, &repair).await;
        // A second press, Back, another tab: the first repair again.
        let again = megan.post("/api/portal/repairs/report", &[("draft", &draft)]).await;
        assert_eq!(repair_of(&again), repair);

        let there = site.delivered(&reference).await;
        site.at_rest().await;
        let person = &site.world.cx.demo_people()[0];
        for (name, value) in [
            ("assetId", &*person.home_id),
            ("contactId", &person.contact_id),
            ("agreementId", &person.agreement_id),
            ("sorCode", "DEMO-PLB-0101"),
            ("repairType", "RESP"),
            ("priority", "RTN"),
            ("contract", "DEMO-RESP"),
        ] {
            assert_eq!(there[name], value, "{name}");
        }
        assert!(there["description"].as_str().unwrap().contains(WORDS));
        let ledger = site.world.ledger().await;
        assert_eq!(ledger["repairs"].as_object().unwrap().len(), 1);
        assert_eq!(ledger["repairs"][&reference]["accepted"], 1);

        let page = megan.get(&format!("/repairs/{repair}")).await;
        assert!(page.says(words::event_passed_on(English)) && !page.says(words::repair_waiting(English)));
        let mails = site.world.mails_to(Person::MEGAN.email).await;
        let ours = format!("https://tenant.example.org/repairs/{repair}");
        assert_eq!(mails.iter().filter(|mail| mail.contains(&reference) && mail.contains(&ours)).count(), 1);
    }

    async fn staff_see_a_report_with_its_delivery(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let repair = megan.report(TAP).await;
        let reference = reference(&megan, &repair).await;
        site.delivered(&reference).await;
        site.at_rest().await;
        let officer = site.signed_in(STAFF).await;
        let list = officer.get("/console/repairs").await;
        assert!(list.says(&reference) && list.says("A tap drips") && list.says(words::delivery_done(English)));
        let page = officer.get(&format!("/console/repairs/{repair}")).await;
        assert!(page.says(WORDS) && page.says("DEMO-PLB-0101") && page.says(words::delivery_finished(English)));
    }

    async fn a_cancelled_repair_is_cancelled_in_the_housing_system(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let repair = megan.report(TAP).await;
        let reference = reference(&megan, &repair).await;
        let there = site.delivered(&reference).await;
        let page = megan.get(&format!("/repairs/{repair}/cancel")).await;
        let form = page.form("/api/portal/repairs/cancellation").with("reason", "Mended it myself");
        let page = megan.follow(&megan.submit(form).await).await;
        assert!(page.says(words::notice_repair_cancelled(English)));
        assert!(page.says(words::status_cancelled(English)));
        let cancelled = eventually("the cancellation", || async {
            let ledger = site.world.ledger().await;
            ledger["cancellations"].as_array().unwrap().first().cloned()
        })
        .await;
        assert_eq!(cancelled["repairId"], there["repairId"]);
        assert_eq!(cancelled["reasonCode"], "TEN");
        site.at_rest().await;
        assert_eq!(site.world.ledger().await["cancellations"].as_array().unwrap().len(), 1);
        // Nothing is left to press.
        assert_eq!(megan.get(&format!("/repairs/{repair}/cancel")).await.status, 409);
    }

    async fn a_repair_that_never_left_is_cancelled_here_alone(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        site.with_copies(&megan).await;
        site.world.faults(json!([{ "route": "*", "fault": "status", "status": 503 }])).await;
        let repair = megan.report(TAP).await;
        let page = megan.get(&format!("/repairs/{repair}/cancel")).await;
        let page = megan.follow(&megan.submit(page.form("/api/portal/repairs/cancellation")).await).await;
        assert!(page.says(words::status_cancelled(English)));
        site.world.housing_recovers().await;
        site.at_rest().await;
        assert_eq!(site.world.ledger().await["accepted"], 0);
    }

    async fn what_was_typed_comes_back_with_what_is_to_be_mended(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let page = megan.get("/repairs/report").await;
        let form = page.form("/api/portal/repairs/category");
        let page = megan.follow(&megan.submit(form.clone()).await).await;
        assert!(page.says(words::error_category_required(English)));
        let page = megan.follow(&megan.submit(form.with("category", CATEGORY)).await).await;
        let form = page.form("/api/portal/repairs/definition").with("definition", TAP);
        let page = megan.follow(&megan.submit(form).await).await;
        let long = format!("</textarea><script>{}", "ü".repeat(1500));
        let form = page.form("/api/portal/repairs/description").with("description", &long);
        let refused = megan.submit(form).await;
        let page = megan.follow(&refused).await;
        assert!(page.says(&words::error_too_long(English, "1500")));
        assert!(page.says(&long) && !page.text().contains("</textarea><script>"));
        // Once only: the page is as it was before.
        assert!(!megan.get(refused.leads_to()).await.says(&long));
    }
}
