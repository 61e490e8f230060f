use super::{add_app, add_codes, ctx_of, looked_up, staff_session, told};
use crate::auth::sign_in_fully;
use domain::{
    administrators::KeepRole,
    forms::Form as _,
    identity::{
        Plane,
        factors::{Help, HelpForm, Helped},
    },
    permissions::{BuiltInRole, Permissions},
};
use services::{
    administrators, args,
    auth::{Session, factors},
    both_engines,
    context::{Actor, Ctx},
    error::Error,
    testing::Test,
};

fn help(account: &str) -> Help {
    let form = HelpForm {
        account: account.into(),
        reason: "lost-phone".into(),
        checked: "yes".into(),
    };
    form.parse().unwrap()
}

fn staff_id(ctx: &Ctx) -> String {
    match &ctx.actor {
        Actor::Staff(staff) => staff.id.to_string(),
        other => panic!("not staff: {other:?}"),
    }
}

both_engines! {
    async fn staff_remove_lost_steps_and_the_customer_is_told_and_limited(t: Test) {
        let (tenant, manager) = (t.tenant("Megan").await, t.staff_as("Sian", BuiltInRole::Manager).await);
        add_app(&t, &tenant.ctx).await;
        add_codes(&tenant.ctx).await;
        let id = tenant.customer.id.as_str();
        let account = Helped::parse(id).unwrap();
        let seen = factors::help_with_sign_in(&manager, Plane::Portal, &account).await.unwrap();
        assert_eq!((seen.name.as_str(), seen.factors.list.len(), seen.factors.codes_left), ("Megan", 1, 10));
        factors::remove_second_steps(&manager, Plane::Portal, help(id)).await.unwrap();
        let left = factors::factors(&tenant.ctx).await.unwrap();
        assert!(left.list.is_empty() && left.codes_made_at.is_none());
        told(&t, tenant.email.as_str(), "took away the second steps").await;
        let (detail,) = t.platform.db
            .one::<(String,)>("select detail from audit where event = 'second-steps.removed'", vec![]).await.unwrap();
        assert_eq!(detail, "lost-phone");
        let session = sign_in_fully(&t, &tenant).await;
        let ctx = ctx_of(&t, Plane::Portal, &session).await;
        assert!(matches!(&ctx.actor, Actor::Customer(customer) if customer.is_limited));
        assert!(matches!(factors::start_app(&ctx).await, Err(Error::Denied)), "whoever fooled staff adds their own");
        t.clock.advance_secs(72 * 3600);
        let session = sign_in_fully(&t, &tenant).await;
        factors::start_app(&ctx_of(&t, Plane::Portal, &session).await).await.unwrap();
    }

    async fn help_ends_every_session_at_once(t: Test) {
        let (tenant, manager) = (t.tenant("Megan").await, t.staff_as("Sian", BuiltInRole::Manager).await);
        let session = sign_in_fully(&t, &tenant).await;
        factors::remove_second_steps(&manager, Plane::Portal, help(tenant.customer.id.as_str())).await.unwrap();
        assert_eq!(looked_up(&t, Plane::Portal, &session).await, Session::None);
    }

    async fn help_wants_the_permission_and_a_fresh_proof(t: Test) {
        let (tenant, repairs) = (t.tenant("Megan").await, t.staff_as("Owain", BuiltInRole::Repairs).await);
        add_app(&t, &tenant.ctx).await;
        let id = tenant.customer.id.as_str();
        let account = Helped::parse(id).unwrap();
        assert!(matches!(factors::help_with_sign_in(&repairs, Plane::Portal, &account).await, Err(Error::Denied)));
        assert!(matches!(factors::remove_second_steps(&repairs, Plane::Portal, help(id)).await, Err(Error::Denied)));
        let manager = t.staff_as("Sian", BuiltInRole::Manager).await;
        t.clock.advance_secs(600);
        assert!(matches!(factors::remove_second_steps(&manager, Plane::Portal, help(id)).await, Err(Error::ProveFirst)));
        assert_eq!(factors::factors(&tenant.ctx).await.unwrap().list.len(), 1);
    }

    async fn a_colleague_is_helped_by_another_who_may_do_as_much(t: Test) {
        let (owner, manager) = (t.staff("Sian").await, t.staff_as("Owain", BuiltInRole::Manager).await);
        let session = staff_session(&t, &manager).await;
        add_app(&t, &ctx_of(&t, Plane::Console, &session).await).await;
        assert!(matches!(
            factors::remove_second_steps(&manager, Plane::Console, help(&staff_id(&owner))).await,
            Err(Error::Denied)
        ));
        assert!(matches!(
            factors::remove_second_steps(&owner, Plane::Console, help(&staff_id(&owner))).await,
            Err(Error::Denied)
        ), "nobody helps themselves");
        factors::remove_second_steps(&owner, Plane::Console, help(&staff_id(&manager))).await.unwrap();
        assert!(factors::factors(&manager).await.unwrap().list.is_empty());
        assert_eq!(looked_up(&t, Plane::Console, &session).await, Session::None);
    }

    async fn only_an_owner_helps_an_owner(t: Test) {
        let (owner, second) = (t.staff("Sian").await, t.staff("Owain").await);
        let session = staff_session(&t, &owner).await;
        let ctx = ctx_of(&t, Plane::Console, &session).await;
        add_app(&t, &ctx).await;
        let everything = KeepRole {
            submission: None,
            role: None,
            is_new: true,
            seen: String::new(),
            name: "Everything".into(),
            permissions: Permissions::all(),
        };
        administrators::keep(&second, everything).await.unwrap();
        let role = administrators::own(&second).await.unwrap().remove(0).id;
        let nearly = t.staff_as("Ffion", BuiltInRole::Manager).await;
        t.platform.db.tx(move |tx| async move {
            tx.execute("update staff set role = $1 where name = 'Ffion'", args![role]).await
        }).await.unwrap();
        let nearly = ctx_of(&t, Plane::Console, &staff_session(&t, &nearly).await).await;
        assert!(matches!(&nearly.actor, Actor::Staff(staff) if staff.permissions == Permissions::all()));
        let id = staff_id(&owner);
        let account = Helped::parse(&id).unwrap();
        assert!(matches!(factors::help_with_sign_in(&nearly, Plane::Console, &account).await, Err(Error::Denied)));
        assert!(matches!(factors::remove_second_steps(&nearly, Plane::Console, help(&id)).await, Err(Error::Denied)));
        assert_eq!(factors::factors(&owner).await.unwrap().list.len(), 1);
        factors::remove_second_steps(&second, Plane::Console, help(&id)).await.unwrap();
        assert!(factors::factors(&owner).await.unwrap().list.is_empty());
    }

    async fn nobody_is_helped_who_is_not_there_or_of_the_other_plane(t: Test) {
        let (tenant, owner) = (t.tenant("Megan").await, t.staff("Sian").await);
        let other = t.staff("Owain").await;
        for (plane, id) in [
            (Plane::Portal, staff_id(&other)),
            (Plane::Console, tenant.customer.id.to_string()),
            (Plane::Portal, "00000000-0000-7000-8000-000000000000".to_owned()),
        ] {
            let outcome = factors::remove_second_steps(&owner, plane, help(&id)).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{plane:?} {outcome:?}");
        }
    }
}
