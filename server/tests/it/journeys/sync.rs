//! Staff compare all customers with the housing system, and look at one.

use crate::{
    on_both_engines,
    site::{Person, STAFF, Site, eventually},
};
use services::args;

const SYNC: &str = "/console/sync";

on_both_engines! {
    async fn an_officer_starts_the_comparison_and_finds_what_it_brought_on_the_record(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let page = officer.get(SYNC).await;
        assert!(page.says("There was no update yet."), "{}", page.text());
        let started = officer.submit(page.form("/api/console/sync/start")).await;
        assert!(officer.follow(&started).await.says("The update starts now."));
        let done = eventually("the end of the comparison", || async {
            let page = officer.get(SYNC).await;
            page.says("Customers found there").then_some(page).filter(|page| page.says("Done"))
        })
        .await;
        assert!(done.says("Everybody") && done.says("The housing system knows all customers."));

        let sql = "select customer_id from customer_tenancies t join customers c on c.id = t.customer_id where c.email = $1";
        let (megan,): (String,) = site.node.platform.db.one(sql, args![Person::MEGAN.email]).await.unwrap();
        let record = officer.get(&format!("/console/customers/{megan}")).await;
        assert!(record.says("Alder Court") && record.says("Main tenant"), "{}", record.text());
        let refreshed = officer.submit(record.form("/api/console/customers/refresh")).await;
        let record = officer.follow(&refreshed).await;
        for words in ["This record is up to date.", "owes £42.10", "Noise from the flat above", "Price"] {
            assert!(record.says(words), "{words}: {}", record.text());
        }
    }

    async fn times_are_saved_and_what_is_wrong_is_said(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let form = |minutes: &str, hour: &str| {
            let fields = [("people", minutes), ("accounts", "30"), ("repairs", "5"), ("lists", "60"), ("nightly", "yes"), ("hour", hour)];
            crate::site::Form {
                action: "/api/console/sync/times".to_owned(),
                fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            }
        };
        officer.get(SYNC).await;
        let wrong = officer.submit(form("0", "25")).await;
        let page = officer.follow(&wrong).await;
        assert!(page.says("from 1 to 1440.") && page.says("Enter an hour from 0 to 23."));
        let saved = officer.submit(form("20", "3")).await;
        let page = officer.follow(&saved).await;
        assert!(page.says("Your times are saved."));
        let refreshing = site.node.platform.settings.get().refreshing;
        assert_eq!((refreshing.people, refreshing.repairs, refreshing.hour), (1200, 300, 3));
    }
}
