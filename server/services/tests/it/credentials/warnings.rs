//! Warnings before a secret ends.

use super::*;

const BEFORE: [&str; 6] = [
    "2027-05-30",
    "2027-05-31",
    "2027-06-22",
    "2027-06-23",
    "2027-06-28",
    "2027-06-29",
];

both_engines! {
    async fn those_who_can_mend_it_are_warned_three_times_and_never_twice(t: Test) {
        let owner = t.staff("Olwen").await;
        t.staff_as("Ines", BuiltInRole::Integrations).await;
        t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        kept(&owner, &form(&t, &[SITES])).await;
        let other = t.another_node().await;
        let mut told = Vec::new();
        for day in BEFORE {
            t.clock.set_local(day, "09:00");
            // Restarts, and two nodes at once.
            let (one, two) = tokio::join!(credentials::warn_due(&t.platform), credentials::warn_due(&other));
            one.and(two).unwrap();
            credentials::warn_due(&t.platform).await.unwrap();
            t.work().await;
            told.push(t.mail.sent().len());
        }
        // Two people, 30, 7 and 1 days before the last of June.
        assert_eq!(told, [0, 2, 2, 4, 4, 6]);
        assert!(t.mail.sent_to("rhys@landlord.example.org").is_empty());
        let mails = t.mail.sent_to("ines@landlord.example.org");
        assert!(mails[0].text.contains("30 June"), "{}", mails[0].text);
        assert!(mails.iter().all(|mail| !mail.text.contains(SECRET) && !mail.subject.contains("SharePoint")));
        other.db.close().await;
    }

    async fn whoever_was_away_gets_the_closest_warning_alone_and_a_new_secret_begins_anew(t: Test) {
        let owner = t.staff("Olwen").await;
        let (id, _) = kept(&owner, &form(&t, &[SITES])).await;
        t.clock.set_local("2027-06-25", "09:00");
        credentials::warn_due(&t.platform).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
        let owner = t.staff("Carys").await;
        let anew = CredentialForm { client_secret: "new".into(), secret_expires: "2027-07-02".into(), ..stored(&owner, &id).await };
        kept(&owner, &anew).await;
        credentials::warn_due(&t.platform).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent().len(), 3);
        t.clock.set_local("2027-07-03", "09:00");
        credentials::warn_due(&t.platform).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent().len(), 3);
    }
}
