//! What staff see of a customer from the housing system.

use domain::{
    dates::{Day, Millis},
    housing::Resource,
};
use services::{
    both_engines, customers,
    error::Error,
    hms::{self, Refreshed},
    ports::housing::{Case, ContactKind, ContactMethod, Lookup, LookupKind, Person, PersonRecord},
    testing::{Op, Tenant, Test},
};

fn on_record(t: &Test, tenant: &Tenant, email: &str) {
    let record = PersonRecord {
        person: Person {
            id: tenant.customer.person_id.clone(),
            forenames: "Megan".into(),
            surname: "Price".into(),
            preferred_name: None,
        },
        reference: "40007".into(),
        ..PersonRecord::default()
    };
    let method = |kind, value: &str, until: Option<&str>| ContactMethod {
        id: value.into(),
        kind,
        value: value.into(),
        is_main: until.is_none(),
        from: None,
        until: until.map(|day| Day(day.into())),
        version: "1".into(),
    };
    let methods = vec![
        method(ContactKind::Email, email, None),
        method(
            ContactKind::Other("HOME".into()),
            "01632 960001",
            Some("2026-01-01"),
        ),
    ];
    t.housing.keep_person(record, methods);
}

fn case(id: &str, at: i64) -> Case {
    Case {
        id: id.into(),
        reference: format!("C-{id}"),
        kind: "COMPL".into(),
        subject: "Noise".into(),
        status: "Open".into(),
        owner: None,
        target: None,
        is_on_hold: false,
        created_at: Millis(at),
        closed_at: None,
        notes: vec![],
        attachments: vec![],
    }
}

both_engines! {
    async fn refresh_now_brings_everything_about_a_customer(t: Test) {
        let tenant = t.tenant("Megan").await;
        on_record(&t, &tenant, "megan@example.com");
        t.housing.keep_case(&tenant.customer.person_id, case("1", 1_000));
        t.housing.keep_case(&tenant.customer.person_id, case("2", 2_000));
        t.housing.set_list(LookupKind::CaseTypes, vec![Lookup { code: "COMPL".into(), description: "Complaint".into(), ..Lookup::default() }]);
        hms::lists::run_due(&t.platform).await.unwrap();
        let ctx = t.staff("Olwen").await;
        assert_eq!(hms::refresh_now(&ctx, &tenant.customer.id).await.unwrap(), Refreshed::Now);
        let record = customers::record(&ctx, &tenant.customer.id).await.unwrap();
        assert_eq!(record.person.unwrap().reference, "40007");
        assert_eq!(record.accounts[0].balance.0, 12_345);
        let reached: Vec<_> = record.contact_methods.iter().map(|method| (method.kind.as_str(), method.until_day.as_deref())).collect();
        assert_eq!(reached, [("email", None), ("HOME", Some("2026-01-01"))]);
        assert_eq!(record.cases.iter().map(|case| case.reference.as_str()).collect::<Vec<_>>(), ["C-2", "C-1"]);
        assert_eq!(record.words.case_types.get("COMPL").map(String::as_str), Some("Complaint"));
        assert!(record.ages.values().all(|age| age.synced_at.is_some() && !age.is_old));
    }

    async fn what_no_longer_reaches_them_goes_and_a_hidden_person_takes_nothing_away(t: Test) {
        let tenant = t.tenant("Megan").await;
        on_record(&t, &tenant, "old@example.com");
        let ctx = t.staff("Olwen").await;
        hms::refresh_now(&ctx, &tenant.customer.id).await.unwrap();
        on_record(&t, &tenant, "new@example.com");
        t.clock.advance_secs(1);
        hms::refresh_now(&ctx, &tenant.customer.id).await.unwrap();
        let first = async || customers::record(&ctx, &tenant.customer.id).await.unwrap().contact_methods.remove(0).value;
        assert_eq!(first().await, "new@example.com");
        t.housing.hide_person(&tenant.customer.person_id);
        t.clock.advance_secs(1);
        hms::refresh_now(&ctx, &tenant.customer.id).await.unwrap();
        assert_eq!(first().await, "new@example.com");
    }

    async fn the_record_does_not_wait_for_the_housing_system(t: Test) {
        let tenant = t.tenant("Megan").await;
        let ctx = t.staff("Olwen").await;
        let gate = t.housing.hold();
        let record = customers::record(&ctx, &tenant.customer.id).await.unwrap();
        assert_eq!(record.ages[&Resource::Cases].synced_at, None);
        crate::until(|| t.housing.calls(Op::Cases) == 1).await;
        gate.open();
        t.clock.advance_secs(3600);
        assert!(customers::record(&ctx, &tenant.customer.id).await.unwrap().ages[&Resource::Accounts].is_old);
    }

    async fn a_housing_system_that_is_down_is_said_so_and_asked_again_when_somebody_presses(t: Test) {
        let tenant = t.tenant("Megan").await;
        let ctx = t.staff("Olwen").await;
        t.housing.set_down(true);
        t.clock.advance_secs(1);
        assert_eq!(hms::refresh_now(&ctx, &tenant.customer.id).await.unwrap(), Refreshed::NotYet);
        t.housing.set_down(false);
        assert_eq!(hms::refresh_now(&ctx, &tenant.customer.id).await.unwrap(), Refreshed::Now);
        assert!(matches!(hms::refresh_now(&tenant.ctx, &tenant.customer.id).await, Err(Error::Denied)));
    }
}
