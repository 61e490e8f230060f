//! Looking changes nothing (SEC-C2).

use crate::{
    on_both_engines,
    site::{BOILER, Person, STAFF, Site, TAP, jpeg, one_photo, repair_of, tables},
};

/// Looks that are written down: taking the audit out.
const LOOKS: [&str; 6] = [
    "audit.exported",
    "customers.export-began",
    "drop.repair-taken-out",
    "customers.exported",
    "customer.viewed",
    "invites.exported",
];

/// Links to Microsoft and the ways back. They write what binds a journey to its browser, and are bound by it themselves.
const JOURNEYS: [&str; 2] = ["/console/sso/", "/console/credentials/callback"];

on_both_engines! {
    async fn opening_pages_and_files_changes_no_table(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let draft = megan.draft(TAP).await;
        let page = megan.follow(&megan.upload(&draft, one_photo("a.jpg", jpeg(64, 1))).await).await;
        let photo = page.form("/api/portal/repairs/photo-removal").fields[1].1.clone();
        let repair = repair_of(&megan.send_draft(&draft).await);
        let draft = megan.draft(BOILER).await;
        let visitor = megan.signed_in(&site.world, STAFF).await;
        let half = site.visitor();
        half.give_password(Person::AISHA).await;
        // Copies are made and deliveries done, so whatever changes from here on was changed by looking.
        site.with_copies(&visitor).await;
        site.at_rest().await;
        let before = tables(site).await;
        let pages = app::routes::PAGES.iter().map(|(path, _)| path).filter(|path| !JOURNEYS.iter().any(|journey| path.starts_with(journey))).chain(&["/photos/{id}", "/console/photos/{id}", "/nothing-here"]);
        for pattern in pages {
            let id = if pattern.contains("photos") { &photo } else { &repair };
            for step in ["category", "problem", "describe", "photos", "check"] {
                let path = pattern.replace("{draft}", &draft).replace("{step}", step).replace("{id}", id);
                for method in ["GET", "HEAD"] {
                    for visitor in [&visitor, &half, &site.visitor()] {
                        let request = visitor.request(method, &path);
                        let answer = visitor.send(request).await;
                        assert!(answer.status < 500, "{method} {path}: {}", answer.status);
                    }
                }
                if !pattern.contains("{step}") {
                    break;
                }
            }
        }
        let after = tables(site).await;
        for (name, rows) in before {
            let mut now = after[&name].clone();
            if name == "audit" {
                // Some looks are themselves on record.
                now.retain(|row| rows.contains(row) || !LOOKS.iter().any(|look| row.contains(look)));
            }
            if name == "throttles" {
                // Asking for what is not theirs is counted.
                now.retain(|row| !row.contains(":strays:"));
            }
            assert_eq!(now, rows, "{name}");
        }
    }
}
