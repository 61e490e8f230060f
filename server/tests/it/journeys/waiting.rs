//! The housing system is away, slow, or hangs: nothing is lost and nobody waits long.

use crate::{
    on_both_engines,
    site::{Person, Site, TAP, reference},
};
use domain::identity::Language::English;
use serde_json::json;
use std::{future::Future, time::Duration};
use tokio::time::Instant;

/// Pages wait 1.5 s at most for the housing system; the rest is for a busy machine.
const A_PAGE: Duration = Duration::from_secs(6);

async fn without_long_waiting<T>(doing: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let done = doing.await;
    assert!(began.elapsed() < A_PAGE, "it took {:?}", began.elapsed());
    done
}

on_both_engines! {
    async fn a_report_is_acknowledged_while_the_housing_system_is_down(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        site.with_copies(&megan).await;
        site.world.faults(json!([{ "route": "*", "fault": "status", "status": 503 }])).await;
        let repair = megan.report(TAP).await;
        let number = reference(&megan, &repair).await;
        assert!(number.starts_with("TW-"), "{number}");
        let page = megan.get(&format!("/repairs/{repair}")).await;
        assert!(page.says(words::repair_waiting(English)));
        assert_eq!(site.world.ledger().await["accepted"], 0);
        site.world.housing_recovers().await;
        site.delivered(&number).await;
        site.at_rest().await;
        let page = megan.get(&format!("/repairs/{repair}")).await;
        assert!(!page.says(words::repair_waiting(English)) && page.says(words::event_passed_on(English)));
        assert_eq!(site.world.ledger().await["repairs"][&number]["accepted"], 1);
    }

    async fn a_lost_answer_raises_no_second_repair(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        site.world
            .faults(json!([{ "route": "POST /repairs", "fault": "lost_answer", "when": "after", "count": 1 }]))
            .await;
        let repair = megan.report(TAP).await;
        let number = reference(&megan, &repair).await;
        site.delivered(&number).await;
        site.at_rest().await;
        let ledger = site.world.ledger().await;
        assert_eq!(ledger["repairs"][&number]["accepted"], 1);
        assert_eq!(ledger["repairs"].as_object().unwrap().len(), 1);
    }

    async fn a_first_visit_waits_briefly_for_a_housing_system_that_hangs(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        site.world.faults(json!([{ "route": "*", "fault": "hang" }])).await;
        for path in ["/", "/repairs"] {
            let page = without_long_waiting(megan.get(path)).await;
            assert_eq!(page.status, 200);
            assert!(page.says(words::age_never(English)), "{path} says that nothing is known");
        }
    }

    async fn a_hanging_housing_system_holds_up_neither_reports_nor_sign_in_codes(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        site.with_copies(&megan).await;
        site.world.faults(json!([{ "route": "*", "fault": "hang" }])).await;
        let repair = without_long_waiting(megan.report(TAP)).await;
        let page = without_long_waiting(megan.get(&format!("/repairs/{repair}"))).await;
        assert!(page.says(words::repair_waiting(English)));
        without_long_waiting(site.signed_in(Person::IMRAN)).await;
    }
}
