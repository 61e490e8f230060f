//! Staff decide.

use super::*;
use crate::audited;
use domain::{
    ids::RegistrationId,
    permissions::BuiltInRole,
    registration::{Approve, Refuse},
};
use services::{both_engines, error::Conflict, registration::desk};

/// Somebody whom staff have to look at.
async fn waiting(t: &Test) -> RegistrationId {
    let mistyped = AskForm {
        reference: "T100093".into(),
        ..form(OTHER)
    };
    half_way(t, &mistyped).await;
    let queue = desk::list(&t.staff("Queue").await, None).await.unwrap();
    RegistrationId::parse(&queue.rows.last().unwrap().id).unwrap()
}

fn approval(id: &RegistrationId) -> Approve {
    Approve {
        registration: id.clone(),
        reference: "4 0028".into(),
        proof: "Called the number on record".into(),
    }
}

both_engines! {
    async fn staff_see_what_is_right_and_make_the_account(t: Test) {
        sian(&t);
        let (id, staff) = (waiting(&t).await, t.staff("Sam").await);
        let row = desk::record(&staff, &id).await.unwrap();
        assert_eq!((row.found.as_str(), row.person_reference.as_str(), row.on_file.as_str()), ("surname,born", "40028", "email"));
        desk::approve(&staff, approval(&id)).await.unwrap();
        assert_eq!(accounts(&t).await, [(OTHER.into(), "0028".into(), "Siân".into())]);
        t.work().await;
        assert!(t.mail.sent_to(OTHER).pop().unwrap().text.contains("Your account is ready"));
        assert!(t.mail.sent_to(SIAN).pop().unwrap().text.contains("We made an account for you today"));
        assert_eq!(audited(&t.platform, "registration.approved", id.as_str()).await, 1);
        let row = desk::record(&staff, &id).await.unwrap();
        assert_eq!((row.state.as_str(), row.decider.as_str(), row.surname.as_str()), ("done", "Sam", ""));
        assert!(desk::list(&staff, None).await.unwrap().rows.is_empty());
    }

    async fn of_two_officers_one_wins_and_the_other_is_told(t: Test) {
        sian(&t);
        let id = waiting(&t).await;
        let (sam, alex) = (t.staff("Sam").await, t.staff("Alex").await);
        let refusal = Refuse { registration: id.clone(), refusal: "Nobody we know".into() };
        let (approved, refused) = tokio::join!(desk::approve(&sam, approval(&id)), desk::refuse(&alex, refusal));
        let lost = |outcome: &Result<()>| matches!(outcome, Err(Error::Conflict(Conflict::AlreadyDecided)));
        assert!(approved.is_ok() != refused.is_ok() && (lost(&approved) || lost(&refused)), "{approved:?} {refused:?}");
        assert_eq!(accounts(&t).await.len(), usize::from(approved.is_ok()));
    }

    async fn a_refused_person_is_told_whom_to_call_and_not_why(t: Test) {
        sian(&t);
        let (id, staff) = (waiting(&t).await, t.staff("Sam").await);
        desk::refuse(&staff, Refuse { registration: id.clone(), refusal: "Moved out in May".into() }).await.unwrap();
        t.work().await;
        let mail = t.mail.sent_to(OTHER).pop().unwrap();
        assert!(mail.text.contains("Call us") && !mail.text.contains("May"));
        let again = desk::approve(&staff, approval(&id)).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::AlreadyDecided))));
        let row = desk::record(&staff, &id).await.unwrap();
        assert_eq!((row.note.as_str(), row.email.as_str()), ("Moved out in May", ""));
    }

    async fn an_account_is_made_for_a_tenant_on_record_only(t: Test) {
        sian(&t);
        let (id, staff) = (waiting(&t).await, t.staff("Sam").await);
        let unknown = desk::approve(&staff, Approve { reference: "777".into(), ..approval(&id) }).await;
        assert_eq!(code_refusal(unknown), Code::NotOffered);
        holds(&t, "0028", Some("2026-01-01"));
        assert_eq!(code_refusal(desk::approve(&staff, approval(&id)).await), Code::NotOffered);
        holds(&t, "0028", None);
        t.housing.set_down(true);
        assert!(matches!(desk::approve(&staff, approval(&id)).await, Err(Error::Port(_))));
        t.housing.set_down(false);
        let first = ask(&t, &form(SIAN)).await.unwrap();
        prove_email(&t, &first, SIAN).await;
        let second = desk::approve(&staff, approval(&id)).await;
        assert!(matches!(second, Err(Error::Conflict(Conflict::HasAccount))));
        assert_eq!(desk::record(&staff, &id).await.unwrap().state, "open");
    }

    async fn only_those_who_may_decide_do(t: Test) {
        sian(&t);
        let id = waiting(&t).await;
        for ctx in [t.staff_as("Reader", BuiltInRole::ReadOnly).await, nobody(&t), t.tenant("Megan").await.ctx] {
            assert!(matches!(desk::list(&ctx, None).await, Err(Error::Denied | Error::SignIn)));
            assert!(matches!(desk::record(&ctx, &id).await, Err(Error::Denied | Error::SignIn)));
            assert!(matches!(desk::approve(&ctx, approval(&id)).await, Err(Error::Denied | Error::SignIn)));
            assert!(matches!(desk::send_letter(&ctx, approval(&id)).await, Err(Error::Denied | Error::SignIn)));
            let refusal = Refuse { registration: id.clone(), refusal: "x".into() };
            assert!(matches!(desk::refuse(&ctx, refusal).await, Err(Error::Denied | Error::SignIn)));
        }
    }

    async fn the_queue_is_paged_and_holds_whom_the_record_never_answered_about(t: Test) {
        t.housing.set_down(true);
        let staff = t.staff("Sam").await;
        half_way(&t, &form(SIAN)).await;
        assert!(desk::list(&staff, None).await.unwrap().rows.is_empty());
        t.clock.advance_secs(3601);
        let queue = desk::list(&staff, None).await.unwrap();
        assert_eq!((queue.rows.len(), queue.has_more, queue.rows[0].looked_up_at), (1, false, None));
        let last = RegistrationId::parse(&queue.rows[0].id).unwrap();
        assert!(desk::list(&staff, Some(&last)).await.unwrap().rows.is_empty());
    }
}
