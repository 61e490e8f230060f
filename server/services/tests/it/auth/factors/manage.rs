use super::{add_app, add_codes, ctx_of, looked_up, password_given, staff_session};
use domain::{
    identity::{
        Plane,
        factors::{Rename, Way},
    },
    ids::FactorId,
    permissions::Permissions,
};
use services::{
    auth::{Session, factors},
    both_engines,
    context::{Actor, Ctx},
    error::{Conflict, Error},
    testing::Test,
};

async fn held(ctx: &Ctx) -> Vec<FactorId> {
    let held = factors::factors(ctx).await.unwrap().list;
    held.into_iter().map(|factor| factor.id).collect()
}

both_engines! {
    async fn a_factor_is_renamed_and_removed_by_its_owner_alone(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        add_app(&t, &megan.ctx).await;
        let app = held(&megan.ctx).await.remove(0);
        let rename = || Rename { factor: app.clone(), name: "Work phone".into() };
        assert!(matches!(factors::rename(&owain.ctx, rename()).await, Err(Error::NotFound)));
        assert!(matches!(factors::remove(&owain.ctx, app.clone()).await, Err(Error::NotFound)));
        factors::rename(&megan.ctx, rename()).await.unwrap();
        assert_eq!(factors::factors(&megan.ctx).await.unwrap().list[0].name, "Work phone");
        factors::remove(&megan.ctx, app).await.unwrap();
        assert!(held(&megan.ctx).await.is_empty());
    }

    async fn with_the_last_factor_its_recovery_codes_go_and_the_mailbox_is_back(t: Test) {
        let tenant = t.tenant("Megan").await;
        add_app(&t, &tenant.ctx).await;
        add_codes(&tenant.ctx).await;
        let app = held(&tenant.ctx).await.remove(0);
        factors::remove(&tenant.ctx, app).await.unwrap();
        assert_eq!(factors::factors(&tenant.ctx).await.unwrap().codes_left, 0);
        let waiting = password_given(&t, &tenant).await;
        let offered = factors::second_step(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        assert_eq!(offered.ways, [Way::Email]);
        assert!(offered.code_is_sent);
    }

    async fn the_last_factor_stays_while_staff_need_one_even_if_two_are_removed_at_once(t: Test) {
        t.set(|settings| settings.staff_need_strong_factor = true).await;
        let staff = t.staff("Sian").await;
        add_app(&t, &staff).await;
        add_app(&t, &staff).await;
        let apps = held(&staff).await;
        let outcomes = tokio::join!(
            factors::remove(&staff, apps[0].clone()),
            factors::remove(&staff, apps[1].clone()),
        );
        let results = [outcomes.0, outcomes.1];
        assert_eq!(results.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{results:?}");
        assert!(results.iter().any(|outcome| matches!(outcome, Err(Error::Conflict(Conflict::LastFactor)))));
        assert_eq!(held(&staff).await.len(), 1);
    }

    async fn with_the_switch_on_staff_add_a_factor_before_anything_else(t: Test) {
        let owner = t.staff("Sian").await;
        let session = staff_session(&t, &owner).await;
        let Session::Full(Actor::Staff(before), _) = looked_up(&t, Plane::Console, &session).await else {
            panic!("not signed in")
        };
        assert!(!before.has_strong_factor && before.permissions == Permissions::all());
        factors::require_strong_factor(&owner, true).await.unwrap();
        let Session::Enrolling(Actor::Staff(during), _) = looked_up(&t, Plane::Console, &session).await else {
            panic!("still let in")
        };
        assert_eq!(during.permissions, Permissions::NONE);
        add_app(&t, &ctx_of(&t, Plane::Console, &session).await).await;
        let Session::Full(Actor::Staff(after), _) = looked_up(&t, Plane::Console, &session).await else {
            panic!("still kept out")
        };
        assert!(after.has_strong_factor && after.permissions == Permissions::all());
        assert_eq!(crate::audited(&t.platform, "strong-factor.set", "landlord").await, 1);
    }

    async fn the_switch_wants_the_permission_and_a_fresh_proof(t: Test) {
        let repairs = t.staff_as("Owain", domain::permissions::BuiltInRole::Repairs).await;
        assert!(matches!(factors::require_strong_factor(&repairs, true).await, Err(Error::Denied)));
        let owner = t.staff("Sian").await;
        t.clock.advance_secs(600);
        assert!(matches!(factors::require_strong_factor(&owner, true).await, Err(Error::ProveFirst)));
        assert!(!t.platform.settings.get().staff_need_strong_factor);
    }
}
