//! The landlord's record: late, away, ambiguous, changed.

use super::*;
use crate::{count, until};
use services::{
    both_engines, outbox,
    testing::{Answer, Op},
};
use std::sync::Arc;

both_engines! {
    async fn while_the_record_is_away_the_wish_waits(t: Test) {
        sian(&t);
        t.housing.set_down(true);
        let browser = half_way(&t, &form(SIAN)).await;
        assert_eq!(progress(&t, &browser).await, Progress::Looking { is_slow: false });
        t.clock.advance_secs(60);
        assert_eq!(progress(&t, &browser).await, Progress::Looking { is_slow: true });
        assert!(matches!(registration::finish(&nobody(&t), &browser).await.unwrap(), Proved::GoOn));
        t.clock.advance_secs(3600);
        t.work().await;
        t.housing.set_down(false);
        t.clock.advance_secs(3600);
        t.work().await;
        assert_eq!(progress(&t, &browser).await, Progress::Ready);
        let called_back = t.mail.sent_to(SIAN).pop().unwrap();
        assert!(called_back.text.contains("/register/code"), "{}", called_back.text);
        let proved = registration::finish(&nobody(&t), &browser).await.unwrap();
        signed_in(&t, proved).await;
        assert_eq!(accounts(&t).await.len(), 1);
    }

    async fn who_comes_back_late_has_a_new_code_sent(t: Test) {
        sian(&t);
        t.housing.set_down(true);
        let browser = half_way(&t, &form(OTHER)).await;
        t.clock.advance_secs(1200);
        t.housing.set_down(false);
        t.work().await;
        let old = t.mail.newest_code(SIAN).unwrap();
        t.clock.advance_secs(1200);
        let late = registration::check_file_code(&nobody(&t), entry(&old), &browser).await;
        assert_eq!(code_refusal(late), Code::Expired);
        registration::resend(&nobody(&t), &browser).await.unwrap();
        let code = mailed(&t, SIAN).await;
        signed_in(&t, registration::check_file_code(&nobody(&t), entry(&code), &browser).await.unwrap()).await;
    }

    async fn killed_between_finding_and_mailing_it_mails_once(t: Test) {
        sian(&t);
        let browser = ask(&t, &form(OTHER)).await.unwrap();
        t.housing.script(Op::ContactMethods, [Answer::Hangs]);
        let platform = Arc::clone(&t.platform);
        let worker = tokio::spawn(async move { outbox::run_due(&platform).await.unwrap() });
        until(|| t.housing.hanging() == 1 && t.mail.newest_code(OTHER).is_some()).await;
        let code = t.mail.newest_code(OTHER).unwrap();
        registration::check_email_code(&nobody(&t), entry(&code), &browser).await.unwrap();
        worker.abort();
        let _aborted = worker.await;
        t.clock.advance_secs(60);
        t.work().await;
        assert_eq!(t.mail.sent_to(SIAN).len(), 1);
        // Once more, as after a crash between the mail and the note that it was done.
        let again = "update outbox set state = 'waiting', lease_until = 0 where kind = 'look-up-registration'";
        t.platform.db.execute(again, args![]).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent_to(SIAN).len(), 1);
        assert_eq!(count(&t.platform, "select count(*) from audit where event = 'registration.looked-up'", args![]).await, 1);
    }

    async fn joint_tenants_have_an_account_each_and_two_who_fit_have_none(t: Test) {
        sian(&t);
        on_record(&t, "0035", "O'Connor", "1970-01-02", vec![method(ContactKind::Email, OTHER)]);
        let browser = ask(&t, &form(SIAN)).await.unwrap();
        signed_in(&t, prove_email(&t, &browser, SIAN).await).await;
        let his = AskForm { day: "2".into(), month: "1".into(), year: "1970".into(), ..form(OTHER) };
        let browser = ask(&t, &his).await.unwrap();
        signed_in(&t, prove_email(&t, &browser, OTHER).await).await;
        let people: Vec<_> = accounts(&t).await.into_iter().map(|(_, person, _)| person).collect();
        assert_eq!(people, ["0035", "0028"]);
        on_record(&t, "0042", "Hughes", "1980-01-01", vec![method(ContactKind::Email, "a@example.org")]);
        on_record(&t, "0049", "Hughes", "1980-01-01", vec![method(ContactKind::Email, "b@example.org")]);
        let twins = AskForm { surname: "Hughes".into(), day: "1".into(), month: "1".into(), year: "1980".into(), ..form("a@example.org") };
        let browser = half_way(&t, &twins).await;
        assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
        assert_eq!(accounts(&t).await.len(), 2);
    }

    async fn whoever_left_died_or_only_stands_surety_gets_none(t: Test) {
        sian(&t);
        holds(&t, "0028", Some("2026-11-23"));
        half_way(&t, &form(SIAN)).await;
        holds(&t, "0028", Some("2026-11-24"));
        let last_day = ask(&t, &form(SIAN)).await.unwrap();
        signed_in(&t, prove_email(&t, &last_day, SIAN).await).await;
        on_record(&t, "0035", "Price", "1970-01-02", vec![method(ContactKind::Email, OTHER)]);
        let tenancy = Tenancy { id: "tenancy".into(), reference: "T100039".into(), role: Role::Guarantor, ..Tenancy::default() };
        t.housing.keep_tenancy("0035", tenancy);
        let surety = AskForm { surname: "Price".into(), day: "2".into(), month: "1".into(), year: "1970".into(), ..form(OTHER) };
        half_way(&t, &surety).await;
        assert_eq!(accounts(&t).await.len(), 1);
    }

    async fn an_address_that_ended_proves_nothing(t: Test) {
        let ended = ContactMethod { until: Some(Day("2026-11-23".into())), ..method(ContactKind::Email, SIAN) };
        on_record(&t, "0028", "O'Connor", "1975-09-09", vec![ended, method(ContactKind::Mobile, "070 1234 5678")]);
        half_way(&t, &form(SIAN)).await;
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
        let waiting = services::registration::desk::list(&t.staff("Sam").await, None).await.unwrap();
        assert_eq!((waiting.rows.len(), waiting.rows[0].on_file.as_str()), (1, "mobile"));
    }

    async fn a_postcode_serves_where_the_day_of_birth_is_unknown(t: Test) {
        sian(&t);
        let by_postcode = AskForm { day: String::new(), month: String::new(), year: String::new(), postcode: "ll571aa".into(), ..form(SIAN) };
        let browser = ask(&t, &AskForm { surname: "O’Connor".into(), ..by_postcode }).await.unwrap();
        signed_in(&t, prove_email(&t, &browser, SIAN).await).await;
    }

    async fn accents_apostrophes_and_case_do_not_matter(t: Test) {
        let methods = || vec![method(ContactKind::Email, SIAN)];
        let staff = t.staff("Sam").await;
        for (id, day, kept, typed) in [
            ("0028", "11", "O'Neil", "O’NÉIL"),
            ("0035", "12", "O’Neil", "oneil"),
            ("0042", "13", "SIAN", "Siân"),
            ("0049", "14", "Siân-Jones", "jones siân"),
        ] {
            on_record(&t, id, kept, &format!("1975-09-{day}"), methods());
            // The reference is mistyped, so that only the name finds them: staff are shown whom it seems to be.
            let mistyped = AskForm { reference: "T999".into(), surname: typed.into(), day: day.into(), ..form(&format!("p{id}@example.org")) };
            half_way(&t, &mistyped).await;
            let waiting = services::registration::desk::list(&staff, None).await.unwrap();
            let nearest = waiting.rows.iter().find(|row| row.surname == typed).unwrap();
            assert_eq!(nearest.last_name, kept, "{typed}");
        }
    }

    async fn two_wishes_of_one_person_make_one_account(t: Test) {
        sian(&t);
        let (one, other) = (half_way(&t, &form(OTHER)).await, half_way(&t, &form("third@example.org")).await);
        t.work().await;
        let codes: Vec<_> = t.mail.sent_to(SIAN).iter().filter_map(|mail| mail.text.split("\n\n").find(|line| line.len() == 6).map(str::to_owned)).collect();
        let ctx = nobody(&t);
        let (first, second) = tokio::join!(
            registration::check_file_code(&ctx, entry(&codes[0]), &one),
            registration::check_file_code(&ctx, entry(&codes[1]), &other),
        );
        let entered = [first.unwrap(), second.unwrap()].iter().filter(|proved| matches!(proved, Proved::Entered(_))).count();
        assert_eq!((entered, accounts(&t).await.len()), (1, 1));
    }
}
