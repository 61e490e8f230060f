//! The landlord's lists.

use domain::permissions::BuiltInRole;
use services::{
    both_engines,
    error::Error,
    hms::lists,
    ports::housing::{Lookup, LookupKind},
    testing::{Answer, Op, Test},
};

fn tenures(t: &Test, description: &str) {
    let entry = Lookup {
        code: "SECURE".into(),
        description: description.into(),
        ..Lookup::default()
    };
    t.housing.set_list(LookupKind::Tenures, vec![entry]);
}

async fn word(t: &Test) -> Option<String> {
    let words = lists::words(&t.platform.db, LookupKind::Tenures).await.unwrap();
    words.get("SECURE").cloned()
}

both_engines! {
    async fn lists_are_read_once_a_day_by_one_node(t: Test) {
        tenures(&t, "Secure");
        let other = t.another_node().await;
        let (one, two) = tokio::join!(lists::run_due(&t.platform), lists::run_due(&other));
        assert!(one.is_ok() && two.is_ok());
        assert_eq!((word(&t).await.as_deref(), t.housing.calls(Op::Lookups)), (Some("Secure"), LookupKind::ALL.len()));
        tenures(&t, "Secure tenancy");
        t.clock.advance_secs(86_399);
        lists::run_due(&t.platform).await.unwrap();
        assert_eq!(word(&t).await.as_deref(), Some("Secure"));
        t.clock.advance_secs(1);
        lists::run_due(&t.platform).await.unwrap();
        assert_eq!(word(&t).await.as_deref(), Some("Secure tenancy"));
    }

    async fn a_list_that_cannot_be_read_keeps_its_words_and_rests(t: Test) {
        tenures(&t, "Secure");
        lists::run_due(&t.platform).await.unwrap();
        t.clock.advance_secs(86_400);
        t.housing.set_down(true);
        for _ in 0..20 {
            lists::run_due(&t.platform).await.unwrap();
        }
        assert_eq!(word(&t).await.as_deref(), Some("Secure"));
        assert!(t.housing.calls(Op::Lookups) <= 2 * LookupKind::ALL.len());
        t.housing.set_down(false);
        t.clock.advance_secs(15 * 60);
        tenures(&t, "New");
        lists::run_due(&t.platform).await.unwrap();
        assert_eq!(word(&t).await.as_deref(), Some("New"));
    }

    async fn a_list_that_the_system_lacks_is_empty(t: Test) {
        t.housing.script(Op::Lookups, [Answer::Rejected("LookupUnknown")]);
        lists::run_due(&t.platform).await.unwrap();
        assert_eq!(t.housing.calls(Op::Lookups), LookupKind::ALL.len());
    }

    async fn reload_now_reads_them_again(t: Test) {
        tenures(&t, "Secure");
        lists::run_due(&t.platform).await.unwrap();
        tenures(&t, "New");
        let reader = t.staff_as("Ruth", BuiltInRole::ReadOnly).await;
        assert!(matches!(lists::reload(&reader).await, Err(Error::Denied)));
        let ctx = t.staff("Olwen").await;
        lists::reload(&ctx).await.unwrap();
        assert!(lists::ages(&ctx).await.unwrap().iter().all(|age| age.fetched_at.is_none()));
        lists::run_due(&t.platform).await.unwrap();
        assert_eq!(word(&t).await.as_deref(), Some("New"));
        assert_eq!(lists::ages(&ctx).await.unwrap().len(), LookupKind::ALL.len());
    }
}
