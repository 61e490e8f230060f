//! Whom the record gives no mailbox: the code goes to the mobile on record.

use super::*;
use crate::count;
use services::both_engines;

const MOBILE: &str = "+447700900123";

/// Siân, whose mobile alone is on record.
fn sian_by_mobile(t: &Test, written: &str) {
    let methods = vec![method(ContactKind::Mobile, written)];
    on_record(t, "0028", "O'Connor", "1975-09-09", methods);
}

both_engines! {
    async fn the_mobile_on_record_takes_the_place_of_a_mailbox(t: Test) {
        sian_by_mobile(&t, "07700 900 123");
        let browser = half_way(&t, &form(OTHER)).await;
        assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
        t.work().await;
        let sent = t.text.sent();
        assert_eq!((sent.len(), sent[0].to.as_str(), sent[0].valid_secs), (1, MOBILE, Some(600)));
        assert!(sent[0].body.starts_with("Your landlord: ") && !sent[0].body.contains(OTHER), "{}", sent[0].body);
        let code = t.text.newest_code(MOBILE).unwrap();
        let wrong = registration::check_file_code(&nobody(&t), entry(other_than(&code)), &browser).await;
        assert_eq!(code_refusal(wrong), Code::Wrong);
        let proved = registration::check_file_code(&nobody(&t), entry(&code), &browser).await.unwrap();
        signed_in(&t, proved).await;
        assert_eq!(accounts(&t).await, [(OTHER.into(), "0028".into(), "Siân".into())]);
        let how = "select count(*) from audit where event = 'session.began' and detail = 'text-code'";
        assert_eq!(count(&t.platform, how, args![]).await, 1);
        let kept = "select count(*) from registrations where file_mobile <> ''";
        assert_eq!(count(&t.platform, kept, args![]).await, 0, "the number is still there");
    }

    async fn a_mailbox_goes_first_and_other_numbers_get_nothing(t: Test) {
        let methods = vec![method(ContactKind::Mobile, MOBILE), method(ContactKind::Email, SIAN)];
        on_record(&t, "0028", "O'Connor", "1975-09-09", methods);
        let browser = half_way(&t, &form(OTHER)).await;
        t.work().await;
        assert_eq!((t.text.sent().len(), t.mail.sent_to(SIAN).len()), (0, 1));
        assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
    }

    async fn numbers_that_cost_more_are_not_texted_and_the_page_does_not_tell(t: Test) {
        for (written, texts) in [("0909 879 0000", 0), ("+353 85 012 3456", 0), ("070 1234 5678", 0)] {
            sian_by_mobile(&t, written);
            let browser = half_way(&t, &form(&format!("{}@example.org", written.replace([' ', '+'], "")))).await;
            assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
            t.work().await;
            assert_eq!(t.text.sent().len(), texts, "{written}");
        }
        t.set(|settings| settings.texts_abroad = true).await;
        sian_by_mobile(&t, "+353 85 012 3456");
        half_way(&t, &form("abroad@example.org")).await;
        t.work().await;
        assert_eq!(t.text.sent()[0].to.as_str(), "+353850123456");
    }

    async fn one_phone_is_not_flooded(t: Test) {
        sian_by_mobile(&t, MOBILE);
        for number in 0..6 {
            let browser = half_way(&t, &form(&format!("stranger{number}@example.org"))).await;
            assert_eq!(progress(&t, &browser).await, Progress::ProveFile);
        }
        t.work().await;
        assert_eq!(t.text.sent().len(), 5);
    }

    async fn a_code_by_text_is_never_sent_late(t: Test) {
        sian_by_mobile(&t, MOBILE);
        half_way(&t, &form(OTHER)).await;
        t.text.script([services::testing::Answer::Unavailable]);
        t.work().await;
        t.clock.advance_secs(600);
        t.work().await;
        assert_eq!(t.text.sent().len(), 0);
        let state = "select state, why from messages where channel = 'text'";
        let row = t.platform.db.one::<(String, String)>(state, args![]).await.unwrap();
        assert_eq!(row, ("failed".into(), "too-late".into()));
    }
}
