//! Single sign-on of staff: who gets in, who does not, and what may be put live.

use crate::audited;
use domain::{
    forms::{Code, Form},
    identity::{Email, Plane},
    permissions::BuiltInRole,
    sso::{Enable, Failure, SsoForm},
};
use services::{
    args,
    auth::{self, Browser, Session, SignedIn},
    both_engines,
    context::{Actor, Ctx},
    error::{Conflict, Error},
    ports::sso::Identity,
    settings,
    sso::{self, Arrival, Departure, Purpose, Returned},
    testing::Test,
};

const TENANT: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
const SECRET: &str = "sim~Secret.2026";

fn form(strong: bool) -> SsoForm {
    SsoForm {
        directory: TENANT.into(),
        application: "1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9".into(),
        client_secret: SECRET.into(),
        secret_expires: String::new(),
        allowed_domains: "landlord.example.org".into(),
        strong: if strong { "yes".into() } else { String::new() },
    }
}

fn who(object: &str, email: &str) -> Identity {
    Identity {
        tenant: TENANT.into(),
        object: object.into(),
        email: Email::parse(email),
        is_guest: false,
        proved_at: None,
    }
}

async fn save(ctx: &Ctx, form: SsoForm) {
    sso::save(ctx, form.parse().unwrap()).await.unwrap();
}

/// A browser on its way, and the state that Microsoft was given.
fn away(t: &Test, departure: Departure) -> (Browser, String) {
    let Departure::To { browser, .. } = departure else {
        panic!("{departure:?}")
    };
    let browser = Browser {
        sso: Some(browser),
        address: "192.0.2.1".into(),
        ..Browser::default()
    };
    (browser, t.sso.newest().unwrap().1.state)
}

fn back(state: &str) -> Returned {
    Returned {
        state: state.to_owned(),
        code: "code".into(),
        ..Returned::default()
    }
}

fn failed(arrival: &Arrival) -> Failure {
    match arrival {
        Arrival::Failed { failure, .. } => *failure,
        other => panic!("{other:?}"),
    }
}

/// Puts a version live as the only owner.
async fn enable(ctx: &Ctx, version: String) -> Result<(), Error> {
    let reason = "We move to Microsoft".into();
    sso::enable(ctx, Enable { version, reason }).await.map(drop)
}

async fn pass_test(t: &Test, ctx: &Ctx) {
    let (browser, state) = away(t, sso::test(ctx).await.unwrap());
    t.sso.script([Ok(who("tester", "tester@landlord.example.org"))]);
    let arrival = sso::return_to(ctx, back(&state), &browser).await.unwrap();
    assert!(matches!(arrival, Arrival::Passed), "{arrival:?}");
}

/// An owner with a password, and single sign-on put live.
async fn live(t: &Test, strong: bool) -> Ctx {
    let owner = t.staff("Olwen").await;
    save(&owner, form(strong)).await;
    pass_test(t, &owner).await;
    let version = sso::overview(&owner).await.unwrap().draft.unwrap().version;
    enable(&owner, version).await.unwrap();
    // Owners are told; what comes after is newer.
    t.work().await;
    owner
}

async fn come(t: &Test, identity: Identity) -> Arrival {
    let ctx = t.ctx(Actor::Nobody);
    let (browser, state) = away(t, sso::depart(&ctx, "/console/repairs").await.unwrap());
    t.sso.script([Ok(identity)]);
    sso::return_to(&ctx, back(&state), &browser).await.unwrap()
}

async fn session_of(t: &Test, arrival: Arrival) -> Session {
    let Arrival::In { signed_in, .. } = arrival else {
        panic!("{arrival:?}")
    };
    let (SignedIn::Fully(tokens) | SignedIn::Half(tokens)) = signed_in;
    auth::look_up(&t.platform, Plane::Console, Some(&tokens.session))
        .await
        .unwrap()
}

async fn is_in(t: &Test, arrival: Arrival, name: &str) -> bool {
    matches!(session_of(t, arrival).await, Session::Full(Actor::Staff(staff), _) if staff.name == name)
}

both_engines! {
    async fn only_what_passed_a_test_is_put_live(t: Test) {
        let owner = t.staff("Olwen").await;
        assert!(!sso::is_on(&owner).await.unwrap());
        save(&owner, form(true)).await;
        let version = |ctx: Ctx| async move { sso::overview(&ctx).await.unwrap().draft.unwrap().version };
        let untested = version(owner.clone()).await;
        let refused = enable(&owner, untested.clone()).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::ChangedMeanwhile))), "{refused:?}");
        pass_test(&t, &owner).await;
        // The values change after the test: what passed is gone.
        save(&owner, SsoForm { client_secret: String::new(), ..form(true) }).await;
        for version in [untested, version(owner.clone()).await] {
            let refused = enable(&owner, version).await;
            assert!(matches!(refused, Err(Error::Conflict(Conflict::ChangedMeanwhile))), "{refused:?}");
        }
        pass_test(&t, &owner).await;
        enable(&owner, version(owner.clone()).await).await.unwrap();
        assert!(sso::is_on(&owner).await.unwrap());
        t.work().await;
        assert_eq!(t.mail.sent_to("olwen@landlord.example.org").len(), 2, "the change, and that nobody else agreed");
        assert_eq!(audited(&t.platform, "sso.enabled", "landlord").await, 1);
        sso::disable(&owner, "Away").await.unwrap();
        assert!(!sso::is_on(&owner).await.unwrap());
    }

    async fn the_secret_is_sealed_and_a_blank_one_keeps_it(t: Test) {
        let owner = t.staff("Olwen").await;
        let blank = SsoForm { client_secret: String::new(), ..form(true) };
        let missing = sso::save(&owner, blank.parse().unwrap()).await;
        assert!(matches!(&missing, Err(Error::Form(errors)) if errors.code("client_secret") == Some(&Code::Required)), "{missing:?}");
        save(&owner, form(true)).await;
        save(&owner, blank).await;
        let (sealed,) = t.platform.db.one::<(String,)>("select secret from sso_registrations", args![]).await.unwrap();
        assert!(!sealed.contains(SECRET));
        away(&t, sso::test(&owner).await.unwrap());
        let (registration, _) = t.sso.newest().unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&registration.secret), SECRET);
        assert_eq!(registration.redirect, "https://tenants.example.org/console/sso/callback");
    }

    async fn only_those_who_may_and_with_a_fresh_proof_change_anything(t: Test) {
        let reader = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        assert!(matches!(sso::overview(&reader).await, Err(Error::Denied)));
        assert!(matches!(sso::test(&reader).await, Err(Error::Denied)));
        assert!(matches!(sso::save(&reader, form(true).parse().unwrap()).await, Err(Error::Denied)));
        let owner = t.staff("Olwen").await;
        t.clock.advance_secs(11 * 60);
        for refused in [
            sso::save(&owner, form(true).parse().unwrap()).await,
            enable(&owner, String::new()).await,
            sso::disable(&owner, "Away").await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::ProveFirst)), "{refused:?}");
        }
    }

    async fn a_test_that_fails_says_why_and_changes_nothing(t: Test) {
        let owner = t.staff("Olwen").await;
        save(&owner, form(true)).await;
        t.sso.fail(Failure::WrongTenant);
        assert!(matches!(sso::test(&owner).await.unwrap(), Departure::Failed(Failure::WrongTenant)));
        let failure = |ctx: Ctx| async move { sso::overview(&ctx).await.unwrap().draft.unwrap().failure };
        assert_eq!(failure(owner.clone()).await, Some(Failure::WrongTenant));
        let (browser, state) = away(&t, sso::test(&owner).await.unwrap());
        t.sso.script([Err(Failure::ExpiredSecret)]);
        let arrival = sso::return_to(&owner, back(&state), &browser).await.unwrap();
        assert_eq!(failed(&arrival), Failure::ExpiredSecret);
        assert_eq!(failure(owner.clone()).await, Some(Failure::ExpiredSecret));
        pass_test(&t, &owner).await;
        assert_eq!(failure(owner.clone()).await, None);
        // A test that was on its way when the settings changed proves nothing.
        let (browser, state) = away(&t, sso::test(&owner).await.unwrap());
        save(&owner, form(false)).await;
        t.sso.script([Ok(who("tester", "tester@landlord.example.org"))]);
        let arrival = sso::return_to(&owner, back(&state), &browser).await.unwrap();
        assert_eq!(failed(&arrival), Failure::Changed);
        assert!(!sso::overview(&owner).await.unwrap().draft.unwrap().has_passed);
    }

    async fn the_first_time_an_invited_address_counts_and_after_that_the_person_alone(t: Test) {
        live(&t, true).await;
        t.staff_as("Sian", BuiltInRole::Repairs).await;
        let sian = "sian@landlord.example.org";
        let first = come(&t, who("object-1", sian)).await;
        assert!(is_in(&t, first, "Sian").await);
        // A new address, or none: still the same person.
        for identity in [who("object-1", "other@elsewhere.example"), Identity { email: None, ..who("object-1", sian) }] {
            let again = come(&t, identity).await;
            assert!(is_in(&t, again, "Sian").await);
        }
        // The same address from another person is refused for ever.
        let other = come(&t, who("object-2", sian)).await;
        assert_eq!(failed(&other), Failure::OtherAccount);
        assert_eq!(audited(&t.platform, "sso.refused", "landlord").await, 1);
    }

    async fn strangers_guests_and_other_domains_stay_out_and_nobody_is_made(t: Test) {
        live(&t, true).await;
        let before = crate::count(&t.platform, "select count(*) from staff", args![]).await;
        for (identity, expected) in [
            (who("o", "nobody@landlord.example.org"), Failure::Unknown),
            (who("o", "olwen@elsewhere.example"), Failure::OtherDomain),
            (Identity { email: None, ..who("o", "") }, Failure::NoEmail),
            (Identity { is_guest: true, ..who("o", "olwen@landlord.example.org") }, Failure::Guest),
        ] {
            let arrival = come(&t, identity).await;
            assert_eq!(failed(&arrival), expected);
        }
        assert_eq!(crate::count(&t.platform, "select count(*) from staff", args![]).await, before);
        assert_eq!(crate::count(&t.platform, "select count(*) from staff_sso", args![]).await, 0);
    }

    async fn the_landlords_own_list_of_domains_counts_as_well(t: Test) {
        let owner = live(&t, true).await;
        let approve = |domain: &'static str| settings::change(&owner, "approved-domains", move |settings| {
            settings.administrator_domains = vec![domain.to_owned()];
        });
        approve("elsewhere.example").await.unwrap();
        let olwen = who("object-1", "olwen@landlord.example.org");
        assert_eq!(failed(&come(&t, olwen.clone()).await), Failure::OtherDomain);
        approve("landlord.example.org").await.unwrap();
        assert!(matches!(come(&t, olwen.clone()).await, Arrival::In { .. }));
        // Who came once is known by the person, not by the address.
        approve("elsewhere.example").await.unwrap();
        assert!(matches!(come(&t, olwen).await, Arrival::In { .. }));
    }

    async fn whoever_was_closed_or_deleted_stays_out(t: Test) {
        live(&t, true).await;
        t.staff_as("Sian", BuiltInRole::Repairs).await;
        let sian = who("object-1", "sian@landlord.example.org");
        assert!(matches!(come(&t, sian.clone()).await, Arrival::In { .. }));
        t.platform.db.execute("update staff set disabled_at = 1 where name = 'Sian'", args![]).await.unwrap();
        assert_eq!(failed(&come(&t, sian.clone()).await), Failure::Disabled);
        t.platform.db.execute("update staff set deleted_at = 1 where name = 'Sian'", args![]).await.unwrap();
        assert_eq!(failed(&come(&t, sian).await), Failure::Unknown);
    }

    async fn without_microsofts_second_step_ours_is_asked_for(t: Test) {
        live(&t, false).await;
        let arrival = come(&t, who("object-1", "olwen@landlord.example.org")).await;
        assert!(matches!(&arrival, Arrival::In { signed_in: SignedIn::Half(_), next } if next == "/console/repairs"), "{arrival:?}");
        assert!(matches!(session_of(&t, arrival).await, Session::Half(_)));
        t.work().await;
        assert!(t.mail.newest_code("olwen@landlord.example.org").is_some());
    }

    async fn what_comes_back_works_once_in_the_browser_that_began_and_in_time(t: Test) {
        live(&t, true).await;
        let (ctx, olwen) = (t.ctx(Actor::Nobody), who("object-1", "olwen@landlord.example.org"));
        let (browser, state) = away(&t, sso::depart(&ctx, "").await.unwrap());
        let (other, other_state) = away(&t, sso::depart(&ctx, "").await.unwrap());
        for (stranger, state) in [
            (&Browser { sso: None, ..browser.clone() }, state.as_str()),
            (&other, state.as_str()),
            (&browser, other_state.as_str()),
            (&browser, ""),
            (&browser, "made-up"),
        ] {
            let arrival = sso::return_to(&ctx, back(state), stranger).await.unwrap();
            assert!(matches!(arrival, Arrival::Failed { failure: Failure::Lapsed, purpose: None, .. }), "{arrival:?}");
        }
        t.sso.script([Ok(olwen.clone()), Ok(olwen)]);
        // Two at once: one of them gets in.
        let (one, two) = tokio::join!(
            sso::return_to(&ctx, back(&state), &browser),
            sso::return_to(&ctx, back(&state), &browser)
        );
        let entered = [one.unwrap(), two.unwrap()];
        assert_eq!(entered.iter().filter(|arrival| matches!(arrival, Arrival::In { .. })).count(), 1);
        t.clock.advance_secs(10 * 60);
        let late = sso::return_to(&ctx, back(&other_state), &other).await.unwrap();
        assert_eq!(failed(&late), Failure::Lapsed);
    }

    async fn two_people_with_one_address_cannot_both_link(t: Test) {
        live(&t, true).await;
        let ctx = t.ctx(Actor::Nobody);
        let (one, one_state) = away(&t, sso::depart(&ctx, "").await.unwrap());
        let (two, two_state) = away(&t, sso::depart(&ctx, "").await.unwrap());
        let olwen = "olwen@landlord.example.org";
        t.sso.script([Ok(who("object-1", olwen)), Ok(who("object-2", olwen))]);
        let (one, two) = tokio::join!(
            sso::return_to(&ctx, back(&one_state), &one),
            sso::return_to(&ctx, back(&two_state), &two)
        );
        let outcomes = [one.unwrap(), two.unwrap()];
        assert_eq!(outcomes.iter().filter(|arrival| matches!(arrival, Arrival::In { .. })).count(), 1, "{outcomes:?}");
        assert_eq!(crate::count(&t.platform, "select count(*) from staff_sso", args![]).await, 1);
    }

    async fn a_proof_counts_for_the_same_person_and_only_when_it_is_fresh(t: Test) {
        let owner = live(&t, true).await;
        let olwen = who("object-1", "olwen@landlord.example.org");
        let prove = |identity: Identity| {
            let (t, owner) = (t.clone(), owner.clone());
            async move {
                let (browser, state) = away(&t, sso::prove(&owner, "/console/sso").await.unwrap());
                assert!(t.sso.newest().unwrap().1.anew);
                t.sso.script([Ok(identity)]);
                sso::return_to(&owner, back(&state), &browser).await.unwrap()
            }
        };
        let now = t.platform.clock.now();
        let fresh = Identity { proved_at: Some(now), ..olwen.clone() };
        assert!(matches!(prove(fresh).await, Arrival::In { .. }));
        let stale = Identity { proved_at: Some(now.minus_secs(601)), ..olwen };
        assert_eq!(failed(&prove(stale).await), Failure::NotFresh);
        t.staff("Sian").await;
        assert_eq!(failed(&prove(who("object-2", "sian@landlord.example.org")).await), Failure::NotYou);
        assert!(matches!(sso::prove(&t.ctx(Actor::Nobody), "").await, Err(Error::SignIn)));
    }

    async fn the_settings_say_whether_an_old_proof_can_be_told(t: Test) {
        let owner = t.staff("Olwen").await;
        let now = t.platform.clock.now();
        for (proved_at, tells) in [(None, false), (Some(now), true)] {
            save(&owner, form(true)).await;
            assert!(!sso::overview(&owner).await.unwrap().draft.unwrap().tells_proof_time);
            let (browser, state) = away(&t, sso::test(&owner).await.unwrap());
            t.sso.script([Ok(Identity { proved_at, ..who("tester", "tester@landlord.example.org") })]);
            sso::return_to(&owner, back(&state), &browser).await.unwrap();
            assert_eq!(sso::overview(&owner).await.unwrap().draft.unwrap().tells_proof_time, tells);
        }
    }

    async fn a_refusal_and_an_outage_are_told_and_recorded(t: Test) {
        let ctx = t.ctx(Actor::Nobody);
        assert!(matches!(sso::depart(&ctx, "").await.unwrap(), Departure::Failed(Failure::Off)));
        let owner = live(&t, true).await;
        t.sso.fail(Failure::Unreachable);
        assert!(matches!(sso::depart(&ctx, "").await.unwrap(), Departure::Failed(Failure::Unreachable)));
        let (browser, state) = away(&t, sso::depart(&ctx, "").await.unwrap());
        let denied = Returned { error: "access_denied".into(), description: "<script>".into(), ..back(&state) };
        let arrival = sso::return_to(&ctx, denied, &browser).await.unwrap();
        assert!(matches!(arrival, Arrival::Failed { failure: Failure::Refused, purpose: Some(Purpose::SignIn), .. }), "{arrival:?}");
        assert_eq!(audited(&t.platform, "sso.refused", "landlord").await, 1);
        // Turned off while somebody is on the way.
        let (browser, state) = away(&t, sso::depart(&ctx, "").await.unwrap());
        sso::disable(&owner, "Away").await.unwrap();
        assert_eq!(failed(&sso::return_to(&ctx, back(&state), &browser).await.unwrap()), Failure::Off);
    }

    async fn it_is_told_when_no_owner_could_get_in_without_microsoft(t: Test) {
        let owner = t.staff("Olwen").await;
        assert!(!sso::overview(&owner).await.unwrap().no_owner_has_a_password);
        t.platform.db.execute("update staff set sso_only = $1, password_hash = ''", args![true]).await.unwrap();
        assert!(sso::overview(&owner).await.unwrap().no_owner_has_a_password);
    }

    async fn another_directory_means_other_people(t: Test) {
        let owner = live(&t, true).await;
        assert!(matches!(come(&t, who("object-1", "olwen@landlord.example.org")).await, Arrival::In { .. }));
        let moved = "00000000-0000-4000-8000-000000000001";
        save(&owner, SsoForm { directory: moved.into(), ..form(true) }).await;
        pass_test(&t, &owner).await;
        let version = sso::overview(&owner).await.unwrap().draft.unwrap().version;
        enable(&owner, version).await.unwrap();
        let there = Identity { tenant: moved.into(), ..who("object-9", "olwen@landlord.example.org") };
        assert!(matches!(come(&t, there).await, Arrival::In { .. }));
        sso::sweep(&owner).await.unwrap();
    }
}
