//! Credential Manager, with a directory that gives what a test says.

mod consent;
mod tokens;
mod warnings;

use super::{audited, count};
use domain::{
    credentials::{Badge, CredentialForm, Failure, Keep, Method},
    forms::{Code, Form},
    ids::CredentialId,
    integrations::{Mode, Slot},
    permissions::BuiltInRole,
};
use services::{
    args, both_engines,
    context::{Actor, Ctx},
    credentials,
    error::{Conflict, Error},
    random,
    testing::{Given, Test},
};

const TENANT: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
const OTHER: &str = "00000000-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
const SECRET: &str = "canary~secret.of-the-application";
const GRAPH: &str = "https://graph.microsoft.com/.default";
const OUTLOOK: &str = "https://outlook.office365.com/.default";
const SITES: &str = "Sites.Selected";
const MAIL: &str = "SMTP.SendAsApp";

fn form(t: &Test, rights: &[&str]) -> CredentialForm {
    CredentialForm {
        submission: random::id(t.platform.clock.now()),
        credential_name: "SharePoint".into(),
        method: "oauth".into(),
        directory: TENANT.into(),
        application: TENANT.into(),
        client_secret: SECRET.into(),
        secret_expires: "2027-06-30".into(),
        rights: rights.iter().map(|right| (*right).to_owned()).collect(),
        ..CredentialForm::default()
    }
}

fn read(form: &CredentialForm) -> Keep {
    form.parse().unwrap()
}

async fn kept(ctx: &Ctx, form: &CredentialForm) -> (CredentialId, Badge) {
    credentials::keep(ctx, read(form)).await.unwrap()
}

/// The form of a stored credential, as its page shows it.
async fn stored(ctx: &Ctx, id: &CredentialId) -> CredentialForm {
    let credential = credentials::one(ctx, id).await.unwrap();
    CredentialForm {
        credential: id.to_string(),
        seen: credential.version,
        credential_name: credential.name,
        method: credential.method.as_str().into(),
        directory: credential.tenant,
        application: credential.client,
        secret_expires: credential.secret_expires.0,
        rights: credential
            .standing
            .wanted
            .iter()
            .map(|right| right.role().to_owned())
            .collect(),
        ..CredentialForm::default()
    }
}

async fn badge(ctx: &Ctx, id: &CredentialId) -> Badge {
    credentials::one(ctx, id).await.unwrap().standing.badge()
}

/// A credential that Microsoft grants everything.
async fn connected(t: &Test, ctx: &Ctx) -> CredentialId {
    t.directory.always(Ok(Given::with(&[SITES, MAIL])));
    let (id, badge) = kept(ctx, &form(t, &[SITES])).await;
    assert_eq!(badge, Badge::Connected);
    id
}

fn code(outcome: Result<(CredentialId, Badge), Error>, field: &str) -> Code {
    match outcome {
        Err(Error::Form(errors)) => errors.code(field).unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn a_credential_is_kept_and_looked_at_and_its_secret_is_never_read_back(t: Test) {
        let owner = t.staff("Olwen").await;
        t.directory.script([Ok(Given::with(&["Mail.Read"]))]);
        let (id, badge) = kept(&owner, &form(&t, &[SITES])).await;
        assert_eq!(badge, Badge::ConsentRequired);
        let seen = credentials::one(&owner, &id).await.unwrap();
        assert_eq!((seen.method, seen.failure), (Method::OAuth, Some(Failure::NoConsent)));
        assert!(!format!("{seen:?}").contains(SECRET));
        let sealed: (String,) = t.platform.db.one("select sealed_secret from credentials", args![]).await.unwrap();
        assert!(!sealed.0.contains(SECRET));
        let audit: Vec<(String,)> = t.platform.db.all("select detail from audit", args![]).await.unwrap();
        assert!(audit.iter().all(|(detail,)| !detail.contains(SECRET)));
        // Nothing typed keeps it, and it still opens.
        t.directory.script([Ok(Given::with(&[SITES]))]);
        let (_, badge) = kept(&owner, &stored(&owner, &id).await).await;
        assert_eq!(badge, Badge::Connected);
        let (application, scope) = t.directory.newest().unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&application.secret), SECRET);
        assert_eq!(scope, GRAPH);
        assert_eq!(audited(&t.platform, "credential.saved", id.as_str()).await, 2);
    }

    async fn a_second_press_makes_no_second_one_and_names_are_told_apart(t: Test) {
        let owner = t.staff("Olwen").await;
        let first = form(&t, &[SITES]);
        let (id, _) = kept(&owner, &first).await;
        assert_eq!(kept(&owner, &first).await.0, id);
        assert_eq!(credentials::list(&owner, None).await.unwrap().rows.len(), 1);
        let twin = CredentialForm { credential_name: "sharepoint".into(), ..form(&t, &[SITES]) };
        assert_eq!(code(credentials::keep(&owner, read(&twin)).await, "credential_name"), Code::Taken);
        let past = CredentialForm { secret_expires: "2020-01-31".into(), credential_name: "Old".into(), ..form(&t, &[SITES]) };
        assert_eq!(code(credentials::keep(&owner, read(&past)).await, "secret_expires"), Code::Expired);
        let no_day = CredentialForm { secret_expires: "2027-02-30".into(), credential_name: "Odd".into(), ..form(&t, &[SITES]) };
        assert_eq!(code(credentials::keep(&owner, read(&no_day)).await, "secret_expires"), Code::Malformed);
        // The secret of one application is no use to another.
        let moved = CredentialForm { directory: OTHER.into(), ..stored(&owner, &id).await };
        assert_eq!(code(credentials::keep(&owner, read(&moved)).await, "client_secret"), Code::Required);
        let late = stored(&owner, &id).await;
        kept(&owner, &stored(&owner, &id).await).await;
        let refused = credentials::keep(&owner, read(&late)).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::ChangedMeanwhile))), "{refused:?}");
    }

    async fn more_rights_want_an_update_and_another_application_wants_consent(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.directory.always(Ok(Given::with(&[SITES])));
        let more = CredentialForm { rights: vec![SITES.into(), MAIL.into()], ..stored(&owner, &id).await };
        assert_eq!(kept(&owner, &more).await.1, Badge::UpdateRequired);
        assert_eq!(credentials::one(&owner, &id).await.unwrap().failure, Some(Failure::Incomplete));
        t.directory.always(Ok(Given::with(&[SITES, MAIL])));
        assert_eq!(credentials::check(&owner, &id).await.unwrap(), Badge::Connected);
        // Microsoft is away: what is known of a credential stays, but not of another application.
        t.directory.always(Err(Failure::Unreachable));
        assert_eq!(credentials::check(&owner, &id).await.unwrap(), Badge::Connected);
        let other = CredentialForm { application: OTHER.into(), client_secret: "other".into(), ..stored(&owner, &id).await };
        assert_eq!(kept(&owner, &other).await.1, Badge::ConsentRequired);
        assert_eq!(credentials::one(&owner, &id).await.unwrap().failure, Some(Failure::Unreachable));
    }

    async fn a_refusal_takes_the_badge_away_and_disconnecting_takes_the_tokens(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        let tokens = || count(&t.platform, "select count(*) from credential_tokens where sealed_token <> ''", args![]);
        assert_eq!(tokens().await, 1);
        for failure in [Failure::UnknownClient, Failure::ExpiredSecret, Failure::WrongSecret, Failure::WrongTenant] {
            t.directory.always(Err(failure));
            assert_eq!(credentials::check(&owner, &id).await.unwrap(), Badge::ConsentRequired);
            assert_eq!(credentials::one(&owner, &id).await.unwrap().failure, Some(failure));
            assert_eq!(tokens().await, 0);
            t.directory.always(Ok(Given::with(&[SITES])));
            assert_eq!(credentials::check(&owner, &id).await.unwrap(), Badge::Connected);
        }
        credentials::disconnect(&owner, &id).await.unwrap();
        assert_eq!((badge(&owner, &id).await, tokens().await), (Badge::ConsentRequired, 0));
        // The hourly look leaves it alone; a person connects it again.
        t.clock.advance_secs(2 * 3600);
        let asked = t.directory.count();
        credentials::check_due(&t.platform).await.unwrap();
        assert_eq!((t.directory.count(), badge(&owner, &id).await), (asked, Badge::ConsentRequired));
        assert_eq!(credentials::check(&owner, &id).await.unwrap(), Badge::Connected);
        assert_eq!(audited(&t.platform, "credential.disconnected", id.as_str()).await, 1);
    }

    async fn what_is_taken_away_at_microsoft_shows_within_the_hour_without_being_used(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.directory.always(Ok(Given::with(&[])));
        credentials::check_due(&t.platform).await.unwrap();
        assert_eq!(badge(&owner, &id).await, Badge::Connected);
        t.clock.advance_secs(3600);
        let asked = t.directory.count();
        let other = t.another_node().await;
        let (one, two) = tokio::join!(credentials::check_due(&t.platform), credentials::check_due(&other));
        one.and(two).unwrap();
        assert_eq!(t.directory.count(), asked + 1);
        assert_eq!(badge(&owner, &id).await, Badge::ConsentRequired);
        assert_eq!(audited(&t.platform, "credential.status-changed", id.as_str()).await, 2);
        other.db.close().await;
    }

    async fn only_those_who_may_with_a_fresh_proof_touch_credentials(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        for role in [BuiltInRole::Manager, BuiltInRole::ReadOnly] {
            let other = t.staff_as(role.as_str(), role).await;
            assert!(matches!(credentials::list(&other, None).await, Err(Error::Denied)));
            assert!(matches!(credentials::one(&other, &id).await, Err(Error::Denied)));
            assert!(matches!(credentials::keep(&other, read(&form(&t, &[SITES]))).await, Err(Error::Denied)));
            assert!(matches!(credentials::check(&other, &id).await, Err(Error::Denied)));
            assert!(matches!(credentials::disconnect(&other, &id).await, Err(Error::Denied)));
            assert!(matches!(credentials::delete(&other, &id).await, Err(Error::Denied)));
            assert!(matches!(credentials::depart(&other, &id, false).await, Err(Error::Denied)));
        }
        let nobody = t.ctx(Actor::Nobody);
        assert!(matches!(credentials::one(&nobody, &id).await, Err(Error::SignIn)));
        let specialist = t.staff_as("Ines", BuiltInRole::Integrations).await;
        assert!(credentials::one(&specialist, &id).await.is_ok());
        t.clock.advance_secs(11 * 60);
        assert!(matches!(credentials::disconnect(&owner, &id).await, Err(Error::ProveFirst)));
        assert!(matches!(credentials::delete(&owner, &id).await, Err(Error::ProveFirst)));
        assert!(matches!(credentials::depart(&owner, &id, false).await, Err(Error::ProveFirst)));
        assert!(matches!(credentials::keep(&owner, read(&form(&t, &[SITES]))).await, Err(Error::ProveFirst)));
    }

    async fn a_credential_that_a_connection_calls_with_stays(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        let sql = "insert into connections
            (slot, mode, version, vendor, settings, secrets, goes_to, enabled, complete, found, saved_at, saved_by)
            values ('mail', 'test', $1, 'smtp', $2, '', '', true, true, '', 0, '')";
        let naming = format!("{{\"credential\":\"{id}\"}}");
        t.platform.db.execute(sql, args![1_i64, naming]).await.unwrap();
        assert_eq!(credentials::uses(&owner, &id).await.unwrap(), [(Slot::Mail, Mode::Test)]);
        let refused = credentials::delete(&owner, &id).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::CredentialInUse))), "{refused:?}");
        // The newest version counts.
        t.platform.db.execute(sql, args![2_i64, "{}"]).await.unwrap();
        assert_eq!(credentials::uses(&owner, &id).await.unwrap(), []);
        credentials::delete(&owner, &id).await.unwrap();
    }

    async fn a_deleted_credential_is_gone_with_its_tokens(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        credentials::delete(&owner, &id).await.unwrap();
        assert!(matches!(credentials::one(&owner, &id).await, Err(Error::NotFound)));
        assert!(matches!(credentials::delete(&owner, &id).await, Err(Error::NotFound)));
        assert_eq!(count(&t.platform, "select count(*) from credential_tokens", args![]).await, 0);
        assert!(credentials::token(&owner, &id, GRAPH).await.is_err());
    }
}
