//! Settings that are missing or weak: the program says what to do, in one sentence, and ends (SEC-T7).

use crate::site::{World, free_address, program, settings};
use services::testing::Engine;
use std::{os::unix::fs::PermissionsExt, time::Duration};

/// A setting and its value; `None` takes it away.
type Change<'a> = (&'static str, Option<&'a str>);

/// Starts the program with some settings changed; it must refuse. Gives its sentence.
async fn refusal(world: &World, changes: &[Change<'_>], arguments: &[&str]) -> String {
    let mut command = program();
    command.args(arguments).envs(settings(world, free_address()));
    for (name, value) in changes {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let ended = tokio::time::timeout(Duration::from_secs(20), command.output()).await;
    let ended = ended.unwrap_or_else(|_| panic!("{changes:?}: it runs")).unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success(), "{changes:?}");
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 1, "{changes:?}: one sentence: {said}");
    assert!(lines[0].ends_with('.'), "{changes:?}: {said}");
    for strange in ["Error", "Err(", "panicked", "None", "\\\"", "{", "::"] {
        assert!(!lines[0].contains(strange), "{changes:?}: plain words: {said}");
    }
    lines[0].to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unsafe_or_missing_settings_stop_the_start_with_one_sentence() {
    const KEY: &str = "TENANTWISE_VAULT_KEY";
    const KEY_FILE: &str = "TENANTWISE_VAULT_KEY_FILE";
    const BASE: &str = "TENANTWISE_BASE_URL";
    let world = World::start(Engine::Sqlite).await;
    let open_file = world.folder.path().join("open.key");
    std::fs::write(&open_file, "ab".repeat(32)).unwrap();
    std::fs::set_permissions(&open_file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let open_file = open_file.to_str().unwrap();
    let (zeros, short) = ("0".repeat(64), "abcd".repeat(4));
    let cases: &[(&[Change<'_>], &str)] = &[
        (&[(KEY_FILE, None)], KEY_FILE),
        (&[(KEY_FILE, None), (KEY, Some(&short))], "vault key"),
        (&[(KEY_FILE, None), (KEY, Some(&zeros))], "vault key"),
        (&[(KEY_FILE, None), (KEY, Some("change-me"))], "vault key"),
        (&[(KEY_FILE, Some(open_file))], "chmod 600"),
        (&[(KEY_FILE, Some("/nowhere/vault.key"))], "/nowhere/vault.key"),
        (&[(BASE, None)], BASE),
        (&[(BASE, Some("http://tenant.example.org"))], "https://"),
        (&[("TENANTWISE_LISTEN", Some("everywhere"))], "TENANTWISE_LISTEN"),
        (
            &[("TENANTWISE_TRUSTED_PROXY", Some("10.0.0.0/8"))],
            "TENANTWISE_TRUSTED_PROXY",
        ),
        (
            &[("TENANTWISE_SMTP_SECURITY", Some("ssl"))],
            "TENANTWISE_SMTP_SECURITY",
        ),
        (&[("TENANTWISE_SMTP_PORT", Some("smtp"))], "TENANTWISE_SMTP_PORT"),
        (&[("TENANTWISE_SMTP_HOST", None)], "TENANTWISE_SMTP_HOST"),
        (&[("TENANTWISE_MAIL_FROM", None)], "TENANTWISE_MAIL_FROM"),
        (
            &[("TENANTWISE_SMTP_HOST", None), ("TENANTWISE_MAIL_FROM", None)],
            "TENANTWISE_SMTP_HOST",
        ),
        (&[("TENANTWISE_CX_URL", None)], "TENANTWISE_CX_URL"),
        (
            &[("TENANTWISE_CX_URL", Some("ftp://cx.example.org"))],
            "housing system",
        ),
        (&[("TENANTWISE_CX_PASSWORD", None)], "TENANTWISE_CX_PASSWORD"),
        (&[("TENANTWISE_CX_PASSWORD_FILE", Some(open_file))], "chmod 600"),
    ];
    for (changes, about) in cases {
        let sentence = refusal(&world, changes, &[]).await;
        assert!(sentence.contains(about), "{changes:?}: {sentence}");
    }
    world.stop([]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_simulator_is_reached_only_where_that_is_allowed() {
    let world = World::start(Engine::Sqlite).await;
    let sentence = refusal(&world, &[("TENANTWISE_ALLOW_LOOPBACK", None)], &[]).await;
    assert!(sentence.contains("housing system"), "{sentence}");
    world.stop([]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_serves_this_machine_only() {
    let world = World::start(Engine::Sqlite).await;
    let sentence = refusal(&world, &[("TENANTWISE_LISTEN", Some("0.0.0.0:0"))], &["--demo"]).await;
    assert!(sentence.contains("127.0.0.1"), "{sentence}");
    world.stop([]).await;
}
