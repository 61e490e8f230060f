//! Where nobody else could agree, and who makes it so.

use super::{approve, asked_for_export, by, done, draft, fresh, id_of, is_live, wish};
use domain::{
    approvals::{FETCH_SECS, NEW_SECS},
    permissions::BuiltInRole,
};
use services::{
    approvals::{self, May, Need, Outlook},
    args, audit, both_engines,
    context::Ctx,
    customers,
    error::{Conflict, Error},
    sso,
    testing::Test,
};

async fn record(t: &Test, ctx: &Ctx, event: &'static str, about: &str, detail: &str) {
    let (actor, now) = (ctx.actor.clone(), t.platform.clock.now());
    let (about, detail) = (about.to_owned(), detail.to_owned());
    let writing = t
        .platform
        .db
        .tx(move |tx| async move { audit::record(&tx, &actor, event, &about, &detail, now).await });
    writing.await.unwrap();
}

async fn outlook(ctx: &Ctx) -> Outlook {
    match approvals::need(ctx, domain::approvals::Kind::ExportCustomers, None)
        .await
        .unwrap()
    {
        Need::Ask(outlook) => outlook,
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn the_only_owner_goes_ahead_and_every_administrator_is_told(t: Test) {
        let olwen = t.staff("Olwen").await;
        t.staff_as("Rita", BuiltInRole::ReadOnly).await;
        // Invited, and never came: nobody has to wait for them.
        let absent = t.staff("Absent").await;
        t.platform.db.execute("update staff set password_hash = '' where id = $1", args![id_of(&absent)]).await.unwrap();
        assert_eq!(outlook(&olwen).await, Outlook::Alone);
        let version = draft(&t, &olwen).await;
        let id = done(sso::enable(&olwen, wish(&version)).await.unwrap());
        assert!(is_live(&olwen).await);
        assert_eq!((by(&t, "approval.alone", &olwen).await, by(&t, "sso.enabled", &olwen).await), (1, 1));
        t.work().await;
        for name in ["olwen", "rita", "absent"] {
            let mails = t.mail.sent_to(&format!("{name}@landlord.example.org"));
            let alarms = mails.iter().filter(|mail| mail.text.contains("Olwen did something alone")).count();
            assert_eq!(alarms, 1, "{name}");
        }
        assert_eq!(approvals::one(&olwen, &id).await.unwrap().0.state, domain::approvals::State::Alone);
        // The same again changes nothing and alarms nobody.
        let again = sso::enable(&olwen, wish(&version)).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::ChangedMeanwhile))), "{again:?}");
        t.clock.advance_secs(601);
        assert!(matches!(sso::disable(&olwen, "Microsoft is away").await, Err(Error::ProveFirst)));
        done(sso::disable(&fresh(&t, &olwen), "Microsoft is away").await.unwrap());
        assert!(!is_live(&olwen).await);
    }

    async fn many_presses_of_one_person_are_one(t: Test) {
        let olwen = t.staff("Olwen").await;
        let presses = tokio::join!(
            customers::ask_for_export(&olwen, "For the auditors"),
            customers::ask_for_export(&olwen, "For the auditors"),
            customers::ask_for_export(&olwen, "For the auditors")
        );
        let ids = [presses.0, presses.1, presses.2].map(|press| done(press.unwrap()));
        assert!(ids.iter().all(|id| *id == ids[0]));
        assert_eq!(by(&t, "approval.alone", &olwen).await, 1);
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
    }

    async fn a_colleague_whom_the_asker_made_agrees_to_nothing_for_three_days(t: Test) {
        let (olwen, rhys, nia) = (t.staff("Olwen").await, t.staff("Rhys").await, t.staff("Nia").await);
        record(&t, &olwen, "administrator.added", &id_of(&nia), "owner").await;
        record(&t, &olwen, "administrator.changed", &id_of(&rhys), "owner > owner").await;
        let id = asked_for_export(&olwen).await;
        t.work().await;
        assert!(t.mail.sent_to("nia@landlord.example.org").is_empty());
        assert_eq!(approvals::one(&nia, &id).await.unwrap().1, May::NotYet);
        assert!(matches!(approve(&nia, &id).await, Err(Error::Conflict(Conflict::NewColleague))));
        approve(&rhys, &id).await.unwrap();
        // To others she is a colleague like any.
        let theirs = asked_for_export(&rhys).await;
        approve(&nia, &theirs).await.unwrap();
        t.clock.advance_secs(NEW_SECS + 1);
        let again = asked_for_export(&fresh(&t, &olwen)).await;
        approve(&fresh(&t, &nia), &again).await.unwrap();
        // Somebody whose role was raised, and everybody of a role that was widened.
        t.clock.advance_secs(FETCH_SECS);
        record(&t, &olwen, "administrator.changed", &id_of(&nia), "read-only > owner").await;
        record(&t, &olwen, "role.changed", "owner", "repairs-read > repairs-read,customers-export").await;
        assert_eq!(outlook(&olwen).await, Outlook::Alone);
    }

    async fn nobody_gets_rid_of_the_others_to_be_alone(t: Test) {
        let olwen = t.staff("Olwen").await;
        record(&t, &olwen, "administrator.deleted", "00000000-0000-7000-8000-000000000001", "read-only").await;
        record(&t, &olwen, "administrator.changed", "00000000-0000-7000-8000-000000000002", "repairs > read-only").await;
        assert_eq!(outlook(&olwen).await, Outlook::Alone, "they could not have agreed");
        for (event, detail) in [
            ("administrator.deleted", "owner"),
            ("administrator.deleted", "00000000-0000-7000-8000-00000000000a, sso-only"),
            ("administrator.changed", "owner > read-only"),
            ("administrator.changed", "manager > manager, sso-only"),
            ("role.changed", "customers-export,repairs-read > repairs-read"),
        ] {
            record(&t, &olwen, event, "00000000-0000-7000-8000-000000000003", detail).await;
            assert_eq!(outlook(&olwen).await, Outlook::NotYet, "{event} {detail}");
            let refused = customers::ask_for_export(&fresh(&t, &olwen), "Because").await;
            assert!(matches!(refused, Err(Error::Conflict(Conflict::NobodyToApprove))), "{refused:?}");
            t.clock.advance_secs(NEW_SECS + 1);
            assert_eq!(outlook(&olwen).await, Outlook::Alone);
        }
        t.staff("Rhys").await;
        assert_eq!(outlook(&olwen).await, Outlook::With(vec!["Rhys".into()]));
    }
}
