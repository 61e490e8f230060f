//! The switch: who may, when, what everybody sees of it, and what ends with test mode.

use super::{ALL, INBOX, in_test, name_inbox, now, switch};
use crate::{audited, count};
use domain::{
    forms::Code,
    identity::{Email, Language, Plane},
    integrations::{Mode, Slot},
    invites::{Claimed, NewInvite},
    permissions::BuiltInRole,
    test_system::{SaveInbox, Switch},
};
use services::{
    args,
    auth::{self, Browser, Session},
    both_engines,
    error::{Conflict, Error},
    invites::{self, Filter},
    test_system,
    testing::{Stage, Test, session},
};

const SIAN: &str = "sian@example.org";

fn invitation() -> NewInvite {
    NewInvite {
        first_name: "Siân".into(),
        last_name: "O'Connor".into(),
        email: Email::parse(SIAN).unwrap(),
        language: Language::English,
        person: String::new(),
        born: None,
    }
}

fn link_in(text: &str) -> String {
    let (_, rest) = text.split_once("/invite?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn accept(t: &Test, token: String) -> Result<auth::NewTokens, Error> {
    let claimed = Claimed {
        token,
        last_name: "O'Connor".into(),
        born: None,
        password: "walrus kettle monday".into(),
    };
    invites::accept(&t.platform, claimed, &Browser::default()).await
}

async fn lives(t: &Test, plane: Plane, token: &str) -> bool {
    let found = auth::look_up(&t.platform, plane, Some(token)).await.unwrap();
    matches!(found, Session::Full(..) | Session::Enrolling(..))
}

async fn accounts(t: &Test) -> i64 {
    count(
        &t.platform,
        "select count(*) from customers where email = $1",
        args![SIAN],
    )
    .await
}

both_engines! {
    async fn it_takes_the_permission_a_fresh_proof_an_inbox_and_what_was_on_the_screen(t: Test) {
        let (owner, reader) = (t.staff("Olwen").await, t.staff_as("Rhys", BuiltInRole::ReadOnly).await);
        let cmd = |seen_since| Switch { to: Mode::Test, seen_since };
        match test_system::switch(&owner, cmd(0)).await {
            Err(Error::Form(errors)) => assert_eq!(errors.code("test_inbox"), Some(&Code::Required)),
            other => panic!("{other:?}"),
        }
        assert!(matches!(test_system::switch(&reader, cmd(0)).await, Err(Error::Denied)));
        assert!(matches!(test_system::overview(&reader).await, Err(Error::Denied)));
        name_inbox(&t, &owner).await;
        t.clock.advance_secs(601);
        assert!(matches!(test_system::switch(&owner, cmd(0)).await, Err(Error::ProveFirst)));
        let owner = now(&t, &owner);
        assert!(matches!(test_system::switch(&owner, cmd(7)).await, Err(Error::Conflict(Conflict::ChangedMeanwhile))));
        let (one, two) = tokio::join!(test_system::switch(&owner, cmd(0)), test_system::switch(&owner, cmd(0)));
        assert_eq!([one.is_ok(), two.is_ok()].into_iter().filter(|ok| *ok).count(), 1);
        assert_eq!(audited(&t.platform, "test-system.switched", "landlord").await, 1);
        let seen = test_system::overview(&now(&t, &owner)).await.unwrap();
        assert_eq!((seen.mode, seen.by.as_str(), seen.inbox.as_str()), (Mode::Test, "Olwen", INBOX));
        assert!(seen.since.is_some() && seen.borrows_mail);
        assert!(seen.slots.iter().all(|status| status.vendor.is_none()));
    }

    async fn an_inbox_is_of_a_domain_that_administrators_may_have(t: Test) {
        let owner = t.staff("Olwen").await;
        t.set(|settings| settings.administrator_domains = vec!["landlord.example.org".into()]).await;
        let inbox = |address: &str, mobile: &str| SaveInbox {
            inbox: Email::parse(address).unwrap(),
            mobile: mobile.into(),
        };
        match test_system::save_inbox(&now(&t, &owner), inbox("me@elsewhere.example", "020 7946 0018")).await {
            Err(Error::Form(errors)) => {
                assert_eq!(errors.code("test_inbox"), Some(&Code::NotApproved));
                assert_eq!(errors.code("test_mobile"), Some(&Code::Malformed));
            }
            other => panic!("{other:?}"),
        }
        test_system::save_inbox(&now(&t, &owner), inbox(INBOX, "07700 900123")).await.unwrap();
        assert_eq!(t.platform.settings.get().test_mobile, "+447700900123");
    }

    async fn another_node_hears_of_it_when_it_next_looks(t: Test) {
        let other = t.another_node().await;
        in_test(&t, &[Slot::Housing]).await;
        other.refresh().await.unwrap();
        assert_eq!(other.db.mode(), Mode::Test);
        assert!(other.housing_of(other.db.mode()).is_ok() && other.text_of(Mode::Test).is_err());
        other.db.close().await;
    }

    async fn whoever_came_in_during_test_mode_is_out_afterwards_and_the_others_stay(t: Test) {
        let (tenant, owner) = (t.tenant("Megan").await, t.staff("Olwen").await);
        let Some(staff) = owner.actor.proof().map(|_| owner.actor.audit_name().1.to_owned()) else { panic!() };
        let before = session(&t.platform, Plane::Portal, tenant.customer.id.as_str(), Stage::Full).await;
        let staff_before = session(&t.platform, Plane::Console, &staff, Stage::Full).await;
        t.connect_tests(ALL).await;
        name_inbox(&t, &owner).await;
        switch(&t, &owner, Mode::Test).await.unwrap();
        t.clock.advance_secs(5);
        assert!(lives(&t, Plane::Portal, &before).await, "whoever was in stays in");
        let during = session(&t.platform, Plane::Portal, tenant.customer.id.as_str(), Stage::Full).await;
        let staff_during = session(&t.platform, Plane::Console, &staff, Stage::Full).await;
        switch(&t, &owner, Mode::Live).await.unwrap();
        assert!(lives(&t, Plane::Portal, &before).await && lives(&t, Plane::Console, &staff_before).await);
        assert!(!lives(&t, Plane::Portal, &during).await && !lives(&t, Plane::Console, &staff_during).await);
    }

    async fn an_account_that_was_made_in_test_mode_is_none_of_live(t: Test) {
        let owner = in_test(&t, ALL).await;
        invites::invite(&now(&t, &owner), invitation()).await.unwrap();
        t.work().await;
        let token = link_in(&t.switchboard.test_mail.sent_to(INBOX).pop().unwrap().text);
        let entered = accept(&t, token.clone()).await.unwrap();
        assert!(lives(&t, Plane::Portal, &entered.session).await);
        assert_eq!(accounts(&t).await, 1);
        switch(&t, &owner, Mode::Live).await.unwrap();
        assert!(!lives(&t, Plane::Portal, &entered.session).await);
        assert_eq!(accounts(&t).await, 0);
        assert!(accept(&t, token).await.is_err());
        let page = invites::list(&now(&t, &owner), &Filter::default(), None).await.unwrap();
        assert!(page.rows.is_empty());
        // The address is free for the real one.
        invites::invite(&now(&t, &owner), invitation()).await.unwrap();
        t.work().await;
        let token = link_in(&t.mail.sent_to(SIAN).pop().unwrap().text);
        accept(&t, token).await.unwrap();
        assert_eq!(accounts(&t).await, 1);
    }

    async fn an_invitation_of_live_waits_its_link_works_afterwards_and_one_of_test_to_the_same_takes_nothing_from_it(t: Test) {
        let owner = t.staff("Olwen").await;
        invites::invite(&owner, invitation()).await.unwrap();
        t.work().await;
        let live = link_in(&t.mail.sent_to(SIAN).pop().unwrap().text);
        t.connect_tests(ALL).await;
        name_inbox(&t, &owner).await;
        switch(&t, &owner, Mode::Test).await.unwrap();
        assert!(accept(&t, live.clone()).await.is_err(), "its person is one of live");
        invites::invite(&now(&t, &owner), invitation()).await.unwrap();
        t.work().await;
        let token = link_in(&t.switchboard.test_mail.sent_to(INBOX).pop().unwrap().text);
        accept(&t, token).await.unwrap();
        switch(&t, &owner, Mode::Live).await.unwrap();
        assert_eq!(accounts(&t).await, 0);
        accept(&t, live).await.unwrap();
        assert_eq!(accounts(&t).await, 1);
    }
}
