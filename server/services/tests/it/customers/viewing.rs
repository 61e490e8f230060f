use crate::audited;
use domain::{customers::ViewAs, identity::Plane, permissions::BuiltInRole};
use services::{
    args,
    auth::{self, Browser, Session, VIEW_SECS},
    both_engines,
    context::{Actor, Ctx},
    customers,
    error::Error,
    testing::{Stage, Tenant, Test, session},
};

/// Staff with a console session of their own, as the request would find them.
async fn signed_in(test: &Test, name: &str, role: BuiltInRole) -> (Ctx, String) {
    let ctx = test.staff_as(name, role).await;
    let Actor::Staff(staff) = &ctx.actor else {
        panic!("staff")
    };
    let token = session(&test.platform, Plane::Console, staff.id.as_str(), Stage::Full).await;
    let Session::Full(actor, _) = auth::look_up(&test.platform, Plane::Console, Some(&token))
        .await
        .unwrap()
    else {
        panic!("signed in")
    };
    (test.ctx(actor), token)
}

fn of(tenant: &Tenant) -> ViewAs {
    ViewAs {
        customer: Some(tenant.customer.id.clone()),
        reason: "You called".into(),
    }
}

async fn view(ctx: &Ctx, tenant: &Tenant) -> String {
    customers::begin_viewing(ctx, of(tenant), None, &Browser::default())
        .await
        .unwrap()
}

async fn seen(test: &Test, token: &str) -> Option<Actor> {
    match auth::look_up(&test.platform, Plane::Portal, Some(token))
        .await
        .unwrap()
    {
        Session::Full(actor, _) => Some(actor),
        _ => None,
    }
}

both_engines! {
    async fn staff_see_the_portal_as_the_customer_with_a_reason_that_the_customer_reads(test: Test) {
        let (sam, _) = signed_in(&test, "Sam", BuiltInRole::Manager).await;
        let megan = test.tenant("Megan").await;
        let token = view(&sam, &megan).await;
        let Some(Actor::Customer(customer)) = seen(&test, &token).await else { panic!("a view") };
        assert_eq!(customer.id, megan.customer.id);
        assert!(customer.viewer.is_some());
        let (views, _) = services::audit::of_own_record(&megan.ctx, None).await.unwrap();
        assert_eq!(views[0].as_customer_because.as_deref(), Some("You called"));
        assert_eq!(audited(&test.platform, "session.began", megan.customer.id.as_str()).await, 0, "it is no sign-in of theirs");
        let ctx = test.ctx(Actor::Customer(customer));
        let browser = Browser { session: Some(token.clone()), ..Browser::default() };
        assert_eq!(customers::stop_viewing(&ctx, &browser).await.unwrap(), Some(megan.customer.id.clone()));
        assert_eq!(seen(&test, &token).await, None);
        assert_eq!(audited(&test.platform, "customer.view-as-ended", megan.customer.id.as_str()).await, 1);
    }

    async fn a_view_ends_after_half_an_hour_however_busy(test: Test) {
        let (sam, _) = signed_in(&test, "Sam", BuiltInRole::Owner).await;
        let megan = test.tenant("Megan").await;
        let token = view(&sam, &megan).await;
        for _ in 0..VIEW_SECS / 300 - 1 {
            test.clock.advance_secs(300);
            assert!(seen(&test, &token).await.is_some());
        }
        test.clock.advance_secs(300);
        assert_eq!(seen(&test, &token).await, None);
    }

    async fn a_view_that_nobody_stopped_is_written_down_as_ended_once(test: Test) {
        let megan = test.tenant("Megan").await;
        let over = async |number: i64| {
            auth::end_views(&test.platform).await.unwrap();
            assert_eq!(audited(&test.platform, "customer.view-as-ended", megan.customer.id.as_str()).await, number);
        };
        // Its time is over.
        let (sam, _) = signed_in(&test, "Sam", BuiltInRole::Owner).await;
        let token = view(&sam, &megan).await;
        for _ in 0..VIEW_SECS / 300 - 1 {
            test.clock.advance_secs(300);
            assert!(seen(&test, &token).await.is_some());
        }
        over(0).await;
        test.clock.advance_secs(300);
        over(1).await;
        over(1).await;
        // It was left alone.
        let (kim, kims) = signed_in(&test, "Kim", BuiltInRole::Owner).await;
        view(&kim, &megan).await;
        test.clock.advance_secs(15 * 60 - 1);
        over(1).await;
        test.clock.advance_secs(1);
        over(2).await;
        // Whoever looked signed out.
        let token = view(&kim, &megan).await;
        let browser = Browser { session: Some(kims), ..Browser::default() };
        auth::sign_out(&test.platform, Plane::Console, &browser).await.unwrap();
        assert_eq!(seen(&test, &token).await, None);
        over(3).await;
        // Another view took its place.
        let (rea, _) = signed_in(&test, "Rea", BuiltInRole::Owner).await;
        let first = view(&rea, &megan).await;
        customers::begin_viewing(&rea, of(&megan), Some(first), &Browser::default()).await.unwrap();
        over(4).await;
        let Actor::Staff(staff) = &rea.actor else { panic!("staff") };
        let whose = "select count(*) from audit where event = 'customer.view-as-ended' and actor_kind = 'staff' and actor_id = $1 and detail = 'replaced'";
        assert_eq!(crate::count(&test.platform, whose, args![staff.id.as_str()]).await, 1);
    }

    async fn a_view_ends_with_the_session_the_right_or_the_account_of_whoever_looks(test: Test) {
        let megan = test.tenant("Megan").await;
        let sql_of = [
            "delete from console_sessions where account_id = $1",
            "update staff set role = 'read-only' where id = $1",
            "update staff set disabled_at = 1 where id = $1",
            "delete from staff where id = $1",
        ];
        for (number, sql) in sql_of.into_iter().enumerate() {
            let (sam, _) = signed_in(&test, &format!("Sam{number}"), BuiltInRole::Owner).await;
            let Actor::Staff(staff) = &sam.actor else { panic!("staff") };
            let token = view(&sam, &megan).await;
            assert!(seen(&test, &token).await.is_some());
            test.platform.db.execute(sql, args![staff.id.as_str()]).await.unwrap();
            assert_eq!(seen(&test, &token).await, None, "{sql}");
        }
    }

    async fn only_those_who_may_see_as_a_customer_and_only_one_who_is_let_in(test: Test) {
        let (sam, _) = signed_in(&test, "Sam", BuiltInRole::Owner).await;
        let (rea, _) = signed_in(&test, "Rea", BuiltInRole::Repairs).await;
        let (megan, imran) = (test.tenant("Megan").await, test.tenant("Imran").await);
        let begin = |ctx: Ctx| { let cmd = of(&megan); async move { customers::begin_viewing(&ctx, cmd, None, &Browser::default()).await } };
        assert!(matches!(begin(rea).await, Err(Error::Denied)));
        assert!(matches!(begin(imran.ctx.clone()).await, Err(Error::Denied)));
        test.disable(&megan.customer.id).await;
        assert!(matches!(begin(sam).await, Err(Error::NotFound)));
    }

    async fn the_own_portal_session_of_the_browser_ends(test: Test) {
        let (sam, _) = signed_in(&test, "Sam", BuiltInRole::Owner).await;
        let (megan, imran) = (test.tenant("Megan").await, test.tenant("Imran").await);
        let own = session(&test.platform, Plane::Portal, imran.customer.id.as_str(), Stage::Full).await;
        customers::begin_viewing(&sam, of(&megan), Some(own.clone()), &Browser::default()).await.unwrap();
        assert_eq!(seen(&test, &own).await, None);
    }
}
