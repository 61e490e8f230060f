//! The settings of Civica Cx and of what tenants see of its record.

use domain::{
    dates::Day,
    forms::{Code, Form},
    integrations::{
        Mode, Slot, State,
        civica_cx::{CivicaCx, CivicaCxForm, RecordForm},
    },
};
use services::{
    both_engines,
    context::Ctx,
    error::{Error, Result},
    integrations::{self, Stored, Verdict},
    testing::Test,
};

fn form(seen: i64) -> CivicaCxForm {
    CivicaCxForm {
        version: seen.to_string(),
        mode: String::new(),
        api_integration: "on".into(),
        api_url: "https://cx.landlord.example".into(),
        api_username: "portal".into(),
        api_password: "canary-password".into(),
        company: String::new(),
        approve_host: String::new(),
    }
}

async fn save(ctx: &Ctx, form: CivicaCxForm) -> Result<Verdict> {
    integrations::save_civica_cx(ctx, form.parse().unwrap()).await
}

async fn current(ctx: &Ctx) -> Stored {
    integrations::current(ctx, Slot::Housing, Mode::Live)
        .await
        .unwrap()
        .unwrap()
}

fn refused(outcome: Result<Verdict>, field: &str) -> Code {
    match outcome {
        Err(Error::Form(errors)) => errors.code(field).unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn saving_loads_the_companies_and_a_selected_one_puts_it_to_use(t: Test) {
        let owner = t.staff("Olwen").await;
        save(&owner, form(1)).await.unwrap().unwrap();
        let stored = current(&owner).await;
        assert!(t.platform.housing_of(Mode::Live).is_err(), "nothing is used before a company is selected");
        let status = integrations::status(&owner, Slot::Housing, Mode::Live).await.unwrap().unwrap();
        assert_eq!(status.state, State::NotSetUp);
        let (code, _) = stored.found.first().cloned().unwrap();
        let other = CivicaCxForm { company: "NOWHERE".into(), api_password: String::new(), ..form(2) };
        assert_eq!(refused(save(&owner, other).await, "company"), Code::NotOffered);
        let chosen = CivicaCxForm { company: code.clone(), api_password: String::new(), ..form(2) };
        save(&owner, chosen.clone()).await.unwrap().unwrap();
        assert!(t.platform.housing_of(Mode::Live).is_ok());
        assert_eq!(current(&owner).await.settings::<CivicaCx>().unwrap().company, code);
        // Another address has other companies, and does not get the password that was typed for this one.
        let elsewhere = CivicaCxForm { version: "3".into(), api_url: "https://other.example".into(), ..chosen };
        assert_eq!(refused(save(&owner, elsewhere.clone()).await, "api_password"), Code::Required);
        save(&owner, CivicaCxForm { api_password: "new".into(), ..elsewhere }).await.unwrap().unwrap();
        assert_eq!(current(&owner).await.settings::<CivicaCx>().unwrap().company, "");
        assert!(t.platform.housing_of(Mode::Live).is_err());
    }

    async fn what_is_saved_stays_while_the_companies_cannot_be_loaded(t: Test) {
        let owner = t.staff("Olwen").await;
        t.housing.set_down(true);
        assert!(save(&owner, form(1)).await.unwrap().is_err());
        let stored = current(&owner).await;
        assert_eq!((stored.version, stored.found.len(), stored.has_secrets), (2, 0, true));
        t.housing.set_down(false);
        let again = CivicaCxForm { api_password: String::new(), ..form(2) };
        save(&owner, again).await.unwrap().unwrap();
        assert!(!current(&owner).await.found.is_empty());
        // Switched off it is saved without asking anybody.
        t.housing.set_down(true);
        let off = CivicaCxForm { api_integration: "off".into(), api_password: String::new(), ..form(3) };
        save(&owner, off).await.unwrap().unwrap();
        assert!(!current(&owner).await.enabled);
    }

    async fn how_the_record_is_shown_is_in_force_at_once(t: Test) {
        let owner = t.staff("Olwen").await;
        let form = RecordForm {
            repairs_start: "2026-04-01".into(),
            can_cancel: String::new(),
            notice_days: "2".into(),
        };
        integrations::save_record(&owner, form.parse().unwrap()).await.unwrap();
        let settings = t.platform.settings.get();
        assert_eq!(settings.repairs_start, Some(Day("2026-04-01".into())));
        assert_eq!((settings.customers_can_cancel, settings.cancel_notice_days), (false, 2));
        let reader = t.staff_as("Robin", domain::permissions::BuiltInRole::Repairs).await;
        let denied = integrations::save_record(&reader, form.parse().unwrap()).await;
        assert!(matches!(denied, Err(Error::Denied)));
    }
}
