//! Letters: in for those without a mailbox, back for those who lost it.

use super::*;
use crate::audited;
use domain::{
    ids::{LetterId, RegistrationId},
    registration::{Approve, MakeLetter, Printed, letter_code},
};
use services::{
    both_engines,
    error::Conflict,
    letters::{self, Entered, MailboxStep},
    registration::desk,
    testing::{PASSWORD, Tenant},
};

const ADDRESS: &str = "192.0.2.7";

/// Somebody without a mailbox on record, and the code of the letter that was made.
async fn with_letter(t: &Test) -> (RegistrationId, String) {
    on_record(t, "0028", "O'Connor", "1975-09-09", vec![]);
    half_way(t, &form(OTHER)).await;
    let staff = t.staff("Sam").await;
    let id = RegistrationId::parse(&desk::list(&staff, None).await.unwrap().rows[0].id).unwrap();
    let code = letter(t, &staff, &id).await;
    (id, code)
}

async fn letter(t: &Test, staff: &Ctx, id: &RegistrationId) -> String {
    let cmd = Approve {
        registration: id.clone(),
        reference: "40028".into(),
        proof: "On the telephone".into(),
    };
    desk::send_letter(staff, cmd).await.unwrap();
    let sheet = letters::of_registration(staff, id).await.unwrap().unwrap();
    assert_eq!(
        (sheet.name.as_str(), sheet.address.last().unwrap().as_str()),
        ("Siân Mair O'Connor", "LL57 1AA")
    );
    assert!(!format!("{:?}", t.mail.sent()).contains(&sheet.code));
    letter_code(&sheet.code).unwrap()
}

async fn enter(t: &Test, code: &str) -> Result<Entered> {
    letters::enter(&nobody(t), code, ADDRESS).await
}

fn wrong(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..9])
}

/// A customer with a letter, and the browser that has typed its code.
async fn lost_mailbox(t: &Test) -> (Tenant, Browser) {
    let tenant = t.tenant("Megan").await;
    let staff = t.staff("Sam").await;
    t.housing.keep_person(
        PersonRecord {
            person: Person {
                id: tenant.customer.person_id.clone(),
                forenames: "Megan".into(),
                surname: "Price".into(),
                preferred_name: None,
            },
            reference: "1".into(),
            born: None,
            is_deceased: false,
        },
        vec![],
    );
    let cmd = MakeLetter {
        customer: tenant.customer.id.clone(),
        proof: "Seen with passport".into(),
    };
    letters::for_customer(&staff, cmd).await.unwrap();
    let sheet = letters::of_customer(&staff, &tenant.customer.id)
        .await
        .unwrap()
        .sheet
        .unwrap();
    let Entered::Mailbox(token) = enter(t, &letter_code(&sheet.code).unwrap()).await.unwrap() else {
        panic!()
    };
    (tenant, with(token))
}

both_engines! {
    async fn a_letter_makes_the_account_once(t: Test) {
        let (id, code) = with_letter(&t).await;
        let (one, other) = tokio::join!(enter(&t, &code), enter(&t, &code));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(accounts(&t).await, [(OTHER.into(), "0028".into(), "Siân".into())]);
        assert_eq!(audited(&t.platform, "letter.used", id.as_str()).await, 1);
        assert_eq!(code_refusal(enter(&t, &code).await), Code::Wrong);
        let entry = domain::identity::SignIn { email: email(OTHER), password: "three odd words".into(), next: String::new() };
        auth::sign_in(&t.platform, Plane::Portal, entry, &Browser::default()).await.unwrap();
    }

    async fn five_wrong_tries_end_a_letter(t: Test) {
        let (_, code) = with_letter(&t).await;
        for _ in 0..5 {
            assert_eq!(code_refusal(enter(&t, &wrong(&code)).await), Code::Wrong);
        }
        assert_eq!(code_refusal(enter(&t, &code).await), Code::Wrong);
        assert_eq!(code_refusal(enter(&t, "ZZZZ000000").await), Code::Wrong, "the same words for no letter");
        assert_eq!(accounts(&t).await, []);
    }

    async fn guessing_letters_is_throttled(t: Test) {
        for number in 0..50 {
            assert_eq!(code_refusal(enter(&t, &format!("Z{number:03}000000")).await), Code::Wrong);
        }
        assert!(matches!(enter(&t, "ZZZZ000000").await, Err(Error::Throttled(_))));
    }

    async fn a_new_letter_kills_the_old_one_and_time_kills_both(t: Test) {
        let (id, old) = with_letter(&t).await;
        let staff = t.staff("Alex").await;
        let new = letter(&t, &staff, &id).await;
        assert_eq!(code_refusal(enter(&t, &old).await), Code::Wrong);
        t.clock.advance_secs(letters::LIFE_SECS);
        assert_eq!(code_refusal(enter(&t, &new).await), Code::Wrong);
        t.clock.advance_secs(24 * 3600 + 1);
        letters::sweep(&t.platform).await.unwrap();
        assert_eq!(crate::count(&t.platform, "select count(*) from letters", args![]).await, 0);
    }

    async fn a_printed_letter_is_not_shown_again(t: Test) {
        let (id, code) = with_letter(&t).await;
        let staff = t.staff("Alex").await;
        let sheet = letters::of_registration(&staff, &id).await.unwrap().unwrap();
        let kept = t.platform.db.one::<(String, String)>("select sealed, secret_hash from letters", args![]).await.unwrap();
        assert!(!kept.0.contains(&code) && !kept.1.contains(&code[4..]));
        let printed = || Printed { letter: LetterId::parse(&sheet.letter).unwrap() };
        assert!(matches!(letters::printed_for_customer(&staff, printed()).await, Err(Error::NotFound)));
        letters::printed_for_registration(&staff, printed()).await.unwrap();
        assert_eq!(letters::of_registration(&staff, &id).await.unwrap(), None);
        assert!(enter(&t, &code).await.is_ok());
    }

    async fn a_lost_mailbox_is_replaced_and_everything_closes_for_three_days(t: Test) {
        let (tenant, browser) = lost_mailbox(&t).await;
        let ctx = nobody(&t);
        let token = browser.registration.as_deref();
        assert_eq!(letters::mailbox_step(&ctx, token).await.unwrap(), MailboxStep::Choose);
        letters::choose_mailbox(&ctx, email(OTHER), token).await.unwrap();
        assert_eq!(letters::mailbox_step(&ctx, token).await.unwrap(), MailboxStep::Prove(email(OTHER)));
        let old_session = {
            let entry = domain::identity::SignIn { email: tenant.email.clone(), password: PASSWORD.into(), next: String::new() };
            auth::sign_in(&t.platform, Plane::Portal, entry, &Browser::default()).await.unwrap()
        };
        let auth::SignedIn::Half(old_session) = old_session else { panic!() };
        let code = mailed(&t, OTHER).await;
        let guess = letters::check_mailbox_code(&ctx, entry(other_than(&code)), token).await;
        assert_eq!(code_refusal(guess), Code::Wrong);
        letters::check_mailbox_code(&ctx, entry(&code), token).await.unwrap();
        let dead = auth::look_up(&t.platform, Plane::Portal, Some(&old_session.session)).await.unwrap();
        assert_eq!(dead, Session::None);
        let (address, until) = t.platform.db.one::<(String, i64)>("select email, limited_until from customers", args![]).await.unwrap();
        let now = services::ports::clock::Clock::now(&*t.clock);
        assert_eq!((address.as_str(), until), (OTHER, now.plus_secs(72 * 3600).0));
        t.work().await;
        for address in [tenant.email.as_str(), OTHER] {
            assert!(t.mail.sent_to(address).pop().unwrap().text.contains("was changed today"), "{address}");
        }
        assert_eq!(letters::mailbox_step(&ctx, token).await.unwrap(), MailboxStep::Nothing);
        assert_eq!(audited(&t.platform, "customer.email-replaced", tenant.customer.id.as_str()).await, 1);
    }

    async fn a_mailbox_with_an_account_is_not_taken_and_an_hour_is_all(t: Test) {
        let owain = t.tenant("Owain").await;
        let (tenant, browser) = lost_mailbox(&t).await;
        let (ctx, token) = (nobody(&t), browser.registration.as_deref());
        letters::choose_mailbox(&ctx, owain.email.clone(), token).await.unwrap();
        let code = mailed(&t, owain.email.as_str()).await;
        let taken = letters::check_mailbox_code(&ctx, entry(&code), token).await;
        assert!(matches!(taken, Err(Error::Conflict(Conflict::HasAccount))));
        t.clock.advance_secs(3600);
        assert!(matches!(letters::choose_mailbox(&ctx, email(OTHER), token).await, Err(Error::NotFound)));
        let addresses: Vec<_> = accounts(&t).await.into_iter().map(|(address, ..)| address).collect();
        assert_eq!(addresses, [tenant.email.as_str(), owain.email.as_str()]);
    }

    async fn a_letter_for_a_customer_takes_a_fresh_proof_of_staff(t: Test) {
        let tenant = t.tenant("Megan").await;
        let cmd = || MakeLetter { customer: tenant.customer.id.clone(), proof: "x".into() };
        assert!(matches!(letters::for_customer(&tenant.ctx, cmd()).await, Err(Error::Denied)));
        let staff = t.staff("Sam").await;
        t.clock.advance_secs(600);
        assert!(matches!(letters::for_customer(&staff, cmd()).await, Err(Error::ProveFirst)));
    }
}
