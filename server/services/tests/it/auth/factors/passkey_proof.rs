use super::{
    ctx_of,
    device::Device,
    fully, looked_up,
    passkeys::{add_passkey, asked, entry, holding, is_wrong, sign_in},
};
use crate::auth::browser;
use domain::identity::Plane;
use services::{
    args,
    auth::{self, Browser, Session, factors},
    both_engines,
    context::{Actor, Ctx, Customer},
    error::{Conflict, Error},
    testing::{Tenant, Test},
};

/// Somebody with a passkey whose sign-in was a while ago: their device, their browser, and who they are.
async fn long_signed_in(t: &Test, tenant: &Tenant) -> (Device, Browser, Ctx) {
    let mut device = add_passkey(&tenant.ctx).await;
    let (options, holder) = asked(t, Plane::Portal).await;
    let here = fully(sign_in(t, &device.answer(&options), &holder).await.unwrap());
    t.clock.advance_secs(600);
    let ctx = ctx_of(t, Plane::Portal, &here).await;
    (device, here, ctx)
}

/// The device's answer to a new challenge, and the browser that holds it.
async fn answered(ctx: &Ctx, device: &mut Device, browser: &Browser) -> (String, Browser) {
    let challenge = factors::start_proving_with_passkey(ctx, browser).await.unwrap();
    (device.answer(&challenge.options), holding(&challenge, browser))
}

both_engines! {
    async fn a_passkey_alone_is_a_fresh_proof(t: Test) {
        let tenant = t.tenant("Megan").await;
        let (mut device, here, ctx) = long_signed_in(&t, &tenant).await;
        assert!(factors::has_passkey(&ctx).await.unwrap());
        assert!(matches!(auth::change_password(&ctx, "seven wet walruses").await, Err(Error::ProveFirst)));
        let (answer, holder) = answered(&ctx, &mut device, &here).await;
        let tokens = factors::prove_with_passkey(&ctx, entry(&answer), &holder).await.unwrap();
        assert_eq!(looked_up(&t, Plane::Portal, &here).await, Session::None, "the old token is dead");
        let now = Browser { session: Some(tokens.session), ..here };
        let fresh = ctx_of(&t, Plane::Portal, &now).await;
        auth::change_password(&fresh, "seven wet walruses").await.unwrap();
        assert_eq!(crate::audited(&t.platform, "session.proved", tenant.customer.id.as_str()).await, 1);
    }

    async fn a_proof_works_once_for_its_own_account_purpose_and_browser(t: Test) {
        let megan = t.tenant("Megan").await;
        let (mut hers, here, ctx) = long_signed_in(&t, &megan).await;
        let owain = t.tenant("Owain").await;
        let (mut his, there, other) = long_signed_in(&t, &owain).await;
        let prove = |ctx: &Ctx, answer: &str, browser: &Browser| {
            let (ctx, entry, browser) = (ctx.clone(), entry(answer), browser.clone());
            async move { factors::prove_with_passkey(&ctx, entry, &browser).await }
        };
        let (answer, holder) = answered(&ctx, &mut hers, &here).await;
        assert!(is_wrong(prove(&ctx, &answer, &here).await), "without the cookie");
        assert!(is_wrong(sign_in(&t, &answer, &holder).await), "to sign in");
        assert!(is_wrong(prove(&other, &answer, &holder).await), "for another account");
        assert!(is_wrong(prove(&ctx, &answer, &holder).await), "that used it up");
        let (options, stranger) = asked(&t, Plane::Portal).await;
        assert!(is_wrong(prove(&ctx, &hers.answer(&options), &stranger).await), "a challenge to sign in");
        let (answer, holder) = answered(&ctx, &mut his, &here).await;
        assert!(is_wrong(prove(&ctx, &answer, &holder).await), "another's passkey");
        let (answer, holder) = answered(&ctx, &mut hers, &here).await;
        t.clock.advance_secs(300);
        assert!(is_wrong(prove(&ctx, &answer, &holder).await), "after five minutes");
        for browser in [&here, &there] {
            assert!(matches!(looked_up(&t, Plane::Portal, browser).await, Session::Full(..)), "nobody is signed out");
        }
        let (answer, holder) = answered(&ctx, &mut hers, &here).await;
        let both = tokio::join!(prove(&ctx, &answer, &holder), prove(&ctx, &answer, &holder));
        assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|ok| **ok).count(), 1);
    }

    async fn without_a_passkey_or_oneself_there_is_nothing_to_prove_with(t: Test) {
        let tenant = t.tenant("Megan").await;
        assert!(!factors::has_passkey(&tenant.ctx).await.unwrap());
        let none = factors::start_proving_with_passkey(&tenant.ctx, &browser()).await;
        assert!(matches!(none, Err(Error::Conflict(Conflict::StepMissing))));
        let nobody = factors::start_proving_with_passkey(&t.ctx(Actor::Nobody), &browser()).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
        let (mut device, here, ctx) = long_signed_in(&t, &tenant).await;
        let (answer, holder) = answered(&ctx, &mut device, &here).await;
        let Actor::Staff(staff) = t.staff("Siân").await.actor else { panic!("not staff") };
        let looking = t.ctx(Actor::Customer(Customer { viewer: Some(staff.id), ..tenant.customer.clone() }));
        assert!(matches!(factors::start_proving_with_passkey(&looking, &holder).await, Err(Error::Denied)));
        let proof = factors::prove_with_passkey(&looking, entry(&answer), &holder).await;
        assert!(matches!(proof, Err(Error::Denied)), "staff who look at a customer prove nothing for them");
    }

    async fn staff_without_a_password_prove_with_their_passkey(t: Test) {
        let staff = t.staff("Siân").await;
        let mut device = add_passkey(&staff).await;
        t.platform.db.execute("update staff set sso_only = $1, password_hash = ''", args![true]).await.unwrap();
        assert!(!auth::has_password(&staff).await.unwrap());
        let wrong = auth::prove(&staff, "", &browser()).await;
        assert!(matches!(wrong, Err(Error::Form(_))), "an empty password is none");
        let (answer, holder) = answered(&staff, &mut device, &browser()).await;
        let tokens = factors::prove_with_passkey(&staff, entry(&answer), &holder).await.unwrap();
        let now = Browser { session: Some(tokens.session), ..browser() };
        assert!(matches!(looked_up(&t, Plane::Console, &now).await, Session::Full(Actor::Staff(_), _)));
    }
}
