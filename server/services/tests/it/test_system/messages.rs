//! Messages of test mode reach the inbox, and nobody else, whatever they are.

use super::{ALL, INBOX, ctx, here, in_test, known_to_test, name_inbox, now, switch};
use domain::{
    identity::{Email, Language, Plane},
    integrations::{Mode, Slot, Trial},
    invites::NewInvite,
    messages::Mobile,
    templates::Kind,
    test_system::SaveInbox,
};
use services::{
    auth::{self, Browser},
    both_engines, integrations, invites,
    messages::Text,
    outbox,
    testing::{PASSWORD, Test},
};
use std::sync::Arc;

const SIAN: &str = "sian@example.org";

fn invitation() -> NewInvite {
    NewInvite {
        first_name: "Siân".into(),
        last_name: "O'Connor".into(),
        email: Email::parse(SIAN).unwrap(),
        language: Language::Welsh,
        person: String::new(),
        born: None,
    }
}

async fn text_to(t: &Test, number: &str) {
    let text = Text {
        to: Mobile::e164(number).unwrap(),
        body: "Your code is 123456".into(),
    };
    let (platform, at) = (Arc::clone(&t.platform), t.platform.clock.now());
    t.platform
        .db
        .tx(move |tx| async move {
            outbox::enqueue_text(&tx, &platform.vault, &text, Kind::RegistrationCode, "x", None, at).await
        })
        .await
        .unwrap();
}

/// Everything that sends something, done once.
async fn do_all(t: &Test, owner: &services::context::Ctx) {
    let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
    known_to_test(t, &tenant);
    let tenant = here(t, &tenant).await;
    let repair = tenant.report(&offer).await;
    let entry = domain::identity::SignIn {
        email: tenant.email.clone(),
        password: PASSWORD.into(),
        next: String::new(),
    };
    auth::sign_in(&t.platform, Plane::Portal, entry, &Browser::default())
        .await
        .unwrap();
    invites::invite(&now(t, owner), invitation()).await.unwrap();
    text_to(t, "+447700900123").await;
    t.work().await;
    crate::test_system::apart::cancelled(&tenant, &repair).await;
    t.work().await;
}

both_engines! {
    async fn nobody_but_the_inbox_gets_anything(t: Test) {
        let owner = in_test(&t, ALL).await;
        t.work().await;
        let (live_mails, live_texts) = (t.mail.sent().len(), t.text.sent().len());
        do_all(&t, &owner).await;
        let sent = t.switchboard.test_mail.sent();
        assert!(sent.len() >= 4, "{}", sent.len());
        for mail in &sent {
            assert_eq!(mail.to, INBOX);
            assert!(mail.subject.starts_with("[TEST] ") || mail.subject.starts_with("[PRAWF] "), "{}", mail.subject);
            let first = mail.text.lines().next().unwrap();
            assert!(first.contains("@example.org") || first.contains("+447700900123"), "{first}");
            assert!(mail.html.contains("@example.org") || mail.html.contains("+447700900123"));
        }
        let welsh: Vec<_> = sent.iter().filter(|mail| mail.language == "cy").collect();
        assert!(welsh.iter().all(|mail| mail.text.starts_with("Prawf yw hwn.") && mail.text.contains(SIAN)));
        assert!(!welsh.is_empty());
        assert_eq!((t.mail.sent().len(), t.text.sent().len()), (live_mails, live_texts), "live sends nothing");
        assert!(t.switchboard.test_text.sent().is_empty(), "without a number texts are emails");
        assert!(t.housing.ledger().is_empty() && t.housing.cancelled().is_empty());
    }

    async fn without_a_mail_server_for_tests_the_live_one_writes_to_the_inbox_alone(t: Test) {
        let owner = in_test(&t, &[Slot::Housing]).await;
        t.work().await;
        let before = t.mail.sent().len();
        do_all(&t, &owner).await;
        let sent = t.mail.sent().split_off(before);
        assert!(sent.len() >= 3 && sent.iter().all(|mail| mail.to == INBOX), "{sent:?}");
        // A sign-in code is among them: nobody is locked out.
        let is_code = |line: &str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        assert!(sent.iter().any(|mail| mail.text.lines().any(is_code)));
    }

    async fn texts_go_to_the_named_number_and_say_for_whom_they_were(t: Test) {
        let owner = in_test(&t, ALL).await;
        let cmd = SaveInbox { inbox: Email::parse(INBOX).unwrap(), mobile: "07700 900999".into() };
        services::test_system::save_inbox(&now(&t, &owner), cmd).await.unwrap();
        text_to(&t, "+447700900123").await;
        t.work().await;
        let sent = t.switchboard.test_text.sent();
        assert_eq!((sent.len(), sent[0].to.as_str()), (1, "+447700900999"));
        assert_eq!(sent[0].body, "TEST for +447700900123: Your code is 123456");
        assert!(t.text.sent().is_empty());
    }

    async fn what_waited_in_live_goes_to_people_later_and_what_waits_in_test_never_does(t: Test) {
        let owner = t.staff("Olwen").await;
        t.connect_tests(ALL).await;
        name_inbox(&t, &owner).await;
        invites::invite(&owner, invitation()).await.unwrap();
        switch(&t, &owner, Mode::Test).await.unwrap();
        t.work().await;
        assert!(t.mail.sent_to(SIAN).is_empty() && t.switchboard.test_mail.sent().is_empty());
        // Neither do reminders of live go anywhere.
        t.clock.advance_secs(4 * 24 * 3600);
        invites::mail_due(&t.platform).await.unwrap();
        t.work().await;
        assert!(t.mail.sent_to(SIAN).is_empty() && t.switchboard.test_mail.sent().is_empty());
        text_to(&t, "+447700900123").await;
        switch(&t, &owner, Mode::Live).await.unwrap();
        t.work().await;
        assert!(!t.mail.sent_to(SIAN).is_empty());
        assert!(t.mail.sent_to(INBOX).is_empty() && t.text.sent().is_empty());
    }

    async fn whoever_may_switch_is_told_at_their_own_mailbox_both_times(t: Test) {
        let owner = in_test(&t, ALL).await;
        t.work().await;
        let mailbox = "olwen@landlord.example.org";
        assert_eq!(t.mail.sent_to(mailbox).len(), 1);
        switch(&t, &owner, Mode::Live).await.unwrap();
        t.work().await;
        let told = t.mail.sent_to(mailbox);
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|mail| mail.text.contains("/console/test-system") && !mail.subject.contains("TEST")));
    }

    async fn trying_a_connection_for_tests_writes_to_the_inbox_in_either_mode(t: Test) {
        let owner = t.staff("Olwen").await;
        t.connect_tests(ALL).await;
        let untold = integrations::test(&owner, Trial::Mail(None), Mode::Test).await.unwrap();
        assert!(untold.is_err(), "without an inbox nothing is sent");
        name_inbox(&t, &owner).await;
        assert_eq!(integrations::test(&owner, Trial::Mail(None), Mode::Test).await.unwrap(), Ok(()));
        switch(&t, &owner, Mode::Test).await.unwrap();
        t.work().await;
        let before = t.mail.sent().len();
        assert_eq!(integrations::test(&now(&t, &owner), Trial::Mail(None), Mode::Live).await.unwrap(), Ok(()));
        let tests = t.switchboard.test_mail.sent();
        let of_live = t.mail.sent().split_off(before);
        assert_eq!((tests.len(), of_live.len()), (1, 1));
        assert!(tests.iter().chain(&of_live).all(|mail| mail.to == INBOX));
    }

    async fn a_mail_that_a_node_was_sending_when_it_died_is_sent_by_its_own_mode(t: Test) {
        let owner = in_test(&t, &[Slot::Housing]).await;
        t.work().await;
        invites::invite(&now(&t, &owner), invitation()).await.unwrap();
        t.mail.script([services::testing::Answer::LostBefore]);
        t.work().await;
        switch(&t, &owner, Mode::Live).await.unwrap();
        t.clock.advance_secs(3600);
        t.work().await;
        assert!(t.mail.sent_to(SIAN).is_empty());
        assert_eq!(ctx(&t).mode(), Mode::Live);
    }
}
