use super::{
    ctx_of,
    device::{Device, ORIGIN},
    fully, looked_up, password_given, staff_session,
};
use crate::auth::{Waiting, browser, refusal};
use domain::{
    forms::Code,
    identity::{
        Plane,
        factors::{PasskeyEntry, Way},
    },
};
use futures_util::future::join_all;
use services::{
    args,
    auth::{Browser, Session, SignedIn, factors},
    both_engines,
    context::Ctx,
    error::Result,
    testing::Test,
};

pub(super) fn entry(answer: &str) -> PasskeyEntry {
    PasskeyEntry {
        answer: answer.to_owned(),
        name: "My phone".to_owned(),
        next: String::new(),
    }
}

pub(super) fn holding(challenge: &factors::Challenge, browser: &Browser) -> Browser {
    Browser {
        challenge: Some(challenge.token.clone()),
        ..browser.clone()
    }
}

pub(super) async fn add_passkey(ctx: &Ctx) -> Device {
    let challenge = factors::start_adding_passkey(ctx, &browser()).await.unwrap();
    let (device, answer) = Device::create(&challenge.options);
    factors::add_passkey(ctx, entry(&answer), &holding(&challenge, &browser()))
        .await
        .unwrap();
    device
}

/// A challenge to a stranger, and the browser that holds it.
pub(super) async fn asked(t: &Test, plane: Plane) -> (String, Browser) {
    let challenge = factors::start_passkey_sign_in(&t.platform, plane, &browser())
        .await
        .unwrap();
    let browser = holding(&challenge, &browser());
    (challenge.options, browser)
}

pub(super) async fn sign_in(t: &Test, answer: &str, browser: &Browser) -> Result<SignedIn> {
    factors::sign_in_with_passkey(&t.platform, Plane::Portal, entry(answer), browser).await
}

async fn second(t: &Test, waiting: &Waiting, device: &mut Device) -> Result<SignedIn> {
    let challenge =
        factors::start_second_passkey(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await?;
    let answer = device.answer(&challenge.options);
    let browser = holding(&challenge, &waiting.browser);
    factors::check_passkey(
        &t.platform,
        Plane::Portal,
        &waiting.half,
        entry(&answer),
        &browser,
    )
    .await
}

pub(super) fn is_wrong<T: std::fmt::Debug>(outcome: Result<T>) -> bool {
    refusal(outcome).code("passkey") == Some(&Code::Wrong)
}

both_engines! {
    async fn a_passkey_signs_in_alone(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        let (options, holder) = asked(&t, Plane::Portal).await;
        let signed_in = fully(sign_in(&t, &device.answer(&options), &holder).await.unwrap());
        let Session::Full(actor, _) = looked_up(&t, Plane::Portal, &signed_in).await else { panic!("not signed in") };
        assert_eq!(actor.audit_name(), ("customer", tenant.customer.id.as_str()));
        let held = factors::factors(&tenant.ctx).await.unwrap().list;
        assert!(held[0].last_used_at.is_some() && held[0].name == "My phone");
    }

    async fn a_passkey_is_the_second_step_and_offered_first(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        let waiting = password_given(&t, &tenant).await;
        let offered = factors::second_step(&t.platform, Plane::Portal, &waiting.half, &waiting.browser).await.unwrap();
        assert_eq!(offered.ways, [Way::Passkey, Way::Email]);
        let signed_in = fully(second(&t, &waiting, &mut device).await.unwrap());
        assert!(matches!(looked_up(&t, Plane::Portal, &signed_in).await, Session::Full(..)));
    }

    async fn an_answer_works_once_even_if_ten_send_it_at_once(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        let (options, holder) = asked(&t, Plane::Portal).await;
        let answer = device.answer(&options);
        let outcomes = join_all((0..10).map(|_| sign_in(&t, &answer, &holder))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(is_wrong(sign_in(&t, &answer, &holder).await));
    }

    async fn an_answer_is_bound_to_browser_plane_purpose_and_five_minutes(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        let (options, _) = asked(&t, Plane::Portal).await;
        let (_, another) = asked(&t, Plane::Portal).await;
        let answer = device.answer(&options);
        assert!(is_wrong(sign_in(&t, &answer, &browser()).await), "without the cookie");
        assert!(is_wrong(sign_in(&t, &answer, &another).await), "in another browser");

        let (options, holder) = asked(&t, Plane::Portal).await;
        let answer = device.answer(&options);
        let console = factors::sign_in_with_passkey(&t.platform, Plane::Console, entry(&answer), &holder).await;
        assert!(is_wrong(console), "in the console");

        let waiting = password_given(&t, &tenant).await;
        let half = Browser { challenge: holder.challenge.clone(), ..waiting.browser.clone() };
        let as_second = factors::check_passkey(&t.platform, Plane::Portal, &waiting.half, entry(&answer), &half).await;
        assert!(is_wrong(as_second), "as the second step");

        let (options, holder) = asked(&t, Plane::Portal).await;
        t.clock.advance_secs(300);
        assert!(is_wrong(sign_in(&t, &device.answer(&options), &holder).await), "after five minutes");
    }

    async fn a_wrong_answer_uses_the_challenge_up(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        let (options, holder) = asked(&t, Plane::Portal).await;
        for hostile in ["", "{}", "null", "[1]", "\u{0}", "{\"id\":\"\u{202e}\"}", &"[".repeat(10_000)] {
            assert!(is_wrong(sign_in(&t, hostile, &holder).await));
        }
        assert!(is_wrong(sign_in(&t, &device.answer(&options), &holder).await));
    }

    async fn another_origin_or_no_finger_is_refused(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        device.origin = "https://tenants.example.org.evil.example";
        let (options, holder) = asked(&t, Plane::Portal).await;
        assert!(is_wrong(sign_in(&t, &device.answer(&options), &holder).await));
        device.origin = ORIGIN;
        device.verifies = false;
        let (options, holder) = asked(&t, Plane::Portal).await;
        assert!(is_wrong(sign_in(&t, &device.answer(&options), &holder).await));
        device.verifies = true;
        let (options, holder) = asked(&t, Plane::Portal).await;
        assert!(sign_in(&t, &device.answer(&options), &holder).await.is_ok());
    }

    async fn a_copied_passkey_that_counts_behind_is_refused(t: Test) {
        let tenant = t.tenant("Megan").await;
        let mut device = add_passkey(&tenant.ctx).await;
        for _ in 0..2 {
            let (options, holder) = asked(&t, Plane::Portal).await;
            sign_in(&t, &device.answer(&options), &holder).await.unwrap();
        }
        let (options, holder) = asked(&t, Plane::Portal).await;
        assert!(is_wrong(sign_in(&t, &device.answer_again(&options), &holder).await));
        device.counter -= 1;
        let (options, holder) = asked(&t, Plane::Portal).await;
        assert!(is_wrong(sign_in(&t, &device.answer_again(&options), &holder).await));
    }

    async fn a_passkey_that_does_not_count_keeps_working(t: Test) {
        let tenant = t.tenant("Megan").await;
        let device = add_passkey(&tenant.ctx).await;
        for _ in 0..3 {
            let (options, holder) = asked(&t, Plane::Portal).await;
            sign_in(&t, &device.answer_again(&options), &holder).await.unwrap();
        }
    }

    async fn removed_passkeys_and_closed_accounts_do_not_sign_in(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let (mut removed, mut closed) = (add_passkey(&megan.ctx).await, add_passkey(&owain.ctx).await);
        let id = factors::factors(&megan.ctx).await.unwrap().list.remove(0).id;
        factors::remove(&megan.ctx, id).await.unwrap();
        t.disable(&owain.customer.id).await;
        for device in [&mut removed, &mut closed] {
            let (options, holder) = asked(&t, Plane::Portal).await;
            assert!(is_wrong(sign_in(&t, &device.answer(&options), &holder).await));
        }
    }

    async fn somebody_elses_passkey_is_no_second_step(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let (_hers, mut his) = (add_passkey(&megan.ctx).await, add_passkey(&owain.ctx).await);
        let waiting = password_given(&t, &megan).await;
        assert!(is_wrong(second(&t, &waiting, &mut his).await));
    }

    async fn a_passkey_is_added_once_and_only_by_whoever_asked(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let challenge = factors::start_adding_passkey(&megan.ctx, &browser()).await.unwrap();
        let (_, answer) = Device::create(&challenge.options);
        let holder = holding(&challenge, &browser());
        assert!(is_wrong(factors::add_passkey(&owain.ctx, entry(&answer), &holder).await));
        assert!(is_wrong(factors::add_passkey(&megan.ctx, entry(&answer), &holder).await), "used up by the other");
        add_passkey(&megan.ctx).await;
        assert_eq!(factors::factors(&megan.ctx).await.unwrap().list.len(), 1);
        assert!(factors::factors(&owain.ctx).await.unwrap().list.is_empty());
    }

    async fn staff_passkeys_open_the_console_and_not_the_portal(t: Test) {
        let staff = t.staff("Sian").await;
        let session = staff_session(&t, &staff).await;
        let mut device = add_passkey(&ctx_of(&t, Plane::Console, &session).await).await;
        let (options, holder) = asked(&t, Plane::Console).await;
        let answer = device.answer(&options);
        let entered = factors::sign_in_with_passkey(&t.platform, Plane::Console, entry(&answer), &holder).await;
        assert!(matches!(looked_up(&t, Plane::Console, &fully(entered.unwrap())).await, Session::Full(..)));
        let (options, holder) = asked(&t, Plane::Portal).await;
        assert!(is_wrong(sign_in(&t, &device.answer(&options), &holder).await));
    }

    async fn whoever_is_to_come_by_single_sign_on_alone_does_not_come_by_passkey(t: Test) {
        let staff = t.staff("Sian").await;
        let session = staff_session(&t, &staff).await;
        let mut device = add_passkey(&ctx_of(&t, Plane::Console, &session).await).await;
        t.platform.db.execute("update staff set sso_only = true", args![]).await.unwrap();
        let (options, holder) = asked(&t, Plane::Console).await;
        let answer = device.answer(&options);
        assert!(is_wrong(factors::sign_in_with_passkey(&t.platform, Plane::Console, entry(&answer), &holder).await));
    }

    async fn a_browser_holds_one_challenge_and_old_ones_are_swept(t: Test) {
        let first = factors::start_passkey_sign_in(&t.platform, Plane::Portal, &browser()).await.unwrap();
        let holder = holding(&first, &browser());
        factors::start_passkey_sign_in(&t.platform, Plane::Portal, &holder).await.unwrap();
        let waiting = "select count(*) from passkey_challenges";
        assert_eq!(crate::count(&t.platform, waiting, args![]).await, 1);
        t.clock.advance_secs(301);
        factors::start_passkey_sign_in(&t.platform, Plane::Portal, &browser()).await.unwrap();
        assert_eq!(crate::count(&t.platform, waiting, args![]).await, 1);
    }
}
