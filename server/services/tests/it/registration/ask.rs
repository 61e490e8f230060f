//! What somebody sees, and what they may learn.

use super::*;
use crate::{audited, count};
use services::{both_engines, testing::Op};

both_engines! {
    async fn whose_typed_mailbox_is_on_record_needs_one_code(t: Test) {
        sian(&t);
        let browser = ask(&t, &form(SIAN)).await.unwrap();
        assert_eq!(progress(&t, &browser).await, Progress::ProveEmail(email(SIAN)));
        let Actor::Customer(customer) = signed_in(&t, prove_email(&t, &browser, SIAN).await).await else { panic!() };
        assert_eq!((customer.name.as_str(), customer.person_id.as_str()), ("Siân", "0028"));
        assert_eq!(accounts(&t).await, [(SIAN.into(), "0028".into(), "Siân".into())]);
        assert_eq!(audited(&t.platform, "customer.registered", customer.id.as_str()).await, 1);
        assert_eq!(progress(&t, &browser).await, Progress::Nothing);
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
        let kept = count(&t.platform, "select count(*) from registrations where surname <> '' or email <> '' or password_hash <> ''", args![]).await;
        assert_eq!(kept, 0, "what was typed is still there");
    }

    async fn another_mailbox_needs_both(t: Test) {
        sian(&t);
        let browser = half_way(&t, &form(OTHER)).await;
        assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
        assert_eq!(accounts(&t).await, []);
        let code = mailed(&t, SIAN).await;
        assert!(t.mail.sent_to(SIAN).iter().all(|mail| !mail.text.contains(OTHER)));
        let proved = registration::check_file_code(&nobody(&t), entry(&code), &browser).await.unwrap();
        signed_in(&t, proved).await;
        assert_eq!(accounts(&t).await, [(OTHER.into(), "0028".into(), "Siân".into())]);
    }

    async fn strangers_and_tenants_are_answered_alike(t: Test) {
        sian(&t);
        let wrong = AskForm { year: "1976".into(), ..form(OTHER) };
        let unknown = AskForm { reference: "X1".into(), surname: "Nobody".into(), ..form("third@example.org") };
        for form in [form("second@example.org"), wrong, unknown] {
            let browser = half_way(&t, &form).await;
            assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
            t.work().await;
            let sent = t.mail.sent_to(&form.email).len();
            assert_eq!(sent, 1, "{}", form.email);
            for _ in 0..4 {
                let tried = registration::check_file_code(&nobody(&t), entry("000000"), &browser).await;
                assert_eq!(code_refusal(tried), Code::Wrong);
            }
            registration::resend(&nobody(&t), &browser).await.unwrap();
            let tried = registration::check_file_code(&nobody(&t), entry("000000"), &browser).await;
            assert_eq!(code_refusal(tried), Code::NoTriesLeft);
            let again = registration::resend(&nobody(&t), &browser).await;
            assert_eq!(code_refusal(again), Code::NoTriesLeft);
            registration::ask_staff(&nobody(&t), &browser).await.unwrap();
            assert_eq!(progress(&t, &browser).await, Progress::WithStaff(email(&form.email)));
        }
        assert_eq!(accounts(&t).await, []);
    }

    async fn owners_are_told_that_they_have_an_account(t: Test) {
        sian(&t);
        let first = ask(&t, &form(SIAN)).await.unwrap();
        prove_email(&t, &first, SIAN).await;
        // With another mailbox: the account's owner is told, and nobody else.
        let second = half_way(&t, &form(OTHER)).await;
        assert_eq!(progress(&t, &second).await, Progress::ProveFile);
        t.work().await;
        let told = t.mail.sent_to(SIAN).pop().unwrap();
        assert!(told.text.contains("You have one already") && !told.text.contains(OTHER), "{}", told.text);
        // With the account's own mailbox: no code, the same page.
        let third = ask(&t, &form(SIAN)).await.unwrap();
        assert_eq!(progress(&t, &third).await, Progress::ProveEmail(email(SIAN)));
        t.work().await;
        assert!(t.mail.sent_to(SIAN).pop().unwrap().text.contains("You have one already"));
        let tried = registration::check_email_code(&nobody(&t), entry("000000"), &third).await;
        assert_eq!(code_refusal(tried), Code::Wrong);
        assert_eq!(accounts(&t).await.len(), 1);
    }

    async fn a_second_press_sends_nothing_more(t: Test) {
        sian(&t);
        let form = AskForm { token: services::random::token(), ..form(SIAN) };
        let (first, second) = tokio::join!(ask(&t, &form), ask(&t, &form));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.registration, second.registration);
        t.work().await;
        assert_eq!((t.mail.sent().len(), t.housing.calls(Op::ContactMethods)), (1, 1));
        let code = t.mail.newest_code(SIAN).unwrap();
        let ctx = nobody(&t);
        let (one, other) = tokio::join!(
            registration::check_email_code(&ctx, entry(&code), &first),
            registration::check_email_code(&ctx, entry(&code), &second),
        );
        let entered = [one.unwrap(), other.unwrap()].iter().filter(|proved| matches!(proved, Proved::Entered(_))).count();
        assert_eq!((entered, accounts(&t).await.len()), (1, 1));
    }

    async fn a_code_belongs_to_its_browser_and_its_time(t: Test) {
        sian(&t);
        let browser = ask(&t, &form(SIAN)).await.unwrap();
        let code = mailed(&t, SIAN).await;
        let stolen = registration::check_email_code(&nobody(&t), entry(&code), &with(services::random::token())).await;
        assert!(matches!(stolen, Err(Error::NotFound)));
        let without = registration::check_email_code(&nobody(&t), entry(&code), &Browser::default()).await;
        assert!(matches!(without, Err(Error::NotFound)));
        t.clock.advance_secs(600);
        let late = registration::check_email_code(&nobody(&t), entry(&code), &browser).await;
        assert_eq!(code_refusal(late), Code::Expired);
        registration::resend(&nobody(&t), &browser).await.unwrap();
        let old = registration::check_email_code(&nobody(&t), entry(&code), &browser).await;
        assert!(matches!(old, Err(Error::Form(_))), "an old code works");
        signed_in(&t, prove_email(&t, &browser, SIAN).await).await;
    }

    async fn five_tries_are_all_also_in_parallel(t: Test) {
        sian(&t);
        let browser = ask(&t, &form(SIAN)).await.unwrap();
        let code = mailed(&t, SIAN).await;
        let guesses = (0..20).map(|_| {
            let (ctx, browser, guess) = (nobody(&t), browser.clone(), other_than(&code));
            tokio::spawn(async move { registration::check_email_code(&ctx, entry(guess), &browser).await })
        });
        let mut wrong = 0;
        for guess in guesses.collect::<Vec<_>>() {
            wrong += usize::from(code_refusal(guess.await.unwrap()) == Code::Wrong);
        }
        assert_eq!(wrong, 4, "the fifth says that it was the last");
        let last = registration::check_email_code(&nobody(&t), entry(&code), &browser).await;
        assert_eq!(code_refusal(last), Code::NoTriesLeft);
    }

    async fn asking_has_limits(t: Test) {
        for number in 0..6 {
            ask(&t, &form(&format!("m{number}@example.org"))).await.unwrap();
        }
        let seventh = ask(&t, &AskForm { reference: " T-100039".into(), ..form(OTHER) }).await;
        assert!(matches!(seventh, Err(Error::Throttled(1..=3600))), "one reference");
        let other = |number: usize| AskForm { reference: format!("T{number}"), ..form(OTHER) };
        for number in 0..3 {
            ask(&t, &other(number)).await.unwrap();
        }
        assert!(matches!(ask(&t, &other(4)).await, Err(Error::Throttled(1..=900))), "one mailbox");
        let mut asked = 9;
        loop {
            let form = AskForm { reference: format!("R{asked}"), ..form(&format!("n{asked}@example.org")) };
            match ask(&t, &form).await {
                Ok(_) => asked += 1,
                Err(error) => {
                    assert!(matches!(error, Error::Throttled(1..=3600)));
                    break;
                }
            }
        }
        assert_eq!(asked, 30, "one network");
        t.clock.advance_secs(3601);
        ask(&t, &form(OTHER)).await.unwrap();
    }

    async fn a_landlord_can_close_the_door(t: Test) {
        t.set(|settings| settings.registration_open = false).await;
        assert!(matches!(ask(&t, &form(SIAN)).await, Err(Error::NotFound)));
    }

    async fn what_was_typed_is_forgotten(t: Test) {
        sian(&t);
        ask(&t, &form(OTHER)).await.unwrap();
        half_way(&t, &form("kept@example.org")).await;
        let left = async || count(&t.platform, "select count(*) from registrations", args![]).await;
        t.clock.advance_secs(24 * 3600 + 1);
        registration::sweep(&t.platform).await.unwrap();
        assert_eq!(left().await, 1, "who proved nothing is forgotten after a day");
        t.clock.advance_secs(29 * 24 * 3600);
        registration::sweep(&t.platform).await.unwrap();
        assert_eq!(left().await, 0);
    }
}
