//! Those who pass messages on: a mail server that we log in to with a credential.

use super::*;
use domain::{
    credentials::CredentialForm,
    forms::Form,
    ids::CredentialId,
    integrations::smtp::{SaveSmtp, Smtp, SmtpForm},
};
use services::{credentials, random, testing::Given as Rights};

const OUTLOOK: &str = "SMTP.SendAsApp";
const SITES: &str = "Sites.Selected";
const DIRECTORY: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";

async fn credential(t: &Test, owner: &Ctx, name: &str, right: &'static str) -> CredentialId {
    t.directory.always(Ok(Rights::with(&[right])));
    let form = CredentialForm {
        submission: random::id(t.platform.clock.now()),
        credential_name: name.into(),
        method: "manual".into(),
        directory: DIRECTORY.into(),
        application: DIRECTORY.into(),
        client_secret: "secret-of-the-application".into(),
        secret_expires: "2027-06-30".into(),
        rights: vec![right.into()],
        ..CredentialForm::default()
    };
    credentials::keep(owner, form.parse().unwrap()).await.unwrap().0
}

fn form(seen: i64) -> SmtpForm {
    SmtpForm {
        version: seen.to_string(),
        smtp_host: "smtp.office365.com".into(),
        smtp_port: "587".into(),
        smtp_security: "starttls".into(),
        smtp_username: "repairs@homes.example".into(),
        from_name: "Our Homes".into(),
        from_address: "repairs@homes.example".into(),
        ..SmtpForm::default()
    }
}

fn with_credential(id: &CredentialId, seen: i64) -> SaveSmtp {
    let form = SmtpForm {
        smtp_login: "credential".into(),
        smtp_credential: id.to_string(),
        ..form(seen)
    };
    form.parse().unwrap()
}

fn with_password(password: &str, seen: i64) -> SaveSmtp {
    let form = SmtpForm {
        smtp_password: password.into(),
        ..form(seen)
    };
    form.parse().unwrap()
}

fn newest(t: &Test) -> (Smtp, bool) {
    let made = t.switchboard.made();
    let made = made.iter().rfind(|made| made.slot == Slot::Mail).unwrap();
    (made.settings().unwrap(), made.secrets.is_empty())
}

fn is_gone<T: std::fmt::Debug>(outcome: &Result<T>) -> bool {
    matches!(outcome, Err(Error::Conflict(Conflict::CredentialGone)))
}

both_engines! {
    async fn a_credential_that_the_mail_server_uses_stays(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = credential(&t, &owner, "Exchange", OUTLOOK).await;
        assert_eq!(integrations::save_smtp(&owner, with_password("secret", 1)).await.unwrap(), Ok(()));
        integrations::save_smtp(&owner, with_credential(&id, 2)).await.unwrap().unwrap();
        let (settings, keeps_none) = newest(&t);
        assert_eq!(settings.credential, id.to_string());
        assert!(keeps_none, "the password of before is not kept");
        assert_eq!(credentials::uses(&owner, &id).await.unwrap(), [(Slot::Mail, Mode::Live)]);
        let kept = credentials::delete(&owner, &id).await;
        assert!(matches!(kept, Err(Error::Conflict(Conflict::CredentialInUse))), "{kept:?}");
        // Back to a password: it is typed anew, and then nothing uses the credential.
        let without = integrations::save_smtp(&owner, with_password("", 3)).await;
        assert!(matches!(&without, Err(Error::Form(errors)) if errors.code("smtp_password").is_some()), "{without:?}");
        integrations::save_smtp(&owner, with_password("secret", 3)).await.unwrap().unwrap();
        credentials::delete(&owner, &id).await.unwrap();
        // The version that used it cannot come back.
        let restored = integrations::restore(&owner, Slot::Mail, Mode::Live, 4, 3).await;
        assert!(is_gone(&restored), "{restored:?}");
        assert_eq!(newest(&t).0.credential, "");
    }

    async fn only_credentials_that_ask_to_send_email_can_be_chosen(t: Test) {
        let owner = t.staff("Olwen").await;
        let sites = credential(&t, &owner, "SharePoint", SITES).await;
        let nobodys = CredentialId::parse(&random::id(t.platform.clock.now())).unwrap();
        for id in [sites, nobodys] {
            let refused = integrations::save_smtp(&owner, with_credential(&id, 1)).await;
            assert!(
                matches!(&refused, Err(Error::Form(errors)) if errors.code("smtp_credential") == Some(&Code::NotOffered)),
                "{refused:?}"
            );
        }
        let reader = t.staff_as("Robin", BuiltInRole::ReadOnly).await;
        assert!(matches!(integrations::save_smtp(&reader, with_password("secret", 1)).await, Err(Error::Denied)));
    }

    async fn a_credential_is_deleted_or_used_and_never_both(t: Test) {
        let owner = t.staff("Olwen").await;
        for round in 0..6 {
            let id = credential(&t, &owner, &format!("Exchange {round}"), OUTLOOK).await;
            let seen = integrations::current(&owner, Slot::Mail, Mode::Live).await.unwrap().unwrap().version;
            let saving = {
                let (owner, cmd) = (owner.clone(), with_credential(&id, seen));
                tokio::spawn(async move { integrations::save_smtp(&owner, cmd).await })
            };
            let deleting = {
                let (owner, id) = (owner.clone(), id.clone());
                tokio::spawn(async move { credentials::delete(&owner, &id).await })
            };
            let (saved, deleted) = (saving.await.unwrap(), deleting.await.unwrap());
            assert!(saved.is_ok() != deleted.is_ok(), "{saved:?} {deleted:?}");
        }
    }
}
