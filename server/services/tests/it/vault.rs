//! Changing the vault's key while the product runs.

use super::{audited, count};
use domain::{credentials::CredentialForm, forms::Form, ids::CredentialId, permissions::BuiltInRole};
use secrecy::{ExposeSecret, SecretString};
use services::{
    approvals, args,
    auth::factors,
    both_engines,
    context::Ctx,
    credentials, random,
    testing::{Engine, Given, Test},
    vault::{self, Vault},
};

const GRAPH: &str = "https://graph.microsoft.com/.default";
const ID: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
/// Texts that are sealed by hand, more than one step takes.
const MANY: usize = 250;

fn both(first: &SecretString, second: &SecretString) -> SecretString {
    format!("{}\n{}", first.expose_secret(), second.expose_secret()).into()
}

/// Sealed texts of many kinds, with their reader.
struct Seeded {
    owner: Ctx,
    credential: CredentialId,
    token: String,
}

async fn token(ctx: &Ctx, id: &CredentialId) -> String {
    let token = credentials::token(ctx, id, GRAPH).await.unwrap();
    token.expose_secret().to_owned()
}

async fn seed(t: &Test) -> Seeded {
    let owner = t.staff("Olwen").await;
    t.directory.always(Ok(Given::with(&["Sites.Selected"])));
    let form = CredentialForm {
        submission: random::id(t.platform.clock.now()),
        credential_name: "SharePoint".into(),
        method: "oauth".into(),
        directory: ID.into(),
        application: ID.into(),
        client_secret: "a-secret".into(),
        secret_expires: "2026-12-01".into(),
        rights: vec!["Sites.Selected".into()],
        ..CredentialForm::default()
    };
    let (credential, _) = credentials::keep(&owner, form.parse().unwrap()).await.unwrap();
    // A mail that waits, an app that is being set up, a journey on its way.
    credentials::warn_due(&t.platform).await.unwrap();
    factors::start_app(&owner).await.unwrap();
    let sql =
        "insert into sso_attempts (state_hash, browser_hash, purpose, version, sealed, next, expires_at)
        values ($1, $1, 'test', '', $2, '', 9999999999999)";
    for number in 0..MANY {
        let state = random::hash(&number.to_string());
        let place = format!("sso_attempts:sealed:{}", random::hex(&state));
        let sealed = t.platform.vault.seal(&place, &number.to_string()).unwrap();
        t.platform
            .db
            .execute(sql, args![state.as_slice(), sealed])
            .await
            .unwrap();
    }
    let token = token(&owner, &credential).await;
    Seeded {
        owner,
        credential,
        token,
    }
}

/// Everything opens with the new key alone.
async fn all_there(t: &Test, seeded: &Seeded, new: &SecretString) {
    assert_eq!(t.platform.vault.renew(new), Some(true));
    assert_eq!(token(&seeded.owner, &seeded.credential).await, seeded.token);
    credentials::check(&seeded.owner, &seeded.credential)
        .await
        .unwrap();
    assert!(factors::pending_app(&seeded.owner).await.unwrap().is_some());
    t.work().await;
    assert_eq!(t.mail.sent().len(), 1);
    let rows: Vec<(Vec<u8>, String)> = t
        .platform
        .db
        .all("select state_hash, sealed from sso_attempts", args![])
        .await
        .unwrap();
    assert_eq!(rows.len(), MANY);
    for (state, sealed) in rows {
        let place = format!("sso_attempts:sealed:{}", random::hex(&state));
        assert!(
            t.platform
                .vault
                .open(&place, &sealed)
                .unwrap()
                .parse::<usize>()
                .unwrap()
                < MANY
        );
    }
}

both_engines! {
    async fn everything_is_sealed_anew_and_the_old_key_may_go(t: Test) {
        let (seeded, new) = (seed(&t).await, Vault::new_key());
        let keys = both(&new, t.vault_key());
        t.platform.vault.renew(&keys);
        // Until it is done both keys open.
        assert_eq!(token(&seeded.owner, &seeded.credential).await, seeded.token);
        let rotated = vault::rotate(&t.platform.db, &t.platform.vault).await.unwrap();
        assert_eq!((rotated.left, rotated.unreadable.len()), (0, 0));
        // Secret, token, mail, app, journeys.
        assert_eq!(rotated.resealed, 4 + MANY as u64);
        let again = vault::rotate(&t.platform.db, &t.platform.vault).await.unwrap();
        assert_eq!((again.resealed, again.left), (0, 0));
        all_there(&t, &seeded, &new).await;
    }

    async fn every_administrator_hears_of_a_new_key_before_anything_is_sealed_with_it(t: Test) {
        seed(&t).await;
        let new = Vault::new_key();
        t.staff_as("Rita", BuiltInRole::ReadOnly).await;
        let platform = &t.platform;
        assert!(!vault::is_to_rotate(&platform.db, &platform.vault).await.unwrap());
        platform.vault.renew(&both(&new, t.vault_key()));
        assert!(vault::is_to_rotate(&platform.db, &platform.vault).await.unwrap());
        let told = approvals::vault_rotation_began(&platform.db, &platform.vault, platform.clock.now()).await;
        assert_eq!(told.unwrap(), 2);
        vault::rotate(&platform.db, &platform.vault).await.unwrap();
        assert!(!vault::is_to_rotate(&platform.db, &platform.vault).await.unwrap());
        t.work().await;
        for name in ["olwen", "rita"] {
            let mails = t.mail.sent_to(&format!("{name}@landlord.example.org"));
            assert_eq!(mails.iter().filter(|mail| mail.text.contains("changed the key")).count(), 1, "{name}");
        }
        assert_eq!(audited(platform, "vault.rotation-began", "landlord").await, 1);
    }

    async fn a_rotation_that_was_killed_goes_on_where_it_was(t: Test) {
        let (seeded, new) = (seed(&t).await, Vault::new_key());
        let keys = both(&new, t.vault_key());
        t.platform.vault.renew(&keys);
        let (db, rotating) = (t.platform.db.clone(), Vault::new(&keys).unwrap());
        let killed = tokio::spawn(async move { vault::rotate(&db, &rotating).await });
        let old = Vault::new(t.vault_key()).unwrap().seal("", "").unwrap();
        let pattern = format!("{}.%", old.split_once('.').unwrap().0);
        let left = || count(&t.platform, "select count(*) from sso_attempts where sealed like $1", args![&pattern]);
        while left().await == 250 {
            tokio::task::yield_now().await;
        }
        killed.abort();
        let _killed_or_just_done = killed.await;
        assert_eq!(token(&seeded.owner, &seeded.credential).await, seeded.token);
        let rotated = vault::rotate(&t.platform.db, &t.platform.vault).await.unwrap();
        assert_eq!((rotated.left, left().await), (0, 0));
        all_there(&t, &seeded, &new).await;
    }

    async fn what_is_used_and_changed_meanwhile_works_on_every_node(t: Test) {
        let (seeded, new) = (seed(&t).await, Vault::new_key());
        let other = t.another_node().await;
        let keys = both(&new, t.vault_key());
        // Both know the new key before the first seals with it.
        other.vault.renew(&both(t.vault_key(), &new));
        t.platform.vault.renew(&keys);
        let there = Ctx { platform: other.clone(), ..seeded.owner.clone() };
        let busy = {
            let (here, id, there) = (seeded.owner.clone(), seeded.credential.clone(), there.clone());
            tokio::spawn(async move {
                for _ in 0..20 {
                    credentials::check(&there, &id).await.unwrap();
                    token(&here, &id).await;
                    factors::start_app(&there).await.unwrap();
                    assert!(factors::pending_app(&here).await.unwrap().is_some());
                }
            })
        };
        let db = t.platform.db.clone();
        let rotating = Vault::new(&keys).unwrap();
        vault::rotate(&db, &rotating).await.unwrap();
        busy.await.unwrap();
        other.vault.renew(&keys);
        let rotated = vault::rotate(&db, &rotating).await.unwrap();
        assert_eq!(rotated.left, 0);
        let last = Seeded { token: token(&seeded.owner, &seeded.credential).await, ..seeded };
        all_there(&t, &last, &new).await;
        other.db.close().await;
    }

    async fn what_no_key_opens_is_named_and_left_alone(t: Test) {
        let seeded = seed(&t).await;
        let strange = Vault::new(&Vault::new_key()).unwrap();
        t.platform.db.execute("update credentials set sealed_secret = $1", args![strange.seal("x", "y").unwrap()]).await.unwrap();
        t.platform.vault.renew(&both(&Vault::new_key(), t.vault_key()));
        let rotated = vault::rotate(&t.platform.db, &t.platform.vault).await.unwrap();
        let place = format!("credentials.sealed_secret {}", seeded.credential);
        assert_eq!((rotated.left, rotated.unreadable), (1, vec![place]));
        assert_eq!(rotated.resealed, 3 + MANY as u64);
    }
}

/// A new column of sealed texts has to be told to the rotation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sealed_column_is_forgotten() {
    services::testing::run(Engine::Sqlite, |t: Test| async move {
        let sql = "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
            where m.type = 'table' and (c.name like 'sealed%' or c.name in ('secret', 'secrets'))";
        let mut found: Vec<(String, String)> = t.platform.db.all(sql, args![]).await.unwrap();
        let mut known: Vec<(String, String)> = vault::sealed_columns()
            .map(|(table, column)| (table.to_owned(), column.to_owned()))
            .collect();
        // Sealed texts under other names.
        found.extend(
            [
                ("definition_imports", "lines"),
                ("invite_imports", "lines"),
                ("outbox", "payload"),
            ]
            .map(|(t, c)| (t.into(), c.into())),
        );
        found.sort();
        known.sort();
        assert_eq!(found, known);
    })
    .await;
}
