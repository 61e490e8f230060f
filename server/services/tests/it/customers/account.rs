use crate::{audited, count};
use domain::{identity::Plane, permissions::BuiltInRole};
use services::{
    args,
    auth::{self, Session},
    both_engines,
    customers::{self, LOOK_SECS},
    error::Error,
    testing::{Stage, Test, session},
};

both_engines! {
    async fn a_look_at_a_record_is_written_down_once_a_quarter_of_an_hour_for_each_who_looks(test: Test) {
        let (sam, kim) = (test.staff("Sam").await, test.staff_as("Kim", BuiltInRole::ReadOnly).await);
        let (megan, imran) = (test.tenant("Megan").await, test.tenant("Imran").await);
        for _ in 0..3 {
            customers::record(&sam, &megan.customer.id).await.unwrap();
        }
        assert_eq!(audited(&test.platform, "customer.viewed", megan.customer.id.as_str()).await, 1);
        customers::record(&kim, &megan.customer.id).await.unwrap();
        customers::record(&sam, &imran.customer.id).await.unwrap();
        test.clock.advance_secs(LOOK_SECS + 1);
        customers::record(&sam, &megan.customer.id).await.unwrap();
        assert_eq!(audited(&test.platform, "customer.viewed", megan.customer.id.as_str()).await, 3);
        assert_eq!(audited(&test.platform, "customer.viewed", imran.customer.id.as_str()).await, 1);
        let (views, _) = services::audit::of_own_record(&megan.ctx, None).await.unwrap();
        assert_eq!(views.iter().map(|view| view.staff_name.as_str()).collect::<Vec<_>>(), ["Sam", "Kim", "Sam"]);
    }

    async fn a_record_shows_homes_repairs_sign_ins_and_notes_newest_first(test: Test) {
        let sam = test.staff("Sam").await;
        let offer = test.offer().await;
        let megan = test.tenant("Megan").await;
        let repair = megan.report(&offer).await;
        session(&test.platform, Plane::Portal, megan.customer.id.as_str(), Stage::Full).await;
        for note in ["First", "Second <b>"] {
            customers::add_note(&sam, Some(&megan.customer.id), note).await.unwrap();
        }
        let record = customers::record(&sam, &megan.customer.id).await.unwrap();
        assert_eq!(record.tenancies[0].reference, format!("T-{}", megan.tenancy));
        assert_eq!(record.repairs[0].id, repair.as_str());
        assert_eq!(record.sign_ins[0].event, "session.began");
        assert_eq!(record.who.last_sign_in, Some(test.platform.clock.now().0));
        assert_eq!(record.notes.iter().map(|note| (note.text.as_str(), note.author.as_str())).collect::<Vec<_>>(), [("Second <b>", "Sam"), ("First", "Sam")]);
        assert_eq!(audited(&test.platform, "customer.noted", megan.customer.id.as_str()).await, 2);
    }

    async fn whoever_is_shut_out_is_out_at_once_and_signs_in_anew_when_let_in_again(test: Test) {
        let sam = test.staff("Sam").await;
        let megan = test.tenant("Megan").await;
        let token = session(&test.platform, Plane::Portal, megan.customer.id.as_str(), Stage::Full).await;
        let other_node = test.another_node().await;
        let is_in = |platform| {
            let token = token.clone();
            async move { auth::look_up(platform, Plane::Portal, Some(&token)).await.unwrap() != Session::None }
        };
        assert!(is_in(&other_node).await);
        customers::set_disabled(&sam, Some(&megan.customer.id), true).await.unwrap();
        customers::set_disabled(&sam, Some(&megan.customer.id), true).await.unwrap();
        assert!(!is_in(&other_node).await);
        customers::set_disabled(&sam, Some(&megan.customer.id), false).await.unwrap();
        assert!(!is_in(&test.platform).await);
        for event in ["customer.disabled", "customer.enabled"] {
            assert_eq!(audited(&test.platform, event, megan.customer.id.as_str()).await, 1, "{event}");
        }
    }

    async fn what_changes_an_account_needs_the_permission_and_a_customer(test: Test) {
        let reader = test.staff_as("Rea", BuiltInRole::ReadOnly).await;
        let owner = test.staff("Sam").await;
        let megan = test.tenant("Megan").await;
        let nobody = domain::ids::CustomerId::parse("00000000-0000-7000-8000-000000000000").unwrap();
        for (ctx, id) in [(&reader, Some(&megan.customer.id)), (&megan.ctx, Some(&megan.customer.id)), (&owner, Some(&nobody)), (&owner, None)] {
            let outcomes = [
                customers::add_note(ctx, id, "x").await.map(drop),
                customers::set_disabled(ctx, id, true).await.map(drop),
                customers::delete(ctx, id).await.map(drop),
            ];
            for outcome in outcomes {
                assert!(matches!(outcome, Err(Error::Denied | Error::NotFound)));
            }
        }
        assert_eq!(count(&test.platform, "select count(*) from customer_notes", args![]).await, 0);
        assert_eq!(count(&test.platform, "select count(*) from customers", args![]).await, 1);
    }
}
