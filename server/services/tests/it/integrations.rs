//! Connections to outside systems: saved, changed, undone, switched off; everywhere at once and never with their secrets.

mod civica_cx;
mod health;
mod passing_on;
mod trial;

use crate::{audited, count};
use domain::{
    forms::Code,
    integrations::{Mode, Slot},
    permissions::BuiltInRole,
};
use secrecy::ExposeSecret;
use services::{
    args, both_engines,
    context::Ctx,
    error::{Conflict, Error, Result},
    integrations::{self, Draft, Given, Secrets},
    ports::{PortError, Trouble},
    testing::{HousingSettings, Test},
};

const SECRET: &str = "canary-6C1F-password";
const NEEDS: &[(&str, &str)] = &[("password", "api_password")];

fn draft(label: &str, seen: i64) -> Draft<HousingSettings> {
    Draft {
        mode: Mode::Live,
        seen,
        settings: HousingSettings::labelled(label),
        secrets: Secrets::one("password", SECRET.to_owned().into()),
        needs: NEEDS,
        address_box: "api_url",
        enabled: true,
    }
}

fn without_secret(label: &str, seen: i64) -> Draft<HousingSettings> {
    Draft {
        secrets: Secrets::default(),
        ..draft(label, seen)
    }
}

/// The label and the password of the newest adapter.
fn made(t: &Test) -> (String, String) {
    let connections = t.switchboard.made();
    let newest = connections
        .iter()
        .rfind(|made| made.slot == Slot::Housing)
        .unwrap();
    let password = newest.secrets.get("password");
    (
        newest.settings::<HousingSettings>().unwrap().label,
        password
            .map(|secret| secret.expose_secret().to_owned())
            .unwrap_or_default(),
    )
}

async fn current(ctx: &Ctx) -> integrations::Stored {
    integrations::current(ctx, Slot::Housing, Mode::Live)
        .await
        .unwrap()
        .unwrap()
}

fn is_off(
    outcome: &std::result::Result<std::sync::Arc<dyn services::ports::housing::Housing>, PortError>,
) -> bool {
    matches!(outcome, Err(PortError::Misconfigured(Trouble::NotSetUp)))
}

fn is_changed_meanwhile(outcome: &Result<()>) -> bool {
    matches!(outcome, Err(Error::Conflict(Conflict::ChangedMeanwhile)))
}

both_engines! {
    async fn a_change_reaches_every_node_and_an_undo_as_well(t: Test) {
        let (owner, other) = (t.staff("Olwen").await, t.another_node().await);
        integrations::save(&owner, draft("second", 1)).await.unwrap();
        assert_eq!(made(&t), ("second".into(), SECRET.into()));
        let before = t.switchboard.made().len();
        other.refresh().await.unwrap();
        assert_eq!(t.switchboard.made().len(), before + 1, "the other node made it anew, and nothing else");
        other.refresh().await.unwrap();
        assert_eq!(t.switchboard.made().len(), before + 1, "what did not change stays as it is");
        // What no adapter can be made of is refused; what was mistaken otherwise is undone, and comes back whole.
        match integrations::save(&owner, without_secret("broken", 2)).await {
            Err(Error::Form(errors)) => assert_eq!(errors.code("api_url"), Some(&Code::NotApproved)),
            other => panic!("{other:?}"),
        }
        integrations::save(&owner, without_secret("mistaken", 2)).await.unwrap();
        assert_eq!(made(&t).0, "mistaken");
        integrations::restore(&owner, Slot::Housing, Mode::Live, 3, 2).await.unwrap();
        assert!(t.platform.housing_of(Mode::Live).is_ok());
        assert_eq!(made(&t), ("second".into(), SECRET.into()));
        let (older, more) = integrations::history(&owner, Slot::Housing, Mode::Live, 4).await.unwrap();
        let versions: Vec<_> = older.iter().map(|stored| stored.version).collect();
        assert_eq!((versions, more), (vec![3, 2, 1], false));
        assert_eq!(audited(&t.platform, "connection.restored", "housing").await, 1);
    }

    async fn what_is_switched_off_is_used_by_nobody_until_it_is_on_again(t: Test) {
        let (owner, other) = (t.staff("Olwen").await, t.another_node().await);
        integrations::save(&owner, draft("second", 1)).await.unwrap();
        integrations::disable(&owner, Slot::Housing, Mode::Live, 2).await.unwrap();
        other.refresh().await.unwrap();
        assert!(is_off(&t.platform.housing_of(Mode::Live)) && is_off(&other.housing_of(Mode::Live)));
        assert!(!current(&owner).await.enabled);
        integrations::enable(&owner, Slot::Housing, Mode::Live, 3).await.unwrap();
        assert!(t.platform.housing_of(Mode::Live).is_ok());
        assert_eq!(made(&t), ("second".into(), SECRET.into()));
        // Something is still to be chosen: saved, and not used yet.
        integrations::save(&owner, without_secret("", 4)).await.unwrap();
        assert!(is_off(&t.platform.housing_of(Mode::Live)) && !current(&owner).await.complete);
    }

    async fn of_two_saves_at_once_one_is_kept_and_the_other_is_told(t: Test) {
        let (owner, there) = (t.staff("Olwen").await, t.another_node().await);
        let other = Ctx { platform: there, ..owner.clone() };
        let (first, second) = tokio::join!(
            integrations::save(&owner, draft("first", 1)),
            integrations::save(&other, draft("second", 1)),
        );
        assert!(first.is_ok() != second.is_ok());
        assert!(is_changed_meanwhile(&first) || is_changed_meanwhile(&second));
        assert_eq!(current(&owner).await.version, 2);
        for seen in [0, 1, 3, -1, i64::MAX] {
            assert!(is_changed_meanwhile(&integrations::save(&owner, draft("late", seen)).await), "{seen}");
        }
        let old = integrations::disable(&owner, Slot::Housing, Mode::Live, 1).await;
        assert!(is_changed_meanwhile(&old));
        let missing = integrations::restore(&owner, Slot::Housing, Mode::Live, 2, 9).await;
        assert!(matches!(missing, Err(Error::NotFound)));
    }

    async fn a_secret_stays_where_it_was_typed_for(t: Test) {
        let owner = t.staff("Olwen").await;
        integrations::save(&owner, draft("second", 1)).await.unwrap();
        integrations::save(&owner, without_secret("third", 2)).await.unwrap();
        assert_eq!(made(&t), ("third".into(), SECRET.into()), "kept for the same place");
        // Whoever may change the address must not have the password sent to a machine of their own.
        let mut elsewhere = without_secret("fourth", 3);
        elsewhere.settings.address = "https://collector.example".into();
        match integrations::save(&owner, elsewhere).await {
            Err(Error::Form(errors)) => assert_eq!(errors.code("api_password"), Some(&Code::Required)),
            other => panic!("{other:?}"),
        }
        assert_eq!(current(&owner).await.version, 3);
        // Sealed for its own version: in no column, no answer and no entry of the audit.
        let sql = "select count(*) from connections where secrets like '%canary%' or settings like '%canary%' or secrets = ''";
        assert_eq!(count(&t.platform, sql, args![]).await, 3, "only the three that were plugged in without any");
        let sql = "select count(*) from audit where detail like '%canary%'";
        assert_eq!(count(&t.platform, sql, args![]).await, 0);
        assert!(!format!("{:?} {:?}", current(&owner).await, t.switchboard.made()).contains("canary"));
        let moved = "update connections set secrets = (select secrets from connections where version = 2 and slot = 'housing')
            where version = 3 and slot = 'housing'";
        t.platform.db.execute(moved, args![]).await.unwrap();
        let undone = integrations::enable(&owner, Slot::Housing, Mode::Live, 3).await;
        assert!(matches!(undone, Err(Error::Stored(_))), "a sealed secret does not open elsewhere");
    }

    async fn only_integration_managers_who_just_proved_who_they_are_change_anything(t: Test) {
        let repairs = t.staff_as("Robin", BuiltInRole::Repairs).await;
        assert!(matches!(integrations::save(&repairs, draft("x", 1)).await, Err(Error::Denied)));
        assert!(matches!(integrations::current(&repairs, Slot::Housing, Mode::Live).await, Err(Error::Denied)));
        let owner = t.staff("Olwen").await;
        t.clock.advance_secs(601);
        for outcome in [
            integrations::save(&owner, draft("x", 1)).await,
            integrations::disable(&owner, Slot::Housing, Mode::Live, 1).await,
            integrations::restore(&owner, Slot::Housing, Mode::Live, 1, 1).await,
        ] {
            assert!(matches!(outcome, Err(Error::ProveFirst)));
        }
        assert_eq!(current(&owner).await.version, 1);
    }

    async fn the_environment_is_followed_until_somebody_saves(t: Test) {
        let (owner, platform) = (t.staff("Olwen").await, &t.platform);
        let give = |label: &'static str, password: &'static str, given: Given| async move {
            let secrets = Secrets::one("password", password.to_owned().into());
            let (now, settings) = (platform.clock.now(), HousingSettings::labelled(label));
            integrations::adopt(&platform.db, &platform.vault, &settings, &secrets, given, now).await.unwrap();
            platform.refresh().await.unwrap();
        };
        give("env", "one", Given::UntilSaved).await;
        give("env", "one", Given::UntilSaved).await;
        assert_eq!(current(&owner).await.version, 2, "the same again is no change");
        give("env", "two", Given::UntilSaved).await;
        assert_eq!(made(&t), ("env".into(), "two".into()), "a new password is one");
        integrations::save(&owner, draft("console", 3)).await.unwrap();
        give("env", "three", Given::UntilSaved).await;
        assert_eq!(made(&t), ("console".into(), SECRET.into()));
        give("demo", "four", Given::Always).await;
        assert_eq!(made(&t).0, "demo");
    }
}
